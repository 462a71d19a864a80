"""Places of an earlier text in a later one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitecheck.model.finding import WHOLE_FILE, Finding, Related, Severity
from sitecheck.model.fix import Edit, Fix
from sitecheck.model.span import Place, Span
from sitecheck.warm.moved import change_of

TEXTS = st.text("ab\n", max_size=12)


@given(TEXTS, TEXTS, st.integers(0, 12), st.integers(0, 12))
def test_a_moved_span_holds_the_same_text(before: str, after: str, start: int, length: int) -> None:
    span = Span(min(start, len(before)), min(start + length, len(before)))
    moved = change_of("a", before, after).span(span)
    if moved is not None and span != WHOLE_FILE:
        assert after[moved.start : moved.end] == before[span.start : span.end]
        assert 0 <= moved.start <= moved.end <= len(after)


@given(TEXTS, TEXTS)
def test_the_change_makes_one_of_the_other(before: str, after: str) -> None:
    change = change_of("a", before, after)
    end = change.end + change.by
    assert before[: change.start] + after[change.start : end] + before[change.end :] == after


def test_what_is_before_stays_and_what_is_behind_moves() -> None:
    change = change_of("a", "one two three", "one twenty three")
    assert change.span(Span(0, 3)) == Span(0, 3)
    assert change.span(Span(8, 13)) == Span(11, 16)
    assert change.span(Span(4, 7)) is None


def _finding(path: str, *spans: Span) -> Finding:
    places = [Place(path, span) for span in spans]
    fix = Fix("mend", tuple(Edit(span, "x") for span in spans))
    related = (Related(Place("other", Span(8, 9)), "see"), Related(places[-1], "and"))
    return Finding("r", Severity.ERROR, "m", places[0], related=related, fix=fix)


def test_a_finding_moves_with_its_fix_and_its_related_places() -> None:
    moved = change_of("a", "one two three", "two three").finding(_finding("a", Span(4, 7), Span(8, 13)))
    assert moved is not None
    assert moved.place.span == Span(0, 3)
    assert [each.place for each in moved.related] == [Place("other", Span(8, 9)), Place("a", Span(4, 9))]
    assert moved.fix is not None
    assert [edit.span for edit in moved.fix.edits] == [Span(0, 3), Span(4, 9)]


def test_a_finding_whose_fix_is_touched_has_none() -> None:
    moved = change_of("a", "one two three", "one two 3").finding(_finding("a", Span(0, 3), Span(8, 13)))
    assert moved is not None
    assert moved.fix is None
    assert [each.place.path for each in moved.related] == ["other"]


def test_another_file_stays() -> None:
    finding = _finding("b", Span(4, 7))
    assert change_of("a", "one two three", "").finding(finding) == finding
