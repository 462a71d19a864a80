"""The job summary: Markdown for the file that ``GITHUB_STEP_SUMMARY`` names.

GitHub drops a step's whole summary above 1 MiB, so the table stops well before, and says what it leaves out.
Text of the site is written so that nothing in it is Markdown or HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from urllib.parse import quote

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import Finding
from sitecheck.model.report import RunReport
from sitecheck.output.safe import clip, one_line
from sitecheck.report.base import ReportOptions, counted, severity_counts
from sitecheck.report.causes import Cause, worst_first
from sitecheck.report.places import Locator, file_uri, repository_path
from sitecheck.report.text_summary import accepted, links_line
from sitecheck.report.volume import More, condensed_causes

MAX_ROWS = 500
MAX_PLACES = 50
"""Of one cause, besides the first."""
MAX_BYTES = 900 * 1024
_MAX_CELL = 500

_SIGNS = {"error": "🔴 error", "warning": "🟡 warning", "info": "🔵 info"}
_MARKUP = lazy_pattern(r"[!-&*+<-@\[-`{-~]|:(?=//)|(?<=[wW]{3})\.")


def render(report: RunReport, options: ReportOptions) -> str:
    """The whole summary; at most ``MAX_ROWS`` causes, the worst and those with most places first."""
    causes = worst_first(report)
    rows = _Rows(report, options)
    parts = [_head(report), _rules(causes, rows), _table(causes, rows), _links(report)]
    return "\n".join(part for part in parts if part)


def _head(report: RunReport) -> str:
    files = counted(report.files, "file")
    where = f"{files}, {counted(report.pages, 'page')} read"
    if report.asked is not None:
        where = f"{report.asked:,} of {files} asked for"
    lines = [f"### sitecheck: {severity_counts(report)}", "", f"{where}{accepted(report)}.", ""]
    if report.caution:
        lines += [f"**{cell(report.caution)}**", ""]
    for crash in report.crashes:
        lines += [
            f"**Internal error**: rule {code(crash.rule)} failed on {code(crash.path)}: {cell(crash.error)}",
            "",
        ]
    return "\n".join(lines)


def _table(causes: Sequence[Cause], rows: _Rows) -> str:
    """A row for each cause, as far as GitHub takes it."""
    if not causes:
        return ""
    lines = ["| | What | Where | Rule |", "| --- | --- | --- | --- |"]
    size = told = 0
    for each in islice(condensed_causes(causes), MAX_ROWS):
        row = rows.more(each) if isinstance(each, More) else rows.row(each)
        size += len(row.encode()) + 1
        if size > MAX_BYTES:
            break
        lines.append(row)
        told += 0 if isinstance(each, More) else len(each.findings)
    left = sum(len(cause.findings) for cause in causes) - told
    if left:
        lines += ["", f"{counted(left, 'more finding')} left out here; the JSON report has all."]
    return "\n".join((*lines, ""))


class _Rows:
    def __init__(self, report: RunReport, options: ReportOptions) -> None:
        self._report = report
        self._options = options
        self._locator = Locator(report)
        self._urls = {rule.id: rule.url for rule in report.rules}

    def row(self, cause: Cause) -> str:
        """The row of one cause: what is wrong, and where."""
        first = cause.first
        advice = f"<br>{cell(first.help)}" if first.help else ""
        sign = _SIGNS[first.severity.label]
        return f"| {sign} | {cell(first.message)}{advice} | {self._places(cause)} | {self.rule(first.rule)} |"

    def more(self, more: More) -> str:
        """The row that stands for findings left out."""
        path = repository_path(self._report, more.path, self._options.prefix)
        return f"| | {more.told} | {code(path)} | {self.rule(more.rule)} |"

    def rule(self, name: str) -> str:
        """A rule's name, which leads to its page."""
        return _link(code(name), self._urls.get(name, ""))

    def _places(self, cause: Cause) -> str:
        """The first place, and the others folded away."""
        others = cause.others
        where = self._where(cause.first)
        if not others:
            return where
        told = [self._where(finding) for finding in others[:MAX_PLACES]]
        left = len(others) - len(told)
        told += [f"… and {left:,} more"] if left else []
        title = f"and {counted(len(others), 'more place')}"
        return f"{where}<details><summary>{title}</summary>{'<br>'.join(told)}</details>"

    def _where(self, finding: Finding) -> str:
        line, column = self._locator.start(finding.place)
        path = repository_path(self._report, finding.path, self._options.prefix)
        base = self._options.source_url
        url = f"{base.rstrip('/')}/{file_uri(path)}?plain=1#L{line}" if base else ""
        return _link(code(f"{path}:{line}:{column}"), url)


def _rules(causes: Sequence[Cause], rows: _Rows) -> str:
    """How many findings each rule has, and of how many causes: the rule with the worst and most first."""
    rules: defaultdict[str, list[Cause]] = defaultdict(list)
    for cause in causes:
        rules[cause.first.rule].append(cause)
    if len(rules) < 2:
        return ""
    found = {rule: sum(len(cause.findings) for cause in own) for rule, own in rules.items()}
    ordered = sorted(rules, key=lambda rule: (-rules[rule][0].severity, -found[rule], rule))
    lines = [
        f"| {_SIGNS[own[0].severity.label]} | {rows.rule(rule)} | {found[rule]:,} | {len(own):,} |"
        for rule, own in ((rule, rules[rule]) for rule in ordered)
    ]
    head = ("| | Rule | Findings | Causes |", "| --- | --- | ---: | ---: |")
    title = f"<details><summary>By rule: {counted(len(rules), 'rule')}</summary>"
    return "\n".join((title, "", *head, *lines, "", "</details>", ""))


def _links(report: RunReport) -> str:
    links = links_line(report)
    return f"{cell(links)}\n" if links else ""


def cell(text: str) -> str:
    """``text`` for a table's cell or a paragraph: one line, cut, every sign of Markdown an HTML entity."""
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", clip(one_line(text), _MAX_CELL))


def code(text: str) -> str:
    """``text`` in a code font, by HTML, as a code span cannot hold every text."""
    return f"<code>{cell(text)}</code>"


def _link(label: str, url: str) -> str:
    return f'<a href="{quote(url, safe=":/?#@!$&()*+,;=%~")}">{label}</a>' if url else label
