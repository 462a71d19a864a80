"""The verdicts of the real MathJax 2, 3 and 4 on the formulas of mathjax_sets, kept in golden files.

A golden file holds the formulas (those made by rule are left out) and for
every version one bit per formula: 1 where it renders.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.reference.goldens import Golden
from tests.reference.math import mathjax_sets as sets

HERE = Path(__file__).parent
VERSIONS = (2, 3, 4)
MUTANTS = 20_000
COMPOSED = 1_500
PAGES = 300


def node_modules() -> Path:
    """Where the engines' packages are, if they are anywhere."""
    return Path(os.environ.get("SITECHECK_NODE_MODULES") or HERE.parents[2] / ".reference" / "node_modules")


def unavailable(version: int) -> str:
    """Why the real engine cannot be asked; "" if it can."""
    package = {2: "mathjax", 3: "mathjax-full", 4: "@mathjax/src"}[version]
    if shutil.which("node") is None:
        return "node is not installed"
    return "" if (node_modules() / package).is_dir() else f"the package {package} is not installed"


def judge(version: int, pages: list[list[sets.Formula]], *packages: str) -> list[list[bool]]:
    """Whether each formula of each page renders in the real engine, with these packages beside the usual ones."""
    lines = "".join(json.dumps({"formulas": page, "packages": packages}) + "\n" for page in pages)
    done = subprocess.run(
        ["node", str(HERE / "mathjax_judge.cjs"), str(version)],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "SITECHECK_NODE_MODULES": str(node_modules())},
    )
    return [
        [verdict is None for verdict in json.loads(line)["verdicts"]] for line in done.stdout.splitlines()
    ]


def alone(version: int, formulas: list[sets.Formula]) -> list[bool]:
    """Whether each formula renders on a page of its own."""
    return [verdicts[0] for verdicts in judge(version, [[formula] for formula in formulas])]


def pack(bits: list[bool]) -> str:
    """Verdicts as a hexadecimal number."""
    return f"{int('1' + ''.join('1' if bit else '0' for bit in bits), 2):x}"


def unpack(text: str) -> list[bool]:
    """The verdicts of :func:`pack`."""
    return [bit == "1" for bit in f"{int(text, 16):b}"[1:]]


def path(name: str) -> Path:
    """The golden file of a set."""
    return HERE / f"mathjax_golden_{name}.json.gz"


def read(name: str) -> dict[str, Any]:
    """A golden file."""
    found: dict[str, Any] = json.loads(gzip.decompress(path(name).read_bytes()))
    return found


def keep(name: str, value: dict[str, Any]) -> None:
    """Writes a golden file; the same value gives the same bytes."""
    path(name).write_bytes(gzip.compress(json.dumps(value, ensure_ascii=False).encode(), 9, mtime=0))


def write() -> None:
    """Writes all golden files."""
    keep("commands", {str(v): pack(alone(v, sets.commands_in_contexts(v))) for v in VERSIONS})
    mutants = sets.written() + sets.mutants(sets.written(), MUTANTS, seed=2026)
    keep("mutants", {"formulas": mutants, **{str(v): pack(alone(v, mutants)) for v in VERSIONS}})
    composed = {str(v): sets.composed(v, COMPOSED, seed=v) for v in VERSIONS}
    verdicts = {f"verdicts{v}": pack(alone(v, composed[str(v)])) for v in VERSIONS}
    keep("composed", {**composed, **verdicts})
    pages = sets.pages(PAGES, seed=2026)
    on_pages = {str(v): pack([bit for page in judge(v, pages) for bit in page]) for v in VERSIONS}
    keep("pages", {"pages": pages, **on_pages})


GOLDENS = (Golden("math mathjax", write, lambda: "; ".join(filter(None, map(unavailable, VERSIONS)))),)
