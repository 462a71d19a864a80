"""Questions about small functions that real Ruby and Jekyll answered; the answers are ``units.json.gz``."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from pathlib import Path
from random import Random
from typing import Any

from tests.reference.goldens import Golden, needs

HERE = Path(__file__).parent
GOLDEN = HERE / "units.json.gz"
CHOICES: dict[str, list[Any]] = json.loads((HERE / "unit_inputs.json").read_text("utf-8"))

ZONES = ("UTC", "America/New_York", "Asia/Tokyo")


def questions() -> dict[str, Any]:
    """Everything that is asked, always the same."""
    random = Random(1)
    yaml = (
        [f"k: {text}" for text in CHOICES["scalars"]]
        + list(CHOICES["documents"])
        + [_random_yaml(random) for _ in range(2500)]
    )
    split = list(CHOICES["splits"]) + [
        "".join(random.choices(CHOICES["fences"], k=random.randint(1, 8))) for _ in range(1500)
    ]
    modes = (None, "default", "pretty", "ascii", "latin", "raw", "none")
    return {
        "yaml": yaml,
        "split": split,
        "date": [(text, zone) for text in CHOICES["dates"] for zone in ZONES],
        "slug": [
            (name, mode, cased) for name in CHOICES["names"] for mode in modes for cased in (True, False)
        ],
        "title": list(CHOICES["names"]),
        "escape": list(CHOICES["paths"]),
        "sanitize": list(CHOICES["paths"]),
        "extname": list(CHOICES["files"]),
        "fnmatch": list(CHOICES["globs"]),
        "key": list(CHOICES["keys"]),
    }


def _random_yaml(random: Random) -> str:
    return "".join(random.choices(CHOICES["words"], k=random.randint(1, 14)))


def ask() -> dict[str, Any]:
    """The answers of the installed Ruby and Jekyll."""
    environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["ruby", str(HERE / "units.rb")],
        input=json.dumps(questions()), capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def read() -> dict[str, Any]:
    """The committed answers."""
    answers: dict[str, Any] = json.loads(gzip.decompress(GOLDEN.read_bytes()))
    return answers


def write() -> None:
    """Ask, and keep what is answered."""
    text = json.dumps(ask(), ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("jekyll functions", write, needs("ruby", "jekyll")),)
