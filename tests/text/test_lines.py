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


@pytest.mark.parametrize(("most", "before"), [(1, "c"), (3, "b c"), (4, "b c"), (9, "b c")])
def test_of_a_long_line_as_much_as_is_asked_for(most: int, before: str) -> None:
    assert line_before("a\nb cd", 5, most) == before
