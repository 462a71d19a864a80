"""Files moved about in sites that real Jekyll builds before and after: no link may break, no address be lost."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from tests.reference.test_fixes import built as built_corpus
from tests.reference.test_fixes import own_site
from tests.server.navigate.sites import at, carried_out, known, made

from sitecheck.server.answers import SiteEdit
from sitecheck.server.navigate.moved import moved
from sitecheck.server.navigate.rename import rename

CONFIG = """\
title: Moves
url: https://moves.example
baseurl: /base
plugins: [jekyll-redirect-from, jekyll-relative-links]
header_pages: [guide/setup.md, about.md]
help_page: /guide/setup.html
collections:
  notes:
    output: true
"""
FORMS = """\
---
title: Forms
layout: default
see: /guide/setup.html
---
[a](guide/setup.html) [b](./guide/setup.html#run) [c](guide/setup.md) [d](guide/setup.md#run)
[e](/base/guide/setup.html) [f](/base/guide/setup?x=1#run) [g](<guide/setup.html> "title")
<a href="guide/setup.html">h</a> <a href='/base/guide/setup.html?a=1&amp;b=2#run'>i</a>
[j][ref] [ref] <https://moves.example/base/guide/setup.html> [k](https://moves.example/base/guide/setup.html)
[l]({{ site.baseurl }}/guide/setup.html) [m]({{ "/guide/setup.html" | relative_url }}#run)
[n]({{ '/guide/setup' | absolute_url }}) [o]({% link guide/setup.md %}) [p]({% link guide/setup.md %}#run)
[q]({{ site.url }}{{ site.baseurl }}/guide/setup.html) [r]({{ "guide/setup.html" | relative_url }})
{% include card.html to="/guide/setup.html" %} {% include card.html to=page.see %}
<img src="guide/picture one.png" srcset="guide/picture%20one.png 1x, /base/guide/picture%20one.png 2x" alt="">
![picture](guide/picture%20one.png) [s](//moves.example/base/guide/setup.html)
{% assign there = "/guide/setup.html" %}[t]({{ there | relative_url }})
{% for p in site.pages %}{% if p.title == "Setup" %}<a href="{{ p.url | relative_url }}">u</a>{% endif %}{% endfor %}
[v]({% post_url 2020-01-02-first %}) [w](/base/2020/01/02/first.html) [x]({% link _notes/one.md %})
[y](/base/notes/one.html) [z](/base/guide/)
{% raw %}{% link guide/setup.md %}{% endraw %} `[code](guide/setup.md)`

[ref]: guide/setup.html "Setup"
"""
SETUP = """\
---
title: Setup
layout: default
---
# Setup

## Run

[back](../about.html) [forms](../forms.html#x) [self](#run) [index](index.html) [up](../) ![p](picture%20one.png)
[md](../about.md) <a href="deeper/more.html">more</a>

Text[^1].

[^1]: see [about](../about.html)
"""
DEFAULT = """\
<html><head><link rel="canonical" href="{{ page.url | absolute_url }}"></head><body>
<a href="{{ '/guide/setup.html' | relative_url }}">s</a> <a href="{{ site.help_page | relative_url }}">h</a>
{% for item in site.data.nav.main %}<a href="{{ site.baseurl }}{{ item.url }}">{{ item.name }}</a>{% endfor %}
{% if page.see %}<a href="{{ page.see | relative_url }}">next</a>{% endif %}
{% for path in site.header_pages %}{% assign it = site.pages | where: "path", path | first %}
<a href="{{ it.url | relative_url }}">{{ it.title }}</a>{% endfor %}
{% include foot.html %}{{ content }}</body></html>
"""
FILES = {
    "_config.yml": CONFIG,
    "_layouts/default.html": DEFAULT,
    "_includes/card.html": '<a class="card" href="{{ include.to | relative_url }}">card</a>\n',
    "_includes/foot.html": '<a href="/base/guide/setup.html">foot</a> <a href="{% link guide/setup.md %}">f</a>\n',
    "_data/nav.yml": "main:\n  - name: Setup\n    url: /guide/setup.html\n  - {name: First, url: '/2020/01/02/first.html'}\n",
    "_posts/2020-01-02-first.md": "---\ntitle: First\n---\n[s](/base/guide/setup.html) [p]({% post_url 2020-01-03-second %})\n",
    "_posts/2020-01-03-second.md": "---\ntitle: Second\n---\n[f]({% post_url 2020-01-02-first %}) [s](../../../guide/setup.html)\n",
    "_notes/one.md": "---\ntitle: One\n---\n[s](../guide/setup.html) [t](two.html)\n",
    "_notes/two.md": "---\ntitle: Two\r\nlayout: default\r\n---\r\n[s](../guide/setup.html)\r\n",
    "index.md": "---\ntitle: Home\n---\n[s](guide/setup.html) [a](about.md)\n",
    "about.md": "---\ntitle: About\n---\n[s](guide/setup.md) [m](guide/deeper/more.html)\n",
    "forms.md": FORMS,
    "gone.md": "---\nredirect_to: /guide/setup.html\n---\n",
    "guide/setup.md": SETUP,
    "guide/index.md": "---\ntitle: Guide\n---\n[s](setup.html) [s2](./setup.html) [m](deeper/more.html) {% include_relative part.html %}\n",
    "guide/part.html": '<a href="setup.html">part</a>\n',
    "guide/deeper/more.md": "---\ntitle: More\n---\n[s](../setup.html) [a](../../about.html) [m](../setup.md)\n",
    "guide/picture one.png": "png",
    "plain.html": '<html><body><a href="guide/setup.html">s</a> <a href="/base/about.html">a</a></body></html>\n',
}  # fmt: skip
MOVES: tuple[Mapping[str, str], ...] = (
    {"guide/setup.md": "guide/install.md"},
    {"guide/setup.md": "manual/first steps/setup (new).md"},
    {"guide/setup.md": "setup.html.md"},
    {"guide": "docs/manual"},
    {"about.md": "who/we/are.md"},
    {"forms.md": "deep/er/forms.md"},
    {"guide/index.md": "guide/overview.md"},
    {"guide/picture one.png": "assets/two & three.png"},
    {"_posts/2020-01-02-first.md": "_posts/2021-05-06-first-of-all.md"},
    {"_posts": "blog/_posts"},
    {"_notes/one.md": "_notes/more/uno.md"},
    {"plain.html": "old/plain.html"},
    {"_includes/card.html": "_includes/parts/box.html"},
    {"_layouts/default.html": "_layouts/base.html"},
    {"_data/nav.yml": "_data/site/menu.yml"},
    {"guide/setup.md": "guide/deeper/more.md", "guide/deeper/more.md": "guide/setup.md"},
    {"guide/part.html": "guide/bits/part.html"},
)  # fmt: skip


class Links(HTMLParser):
    """The addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.found.append(value)
            elif name == "srcset" and value:
                self.found += [each.split()[0] for each in value.split(",")]


def led_to(built: Path, base: str = "", host: str = "https://moves.example") -> Iterator[tuple[str, str]]:
    """Every link of a built site: the page's file, and the file it leads to, "" when there is none."""
    for page in sorted(built.rglob("*.html")):
        name = page.relative_to(built).as_posix()
        reader = Links()
        reader.feed(page.read_text("utf-8", "replace"))
        for href in reader.found:
            address = urljoin(f"{host}{base}/{name}", unescape(href).strip())
            if address.startswith((f"{host}{base}/", f"{host}/")):
                path = unquote(urlsplit(address).path)
                inside = path.startswith(f"{base}/")
                yield name, served(built, path[len(base) :]) if inside else ""


def served(built: Path, path: str) -> str:
    """The file that a server answers with, "" for none."""
    name = path.lstrip("/")
    names = (
        [f"{name}index.html"]
        if name.endswith("/") or not name
        else [name, f"{name}.html", f"{name}/index.html"]
    )
    return next((each for each in names if (built / posixpath.normpath(each)).is_file()), "")


def build(site: Path, target: Path) -> Path:
    if not shutil.which("jekyll"):
        pytest.skip("Jekyll is not installed")
    done = subprocess.run(
        ["jekyll", "build", "--quiet", "--disable-disk-cache", "-s", str(site), "-d", str(target)],
        env={**os.environ, "JEKYLL_NO_BUNDLER_REQUIRE": "true", "LANG": "C.UTF-8"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[:800]
    return target


def outputs(site: Path, moves: Mapping[str, str]) -> dict[str, str]:
    """The files that Jekyll writes, by their sources' new paths."""
    routes = known(site).site.by_source
    return {moves.get(path, path): route.output for path, route in routes.items()}


def edited(site: Path, moves: Mapping[str, str]) -> SiteEdit:
    view = known(site)
    with view.held():
        edit = moved(view, moves)
    carried_out(site, edit)
    return edit


def is_redirect(page: Path) -> bool:
    return page.is_file() and 'http-equiv="refresh"' in page.read_text("utf-8", "replace")


@pytest.mark.reference
@pytest.mark.parametrize("moves", MOVES, ids=lambda moves: next(iter(moves.values())))
def test_no_link_breaks(moves: Mapping[str, str], tmp_path: Path) -> None:
    site = made(tmp_path / "site", FILES)
    before = build(site, tmp_path / "before")
    old = list(led_to(before, "/base"))
    assert all(target for _, target in old), [each for each in old if not each[1]]
    was = outputs(site, {})
    edit = edited(site, moves)
    after = build(site, tmp_path / "after")
    now = outputs(site, {})
    new_name = {was[path]: now.get(edit.moves.get(path, path), was[path]) for path in was}
    wanted = Counter((new_name.get(page, page), new_name.get(target, target)) for page, target in old)
    got = Counter((page, target) for page, target in led_to(after, "/base") if not is_redirect(after / page))
    wanted = Counter({key: number for key, number in wanted.items() if not is_redirect(after / key[0])})
    assert got == wanted, ({*wanted} - {*got}, {*got} - {*wanted}, edit.notes)
    for output in {*was.values()} - {*now.values()}:
        assert is_redirect(after / output) or any("finds nothing" in note for note in edit.notes), output


@pytest.mark.reference
def test_a_page_with_very_many_links_to_it(tmp_path: Path) -> None:
    pages = {
        f"part{number % 5}/page{number}.md": f"---\ntitle: P{number}\n---\n[s](../guide/setup.html#run) "
        f"[t]({{% link guide/setup.md %}})\n\n[u]: /base/guide/setup.html\n[x][u]\n"
        for number in range(60)
    }
    site = made(tmp_path / "site", {**FILES, **pages})
    before = build(site, tmp_path / "before")
    links = [page for page, target in led_to(before, "/base") if target == "guide/setup.html"]
    links = [page for page in links if not is_redirect(before / page)]
    assert len(links) > 180
    edited(site, {"guide/setup.md": "handbook/Install & run.md"})
    after = build(site, tmp_path / "after")
    found = [target for page, target in led_to(after, "/base") if not is_redirect(after / page)]
    assert "" not in found
    assert found.count("handbook/Install & run.html") == len(links)
    assert is_redirect(after / "guide/setup.html")


@pytest.mark.reference
def test_a_heading_with_links_to_it(tmp_path: Path) -> None:
    pages = {
        "page.md": "---\ntitle: P\n---\n# One\n\n## One\n\n## Three `x` *y*\n\n[a](#one) [b](#one-1) [c](#three-x-y)\n",
        "refers.md": "---\ntitle: R\n---\n[a](page.html#one) [b](/base/page#one-1) [c](page.md#three-x-y) "
        '[d]({{ "/page.html#one-1" | relative_url }}) [e]({% link page.md %}#one)\n',
    }
    site = made(tmp_path / "site", {**FILES, **pages})
    for number, (marked, words) in enumerate(
        (
            ("# O|ne\n\n##", "Erste & *zweite* Überschrift"),
            ("## Thr|ee", "Four: $x$ <b>y</b>"),
            ("## O|ne", "One"),
        )
    ):
        text = (site / "page.md").read_text("utf-8")
        view = known(site)
        with view.held():
            edit = rename(view, "page.md", at({"page.md": text}, "page.md", marked), words)
        carried_out(site, edit)
        target = build(site, tmp_path / f"built{number}")
        ids = re.findall(r'<h\d id="([^"]*)"', (target / "page.html").read_text("utf-8"))
        assert len(ids) == 3
        for name, count in (("page.html", 3), ("refers.html", 5)):
            found = re.findall(r'href="[^"#]*#([^"]*)"', (target / name).read_text("utf-8"))
            assert len(found) == count
            assert {unquote(each) for each in found} <= set(ids), (name, found, ids)


REAL = (
    ("devoto", {"_pages/archive.md": "_pages/old/all.md"}),
    ("rubygems-guides", {"rubygems-basics.md": "basics/of rubygems.md", "make-your-own-gem.md": "own.md"}),
    ("rubygems-guides", {"images": "assets/pictures"}),
    ("mathjax-web", {"_posts": "news/_posts"}),
)


@pytest.mark.corpus
@pytest.mark.reference
@pytest.mark.parametrize(("name", "moves"), REAL)
def test_no_link_of_a_real_site_breaks(name: str, moves: Mapping[str, str], tmp_path: Path) -> None:
    site = own_site(name, tmp_path)
    config = (site / "_config.yml").read_text("utf-8")
    base = re.search(r"^baseurl: *[\"']?(/\w[^\s\"'#]*)", config, re.MULTILINE)
    prefix = base[1] if base is not None else ""
    before = Counter(
        page for page, target in led_to(built_corpus(site, tmp_path / "before"), prefix) if not target
    )
    edit = edited(site, moves)
    assert edit.moves
    after = Counter(
        page for page, target in led_to(built_corpus(site, tmp_path / "after"), prefix) if not target
    )
    assert after.total() <= before.total(), (after - before, edit.notes)
