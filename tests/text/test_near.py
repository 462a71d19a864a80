"""The name that was probably meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.text import near
from sitecheck.text.near import Slips, distance, slip_of


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("inlcude", "include"),  # swapped
        ("includ", "include"),
        ("asssign", "assign"),
        ("Include", "include"),
        ("fro", "for"),
        ("fir", ""),  # short names are near to too many
        ("include", ""),
        ("section", ""),
    ],
)
def test_one_slip_is_near(name: str, meant: str) -> None:
    assert slip_of(name, {"include", "assign", "for", "if"}) == meant


_WORDS = st.text("abc", max_size=7)


@given(_WORDS, _WORDS)
def test_a_slip_is_a_distance_of_one(name: str, other: str) -> None:
    swapped_only = len(name) < 4 and sorted(name) != sorted(other)
    expected = other if distance(name, other, 1) == 1 and not swapped_only else ""
    assert slip_of(name, [other]) == expected


def test_names_are_compared_until_that_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Authors of 5,000 pages, each a slip of one of 5,000, took a minute."""
    monkeypatch.setattr(near, "_MOST_LETTERS", 100)
    slips = Slips(["title", "layout"])
    assert [slips.of("tilte") for _ in range(4)] == ["title", "title", "title", ""]
