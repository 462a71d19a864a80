"""Scripts and the names that Ruby's own lexer reads in them; the answers are ``tokens.json.gz``."""

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
GOLDEN = HERE / "tokens.json.gz"
SNIPPETS: list[str] = json.loads((HERE / "snippets.json").read_text("utf-8"))


def scripts() -> list[str]:
    """Every snippet, then several together, always the same."""
    random = Random(1)
    together = ["\n".join(random.choices(SNIPPETS, k=random.randint(2, 6))) for _ in range(600)]
    nested = [f'x = "{{#{{{a}}}}} #{{{b}}}"' for a, b in (random.sample(SNIPPETS, 2) for _ in range(300))]
    return [*SNIPPETS, *together, *nested]


def ask(texts: list[str]) -> list[Any]:
    """The answers of the installed Ruby."""
    environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["ruby", str(HERE / "tokens.rb")],
        input=json.dumps(texts), capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    found: list[Any] = json.loads(done.stdout)
    return found


def read() -> list[Any]:
    """The committed answers."""
    found: list[Any] = json.loads(gzip.decompress(GOLDEN.read_bytes()))
    return found


def write() -> None:
    """Ask about all scripts and keep the answers."""
    text = json.dumps(ask(scripts()), ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("names of Ruby scripts", write, needs("ruby")),)
