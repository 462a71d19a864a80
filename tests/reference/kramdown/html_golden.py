"""The HTML that the real kramdown makes of the probes and of random documents; kept in html_golden.json.xz."""

from __future__ import annotations

import json
import lzma
import subprocess
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from tests.reference.goldens import Golden
from tests.reference.kramdown import engine, generate, probes
from tests.reference.kramdown.write_golden import digest

GOLDEN = Path(__file__).with_name("html_golden.json.xz")
SCRIPT = Path(__file__).with_name("html.rb")
SAMPLES = {"GFM": (31, 500), "kramdown": (32, 300)}
Documents = Sequence[tuple[str, dict[str, object]]]


def sample(dialect: str, seed: int, count: int) -> Documents:
    """Random documents of a dialect, with the options they are read with."""
    options: dict[str, object] = {} if dialect == "GFM" else {"input": dialect}
    return [(text, options) for text in generate.documents(seed, count)]


def sets() -> dict[str, Documents]:
    """All documents that are kept."""
    documents = [*probes.documents(), *probes.HTML_ONLY]
    return {"probes": documents, **{name: sample(name, *given) for name, given in SAMPLES.items()}}


def convert(documents: Documents) -> list[str | None]:
    """The HTML of each document; None where kramdown itself fails."""
    lines = "".join(json.dumps({"text": text, "options": options}) + "\n" for text, options in documents)
    run = subprocess.run(["ruby", str(SCRIPT)], input=lines.encode(), capture_output=True, check=True)
    return [json.loads(line).get("html") for line in run.stdout.decode().splitlines()]


class _Events(HTMLParser):
    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[object, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(
            ("start", tag, *sorted({name: value or "" for name, value in reversed(attrs)}.items()))
        )

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("end", tag))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "text":
            data = f"{self.found.pop()[1]}{data}"
        self.found.append(("text", data))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", data))


def normal(html: str) -> list[tuple[object, ...]]:
    """HTML without what does not show: order of attributes, spelling of characters, runs of white space."""
    events = _Events()
    events.feed(html)
    events.close()
    texts = [
        (kind, " ".join(str(rest[0]).split())) if kind == "text" else (kind, *rest)
        for kind, *rest in events.found
    ]
    return [event for event in texts if event != ("text", "")]


def write() -> None:
    """Asks kramdown and writes the file."""
    golden: dict[str, object] = {"about": f"kramdown {engine.version()}; made by html_golden.py"}
    for name, documents in sets().items():
        golden[name] = {"digest": digest(documents), "html": convert(documents)}
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(lzma.compress(text.encode(), preset=9))


GOLDENS = (Golden("kramdown html", write, engine.unavailable),)
