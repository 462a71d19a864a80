"""Annotations for GitHub: workflow commands in the log, ``::error file=…::message``.

What the runner does with them is in actions/runner (``ActionCommand.cs``, ``ActionCommandManager.cs``): it
unescapes values, drops columns of findings that span lines, cuts messages at 4,096 characters, and shows the
first ten annotations of each kind in a step; the rest stay lines of the log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.safe import clip, log_path, one_line, without_controls, without_log_commands
from sitecheck.report.base import TOOL_NAME, ReportOptions, counted, severity_counts
from sitecheck.report.causes import worst_first
from sitecheck.report.places import Locator, repository_path
from sitecheck.report.text_summary import accepted

SHOWN_PER_KIND = 10
"""How many annotations of each kind the runner keeps of one step."""

MOST_IN_LOG = 500
"""Lines for findings that are not annotated."""

MAX_MESSAGE = 4_096

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTY = (*_IN_MESSAGE, (":", "%3A"), (",", "%2C"))


def render(report: RunReport, options: ReportOptions) -> str:
    """At most ten commands of each kind, worst first and of as many causes as there are; then the rest."""
    locator = Locator(report)
    chosen, rest = _chosen(report)
    lines = [
        _command(each, repository_path(report, each.finding.path, options.prefix), locator) for each in chosen
    ]
    if report.caution:
        lines.insert(0, command("warning", {"title": TOOL_NAME}, one_line(report.caution)))
    lines += [_crash_command(f"rule {c.rule} failed on {c.path}: {c.error}") for c in report.crashes]
    if report.baselined or report.hidden or report.since:
        lines.append(f"{TOOL_NAME}: {severity_counts(report)}{accepted(report)}")
    lines += _not_annotated(report, rest, locator, options.prefix)
    return "".join(f"{line}\n" for line in lines)


class _Annotation(NamedTuple):
    """A finding to annotate, and at how many places its cause is that are not."""

    finding: Finding
    others: int


def _chosen(report: RunReport) -> tuple[list[_Annotation], list[Finding]]:
    """The findings to annotate, worst first: a place of each cause before further ones; and the rest."""
    causes = worst_first(report)
    further = [finding for cause in causes for finding in cause.others]
    shown: Counter[Severity] = Counter()
    chosen: dict[int, Finding] = {}
    for finding in (*(cause.first for cause in causes), *further):
        if shown[finding.severity] < SHOWN_PER_KIND:
            shown[finding.severity] += 1
            chosen[id(finding)] = finding
    annotations, rest = [], []
    for cause in causes:
        told = [finding for finding in cause.findings if id(finding) in chosen]
        others = len(cause.findings) - len(told)
        annotations += [_Annotation(finding, 0 if number else others) for number, finding in enumerate(told)]
        rest += [finding for finding in cause.findings if id(finding) not in chosen]
    return sorted(annotations, key=lambda each: -each.finding.severity), rest


def _not_annotated(
    report: RunReport, rest: list[Finding], locator: Locator, prefix: str | None
) -> Iterator[str]:
    """What stands in the log only, a line each, as far as that helps; and how much it is."""
    if not rest:
        return
    for finding in rest[:MOST_IN_LOG]:
        path, start = repository_path(report, finding.path, prefix), locator.start(finding.place)
        where = f"{log_path(path)}:{start.line}:{start.column}"
        message = one_line(clip(finding.message, MAX_MESSAGE))
        yield f"{where}: {finding.severity.label}: {message} [{finding.rule}]"
    left = len(rest) - MOST_IN_LOG
    has_all = f"; {left:,} are in the JSON report only" if left > 0 else ""
    limit = f"GitHub shows {SHOWN_PER_KIND} of each kind"
    yield f"{TOOL_NAME}: {counted(len(rest), 'more finding')} not annotated, as {limit}{has_all}"


def _command(annotation: _Annotation, path: str, locator: Locator) -> str:
    finding, others = annotation
    start, end = locator.region(finding.place)
    properties: dict[str, object] = {"file": path, "line": start.line, "endLine": end.line}
    if start.line == end.line:
        properties |= {"col": start.column, "endColumn": end.column}
    properties["title"] = f"{TOOL_NAME}: {finding.rule}"
    also = f" (and at {counted(others, 'more place')})" if others else ""
    advice = f"\n{one_line(finding.help)}" if finding.help else ""
    return command(_COMMANDS[finding.severity], properties, f"{one_line(finding.message)}{also}{advice}")


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
