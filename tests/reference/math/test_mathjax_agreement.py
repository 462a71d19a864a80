"""Our verdicts beside those of the real MathJax 2, 3 and 4."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.reference.math import mathjax_golden as golden
from tests.reference.math import mathjax_sets as sets
from tests.sampled import sampled

from sitecheck.math import MacroEnv, check

if TYPE_CHECKING:
    from sitecheck.math import Engine

ENGINES: dict[int, Engine] = {2: "mathjax2", 3: "mathjax3", 4: "mathjax4"}


def ours(version: int, formulas: list[sets.Formula], macros: MacroEnv | None = None) -> list[bool]:
    return [not check(tex, display, ENGINES[version], macros) for tex, display in formulas]


def on_page(version: int, formulas: list[sets.Formula]) -> list[bool]:
    return ours(version, formulas, MacroEnv(page_level=True))


def assert_agree(formulas: list[sets.Formula], real: list[bool], mine: list[bool], required: float) -> None:
    """No false alarm; misses only up to what is required."""
    assert len(formulas) == len(real) == len(mine)
    pairs = list(zip(formulas, real, mine, strict=True))
    assert [formula for formula, renders, accepted in pairs if renders and not accepted] == []
    misses = [formula for formula, renders, accepted in pairs if accepted and not renders]
    assert len(misses) <= len(pairs) * (1 - required), misses[:20]


@pytest.mark.parametrize("every", sampled([5, 1], fast=1))  # no divisor of the number of contexts
@pytest.mark.parametrize(("version", "required"), [(2, 0.997), (3, 0.997), (4, 0.995)])
def test_every_command_in_every_context(version: int, required: float, every: int) -> None:
    formulas = sets.commands_in_contexts(version)
    real = golden.unpack(golden.read("commands")[str(version)])
    assert len(formulas) == len(real)
    some = formulas[::every]
    assert_agree(some, real[::every], ours(version, some), required)


@pytest.mark.parametrize("every", sampled([7, 1], fast=1))
@pytest.mark.parametrize("version", golden.VERSIONS)
def test_written_formulas_and_mutants(version: int, every: int) -> None:
    found = golden.read("mutants")
    formulas = [(tex, display) for tex, display in found["formulas"]]
    assert len(formulas) >= 20_000
    some, real = formulas[::every], golden.unpack(found[str(version)])[::every]
    assert_agree(some, real, ours(version, some), 0.998)


@pytest.mark.parametrize("version", golden.VERSIONS)
def test_formulas_put_together_at_random(version: int) -> None:
    found = golden.read("composed")
    formulas = [(tex, display) for tex, display in found[str(version)]]
    assert_agree(formulas, golden.unpack(found[f"verdicts{version}"]), ours(version, formulas), 0.998)


@pytest.mark.parametrize("version", golden.VERSIONS)
def test_pages_with_definitions(version: int) -> None:
    found = golden.read("pages")
    pages = [[(tex, display) for tex, display in page] for page in found["pages"]]
    mine = [bit for page in pages for bit in on_page(version, page)]
    formulas = [formula for page in pages for formula in page]
    assert_agree(formulas, golden.unpack(found[str(version)]), mine, 0.999)


def ask(version: int) -> None:
    reason = golden.unavailable(version)
    if reason:
        pytest.skip(reason)


@pytest.mark.reference
@pytest.mark.parametrize("version", golden.VERSIONS)
def test_golden_verdicts_are_those_of_the_engine(version: int) -> None:
    ask(version)
    formulas = sets.commands_in_contexts(version)
    real = golden.unpack(golden.read("commands")[str(version)])
    assert golden.alone(version, formulas[::101]) == real[::101]
    found = golden.read("mutants")
    assert golden.alone(version, found["formulas"][::101]) == golden.unpack(found[str(version)])[::101]


@pytest.mark.reference
@pytest.mark.seeded
@pytest.mark.parametrize("version", golden.VERSIONS)
def test_other_mutants(version: int, seed: int) -> None:
    ask(version)
    formulas = sets.mutants(sets.written(), 500, seed=seed, changes=2)
    assert_agree(formulas, golden.alone(version, formulas), ours(version, formulas), 0.99)


@pytest.mark.reference
@pytest.mark.seeded
@pytest.mark.parametrize("version", [3, 4])
def test_what_physics_takes(version: int, seed: int) -> None:
    ask(version)
    formulas = sets.physics(1_500, seed)
    real = [bit for (bit,) in golden.judge(version, [[formula] for formula in formulas], "physics")]
    mine = [ours(version, [formula], MacroEnv(packages={"physics"}))[0] for formula in formulas]
    assert_agree(formulas, real, mine, 0.9)


@pytest.mark.reference
@pytest.mark.parametrize("version", golden.VERSIONS)
def test_characters_of_all_blocks(version: int) -> None:
    ask(version)
    codes = [*range(1, 0xD800, 29), *range(0xE000, 0x30000, 61), 0x10FFFF]
    formulas = [(f"a{chr(code)}b", True) for code in codes]
    (real,) = golden.judge(version, [formulas])
    assert_agree(formulas, real, ours(version, formulas), 1)


@pytest.mark.reference
def test_tables_are_what_the_packages_give() -> None:
    for version in golden.VERSIONS:
        ask(version)
    script = Path(__file__).parents[3] / "tools" / "gen_mathjax_tables.mjs"
    environment = {**os.environ, "SITECHECK_NODE_MODULES": str(golden.node_modules())}
    done = subprocess.run(
        ["node", str(script), "--check"], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def real_pages() -> list[list[sets.Formula]]:
    truths = sorted(Path(os.environ["SITECHECK_CORPUS"]).glob("*.truth.json.gz"))
    documents = [
        document
        for truth in truths
        for document in json.loads(gzip.decompress(truth.read_bytes()))["documents"]
    ]
    return [
        [(tex, bool(display)) for tex, display in document["math"]]
        for document in documents
        if document.get("math")
    ]


@pytest.mark.corpus
@pytest.mark.reference
@pytest.mark.parametrize("version", golden.VERSIONS)
def test_real_formulas_alone_and_on_their_pages(version: int) -> None:
    ask(version)
    pages = real_pages()
    formulas = list(dict.fromkeys(formula for page in pages for formula in page))
    assert_agree(formulas, golden.alone(version, formulas), ours(version, formulas), 0.999)
    real = [bit for page in golden.judge(version, pages) for bit in page]
    mine = [bit for page in pages for bit in on_page(version, page)]
    assert_agree([formula for page in pages for formula in page], real, mine, 0.999)


@pytest.mark.corpus
@pytest.mark.reference
@pytest.mark.parametrize("version", golden.VERSIONS)
def test_mutants_of_real_formulas(version: int) -> None:
    ask(version)
    formulas = sets.mutants([formula for page in real_pages() for formula in page], 2_000, seed=1)
    assert_agree(formulas, golden.alone(version, formulas), ours(version, formulas), 0.998)
