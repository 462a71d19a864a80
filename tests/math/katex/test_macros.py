"""KaTeX's definitions: in a formula, of the site, and from formula to formula."""

from __future__ import annotations

import pytest

from sitecheck.math import MacroDef, MacroEnv, check


def kind(tex: str, env: MacroEnv | None = None) -> str:
    errors = check(tex, True, "katex", env)
    return errors[0].kind if errors else ""


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\def\x{a}\x", ""),
        (r"\def\x#1#2{#2#1}\x ab", ""),
        (r"\def\x#1{#1}\x", "missing-argument"),
        (r"\def\x#1.#2;{#1#2}\x a.b;", ""),
        (r"\def\x(#1){#1}\x[a]", "syntax"),
        (r"{\def\x{a}}\x", "unknown-command"),
        (r"{\gdef\x{a}}\x", ""),
        (r"{\global\def\x{a}}\x", ""),
        (r"\let\x\frac\x ab", ""),
        (r"\let\x\frac\x a", "missing-argument"),
        (r"\let\x\y\x", "unknown-command"),
        (r"\newcommand\x[1]{a#1}\x b", ""),
        (r"\newcommand\x[a]{b}", "definition"),
        (r"\providecommand{\frac}{a}\frac12", ""),
        (r"\def\y{b}\edef\x{\y}\def\y{\undefined}\x", ""),
        (r"\def\x{\x}\x", "limit"),
        (r"\def\x#1{\x{#1#1}}\x a", "limit"),
        (r"\noexpand\frac", ""),
        (r"\expandafter\frac\x", "unknown-command"),
        (r"\char`a\char'141\char" '"61', ""),
        (r"\char x", "bad-argument"),
    ],
)
def test_definitions_in_a_formula(tex: str, expected: str) -> None:
    assert kind(tex) == expected


def test_macros_of_the_site_take_their_arguments() -> None:
    env = MacroEnv.of({r"\pair": "(#1,#2)", r"\R": r"\mathbf R"})
    assert kind(r"\pair ab", env) == ""
    assert kind(r"\pair a", env) == "missing-argument"
    assert kind(r"x^\R", env) == ""


def test_a_macro_that_opens_a_group_is_followed_into_it() -> None:
    env = MacroEnv.of({r"\open": "{", r"\close": "}"})
    assert kind(r"\open a}", env) == ""
    assert kind(r"{\open a}", env) == "unbalanced"
    assert kind(r"\frac\open a\close b", env) == "unbalanced"


def test_after_an_opaque_macro_nothing_is_said() -> None:
    env = MacroEnv()
    env.define(r"\mystery", None)
    assert kind(r"\mystery x^2^3", env) == ""
    assert kind(r"x^2^3\mystery", env) == "double-script"


def test_unknown_commands_are_no_findings_if_definitions_may_be_missing() -> None:
    env = MacroEnv(complete=False)
    assert kind(r"\mine", env) == ""
    assert kind(r"x^2^3\mine", env) == "double-script"


def test_delimited_parameters_of_the_site() -> None:
    env = MacroEnv.of([MacroDef(r"\at", "#1_#2", 2, prefix="(", parameters=("|", ")"))])
    assert kind(r"\at(x|y)", env) == ""
    assert kind(r"\at[x|y)", env) == "syntax"
    assert kind(r"\at(x)", env) == "unbalanced"


def test_a_page_keeps_global_definitions_only() -> None:
    env = MacroEnv(page_level=True)
    assert kind(r"\def\a{1}\gdef\b#1{(#1)}{\global\let\c\frac}\b\a", env) == ""
    assert kind(r"\a", env) == "unknown-command"
    assert kind(r"\b x\c12", env) == ""
    assert kind(r"\b", env) == "missing-argument"
    assert set(env.macros) == {r"\b", r"\c"}


def test_definitions_before_an_error_are_kept() -> None:
    env = MacroEnv(page_level=True)
    assert kind(r"\gdef\a{1}\undefined", env) == "unknown-command"
    assert kind(r"\a", env) == ""


def test_without_a_page_nothing_is_kept() -> None:
    env = MacroEnv()
    assert kind(r"\gdef\a{1}\a", env) == ""
    assert env == MacroEnv()


def test_chemistry_is_an_extension() -> None:
    assert kind(r"\ce{H2O}") == "unknown-command"
    assert kind(r"\ce{A -> B}\pu{1 kJ}", MacroEnv(packages={"mhchem"})) == ""
    assert kind(r"\ce{A", MacroEnv(packages={"mhchem"})) == "unbalanced"
