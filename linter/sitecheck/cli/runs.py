"""A run for the command line: from the cache when nothing has changed, else made and remembered."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from sitecheck.cli.options import comma_separated, load_settings
from sitecheck.errors import UsageError
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.engine.cache.run_cache import CachedRun
    from sitecheck.engine.external import ExternalOptions
    from sitecheck.engine.reading.run_options import RunOptions
    from sitecheck.engine.revisions.tracked import Tracked
    from sitecheck.model.finding import Finding, Severity
    from sitecheck.model.report import RunReport


_YEARS = 2000, 2199


class Choices(NamedTuple):
    """What decides what is found: options, as the command line gives them, and in a hook what git knows."""

    only: tuple[str, ...]
    external: str | None
    since: str | None
    cache_age: float | None
    allow_private: bool
    offline: bool
    drafts: bool
    future: bool
    no_cache: bool
    cache_dir: str | None
    jobs: int
    config: str | None
    rule_packs: tuple[str, ...]
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    known: tuple[str, ...] | None
    """The files that count, ``None`` for all."""
    at: datetime | None
    """The day of the build, ``None`` for today."""
    picture: bool
    """Whether a format asks for a picture of the site."""


def choose(given: Mapping[str, Any], known: tuple[str, ...] | None) -> Choices:
    """The choices among the options that a command was given; those that it does not have are off."""
    usual: dict[str, Any] = {"only": (), "external": None, "since": None, "cache_age": None}
    usual |= {"allow_private": False, "offline": False, "known": known, "at": None, "picture": False}
    return Choices(**{name: given.get(name, usual.get(name)) for name in Choices._fields})


def answer(
    site: str, chosen: Choices, external: ExternalOptions | None, *, may_be_empty: bool = False
) -> CachedRun:
    """The report and the severity that the settings fail from: from the cache when nothing has changed.

    Raises :class:`UsageError` where nothing would be published, unless that ``may_be_empty``: in a hook, as
    long as the pages are not in the commit.
    """
    from sitecheck.model.report import NOTHING_PUBLISHED

    run = _answer(site, chosen, external)
    report = run.report
    if not (report.addresses or report.findings or may_be_empty):
        raise UsageError(f"{report.root}: {NOTHING_PUBLISHED}")
    return run


def _answer(site: str, chosen: Choices, external: ExternalOptions | None) -> CachedRun:
    from sitecheck.engine.cache.run_cache import load_run, run_key
    from sitecheck.engine.folders.find_site import settings_path

    now = time.time_ns()
    cache = cache_of(chosen) if external is None else None
    if cache is None:
        return _run(site, chosen, external, now, "")
    judging = chosen._replace(cache_dir=None, jobs=0, since=None, picture=False)
    key = run_key(site, settings_path(site, chosen.config), judging)
    # a run is remembered without its picture
    known = None if chosen.picture else load_run(cache, site, key, now, _run_name(chosen))
    return known or _run(site, chosen, None, now, key)


def _run(site: str, chosen: Choices, external: ExternalOptions | None, now: int, key: str) -> CachedRun:
    """A run that begins ``now`` (ns since the epoch) and is stored under ``key``, if there is one."""
    from sitecheck.cli.progress import line_for_terminal
    from sitecheck.engine.cache.run_cache import save_run
    from sitecheck.engine.check_site import cached_run, check_site
    from sitecheck.engine.findings.sources import with_marks

    options = run_options(site, chosen, external, now)
    settings, cache = options.settings, options.memory
    report = with_marks(check_site(options, line_for_terminal()))
    run = cached_run(report, settings)
    if cache and key:
        save_run(cache, site, key, began=now, run=run, name=_run_name(chosen))
    return run


def _run_name(chosen: Choices) -> str:
    """What a run is remembered as: one of all files stands beside one of those that git knows."""
    return "run" if chosen.known is None else "run-known"


def run_options(
    site: str,
    chosen: Choices,
    external: ExternalOptions | None,
    now: int,
    *,
    cached_as: str = "",
    settings_of: str = "",
) -> RunOptions:
    """How to judge a site at ``now``, or on the chosen day.

    ``settings_of`` is the folder whose settings count, else its own.
    """
    from sitecheck.engine.reading.open_site import Call
    from sitecheck.engine.reading.run_options import RunOptions

    settings = load_settings(
        settings_of or site,
        chosen.config,
        chosen.rule_packs,
        select=chosen.select,
        extend_select=chosen.extend_select,
        ignore=chosen.ignore,
    )
    known = None if chosen.known is None else frozenset(chosen.known)
    moment = now if chosen.at is None else noon(chosen.at)
    return RunOptions(
        site=site,
        settings=settings,
        external=external,
        call=Call(drafts=chosen.drafts, future=chosen.future, known=known, now=moment),
        cache_dir=cache_of(chosen),
        cached_as=cached_as,
        jobs=chosen.jobs,
        only=comma_separated(chosen.only),
        picture=chosen.picture,
    )


def moment_on(day: datetime | None) -> int | None:
    """The moment of a build on a chosen day, in ns since the epoch; ``None`` for that of the call."""
    return None if day is None else noon(day)


def noon(day: datetime) -> int:
    """Noon of a day in UTC, which has that date almost everywhere, in nanoseconds since the epoch.

    Raises :class:`UsageError` for a day that no site is built on.
    """
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise UsageError(f"--at {day:%Y-%m-%d}: a day from the years {_YEARS[0]} to {_YEARS[1]} is meant")
    return int(day.replace(hour=12, tzinfo=timezone.utc).timestamp()) * 1_000_000_000


def cache_of(chosen: Choices) -> str | None:
    """The folder in which to remember, ``None`` for none."""
    return None if chosen.no_cache else chosen.cache_dir or default_cache_dir()


def external_options(chosen: Choices) -> ExternalOptions | None:
    """How to ask the network; ``None`` when it is not asked."""
    if not chosen.external or chosen.offline:
        return None
    from sitecheck.cli.progress import progress_for_terminal
    from sitecheck.engine.external import ExternalOptions

    since = (chosen.since or "HEAD") if chosen.external == "changed" else None
    return ExternalOptions(since, chosen.cache_age, chosen.allow_private, progress_for_terminal())


def tracked_by_git(site: str) -> Tracked:
    """What git knows of the site, when pre-commit calls."""
    from sitecheck.engine.revisions.tracked import tracked_files

    return tracked_files(site, os.environ)


def left_out_of_git(site: str) -> tuple[str, ...]:
    """What to tell of the files that git does not know, when pre-commit calls."""
    from sitecheck.engine.revisions.tracked import left_out

    return left_out(site, os.environ)


def fail_level(usual: Severity | None, fail_on: str | None, exit_zero: bool) -> Severity | None:
    """The severity to fail from: the command line's word, else ``usual``, that of the settings file."""
    from sitecheck.model.finding import Severity

    if exit_zero or fail_on == "never":
        return None
    return Severity.parse(fail_on) if fail_on else usual


def default_cache_dir() -> str | None:
    """The user's cache folder, ``None`` for a user without one.

    It is never inside the site, as a committed cache could hide findings: a relative XDG_CACHE_HOME counts
    as none (XDG Base Directory Specification), and so does a home that nobody knows ("~" stays as it is).
    """
    base = os.environ.get("SITECHECK_CACHE_DIR")
    if base:
        return base
    usual = os.path.join(os.path.expanduser("~"), ".cache")
    folders = (os.environ.get("XDG_CACHE_HOME", ""), usual)
    return next((os.path.join(folder, "sitecheck") for folder in folders if os.path.isabs(folder)), None)


def with_accepted(report: RunReport) -> RunReport:
    """The report with what the baseline accepts among the findings, marked as such."""
    marked = (
        finding._replace(help=f"{finding.help} (in the baseline)".lstrip()) for finding in report.baselined
    )
    findings = sorted((*report.findings, *marked), key=lambda finding: finding.sort_key)
    return report._replace(findings=tuple(findings))


def from_severity(report: RunReport, least: str) -> RunReport:
    """The report without what is less severe than ``least``, which is counted."""
    from sitecheck.model.finding import Severity

    level = Severity.parse(least)
    return _without(report, lambda finding: finding.severity < level)


def without_advice(report: RunReport, run: CachedRun, fail_from: Severity | None) -> RunReport:
    """The report without the informations that nobody asked for, which are counted; whoever lets them fail
    asks for all."""
    from sitecheck.model.finding import Severity

    unasked = () if fail_from is Severity.INFO else run.unasked
    return _without(report, lambda finding: finding.severity is Severity.INFO and finding.rule in unasked)


def as_asked(report: RunReport, run: CachedRun, asked: Mapping[str, Any]) -> RunReport:
    """The report with what is told of it to whom ``asked`` so on the command line; the rest is counted."""
    if asked["min_severity"]:
        return from_severity(report, asked["min_severity"])
    return without_advice(report, run, fail_level(run.fail_on, asked["fail_on"], asked["exit_zero"]))


def _without(report: RunReport, is_hidden: Callable[[Finding], bool]) -> RunReport:
    hidden = tuple(finding for finding in report.findings if is_hidden(finding))
    shown = tuple(finding for finding in report.findings if not is_hidden(finding))
    return report._replace(findings=shown, hidden=hidden)
