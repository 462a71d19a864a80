from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from tests.report.strategies import texts, unhurried

from sitecheck.report.cells import cells, shown, total


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
        ("\u1112\u1161\u11ab", 2),
        ("😀", 2),
        ("👩\u200d👩\u200d👧", 2),
        ("👍🏽!", 3),
        ("❤\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("🇩🇪", 2),
        ("🏳\ufe0f\u200d🌈x", 3),
        ("☀①…ﷺ", 4),
        ("नमस्ते", 4),
        ("x\u200b\u2060", 1),
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
    assert total(cells(text)) == width


@unhurried
@given(texts)
def test_one_harmless_cell_per_code_point(text: str) -> None:
    row = cells(text)
    assert len(row) == len(text)
    assert "##[" not in shown(row)
    assert "##vso[" not in shown(row)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in shown(row))
    assert all(0 <= cell.width <= 4 for cell in row)
