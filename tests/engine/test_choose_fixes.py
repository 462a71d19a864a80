from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.fuzz.limits import slowness

from sitecheck.engine.edits.choose_fixes import choose_fixes, in_lines_of
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.fix import Edit, Fix, Safety, TakenSpans, apply_edits
from sitecheck.model.span import Place, Span
from sitecheck.text.source import Source, decode


def finding(start: int, end: int, text: str, safety: Safety = Safety.SAFE, path: str = "a.md") -> Finding:
    place = Place(path, Span(start, end))
    return Finding("r", Severity.ERROR, "m", place, fix=Fix("t", (Edit(Span(start, end), text),), safety))


def test_edits_apply_at_their_places_whatever_their_order() -> None:
    edits = [Edit(Span(4, 5), "E"), Edit(Span(0, 1), ""), Edit(Span(2, 2), "++")]
    assert apply_edits("abcdef", edits) == "b++cdEf"


def test_of_two_colliding_fixes_the_earlier_is_made_and_the_other_waits() -> None:
    (chosen,) = choose_fixes(
        [finding(2, 6, "late"), finding(0, 3, "early"), finding(6, 7, "apart")], Safety.SAFE
    )
    assert [f.place.span.start for f in chosen.applied] == [0, 6]


def test_two_findings_with_the_same_fix_are_both_settled_by_it() -> None:
    (chosen,) = choose_fixes([finding(0, 3, "x"), finding(0, 3, "x")], Safety.SAFE)
    assert len(chosen.edits) == 1
    assert len(chosen.applied) == 2


def test_insertions_at_one_point_do_not_both_happen() -> None:
    (chosen,) = choose_fixes([finding(3, 3, "x"), finding(3, 3, "y")], Safety.SAFE)
    assert [edit.text for edit in chosen.edits] == ["x"]


def test_an_unsafe_fix_needs_to_be_asked_for() -> None:
    unsafe = finding(0, 1, "x", Safety.UNSAFE)
    assert choose_fixes([unsafe], Safety.SAFE) == []
    assert len(choose_fixes([unsafe], Safety.UNSAFE)) == 1


@pytest.mark.parametrize(("newline", "written"), [("\n", "a\nb\nc"), ("\r\n", "a\r\nb\r\nc")])
def test_lines_end_as_in_the_file(newline: str, written: str) -> None:
    source = decode("a.md", f"one{newline}two{newline}".encode())
    assert isinstance(source, Source)
    # a part that was taken from the file has its line ends already
    (edit,) = in_lines_of(source, [Edit(Span(0, 0), f"a\nb{newline}c")])
    assert edit.text == written


SPANS = st.tuples(st.integers(0, 12), st.integers(0, 4)).map(lambda drawn: Span(drawn[0], sum(drawn)))


@given(st.lists(SPANS, max_size=12))
@example([Span(5, 9), Span(5, 5), Span(9, 9), Span(4, 5), Span(6, 6), Span(5, 6), Span(0, 12), Span(9, 9)])
def test_spans_that_overlap_are_found_among_their_neighbours(spans: list[Span]) -> None:
    taken, kept = TakenSpans(), []
    for one in spans:
        overlaps = any(one == other or (one.start < other.end and other.start < one.end) for other in kept)
        assert taken.overlap(one) is overlaps
        if not overlaps:
            taken.take(one)
            kept.append(one)


def test_as_many_fixes_as_words_are_chosen_in_time() -> None:
    found = [finding(3 * number, 3 * number + 1, "x") for number in range(20_000)]
    started = time.process_time()
    (chosen,) = choose_fixes(found, Safety.SAFE)
    assert len(chosen.applied) == len(chosen.edits) == 20_000
    assert time.process_time() - started < 3 * slowness()
