"""What the real kramdown makes of the probes and of two samples of random documents; kept in golden.json.xz."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Sequence
from pathlib import Path

from tests.reference.goldens import Golden
from tests.reference.kramdown import engine, generate, probes

GOLDEN = Path(__file__).with_name("golden.json.xz")
SAMPLES = {"GFM": (7, 3000), "kramdown": (8, 1500)}


def sample(dialect: str) -> list[tuple[str, dict[str, object]]]:
    """The random documents of a dialect, with the options they are read with."""
    seed, count = SAMPLES[dialect]
    options: dict[str, object] = {} if dialect == "GFM" else {"input": dialect}
    return [(text, options) for text in generate.documents(seed, count)]


def digest(documents: Sequence[tuple[str, dict[str, object]]]) -> str:
    """Tells whether the documents are still those that the golden facts are about."""
    return hashlib.sha256("\0".join(text for text, _ in documents).encode()).hexdigest()


def truth(documents: Sequence[tuple[str, dict[str, object]]]) -> list[engine.Facts | None]:
    """What the real kramdown makes of documents."""
    return [None if html is None else engine.facts(html) for html in engine.convert(documents)]


def write() -> None:
    """Asks kramdown and writes the file."""
    sets = {"probes": probes.documents(), **{dialect: sample(dialect) for dialect in SAMPLES}}
    golden = {
        "about": f"kramdown {engine.version()}; made by write_golden.py",
        **{name: {"digest": digest(given), "facts": truth(given)} for name, given in sets.items()},
    }
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(lzma.compress(text.encode(), preset=9))


GOLDENS = (Golden("kramdown facts", write, engine.unavailable),)
