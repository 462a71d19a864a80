"""Compares sitecheck's reading with the real kramdown's.

python tests/reference/kramdown/compare.py fuzz SEED COUNT [--plain] [--show N]
python tests/reference/kramdown/compare.py probes
python tests/reference/kramdown/compare.py files PATTERN…
"""

from __future__ import annotations

import argparse
import glob
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.reference.kramdown import engine, generate, probes

from sitecheck import kramdown


def ours(text: str, options: dict[str, object]) -> engine.Facts:
    """The same facts as we read them."""
    settings = kramdown.Options.from_config(options)
    page = kramdown.read(text, settings)
    hrefs = [link.href for link in page.links if link.element == "a"]
    srcs = [link.href for link in page.links if link.element == "img"]
    math = [(found.kind, found.tex) for found in page.math]
    blocks = kramdown.visible_text(text, settings)
    shown = "".join(segment.text for block in blocks for segment in block.segments)
    return engine.Facts([found.value for found in page.ids], hrefs, srcs, math, "".join(shown.split()))


_MOVED = re.compile(r"\{:[^}]*(?:toc|footnotes)")


def same_facts(one: engine.Facts, other: engine.Facts) -> bool:
    """Whether ids, hrefs and srcs agree in order and formulas as a multiset."""
    return one[:3] == other[:3] and sorted(map(tuple, one.math)) == sorted(map(tuple, other.math))


def same_text(one: engine.Facts, other: engine.Facts, text: str) -> bool:
    """Whether the same text is shown; not asked where kramdown moves or repeats text."""
    return one.shown == other.shown or _MOVED.search(text) is not None


class Result(NamedTuple):
    """Counts of documents, and reports on those that differ."""

    compared: int
    with_facts: int
    refused: int
    wrong_facts: list[str]
    wrong_text: list[str]


def compare(documents: Iterable[tuple[str, dict[str, object]]]) -> Result:
    """Reads each document both ways."""
    given = list(documents)
    result = Result(0, 0, 0, [], [])
    compared = with_facts = refused = 0
    for (text, options), html in zip(given, engine.convert(given), strict=True):
        if html is None:
            refused += 1
            continue
        compared += 1
        truth = engine.facts(html)
        with_facts += any(truth[:4])
        found = ours(text, options)
        report = f"{text!r} {options}\n  kramdown {truth}\n  we       {found}\n  {html!r}"
        if not same_facts(truth, found):
            result.wrong_facts.append(report)
        elif not same_text(truth, found, text):
            result.wrong_text.append(report)
    return result._replace(compared=compared, with_facts=with_facts, refused=refused)


def main() -> None:
    """Prints how many documents agree, and the first that do not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["fuzz", "files", "probes"])
    parser.add_argument("arguments", nargs="*")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--show", type=int, default=5)
    given = parser.parse_args()
    options: dict[str, object] = {"input": "kramdown"} if given.plain else {}
    if given.what == "probes":
        result = compare(probes.documents())
    elif given.what == "fuzz":
        seed, count = map(int, given.arguments)
        result = compare((text, options) for text in generate.documents(seed, count))
    else:
        names = [name for pattern in given.arguments for name in glob.glob(pattern, recursive=True)]
        result = compare((Path(name).read_text("utf-8", "replace"), options) for name in names)
    for report in [*result.wrong_facts, *result.wrong_text][: given.show]:
        print(report)
    print(
        f"facts agree in {result.compared - len(result.wrong_facts)} of {result.compared} documents "
        f"({result.with_facts} hold facts), the text shown in all but {len(result.wrong_text)} of these; "
        f"kramdown failed on {result.refused}"
    )


if __name__ == "__main__":
    main()
