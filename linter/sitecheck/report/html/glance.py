"""What is wrong at a glance: counts, what is new, how sure silence is, and where the time went."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

from sitecheck.model.finding import Severity
from sitecheck.model.fix import Safety
from sitecheck.model.report import Crash, LinkSummary, RunReport
from sitecheck.named_tuple import NamedTuple
from sitecheck.report.base import counted, severity_counts


class Bar(NamedTuple):
    """A part of a whole; ``start`` and ``share`` are percentages, for drawing."""

    name: str
    label: str
    number: int
    start: float
    share: float


class RuleCount(NamedTuple):
    """How many findings a rule has."""

    rule: str
    severity: str
    number: int
    share: float
    """In percent of those of the rule that has most."""


class PhaseTime(NamedTuple):
    """How long a phase of the run took."""

    name: str
    seconds: str
    share: float


class Glance(NamedTuple):
    """The head of the page."""

    name: str
    """What the site is called: the last part of its folder."""
    verdict: str
    errors: int
    warnings: int
    infos: int
    findings: int
    files: int
    pages: int
    links: int
    bars: tuple[Bar, ...]
    checked: int
    rules: tuple[RuleCount, ...]
    held: tuple[str, ...]
    """What is not among the findings, and why: one sentence each."""
    since: str
    """The revision since which everything shown is new; empty where that was not asked."""
    fixes: tuple[tuple[str, str], ...]
    """Commands, and how many findings each mends."""
    crashes: tuple[Crash, ...]
    caution: str
    """What makes the report worth less than it seems; empty for nothing."""
    skipped: tuple[str, ...]
    phases: tuple[PhaseTime, ...]
    seconds: str


def glance_of(report: RunReport, folder: str) -> Glance:
    """The head of the page on one run; ``folder`` is the absolute one that the site's counts from."""
    links = report.links
    return Glance(
        name=os.path.basename(os.path.normpath(os.path.join(folder, report.root))).strip(".") or "this site",
        verdict=severity_counts(report),
        errors=report.count(Severity.ERROR),
        warnings=report.count(Severity.WARNING),
        infos=report.count(Severity.INFO),
        findings=len(report.findings),
        files=report.files,
        pages=report.pages,
        links=links.proven + links.broken + links.dynamic + links.external,
        bars=_bars(links),
        checked=links.checked,
        rules=_rules(report),
        held=tuple(_held(report)),
        since=report.since.revision if report.since is not None else "",
        fixes=tuple(_fixes(report)),
        crashes=report.crashes,
        caution=f"{report.caution[:1].upper()}{report.caution[1:]}",
        skipped=report.skipped_rules,
        phases=_phases(report),
        seconds=f"{report.seconds:.{1 if report.seconds >= 1 else 2}f}",
    )


def _fixes(report: RunReport) -> Iterator[tuple[str, str]]:
    levels = Counter(finding.fix.safety for finding in report.findings if finding.fix is not None)
    safe, unsafe = levels[Safety.SAFE], levels[Safety.UNSAFE]
    if safe:
        yield "sitecheck fix", f"{safe:,}"
    if unsafe:
        yield "sitecheck fix --unsafe", f"{unsafe:,}{' more' if safe else ''}"


def _bars(links: LinkSummary) -> tuple[Bar, ...]:
    external = "external, looked up" if links.checked else "external, not looked up"
    parts = (
        ("proven", "proven to lead somewhere", links.proven),
        ("broken", "broken", links.broken),
        ("dynamic", "dynamic, not judged", links.dynamic),
        ("external", external, links.external),
    )
    whole = sum(number for _, _, number in parts) or 1
    found, start = [], 0.0
    for name, label, number in parts:
        share = 100 * number / whole
        found.append(Bar(name, label, number, start=round(start, 2), share=round(share, 2)))
        start += share
    return tuple(found)


def _rules(report: RunReport) -> tuple[RuleCount, ...]:
    worst: dict[str, Severity] = {}
    for finding in report.findings:
        worst[finding.rule] = max(finding.severity, worst.get(finding.rule, finding.severity))
    counts = Counter(finding.rule for finding in report.findings)
    most = max(counts.values(), default=1)
    ordered = sorted(counts.items(), key=lambda item: (-worst[item[0]], -item[1], item[0]))
    return tuple(
        RuleCount(rule, worst[rule].label, number, share=round(100 * number / most, 1))
        for rule, number in ordered
    )


def _held(report: RunReport) -> list[str]:
    held = []
    if report.since is not None:
        old, mended = severity_counts(report._replace(findings=report.since.old)), report.since.mended
        were = "was" if len(report.since.old) == 1 else "were"
        held.append(f"{old} {were} there at {report.since.revision}")
        if mended:
            held.append(f"{counted(mended, 'other')} {'is' if mended == 1 else 'are'} mended")
    for findings, why in (
        (report.baselined, "accepted by the baseline"),
        (report.hidden, "below the severity that was asked for"),
    ):
        if findings:
            held.append(f"{severity_counts(report._replace(findings=findings))} {why}")
    if report.suppressed:
        held.append(f"{report.suppressed:,} silenced by comments in the sources")
    return held


def _phases(report: RunReport) -> tuple[PhaseTime, ...]:
    most = max((took for _, took in report.phases), default=0) or 1
    return tuple(
        PhaseTime(name, f"{took:.2f}", share=round(100 * took / most, 1)) for name, took in report.phases
    )
