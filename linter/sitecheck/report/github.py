"""Annotations for GitHub: workflow commands in the log, ``::error file=…::message``.

What the runner does with them is in actions/runner (``ActionCommand.cs``, ``ActionCommandManager.cs``): it
unescapes values, drops columns of findings that span lines, cuts messages at 4,096 characters, and shows the
first ten annotations of each kind in a step; the rest stay lines of the log.
"""

from __future__ import annotations

from collections import Counter

from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.output.safe import clip, one_line, without_controls, without_log_commands
from sitecheck.report.base import TOOL_NAME, ReportOptions, counted, severity_counts
from sitecheck.report.places import Locator, Region, repository_path
from sitecheck.report.text_summary import accepted
from sitecheck.report.volume import More, condensed

SHOWN_PER_KIND = 10
"""How many annotations of each kind the runner keeps of one step."""

MAX_MESSAGE = 4_096

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTY = (*_IN_MESSAGE, (":", "%3A"), (",", "%2C"))


def render(report: RunReport, options: ReportOptions) -> str:
    """One command per finding, errors first, and a last line that tells how many GitHub will not annotate."""
    locator = Locator(report.sources)
    findings = sorted(report.findings, key=lambda finding: -finding.severity)
    shown: Counter[Severity] = Counter()
    lines: list[str] = []
    for each in condensed(findings):
        path = repository_path(report, each.path, options.prefix)
        if isinstance(each, More):
            lines.append(f"{TOOL_NAME}: {each.told} of {one_line(each.rule)} in {one_line(path)}")
            continue
        shown[each.severity] += 1
        annotated = shown[each.severity] <= SHOWN_PER_KIND
        lines.append(_command(each, path, locator.region(each.place), annotated))
    lines += [_crash_command(f"rule {c.rule} failed on {c.path}: {c.error}") for c in report.crashes]
    if report.baselined:
        lines.append(f"{TOOL_NAME}: {severity_counts(report)}{accepted(report)}")
    lines += _not_annotated(report, whole=shown.total() == len(findings))
    return "".join(f"{line}\n" for line in lines)


def _not_annotated(report: RunReport, *, whole: bool) -> list[str]:
    """The line that tells how many findings GitHub will not show beside the code, and who has them."""
    more = sum(max(0, report.count(severity) - SHOWN_PER_KIND) for severity in Severity)
    if not more:
        return []
    where = "the lines above have all" if whole else "the JSON report has all"
    limit = f"GitHub shows {SHOWN_PER_KIND} of each kind, {where}"
    return [f"{TOOL_NAME}: {counted(more, 'more finding')} not annotated; {limit}"]


def _command(finding: Finding, path: str, region: Region, annotated: bool) -> str:
    """The command of one finding; one that is only a line of the log says where it is in the text, too."""
    start, end = region
    properties: dict[str, object] = {"file": path, "line": start.line, "endLine": end.line}
    if start.line == end.line:
        properties |= {"col": start.column, "endColumn": end.column}
    properties["title"] = f"{TOOL_NAME}: {finding.rule}"
    where = "" if annotated else f"{one_line(path)}:{start.line}:{start.column} "
    advice = f"\n{one_line(finding.help)}" if finding.help else ""
    message = f"{where}{one_line(finding.message)}{advice}"
    return command(_COMMANDS[finding.severity], properties, message)


def _crash_command(message: str) -> str:
    return command("error", {"title": f"{TOOL_NAME}: internal error"}, one_line(message))


def command(name: str, properties: dict[str, object], message: str) -> str:
    """A workflow command, escaped; controls other than line ends are made visible."""
    values = ",".join(f"{key}={_escape(str(value), _IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {values}::{_escape(clip(message, MAX_MESSAGE), _IN_MESSAGE)}"


def _escape(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for char, code in table:
        text = text.replace(char, code)
    return without_log_commands(without_controls(text))
