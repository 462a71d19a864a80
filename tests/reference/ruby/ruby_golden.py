"""Scripts and the names that Ruby's own lexer reads in them; the answers are ``tokens.json.gz``."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random
from typing import Any

from tests.reference.ask_ruby import ask_ruby
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
    return ask_ruby(HERE / "tokens.rb", texts)


def read() -> list[Any]:
    """The committed answers."""
    found: list[Any] = json.loads(gzip.decompress(GOLDEN.read_bytes()))
    return found


def write() -> None:
    """Ask about all scripts and keep the answers."""
    text = json.dumps(ask(scripts()), ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("names of Ruby scripts", write, needs("ruby")),)
