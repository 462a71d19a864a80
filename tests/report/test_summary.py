from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from tests.report.samples import run, sample
from tests.report.strategies import texts, unhurried

from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.report import LinkSummary
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
        '| 🔴 error | no page at /missing/ | <a href="https://github.com/o/r/blob/abc/docs/&#95;layouts/'
    ) not in text
    assert "<details><summary>and 1 more place</summary>" in text
    assert (
        '<a href="https://github.com/o/r/blob/abc/docs/index.md?plain=1#L5"><code>docs/index.md:5:12</code></a>'
    ) in text
    link = '<a href="https://example.com/rules/broken-link/"><code>broken-link</code></a>'
    assert f"| 🔴 error | {link} | 2 | 1 |\n" in text
    assert "31 external (not looked up)" in text


def test_clean_run_has_no_table() -> None:
    text = summary(run({"a.md": ""}, ()))
    assert text.startswith("### sitecheck: no findings\n")
    assert "|" not in text


def test_what_is_told_of_some_files_does_not_speak_for_all() -> None:
    report = run({"a.md": "", "b.md": ""}, (), links=LinkSummary(proven=3))._replace(asked=1)
    assert "\n1 of 2 files asked for.\n" in summary(report)
    assert "\nLinks of the whole site: 3 proven good.\n" in summary(report)


@pytest.mark.parametrize(("number", "message"), [(2_000, "m"), (500, "<" * 500)])
def test_size_is_bounded_and_what_is_cut_is_said(number: int, message: str) -> None:
    found = [
        Finding("a-rule", Severity.INFO, f"{file}{message}", Place(f"{file}.md", WHOLE_FILE), help=message)
        for file in range(number)
    ]
    found.append(Finding("b-rule", Severity.ERROR, "worst", Place("a.md", WHOLE_FILE)))
    text = summary(run({"a.md": ""}, found))
    rows = text.count(":1:1</code>")
    assert "| worst |" in text
    assert len(text.encode()) < MAX_BYTES + 100_000
    assert f"{number + 1 - rows:,} more findings left out here" in text


def test_a_cause_is_told_once_with_links_to_its_places() -> None:
    found = [
        *(Finding("a-rule", Severity.WARNING, f"one {n}", Place(f"{n}.md", WHOLE_FILE)) for n in range(3)),
        *(Finding("b-rule", Severity.WARNING, "gone", Place(f"{n:02}.md", WHOLE_FILE)) for n in range(70)),
    ]
    text = summary(run({}, found), source_url="https://github.com/o/r/blob/abc")
    rows = [line for line in text.splitlines() if line.startswith("| 🟡 warning | gone")]
    assert len(rows) == 1
    assert rows[0].count("?plain=1#L1") == 51
    assert "<summary>and 69 more places</summary>" in rows[0]
    assert "… and 19 more</details>" in rows[0]
    assert text.index("| gone |") < text.index("| one 0 |") < text.index("| one 1 |"), (
        "most places first, then in order"
    )
    assert text.index("b-rule") < text.index("a-rule"), "the rule with most first"
    assert "left out here" not in text


@unhurried
@given(texts, texts)
def test_text_of_the_site_is_text(message: str, path: str) -> None:
    page = GFM.render(f"| a | b |\n| --- | --- |\n| {cell(message)} | {code(path)} |\n")
    columns = re.findall(r"<td>(.*?)</td>", page, re.DOTALL)
    assert len(columns) == 2
    assert not re.search(r"<(?!/?code>)", columns[0] + columns[1])
    read = [html.unescape(re.sub(r"</?code>", "", column)).strip() for column in columns]
    assert read == [clip(one_line(text), 500).strip() for text in (message, path)]


def test_five_hundred_causes_have_a_row() -> None:
    found = [
        Finding(f"r{number // 20}", Severity.INFO, f"m{number}", Place("a.md", WHOLE_FILE))
        for number in range(501)
    ]
    for number, told in ((500, ""), (501, "1 more finding left out here; the JSON report has all.")):
        text = summary(run({"a.md": ""}, found[:number]))
        assert text.count(":1:1</code>") == 500
        assert ("left out here" in text) is bool(told)
        assert told in text


@pytest.mark.parametrize(("number", "told"), [(51, False), (52, True)])
def test_fifty_further_places_of_a_cause_are_told(number: int, told: bool) -> None:
    found = [Finding("r", Severity.INFO, "m", Place(f"{at:02}.md", WHOLE_FILE)) for at in range(number)]
    text = summary(run({}, found))
    assert text.count(":1:1</code>") == 51
    assert ("… and 1 more</details>" in text) is told


@pytest.mark.parametrize("length", [500, 501])
def test_a_cell_has_five_hundred_characters(length: int) -> None:
    assert cell("x" * length) == ("x" * 500 if length == 500 else f"{'x' * 499}…")


def test_what_has_to_be_known_first_is_bold() -> None:
    assert "\n**no network**\n" in summary(run({}, (), caution="no network"))


@pytest.mark.parametrize(
    ("number", "told"), [(0, ""), (1, ""), (2, "By rule: 2 rules"), (3, "By rule: 3 rules")]
)
def test_several_rules_are_counted(number: int, told: str) -> None:
    found = [Finding(f"r{at}", Severity.INFO, "m", Place("a.md", WHOLE_FILE)) for at in range(number)]
    text = summary(run({}, found))
    assert ("By rule" in text) is bool(told)
    assert told in text
