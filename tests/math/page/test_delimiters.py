"""Formulas in text: what is found with the defaults is held by the pages of the rules; here, what is too much."""

from __future__ import annotations

from typing import Literal

import pytest

from sitecheck.math.page import katex_setup
from sitecheck.math.page.delimiters import Delimiters, find


def test_text_full_of_openings_is_given_up_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitecheck.math.page.delimiters._WORK", 1_000)
    places: list[int] = []
    text = r"\(a\) " + r"\({" * 1_000 + r"\) \(b\)"
    found = [each.tex for each in find(text, Delimiters(), places.append)]
    assert found == ["a"]
    assert len(places) == 1
    assert text.startswith(r"{\({", places[0])


def test_openings_without_an_end_are_passed_over_while_there_are_few() -> None:
    text = r"\({\) " * 10 + r"\(b\)"
    assert [each.tex for each in find(text, Delimiters())] == ["b"]


def test_katex_keeps_the_delimiters_of_an_environment() -> None:
    """``splitAtDelimiters`` of auto-render: what begins with ``\\begin{`` is given to KaTeX as it is written."""
    text = r"so \begin{align}a&=b\\c&=d\end{align} and \(x\)"
    (first, second) = find(text, katex_setup.DEFAULTS)
    assert (first.tex, first.display) == (r"\begin{align}a&=b\\c&=d\end{align}", True)
    assert second.tex == "x"


_DOLLARS = (("$", "$"),)


@pytest.mark.parametrize(
    ("script", "text", "found"),
    [
        ("mathjax2", r"so $\frac{1}{2$ and $x$", [r"\frac{1}{2", "x"]),
        ("mathjax2", r"so $a {b$ c$ and {d}", ["a {b"]),
        ("mathjax2", r"so $a {b$ c} d$ e", ["a {b$ c} d"]),
        ("mathjax2", r"\begin{a} { \end{a} $x$", [r"\begin{a} { \end{a}", "x"]),
        ("mathjax", r"so $\frac{1}{2$ and $x$", [" and "]),
        ("katex", r"so $\frac{1}{2$ and $x$", []),
        ("katex", r"so $a } b { c $ d $ e", ["a } b { c "]),
        ("mathjax", r"so $a } b { c $ d } $ e", ["a } b { c $ d } "]),
    ],
)
def test_braces_that_are_not_balanced(
    script: Literal["katex", "mathjax2", "mathjax"], text: str, found: list[str]
) -> None:
    """As tex2jax of MathJax 2.7.9, FindTeX of 3.2 and auto-render of KaTeX 0.16 find them."""
    delimiters = Delimiters(inline=_DOLLARS, display=(), environments=script != "katex", script=script)
    assert [each.tex for each in find(text, delimiters)] == found


def test_formulas_that_end_in_braces_are_given_up_where_there_are_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sitecheck.math.page.delimiters._WORK", 1_000)
    places: list[int] = []
    text = "${$" * 1_000
    delimiters = Delimiters(inline=_DOLLARS, script="mathjax2")
    assert len(list(find(text, delimiters, places.append))) < 10
    assert len(places) == 1


@pytest.mark.parametrize(("script", "display"), [("mathjax", True), ("mathjax2", True), ("katex", False)])
def test_a_pair_that_is_listed_twice(script: Literal["mathjax", "mathjax2", "katex"], display: bool) -> None:
    """MathJax: the last one counts, and displayed ones come after the others."""
    twice = Delimiters(inline=(("$", "$"), ("$$", "$$")), display=(("$$", "$$"),), script=script)
    (found,) = find("so $$x$$ it is", twice)
    assert (found.tex, found.display) == ("x", display)
