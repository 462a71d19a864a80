"""Decoding: what is text, what is not, and that it can be written back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.text.source import Source, TextProblem, decode


def test_the_byte_order_mark_is_kept_apart() -> None:
    source = decode("a.md", b"\xef\xbb\xbfx\r\n")
    assert source == Source("a.md", "x\r\n", bom=True, newline="\r\n")
    assert isinstance(source, Source)
    assert source.encode() == b"\xef\xbb\xbfx\r\n"
    assert source.encode("y") == b"\xef\xbb\xbfy"


@pytest.mark.parametrize(
    ("data", "newline"),
    [(b"a", ""), (b"a\n", "\n"), (b"a\r\nb\r\n", "\r\n"), (b"a\rb", "\r"), (b"a\r\nb\n", "mixed")],
)
def test_the_line_end_is_told(data: bytes, newline: str) -> None:
    source = decode("a", data)
    assert isinstance(source, Source)
    assert source.newline == newline


@pytest.mark.parametrize(
    ("data", "kind", "offset", "line"),
    [
        (b"ok\nfine \xff", "undecodable", 8, 2),
        (b"\xef\xbb\xbfa\xe9", "undecodable", 4, 1),
        (b"a\0b", "nul", 1, 1),
        (b"\xff\xfea\0", "utf-16", 0, 1),
    ],
)
def test_what_is_not_text_says_where(data: bytes, kind: str, offset: int, line: int) -> None:
    problem = decode("a", data)
    assert isinstance(problem, TextProblem)
    assert (problem.kind, problem.offset, problem.line) == (kind, offset, line)
    assert problem.message


@given(st.binary(max_size=40))
def test_any_bytes_are_text_that_writes_back_or_a_problem(data: bytes) -> None:
    found = decode("a", data)
    if isinstance(found, Source):
        assert found.encode() == data
    else:
        assert 0 <= found.offset < len(data)
