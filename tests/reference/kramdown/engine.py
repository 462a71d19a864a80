"""Runs the real kramdown and reads facts out of the HTML it makes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

SCRIPT = Path(__file__).with_name("facts.rb")


class Facts(NamedTuple):
    """What is compared: ordered ids, hrefs, srcs; formulas as (kind, source); the text that is shown."""

    ids: list[str]
    hrefs: list[str]
    srcs: list[str]
    math: list[tuple[str, str]]
    shown: str


@lru_cache(maxsize=1)
def installed() -> bool:
    """Whether Ruby has kramdown and its GFM parser."""
    ruby = shutil.which("ruby")
    if ruby is None:
        return False
    probe = subprocess.run([ruby, "-rkramdown-parser-gfm", "-e", "0"], capture_output=True, check=False)
    return probe.returncode == 0


def unavailable() -> str:
    """Why kramdown cannot be asked; "" if it can."""
    return "" if installed() else "Ruby with kramdown and its GFM parser is not installed"


def convert(documents: Iterable[tuple[str, dict[str, object]]]) -> Iterator[str | None]:
    """The HTML of each (text, options); None where kramdown itself fails."""
    lines = "".join(json.dumps({"text": text, "options": options}) + "\n" for text, options in documents)
    run = subprocess.run(["ruby", str(SCRIPT)], input=lines.encode(), capture_output=True, check=True)
    for line in run.stdout.decode().splitlines():
        yield json.loads(line).get("html")


_MATH = re.compile("\x01(block|inline)\x02(.*?)\x03", re.DOTALL)


_SKIPPED = ("code", "pre", "script", "style", "textarea", "title")
_GENERATED = ("footnote", "reversefootnote")


class _Reader(HTMLParser):
    CDATA_CONTENT_ELEMENTS = ("script", "style", "textarea", "title")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = Facts([], [], [], [], "")
        self.shown: list[str] = []
        self.text: list[str] = []
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values: dict[str, str] = {}
        for name, value in attrs:
            values.setdefault(name, value or "")
        if tag in _SKIPPED or values.get("class") in _GENERATED:
            self.skipping.append(tag)
        if "id" in values and values["id"].strip():
            self.facts.ids.append(values["id"])
        if tag == "a" and "name" in values and values["name"] != values.get("id") and values["name"].strip():
            self.facts.ids.append(values["name"])
        if tag == "a" and "href" in values:
            self.facts.hrefs.append(values["href"])
        if tag == "img" and "src" in values:
            self.facts.srcs.append(values["src"])

    def handle_endtag(self, tag: str) -> None:
        if self.skipping and self.skipping[-1] == tag:
            self.skipping.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if not self.skipping:
            self.shown.append(data)


@lru_cache(maxsize=1)
def version() -> str:
    """The kramdown that is installed."""
    script = "require 'kramdown'; print Kramdown::VERSION"
    return subprocess.run(["ruby", "-e", script], capture_output=True, check=True, text=True).stdout


def facts(html: str) -> Facts:
    """The facts of a converted document."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = "".join(reader.text)
    reader.facts.math.extend((match[1], match[2]) for match in _MATH.finditer(text))
    shown = _MATH.sub("", "".join(reader.shown))
    return reader.facts._replace(shown="".join(shown.split()))
