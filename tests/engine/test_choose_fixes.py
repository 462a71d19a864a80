from __future__ import annotations

import pytest

from sitecheck.engine.edits.choose_fixes import choose_fixes, in_lines_of
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.fix import Edit, Fix, Safety, apply_edits
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
