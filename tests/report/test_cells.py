from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.strategies import texts, unhurried

from sitecheck.report.cells import cells


# The widths are those by which tmux 3.5a moves its cursor.
@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("日本", 4),
        ("ｱ", 1),
        ("Ａ", 2),
        ("e\u0301a", 2),
        ("\u02ffe\u0300\u036f", 2),
        ("\u1112\u1161\u11ab", 2),
        ("😀", 2),
        ("👩\u200d👩\u200d👧", 2),
        ("👩\u200d♀x", 3),
        ("👩\u200d日x", 3),
        ("👩\u200dax", 5),
        ("👍🏽!", 3),
        ("❤\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("🇩🇪", 2),
        ("🏳\ufe0f\u200d🌈x", 3),
        ("☀①…ﷺ", 4),
        ("नमस्ते", 4),
        ("x\u200b\u2060", 3),
        ("\t", 4),
        ("ab\tc", 5),
        ("日\tc", 5),
        ("\x1b", 1),
        ("##[", 4),
        ("##[a[", 6),
        ("##teamcity[", 12),
        ("\u0301", 1),
        ("\ufeffa", 2),
    ],
)
def test_width(text: str, width: int) -> None:
    assert cells(text).columns[-1] == width


@unhurried
@given(texts)
def test_one_harmless_cell_per_code_point(text: str) -> None:
    row = cells(text)
    assert len(row.shown) == len(row.columns) - 1 == len(text)
    shown = row.text(0, len(text))
    assert "##[" not in shown
    assert "##vso[" not in shown
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in shown)
    assert all(0 <= row.width(at, at + 1) <= 4 for at in range(len(text)))


@unhurried
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_is_the_row_that_the_long_way_gives(text: str) -> None:
    short, long = cells(text), cells(f"{text}é")
    assert (list(short.columns), "".join(short.shown)) == (list(long.columns[:-1]), "".join(long.shown[:-1]))
