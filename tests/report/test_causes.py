"""Which findings one change would mend."""

from __future__ import annotations

from tests.report.samples import run

from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.span import Place, Span
from sitecheck.report.causes import causes_of, worst_first


def finding(path: str, words: str, **more: object) -> Finding:
    values = {
        "rule": "r",
        "severity": Severity.INFO,
        "message": words,
        "place": Place(path, Span(0, 6)),
        **more,
    }
    return Finding(**values)  # type: ignore[arg-type]


FILES = {"a.md": "to  /x", "b.md": "to\n /x", "c.md": "to  /y"}


def test_what_marks_the_same_text_has_one_cause() -> None:
    """However it is broken into lines; another text, another rule and whole files are causes of their own."""
    found = [
        finding("a.md", "1"),
        finding("b.md", "2"),
        finding("c.md", "3"),
        finding("a.md", "4", rule="s"),
        finding("a.md", "5", place=Place("a.md", WHOLE_FILE)),
        finding("b.md", "6", place=Place("b.md", WHOLE_FILE)),
    ]
    causes = causes_of(run(FILES, found))
    assert [[each.message for each in cause.findings] for cause in causes] == [
        *(["5"], ["4"], ["6"], ["3"]),
        ["1", "2"],
    ]


def test_what_is_said_in_the_same_words_has_one_cause_that_its_worst_stands_for() -> None:
    found = [
        finding("a.md", "same"),
        finding("c.md", "same", severity=Severity.ERROR),
        finding("b.md", "other", severity=Severity.WARNING),
        finding("b.md", "same", severity=Severity.ERROR),
    ]
    (mild, bad) = causes_of(run(FILES, found))
    assert (mild.first.message, mild.severity, mild.others) == ("other", Severity.WARNING, [])
    assert (bad.first.path, bad.severity) == ("c.md", Severity.ERROR)
    assert [each.path for each in bad.others] == ["a.md", "b.md"]
    assert worst_first(run(FILES, found)) == [bad, mild]


def test_of_the_equally_bad_those_with_most_places_come_first_then_in_reading_order() -> None:
    many = [finding(f"{at}.md", "many") for at in range(3)]
    one, two = finding("a.md", "one"), finding("c.md", "two")
    report = run(FILES, [two, one, *many])
    assert [cause.first.message for cause in worst_first(report)] == ["many", "one", "two"]
    assert [cause.first.message for cause in causes_of(report)] == ["one", "two", "many"]
