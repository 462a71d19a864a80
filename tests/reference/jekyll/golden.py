"""What real Jekyll makes of the variants; the answers are ``routes.json.gz``."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.reference.goldens import Golden, needs
from tests.reference.jekyll.variants import BUILD_TIME, COUNT, PLUGIN_SETS, Variant

HERE = Path(__file__).parent
GOLDEN = HERE / "routes.json.gz"


def build(seeds: list[int]) -> dict[int, Any]:
    """What real Jekyll makes of the variants: one process for each set of plugins."""
    found: dict[int, Any] = {}
    for plugins in range(len(PLUGIN_SETS)):
        chosen = [seed for seed in seeds if seed % len(PLUGIN_SETS) == plugins]
        if chosen:
            found.update(run_ruby("build_sites.rb", chosen))
    return dict(sorted(found.items()))


def run_ruby(script: str, seeds: list[int]) -> dict[int, Any]:
    """Write the variants, give their folders to a Ruby script, read its line for each."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            Variant(seed).write(Path(folder, str(seed)))
        names = "\n".join(os.path.join(folder, str(seed)) for seed in seeds)
        environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(
            ["ruby", str(HERE / script), BUILD_TIME],
            input=names, capture_output=True, text=True, check=True, env=environment,
        )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('["')]
    return {int(seed): result for seed, result in lines}


def read() -> dict[int, Any]:
    """The committed results."""
    return {int(seed): result for seed, result in json.loads(gzip.decompress(GOLDEN.read_bytes())).items()}


def write() -> None:
    """Build all variants and keep what came out."""
    found = build(list(range(COUNT)))
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("jekyll routes", write, needs("ruby", "jekyll")),)
