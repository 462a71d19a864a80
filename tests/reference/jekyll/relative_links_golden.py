"""Texts and the addresses that jekyll-relative-links finds in them; the answers are ``relative_links.json.gz``."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random
from typing import Any

from tests.reference.ask_ruby import ask_ruby
from tests.reference.goldens import Golden, needs

HERE = Path(__file__).parent
GOLDEN = HERE / "relative_links.json.gz"
PIECES = (
    "[a](b.md)", "[a\nb](c.md)", "[![a](b.png)](c.md)", "[x]: y.md", '  [x]: y.md "t"', "[x]:y.md", '[a]( b.md "t" )',
    "[a](b.md#f)", "[a](#f)", "[a](b(c).md)", "[a]()", "[a][x]", "](z)", "[", "]", "(", ")", "\n", "\n\n", " ", "text",
    "#", '"', "'", '\\"', "`[a](b.md)`", "[a]: b [c](d)", "[a](b.md 't')", '[a](b.md "t (x)")', "![i](j.png){: .c}",
    "[é](ü.md)", "    [x]: code.md", "[a](b\nc.md)", '[x]: y.md#z "t"', "- [a](b.md), [c](d.md)", "[a]: <b c>",
)  # fmt: skip


def texts() -> list[str]:
    """The pieces, then several together, always the same."""
    random = Random(3)
    return [*PIECES, *("".join(random.choices(PIECES, k=random.randint(2, 7))) for _ in range(3000))]


def ask(asked: list[str]) -> list[Any]:
    """What the installed plugin finds."""
    return ask_ruby(HERE / "relative_links.rb", asked)


def read() -> list[Any]:
    """The committed answers."""
    found: list[Any] = json.loads(gzip.decompress(GOLDEN.read_bytes()))
    return found


def write() -> None:
    """Ask about all texts and keep the answers."""
    text = json.dumps(ask(texts()), separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("links that jekyll-relative-links finds", write, needs("ruby", "jekyll")),)
