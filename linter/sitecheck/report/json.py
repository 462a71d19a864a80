"""The JSON report: a stable contract for programs, see ``SCHEMA_VERSION``.

Lines and columns count from 1, columns in code points; the end is one past the last character. ``path`` is
relative to the site, ``file`` the same file relative to the repository's root (or to where the run started).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sitecheck import __version__
from sitecheck.engine.findings.finding_keys import finding_keys
from sitecheck.model.finding import Finding, Related, Severity
from sitecheck.model.fix import Fix
from sitecheck.model.report import RunReport, Since
from sitecheck.model.span import Place
from sitecheck.output.json_text import dumps
from sitecheck.report.base import TOOL_NAME, TOOL_URL, ReportOptions
from sitecheck.report.places import Locator, repository_path

SCHEMA_VERSION = 1
"""Rises when a key is removed or changes its meaning; new keys may come at any time."""

Json = dict[str, Any]


def render(report: RunReport, options: ReportOptions) -> str:
    """The whole report as one JSON object."""
    writer = _Writer(report, options)
    keys = finding_keys(report.findings, report.sources)
    return dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": TOOL_NAME, "version": __version__, "url": TOOL_URL},
            "findings": [
                {**writer.finding(finding), "key": key}
                for finding, key in zip(report.findings, keys, strict=True)
            ],
            "summary": _summary(report),
        }
    )


class _Writer:
    def __init__(self, report: RunReport, options: ReportOptions) -> None:
        self._report = report
        self._prefix = options.prefix
        self._locator = Locator(report)

    def finding(self, finding: Finding) -> Json:
        record: Json = {
            "rule": finding.rule,
            "severity": finding.severity.label,
            **self._place(finding.place),
            "message": finding.message,
            "help": finding.help,
            "pages": finding.pages,
        }
        if finding.fix is not None:
            record["fix"] = self._fix(finding.path, finding.fix)
        if finding.related:
            record["related"] = [self._related(related) for related in finding.related]
        return record

    def _place(self, place: Place) -> Json:
        file = repository_path(self._report, place.path, self._prefix)
        return {"path": place.path, "file": file, **self._region(place)}

    def _region(self, place: Place, *, exact: bool = False) -> Json:
        start, end = self._locator.region(place, exact=exact)
        return {
            "line": start.line,
            "column": start.column,
            "end_line": end.line,
            "end_column": end.column,
        }

    def _related(self, related: Related) -> Json:
        return {**self._place(related.place), "note": related.note}

    def _fix(self, path: str, fix: Fix) -> Json:
        edits = [
            {**self._region(Place(path, edit.span), exact=True), "text": edit.text} for edit in fix.edits
        ]
        return {"title": fix.title, "safety": fix.safety.name.lower(), "edits": edits}


def _since(since: Since | None) -> Json | None:
    return since and {"revision": since.revision, "old": len(since.old), "mended": since.mended}


def _summary(report: RunReport) -> Json:
    return {
        "files": report.files,
        "pages": report.pages,
        "findings": len(report.findings),
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "rules": dict(sorted(Counter(finding.rule for finding in report.findings).items())),
        "fixable": sum(finding.fix is not None for finding in report.findings),
        "suppressed": report.suppressed,
        "baselined": len(report.baselined),
        "hidden": len(report.hidden),
        "since": _since(report.since),
        "skipped_rules": report.skipped_rules,
        "links": {**report.links._asdict(), "reasons": report.links.reasons},
        "crashes": [
            {"rule": crash.rule, "path": crash.path, "error": crash.error} for crash in report.crashes
        ],
    }
