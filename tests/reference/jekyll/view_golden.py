"""What real Jekyll's drops answer on some of the variants; the answers are ``view.json.gz``."""

from __future__ import annotations

import gzip
import json
from typing import Any

from tests.reference.goldens import Golden, needs
from tests.reference.jekyll.golden import HERE, run_ruby
from tests.reference.jekyll.variants import PLUGIN_SETS

GOLDEN = HERE / "view.json.gz"
SEEDS = tuple(range(0, len(PLUGIN_SETS) * 48, len(PLUGIN_SETS)))
"""Variants without plugins."""


def read() -> dict[int, Any]:
    """The committed answers."""
    return {int(seed): answer for seed, answer in json.loads(gzip.decompress(GOLDEN.read_bytes())).items()}


def write() -> None:
    """Ask Jekyll and keep what it answers."""
    found = run_ruby("view.rb", list(SEEDS))
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("jekyll drops", write, needs("ruby", "jekyll")),)
