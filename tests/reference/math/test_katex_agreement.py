"""Our verdicts against KaTeX's: those kept in katex_golden.json.gz, and fresh ones where KaTeX is there."""

from __future__ import annotations

import os
import random
import subprocess
from typing import Any

import pytest
from tests.reference.math import katex_golden as golden
from tests.reference.math import katex_sets as sets
from tests.sampled import sampled

from sitecheck.math import MacroEnv, check
from sitecheck.math.katex.tables import tables

with_katex = pytest.mark.skipif(golden.node_modules() is None, reason=golden.unavailable())


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    return golden.read_golden()


@pytest.fixture(scope="module")
def formulas() -> dict[str, list[sets.FormulaParser]]:
    return golden.golden_sets()


@pytest.mark.parametrize(
    ("name", "agreement", "nearness"),
    sampled([("own", 1.0, 0.99), ("contexts", 0.999, 0.97), ("mutants", 0.998, 0.97)], fast=2),
)
def test_the_kept_verdicts_are_ours(
    kept: dict[str, Any],
    formulas: dict[str, list[sets.FormulaParser]],
    name: str,
    agreement: float,
    nearness: float,
) -> None:
    assert kept[name]["formulas"] == sets.fingerprint(formulas[name]), "run 'make golden ONLY=math'"
    result = golden.compare(formulas[name], golden.unpacked(kept[name]))
    assert result.false == []
    assert result.agreement >= agreement, result.missed[:10]
    assert result.nearness >= nearness, result.far[:10]


def test_definitions_live_on_through_pages_as_in_katex(kept: dict[str, Any]) -> None:
    pages = sets.pages(golden.PAGES, golden.SEED)
    assert kept["pages"]["formulas"] == sets.fingerprint(pages)
    different = golden.page_disagreements(pages, golden.unpacked(kept["pages"]))
    assert len(different) <= 1, different


def test_the_kept_verdicts_are_of_the_version_in_the_table(kept: dict[str, Any]) -> None:
    assert kept["about"]["version"] == tables().version


def test_both_ways_of_reading_agree(formulas: dict[str, list[sets.FormulaParser]]) -> None:
    from sitecheck.math.katex.check import _NOTHING, _accepts
    from sitecheck.math.katex.formula import FormulaParser
    from sitecheck.math.katex.refusal import Refusal
    from sitecheck.math.katex.tokens import exact_tokens, quick_tokens

    for tex, display in [*formulas["own"], *formulas["mutants"][:3000]]:
        tokens = quick_tokens(tex)
        if tokens is None:
            continue
        exact = True
        try:
            FormulaParser(exact_tokens(tex), {}, display=display, in_place=False).parse()
        except Refusal:
            exact = False
        assert _accepts(tokens, display, _NOTHING) == exact, (tex, display)


@pytest.mark.reference
@with_katex
def test_the_kept_verdicts_are_katexs(
    kept: dict[str, Any], formulas: dict[str, list[sets.FormulaParser]]
) -> None:
    rng = random.Random(1)
    for name, all_formulas in formulas.items():
        numbers = rng.sample(range(len(all_formulas)), 300)
        verdicts = golden.judge([all_formulas[number] for number in numbers])
        old = golden.unpacked(kept[name])
        assert [verdict[:2] for verdict in verdicts] == [old[number][:2] for number in numbers]


@pytest.mark.reference
@pytest.mark.seeded
@with_katex
def test_other_mutants_agree(seed: int) -> None:
    pool = [text for text, display in sets.own_formulas() if display]
    fresh = sets.mutants(pool, 3000, seed)
    result = golden.compare(fresh, golden.judge(fresh))
    assert result.false == [], seed
    assert result.agreement >= 0.998, (seed, result.missed[:10])
    assert result.nearness >= 0.97, (seed, result.far[:10])


@pytest.mark.reference
@with_katex
def test_site_macros_are_read_as_the_option_macros() -> None:
    macros = {
        r"\RR": r"\mathbb{R}",
        r"\norm": r"\left\|#1\right\|",
        r"\pair": r"(#1,#2)",
        r"\half": r"\frac12",
        r"\bad": r"\frac",
        r"\open": "{",
        "~": r"\cdot",
        r"\frac": r"#1/#2",
    }
    texts = [
        r"\RR^n", r"x^\RR", r"\norm{x}_2", r"\norm x^2", r"x^\norm y", r"\pair ab", r"\pair{a}", r"\sqrt\half",
        r"\bad 1 2", r"\bad 1", r"\open a}", r"{\open a}}", r"\open", r"a~b", r"x^~", r"\frac ab^2", r"x^\frac ab",
        r"\newcommand{\RR}{a}", r"\renewcommand{\RR}{a}\RR", r"\def\norm{a}\norm", r"\left\norm", r"\text{\RR}",
    ]  # fmt: skip
    verdicts = golden.judge([[text, True, macros] for text in texts])
    for text, verdict in zip(texts, verdicts, strict=True):
        errors = check(text, True, "katex", MacroEnv.of(macros))
        assert verdict.accepts == (not errors), (text, verdict, errors)


@pytest.mark.reference
@with_katex
def test_a_page_keeps_what_katex_keeps() -> None:
    page = [
        r"\def\a{1}\a", r"\a", r"\gdef\b#1{(#1)}\b x", r"\b y", r"\b", r"\newcommand\c{1}", r"\c", r"{\gdef\d{1}}",
        r"\d\d", r"\global\let\e\frac", r"\e12", r"\e1", r"\xdef\f{\d\d}", r"\f", r"\gdef\d#1{#1}", r"\d", r"\f",
        r"\global\def\g#1.{#1}", r"\g a.", r"\g a", r"\gdef\h{1}\undefined", r"\h", r"\let\i\b", r"\i x",
        r"\gdef\j{\k}", r"\j", r"\gdef\k{1}", r"\j", r"\newcommand{\k}{2}",
    ]  # fmt: skip
    verdicts = golden.judge([[page, False]])
    env = MacroEnv(page_level=True)
    for text, verdict in zip(page, verdicts, strict=True):
        errors = check(text, False, "katex", env)
        assert verdict.accepts == (not errors), (text, verdict, errors)


@pytest.mark.reference
@with_katex
def test_the_table_is_what_the_generator_makes() -> None:
    script = golden.HERE.parents[2] / "tools" / "gen_katex_tables.mjs"
    environment = os.environ | {"SITECHECK_NODE_MODULES": str(golden.node_modules())}
    done = subprocess.run(
        ["node", str(script), "--check"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.corpus
@pytest.mark.reference
@with_katex
def test_formulas_of_real_pages_agree() -> None:
    real = golden.corpus_formulas()
    if not real:
        pytest.skip("SITECHECK_CORPUS names no folder with truth files")
    result = golden.compare(real, golden.judge(real))
    assert result.false == []
    assert result.agreement >= 0.999, result.missed[:10]
