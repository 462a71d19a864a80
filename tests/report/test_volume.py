"""Many findings: what people's formats show of them, and that no format's work grows faster than they do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import pytest
from tests.fuzz.limits import deadline
from tests.report.samples import run
from tests.sampled import sampled

from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place, Span
from sitecheck.report import REPORTERS, ReportOptions
from sitecheck.report.volume import More, condensed

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


def test_text_by_file_shows_twenty_of_a_kind_and_counts_the_rest() -> None:
    text = REPORTERS["text"].render(many(1_030), ReportOptions(group_by="file"))
    assert text.count("a.md:1:") == 20
    assert text.count("b.md:1:") == 3
    assert text.count("\n\n… and 1,010 more of a-rule in a.md\n\nb.md:1:1: ") == 1
    assert "\n1,033 errors in 2 files" in text


def alike(number: int) -> RunReport:
    """Findings that have one cause."""
    report = many(number)
    return report._replace(findings=tuple(each._replace(message="gone") for each in report.findings))


def apart(number: int, severity: Severity = Severity.ERROR) -> RunReport:
    """Findings that have a cause each."""
    text = "".join(f"[a](/gone{at:05}) " for at in range(number))
    name = "a-rule" if severity is Severity.ERROR else "mild-rule"
    found = [
        Finding(name, severity, f"gone {at}", Place("a.md", Span(at * 16 + 4, at * 16 + 14)))
        for at in range(number)
    ]
    return run({"a.md": text}, found)


def mixed(mild: int, bad: int) -> RunReport:
    infos, errors = apart(mild, Severity.INFO), apart(bad)
    return infos._replace(findings=(*infos.findings, *errors.findings))


def test_text_holds_the_worst_and_counts_the_rest() -> None:
    text = render("text", mixed(1_000, 40))
    assert 280 < text.count("\n") <= 300
    told = text.count("a.md:1:")
    assert text.count(": error: ") == 40
    assert text.startswith(f"… and {1_040 - told:,} more of mild-rule\na.md:1:")
    assert text.rindex(": info: ") < text.index(": error: "), "the worst last"
    assert text.count("^^^") > 20, "the worst whole"


@pytest.mark.parametrize("number", [1, 40, 70, 150, 280, 300, 5_000])
def test_text_never_gets_longer_nor_loses_a_finding(number: int) -> None:
    text = render("text", apart(number))
    assert text.count("\n") <= 300
    left = [int(line.split()[2].replace(",", "")) for line in text.splitlines() if line.startswith("… and")]
    assert text.count("a.md:1:") + sum(left) == number


def test_text_tells_a_cause_once_with_some_of_its_places() -> None:
    text = render("text", alike(30))
    assert text.count("\n") < 20
    assert ": error: gone [a-rule]\n" in text
    assert "   = also: a.md:1:14\n   = also: a.md:1:27\n   = also: 30 more places in 2 files\n" in text
    rows = REPORTERS["text"].render(alike(30), ReportOptions(group_by="rule"))
    assert rows.startswith("a-rule: 33 findings, 1 cause\na.md:1:1: error: gone [a-rule] (33 places)\n\n")


def test_github_annotates_ten_of_each_kind_by_cause_and_lists_the_rest() -> None:
    lines = render("github", mixed(4, 30))
    commands = [line for line in lines.splitlines() if line.startswith("::")]
    assert [line.split()[0] for line in commands] == ["::error"] * 10 + ["::notice"] * 4
    assert sum(line.startswith("a.md:1:") and ": error: " in line for line in lines.splitlines()) == 20
    assert lines.splitlines()[-1].startswith("sitecheck: 20 more findings not annotated")
    lines = render("github", alike(1_030))
    assert lines.count("::error ") == 10
    assert "::gone (and at 1,023 more places)%0A" in lines.splitlines()[0]
    assert lines.count("\n") == 511
    assert lines.splitlines()[-1].endswith("523 are in the JSON report only")


def test_summary_shows_twenty_of_a_kind() -> None:
    text = render("summary", apart(1_030))
    assert text.count("🔴 error |") == 20
    assert re.search(r"\| \| … and 1,010 more \| <code>a.md</code> \| .*a-rule", text)
    assert "1,010 more findings left out here; the JSON report has all." in text
    assert "<summary>and 1,032 more places</summary>" in render("summary", alike(1_030))


@pytest.mark.parametrize("name", sampled(REPORTERS, fast=4))
def test_many_places_of_one_cause_are_looked_at_a_few_times(name: str) -> None:
    """To ask for the worst of a cause at each of its places would take minutes."""
    with deadline():
        assert render(name, alike(20_000))


def test_programs_get_all() -> None:
    report = many(1_030)
    assert len(json.loads(render("json", report))["findings"]) == 1_033
    assert len(json.loads(render("sarif", report))["runs"][0]["results"]) == 1_033
    assert render("concise", report).count("\n") == 1_033


def test_twenty_are_shown_whole() -> None:
    assert not [name for name in REPORTERS if "… and" in render(name, many(20))]
    assert "… and" not in REPORTERS["text"].render(many(20), ReportOptions(group_by="file"))


@pytest.mark.parametrize(("number", "left"), [(20, []), (21, [1]), (22, [2]), (60, [40])])
def test_how_many_are_left_out_is_told_in_their_place(number: int, left: list[int]) -> None:
    told = list(condensed(tuple(findings({"a.md": LINK * number, "b.md": LINK}))))
    more = [(at, each.number) for at, each in enumerate(told) if isinstance(each, More)]
    assert more == [(20, each) for each in left]
    assert len(told) == min(number, 20) + len(left) + 1


def test_what_stands_for_findings_left_out_is_harmless() -> None:
    for name in ("text", "github", "summary"):
        options = ReportOptions(group_by="file")
        text = REPORTERS[name].render(many(80, "::error::\x1b[1m\n##[x].md"), options)
        assert "… and" in text or name == "github"
        assert "\x1b" not in text
        assert "##[" not in text


def test_a_message_that_quotes_a_megabyte_is_cut_for_people() -> None:
    short, long = (
        run({"a.md": "x"}, [Finding("a-rule", Severity.ERROR, "x" * number, Place("a.md", Span(0, 1)))])
        for number in (1, 1_000_000)
    )
    assert {name: len(render(name, long)) - len(render(name, short)) < 10_000 for name in REPORTERS} == {
        name: name != "json" for name in REPORTERS
    }


def test_fingerprints_look_at_a_part_of_what_is_marked() -> None:
    """Copying two megabytes for each finding would take minutes."""
    text = "word " * 400_000
    found = [
        Finding("a-rule", Severity.ERROR, f"{at}", Place("a.md", Span(at, len(text)))) for at in range(2_000)
    ]
    assert render("sarif", run({"a.md": text}, found))


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTERS)
def test_an_excerpt_costs_no_more_on_a_line_of_ten_megabytes(name: str) -> None:
    """Looking at the whole line each time would take minutes."""
    text = LINK * 800_000
    places = (Place("a.md", Span(at, at + 3)) for at in range(0, len(text), len(LINK) * 1_000))
    found = [Finding(f"rule-{at}", Severity.ERROR, "m", place) for at, place in enumerate(places)]
    assert render(name, run({"a.md": text}, found))
