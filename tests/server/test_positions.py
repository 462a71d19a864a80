"""Lines and characters as the protocol counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from sitecheck.model.span import Span
from sitecheck.server.lsp.positions import Positions, changed

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
