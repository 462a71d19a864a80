from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.strategies import texts, unhurried

from sitecheck.output.safe import clip, log_path, one_line, wrapped

COMMAND = re.compile(r"##(vso|teamcity)?\[", re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\tc\n\nd", "a b c d"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("\x7f\x9b1m", "␡\ufffd1m"),
        ("abc\u202edef\u2066", "abc\ufffddef\ufffd"),
        ("x ##[error]y", "x ##\\[error]y"),
        ("##VSO[task.x]##teamcity[y]", "##VSO\\[task.x]##teamcity\\[y]"),
        ("###[x", "###\\[x"),
        ("## [x] #[y]", "## [x] #[y]"),
        ("\udcff", "\ufffd"),
        ("Café 日本 😀", "Café 日本 😀"),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    assert one_line(text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.md", "a.md"),
        ("::error::a.md", "./::error::a.md"),
        (" \u00a0::error::a.md", "./ \u00a0::error::a.md"),
        ("a::b.md", "a::b.md"),
        (":", "./:"),
        ("\n::error::a", "./ ::error::a"),
    ],
)
def test_log_path(path: str, expected: str) -> None:
    assert log_path(path) == expected


@unhurried
@given(texts)
def test_one_line_is_harmless(text: str) -> None:
    safe = one_line(text)
    assert not COMMAND.search(safe)
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in safe)
    assert not any(unicodedata.bidirectional(char) in ("RLO", "LRO", "RLI", "LRI", "PDF") for char in safe)
    assert one_line(safe) == safe


@unhurried
@given(texts, st.integers(5, 40))
def test_wrapped_lines_start_no_command(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert lines
    assert not any(line.lstrip("\ufeff\u200b \u00a0").startswith("::") for line in lines)
    assert [line.removeprefix("\\") for line in wrapped("word ::error::x", 5)] == ["word", "::error::x"]


def test_clip_keeps_to_the_limit() -> None:
    assert clip("abcdef", 6) == "abcdef"
    assert clip("abcdef", 5) == "abcd…"
