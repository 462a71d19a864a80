from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from tests.report.samples import run, sample
from tests.report.strategies import texts, unhurried

from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.span import Place
from sitecheck.output.safe import clip, one_line
from sitecheck.report import REPORTERS, ReportOptions
from sitecheck.report.summary import MAX_BYTES, cell, code

GFM = MarkdownIt("gfm-like", {"linkify": False}).enable("table")


def summary(report: object, **options: object) -> str:
    return REPORTERS["summary"].render(report, ReportOptions(**options))  # type: ignore[arg-type]


def test_head_table_and_links() -> None:
    text = summary(sample(), source_url="https://github.com/o/r/blob/abc", prefix="docs")
    assert text.startswith("### sitecheck: 2 errors, 2 warnings, 2 infos\n")
    assert "**Internal error**: rule <code>heading-increment</code>" in text
    assert (
        '| 🔴 error | <a href="https://github.com/o/r/blob/abc/docs/index.md?plain=1#L5">'
        "<code>docs/index.md:5:12</code></a> | no page at /missing/<br>did you mean /found/&#63; |"
    ) in text
    assert "| <code>broken-link</code> | 2 |" in text
    assert "31 external (not looked up)" in text


def test_clean_run_has_no_table() -> None:
    text = summary(run({"a.md": ""}, ()))
    assert text.startswith("### sitecheck: no findings\n")
    assert "|" not in text


@pytest.mark.parametrize(("number", "message"), [(2_000, "m"), (500, "<" * 500)])
def test_size_is_bounded_and_what_is_cut_is_said(number: int, message: str) -> None:
    found = [
        Finding("a-rule", Severity.INFO, message, Place(f"{file}.md", WHOLE_FILE), help=message)
        for file in range(number)
    ]
    found.append(Finding("b-rule", Severity.ERROR, "worst", Place("a.md", WHOLE_FILE)))
    text = summary(run({"a.md": ""}, found))
    rows = text.count("\n| 🔵") + text.count("\n| 🔴")
    assert "| worst |" in text
    assert len(text.encode()) < MAX_BYTES + 100_000
    assert f"{number + 1 - rows:,} more findings left out here" in text


@unhurried
@given(texts, texts)
def test_text_of_the_site_is_text(message: str, path: str) -> None:
    page = GFM.render(f"| a | b |\n| --- | --- |\n| {cell(message)} | {code(path)} |\n")
    columns = re.findall(r"<td>(.*?)</td>", page, re.DOTALL)
    assert len(columns) == 2
    assert not re.search(r"<(?!/?code>)", columns[0] + columns[1])
    read = [html.unescape(re.sub(r"</?code>", "", column)).strip() for column in columns]
    assert read == [clip(one_line(text), 500).strip() for text in (message, path)]
