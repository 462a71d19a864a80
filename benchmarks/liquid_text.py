"""Compares the text that Liquid makes of a site's documents with what real Jekyll made.

    ruby tests/reference/liquid/log_build.rb SITE LOG.json.gz
    python benchmarks/liquid_text.py SITE LOG.json.gz

A document is ``equal``, ``equal but for unknown`` (what is not known stands for what Jekyll wrote there),
``marked`` (it differs, and something in it is marked unknown or as one that may not be there) or ``silent``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from sitecheck.document import SiteReader
from sitecheck.jekyll import SiteOptions, load_site
from sitecheck.text.source import TextProblem
from sitecheck.text.source_map import UNKNOWN

_COLOURED = re.compile(r'(<figure class="highlight">.*?</figure>|<code[^>]*>.*?</code>)', re.DOTALL)
_MOST_UNKNOWN = 50


def without_colours(text: str) -> str:
    """The text with the highlighter's spans taken out."""
    parts = _COLOURED.split(text)
    for index in range(1, len(parts), 2):
        plain = re.sub(r"</?span[^>]*>", "", parts[index])
        parts[index] = plain.replace("&quot;", '"').replace("&#39;", "'")
    return "".join(parts)


def compare(mine: str, truth: str, maybe: bool) -> str:
    """The class of one document."""
    mine, truth = without_colours(mine), without_colours(truth)
    if mine == truth:
        return "equal"
    if UNKNOWN not in mine:
        return "marked" if maybe else "silent"
    pattern = ".*".join(map(re.escape, mine.split(UNKNOWN)))
    fits = mine.count(UNKNOWN) < _MOST_UNKNOWN and re.fullmatch(pattern, truth, re.DOTALL)
    return "equal but for unknown" if fits else "marked"


def classes(site: Path, log: dict[str, Any]) -> Counter[str]:
    """How many documents of each class there are; prints examples of those that differ."""
    reader = SiteReader(load_site(site, SiteOptions()))
    kinds = {input_.path: input_.kind for input_ in reader.inputs()}
    counts: Counter[str] = Counter()
    logged = {entry["path"] for entry in log["documents"]}
    counts["no Liquid in it"] = sum(
        kind in ("page", "post", "document") and path not in logged for path, kind in kinds.items()
    )
    seen: set[str] = set()
    for entry in log["documents"]:
        path = entry["path"]
        if path in seen or path not in kinds or "output" not in entry:
            counts["not compared"] += 1
            continue
        seen.add(path)
        source = reader.source(path)
        if isinstance(source, TextProblem):
            continue
        document = reader.document(source, kinds[path])
        maybe = any(piece.maybe for piece in document.rendered.pieces)
        kind = compare(document.rendered.text, entry["output"], maybe)
        counts[kind] += 1
        _example(kind, counts[kind], path, document.rendered.text, entry["output"])
    return counts


EXAMPLES = 3


def _example(kind: str, number: int, path: str, mine: str, truth: str) -> None:
    if kind in ("equal", "equal but for unknown") or number > EXAMPLES:
        return
    mine, truth = without_colours(mine), without_colours(truth)
    at = next((i for i, (a, b) in enumerate(zip(mine, truth, strict=False)) if a != b), len(mine))
    print(f"  {kind}: {path}")
    print(f"    ours {mine[max(0, at - 50) : at + 70]!r}\n    real {truth[max(0, at - 50) : at + 70]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("log", type=Path)
    arguments = parser.parse_args()
    log = json.loads(gzip.decompress(arguments.log.read_bytes()))
    print(arguments.site.name)
    counts = classes(arguments.site, log)
    total = sum(count for kind, count in counts.items() if kind != "not compared")
    for kind, count in counts.most_common():
        print(f"  {kind:<24} {count:>6}  {100 * count / max(total, 1):6.2f} %")


if __name__ == "__main__":
    main()
