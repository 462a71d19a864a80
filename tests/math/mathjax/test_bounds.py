"""Hostile and random formulas: an answer in bounded time, with places inside the formula."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.sampled import sampled

from sitecheck.math import KINDS, MacroEnv, check
from sitecheck.math.mathjax import session
from sitecheck.math.mathjax.session import _matched_braces
from sitecheck.math.mathjax.tables import compose, default_packages

ENGINES = ("mathjax2", "mathjax3", "mathjax4")
PIECES = st.sampled_from(
    [
        "a", "2", " ", "{", "}", "[", "]", "^", "_", "&", "'", "$", "%", "\n", "#", "#1", "~", "|", "\\", r"\\", r"\frac",
        r"\sqrt", r"\left(", r"\right)", r"\begin{matrix}", r"\end{matrix}", r"\begin{align}", r"\end{align}", r"\text",
        r"\newcommand", r"\def", r"\let", r"\a", r"\sin", r"\over", r"\limits", r"\cases", r"\braket", r"\ce", r"\verb",
        r"\color", r"\tag", r"\label", r"\require", r"\mathrm", r"\newenvironment", r"\begin", r"\end", r"\raise", "1pt",
        r"\genfrac", r"\mmlToken", r"\unicode", r"\operatorname", r"\root", r"\of", r"\toggle", r"\bbox", r"\char", "∑",
    ]
)  # fmt: skip
N = 10_000


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(ENGINES), st.booleans())
@example(r"\left(" + "\\", "mathjax2", False)
def test_any_formula_gets_an_answer(tex: str, engine: str, display: bool) -> None:
    for error in check(tex, display, engine, MacroEnv(page_level=True)):  # type: ignore[arg-type]
        assert error.kind in KINDS
        assert 0 <= error.offset <= error.end <= len(tex)
        if error.related:
            assert 0 <= error.related[0] <= error.related[1] <= len(tex)


@given(st.text(max_size=60), st.sampled_from(ENGINES))
def test_any_text_gets_an_answer(tex: str, engine: str) -> None:
    for error in check(tex, True, engine):  # type: ignore[arg-type]
        assert 0 <= error.offset <= error.end <= len(tex)


@pytest.mark.parametrize("engine", sampled(ENGINES, 1))
@pytest.mark.parametrize(
    "tex",
    [
        r"\def\a{\a}\a",
        r"\def\a{\a\a}\a",
        r"\def\a{\frac{\a}{\a}}\a",
        r"\newenvironment{a}{\begin{a}}{\end{a}}\begin{a}\end{a}",
        r"\newenvironment{a}{}{\end{a}}\begin{a}\end{a}",
        r"\newcommand{\a}[1]{" + "#1" * N + r"}\a{b}\a{\a{bbbbb}}",
        r"\sqrt{" * N + "}" * N,
        r"\frac{a}{" * N + "}" * N,
        r"\text{$" * N + "$}" * N,
        r"\mathrm{" * N + "}" * N,
    ],
)
def test_what_never_ends_or_goes_too_deep_is_said_to(tex: str, engine: str) -> None:
    (error,) = check(tex, True, engine)  # type: ignore[arg-type]
    assert error.kind == "limit"


@pytest.mark.parametrize("engine", sampled(ENGINES, 1))
@pytest.mark.parametrize(
    "tex",
    [
        "{" * N + "}" * N,
        "x^{" * N + "}" * N,
        r"\left(" * N + r"\right)" * N,
        r"{a\over " * N + "}" * N,
        "'" * N,
        "%" * N,
        r"\\" * N,
        r"\sin" * N,
        r"\displaystyle" * N,
        r"\not" * N,
        r"\cases{" + r"a&b\cr " * N + "}",
        r"\begin{matrix}" + r"a&b\\" * N + r"\end{matrix}",
        r"\mmlToken{mi}[" + 'id="a" ' * N + "]{x}",
        "a+b" * N,
    ],
)
def test_long_is_not_wrong(tex: str, engine: str) -> None:
    assert check(tex, True, engine) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("opener", ["{", r"\frac{", r"\left(", r"\sqrt[", r"\text{", r"\toggle{"])
def test_what_is_opened_often_and_never_closed(opener: str, engine: str) -> None:
    (error,) = check(opener * N, True, engine)  # type: ignore[arg-type]
    assert error.kind in ("unbalanced", "unknown-command")


def test_packages_bring_what_they_need() -> None:
    dialect = compose(3, default_packages(3)).with_package("cancel")
    assert dialect.loaded == ("enclose", "cancel")
    assert "enclose" in dialect.commands
    assert dialect.with_package("cancel") == dialect


@pytest.mark.parametrize("formula", [r"\grad{" * 20_000 + "x" + "}" * 20_000, r"\grad{x} " * 20_000])
def test_what_physics_reads_on_without_braces_is_bounded(formula: str) -> None:
    page = MacroEnv(packages={"physics"}, page_level=True)
    assert check(formula, True, "mathjax3", page) == ()
    assert page.work < 50_000


def test_braces_are_matched_once_for_each_text(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(text: str) -> dict[int, int]:
        asked.append(len(text))
        return _matched_braces(text)

    monkeypatch.setattr(session, "_matched_braces", counted)
    formula = (r"\qty{\frac{" + r"\alpha " * 100 + "}{2}}") * 20
    assert check(formula, True, "mathjax3", MacroEnv(packages={"physics"})) == ()
    assert asked.count(len(formula)) == 1
