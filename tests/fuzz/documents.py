"""Whatever a document holds, it is read to its end, in time and in memory, and every rule takes it.

``python -m tests.fuzz.documents --count 200000 --seed 1`` generates documents and takes each through reading, facts
and rules. A fault is printed with the number that makes the document again: ``--count 1 --first NUMBER``. With
SITECHECK_CORPUS, a part of the documents are spoilt parts of real ones.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fuzz import command_line, grammar
from tests.fuzz.limits import MEGABYTES, SECONDS, Overdue, deadline, memory

from sitecheck.document import Input, SiteReader
from sitecheck.engine.analyze import FileReport, analyze
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.rule.base import FileRule
from sitecheck.text.front_matter import read_front_matter
from sitecheck.text.source import Source, TextProblem, decode

PAGE_STEPS = 30_000
"""So that loops without end do not take all the time; all else costs what it costs."""

SITE = {
    "_config.yml": "baseurl: /b\ncollections: {docs: {output: true}}\nkramdown: {input: GFM}\n",
    "_layouts/default.html": "<head><script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'></script></head>"
    "{% for p in site.pages %}<a href='{{ p.url }}'>{{ p.title }}</a>{% endfor %}{{ content }}",
    "_layouts/katex.html": "<script src='https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/katex.min.js'></script>{{ content }}",
    "_includes/note.html": "<b id='n'>{{ include.url | default: page.title }}</b>",
    "_includes/self.html": "{% include self.html %}{% include self.html %}",
    "_data/people.yml": "- {name: Ann, age: 3, tags: [a, b]}\n- {name: Bo, age: '4', tags: }\n- [1, 2]\n- text\n",
    "_posts/2024-01-02-one.md": "---\ntitle: One\ntags: [a, b]\n---\nFirst.\n\nSecond [a](/gone).\n",
    "_posts/2024-02-03-two.md": "---\ntitle: Two\ncategories: [c]\n---\n{% include note.html url=page.url %}\n",
    "_docs/a.md": "---\norder: 1\n---\n# A\n",
    "index.md": "---\nlayout: default\n---\n",
    "plain.html": "---\nlayout: katex\n---\n",
    "feed.xml": "---\n---\n",
    "copied.html": "<p>as it is</p>",
}  # fmt: skip
TARGETS: tuple[Input, ...] = (
    Input("index.md", "page"), Input("index.md", "page"), Input("plain.html", "page"), Input("feed.xml", "page"),
    Input("_posts/2024-01-02-one.md", "post"), Input("_layouts/default.html", "layout"),
    Input("_includes/note.html", "include"), Input("copied.html", "static-page"), Input("_config.yml", "config"),
)  # fmt: skip


class Fault(NamedTuple):
    """What went wrong with a document."""

    number: int
    input: Input
    what: str
    text: str

    def __str__(self) -> str:
        return f"--count 1 --first {self.number}: {self.input.path}: {self.what}\n  {self.text[:600]!r}"


class _Reader(SiteReader):
    """Reads one of the site's files as if ``text`` stood in it."""

    path = ""
    text = ""

    def source(self, path: str) -> Source | TextProblem:
        return (
            decode(path, self.text.encode("utf-8", "replace")) if path == self.path else super().source(path)
        )

    @contextlib.contextmanager
    def pretending(self, path: str, text: str) -> Iterator[None]:
        """While this lasts; front matter counts, too."""
        self.path, self.text = path, text
        record = self._records.get(path)
        if record is None:
            yield
            return
        data = dict(record.data)
        record.data.update(read_front_matter(text, False, self.site.config.zone).data)
        try:
            yield
        finally:
            record.data.clear()
            record.data.update(data)


class Bench:
    """A site in which documents are tried."""

    def __init__(self, folder: Path, seed: int, real: Sequence[str] = ()) -> None:
        for path, text in SITE.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        settings = read_settings(None, only=("all",))
        self._site = load_site(folder)
        self._rules = [
            rule(settings.options.get(name))
            for name, rule in sorted(settings.rules.items())
            if issubclass(rule, FileRule)
        ]
        self._seed = seed
        self._real = real

    def document(self, number: int) -> tuple[Input, str]:
        """Where the document of that number stands, and its text."""
        random = Random(f"{self._seed} {number}")
        return random.choice(TARGETS), grammar.document(random, self._real)

    def fault(self, number: int) -> Fault | None:
        """What is wrong with a document, if anything is."""
        input_, text = self.document(number)
        started = time.process_time()
        try:
            with deadline():
                report = self._read(input_, text)
        except Overdue:
            return Fault(number, input_, f"more than {SECONDS} s", text)
        except Exception:
            return Fault(number, input_, traceback.format_exc(), text)
        what = _complaint(report, input_, text)
        if not what and time.process_time() - started > SECONDS:
            what = "slow"
        return Fault(number, input_, what, text) if what else None

    def _read(self, input_: Input, text: str) -> FileReport:
        reader = _Reader(self._site, page_steps=PAGE_STEPS, content_steps=PAGE_STEPS)
        with reader.pretending(input_.path, text):
            return analyze(input_, reader, self._rules)


def _complaint(report: FileReport, input_: Input, text: str) -> str:
    if report.crashes:
        return report.crashes[0].traceback
    for finding in report.findings:
        start, end = finding.place.span
        if finding.path == input_.path and not 0 <= start <= end <= len(text):
            return f"{finding} lies outside"
    return ""


def real_texts() -> list[str]:
    """Markdown and HTML of the corpus, if there is one."""
    corpus = os.environ.get("SITECHECK_CORPUS")
    paths = (
        (path for suffix in ("*.md", "*.html") for path in sorted(Path(corpus).rglob(suffix)))
        if corpus
        else ()
    )
    return [path.read_text("utf-8", "replace") for path in paths if path.is_file()]


def faults(count: int, seed: int, first: int = 0) -> Iterator[Fault]:
    """The faults of ``count`` documents from the number ``first`` on."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), seed, real_texts())
        limit = memory() + MEGABYTES
        for number in range(first, first + count):
            fault = bench.fault(number)
            if fault is None and memory() > limit:
                fault = Fault(number, bench.document(number)[0], f"{memory()} MB", bench.document(number)[1])
                limit = memory() + MEGABYTES
            if fault is not None:
                yield fault


def main() -> int:
    """Prints the faults."""
    return command_line.numbered("documents", faults, count=1000)


if __name__ == "__main__":
    sys.exit(main())
