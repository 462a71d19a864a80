"""Layouts that are looked through for scripts bring what they bring when all of them is rendered.

``python -m tests.fuzz.scripts --count 5000 --seed 1`` makes small sites whose includes and loops set variables
on which scripts hang, and compares, page by page, the scripts of layouts without what is left out for the sake
of speed with those of layouts as they are. A difference is printed with the number that makes the site again:
``--count 1 --first NUMBER``.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fuzz import command_line

from sitecheck.document import SiteReader
from sitecheck.document.layouts import layouts_of
from sitecheck.document.liquid_host import SiteHost
from sitecheck.document.script_host import scriptless
from sitecheck.jekyll import load_site
from sitecheck.liquid import Budget, Rendering, render
from sitecheck.testing import write_site

STEPS = 300_000
"""What the layouts of one page may cost, either way."""
VARIABLES = ("k", "m", "n")
VALUES = (
    *("k", "m", "n", "page.tags", "page.flag", "page.num", "page.title", "site.tags_of_math", "site.data.nav"),
    *("include.to", "it", "it.name", "'a'", "true", "false", "nil", "2", "k.size", "site.pages", "forloop.index"),
)  # fmt: skip
LISTS = ("page.tags", "site.data.nav", "site.pages", "(1..2)", "k", "m", "it.items")
FILES = ("a.html", "b.html", "c.html")
SCRIPT = re.compile(r"<script id=s(\d+)>(.*?)</script>", re.DOTALL)


class Fault(NamedTuple):
    """A page on which the two differ."""

    number: int
    page: str
    layout: str
    want: str
    have: str

    def __str__(self) -> str:
        return f"--count 1 --first {self.number}: {self.page} in {self.layout}: {self.want}, not {self.have}"


class Maker:
    """Makes the files of one site."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._scripts = 0
        self._theme = random.choice((*[""] * 9, "theme: gone\n"))
        """Of which no file is here: what is included of it may set any variable."""

    def files(self) -> dict[str, str]:
        """A whole site. Few of its files write scripts, or none would be left out."""
        random = self._random
        files = {
            "_config.yml": f"title: T\ntags_of_math: [a, b]\n{self._theme}",
            "_data/nav.json": json.dumps([{"name": "a", "items": [1, 2]}, {"name": "b"}]),
            "_includes/s.html": self.script(0),
            "_layouts/outer.html": self.body(2, True) + "{{ content }}" + self.body(2, True),
            "_layouts/inner.html": "---\nlayout: outer\n---\n" + self.body(3, True),
        }
        for name in FILES:
            files[f"_includes/{name}"] = self.body(2, random.random() < 0.1)
        for number in range(4):
            files[f"p{number}.md"] = self.page()
        return files

    def page(self) -> str:
        """The source of a page."""
        random = self._random
        data = {
            "layout": random.choice(("outer", "inner")),
            "title": random.choice(("a", "B")),
            "flag": random.choice((True, False, None)),
            "num": random.choice((1, 2, None)),
            "tags": random.choice(([], ["a"], ["a", "b"], None)),
        }
        return f"---\n{json.dumps(data)}\n---\ntext\n"

    def value(self) -> str:
        """An expression."""
        return self._random.choice(VALUES)

    def variable(self) -> str:
        """One that is set somewhere."""
        return self._random.choice(VARIABLES)

    def condition(self) -> str:
        """A condition, mostly about a variable that is set somewhere."""
        one = self._random.choice((self.variable(), self.value()))
        return self._random.choice((one, f"{one} == {self.value()}", f"{one} contains 'a'", f"{one} != nil"))

    def body(self, depth: int, writes: bool) -> str:
        """Some things one after the other; ``writes``: scripts, too."""
        return "".join(self.thing(depth, writes) for _ in range(self._random.randrange(1, 5)))

    def thing(self, depth: int, writes: bool) -> str:
        """One thing."""
        simple = (self.text, self.assign, self.assign, self.output, self.include)
        deep = (self.if_, self.if_, self.for_, self.for_, self.capture, self.case)
        if writes and self._random.random() < 0.4:
            return f"{{% if {self.condition()} %}}{self.script(depth)}{{% endif %}}"
        made = self._random.choice(simple if depth == 0 else simple + deep)
        return made(depth - 1, writes)

    def script(self, depth: int) -> str:
        """A script of its own number, mostly empty."""
        self._scripts += 1
        content = self.body(max(depth - 1, 0), False) if self._random.random() < 0.2 else ""
        return f"<script id=s{self._scripts}>{content}</script>"

    def text(self, depth: int, writes: bool) -> str:
        return self._random.choice(("<p>", "text ", "a", "</p>"))

    def assign(self, depth: int, writes: bool) -> str:
        more = self._random.choice(("", "", " | append: 'a'", " | size", " | default: 'a'", " | push: 'a'"))
        return f"{{% assign {self.variable()} = {self.value()}{more} %}}"

    def output(self, depth: int, writes: bool) -> str:
        value = self._random.choice(("page.title", "it.name", "page.num", self.value()))
        return f"{{{{ {value} }}}}"

    def include(self, depth: int, writes: bool) -> str:
        theirs = ("gone.html",) if self._theme else ()
        more = ("s.html",) if writes else ()
        odd = ("{{ page.none }}a.html",) if self._random.random() < 0.02 else ()
        name = self._random.choice((*FILES, *FILES, *theirs, *more, *odd))
        given = self._random.choice(("", f" to={self.value()}"))
        return f"{{% include{self._random.choice(('', '', '_cached'))} {name}{given} %}}"

    def if_(self, depth: int, writes: bool) -> str:
        other = self._random.choice(("", f"{{% else %}}{self.body(depth, writes)}"))
        return f"{{% if {self.condition()} %}}{self.body(depth, writes)}{other}{{% endif %}}"

    def for_(self, depth: int, writes: bool) -> str:
        stop = self._random.choice(("", "", f"{{% if {self.condition()} %}}{{% break %}}{{% endif %}}"))
        name = self._random.choice(("it", "it", "k"))
        head = f"{{% for {name} in {self._random.choice(LISTS)} %}}"
        return f"{head}{stop}{self.body(depth, writes)}{{% endfor %}}"

    def case(self, depth: int, writes: bool) -> str:
        when = f"{{% when {self.value()} %}}{self.body(depth, writes)}"
        return f"{{% case {self.variable()} %}}{when}{{% else %}}{self.body(depth, writes)}{{% endcase %}}"

    def capture(self, depth: int, writes: bool) -> str:
        return f"{{% capture {self.variable()} %}}{self.body(depth, writes)}{{% endcapture %}}"


def differences(folder: Path, left_out: list[str] | None) -> Iterator[tuple[str, str, str, str]]:
    """The pages of a site whose scripts differ: page, layout, the scripts when all is rendered, those found.

    Pages at which Jekyll's build stops are none, and those that cost too much are left out.
    """
    reader = SiteReader(load_site(folder))
    if left_out is not None:
        left_out += scriptless(reader)
    for page in reader.shown_pages():
        for layout in layouts_of(page.data.get("layout"), reader)[0]:
            template = reader.layout_template(layout)
            assert template is not None
            budget = Budget(STEPS)
            whole = render(template, SiteHost(reader, page), page.path or "", budget)
            found = reader.render_scripts(template, page.path or "", page, budget)
            if budget.exhausted or any(problem.fatal for problem in whole.problems):
                continue
            want, have = _scripts(whole), _scripts(found)
            if want != have:
                yield page.path or "", layout.path, want, have


def _scripts(rendering: Rendering) -> str:
    """The numbers and texts of the scripts, each with a question mark where it is there on one branch of
    several."""
    mapped = rendering.mapped
    found = ((m[1] + m[2], mapped.piece_at(m.start()).maybe) for m in SCRIPT.finditer(mapped.text))
    return " ".join(f"{script}?" if maybe else script for script, maybe in found)


def faults(count: int, seed: int, first: int = 0, left_out: list[str] | None = None) -> Iterator[Fault]:
    """The differences on ``count`` sites; what is left out of their templates is added to ``left_out``."""
    for number in range(first, first + count):
        with tempfile.TemporaryDirectory() as name:
            write_site(Path(name), Maker(Random(f"{seed} {number}")).files())
            for page, layout, want, have in differences(Path(name), left_out):
                yield Fault(number, page, layout, want, have)


def main() -> int:
    """Prints what differs."""
    left_out: list[str] = []
    run = partial(faults, left_out=left_out)
    return command_line.numbered("scripts", run, count=1000, left_out=left_out)


if __name__ == "__main__":
    sys.exit(main())
