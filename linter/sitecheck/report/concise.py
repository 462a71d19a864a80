"""One line per finding, as editors and scripts like it: ``path:line:col: severity rule message``."""

from __future__ import annotations

from sitecheck.model.finding import Finding
from sitecheck.model.report import RunReport
from sitecheck.output.safe import log_path, one_line
from sitecheck.report.base import ReportOptions
from sitecheck.report.places import Locator, shown_path
from sitecheck.report.terminal import Painter


def render(report: RunReport, options: ReportOptions) -> str:
    """The findings, one a line; nothing for a clean run."""
    locator = Locator(report.sources)
    painter = Painter(options.color, options.links)

    def line(finding: Finding) -> str:
        start = locator.start(finding.place)
        path = log_path(shown_path(report, finding.path))
        where = painter.paint("path", f"{path}:{start.line}:{start.column}:")
        severity = painter.severity(finding.severity)
        return f"{where} {severity} {one_line(finding.rule)} {one_line(finding.message)}\n"

    return "".join(map(line, report.findings))
