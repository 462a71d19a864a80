from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.strategies import decoded, spans, unhurried

from sitecheck.model.span import Span
from sitecheck.report.cells import cells
from sitecheck.report.excerpt import ExcerptLine, excerpt
from sitecheck.report.places import SourceFile


def drawn(text: str, start: int, end: int, width: int = 80) -> list[str]:
    """The excerpt as a terminal shows it, one row per source line and one per underline."""
    rows = []
    for line in excerpt(SourceFile(text), Span(start, end), width):
        rows.append("..." if line.number is None else f"{line.before}{line.marked}{line.after}")
        if line.underline:
            rows.append(" " * line.indent + "^" * line.underline)
    return rows


def around(text: str, marked: str, width: int = 80) -> list[str]:
    start = text.index(marked)
    return drawn(text, start, start + len(marked), width)


def test_plain_line() -> None:
    assert around("one\nsee [here](/x/) now\nthree\n", "/x/") == [
        "see [here](/x/) now",
        "           ^^^",
    ]


def test_tabs_wide_and_joined_characters_count_as_they_are_shown() -> None:
    assert around("\ta日e\u0301👩\u200d👧[x]\n", "[x]") == [
        "    a日e\u0301👩\u200d👧[x]",
        "          ^^^",
    ]


def test_wide_mark_is_underlined_over_its_whole_width() -> None:
    assert around("x日本y", "日本")[1] == " ^^^^"


def test_empty_mark_is_one_caret() -> None:
    assert drawn("abc\n", 1, 1) == ["abc", " ^"]
    assert drawn("", 0, 0) == ["", "^"]
    assert drawn("abc", 3, 3) == ["abc", "   ^"]


def test_mark_that_ends_in_a_line_end_stays_on_its_line() -> None:
    assert around("abc\r\ndef", "abc\r\n") == ["abc", "^^^"]


def test_lines_of_a_block_are_underlined_without_their_indentation() -> None:
    assert around("x <b\n  c>\n\n y z", "<b\n  c>\n\n y") == [
        "x <b",
        "  ^^",
        "  c>",
        "  ^^",
        "",
        " y z",
        " ^",
    ]


def test_middle_of_a_long_block_is_left_out() -> None:
    lines = excerpt(SourceFile("a\nb\nc\nd\ne\nf\n"), Span(0, 11), 80)
    assert [line.number for line in lines] == [1, 2, None, 6]


def test_long_line_is_cut_around_the_mark() -> None:
    text = "x" * 500 + "MARK" + "y" * 500
    source, carets = around(text, "MARK", 40)
    assert source == "…" + "x" * 9 + "MARK" + "y" * 25 + "…"
    assert carets == " " * 10 + "^^^^"


def test_line_that_fits_is_not_cut() -> None:
    text = "x" * 36 + "MARK"
    assert around(text, "MARK", 40) == [text, " " * 36 + "^^^^"]


def test_mark_wider_than_the_line_is_cut_and_starts_visibly() -> None:
    source, carets = around("ab" + "M" * 5000, "M" * 5000, 40)
    assert source.startswith("abMM")
    assert source.endswith("M…")
    assert len(source) <= 40
    assert carets.startswith("  ^^")
    assert len(carets) < 40


def test_huge_line_costs_no_more_than_what_is_shown() -> None:
    text = "😀" * 5_000_000
    line = excerpt(SourceFile(text), Span(2_500_000, 2_500_001), 60)[0]
    assert line.marked == "😀"
    assert len(line.before) + len(line.after) <= 60


@unhurried
@given(st.data(), decoded, st.integers(20, 60))
def test_excerpt_fits_and_underlines_the_mark(data: st.DataObject, text: str, width: int) -> None:
    span = data.draw(spans(text))
    file = SourceFile(text)
    for line in excerpt(file, span, width):
        shown = f"{line.before}{line.marked}{line.after}"
        assert cells(shown).columns[-1] <= width + 4
        assert line.underline <= width + 4
        assert not set(shown) & set("\n\r\t\x1b\x00\u202e")
        assert line == ExcerptLine(None) or line.number in range(1, len(file.lines) + 1)


@pytest.mark.parametrize("width", [40, 41, 42, 43, 44])
@pytest.mark.parametrize("joined", ["\u0301", "\u0301\u0302", "\u0301\u0302\u0303"])
def test_a_line_is_cut_before_no_character_that_joins_the_last(joined: str, width: int) -> None:
    """And what joins takes no room."""
    for at in (0, 1, 2, 3):
        text = f"ae{joined}"[at:] + f"ae{joined}" * 40 + "[x]" + "y" * 60
        shown, caret = around(text, "[x]", width)
        assert shown.startswith(("…a", f"…e{joined}"))
        assert caret.strip() == "^^^"
        plain = re.sub("[\u0301-\u0303]", "", text)
        assert [re.sub("[\u0301-\u0303]", "", shown), caret] == around(plain, "[x]", width)


@pytest.mark.parametrize(("number", "shown"), [(4, [1, 2, 3, 4]), (5, [1, 2, None, 5]), (6, [1, 2, None, 6])])
def test_four_lines_are_shown(number: int, shown: list[int | None]) -> None:
    text = "a\n" * number
    assert [line.number for line in excerpt(SourceFile(text), Span(0, len(text)), 80)] == shown


@pytest.mark.parametrize("width", [0, 19, 20, 21])
def test_a_line_has_twenty_columns_at_least(width: int) -> None:
    source, _ = around(f"MARK{'y' * 50}", "MARK", width)
    assert len(source) == max(20, width) - 1
