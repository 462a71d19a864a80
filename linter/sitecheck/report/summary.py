"""The job summary: Markdown for the file that ``GITHUB_STEP_SUMMARY`` names.

GitHub drops a step's whole summary above 1 MiB, so the table stops well before, and says what it leaves out.
Text of the site is written so that nothing in it is Markdown or HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from urllib.parse import quote

from sitecheck.model.finding import Finding
from sitecheck.model.report import RunReport
from sitecheck.output.safe import clip, one_line
from sitecheck.report.base import ReportOptions, counted, severity_counts
from sitecheck.report.places import Locator, file_uri, repository_path
from sitecheck.report.text_summary import accepted, link_facts
from sitecheck.report.volume import More, condensed

MAX_ROWS = 500
MAX_BYTES = 900 * 1024
_MAX_CELL = 500

_SIGNS = {"error": "🔴 error", "warning": "🟡 warning", "info": "🔵 info"}
_MARKUP = re.compile(r"[!-&*+<-@\[-`{-~]|:(?=//)|(?<=[wW]{3})\.")


def render(report: RunReport, options: ReportOptions) -> str:
    """The whole summary; at most ``MAX_ROWS`` rows, the most severe findings first."""
    parts = [_head(report), _table(report, options), _rules(report), _links(report)]
    return "\n".join(part for part in parts if part)


def _head(report: RunReport) -> str:
    where = f"{counted(report.files, 'file')}, {counted(report.pages, 'page')}"
    lines = [f"### sitecheck: {severity_counts(report)}", "", f"{where} read{accepted(report)}.", ""]
    for crash in report.crashes:
        lines += [
            f"**Internal error**: rule {code(crash.rule)} failed on {code(crash.path)}: {cell(crash.error)}",
            "",
        ]
    return "\n".join(lines)


def _table(report: RunReport, options: ReportOptions) -> str:
    if not report.findings:
        return ""
    rows = _Rows(report, options)
    findings = sorted(report.findings, key=lambda finding: -finding.severity)
    lines = ["| | Where | What | Rule |", "| --- | --- | --- | --- |"]
    size = told = 0
    for each in islice(condensed(findings), MAX_ROWS):
        row = rows.more(each) if isinstance(each, More) else rows.row(each)
        size += len(row.encode()) + 1
        if size > MAX_BYTES:
            break
        lines.append(row)
        told += not isinstance(each, More)
    if told < len(findings):
        left_out = counted(len(findings) - told, "more finding")
        lines += ["", f"{left_out} left out here; the JSON report has all."]
    return "\n".join((*lines, ""))


class _Rows:
    def __init__(self, report: RunReport, options: ReportOptions) -> None:
        self._report = report
        self._options = options
        self._locator = Locator(report.sources)
        self._urls = {rule.id: rule.url for rule in report.rules}

    def row(self, finding: Finding) -> str:
        """One row of the table."""
        advice = f"<br>{cell(finding.help)}" if finding.help else ""
        rule = _link(code(finding.rule), self._urls.get(finding.rule, ""))
        sign = _SIGNS[finding.severity.label]
        return f"| {sign} | {self._where(finding)} | {cell(finding.message)}{advice} | {rule} |"

    def more(self, more: More) -> str:
        """The row that stands for findings left out."""
        path = repository_path(self._report, more.path, self._options.prefix)
        return f"| | {code(path)} | {more.told} | {code(more.rule)} |"

    def _where(self, finding: Finding) -> str:
        line, column = self._locator.start(finding.place)
        path = repository_path(self._report, finding.path, self._options.prefix)
        base = self._options.source_url
        url = f"{base.rstrip('/')}/{file_uri(path)}?plain=1#L{line}" if base else ""
        return _link(code(f"{path}:{line}:{column}"), url)


def _rules(report: RunReport) -> str:
    """How many findings each rule has, folded away."""
    counts = Counter(finding.rule for finding in report.findings).most_common()
    if len(counts) < 2:
        return ""
    rows = [f"| {code(rule)} | {number:,} |" for rule, number in counts]
    return "\n".join(
        (
            "<details><summary>By rule</summary>",
            "",
            "| Rule | Findings |",
            "| --- | ---: |",
            *rows,
            "",
            "</details>",
            "",
        )
    )


def _links(report: RunReport) -> str:
    return f"Links: {cell(link_facts(report.links))}.\n" if any(report.links[:5]) else ""


def cell(text: str) -> str:
    """``text`` for a table's cell or a paragraph: one line, cut, every sign of Markdown an HTML entity."""
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", clip(one_line(text), _MAX_CELL))


def code(text: str) -> str:
    """``text`` in a code font, by HTML, as a code span cannot hold every text."""
    return f"<code>{cell(text)}</code>"


def _link(label: str, url: str) -> str:
    return f'<a href="{quote(url, safe=":/?#@!$&()*+,;=%~")}">{label}</a>' if url else label
