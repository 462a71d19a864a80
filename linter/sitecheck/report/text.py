"""The report for people: what is wrong, by cause, file or rule, then what was checked and how sure it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sitecheck.model.report import RunReport
from sitecheck.report.base import ReportOptions, counted
from sitecheck.report.causes import Cause, causes_of
from sitecheck.report.text_blocks import Blocks
from sitecheck.report.text_summary import summary_lines
from sitecheck.report.volume import More, condensed

MOST_LINES = 300
"""So many lines has a report by cause; what they do not hold is counted in them."""
_FEWEST_LINES = 100
"""So many are for the findings, however long the summary is."""


def render(report: RunReport, options: ReportOptions) -> str:
    """The findings, a blank line between them, the worst last; and the summary."""
    writer = Blocks(report, options)
    summary = summary_lines(report, writer.painter, options)
    if options.group_by == "file":
        parts = _by_file(report, writer)
    elif options.group_by == "rule":
        parts = _by_rule(report, writer)
    else:
        parts = _by_cause(causes_of(report), writer, MOST_LINES - len(summary))
    return "\n\n".join((*parts, "\n".join(summary))) + "\n"


def _by_file(report: RunReport, writer: Blocks) -> list[str]:
    """Every finding in reading order."""
    return [
        "\n".join(writer.more(each) if isinstance(each, More) else writer.finding(each))
        for each in condensed(report.findings)
    ]


def _by_rule(report: RunReport, writer: Blocks) -> list[str]:
    """A line for each cause below its rule, the rule with the worst last."""
    rules: defaultdict[str, list[Cause]] = defaultdict(list)
    for cause in causes_of(report):
        rules[cause.first.rule].append(cause)
    worst_last = sorted(rules.items(), key=lambda item: (item[1][-1].severity, len(item[1]), item[0]))
    return ["\n".join((_title(rule, causes), *map(writer.row, causes))) for rule, causes in worst_last]


def _title(rule: str, causes: Sequence[Cause]) -> str:
    number = sum(len(cause.findings) for cause in causes)
    return f"{rule}: {counted(number, 'finding')}, {counted(len(causes), 'cause')}"


def _by_cause(causes: Sequence[Cause], writer: Blocks, room: int) -> list[str]:
    """The worst whole, the next as a line each, the others counted by rule: in about ``room`` lines."""
    room = max(room, _FEWEST_LINES)
    kinds = len({cause.first.rule for cause in causes})
    most = max(1, room - kinds - 2) // 2  # the other half is for whole findings
    told = causes[-most:] if len(causes) > most else causes
    left = causes[: len(causes) - len(told)]
    spare = room - len(told) - (kinds if left else 0) - 2
    blocks: list[str] = []
    for cause in reversed(told):
        block = writer.cause(cause)
        spare -= len(block)  # a line less, and a blank one
        if spare < 0 and blocks:
            break
        blocks.append("\n".join(block))
    rows = [writer.row(cause) for cause in told[: len(told) - len(blocks)]]
    counts = _left_out(left)
    return [*(["\n".join((*counts, *rows))] if rows else []), *reversed(blocks)]


def _left_out(causes: Iterable[Cause]) -> list[str]:
    """How much of each rule is not shown, the most first."""
    counts = Counter[str]()
    for cause in causes:
        counts[cause.first.rule] += len(cause.findings)
    return [f"… and {number:,} more of {rule}" for rule, number in counts.most_common()]
