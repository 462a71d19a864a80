"""Lines and characters as the protocol counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from sitecheck.model.span import Span
from sitecheck.server.lsp.positions import EditedText, Positions, _fitting, changed

TEXTS = st.text(st.sampled_from("ab\n\r\u2028\x0b\x85ä漢𝛼👍\u0301"), max_size=20)
ENCODINGS = list(types.PositionEncodingKind)
_SIZES = {
    "utf-8": lambda c: len(c.encode()),
    "utf-16": lambda c: len(c.encode("utf-16-le")) // 2,
    "utf-32": len,
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, at=st.integers(0, 20))
def test_there_and_back(encoding: types.PositionEncodingKind, text: str, at: int) -> None:
    positions = Positions(text, encoding)
    offset = min(at, len(text))
    if text[max(0, offset - 1) : offset + 1] == "\r\n":
        return  # between the two no editor has a cursor
    position = positions.position(offset)
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    assert position.line == before.count("\n")
    assert position.character == sum(map(_SIZES[encoding.value], before.rpartition("\n")[2]))
    assert positions.offset(position) == offset


@given(text=TEXTS, line=st.integers(0, 30), character=st.integers(0, 60))
def test_any_position_is_in_the_text(text: str, line: int, character: int) -> None:
    offset = Positions(text).offset(types.Position(line, character))
    assert 0 <= offset <= len(text)
    assert Positions(text).position(offset).line <= line


def test_only_lines_of_the_protocol_end() -> None:
    assert Positions("a\u2028b\x0bc\nd").position(6) == types.Position(1, 0)


def test_a_character_of_two_units() -> None:
    positions = Positions("👍 x")
    assert positions.position(2) == types.Position(0, 3)
    assert positions.offset(types.Position(0, 3)) == 2
    assert positions.offset(types.Position(0, 1)) == 0  # its middle is where it begins
    assert positions.span(types.Range(types.Position(0, 9), types.Position(0, 0))) == Span(3, 3)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), TEXTS), max_size=4))
def test_edits_come_to_the_same_as_on_the_text(text: str, edits: list[tuple[int, int, str]]) -> None:
    encoding = types.PositionEncodingKind.Utf16
    expected, changes = text, []
    for start, end, new in edits:
        start, end = sorted((min(start, len(expected)), min(end, len(expected))))
        if "\r\n" in (expected[max(0, start - 1) : start + 1], expected[max(0, end - 1) : end + 1]):
            continue
        range_ = Positions(expected, encoding).range(Span(start, end))
        changes.append(types.TextDocumentContentChangePartial(range=range_, text=new))
        expected = expected[:start] + new + expected[end:]
    assert changed(text, changes, encoding) == expected
    whole = types.TextDocumentContentChangeWholeDocument("new")
    assert changed(text, [*changes, whole], encoding) == "new"


PLACES = st.tuples(st.integers(0, 6), st.integers(0, 6))


@given(
    text=st.text("a\r\né👍", max_size=12),
    edits=st.lists(st.tuples(PLACES, PLACES, st.text("b\r\n👍", max_size=4)), max_size=4),
    encoding=st.sampled_from(list(_SIZES)),
)
def test_a_text_that_is_edited_line_by_line_is_that_which_is_edited_as_a_whole(
    text: str, edits: list[tuple[tuple[int, int], tuple[int, int], str]], encoding: str
) -> None:
    edited = EditedText(text, encoding)
    for start, end, new in edits:
        range_ = types.Range(types.Position(*start), types.Position(*end))
        span = Positions(text, encoding).span(range_)
        text = text[: span.start] + new + text[span.end :]
        edited.change([types.TextDocumentContentChangePartial(range=range_, text=new)])
        assert edited.text == text
        assert edited._lines == EditedText(text, encoding)._lines


def test_an_edit_looks_at_its_lines_alone() -> None:
    edited = EditedText("one\n" * 1000, types.PositionEncodingKind.Utf16)
    for number in range(1000):
        edited._lines[number : number + 1] = [_Unread("one\n")]
    edited._lines[500] = "one\n"
    at = types.Position(500, 3)
    for _ in range(3):
        edited.change([types.TextDocumentContentChangePartial(range=types.Range(at, at), text="x\n")])
    assert edited._lines[499:505] == ["one\n", "onex\n", "x\n", "x\n", "\n", "one\n"]


def test_a_long_line_is_counted_hardly_more_than_once() -> None:
    counted: list[int] = []

    def units(text: str) -> int:
        counted.append(len(text))
        return len(text.encode("utf-16-le")) // 2

    line = "é👍" * 50_000
    for most in (0, 1, 2, 74_999, 75_000, 149_999, 150_000, 200_000):
        counted.clear()
        fitting = _fitting(line, most, units)
        assert fitting == min(most // 3 * 2 + (most % 3 > 0), len(line))
        assert sum(counted) <= 2 * len(line) + 50


class _Unread(str):
    """A line that nobody may read."""

    def __getitem__(self, _: object) -> str:
        raise AssertionError("a line elsewhere was read")

    def encode(self, *_: object) -> bytes:
        raise AssertionError("a line elsewhere was read")
