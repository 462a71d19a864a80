"""The macro environment."""

from __future__ import annotations

from sitecheck.math import EnvironmentDef, MacroDef, MacroEnv
from sitecheck.math.macros import highest_parameter


def test_a_mapping_is_read_with_the_highest_parameter_as_arity() -> None:
    env = MacroEnv.of({r"\pair": "(#1,#2)", r"\R": r"\mathbb{R}"})
    assert env.macros[r"\pair"].arity == 2
    assert env.macros[r"\R"] == MacroDef(r"\R", r"\mathbb{R}")


def test_a_number_sign_without_a_digit_is_no_parameter() -> None:
    assert highest_parameter("a#") == 0
    assert highest_parameter("#0#x#3") == 3


def test_a_macro_without_a_text_is_opaque() -> None:
    env = MacroEnv()
    env.define(r"\f", None)
    env.define(r"\g", "#1", 1, "x")
    assert env.macros[r"\f"].kind == "opaque"
    assert env.macros[r"\g"] == MacroDef(r"\g", "#1", 1, "x")


def test_a_copy_is_independent() -> None:
    env = MacroEnv(packages={"ams"}, page_level=True, complete=False)
    copy = env.copy()
    copy.define(r"\x", "1")
    copy.environments["e"] = EnvironmentDef("e")
    copy.colors.add("c")
    copy.labels.add("l")
    assert copy.packages is not None
    copy.packages.add("cancel")
    assert env == MacroEnv(packages={"ams"}, page_level=True, complete=False)
    assert copy.page_level
    assert not copy.complete
