"""One line per finding, as editors and scripts like it: ``path:line:col: severity rule message``."""

from __future__ import annotations

from sitecheck.model.finding import Finding
from sitecheck.model.report import RunReport
from sitecheck.output.safe import MAX_MESSAGE, clip, log_path, one_line
from sitecheck.report.base import ReportOptions
from sitecheck.report.places import Locator, shown_path
from sitecheck.report.terminal import Painter


def render(report: RunReport, options: ReportOptions) -> str:
    """The findings, one a line; nothing for a clean run."""
    locator = Locator(report)
    painter = Painter(options.color, options.links)

    def line(finding: Finding) -> str:
        start = locator.start(finding.place)
        path = log_path(shown_path(report, finding.path))
        where = painter.paint("path", f"{path}:{start.line}:{start.column}:")
        severity = painter.severity(finding.severity)
        message = one_line(clip(finding.message, MAX_MESSAGE))
        return f"{where} {severity} {finding.rule} {message}\n"

    return "".join(map(line, report.findings))
