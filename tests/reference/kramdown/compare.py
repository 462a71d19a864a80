"""Compares sitecheck's reading with the real kramdown's.

    python tests/reference/kramdown/compare.py fuzz SEED COUNT [--plain] [--show N]
    python tests/reference/kramdown/compare.py files GLOB…
"""

from __future__ import annotations

import argparse
import glob
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "linter")]

import engine  # noqa: E402
import generate  # noqa: E402

from sitecheck import kramdown  # noqa: E402


def ours(text: str, options: dict[str, object]) -> engine.Facts:
    """The same facts as we read them."""
    page = kramdown.read(text, kramdown.Options.from_config(options))
    hrefs = [link.href for link in page.links if link.element == "a"]
    srcs = [link.href for link in page.links if link.element == "img"]
    math = [(found.kind, found.tex) for found in page.math]
    blocks = kramdown.visible_text(text, kramdown.Options.from_config(options))
    shown = "".join(segment.text for block in blocks for segment in block.segments)
    return engine.Facts([found.value for found in page.ids], hrefs, srcs, math, ["".join(shown.split())])


def _comparable(facts: engine.Facts, text: str) -> tuple[object, ...]:
    moved = "{:footnotes}" in text or "{:toc}" in text
    return (*facts[:3], sorted(facts.math), [] if moved else facts.shown)


def differences(documents: Iterable[tuple[str, dict[str, object]]]) -> tuple[int, int, int, list[str]]:
    """How many documents were compared, hold a fact, and are refused by kramdown; the ones that differ."""
    given = list(documents)
    compared = with_facts = refused = 0
    wrong: list[str] = []
    for (text, options), html in zip(given, engine.convert(given), strict=True):
        if html is None:
            refused += 1
            continue
        compared += 1
        truth = engine.facts(html)
        with_facts += any(truth[:4])
        found = ours(text, options)
        if _comparable(truth, text) != _comparable(found, text):
            wrong.append(f"{text!r}\n  kramdown {truth}\n  we       {found}\n  {html!r}")
    return compared, with_facts, refused, wrong


def main() -> None:
    """Prints how many documents agree, and the first that do not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["fuzz", "files"])
    parser.add_argument("arguments", nargs="+")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--show", type=int, default=5)
    given = parser.parse_args()
    options: dict[str, object] = {"input": "kramdown"} if given.plain else {}
    if given.what == "fuzz":
        seed, count = map(int, given.arguments)
        texts = list(generate.documents(seed, count))
    else:
        names = [name for pattern in given.arguments for name in glob.glob(pattern, recursive=True)]
        texts = [Path(name).read_text("utf-8", "replace") for name in names]
    compared, with_facts, refused, wrong = differences((text, options) for text in texts)
    for report in wrong[: given.show]:
        print(report)
    print(
        f"{compared - len(wrong)}/{compared} agree, with facts "
        f"{with_facts - len(wrong)}/{with_facts}; kramdown failed on {refused}"
    )


if __name__ == "__main__":
    main()
