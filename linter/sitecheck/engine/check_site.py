"""The whole of a run: settings and a folder in, a report out."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sitecheck.document import Input, SiteFacts, SiteReader
from sitecheck.engine.analyze import PARTLY_CHECKED, FileReport
from sitecheck.engine.cache.run_cache import CachedRun
from sitecheck.engine.findings.layout_stops import layout_stops
from sitecheck.engine.findings.select import select_findings
from sitecheck.engine.findings.site_problems import problem_findings
from sitecheck.engine.findings.sources import FileSources
from sitecheck.engine.findings.suppress import INVALID, UNUSED, Suppression, read_suppressions
from sitecheck.engine.folders.find_site import BASELINE_NAME
from sitecheck.engine.judge_site import HeadsApart, judge_site
from sitecheck.engine.phases import Draw, Phases
from sitecheck.engine.reading.known_site import KnownSite, know_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_patterns import from_site
from sitecheck.engine.settings.site_settings import Settings
from sitecheck.engine.stack_room import with_room
from sitecheck.errors import DamagedCacheError
from sitecheck.files import relative_path
from sitecheck.jekyll import Site
from sitecheck.model.facts import COPIED, Read
from sitecheck.model.finding import WHOLE_FILE, Finding, Related, Severity
from sitecheck.model.report import NOTHING_PUBLISHED, Crash, RunReport, Seen
from sitecheck.model.span import Place
from sitecheck.rule.base import SiteRule
from sitecheck.rule.docs import rule_info
from sitecheck.text.front_matter import read_front_matter
from sitecheck.text.globs import matches
from sitecheck.text.source import TextProblem

if TYPE_CHECKING:
    from sitecheck.engine.external import ExternalResult
    from sitecheck.model.picture import SitePicture


_YAML = (".yml", ".yaml")
_NAMED = 3
"""So many further layouts and places are named that are checked in part."""
_TOLD_APART = 3
"""So many places are told one by one that are checked in part for one reason."""


def check_site(options: RunOptions, draw: Draw | None = None) -> RunReport:
    """Reads the site, runs the rules and chooses what to report; ``draw`` shows how far that is."""
    phases = Phases(draw)
    try:
        return with_room(_check, options, phases)
    finally:
        phases.end()


def cached_run(report: RunReport, settings: Settings) -> CachedRun:
    """A run that was made as ``settings`` say."""
    stale = settings.severity(UNUSED, BASELINE_NAME, Severity.WARNING)
    return CachedRun(
        report,
        settings.fail_on,
        baseline=settings.baseline,
        stale=stale,
        unasked=tuple(sorted(settings.unasked)),
    )


def _check(options: RunOptions, phases: Phases) -> RunReport:
    started = time.perf_counter()
    phases.begin("looking at the site")
    _, report = known_and_judged(options, phases)
    return report._replace(seconds=time.perf_counter() - started, phases=tuple(phases.seconds.items()))


def known_and_judged(options: RunOptions, phases: Phases) -> tuple[KnownSite, RunReport]:
    """Reads a site, judges it, and chooses what to report; once again where the cache, which may have come
    with the site, is not what it seemed to be."""
    try:
        return _known_and_judged(options, phases, later=True)
    except DamagedCacheError:
        return _known_and_judged(options, phases, later=False)


def _known_and_judged(options: RunOptions, phases: Phases, *, later: bool) -> tuple[KnownSite, RunReport]:
    with HeadsApart() as heads:
        known = know_site(options, phases, later=later, begin=heads.begin)
        return known, _judged(known, options, phases, heads)


def _judged(known: KnownSite, options: RunOptions, phases: Phases, heads: HeadsApart) -> RunReport:
    facts, site = known.facts, known.reader.site
    only = tuple(from_site(pattern, options.site) for pattern in options.only)
    external = _external(facts, options, phases)
    phases.begin("judging links")
    if external is not None:
        facts = facts.with_statuses(external.statuses)
    found, crashes = _site_findings(facts, known, options, heads)
    found += [*problem_findings(site, facts.files), *_unread_pages(known.reader, known.inputs)]
    found += _file_findings(known.reports, facts)
    found += tuple(layout_stops(facts, found))
    found += _unread_layouts(facts, {each.path for each in found if each.rule == PARTLY_CHECKED})
    found = list(_limits_once(found))
    is_whole = all(finding.rule != PARTLY_CHECKED for finding in found)
    ran = _ran(known.rules, options) if is_whole else frozenset[str]()  # what was cut off cannot be silenced
    phases.begin("choosing findings")
    comments = _comments(known, {finding.path for finding in found})
    selection = select_findings(found, options.settings, comments, ran)
    links = facts.summary()._replace(checked=len(facts.statuses))
    picture = _picture(facts, known.reader, options, phases)
    if known.links is not None and external is None:
        known.links.remember(facts, known.reports)
    files = {*known.by_path, *(static.path for static in site.static)}
    phases.end()
    return RunReport(
        root=_root(options.site),
        findings=_wanted(selection.findings, only),
        sources=FileSources(options.site),
        rules=tuple(rule_info(type(rule)) for rule in known.rules),
        files=len(files),
        asked=sum(matches(path, only) for path in files) if only else None,
        pages=sum(1 for _ in facts.pages()),
        addresses=len(site.routes),
        suppressed=selection.suppressed,
        foreign=tuple(filter(None, (report.foreign for report in known.reports.values()))),
        skipped_rules=tuple(rule.id for rule in known.rules if rule.network and not options.external),
        links=links,
        crashes=(*crashes, *(crash for report in known.reports.values() for crash in report.crashes)),
        notices=(
            *_notices(site),
            *_left_out(known, only),
            *(external.notices if external is not None else ()),
        ),
        caution=external.caution if external is not None else "",
        seen=_seen(site, known.reads, facts),
        picture=picture,
    )


def _picture(facts: SiteFacts, reader: SiteReader, options: RunOptions, phases: Phases) -> SitePicture | None:
    if not options.picture:
        return None
    phases.begin("drawing the site")
    from sitecheck.engine.listings.picture import site_picture

    return site_picture(options.site, facts, reader)


def _unread_pages(reader: SiteReader, inputs: tuple[Input, ...]) -> Iterator[Finding]:
    later = tuple(reader.later_inputs())
    read = sum(bool(input_.later_url) for input_ in inputs)
    if read < len(later):
        message = f"further pages of this list that are not checked: {len(later) - read:,} of {len(later):,}"
        yield Finding(PARTLY_CHECKED, Severity.INFO, message, Place(later[0].path, WHOLE_FILE))


def _limits_once(found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, those on what is checked in part told once where many have one reason."""
    limits: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.rule == PARTLY_CHECKED:
            limits.setdefault(finding.message, []).append(finding)
        else:
            yield finding
    for message, places in limits.items():
        if len({finding.place for finding in places}) <= _TOLD_APART:
            yield from places
            continue
        first, *others = sorted(places, key=lambda finding: finding.sort_key)
        further = [place for place in dict.fromkeys(each.place for each in others) if place != first.place]
        yield first._replace(
            message=f"{message}; so it is at {len(further):,} more places",
            related=tuple(Related(place, "and here") for place in further[:_NAMED]),
            pages=sum(finding.pages for finding in places),
        )


def _unread_layouts(facts: SiteFacts, told: set[str]) -> Iterator[Finding]:
    """The layouts that take too much work, as one finding: a budget is at its end, wherever that shows."""
    cuts = [set(frame.cut).difference(told) for frame in facts.frames.values()]
    cut = Counter(path for each in cuts for path in each)
    if not cut:
        return
    first, *others = sorted(cut, key=lambda path: (-cut[path], path))
    more = f" and {len(others)} more layouts" if len(others) > 1 else " and one more layout" if others else ""
    yield Finding(
        PARTLY_CHECKED,
        Severity.INFO,
        f"rendering this{more} for each page takes too much work; what comes of it on some is not checked",
        Place(first, WHOLE_FILE),
        related=tuple(Related(Place(path, WHOLE_FILE), "and this") for path in others[:_NAMED]),
        pages=sum(bool(each) for each in cuts),
    )


def _seen(site: Site, reads: frozenset[Read], facts: SiteFacts) -> Seen:
    folders = facts.folders.union(site.folders)
    files = {read.name for read in reads if read.kind in ("file", "include", "beneath")}
    days = {*facts.asked_days, *(read.name for read in reads if read.kind == "day")}
    return Seen(
        folders=(*site.folders, *sorted(folders.difference(site.folders))),
        files=tuple(sorted(path for path in files if os.path.dirname(path) not in folders)),
        until=_until(site, days),
    )


def _until(site: Site, days: Iterable[str]) -> int | None:
    """The second at which the same files may be judged in another way; ``None`` for never."""
    seconds = [site.begins(day) for day in days if not site.has_come(day)]
    return min((*seconds, *([] if site.until is None else [site.until])), default=None)


def _external(facts: SiteFacts, options: RunOptions, phases: Phases) -> ExternalResult | None:
    if options.external is None:
        return None
    from sitecheck.engine.external import check_external

    phases.begin("asking the network")
    return check_external(options.site, facts, options.settings.external, options.external)


def _ran(rules: Iterable[Any], options: RunOptions) -> frozenset[str]:
    ran = {rule.id for rule in rules if options.external or not rule.network}
    return frozenset(ran - {UNUSED, INVALID})


def _file_findings(reports: Mapping[Input, FileReport], facts: SiteFacts) -> Iterator[Finding]:
    """What was found in each file, but in copied ones that are not the author's work, and in includes and
    layouts that nobody sees."""
    unseen = facts.unseen
    for input_, report in reports.items():
        is_foreign = input_.kind in COPIED and input_.path in facts.foreign
        if not is_foreign and input_.path not in unseen:
            yield from (finding for finding in report.findings if finding.path not in unseen)


def _site_findings(
    facts: SiteFacts, known: KnownSite, options: RunOptions, heads: HeadsApart
) -> tuple[list[Finding], list[Crash]]:
    site_rules = [rule for rule in known.rules if isinstance(rule, SiteRule)]
    chosen = [rule for rule in site_rules if options.external or not rule.network]
    judged = judge_site(facts, chosen, apart=heads if known.apart else None, memory=known.layouts)
    crashes = [each.crash for each in judged if each.crash is not None]
    return [finding for each in judged for finding in each.findings], crashes


def _comments(known: KnownSite, told: set[str]) -> dict[str, tuple[Suppression, ...]]:
    """The comments of all files, those of data among them, which no rule reads by themselves, and those of
    what is not published but ``told`` of."""
    comments = {i.path: report.suppressions for i, report in known.reports.items() if report.suppressions}
    site = known.reader.site
    data = {file.path for file in site.data_files if file.path.endswith(_YAML)}
    hidden = told.intersection((*site.unpublished, *site.hidden_pages))
    for path in sorted(data | hidden.difference(each.path for each in known.reports)):
        if found := _comments_in(known.reader, path, is_yaml=path in data):
            comments[path] = found
    return comments


def _comments_in(reader: SiteReader, path: str, *, is_yaml: bool) -> tuple[Suppression, ...]:
    try:
        source = reader.source(path)
    except OSError:
        return ()
    if isinstance(source, TextProblem):
        return ()
    text = source.text
    return read_suppressions(text, len(text) if is_yaml else read_front_matter(text, source.bom).span.end)


def _wanted(findings: tuple[Finding, ...], only: tuple[str, ...]) -> tuple[Finding, ...]:
    if not only:
        return findings
    return tuple(
        f for f in findings if any(matches(p.path, only) for p in (f.place, *(r.place for r in f.related)))
    )


def _root(site: str) -> str:
    return relative_path(site)


def _left_out(known: KnownSite, only: Iterable[str]) -> Iterator[str]:
    """What is told of files that were asked for and are not judged, as Jekyll leaves them out."""
    judged = {input_.path for input_ in known.inputs}
    for path in (pattern.strip("/") for pattern in only):
        left_out = path not in judged and known.reader.site.why_not(path)
        if left_out and not any(matches(each, (path,)) for each in judged):
            yield f"{path} is not judged: {left_out.words}"


def _notices(site: Site) -> Iterator[str]:
    if not site.config.files and not site.config.problems:  # one that cannot be read is told
        yield f"{_root(str(site.root))}: there is no _config.yml; Jekyll's defaults are used"
    if not site.routes:
        yield f"{_root(str(site.root))}: {NOTHING_PUBLISHED}"
