"""From what the rules said to what is reported: duplicates, severities and suppressions, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitecheck.engine.findings.suppress import INVALID, UNUSED, Suppression, silences, unknown_ids
from sitecheck.engine.settings.site_settings import Settings
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.fix import Edit, Fix
from sitecheck.model.span import Place, Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.rule.options import did_you_mean
from sitecheck.text.globs import matches

Suppressions = Mapping[str, tuple[Suppression, ...]]


class Selection(NamedTuple):
    """The findings to report, in reading order, and how many were silenced."""

    findings: tuple[Finding, ...]
    suppressed: int


def select_findings(
    found: Iterable[Finding], settings: Settings, suppressions: Suppressions, ran: frozenset[str]
) -> Selection:
    """Merges, filters and orders what the rules found.

    A fault that is written once, in a layout or an include, is one finding that counts its pages.
    ``ran`` names the rules that had the chance to find something; only for them a comment can be unused.
    """
    kept: list[Finding] = []
    used: set[tuple[str, Span, str]] = set()
    suppressed = 0
    for finding in _merged(found):
        severity = _severity(finding, settings)
        if severity is None:
            continue
        group = settings.rules[finding.rule].group
        hits = list(_silencing(finding, group, suppressions))
        used.update((path, s.span, id_) for path, s in hits for id_ in (finding.rule, group))
        suppressed += bool(hits)
        if not hits:
            kept.append(finding._replace(severity=severity, pages=max(finding.pages, 1)))
    kept += _suppression_findings(settings, suppressions, used, ran)
    return Selection(tuple(sorted(kept, key=lambda finding: finding.sort_key)), suppressed)


def _severity(finding: Finding, settings: Settings) -> Severity | None:
    if matches(finding.path, settings.exclude):
        return None
    return settings.severity(finding.rule, finding.path, finding.severity)


def _merged(found: Iterable[Finding]) -> list[Finding]:
    """One finding per rule, place and message: the worst, with a fix if any of them has one; the pages that
    show it are added up.

    What is written in an include is mended where that file is judged, not on the pages and layouts around.
    """
    merged: dict[tuple[str, Place, str], Finding] = {}
    for finding in found:
        key = (finding.rule, finding.place, finding.message)
        earlier = merged.get(key)
        if earlier is None:
            merged[key] = finding
            continue
        worst = finding if finding.severity > earlier.severity else earlier
        fix = worst.fix or earlier.fix or finding.fix
        merged[key] = worst._replace(pages=earlier.pages + finding.pages, fix=fix)
    return list(merged.values())


def _silencing(finding: Finding, group: str, suppressions: Suppressions) -> Iterator[tuple[str, Suppression]]:
    places = (finding.place, *(related.place for related in finding.related))
    for place in dict.fromkeys(places):
        for suppression in suppressions.get(place.path, ()):
            if silences(suppression, finding.rule, group, place.span):
                yield place.path, suppression


def _suppression_findings(
    settings: Settings, suppressions: Suppressions, used: set[tuple[str, Span, str]], ran: frozenset[str]
) -> Iterator[Finding]:
    groups = {rule.group for rule in settings.rules.values()}
    known = [*settings.rules, *groups]
    live = ran | {settings.rules[rule].group for rule in ran}
    for path, comments in suppressions.items():
        for comment in comments:
            for finding in _invalid(path, comment, known):
                if (severity := _severity(finding, settings)) is not None:
                    yield finding._replace(severity=severity)
            idle = [i for i in comment.ids if i in live and (path, comment.span, i) not in used]
            if idle:
                finding = _unused(path, comment, idle)
                if (severity := _severity(finding, settings)) is not None:
                    yield finding._replace(severity=severity)


def _invalid(path: str, comment: Suppression, known: list[str]) -> Iterator[Finding]:
    place = Place(path, comment.span)
    if comment.problem:
        yield Finding(INVALID, Severity.WARNING, f"the comment {comment.problem}", place)
    for id_ in unknown_ids(comment, known):
        yield Finding(INVALID, Severity.WARNING, f"there is no rule {id_!r}{did_you_mean(id_, known)}", place)


def _unused(path: str, comment: Suppression, idle: list[str]) -> Finding:
    names = ", ".join(idle)
    fix = None
    if len(idle) == len(comment.ids):
        fix = Fix("remove the comment", (Edit(comment.removal, ""),))
    return Finding(
        UNUSED,
        Severity.WARNING,
        f"the comment silences nothing: {names} finds nothing here",
        Place(path, comment.span),
        help="remove it",
        fix=fix,
    )
