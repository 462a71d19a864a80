"""The formulas of a page in order."""

from __future__ import annotations

from sitecheck.math.page.judge import PageJudge
from sitecheck.math.page.setup import Setup


def test_definitions_hold_for_later_formulas_in_mathjax() -> None:
    page = PageJudge([Setup("mathjax3")])
    assert page.judge(r"x \in \RR", display=False)[0].kind == "unknown-command"
    assert not page.judge(r"\newcommand{\RR}{\mathbb{R}}", display=True)
    assert not page.judge(r"x \in \RR", display=False)


def test_katex_forgets_what_newcommand_defines() -> None:
    page = PageJudge([Setup("katex")])
    page.judge(r"\newcommand{\RR}{\mathbb{R}} \gdef\QQ{\mathbb{Q}}", display=True)
    assert page.judge(r"\RR", display=False)
    assert not page.judge(r"\QQ", display=False)


def test_katex_keeps_in_one_global_group_what_stands_outside_of_braces() -> None:
    page = PageJudge([Setup("katex", global_group=True)])
    assert not page.judge(r"\newcommand{\RR}{\mathbb{R}} {\def\QQ{\mathbb{Q}}}", display=True)
    assert not page.judge(r"\RR", display=False)
    assert page.judge(r"\QQ", display=False)
    assert page.judge(r"\newcommand{\RR}{x}", display=False)


def test_a_formula_with_an_unknown_command_still_defines() -> None:
    page = PageJudge([Setup("mathjax3")])
    assert page.judge(r"\nosuch \def\q{x}", display=False)
    assert not page.judge(r"\q", display=False)
    assert page.judge(r"\nosuch", display=False), "the command stays unknown"


def test_a_label_twice_is_an_error_but_not_on_a_branch() -> None:
    page = PageJudge([Setup("mathjax3")])
    assert not page.judge(r"x \label{a}", display=True, maybe=True)
    assert not page.judge(r"x \label{a}", display=True)
    assert page.judge(r"x \label{a}", display=True)[0].kind == "duplicate-label"
    assert page.labels == {"a"}


def test_with_several_engines_only_what_all_refuse_is_an_error() -> None:
    page = PageJudge([Setup("mathjax3"), Setup("katex")])
    assert not page.judge(r"\bm{x}", display=False)
    assert not page.judge(r"\DeclareMathOperator{\sgn}{sgn}", display=False)
    assert page.judge(r"\frac{a", display=False)


def test_what_may_be_defined_elsewhere_is_not_unknown() -> None:
    page = PageJudge([Setup("mathjax3", complete=False)])
    assert not page.judge(r"\nosuch", display=False)
    assert page.judge(r"{\nosuch", display=False)


def test_after_something_that_nobody_could_read_any_command_may_be_defined() -> None:
    page = PageJudge([Setup("mathjax3"), Setup("mathjax4")])
    assert page.judge(r"\nosuch", display=False)
    page.distrust()
    assert not page.judge(r"\nosuch", display=False)
    assert page.judge(r"{\nosuch", display=False)
