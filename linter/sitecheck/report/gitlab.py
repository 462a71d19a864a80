"""GitLab's Code Quality report: a JSON list of what a merge request shows beside the code.

Source: ``doc/ci/testing/code_quality.md`` and ``app/validators/json_schemas/codeclimate.json`` of GitLab.
"""

from __future__ import annotations

from typing import Any

from sitecheck.engine.findings.finding_keys import finding_keys
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.output.json_text import dumps
from sitecheck.output.safe import MAX_MESSAGE, clip
from sitecheck.report.base import ReportOptions
from sitecheck.report.places import Locator, repository_path

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: RunReport, options: ReportOptions) -> str:
    """The findings and, as blockers, the rules that failed."""
    locator = Locator(report)
    keys = finding_keys(report.findings, report.sources)
    entries = [
        _entry(finding, repository_path(report, finding.path, options.prefix), key, locator)
        for finding, key in zip(report.findings, keys, strict=True)
    ]
    for number, crash in enumerate(report.crashes):
        entries.append(
            {
                "description": f"internal error: rule {crash.rule} failed: {crash.error}",
                "check_name": crash.rule,
                "fingerprint": f"crash-{crash.rule}-{number}",
                "severity": "blocker",
                "location": {"path": crash.path, "lines": {"begin": 1}},
            }
        )
    return dumps(entries)


def _entry(finding: Finding, path: str, key: str, locator: Locator) -> dict[str, Any]:
    """GitLab shows the description alone, so the rule stands in it."""
    start, end = locator.region(finding.place)
    return {
        "description": f"{finding.rule}: {clip(finding.message, MAX_MESSAGE)}",
        "check_name": finding.rule,
        "fingerprint": key,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": path, "lines": {"begin": start.line, "end": end.line}},
    }
