from __future__ import annotations

import pytest
from tests.report.samples import FILES, mark, run, sample

from sitecheck.model.finding import WHOLE_FILE, Finding, Related, Severity
from sitecheck.model.fix import Edit, Fix
from sitecheck.model.report import ForeignDirective, LinkSummary
from sitecheck.model.span import Place, Span
from sitecheck.report import REPORTERS, ReportOptions
from sitecheck.report.text_blocks import _few_lines

EXPECTED = """\
_layouts/a b#[x].html:1:1: info: no image anywhere [missing-image]

index.md:6:12: info: http where https is known [insecure-link]
 6 |     日本 😀 [it](http://example.com/).
   |                  ^^^^^^^^^^^^^^^^^^^
   = fix: use https

index.md:2:8: warning: the title is empty [empty-title]
 2 | title: ""
   |        ^^
   = help: write what the page is about.

index.md:8:1: warning: <font> is obsolete [obsolete-html]
  8 | <font
    | ^^^^^
  9 |   color=red>
    |   ^^^^^^^^^^
 10 | old
    | ^^^
 11 | </font>
    | ^^^^^^^

_layouts/a b#[x].html:1:9: error: no page at /missing/ [broken-link]
 1 | <a href='/missing/'>Anfang</a>
   |         ^^^^^^^^^^^
   = note: shown on 3 pages
   = also: index.md:5:12

internal error: rule heading-increment failed on index.md: ValueError: no heading
2 errors, 2 warnings, 2 infos in 2 files (2 pages); 1 finding suppressed.
Links: 120 proven good; 2 broken; 14 dynamic, not judged (page.url: 9, a loop: 4, a filter: 1); 31
  external (not looked up).
Not run without --external: dead-link.
  sitecheck fix                  repairs 1 finding
  sitecheck fix --unsafe         repairs 1 more finding
  sitecheck explain broken-link  says why, and what to do
"""


def text(report: object, **options: object) -> str:
    return REPORTERS["text"].render(report, ReportOptions(**options))  # type: ignore[arg-type]


def test_the_whole_report() -> None:
    assert text(sample()) == EXPECTED


def test_clean_run() -> None:
    report = run({"a.md": ""}, (), links=LinkSummary(proven=3), pages=0)
    assert text(report) == "No findings in 1 file.\nLinks: 3 proven good.\n"


def test_what_is_told_of_some_files_does_not_speak_for_all() -> None:
    report = run({"a.md": "", "b.md": ""}, (), links=LinkSummary(proven=3, broken=1), pages=2)
    said = text(report._replace(asked=1))
    assert said == "No findings in 1 of 2 files.\nLinks of the whole site: 3 proven good; 1 broken.\n"


def test_statistics_count_rules_and_reasons() -> None:
    shown = text(sample(), statistics=True)
    assert "Findings by rule:\n      2  broken-link\n      1  empty-title\n" in shown
    assert "Dynamic links by reason:\n      9  page.url\n      4  a loop\n      1  a filter\n" in shown


def test_color_adds_only_escape_sequences() -> None:
    import re

    colored = text(sample(), color=True)
    assert "\x1b[1;31merror\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == EXPECTED


def test_links_lead_to_the_file_and_to_the_rule() -> None:
    linked = text(sample(), links=True, folder="/home/me/my site")
    assert "\x1b]8;;file:///home/me/my%20site/index.md\x1b\\index.md:2:8\x1b]8;;\x1b\\" in linked
    assert "\x1b]8;;file:///home/me/my%20site/_layouts/a%20b%23%5Bx%5D.html\x1b\\" in linked
    assert "\x1b]8;;https://example.com/rules/empty-title/\x1b\\[empty-title]\x1b]8;;\x1b\\" in linked


def test_paths_count_from_the_reports_root() -> None:
    report = sample()._replace(root="docs")
    assert "\ndocs/index.md:2:8: warning: " in text(report)


def test_long_help_is_wrapped_below_itself() -> None:
    finding = Finding("a-rule", Severity.INFO, "m", Place("a.md", Span(0, 1)), help="word " * 30)
    lines = text(run({"a.md": "x\n"}, [finding]), width=60).split("\n")
    assert lines[3].startswith("   = help: word")
    assert lines[4].startswith("           word")
    assert max(map(len, lines[:6])) <= 60


def test_show_fixes_shows_the_changed_lines() -> None:
    place = mark(FILES, "index.md", "/missing/")
    fix = Fix("repair", (Edit(place.span, "/a"), Edit(Span(0, 0), "x")))
    finding = Finding("a-rule", Severity.INFO, "m", place, fix=fix)
    shown = text(run(FILES, [finding]), show_fixes=True)
    assert "   = fix: repair\n     - ---\n" in shown
    assert "     - See [here](/missing/) and\n     + x---\n" in shown
    assert "     + See [here](/a) and\n" in shown


def test_show_fixes_of_a_removed_line() -> None:
    finding = Finding(
        "r", Severity.INFO, "m", Place("a.md", Span(2, 3)), fix=Fix("cut", (Edit(Span(2, 4), ""),))
    )
    shown = text(run({"a.md": "a\nb\nc\n"}, [finding]), show_fixes=True)
    assert "     - b\n     - c\n     + c\n" in shown


def test_text_that_is_not_to_be_had_leaves_the_excerpt_out() -> None:
    finding = Finding("a-rule", Severity.ERROR, "gone", Place("gone.md", Span(4, 9)))
    assert text(run({}, [finding])).startswith("gone.md:1:1: error: gone [a-rule]\n\n1 error in")


def test_many_related_places_are_cut() -> None:
    place = mark(FILES, "index.md", "/missing/")
    finding = Finding("a-rule", Severity.ERROR, "m", place, related=(Related(place, "again"),) * 8)
    shown = text(run(FILES, [finding]))
    assert shown.count("   = see: index.md:5:12 again") == 5
    assert "   = see: 3 more places\n" in shown


@pytest.mark.parametrize(("number", "told"), [(5, ""), (6, "   = see: 1 more place\n")])
def test_five_related_places_are_shown(number: int, told: str) -> None:
    place = mark(FILES, "index.md", "/missing/")
    related = tuple(Related(place, f"r{at}") for at in range(number))
    shown = text(run(FILES, [Finding("a-rule", Severity.ERROR, "m", place, related=related)]))
    assert shown.count("   = see: index.md:5:12 r") == 5
    assert f"index.md:5:12 r4\n{told}\n1 error" in shown


@pytest.mark.parametrize(("number", "told"), [(6, "     - b5\n"), (7, "     - b4\n     - …\n")])
def test_six_lines_of_a_fix_are_shown(number: int, told: str) -> None:
    lines = "\n".join(f"b{at}" for at in range(number))
    fix = Fix("cut", (Edit(Span(0, len(lines)), "x"),))
    finding = Finding("r", Severity.INFO, "m", Place("a.md", Span(0, 1)), fix=fix)
    shown = text(run({"a.md": f"{lines}\n"}, [finding]), show_fixes=True)
    assert f"{told}     + x\n" in shown
    assert shown.count("     - ") == 6


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (3, ["a.md:1:2", "a.md:1:3"]),
        (4, ["a.md:1:2", "a.md:1:3", "a.md:1:4"]),
        (5, ["a.md:1:2", "a.md:1:3", "2 more places in 1 file"]),
    ],
)
def test_some_places_of_a_cause_are_told(number: int, told: list[str]) -> None:
    found = [Finding("r", Severity.INFO, "m", Place("a.md", Span(at, at + 1))) for at in range(number)]
    lines = text(run({"a.md": "x" * 9}, found)).splitlines()
    assert [line.removeprefix("   = also: ") for line in lines if " = also: " in line] == told


def test_another_address_at_the_same_place_is_told_instead_of_the_place() -> None:
    place = Place("a.md", Span(0, 4))
    found = [Finding("r", Severity.ERROR, f"/{name}/ leads nowhere", place) for name in ("one", "two")]
    lines = text(run({"a.md": "link"}, found)).splitlines()
    assert [line for line in lines if " = also: " in line] == ["   = also: /two/ leads nowhere"]


@pytest.mark.parametrize(("number", "told"), [(20, ""), (21, "By rule: 11 b, 10 a.\n")])
def test_many_findings_are_counted_by_rule(number: int, told: str) -> None:
    found = [Finding("ba"[at % 2], Severity.INFO, "m", Place("a.md", WHOLE_FILE)) for at in range(number)]
    assert f"{number} infos in 1 file (1 page).\n{told}  sitecheck explain" in text(run({"a.md": ""}, found))


def test_three_reasons_are_told() -> None:
    links = LinkSummary(dynamic=10, reasons={"a": 1, "c": 2, "d": 4, "b": 3})
    assert "10 dynamic, not judged (d: 4, b: 3, c: 2, …)." in text(run({"a.md": ""}, (), links=links))


@pytest.mark.parametrize(("files", "told"), [("a", "docs/a.md:3"), ("abc", "docs/a.md:3 and 2 more files")])
def test_comments_for_other_linters_are_told_once(files: str, told: str) -> None:
    names = [f"{file}.md" for file in files]
    found = [Finding("r", Severity.INFO, "m", Place(name, WHOLE_FILE)) for name in names]
    foreign = tuple(ForeignDirective(name, 3, "vale off") for name in (*names, "z.md"))
    report = run(dict.fromkeys(names, ""), found, root="docs", foreign=foreign)
    assert f"vale off ({told}) is for another linter" in text(report, width=200)


@pytest.mark.parametrize("width", [0, 39, 40, 41])
def test_a_row_has_forty_characters_of_a_message_at_least(width: int) -> None:
    found = [Finding("r", Severity.INFO, "m" * 99, Place("a.md", WHOLE_FILE))]
    shown = text(run({"a.md": ""}, found), group_by="rule", width=width)
    assert f": info: {'m' * max(39, width - 1)}… [r]" in shown


@pytest.mark.parametrize("width", [0, 30, 60])
def test_help_has_thirty_columns_at_least(width: int) -> None:
    found = [Finding("r", Severity.INFO, "m", Place("a.md", WHOLE_FILE), help="a " * 99)]
    shown = text(run({"a.md": ""}, found), width=width)
    (line,) = [line for line in shown.splitlines() if " = help: " in line]
    room = max(30, width - len("   = help: "))
    assert len(line.partition(": ")[2]) == room - 1 + room % 2


def test_what_has_to_be_known_is_told_before_what_did_not_run() -> None:
    report = run({"a.md": ""}, (), caution="no network", skipped_rules=("b", "a"))
    assert text(report) == "No findings in 1 file (1 page).\nNo network.\nNot run without --external: b, a.\n"


@pytest.mark.parametrize(
    ("path", "edits"), [("a.md", ()), ("gone.md", (Edit(Span(0, 1), "y"),)), ("gone.md", ())]
)
def test_a_fix_that_changes_no_text_at_hand_is_told_without_lines(path: str, edits: tuple[Edit, ...]) -> None:
    finding = Finding("r", Severity.INFO, "m", Place(path, WHOLE_FILE), fix=Fix("do it by hand", edits))
    report = run({"a.md": "x"}, [finding])
    assert f"{path}:1:1: info: m [r]\n   = fix: do it by hand\n\n" in text(report, show_fixes=True)
    assert "do it by hand" in REPORTERS["html"].render(report, ReportOptions())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_a_diff_end_in_any_way_and_are_six_at_most(end: str) -> None:
    assert [_few_lines(text) for text in ("", "a", f"a{end}b", f"a{end}{end}b")] == [
        [], ["a"], ["a", "b"], ["a", "", "b"],
    ]  # fmt: skip
    assert _few_lines(end.join("abcdef")) == [*"abcdef"]
    assert _few_lines(end.join("abcdefg")) == [*"abcde", "…"]
