"""Many findings: what people's formats show of them, and that no format's work grows faster than they do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest
from tests.report.samples import run

from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place, Span
from sitecheck.report import REPORTERS, ReportOptions

LINK = "[a](/gone/é) "


def findings(files: Mapping[str, str]) -> Iterator[Finding]:
    for path, text in files.items():
        for at in range(0, len(text), len(LINK)):
            yield Finding(
                "a-rule", Severity.ERROR, f"gone {at}", Place(path, Span(at, at + 3)), help="x " * 80
            )


def render(name: str, report: RunReport) -> str:
    return REPORTERS[name].render(report, ReportOptions())


def many(number: int, path: str = "a.md") -> RunReport:
    files = {path: LINK * number, "b.md": LINK * 3}
    return run(files, findings(files))


def test_text_shows_twenty_of_a_kind_and_counts_the_rest() -> None:
    text = render("text", many(1_030))
    assert text.count("a.md:1:") == 20
    assert text.count("b.md:1:") == 3
    assert text.count("\n\n… and 1,010 more of a-rule in a.md\n\nb.md:1:1: ") == 1
    assert "\n1,033 errors in 2 files" in text


def test_github_shows_twenty_of_a_kind_and_says_who_has_all() -> None:
    lines = render("github", many(1_030)).splitlines()
    assert sum(line.startswith("::error file=a.md") for line in lines) == 20
    assert sum(line.startswith("::error file=b.md") for line in lines) == 3
    assert "sitecheck: … and 1,010 more of a-rule in a.md" in lines
    assert lines[-1].startswith("sitecheck: 1,023 more findings not annotated; ")
    assert lines[-1].endswith("the JSON report has all")


def test_summary_shows_twenty_of_a_kind() -> None:
    text = render("summary", many(1_030))
    assert text.count("🔴 error |") == 23
    assert "| | <code>a.md</code> | … and 1,010 more | <code>a-rule</code> |" in text
    assert "1,010 more findings left out here; the JSON report has all." in text


def test_programs_get_all() -> None:
    report = many(1_030)
    assert len(json.loads(render("json", report))["findings"]) == 1_033
    assert len(json.loads(render("sarif", report))["runs"][0]["results"]) == 1_033
    assert render("concise", report).count("\n") == 1_033


def test_twenty_are_shown_whole() -> None:
    assert not [name for name in REPORTERS if "… and" in render(name, many(20))]


def test_what_stands_for_findings_left_out_is_harmless() -> None:
    for name in ("text", "github", "summary"):
        text = render(name, many(30, "::error::\x1b[1m\n##[x].md"))
        assert "… and 10 more" in text
        assert "\x1b" not in text
        assert "##[" not in text


def test_a_message_that_quotes_a_megabyte_is_cut_for_people() -> None:
    report = run(
        {"a.md": "x"}, [Finding("a-rule", Severity.ERROR, "x" * 1_000_000, Place("a.md", Span(0, 1)))]
    )
    assert {name: len(render(name, report)) < 10_000 for name in REPORTERS} == {
        name: name != "json" for name in REPORTERS
    }


def test_fingerprints_look_at_a_part_of_what_is_marked() -> None:
    """Copying two megabytes for each finding would take minutes."""
    text = "word " * 400_000
    found = [
        Finding("a-rule", Severity.ERROR, f"{at}", Place("a.md", Span(at, len(text)))) for at in range(5_000)
    ]
    assert render("sarif", run({"a.md": text}, found))


@pytest.mark.parametrize("name", REPORTERS)
def test_an_excerpt_costs_no_more_on_a_line_of_forty_megabytes(name: str) -> None:
    """Looking at the whole line each time would take minutes."""
    text = LINK * 3_000_000
    places = (Place("a.md", Span(at, at + 3)) for at in range(0, len(text), len(LINK) * 1_000))
    found = [Finding(f"rule-{at}", Severity.ERROR, "m", place) for at, place in enumerate(places)]
    assert render(name, run({"a.md": text}, found))
