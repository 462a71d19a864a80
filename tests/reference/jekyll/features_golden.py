"""The scenarios of Jekyll's own features as sites; what real Jekyll made of them is ``features.json.gz``.

``SITECHECK_JEKYLL_SOURCES`` names a checkout of <https://github.com/jekyll/jekyll> at the tag ``v4.3.4``: the
scenarios are Jekyll's text and no part of this project, only their names and what came out are kept.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.reference.goldens import Golden, needs

HERE = Path(__file__).parent
GOLDEN = HERE / "features.json.gz"
VARIABLE = "SITECHECK_JEKYLL_SOURCES"
PROVENANCE = "names of scenarios of https://github.com/jekyll/jekyll, tag v4.3.4 (MIT), and what Jekyll 4.3.4 makes of them"

Builds = dict[str, dict[str, Any]]
"""Scenario and number of the build → ``folder``, ``args``, ``refused`` and ``outputs``."""


def build(folder: str) -> Builds:
    """Write the site of every build below ``folder``, and say what real Jekyll makes of each."""
    environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        ["ruby", str(HERE / "build_features.rb"), os.environ[VARIABLE], folder],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    return dict(json.loads(line) for line in done.stdout.splitlines())


def read() -> Builds:
    """The committed results."""
    found: Builds = json.loads(gzip.decompress(GOLDEN.read_bytes()))["builds"]
    return found


def write() -> None:
    """Build all scenarios and keep what came out."""
    with tempfile.TemporaryDirectory() as folder:
        builds = build(folder)
    kept = {"provenance": PROVENANCE, "builds": builds}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


def unavailable() -> str:
    """Why the scenarios cannot be built here; "" when they can."""
    return needs("ruby", "jekyll")() or ("" if os.environ.get(VARIABLE) else f"{VARIABLE} names no checkout")


GOLDENS = (Golden("features of Jekyll", write, unavailable),)
