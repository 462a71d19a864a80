r"""Labels of lines without a number: MathJax 4 keeps them until a line has a tag, and takes one at a time."""

from __future__ import annotations

import pytest
from tests.reference.math import mathjax_golden

from sitecheck.math import MacroEnv, check
from sitecheck.math.page.setup import Script, read_setups

FORMULAS: dict[str, bool] = {
    r"\begin{align}a\label{x}\\b\end{align}": True,
    r"\begin{align}a\label{x}\\b\label{y}\end{align}": False,
    r"\begin{align*}a\label{x}\\b\label{y}\end{align*}": False,
    r"\begin{gather}a\label{x}\\b\label{y}\end{gather}": False,
    r"\begin{eqnarray}a&=&b\label{x}\\c&=&d\label{y}\end{eqnarray}": False,
    r"\begin{equation}\begin{split}a\label{x}\\b\label{y}\end{split}\end{equation}": False,
    r"\begin{align}a\label{x}\tag{1}\\b\label{y}\tag{2}\end{align}": True,
    r"\begin{align}a\tag{1}\label{x}\\b\label{y}\end{align}": True,
    r"\begin{align}a\label{x}\\b\label{y}\tag{2}\end{align}": False,
    r"\begin{align}a\label{x}\notag\\b\label{y}\end{align}": False,
    r"\begin{align}a\label{x}\tag*{1}\\b\label{y}\\c\label{z}\end{align}": False,
}
"""Whether MathJax 4 renders them with its defaults."""


@pytest.mark.parametrize(("tex", "renders"), FORMULAS.items())
def test_mathjax_4_takes_one_label_before_a_tag(tex: str, renders: bool) -> None:
    assert (check(tex, True, "mathjax4") == ()) is renders
    assert check(tex, True, "mathjax3") == ()


@pytest.mark.parametrize("numbered", [True, None])
def test_numbers_take_the_labels(numbered: bool | None) -> None:
    """With tags: 'ams' every line has one; where nobody knows, nothing is said."""
    env = MacroEnv(numbered=numbered)
    assert check(r"\begin{align}a\label{x}\\b\label{y}\end{align}", True, "mathjax4", env) == ()


@pytest.mark.parametrize(
    ("config", "numbered"),
    [
        ("", False),
        ("MathJax = {tex: {}};", False),
        ("MathJax = {tex: {tags: 'none'}};", False),
        ("MathJax = {tex: {tags: 'ams'}};", True),
        ("MathJax = {tex: {tags: wanted}};", None),
        ("MathJax = {tex: {...more}};", None),
    ],
)
def test_the_setting_is_read(config: str, numbered: bool | None) -> None:
    address = "https://cdn.jsdelivr.net/npm/mathjax@4/tex-chtml.js"
    (setup,) = read_setups([Script(body=config), Script(address=address)]).setups
    assert setup.environment().numbered is numbered


@pytest.mark.reference
def test_real_mathjax_4_says_so() -> None:
    if reason := mathjax_golden.unavailable(4):
        pytest.skip(reason)
    assert (
        dict(zip(FORMULAS, mathjax_golden.alone(4, [(tex, True) for tex in FORMULAS]), strict=True))
        == FORMULAS
    )
