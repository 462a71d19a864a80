"""Prints how far our checks agree with MathJax on the golden sets, and how fast they are.

python tests/reference/math/mathjax_figures.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

if __name__ == "__main__":
    root = Path(__file__).parents[3]
    sys.path[:0] = [str(root), str(root / "linter")]

from tests.reference.math import mathjax_golden as golden
from tests.reference.math import mathjax_sets as sets

from sitecheck.math import MacroEnv, check
from sitecheck.math.mathjax.tables import compose, default_packages


def agreement(name: str, version: int, pages: list[list[sets.Formula]], real: list[bool]) -> None:
    """One line: both accept, both refuse, missed, false alarms, agreement."""
    mine = []
    for page in pages:
        macros = MacroEnv(page_level=True)
        mine += [not check(tex, display, f"mathjax{version}", macros) for tex, display in page]  # type: ignore[arg-type]
    pairs = list(zip(real, mine, strict=True))
    missed, false = pairs.count((False, True)), pairs.count((True, False))
    share = 100 * (1 - (missed + false) / len(pairs))
    print(
        f"MathJax {version}  {name:9} {len(pairs):6}  ok {pairs.count((True, True)):6}  "
        f"refused {pairs.count((False, False)):6}  missed {missed:3}  false {false:3}  {share:.3f} %"
    )


def speed(version: int) -> None:
    """Formulas in a second on one core, of the written list; and the time to read and compose the tables."""
    start = time.process_time()
    compose(version, default_packages(version))
    tables = time.process_time() - start
    formulas = sets.written() * 10
    check("x", True, f"mathjax{version}")  # type: ignore[arg-type]
    start = time.process_time()
    for tex, display in formulas:
        check(tex, display, f"mathjax{version}")  # type: ignore[arg-type]
    rate = len(formulas) / (time.process_time() - start)
    print(f"MathJax {version}  {rate:,.0f} formulas a second, tables in {tables * 1000:.1f} ms")


def main() -> None:
    """All figures."""
    for version in golden.VERSIONS:
        speed(version)
    for version in golden.VERSIONS:
        commands = [[formula] for formula in sets.commands_in_contexts(version)]
        agreement("commands", version, commands, golden.unpack(golden.read("commands")[str(version)]))
        found = golden.read("mutants")
        agreement(
            "mutants",
            version,
            [[formula] for formula in found["formulas"]],
            golden.unpack(found[str(version)]),
        )
        found = golden.read("composed")
        composed = [[formula] for formula in found[str(version)]]
        agreement("composed", version, composed, golden.unpack(found[f"verdicts{version}"]))
        found = golden.read("pages")
        agreement("pages", version, found["pages"], golden.unpack(found[str(version)]))


if __name__ == "__main__":
    main()
