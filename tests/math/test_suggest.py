"""Names that are near."""

from __future__ import annotations

import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.math import suggest
from sitecheck.math.suggest import nearest
from sitecheck.text.near import distance

NAMES = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("first", "second", "steps"),
    [
        ("frac", "frac", 0),
        ("frac", "farc", 1),
        ("frac", "frc", 1),
        ("frac", "fracc", 1),
        ("frac", "frag", 1),
        ("ca", "abc", 3),
        ("alpha", "", 3),
        ("", "", 0),
    ],
)
def test_a_swap_is_one_step_and_more_than_two_are_three(first: str, second: str, steps: int) -> None:
    assert distance(first, second) == steps


@given(NAMES, NAMES)
def test_the_distance_is_the_same_both_ways(first: str, second: str) -> None:
    assert distance(first, second) == distance(second, first)
    assert (distance(first, second) == 0) == (first == second)


@given(NAMES, st.integers(0, 6), st.sampled_from("abcd"))
def test_one_letter_more_is_one_step(name: str, at: int, letter: str) -> None:
    assert distance(name, name[:at] + letter + name[at:]) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\aplha", r"\alpha"),
        (r"\infity", r"\infty"),
        (r"\Frac", r"\frac"),
        (r"\righarrow", r"\rightarrow"),
        (r"\mathbbb", r"\mathbb"),
        (r"\ovrline", r"\overline"),
        (r"\Tr", r"\Pr"),  # \r is an accent of text
        (r"\oo", r"\to"),  # \o is a letter of text
        (r"\NN", r"\N"),
        (r"\x", ""),
        (r"\nothinglikeit", ""),
    ],
)
def test_the_name_meant_is_found(written: str, meant: str) -> None:
    assert nearest(written, "katex") == meant


def test_of_equally_near_names_the_one_in_the_formula_is_taken() -> None:
    own = [r"\normal", r"\normaa"]
    assert nearest(r"\normab", "katex", own=own, used=r"\normab+\normaa") == r"\normaa"
    assert nearest(r"\normab", "katex", own=own, used=r"\normab+\normal") == r"\normal"


def test_most_misspellings_of_usual_names_are_understood() -> None:
    rng = random.Random(4)
    usual = [
        "frac",
        "sqrt",
        "alpha",
        "lambda",
        "infty",
        "partial",
        "nabla",
        "mathbb",
        "mathrm",
        "overline",
        "underbrace",
        "operatorname",
    ]
    found = 0
    for name in usual * 5:
        at = rng.randrange(1, len(name))
        wrong = rng.choice([name[:at] + name[at + 1 :], name[:at] + name[at - 1] + name[at:]])
        found += nearest("\\" + wrong, "katex") == "\\" + name
    assert found >= 0.9 * len(usual) * 5


def test_of_many_names_of_a_page_a_few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def counted(name: str, other: str, limit: int) -> int:
        compared.append(other)
        return distance(name, other, limit)

    own = ["\\" + "".join(letters) for letters in permutations("macros")]
    nearest("\\mcaros", "katex", own=own)  # the names of KaTeX are compared once for all
    monkeypatch.setattr(suggest, "distance", counted)
    assert nearest("\\mcaros", "katex", own=own) == "\\macros"
    assert 0 < len(compared) < 20
