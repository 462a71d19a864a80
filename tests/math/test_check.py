"""The common front: engines, lazily loaded tables, results, what is said of unknown names."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sitecheck.math import ENGINES, KINDS, MacroEnv, MathError, check


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_accepts_a_fraction_and_refuses_half_of_one(engine: str) -> None:
    assert check(r"\frac{a}{b}", True, engine) == ()  # type: ignore[arg-type]
    (error,) = check(r"\frac{a}", True, engine)  # type: ignore[arg-type]
    assert error.kind in KINDS
    assert error.kind == "missing-argument"


def test_another_engine_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="katex, mathjax2"):
        check("x", True, "mathml")  # type: ignore[arg-type]


def test_only_the_tables_of_the_engine_asked_for_are_loaded() -> None:
    code = (
        "import sys; from sitecheck.math import check; before = set(sys.modules); check('x', True, 'katex');"
        "print([name for name in sys.modules if 'mathjax' in name], 'sitecheck.math.katex.check' in before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False"


def test_a_result_crosses_processes_as_plain_values() -> None:
    (error,) = check("x^2^3", False, "katex")
    assert MathError._make(tuple(error)) == error
    assert error.offset == 3
    assert "x^2^3"[error.offset : error.end] == "^"


def test_an_unknown_command_gets_the_name_that_was_meant() -> None:
    (error,) = check(r"1+\farc12", True, "katex")
    assert error.kind == "unknown-command"
    assert (error.offset, error.end) == (2, 7)
    assert error.name == r"\farc"
    assert error.suggestion == r"\frac"
    assert error.message == r"KaTeX does not know \farc; did you mean \frac?"


def test_a_command_of_the_other_engine_is_not_taken_for_a_misspelling() -> None:
    (error,) = check(r"\eqref{a}", True, "katex")
    assert error.suggestion == ""
    assert error.message.endswith("MathJax 3 does")


@pytest.mark.parametrize("name", [r"\)", r"\o"])
def test_no_engine_is_said_to_know_a_command_that_it_refuses_in_formulas(name: str) -> None:
    (error,) = check("a" + name, True, "mathjax3")
    assert error.message == rf"MathJax knows no command {name}"


def test_an_unknown_environment_gets_the_name_that_was_meant() -> None:
    (error,) = check(r"\begin{algined}a\end{algined}", True, "katex")
    assert (error.kind, error.suggestion) == ("unknown-environment", "aligned")
    assert (error.offset, error.end) == (7, 14)


def test_the_macros_of_the_site_can_be_meant_too() -> None:
    env = MacroEnv.of({r"\expectation": r"\mathbb{E}"})
    (error,) = check(r"\expectaton", True, "katex", env)
    assert error.suggestion == r"\expectation"
