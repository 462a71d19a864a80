"""The name that was probably meant."""

from __future__ import annotations

from itertools import product
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitecheck.text import near
from sitecheck.text.near import NearNames, Slips, distance, slip_of

_NEAR_TEXT = st.text("abA.", max_size=6)


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


@given(_WORDS, _WORDS, st.integers(0, 4))
def test_a_distance_is_that_of_its_definition(first: str, second: str, limit: int) -> None:
    table = {(0, at): at for at in range(len(second) + 1)} | {(at, 0): at for at in range(len(first) + 1)}
    for row, column in product(range(1, len(first) + 1), range(1, len(second) + 1)):
        here, there = first[:row], second[:column]
        ways = [table[row - 1, column] + 1, table[row, column - 1] + 1]
        ways.append(table[row - 1, column - 1] + (here[-1] != there[-1]))
        if min(row, column) > 1 and here[-2:] == there[:-3:-1]:
            ways.append(table[row - 2, column - 2] + 1)
        table[row, column] = min(ways)
    assert distance(first, second, limit) == min(table[len(first), len(second)], limit + 1)


def test_names_are_compared_until_that_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Authors of 5,000 pages, each a slip of one of 5,000, took a minute."""
    monkeypatch.setattr(near, "_MOST_LETTERS", 100)
    slips = Slips(["title", "layout"])
    assert [slips.of("tilte") for _ in range(4)] == ["title", "title", "title", ""]


@given(st.lists(_NEAR_TEXT), _NEAR_TEXT)
@example(known=["A", "a"], name="A")
def test_what_is_left_of_names_finds_the_same_slips(known: list[str], name: str) -> None:
    assert NearNames(known).of(name) == slip_of(name, known)


def test_many_names_are_asked_about_among_many() -> None:
    """Comparing each with all of them takes ten times as long."""
    begin = "n" * 60
    near = NearNames(f"{begin}{number}.html" for number in range(1000))
    start = process_time()
    assert near.of(f"{begin}7.htm") == f"{begin}7.html"
    assert not any(near.of(f"{begin}-{number}.htm") for number in range(5000))
    assert near.of("n" * 1_000_000) == ""
    assert process_time() - start < 3
