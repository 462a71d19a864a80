"""What layouts give to each page is what rendering them for that page gives.

``python -m tests.fuzz.frames --count 5000 --seed 1`` makes small sites whose layouts do all that Liquid can with
what hangs on the page, and compares links and ids, with their places, page by page. A difference is printed with
the number that makes the site again: ``--count 1 --first NUMBER``. Pages whose layouts cost more than
``PAGE_STEPS`` (includes that call themselves in loops) are left out, and counted.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fuzz import command_line

from sitecheck.document import FrameReader, SiteReader
from sitecheck.document.frames.frame_parts import read_block
from sitecheck.document.frames.frame_tags import Block
from sitecheck.document.layouts import layouts_of
from sitecheck.document.liquid_host import ContentHost, SiteHost
from sitecheck.jekyll import Record, load_site
from sitecheck.liquid import Budget, Rendering, render
from sitecheck.model.facts import Id, Link
from sitecheck.model.fate import KEPT, LOST, through
from sitecheck.testing import write_site
from sitecheck.text.source_map import UNKNOWN

STEPS = 10**9
"""What the frames of a site may cost: so much that none is cut for its neighbours' sake."""
PAGE_STEPS = 300_000
"""What the layouts of one page may cost, either way."""
NAV = (
    {"url": "/", "name": "Home"},
    {"url": "/a/", "name": "A & B"},
    {"url": "/b/", "name": "B", "items": [{"url": "#x", "name": "X"}, {"url": "/gone/", "name": "Y"}]},
    {"url": "https://example.org/", "name": "<b>there</b>"},
)
VALUES = (
    *("page.url", "page.title", "page.lang", "page.num", "page.toc", "page.tags", "page.flag", "page.layout"),
    *("page.none", "site.title", "site.data.nav", "item.url", "item.name", "item", "x", "y", "include.to"),
    *("include.what", "forloop.index", "forloop.first", "post.url", "layout.kind", "page", "site.time", "page.date"),
    *("page.next.url", "site.related_posts", "'/a/'", "'en'", "2", "nil", "page.excerpt"),
)  # fmt: skip
LISTS = (
    *("site.data.nav", "site.data.nav", "site.posts", "page.toc", "page.tags", "item.items", "(1..3)", "x"),
    *("site.related_posts", "site.pages"),
)  # fmt: skip
FILTERS = (
    *("", "", "", " | slugify", " | upcase", " | append: page.lang", " | relative_url", " | escape", " | size"),
    *(" | default: page.title", " | split: '/' | first", " | where: 'lang', page.lang | first", " | strip_html"),
    *(" | where_exp: 'i', 'i.url == page.url' | map: 'url'", " | join: '-'", " | date: '%Y'", " | plus: 1"),
)  # fmt: skip
CHANGES = (
    *("", "", "", " | strip", " | strip_html", " | escape", " | replace: 'mark', 'sign'", " | replace: '<b', '<i><b'"),
    *(" | append: page.title", " | split: '<' | join: '<'", " | truncate: 20", " | strip_newlines", " | jsonify"),
)  # fmt: skip
AROUND = (
    *(
        ("", ""),
        ("", ""),
        ("<div>", "</div>"),
        ("{% capture z %}", "{% endcapture %}{{ z }}"),
        ("<!-- ", " -->"),
    ),
    *(("{% if page.flag %}", "{% endif %}"), ("{% if page.flag %}", "{% else %}{{ content }}{% endif %}")),
    *(
        ("{% unless content contains 'Words' %}", "{% endunless %}"),
        ("<title>", "</title>"),
        ("<p title='", "'>"),
    ),
    *(("{% capture z %}", "{% endcapture %}{{ z | strip_html }}"), ("{% comment %}", "{% endcomment %}")),
    *(("{% for i in page.tags %}", "{% endfor %}"), ("{% for i in (1..2) %}", "{% endfor %}")),
    *(
        ("{% if x %}", "{% endif %}"),
        ("{% case page.num %}{% when 1 %}", "{% else %}{{ content }}{% endcase %}"),
    ),
)
CONTENT = "<p>Words &amp; <b id='mark'>words</b></p>\n<p>more of them, so that there are some</p>\n"
LISTING = (
    *(" | split: '' | push: 2", " | slice: 0, 9", " | minus: 1", " | push: '(/u.png)'", " | reverse | first"),
)  # fmt: skip
SHOWN = (
    *("{{ x }}", "{{ y[0] }}", "{{ x | size }}", "{{ x | plus: 1 }}", "{{ item }}", "{{ forloop.index }}", "a {}"),
    *("url({{ x }})", "url({{ page.num }}.png)", "@import '{{ y }}';"),
)  # fmt: skip
OPERATORS = ("==", "!=", "contains", "<", "and", "or")
TEXTS = (
    *("<p>", "</p>", "text ", "\n", '<div class="c">', "</div>", "<!-- c -->", "<script>f('<a>')</script>"),
    *('<a href="/fixed/">f</a>', '<a href="rel.html">r</a>', '<img src="/i.png" alt="i">', '<b id="fixed">'),
)  # fmt: skip


class Fault(NamedTuple):
    """A page on which the two differ."""

    number: int
    page: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def __str__(self) -> str:
        lines = (
            f"--count 1 --first {self.number}: {self.page}",
            *self.missing[:3],
            "instead of",
            *self.extra[:3],
        )
        return "\n  ".join(lines)


class Maker:
    """Makes the files of one site."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._theme = random.choice(("", "", "theme: gone\n"))
        """Of which no file is here: what is included of it may set any variable."""

    def files(self) -> dict[str, str]:
        """A whole site: pages that agree in some keys, posts, layouts and includes."""
        random = self._random
        files = {
            "_config.yml": f"title: T\nbaseurl: /base\n{self._theme}",
            "_data/nav.json": json.dumps(NAV),
            "_includes/i.html": self.body(2).replace("include i.html", "include j.html"),
            "_includes/j.html": self.body(0),
            "_includes/self.html": '<i id="{{ include.what }}">{% if include.what == page.title %}'
            "{% include self.html what=page.lang %}{% endif %}" + self.body(0),
            "_layouts/outer.html": self.body(3) + self.shown(),
            "_layouts/inner.html": "---\nlayout: outer\nkind: k\n---\n" + self.body(3) + self.shown(),
        }
        for number in range(random.randrange(1, 12)):
            files[f"p{number}.md"] = self.page()
        for number in range(random.randrange(4)):
            files[f"_posts/2024-01-0{number + 1}-post.md"] = self.page()
        return files

    def page(self) -> str:
        """The source of a page."""
        random = self._random
        data = {
            "layout": random.choice(("outer", "inner")),
            "title": random.choice(("One", "Two", "en", 'Q"uote', "a <b>", "x > y", "it's")),
            "lang": random.choice(("en", "fr", "fr", "")),
            "num": random.choice((1, 2, 3, "1", None)),
            "flag": random.choice((True, False, None)),
            "tags": random.choice(([], ["a"], ["a", "b c"], None, "text")),
            "toc": random.choice(
                (None, [{"url": "#one", "name": "One"}, {"url": "/two/", "name": "Two", "items": [1]}])
            ),
        }
        return f"---\n{json.dumps(data)}\n---\ntext\n"

    def shown(self) -> str:
        """What a layout does with the content."""
        random = self._random
        content = random.choice(("content", "content", "c"))
        printed = f"{{{{ {content}{random.choice(CHANGES)} }}}}"
        before, after = random.choice(AROUND)
        given = f"{{% assign {content} = content{random.choice(CHANGES)} %}}" if content == "c" else ""
        return f"{given}{before}{printed}{after}"

    def value(self) -> str:
        """An expression."""
        return self._random.choice(VALUES)

    def filtered(self) -> str:
        """An expression with filters."""
        return self.value() + "".join(self._random.choice(FILTERS) for _ in range(self._random.randrange(3)))

    def condition(self) -> str:
        """A condition."""
        kind = self._random.randrange(3)
        if kind == 0:
            return self.value()
        found = f"{self.value()} {self._random.choice(OPERATORS)} {self.value()}"
        return found if kind == 1 else f"{found} {self._random.choice(('and', 'or'))} {self.value()}"

    def body(self, depth: int) -> str:
        """Some things one after the other."""
        return "".join(self.thing(depth) for _ in range(self._random.randrange(1, 6)))

    def thing(self, depth: int) -> str:
        """One thing."""
        simple = (self.text, self.link, self.link, self.output, self.assign, self.ident)
        deep = (self.if_, self.if_, self.for_, self.for_, self.case, self.capture, self.include, self.odd)
        return self._random.choice(simple if depth == 0 else simple + deep)(depth - 1)

    def text(self, depth: int) -> str:
        return self._random.choice(TEXTS)

    def output(self, depth: int) -> str:
        return f"{{{{ {self.filtered()} }}}}"

    def link(self, depth: int) -> str:
        active = f' class="{{% if {self.condition()} %}}active{{% endif %}}"'
        title = f' title="{{{{ {self.filtered()} }}}}"'
        before = "".join(self._random.sample((active, title, ""), 2))
        head = self._random.choice(("", "/", "#", "/{{ page.lang }}", "x-"))
        return f'<a{before} href="{head}{{{{ {self.filtered()} }}}}">{self.output(0)}</a>'

    def ident(self, depth: int) -> str:
        return f"<b id='{{{{ {self.filtered()} }}}}'></b>"

    def assign(self, depth: int) -> str:
        return f"{{% assign {self._random.choice('xy')} = {self.filtered()} %}}"

    def if_(self, depth: int) -> str:
        other = self._random.choice(("", f"{{% elsif {self.condition()} %}}{self.body(depth)}"))
        last = self._random.choice(("", f"{{% else %}}{self.body(depth)}"))
        name = self._random.choice(("if", "if", "unless"))
        return f"{{% {name} {self.condition()} %}}{self.body(depth)}{other}{last}{{% end{name} %}}"

    def for_(self, depth: int) -> str:
        stop = self._random.choice(
            (
                "",
                "",
                f"{{% if {self.condition()} %}}{{% {self._random.choice(('break', 'continue'))} %}}{{% endif %}}",
            )
        )
        more = self._random.choice(("", "", " limit:2", " offset:1", " reversed", " limit:page.num"))
        name = self._random.choice(("item", "item", "post", "x"))
        return (
            f"{{% for {name} in {self._random.choice(LISTS)}{more} %}}{stop}{self.body(depth)}{{% endfor %}}"
        )

    def case(self, depth: int) -> str:
        whens = "".join(f"{{% when {self.value()}, 'en' %}}{self.body(depth)}" for _ in range(2))
        return f"{{% case {self.value()} %}}{whens}{{% else %}}{self.body(depth)}{{% endcase %}}"

    def capture(self, depth: int) -> str:
        return f"{{% capture {self._random.choice('xy')} %}}{self.body(depth)}{{% endcapture %}}{{{{ x }}}}"

    def include(self, depth: int) -> str:
        theirs = ("gone.html",) if self._theme else ()
        name = self._random.choice(("i.html", "i.html", "self.html", "{{ page.none }}i.html", *theirs))
        return f"{{% include {name} to={self.value()} what={self.value()} %}}"

    def odd(self, depth: int) -> str:
        return self._random.choice(
            (
                "{% cycle 'a', 'b' %}",
                "{% increment n %}",
                f"<a {{% if {self.condition()} %}}href='/one/'{{% else %}}href='/two/' id=t{{% endif %}}>",
                f"{{% if {self.condition()} %}}<a href='/open{{% else %}}<b id='{{% endif %}}'>",
                f"<script>{self.body(depth)}</script>",
                f"{{% ifchanged %}}{self.body(depth)}{{% endifchanged %}}",
                f"{{% tablerow item in {self._random.choice(LISTS)} %}}{self.link(0)}{{% endtablerow %}}",
                f"<title>{self.output(0)}</title><!-- {self.output(0)} -->",
            )
        )


class StyleMaker(Maker):
    """Makes sites with styles in their layouts, which work out much that tells nothing of the page."""

    def page(self) -> str:
        """The source of a page: what it says may end a style, or be an address in it."""
        told = self._random.choice(("One", "Two", "</style>", "url(/u.png)"))
        return super().page().replace('"One"', json.dumps(told))

    def odd(self, depth: int) -> str:
        return f"<style>{self.rules()}</style>" if self._random.randrange(2) else super().odd(depth)

    def rules(self) -> str:
        """What stands in a style."""
        kinds = (self.set_, self.count, self.keep, self.choose, self.show, self.show)
        return "".join(self._random.choice(kinds)() for _ in range(self._random.randrange(1, 6)))

    def set_(self) -> str:
        chosen = "".join(self._random.choice((*FILTERS, *LISTING)) for _ in range(3))
        return f"{{% assign {self._random.choice('xy')} = {self._random.choice(('x', 'y', '2'))}{chosen} %}}"

    def count(self) -> str:
        turns = self._random.choice((f"(1..{self.value()})", "x", "y", "page.tags"))
        return f"{{% for item in {turns} %}}li >{self.show()}{self.set_()}{{% endfor %}}"

    def keep(self) -> str:
        return f"{{% capture y %}}li{{{{ x }}}}{self.choose()}{{% endcapture %}}"

    def choose(self) -> str:
        return f"{{% if {self.condition()} %}}b {{}}{{% else %}}{self.show()}{{% endif %}}"

    def show(self) -> str:
        return self._random.choice(SHOWN)


def differences(folder: Path, left_out: list[str]) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The pages of a site on which rendering its layouts gives other links or ids: path, missing, extra.

    A page at which Jekyll's build stops is none: what stands after the fault is not made. Those that cost too
    much are ``left_out``.
    """
    reader = SiteReader(load_site(folder))
    pages = tuple(reader.shown_pages())
    frames = FrameReader(reader, STEPS, PAGE_STEPS).frames(pages)
    for page, frame in zip(pages, frames, strict=True):
        budget = Budget(PAGE_STEPS)
        with reader.in_layouts_of(page):
            rendered = tuple(_rendered(page, reader, budget)) if not frame.cut else ()
        if frame.cut or budget.exhausted:
            left_out.append(page.path or "")
            continue
        if any(problem.fatal for each in rendered for problem in each.problems):
            continue
        yield from _untrue(page, reader)
        blocks = _left(page, reader, [read_block(each.mapped) for each in rendered])
        want, have = (_shown(each, page.path or "") for each in (blocks, frame.blocks))
        if len(want) != len(have) or not all(map(_agree, want, have)):
            missing = tuple(str(shown) for shown in want if shown not in have)
            yield page.path or "", missing, tuple(str(shown) for shown in have if shown not in want)


def _left(page: Record, reader: SiteReader, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """What the layouts outside leave of what each layout gives."""
    found: list[Block] = []
    layouts = layouts_of(page.data.get("layout"), reader)[0]
    for number, block in enumerate(blocks):
        fate = through(reader.content_fate(layout.path) for layout in layouts[number + 1 :])
        if fate in KEPT:
            found.append(block)
        elif fate not in LOST:
            found.append(block._replace(ids=tuple(id_._replace(maybe=True) for id_ in block.ids)))
    return tuple(found)


def _untrue(page: Record, reader: SiteReader) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The layouts around a page in which something else becomes of a content than is said."""
    for layout in layouts_of(page.data.get("layout"), reader)[0]:
        template, fate = reader.layout_template(layout), reader.content_fate(layout.path)
        assert template is not None
        host = ContentHost(reader, page, CONTENT, layout.path)
        rendering = render(template, host, page.path or "", Budget(PAGE_STEPS))
        block = read_block(rendering.mapped)
        if any(id_.maybe for id_ in block.ids):
            continue  # it is not known for the page, either
        times = sum(id_.id == "mark" for id_ in block.ids)
        is_there = any("mark" in id_.id for id_ in block.ids)
        is_true = {"repeated": times > 1, "as it is": times > 0, "changed": times == 1}.get(
            fate, not is_there
        )
        if not is_true and (fate in KEPT or fate in LOST) and not rendering.problems:
            yield page.path or "", (f"{layout.path}: {fate}",), (f"{times} times",)


def _rendered(page: Record, reader: SiteReader, budget: Budget) -> Iterator[Rendering]:
    for layout in layouts_of(page.data.get("layout"), reader)[0]:
        template = reader.layout_template(layout)
        assert template is not None
        yield render(template, SiteHost(reader, page, layout.path), page.path or "", budget)


def _shown(blocks: Sequence[Block], page: str) -> list[Link | Id]:
    """Links without the reasons why they are not known, of which others may have been met first, and without
    the names by which scripts may choose them, of which a part of a page may hold fewer; then ids. The
    addresses in styles come last, as they do in each text that is read at once."""
    links = (
        link._replace(
            reasons=(),
            marks=(),
            values=tuple(each._replace(origin=each.origin.on(page)) for each in link.values),
        )
        for block in blocks
        for link in block.links
    )
    in_order = sorted(links, key=lambda link: link.element == "style")
    return [*in_order, *(id_ for block in blocks for id_ in block.ids)]


def _agree(want: Link | Id, have: Link | Id) -> bool:
    """Whether two are the same, or the second is not known: after a doubt, less may be worked out."""
    if isinstance(want, Link) and isinstance(have, Link):
        return want == have or (have.href is None and want.whole == have.whole)
    return want == have or (isinstance(have, Id) and UNKNOWN in have.id and want.place == have.place)


def faults(
    count: int,
    seed: int,
    first: int = 0,
    left_out: list[str] | None = None,
    makers: Sequence[type[Maker]] = (Maker,),
) -> Iterator[Fault]:
    """The differences on ``count`` sites of each of ``makers``; pages that cost too much are added to
    ``left_out``."""
    left_out = [] if left_out is None else left_out
    for number, maker in product(range(first, first + count), makers):
        with tempfile.TemporaryDirectory() as name:
            write_site(Path(name), maker(Random(f"{seed} {number}")).files())
            for page, missing, extra in differences(Path(name), left_out):
                yield Fault(number, page, missing, extra)


def main() -> int:
    """Prints what differs."""
    left_out: list[str] = []
    run = partial(faults, left_out=left_out, makers=(Maker, StyleMaker))
    return command_line.numbered("frames", run, count=1000, left_out=left_out)


if __name__ == "__main__":
    sys.exit(main())
