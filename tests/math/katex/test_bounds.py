"""Any text at all: no crash, places inside the text, an answer in bounded work."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.sampled import examples, sampled

from sitecheck.math import KINDS, check
from sitecheck.math.katex.tables import tables
from sitecheck.math.katex.tokens import exact_tokens, quick_tokens

_NAMES = sorted(tables().math.keys() | tables().text.keys())
_WORDS = st.one_of(
    st.sampled_from(_NAMES),
    st.sampled_from(
        ["{", "}", "^", "_", "&", "#", "%\n", "$", "[", "]", " ", "\\", "a", "12", "é", "\\begin{array}{c}"]
    ),
    st.text(max_size=3),
)
TEXTS = st.lists(_WORDS, max_size=30).map("".join)


@given(TEXTS, st.booleans())
@examples(400)
@example("\\", True)
@example("%", True)
@example(r"\htmlData\Chi!", False)
@example("a\u0301\u0301", False)
@example("\\verb", True)
@example("\\def\\x#1#2#3#4#5#6#7#8#9#1{}", True)
@example("\\newcommand\\foo[10]{#1}\\foo 123", True)
@example("\x03", True)
def test_any_text_has_an_answer_with_places_inside(tex: str, display: bool) -> None:
    for error in check(tex, display, "katex"):
        assert 0 <= error.offset <= error.end <= len(tex)
        assert error.kind in KINDS
        if error.related is not None:
            assert 0 <= error.related[0] <= error.related[1] <= len(tex)


@given(TEXTS)
@examples(200)
def test_braces_around_a_right_formula_keep_it_right(tex: str) -> None:
    inside = "{" + tex + "}"
    # What takes a token of what follows, as \let, \futurelet and \show do, may take the brace.
    open_ended = tex.endswith("\\") or any(taker in tex for taker in ("\\tag", "\\show", "%", "let"))
    if check(tex, True, "katex") == () and not open_ended:
        assert [error.kind for error in check(inside, True, "katex") if error.kind != "limit"] == []


@given(TEXTS)
@examples(200)
def test_tokens_cover_the_text(tex: str) -> None:
    tokens = exact_tokens(tex)[:0:-1]
    assert tokens == sorted(tokens, key=lambda token: token.start)  # type: ignore[attr-defined]
    quick = quick_tokens(tex)
    if quick is not None:
        assert "".join(quick[:0:-1]) == tex.replace("\n", " ").replace("\t", " ").replace("\r", " ")


@pytest.mark.parametrize(
    ("tex", "kinds"),
    sampled(
        [
            ("{" * 100_000, {"limit"}),
            ("}" * 100_000, {"unbalanced"}),
            ("{" * 100_000 + "}" * 100_000, {"limit"}),
            ("\\sqrt{" * 20_000, {"limit"}),
            ("\\frac" * 20_000, {"missing-argument"}),
            ("\\left(" * 20_000, {"limit"}),
            ("\\begin{matrix}" * 10_000, {"limit"}),
            ("x" + "^{x" * 50_000, {"limit"}),
            (r"\def\a{\a\a}\a", {"limit"}),
            (r"\def\a#1{\a{#1#1}}\a{x}", {"limit"}),
            ("\\dots" * 20_000, {"limit"}),
            ("\\kern " + "1" * 100_000 + "pt", set()),
            ("\\rule{" + "1" * 100_000 + "}{1em}", set()),
            ("\\newcommand{\\x}[" + "9" * 100_000 + "]{}", set()),
            ("\\char" + "9" * 100_000, {"bad-argument"}),
            ("".join("\\verb" + chr(0x4E00 + number) for number in range(10_000)), {"unbalanced"}),
            ("\\def\\x{" + "a" * 100_000 + "}", set()),
            ("\\displaystyle" * 10_000, set()),
            ("\\begin{matrix}" + "a&" * 30_000 + "\\end{matrix}", set()),
            ("\\let\\a=\\b" * 10_000, set()),
            ("'" * 100_000, set()),
            ("%\n" * 50_000, set()),
        ],
        4,
    ),
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_hostile_formulas_are_answered(tex: str, kinds: set[str]) -> None:
    assert {error.kind for error in check(tex, True, "katex")} == kinds


def test_what_people_write_is_not_too_deep() -> None:
    for opener, closer in (("{", "}"), (r"\sqrt{", "}"), (r"\left(", r"\right)"), (r"\frac{1}{", "}")):
        assert check(opener * 60 + "x" + closer * 60, True, "katex") == ()


def test_little_stack_left_is_a_limit_too() -> None:
    depth = len(__import__("inspect").stack())
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + 150)
    try:
        errors = check("{" * 80 + "}" * 80, True, "katex")
    finally:
        sys.setrecursionlimit(before)
    assert [error.kind for error in errors] == ["limit"]


def _calls(tex: str) -> int:
    """How many Python functions a check calls: a measure of work that no clock disturbs."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        check(tex, True, "katex")
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "part", [r"\frac{a}{b_1^2}+", r"\text{a $b$}", r"\begin{matrix}a&b\\c\end{matrix}", "é%\n x'"]
)
def test_twice_the_text_is_twice_the_work(part: str) -> None:
    check(part, True, "katex")
    assert _calls(part * 200) < 2.2 * _calls(part * 100)
