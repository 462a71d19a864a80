"""Where a place stands in its line."""

from __future__ import annotations

import pytest

from sitecheck.text.lines import line_before


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("|", ""),
        ("a|b", "a"),
        ("\n|a", ""),
        ("a\nb c|d\ne", "b c"),
        ("a\n|", ""),
        ("a|\n", "a"),
        ("\na|", "a"),
    ],
)
def test_what_stands_before_a_place_in_its_line(text: str, before: str) -> None:
    assert line_before(text.replace("|", ""), text.index("|")) == before
