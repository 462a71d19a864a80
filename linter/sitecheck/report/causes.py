"""Findings by what has caused them: one target that is gone, one host, one thing said at many places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sitecheck.engine.findings.finding_keys import marked_words
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple


class Cause(NamedTuple):
    """Findings of one rule that one change would mend, or that want the same done; at least one."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for the others: the first of the worst."""
        return max(self.findings, key=lambda finding: finding.severity)

    @property
    def others(self) -> list[Finding]:
        """The findings besides the first."""
        first = self.first
        return [finding for finding in self.findings if finding is not first]

    @property
    def severity(self) -> Severity:
        """That of the worst."""
        return self.first.severity

    @property
    def order(self) -> tuple[Severity, int, tuple[str, Span, str, str]]:
        """Orders causes: the worst last, of the equally bad the one with most places."""
        return (self.severity, len(self.findings), self.first.sort_key)


def causes_of(report: RunReport) -> list[Cause]:
    """The findings of a report by cause, the worst last.

    What is said in the same words has one cause; else what marks the same text has.
    """
    by_words: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_words[finding.rule, finding.message].append(finding)
    single = [found[0] for found in by_words.values() if len(found) == 1]
    grouped = [found for found in by_words.values() if len(found) > 1]
    causes = [Cause(tuple(found)) for found in (*grouped, *_by_text(report, single))]
    return sorted(causes, key=lambda cause: cause.order)


def worst_first(report: RunReport) -> list[Cause]:
    """The causes, the worst first, of the equally bad those with most places; else in reading order."""
    return sorted(
        causes_of(report),
        key=lambda cause: (-cause.severity, -len(cause.findings), cause.first.sort_key),
    )


def _by_text(report: RunReport, findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    by_text: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for number, finding in enumerate(findings):
        known = report.marks.get(finding.place)
        words = known.words if known is not None else marked_words(finding.place, report.sources)
        by_text[finding.rule, words or f"\0{number}"].append(finding)
    return by_text.values()
