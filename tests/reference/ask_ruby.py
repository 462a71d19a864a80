"""Questions to the installed Ruby."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any


def ask_ruby(script: Path, asked: list[str]) -> list[Any]:
    """What ``script`` answers, which takes a JSON list from its input and prints one of as many answers."""
    environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["ruby", str(script)],
        input=json.dumps(asked), capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    found: list[Any] = json.loads(done.stdout)
    return found
