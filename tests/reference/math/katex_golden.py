"""KaTeX's own verdicts: asked of the engine, and kept in katex_golden.json.gz.

    SITECHECK_NODE_MODULES=…/node_modules python -m tests.reference.math.katex_golden [SEED]

makes the large sets anew and prints how often we agree; with SITECHECK_CORPUS also the formulas of real pages
and their mutants.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from tests.reference.goldens import Golden
from tests.reference.math import katex_sets as sets

from sitecheck.math import MacroEnv, MathError, check

HERE = Path(__file__).parent
GOLDEN = HERE / "katex_golden.json.gz"
MUTANTS = 6000
PAGES = 1500
SEED = 20261124


class Verdict(NamedTuple):
    """What KaTeX says: accepted, or where it stops (-1: at no place in the formula) and with what words."""

    accepts: bool
    position: int = -1
    message: str = ""


def node_modules() -> Path | None:
    """The folder of node packages with KaTeX in it, if there is one."""
    default = HERE.parents[2] / ".reference" / "node_modules"
    folder = Path(os.environ.get("SITECHECK_NODE_MODULES", default))
    return folder if (folder / "katex").is_dir() and shutil.which("node") else None


def judge(inputs: list[Any], *options: str) -> list[Verdict]:
    """KaTeX's verdicts on ``[tex, display]`` or ``[tex, display, macros]``."""
    lines = "\n".join(map(json.dumps, inputs)) + "\n"
    command = ["node", str(HERE / "judge_katex.mjs"), *options]
    environment = os.environ | {"SITECHECK_NODE_MODULES": str(node_modules())}
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, env=environment)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [Verdict(True) if answer[0] else Verdict(False, answer[1], answer[3]) for answer in found]


class Comparison(NamedTuple):
    """How our verdicts compare with KaTeX's."""

    total: int
    missed: list[tuple[sets.Formula, str]]
    false: list[tuple[sets.Formula, MathError]]
    near: int
    """Formulas both refuse, at places at most 3 apart."""
    far: list[tuple[sets.Formula, int, MathError]]

    @property
    def agreement(self) -> float:
        """The share of formulas with the same verdict."""
        return 1 - (len(self.missed) + len(self.false)) / self.total

    @property
    def nearness(self) -> float:
        """The share of shared errors, where KaTeX names a place, that are near."""
        return self.near / max(1, self.near + len(self.far))


def compare(formulas: list[sets.Formula], verdicts: list[Verdict]) -> Comparison:
    """Our verdicts against KaTeX's; what we leave unjudged for its size counts as ours to accept."""
    result = Comparison(len(formulas), [], [], 0, [])
    near = 0
    for formula, verdict in zip(formulas, verdicts, strict=True):
        errors = check(*formula, engine="katex")
        if verdict.accepts and errors:
            result.false.append((formula, errors[0]))
        elif not verdict.accepts and not errors:
            result.missed.append((formula, verdict.message))
        elif errors and verdict.position >= 0:
            if abs(errors[0].offset - verdict.position) <= 3:
                near += 1
            else:
                result.far.append((formula, verdict.position, errors[0]))
    return result._replace(near=near)


def golden_sets() -> dict[str, list[sets.Formula]]:
    """The sets whose verdicts are kept."""
    own = sets.own_formulas()
    pool = [text for text, display in own if display]
    return {
        "own": own,
        "mutants": sets.mutants(pool, MUTANTS, SEED),
        "contexts": sets.commands_in_contexts(),
    }


def page_disagreements(pages: list[list[str]], verdicts: list[Verdict]) -> list[tuple[list[str], Verdict]]:
    """The pages, up to the first formula of which we think differently, and what KaTeX thinks of it."""
    found = []
    answers = iter(verdicts)
    for page in pages:
        env = MacroEnv(page_level=True)
        differs = False
        for number, text in enumerate(page):
            verdict = next(answers)
            accepts = not check(text, True, "katex", env)
            if accepts != verdict.accepts and not differs:
                differs = True
                found.append((page[: number + 1], verdict))
    return found


def packed(formulas: object, verdicts: list[Verdict]) -> dict[str, Any]:
    """Verdicts as plain values: a bit each, and the places of what is refused."""
    bits = "".join("1" if verdict.accepts else "0" for verdict in verdicts)
    return {
        "formulas": sets.fingerprint(formulas),
        "accepted": f"{int(bits, 2):x}",
        "count": len(verdicts),
        "positions": [verdict.position for verdict in verdicts if not verdict.accepts],
    }


def unpacked(kept: dict[str, Any]) -> list[Verdict]:
    """The verdicts that :func:`packed` made plain."""
    bits = f"{int(kept['accepted'], 16):0{kept['count']}b}"
    positions = iter(kept["positions"])
    return [Verdict(True) if bit == "1" else Verdict(False, next(positions)) for bit in bits]


def read_golden() -> dict[str, Any]:
    """The kept verdicts."""
    kept: dict[str, Any] = json.loads(gzip.decompress(GOLDEN.read_bytes()))
    return kept


def unavailable() -> str:
    """Why KaTeX cannot be asked; "" if it can."""
    return "" if node_modules() else "node and the package katex are not installed (SITECHECK_NODE_MODULES)"


def write() -> None:
    """Ask KaTeX about the golden sets."""
    version = json.loads(sets.TABLE.read_text("utf-8"))["about"]["version"]
    kept: dict[str, Any] = {"about": {"package": "katex", "version": version, "licence": "MIT"}}
    for name, formulas in golden_sets().items():
        kept[name] = packed(formulas, judge(formulas))
    pages = sets.pages(PAGES, SEED)
    kept["pages"] = packed(pages, judge([[page, True] for page in pages]))
    text = json.dumps(kept, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def corpus_formulas() -> list[sets.Formula]:
    """The formulas on real pages, if SITECHECK_CORPUS names them."""
    folder = os.environ.get("SITECHECK_CORPUS", "")
    found: set[sets.Formula] = set()
    for path in sorted(Path(folder).glob("*.truth.json.gz")) if folder else ():
        documents = json.loads(gzip.decompress(path.read_bytes()))["documents"]
        found.update((tex, bool(display)) for document in documents for tex, display in document["math"])
    return sorted(found)


def measure(seed: int) -> None:
    """Print how often we agree on all sets, with fresh mutants."""
    own = [text for text, display in sets.own_formulas() if display]
    real = corpus_formulas()
    large = {"own": sets.own_formulas(), "contexts": sets.commands_in_contexts()}
    large["mutants of own"] = sets.mutants(own, 30_000, seed)
    if real:
        large["real"] = real
        large["mutants of real"] = sets.mutants([text for text, _ in real], 30_000, seed)
    pages = sets.pages(6000, seed)
    different = page_disagreements(pages, judge([[page, True] for page in pages]))
    print(f"pages: {len(pages)} with {sum(map(len, pages))} formulas, {len(different)} with a difference")
    for name, formulas in large.items():
        verdicts = judge(formulas)
        start = time.process_time()
        result = compare(formulas, verdicts)
        speed = len(formulas) / (time.process_time() - start)
        print(
            f"{name}: {result.total}, refused {sum(not verdict.accepts for verdict in verdicts)},"
            f" agree {100 * result.agreement:.3f} %, missed {len(result.missed)}, false {len(result.false)},"
            f" near {100 * result.nearness:.2f} %, {speed:.0f}/s"
        )
        for formula, reason in [*result.missed[:20], *result.false[:20]]:
            print("   ", formula, reason)


GOLDENS = (Golden("math katex", write, unavailable),)

if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else SEED + 1)
