"""The Reviewdog Diagnostic Format: findings, with safe fixes as changes that a review suggests.

Columns count bytes of UTF-8 from 1, the end is one past the last. Source: ``proto/rdf`` of reviewdog.
"""

from __future__ import annotations

from typing import Any

from sitecheck.model.finding import Finding, Severity
from sitecheck.model.fix import Fix, Safety, apply_edits
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place, Span
from sitecheck.output.json_text import dumps
from sitecheck.output.safe import MAX_MESSAGE, clip
from sitecheck.report.base import TOOL_NAME, TOOL_URL, ReportOptions
from sitecheck.report.places import Locator, SourceFile, repository_path

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
_LARGEST = 5_000
"""Characters from a fix's first edit to its last that are suggested."""
Json = dict[str, Any]


def render(report: RunReport, options: ReportOptions) -> str:
    """One object with a diagnostic for each finding."""
    writer = _Writer(report, options)
    diagnostics = [writer.diagnostic(finding) for finding in report.findings]
    for crash in report.crashes:
        message = f"internal error: rule {crash.rule} failed: {crash.error}"
        diagnostics.append({"message": message, "location": {"path": crash.path}, "severity": "ERROR"})
    return dumps({"source": {"name": TOOL_NAME, "url": TOOL_URL}, "diagnostics": diagnostics})


class _Writer:
    def __init__(self, report: RunReport, options: ReportOptions) -> None:
        self._report = report
        self._prefix = options.prefix
        self._locator = Locator(report)
        self._urls = {rule.id: rule.url for rule in report.rules}

    def diagnostic(self, finding: Finding) -> Json:
        """What is said of one finding."""
        advice = f"\n{finding.help}" if finding.help else ""
        record: Json = {
            "message": f"{clip(finding.message, MAX_MESSAGE)}{advice}",
            "location": self._location(finding.place),
            "severity": _SEVERITIES[finding.severity],
            "code": {"value": finding.rule, "url": self._urls.get(finding.rule, "")},
        }
        if finding.related:
            record["related_locations"] = [
                {"message": related.note, "location": self._location(related.place)}
                for related in finding.related
            ]
        suggestion = self._suggestion(finding)
        if suggestion is not None:
            record["suggestions"] = [suggestion]
        return record

    def _location(self, place: Place) -> Json:
        path = repository_path(self._report, place.path, self._prefix)
        file = self._locator.file(place.path)
        if file is None:
            return {"path": path}
        return {"path": path, "range": _range(file, file.trimmed(place.span))}

    def _suggestion(self, finding: Finding) -> Json | None:
        """A safe fix as one change from its first edit to its last."""
        file = self._locator.file(finding.path)
        fix = finding.fix
        if fix is None or file is None or fix.safety is not Safety.SAFE or not fix.edits:
            return None
        start, end = _extent(fix)
        if end - start > _LARGEST:
            return None
        shifted = [
            edit._replace(span=Span(edit.span.start - start, edit.span.end - start)) for edit in fix.edits
        ]
        return {"range": _range(file, Span(start, end)), "text": apply_edits(file.text[start:end], shifted)}


def _extent(fix: Fix) -> Span:
    return Span(min(edit.span.start for edit in fix.edits), max(edit.span.end for edit in fix.edits))


def _range(file: SourceFile, span: Span) -> Json:
    return {"start": _position(file, span.start), "end": _position(file, span.end)}


def _position(file: SourceFile, offset: int) -> Json:
    line, column = file.lines.point(offset)
    start = min(offset, len(file.text)) - column + 1
    return {"line": line, "column": file.bytes_between(start, start + column - 1) + 1}
