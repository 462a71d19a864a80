"""Checkstyle's XML, which Jenkins, reviewdog and many others read.

Source: ``XMLLogger.java`` of checkstyle, and reviewdog's ``parser/checkstyle.go``.
"""

from __future__ import annotations

from itertools import groupby

from sitecheck.model.finding import Finding
from sitecheck.model.report import RunReport
from sitecheck.report.base import TOOL_NAME, ReportOptions
from sitecheck.report.places import Locator, repository_path
from sitecheck.report.xml_text import HEAD, attributes

_VERSION = "10.0"
"""Of the format, which readers ask for."""


def render(report: RunReport, options: ReportOptions) -> str:
    """An element for each file with findings, in reading order."""
    locator = Locator(report)
    lines = [f"<checkstyle{attributes(version=_VERSION)}>"]
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        name = repository_path(report, path, options.prefix)
        lines += [
            f"  <file{attributes(name=name)}>",
            *(_error(each, locator) for each in findings),
            "  </file>",
        ]
    lines += [_crash(crash.path, f"rule {crash.rule} failed: {crash.error}") for crash in report.crashes]
    return f"{HEAD}{chr(10).join((*lines, '</checkstyle>'))}\n"


def _error(finding: Finding, locator: Locator) -> str:
    start = locator.start(finding.place)
    advice = f"; {finding.help}" if finding.help else ""
    about = attributes(
        line=start.line,
        column=start.column,
        severity=finding.severity.label,
        message=f"{finding.message}{advice}",
        source=f"{TOOL_NAME}.{finding.rule}",
    )
    return f"    <error{about}/>"


def _crash(path: str, message: str) -> str:
    about = attributes(line=1, severity="error", message=message, source=f"{TOOL_NAME}.internal-error")
    return f"  <file{attributes(name=path)}>\n    <error{about}/>\n  </file>"
