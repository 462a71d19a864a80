"""What layouts give to pages: the classes of links that hang on the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cmp_to_key
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from sitecheck.document import FrameReader, SiteReader
from sitecheck.document.contents import Contents
from sitecheck.document.frames import page_frames as frames
from sitecheck.document.frames import page_groups, shared_layout
from sitecheck.document.frames.shared_host import PageGroup, SharedHost
from sitecheck.document.include_names import name_finder
from sitecheck.engine.check_site import check_site
from sitecheck.engine.listings.listing import list_links, read_facts
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import Record, load_site
from sitecheck.liquid import page_values
from sitecheck.liquid.context import Context
from sitecheck.liquid.filters import sorting
from sitecheck.liquid.page_values import Inputs
from sitecheck.liquid.recipes import RecipeTag
from sitecheck.liquid.residual import Items, Known, Run
from sitecheck.liquid.specialize import specialize
from sitecheck.model.finding import Finding


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def rows(site: Path, pages: bool = True) -> list[dict[str, Any]]:
    return list_links(str(site), read_settings(None), Call(), pages=pages)


def targets(site: Path) -> set[tuple[str, str, str]]:
    return {(row["page"], row["href"], row["status"]) for row in rows(site)}


def faults(site: Path) -> list[Finding]:
    report = check_site(RunOptions(str(site), read_settings(None), jobs=1))
    return [finding for finding in report.findings if finding.rule.startswith(("broken", "duplicate-id"))]


class Case(NamedTuple):
    """A layout, two pages, and the links that it gives them."""

    name: str
    layout: str
    links: set[tuple[str, str, str]]
    files: Mapping[str, str] = {}


TOC = (
    "{% capture list %}{% assign nodes = include.html | split: '<h' %}{% for node in nodes %}{% if node == '' %}{% continue %}{% endif %}"
    "{% assign level = node | slice: 0, 1 | times: 1 %}{% if level == 0 or level > include.h_max %}{% continue %}{% endif %}"
    "{% assign inside = node | split: '</h' | first %}{% assign id = inside | split: 'id=\"' %}{% assign id = id[1] | split: '\"' | first %}"
    "{% capture item %}<li><a href=\"#{{ id }}{{ include.mark }}\">{{ inside | split: '>' | last }}</a></li>{% endcapture %}"
    "{{ item }}{% endfor %}{% endcapture %}{% if list contains '<a' %}<ul id='toc'>{{ list }}</ul>{% endif %}"
)
"""A table of contents, as Liquid makes it of headings."""
SHORTER = (
    "{% if site.compress_html.ignore.envs == 'all' %}{{ content }}{% else %}{% capture _content %}{{ content }}{% endcapture %}"
    "{% for _name in site.compress_html.endings %}{% capture _end %}</{{ _name }}>{% endcapture %}{% assign _content = _content | remove: _end %}{% endfor %}"
    "{% assign _parts = _content | split: '<pre' %}{% assign _content = '' %}{% for _part in _parts %}{% assign _two = _part | split: '</pre>' %}"
    "{% capture _content %}{{ _content }}{% case _two.size %}{% when 2 %}<pre{{ _two.first }}</pre>{% endcase %}{{ _two.last | split: ' ' | join: ' ' }}{% endcapture %}"
    '{% endfor %}{{ _content }}{% if site.compress_html.profile %} <table id="compress_html_profile_1"> <tr> <td>raw <td>{{ content | size }}</table>{% endif %}{% endif %}'
)
"""A layout in the manner of jekyll-compress-html."""
LONG = "---\nlayout: l\ntitle: Long\n---\n## One *two*\n\nA [link](/b.html) and `code`.\n\n### Small\n\n## Say \"no\"\n\n<h2 id='raw'>Raw</h2>\n"
A = "---\nlayout: l\ntitle: A\ntoc: [{name: One two}, {name: Gone}]\n---\n## One two\n"
B = "---\nlayout: l\ntitle: B\n---\n"
CASES = (
    Case("dead entries of a table of contents", "{{ content }}{% for s in page.toc %}<a href='#{{ s.name | slugify }}'>x</a>{% endfor %}", {
        ("a.md", "#one-two", "ok"), ("a.md", "#gone", "broken-anchor"),
    }),
    Case("translations", "{% for l in site.data.langs %}<a href='/{{ l.code }}{{ page.url }}'>x</a>{% endfor %}", {
        ("a.md", "/fr/a.html", "ok"), ("b.md", "/fr/b.html", "broken-page"), ("c.md", "/fr/fr/a.html", "broken-page"),
    }, {"_data/langs.yml": "- code: fr\n", "c.md": "---\nlayout: l\npermalink: /fr/a.html\n---\n"}),
    Case("recent posts but this one", "{% assign n = 0 %}{% for p in site.posts %}{% if p.url == page.url %}{% continue %}{% endif %}"
        "<a href='{{ p.url }}'>x</a>{% assign n = n | plus: 1 %}{% if n == 1 %}{% break %}{% endif %}{% endfor %}", {
        ("a.md", "/two/", "ok"), ("b.md", "/two/", "ok"), ("_posts/2024-01-02-two.md", "/one/", "ok"), ("_posts/2024-01-01-one.md", "/two/", "ok"),
    }, {"_config.yml": "permalink: /:title/\n", "_posts/2024-01-01-one.md": "---\nlayout: l\n---\n", "_posts/2024-01-02-two.md": "---\nlayout: l\n---\n",
        "a.md": A.replace("---\n##", "permalink: /a/\n---\n##"), "b.md": B}),
    Case("the page in a navigation", "{% for i in site.data.nav %}<li {% if page.url == i %}class='active'{% endif %}>"
        "{% if page.url == i %}<b id='here'></b>{% else %}<a class='{% if i == '/x/' %}y{% endif %}' href='{{ i }}'>x</a>{% endif %}{% endfor %}", {
        ("a.md", "/b.html", "ok"), ("b.md", "/a.html", "ok"), ("a.md", "/x/", "broken-page"), ("b.md", "/x/", "broken-page"),
    }, {"_data/nav.yml": "[/a.html, /b.html, /x/]\n"}),
    Case("an include that is given what the page says", "{% include i.html to=page.title %}{% include i.html to='b' %}", {
        ("a.md", "A.html", "broken-page"), ("b.md", "B.html", "broken-page"), ("a.md", "b.html", "ok"), ("b.md", "b.html", "ok"),
    }, {"_includes/i.html": '<a title="{{ page.title }}" href="{{ include.to }}.html">x</a>'}),
    Case("an include that includes itself", "{% include i.html n=page.toc.size %}", {
        ("a.md", "/2/", "broken-page"), ("a.md", "/1/", "broken-page"),
    }, {"_includes/i.html": "{% if include.n > 0 %}<a href='/{{ include.n }}/'>x</a>{% assign m = include.n | minus: 1 %}{% include i.html n=m %}{% endif %}"}),
    Case("a value that ends the tag it stands in", '<a class="{{ page.title }}" href="/b.html">x</a>', {
        ("a.md", "/a.html", "ok"), ("a.md", "/b.html", "ok"), ("b.md", "/b.html", "ok"),
    }, {"a.md": '---\nlayout: l\ntitle: ''"><a href=''/a.html''>y</a><a class="''\n---\n'.replace("title: ", "title: |\n  ")}),
    Case("Markdown that is nothing, of which a line end is left", "{% assign d = page.none | markdownify %}{% if d == '' %}<a href='/gone/'>x</a>"
        "{% else %}<a href='/a.html'>{{ d | size }}</a>{% endif %}{% assign s = '' | smartify %}{% if s == '' %}<a href='/b.html'>x</a>{% endif %}", {
        ("a.md", "/a.html", "ok"), ("b.md", "/a.html", "ok"), ("a.md", "/b.html", "ok"), ("b.md", "/b.html", "ok"),
    }),
    Case("a tag that a choice leaves open", "{% if page.toc %}<a href='/a.html{% else %}<b id='{% endif %}'>x", {("a.md", "/a.html", "ok")}),
    Case("a table of contents that an include makes of the content", "{% include toc.html html=content h_max=2 %}", {
        ("a.md", "#one-two", "ok"), ("c.md", "#one-two", "ok"), ("c.md", "#say-no", "ok"), ("c.md", "#raw", "ok"), ("c.md", "/b.html", "ok"),
    }, {"_includes/toc.html": TOC, "c.md": LONG}),
    Case("dead entries in it", "{% include toc.html html=content h_max=6 mark=page.title %}", {
        ("a.md", "#one-twoA", "broken-anchor"), ("c.md", "#one-twoLong", "broken-anchor"), ("c.md", "#smallLong", "broken-anchor"),
        ("c.md", "#say-noLong", "broken-anchor"), ("c.md", "#rawLong", "broken-anchor"), ("c.md", "/b.html", "ok"),
    }, {"_includes/toc.html": TOC, "c.md": LONG}),
    Case("one by an outer layout around one that only hands on", "", {
        ("a.md", "#one-two", "ok"), ("c.md", "#one-two", "ok"), ("c.md", "#say-no", "ok"), ("c.md", "#raw", "ok"), ("c.md", "/b.html", "ok"),
    }, {"_includes/toc.html": TOC, "c.md": LONG, "_layouts/l.html": "---\nlayout: o\n---\n{{ content }}\n",
        "_layouts/o.html": "{% include toc.html html=content h_max=2 %}{{ content }}"}),
    Case("one by an outer layout around one that makes the content shorter", "", {
        ("a.md", "#one-two", "ok"), ("c.md", "#one-two", "ok"), ("c.md", "#say-no", "ok"), ("c.md", "#raw", "ok"), ("c.md", "/b.html", "ok"),
    }, {"_includes/toc.html": TOC, "c.md": LONG, "_layouts/l.html": f"---\nlayout: o\n---\n{SHORTER}\n",
        "_layouts/o.html": "{% include toc.html html=content h_max=2 %}{{ content }}"}),
    Case("one by an outer layout around one that adds to the content", "", {
        ("a.md", "#one-two", "ok"), ("a.md", "#more-of-a", "ok"), ("b.md", "#more-of-b", "ok"), ("b.md", "/about-b", "broken-page"),
    }, {"_includes/toc.html": TOC,
        "_layouts/l.html": "---\nlayout: m\n---\n<h2 id=\"more-of-{{ page.title | downcase }}\">More</h2>{% if page.title == 'B' %}<a href='/about-b'>x</a>{% endif %}{{ content }}",
        "_layouts/m.html": "---\nlayout: o\n---\n{{ content }}<hr>\n",
        "_layouts/o.html": "{% include toc.html html=content h_max=2 %}{{ content }}"}),
    Case("an include that goes through more values than can be followed", "<b id='{{ page.title }}'></b>{% include i.html %}<a href='/{{ n }}/'>x</a>", {
        ("a.md", f"/A{'+' * 69}/", "broken-page"), ("b.md", f"/B{'+' * 69}/", "broken-page"),
        ("a.md", "#A", "ok"), ("b.md", "#B", "ok"),
    }, {"_includes/i.html": "<a href='#{{ page.title }}'>x</a>{% assign n = page.title %}" + "{% assign n = n | append: '+' %}" * 69}),
    Case("what hangs on what is in the content", "{% assign html = content %}{% if html contains '<h2' %}<a href='/with/'>x</a>{% else %}<a href='/without/'>x</a>{% endif %}"
        "{% assign n = content | split: '<h2' | size %}<a href='/{{ n }}/'>x</a>{% if page.toc and content contains 'id=' %}<b id='both'></b><a href='#both'>x</a>{% endif %}", {
        ("a.md", "/with/", "broken-page"), ("a.md", "/2/", "broken-page"), ("a.md", "#both", "ok"), ("b.md", "/without/", "broken-page"),
        ("b.md", "/1/", "broken-page"), ("c.md", "/with/", "broken-page"), ("c.md", "/4/", "broken-page"),
    }, {"c.md": LONG}),
    Case("the content with changes", "{{ content | replace: '<h2', '<a href=\"/new/\">n</a><h2' }}", {
        ("a.md", "/new/", "broken-page"), ("c.md", "/new/", "broken-page"), ("c.md", "/b.html", "ok"),
    }, {"c.md": LONG}),
    Case("what hangs on the content below what hangs on the page", "{% if page.toc %}{% if content contains '<h2' %}<a href='/toc/'>x</a>{% endif %}"
        "<a href='/{{ page.title }}/'>x</a>{% else %}<a href='/none/'>x</a>{% endif %}{% include missing.html %}", {
        ("a.md", "/toc/", "broken-page"), ("a.md", "/A/", "broken-page"), ("b.md", "/none/", "broken-page"),
    }, {"_includes/missing.html": "<b id='here'></b>"}),
    Case("a tag in which something hangs on the content", "<a class='{% if content contains 'One' %}x{% endif %}' href='/{% if content contains 'One' %}one{% else %}other{% endif %}/'>x</a>"
        "<a {% if content contains 'One' %}href='/one/'{% else %}href='/other/{{ page.title }}/'{% endif %}>x</a>", {
        ("a.md", "/one/", "broken-page"), ("b.md", "/other/", "broken-page"), ("b.md", "/other/B/", "broken-page"),
    }),
    Case("what is made of the content in steps", "{% capture all %}{{ content }}{% endcapture %}{% if page.toc %}{% assign c = all %}{% else %}{% assign c = 'nothing' %}{% endif %}"
        "{% if c contains 'One' %}<a href='/joined/'>x</a>{% elsif c == 'nothing' %}<a href='/nothing/'>x</a>{% endif %}"
        "{% unless content contains 'One' %}<a href='/unless/'>x</a>{% endunless %}", {
        ("a.md", "/joined/", "broken-page"), ("b.md", "/nothing/", "broken-page"), ("b.md", "/unless/", "broken-page"),
    }),
    Case("a choice by the content as a whole", "{% assign c = content | strip %}{% case c %}{% when '' %}<a href='/empty/'>x</a>{% else %}<a href='/full/'>x</a>{% endcase %}", {
        ("a.md", "/full/", "broken-page"), ("b.md", "/empty/", "broken-page"),
    }),
    Case("a loop's variable of that name", "{% for content in site.data.words %}{% if content == page.title %}<a href='/mine/'>x</a>{% else %}<a href='/theirs/'>x</a>{% endif %}{% endfor %}", {
        ("a.md", "/mine/", "broken-page"), ("b.md", "/theirs/", "broken-page"),
    }, {"_data/words.yml": "[A]\n"}),
    Case("content that an include sets", "{% include c.html %}<a href='/{{ content }}/'>x</a>", {
        ("a.md", "/y/", "broken-page"), ("b.md", "/z/", "broken-page"),
    }, {"_includes/c.html": "{% for t in page.tags %}{% if t == 'x' %}{% break %}{% endif %}{% assign content = t %}{% endfor %}",
        "a.md": "---\nlayout: l\ntags: [w, y, x, z]\n---\nText\n", "b.md": "---\nlayout: l\ntags: [z, x]\n---\nText\n"}),
    Case("content that a choice sets", "{% if page.title == 'A' %}{% assign content = 'mine' %}{% else %}{% assign content = 'theirs' %}{% endif %}<a href='/{{ content }}/'>x</a>", {
        ("a.md", "/mine/", "broken-page"), ("b.md", "/theirs/", "broken-page"),
    }, {"a.md": "---\nlayout: l\ntitle: A\n---\nText\n"}),
    Case("a comparison that would fail where no page comes to", "{% if page.next.url == page.next.url %}<a href='/q/'>x</a>{% elsif 1 < page.lang %}y{% endif %}", {
        ("a.md", "/q/", "broken-page"), ("b.md", "/q/", "broken-page"),
    }, {"a.md": "---\nlayout: l\nlang: en\n---\n", "b.md": "---\nlayout: l\nlang: en\n---\n"}),
    Case("a case whose bodies change what the next of its values are compared with", "{% assign y = 'A' %}{% case page.title %}{% when y %}{% include {{ page.file }}.html %}"
        "{% when y %}<a href='/again/'>x</a>{% else %}<a href='/else/'>x</a>{% endcase %}", {
        ("a.md", "/once/", "broken-page"), ("b.md", "/else/", "broken-page"),
    }, {"_includes/i.html": "{% assign y = 'B' %}<a href='/once/'>x</a>", "_config.yml": "defaults: [{scope: {path: ''}, values: {file: i}}]\n"}),
    Case("by outer layouts too", "---\nlayout: o\n---\n<a href='/b.html'>x</a>", {
        ("a.md", "/b.html", "ok"), ("b.md", "/b.html", "ok"), ("a.md", "/A/", "broken-page"), ("b.md", "/B/", "broken-page"),
    }, {"_layouts/o.html": "<a href='/{{ page.title }}/'>x</a>{{ content }}"}),
    Case("what layouts say of themselves", "---\nlayout: o\nkind: inner\n---\n{% if layout.css %}<a href='/too-early/'>x</a>{% endif %}", {
        ("a.md", "/a.html", "ok"), ("a.md", "/b.html", "ok"), ("b.md", "/a.html", "ok"), ("b.md", "/b.html", "ok"),
        ("a.md", "/inner/", "broken-page"), ("b.md", "/inner/", "broken-page"), ("c.md", "/outer/", "broken-page"),
        ("c.md", "/a.html", "ok"), ("c.md", "/b.html", "ok"),
    }, {"_layouts/o.html": "---\ncss: [a, b]\nkind: outer\n---\n{% for c in layout.css %}<a href='/{{ c }}.html'>x</a>{% endfor %}"
        "<a href='/{{ layout.kind }}/'>x</a>{{ content }}", "c.md": "---\nlayout: o\n---\n"}),
    Case("documents in their layouts", "{% for d in site.items %}{{ d.output }}{% endfor %}", {
        ("a.md", "/gone/one/", "broken-page"), ("b.md", "/gone/one/", "broken-page"), ("a.md", "/a.html", "ok"), ("b.md", "/a.html", "ok"),
        ("a.md", "/b.html", "ok"), ("b.md", "/b.html", "ok"), ("_layouts/inner.html", "/gone/one/", "broken-page"),
        ("_layouts/outer.html", "/a.html", "ok"),
    }, {"_config.yml": "collections: {items: {}}\n", "_items/one.md": "---\nlayout: inner\n---\n[b](/b.html)\n",
        "_layouts/inner.html": "---\nlayout: outer\n---\n<a href='/gone/one/'>{{ page.title }}</a>{{ content }}",
        "_layouts/outer.html": "{{ content }}{% if page.content contains 'href' %}<a href='/a.html'>x</a>{% endif %}"}),
    Case("pages below the page among all, which are sorted", "{% assign k = site.pages | sort: 'n' | where: 'up', page.title %}"
        "{% for p in k limit: 1 %}<a href='{{ p.url }}'>x</a>{% endfor %}{% assign none = page.title | append: 'x' | where: 'up', page.title %}", {
        ("a.md", "/d.html", "ok"), ("b.md", "/e.html", "ok"), ("d.md", "/c.html", "ok"),
    }, {"d.md": "---\nlayout: l\ntitle: D\nup: A\nn: 1\n---\n", "c.md": "---\nn: 3\nup: A\n---\n", "e.md": "---\nn: 2\nup: B\n---\n",
        "c.html": "---\nn: 4\nup: D\n---\n", "f.md": "---\nn: 5\nup: B\n---\n"}),
    Case("a text of which the first part is that of the site", "{% assign to = 'a' | upcase | append: page.title %}<a href='/{{ to }}/'>x</a>", {
        ("a.md", "/AA/", "broken-page"), ("b.md", "/AB/", "broken-page"),
    }),
    Case("contents of which each page sees what was rendered before it", "{% assign to = site.pages | where: 'k', 1 | map: 'content' | push: page.title | join: '' | strip_html | strip_newlines %}"
        "<a href='/{{ to }}/'>x</a>", {
        ("a.md", "/wordsA/", "broken-page"), ("b.md", "/wordsB/", "broken-page"), ("d.md", "/wordsD/", "broken-page"),
    }, {"c.md": "---\nk: 1\n---\nwords\n", "d.md": "---\nlayout: l\ntitle: D\n---\n"}),
    Case("what stands in a page, and in those before", "{% if page.content contains 'One' %}<a href='/b.html'>x</a>{% endif %}"
        "{% for p in site.posts %}{% if p.content contains '<em>' %}<a href='/a.html'>x</a>{% endif %}{% endfor %}", {
        ("a.md", "/b.html", "ok"), ("a.md", "/a.html", "ok"), ("b.md", "/a.html", "ok"),
    }, {"_posts/2024-01-01-one.md": "---\n---\n*One*\n"}),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_page_has_its_links(case: Case, tmp_path: Path) -> None:
    site = write(tmp_path, {"_layouts/l.html": case.layout, "a.md": A, "b.md": B, **case.files})
    assert targets(site) == case.links


def test_a_list_that_cannot_be_sorted_is_told_where_it_stands(tmp_path: Path) -> None:
    layout = "\n{% assign k = site.pages | sort: 'n', 'odd' | where: 'up', page.title %}<a href='/{{ k | size }}/'>x</a>"
    site = write(tmp_path, {"_layouts/l.html": layout, "a.md": A, "b.md": B})
    assert {status for _, href, status in targets(site) if href is None} == {"dynamic"}
    told = check_site(RunOptions(str(site), read_settings(None), jobs=1)).findings
    assert {(each.path, each.place.span.start) for each in told if "'odd' is neither" in each.message} == {
        ("_layouts/l.html", 1)
    }


@pytest.mark.parametrize(
    "printed",
    [
        "{% assign all = site.data.to %}{% for to in all %}<a href='{{ to }}' title='{{ page.title }}'>x</a>{% endfor %}",
        "{% assign to = site.data.to | default: 'x' | default: page.title | first %}<a href='{{ to }}'>x</a>",
    ],
)
def test_a_text_of_a_list_is_told_where_it_is_written(printed: str, tmp_path: Path) -> None:
    site = write(tmp_path, {"_layouts/l.html": printed, "_data/to.yml": "- /gone/\n", "a.md": A, "b.md": B})
    told = check_site(RunOptions(str(site), read_settings(None), jobs=1)).findings
    assert [each.path for each in told if "/gone/" in each.message] == ["_data/to.yml"]


def test_one_fault_is_told_once(tmp_path: Path) -> None:
    files = {f"p{number}.md": f"---\nlayout: l\ntitle: t{number}\n---\n" for number in range(20)}
    layout = "<a href='/gone/' class='{{ page.title }}'>x</a>\n<a href='/x/{{ page.title }}/'>x</a>\n<a href='p3.html'>x</a>"
    site = write(tmp_path, {"_layouts/l.html": layout, **files, "in/p.md": B})
    told = [(finding.message, finding.pages) for finding in faults(site)]
    assert told == [
        ("/gone/ leads nowhere", 21),
        ("/x/B/ leads nowhere (and 20 more addresses, such as /x/t0/)", 21),
        ("p3.html leads nowhere", 1),
    ]
    assert "for example on in/p.md" in faults(site)[2].help
    by_place = [(row["line"], row["status"], row["pages"]) for row in rows(site, pages=False)]
    assert by_place.count((1, "broken-page", 21)) == 1
    assert (3, "ok", 20) in by_place
    assert (3, "broken-page", 1) in by_place
    assert len([row for row in rows(site) if row["line"] == 1]) == 21


@pytest.mark.parametrize(
    "layout",
    [
        "{% assign k = site.pages | sort: 'n' | where: 'up', page.title %}",
        "{% assign k = site.pages | sort: 'n' | where_exp: 'p', 'p.up == page.title' %}",
        "{% assign all = site.pages | sort: 'n' %}{% assign k = all | where_exp: 'p', 'p.up == page.title' %}",
        "{% assign k = site.pages | where_exp: 'p', 'p.n != 1' | sort: 'n' | where: 'up', page.title %}",
        "{% for w in site.data.which %}{% assign k = site.pages | sort: w | where: 'up', page.title %}{% endfor %}",
    ],
)
def test_what_is_the_same_on_each_page_is_sorted_once(
    layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 1,000 pages with such a menu 360 were read when all that layouts may cost was spent."""
    made = []
    monkeypatch.setattr(sorting, "cmp_to_key", lambda order: made.append(1) or cmp_to_key(order))
    shown = f"{layout}{{% for p in k %}}<a href='{{{{ p.url }}}}'>x</a>{{% endfor %}}"
    files = {f"{n:02}.md": f"---\nlayout: l\ntitle: t{n}\nup: t{n // 10}\nn: {-n}\n---\n" for n in range(60)}
    files |= {"_layouts/l.html": shown, "_data/which.yml": "[n]\n"}
    reader = SiteReader(load_site(write(tmp_path, files)))
    reading = FrameReader(reader, 100_000_000)
    found = reading.frames(tuple(reader.shown_pages()))
    links = {link.href for frame in found for block in frame.blocks for link in block.links}
    assert links == {f"/{n:02}.html" for n in range(60)}
    assert len(made) <= 2, "once, and once more for the pages of another group"
    assert reading.budget.spent < 60 * 600


def test_a_list_that_is_kept_in_each_turn_is_paid_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = "{% for i in (1..50) %}{% assign k = all.first.items %}{% endfor %}"
    layout = (
        f"{{% assign all = site.pages | group_by: 'layout' %}}{turns}<a href='/{{{{ page.title }}}}'>x</a>"
    )
    files = {f"{n:02}.md": f"---\nlayout: l\ntitle: t{n}\n---\n" for n in range(60)}
    reader = SiteReader(load_site(write(tmp_path, {**files, "_layouts/l.html": layout})))
    spent = []
    for copied in (20, 1_000_000):
        monkeypatch.setattr(page_values, "_COPIED", copied)
        reading = FrameReader(reader, 100_000_000)
        reading.frames(tuple(reader.shown_pages()))
        spent.append(reading.budget.spent)
    assert spent[0] - spent[1] >= 50 * 60 // 20


@pytest.mark.parametrize(("addresses", "told"), [(5, 5), (6, 1)])
def test_a_few_addresses_at_one_place_are_told_one_by_one(addresses: int, told: int, tmp_path: Path) -> None:
    files = {f"p{number}.md": f"---\nlayout: l\ntitle: t{number}\n---\n" for number in range(addresses)}
    site = write(tmp_path, {"_layouts/l.html": "<a href='/x/{{ page.title }}/'>x</a>", **files})
    assert len(faults(site)) == told


def test_equal_links_of_several_groups_of_pages_are_one_object(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_groups, "_PAGES_OF_A_GROUP", (12, 12))
    names = ("lv", "zu", "fo")
    loop = "{% for n in site.names %}<link href='/{{ n }}/{{ page.number }}/' hreflang='{{ n }}'>{% endfor %}"
    files = {"_layouts/l.html": "{{ page.lang }}" + loop, "_config.yml": f"names: [{', '.join(names)}]\n"}
    for name in names:
        files |= {
            f"{name}/{each}.md": f"---\nlayout: l\nlang: {name}\nnumber: {each}\n---\n" for each in range(20)
        }
    reader = SiteReader(load_site(write(tmp_path, files)))
    found = FrameReader(reader, 1_000_000).frames(tuple(reader.shown_pages()))
    blocks = [block for frame in found for block in frame.blocks if block.links]
    assert len(found) == 60
    assert len({id(block) for block in blocks}) == len(set(blocks)) == 60


def test_pages_that_differ_in_a_choice_share_the_work_of_loops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A menu of 600 entries was gone through for each value of each flag of a page."""
    made = []
    real = shared_layout.specialize
    monkeypatch.setattr(
        shared_layout, "specialize", lambda *given, **more: made.append(1) or real(*given, **more)
    )
    monkeypatch.setattr(page_groups, "_PAGES_OF_A_GROUP", (64, 1))
    menu = "{% for n in (1..50) %}{% if n == page.number %}<b></b>{% endif %}<a href='/{{ page.lang }}/'>{{ n }}</a>{% endfor %}"
    flag = "{% if page.kind == 'k1' %}<i id='one'></i>{% endif %}"
    files = {"_layouts/l.html": flag + menu}
    for number in range(60):
        lang, kind = f"l{number % 3}", f"k{number % 7}"
        files[f"{number:02}.md"] = f"---\nlayout: l\nnumber: {number}\nlang: {lang}\nkind: {kind}\n---\n"
    reader = SiteReader(load_site(write(tmp_path, files)))
    pages = tuple(reader.shown_pages())
    found = FrameReader(reader, 100_000_000).frames(pages)
    assert len(made) == 2, "once for each division that is tried, of which the better is kept"
    for page, frame in zip(pages, found, strict=True):
        hrefs = {link.href for block in frame.blocks for link in block.links}
        ids = {id_.id for block in frame.blocks for id_ in block.ids}
        assert hrefs == {f"/{page.data['lang']}/"}
        assert ids == ({"one"} if page.data["kind"] == "k1" else set())


def test_pages_share_a_menu_that_hangs_on_one_of_the_keys_that_are_asked_for_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pages agree in all of three keys there are 27 groups of them, and the menu is as long for each."""
    made: list[frozenset[str]] = []

    def noted(reader: SiteReader, group: PageGroup, path: str) -> SharedHost:
        made.append(frozenset(group.known))
        return SharedHost(reader, group, path)

    monkeypatch.setattr(shared_layout, "SharedHost", noted)
    monkeypatch.setattr(page_groups, "_PAGES_OF_A_GROUP", (64, 3))
    monkeypatch.setattr(page_groups, "_WORTH_TRYING", 1000)
    pick = "{% assign menu = (1..9) %}{% if page.part == 'p1' %}{% assign menu = (1..300) %}{% endif %}"
    active = "class='{% if page.mark == n or page.flag == n %}on{% endif %}'"
    loop = f"{{% for n in menu %}}<a {active} href='/{{{{ n }}}}/'>{{{{ page.title }}}}</a>{{% endfor %}}"
    files = {"_layouts/l.html": pick + loop}
    for number in range(81):
        part, mark, flag = (f"{kind}{number // 3**at % 3}" for at, kind in enumerate("pmf"))
        files[f"{number:02}.md"] = (
            f"---\nlayout: l\npart: {part}\nmark: {mark}\nflag: {flag}\ntitle: {number}\n---\n"
        )
    reader = SiteReader(load_site(write(tmp_path, files)))
    pages = tuple(reader.shown_pages())
    found = FrameReader(reader, 100_000_000).frames(pages)
    assert made.count(frozenset({"part"})) >= 3
    assert len(made) < 10, "some are tried, but not one is made for each of the 27"
    for page, frame in zip(pages, found, strict=True):
        hrefs = {link.href for block in frame.blocks for link in block.links}
        assert len(hrefs) == (300 if page.data["part"] == "p1" else 9)


def test_an_id_that_a_layout_gives_is_on_its_pages_only(tmp_path: Path) -> None:
    layout = "{% if page.title == 'A' %}<b id='extra'></b>{% endif %}<b id='all'></b>"
    link = "[x](/a.html#extra) [x](/b.html#extra) [x](/b.html#all)\n"
    site = write(tmp_path, {"_layouts/l.html": layout, "a.md": A, "b.md": B, "c.md": f"---\n---\n{link}"})
    assert [finding.message for finding in faults(site)] == ["/b.html has no anchor #extra"]


def test_what_is_too_much_work_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitecheck.engine.reading.work_shares.SITE_STEPS", 120_000)
    loop = "{% for i in (1..3000) %}{% for j in (1..3000) %}{{ page.title }}{% endfor %}{% endfor %}"
    files = {f"p{number}.md": f"---\nlayout: l\ntitle: t{number}\n---\n" for number in range(5)}
    site = write(tmp_path, {"_layouts/l.html": f"<a href='/gone/{{{{ page.title }}}}'>x</a>{loop}", **files})
    report = check_site(RunOptions(str(site), read_settings(None), jobs=1))
    assert ("partly-checked", "_layouts/l.html") in [(each.rule, each.path) for each in report.findings]


def test_looking_into_content_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitecheck.engine.reading.work_shares.SITE_STEPS", 120_000)
    layout = (
        "{% assign all = content | split: '' %}{% for a in all %}{% for b in all %}{% for c in all %}{% assign n = a %}"
        "{% endfor %}{% endfor %}{% endfor %}{% if n == 'x' %}<b id='may-be'></b>{% endif %}"
    )
    files = {
        "_layouts/l.html": layout,
        "a.md": f"{A}{'text ' * 200}\n",
        "b.md": "---\n---\n[x](/a.html#may-be)\n",
    }
    report = check_site(RunOptions(str(write(tmp_path, files)), read_settings(None), jobs=1))
    told = [(each.rule, each.path) for each in report.findings]
    assert ("partly-checked", "_layouts/l.html") in told
    assert "broken-anchor" not in [rule for rule, _ in told]


def test_of_a_page_that_another_replaces_nothing_is_made(tmp_path: Path) -> None:
    """Both become a.html; what is written second is what readers see."""
    lost = '---\nlayout: l\n---\n<h2 id="lost">Lost</h2>\n'
    toc = {"_includes/toc.html": TOC, "_layouts/l.html": "{% include toc.html html=content h_max=2 %}"}
    found = {href for _, href, _ in targets(write(tmp_path, {"a.md": LONG, "a.html": lost, **toc}))}
    assert "#say-no" in found
    assert "#lost" not in found


@pytest.mark.parametrize(
    ("text", "status"), [("x", "broken-page"), ("{% if site.time == 'x' %}x{% endif %}", "dynamic")]
)
def test_what_is_made_of_content_that_is_not_known_is_unsure(text: str, status: str, tmp_path: Path) -> None:
    layout = "{{ content | replace: '<h2', '<a href=\"/new/\">n</a><h2' }}"
    site = write(tmp_path, {"_layouts/l.html": layout, "a.md": f"{A}\n{text}\n"})
    assert targets(site) == {("a.md", "/new/", status)}


def test_what_an_inner_layout_writes_is_no_news_where_an_outer_one_shows_it_changed(tmp_path: Path) -> None:
    files = {
        "_layouts/l.html": "---\nlayout: o\n---\n<b id='side'></b><a href='{{ page.more }}'>x</a>{{ content }}",
        "_layouts/o.html": "{% for part in content %}{{ part | replace: '<h2', '<h2 class=\"x\"' }}{% endfor %}",
        "a.md": "---\nlayout: l\nmore: /gone/\n---\n## One\n\n[y](/lost/)\n",
    }
    report = check_site(RunOptions(str(write(tmp_path, files)), read_settings(None), jobs=1))
    told = [
        (each.path, each.message) for each in report.findings if each.rule in ("broken-link", "duplicate-id")
    ]
    assert told == [("a.md", "/gone/ leads nowhere"), ("a.md", "/lost/ leads nowhere")]


def test_nothing_is_done_for_a_page_without_layout(tmp_path: Path) -> None:
    reader = SiteReader(load_site(str(write(tmp_path, {"a.md": "---\n---\n"}))))
    read = frames.FrameReader(reader, 1_000_000)
    assert read.frames(reader.site.pages) == [frames.PageFrame()]
    assert read.effort(reader.site.pages[0]) == (frozenset(), 0, 0)


def test_links_that_a_plugin_changes_in_the_content_are_unsure(tmp_path: Path) -> None:
    """jekyll-relative-links makes `b.md` another address before layouts see it."""
    files = {
        "_config.yml": "plugins: [jekyll-relative-links]\n",
        "_layouts/l.html": "{{ content | replace: '=\"b', '=\"/x/b' }}",
        "a.md": A + "[x](b.md)\n", "b.md": B,
    }  # fmt: skip
    assert not [row for row in targets(write(tmp_path, files)) if row[2].startswith("broken")]


def test_of_a_layout_that_own_ruby_may_change_some_pages_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site of 5,000 pages whose Ruby may set any front matter took 40 seconds for this alone."""
    looked_at = []
    real = shared_layout._read_whole
    monkeypatch.setattr(shared_layout, "_read_whole", lambda out: looked_at.append(1) or real(out))
    monkeypatch.setattr(frames, "MOST_WHOLE", 5)
    files = {
        "_plugins/a.rb": "Jekyll::Hooks.register :pages, :pre_render do |page|\n  page.data[name] = 1\nend\n",
        "_layouts/a.html": '{% if page.wide %}<b id="wide">{% endif %}<i id="own"></i>{{ content }}',
        **{f"p{number:02}.md": "---\nlayout: a\n---\n" for number in range(20)},
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    facts = read_facts(SiteReader(load_site(tmp_path)))
    read = [page.path for page, frame in facts.frames.items() if frame.layouts]
    assert read == ["p00.md", "p04.md", "p08.md", "p12.md", "p16.md"]
    assert len(looked_at) >= 5
    assert not any(frame.cut for frame in facts.frames.values())
    assert facts.anchors(facts.site.by_source["p01.md"]) == {"wide", "own"}, "those of the layout by itself"


def test_a_value_that_leaves_a_tag_open_before_a_choice_that_nobody_knows(tmp_path: Path) -> None:
    files = {
        "_layouts/l.html": "{{ page.title }}{% if page.content contains 'x' %}<a href='/b'>{% endif %}",
        "a.md": '---\nlayout: l\ntitle: "<a href=\'/a"\n---\n',
        "b.md": "---\nlayout: l\ntitle: \"<a href='/a'>\"\n---\n",
    }
    assert targets(write(tmp_path, files)) == {("b.md", "/a", "ok")}


def _shared(site: Path) -> Items:
    """What the layout ``l`` is for all documents of a site at once."""
    reader = SiteReader(load_site(str(site)))
    template = reader.layout_template(reader.site.layouts["l"])
    assert template is not None
    pages = tuple(reader.site.documents())
    host = SharedHost(reader, PageGroup(pages, {}))
    with reader.in_layouts_of(*pages):
        return specialize(template, host, "", Inputs(frozenset(), paginated=False), name_finder(host))


def test_an_include_that_cannot_be_followed_is_kept_and_the_rest_taken_apart(tmp_path: Path) -> None:
    deep = "{% assign n = page.title %}" + "{% assign n = n | append: '+' %}" * 69
    layout = "<b id='own'></b>{% if page.toc %}{% include deep.html %}{% endif %}<a href='/{{ n }}/'>x</a>"
    site = write(tmp_path, {"_layouts/l.html": layout, "_includes/deep.html": deep, "a.md": A, "b.md": B})
    items = _shared(site)
    assert [type(item).__name__ for item in items[:3]] == ["Known", "Choice", "Known"]
    assert isinstance(items[0], Known)
    assert items[0].text == "<b id='own'></b>"


def test_an_output_that_no_turn_of_a_loop_changes_is_one_for_all_turns(tmp_path: Path) -> None:
    layout = (
        "{% assign all = 'de,en,de' | split: ',' %}{% for lang in all %}{% assign to = page.title | upcase %}"
        "<a href='/{{ to }}/'>{{ to | append: lang }}</a>{% endfor %}{% assign to = page.x %}{{ to }}"
    )
    site = write(tmp_path, {"_layouts/l.html": layout, "a.md": A, "b.md": B})
    items = _shared(site)
    runs = [item for item in items if isinstance(item, Run)]
    addresses, texts = runs[0:6:2], runs[1:6:2]
    assert addresses[0] is addresses[1] is addresses[2]
    assert texts[0] is texts[2] is not texts[1]
    assert len(runs) == 7
    assert runs[6] not in runs[:6]


@pytest.mark.parametrize("pages", [1, 30])
@pytest.mark.parametrize(
    ("layout", "lacking"),
    [
        ("{% include k/{{ page.kind }}.html %}", {"b"}),
        ("<p>{% if page.math %}{% include k/{{ page.kind }}.html %}{% endif %}</p>", {"b"}),
        ("{% if page.other %}{% include k/{{ page.kind }}.html %}{% endif %}", set()),
        ("{% if page.title == 'b0' %}{% include k/{{ page.kind }}.html %}{% endif %}", {"b"}),
        ("{% for x in page.list %}{% include k/{{ page.kind }}.html %}{% endfor %}", {"b"}),
        ("{% include k/{{ page.title | slice: 0 }}.html %}", {"b"}),
        ("{% if page.content contains 'x' %}{% include k/{{ page.kind }}.html %}{% endif %}", set()),
    ],
)
def test_what_a_layout_includes_as_the_page_says(
    tmp_path: Path, layout: str, lacking: set[str], pages: int
) -> None:
    matter = "---\nlayout: l\nkind: {0}\nmath: true\ntitle: {0}{1}\nlist: [1]\n---\n"
    files = {f"{kind}{at}.md": matter.format(kind, at) for kind in "ab" for at in range(pages)}
    write(tmp_path, {"_layouts/l.html": f"{layout}{{{{ content }}}}", "_includes/k/a.html": "", **files})
    report = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    told = [
        each for each in report.findings if each.rule == "unknown-include" and each.severity.label == "error"
    ]
    names = {f"there is no file 'k/{name}.html' in _includes" for name in lacking}
    assert {each.message for each in told} == names
    assert all(each.path == "_layouts/l.html" for each in told)


@pytest.mark.parametrize(
    ("layout", "told"),
    [
        ("{{ page.words | number_of_words }}", ["odd.md"]),
        ("{{ page.words | default: page.title | number_of_words }}", []),
        ("{{ page.words | upcase }}", []),
        ("{% assign n = page.words | number_of_words %}", ["odd.md"]),
        ("{% assign n = page.words | number_of_words %}{{ n }}", ["odd.md"]),
        ("<b class='{{ page.words | number_of_words }}'></b>", ["odd.md"]),
        ("<a href='/{{ page.words | number_of_words }}/'>x</a>", ["odd.md"]),
        ("{% unless page.words %}{{ page.words | number_of_words }}{% endunless %}", ["odd.md"]),
        ("{% unless page.words %}{% if page.number == '2' %}{{ page.words | number_of_words }}{% endif %}{% endunless %}", ["odd.md"]),
        ("{% if page.words %}{{ page.words | number_of_words }}{% endif %}", []),
        ("{% if page.words %}x{% else %}{{ page.words | number_of_words }}{% endif %}", ["odd.md"]),
        ("{% if page.content contains 'x' %}{{ page.words | number_of_words }}{% endif %}", []),
        *((f"{{% if page.number {order} 3 %}}x{{% endif %}}", ["odd.md"]) for order in ("<", ">", "<=", ">=")),
        *((f"{{% if page.number {order} 3 %}}x{{% endif %}}", []) for order in ("==", "!=", "contains")),
        ("{% if page.number and page.number < 3 %}x{% endif %}", ["odd.md"]),
        ("{% if page.words and page.number < 3 %}x{% endif %}", []),
        ("{% if page.content contains 'x' %}{% if page.number < 3 %}x{% endif %}{% endif %}", []),
        ("{% case page.number %}{% when 2 %}x{% when '2' %}{% assign n = page.number | sort %}{% endcase %}", ["odd.md"]),
    ],
)  # fmt: skip
def test_what_of_a_layout_stops_the_build_on_one_page(tmp_path: Path, layout: str, told: list[str]) -> None:
    """Though it prints no link, and the page says nothing, or a text for a number."""
    files = {
        f"p{at}.md": f"---\nlayout: l\nwords: of {at}\ntitle: t{at}\nnumber: {at}\n---\n" for at in range(30)
    }
    odd = {"odd.md": "---\nlayout: l\ntitle: odd\nnumber: '2'\n---\n"}
    write(
        tmp_path, {"_layouts/l.html": f"{layout}<a href='/{{{{ page.title }}}}.html'>x</a>", **files, **odd}
    )
    reader = SiteReader(load_site(str(tmp_path)))
    found = frames.FrameReader(reader, 10_000_000).frames(reader.site.pages)
    stopped = [page.path for page, frame in zip(reader.site.pages, found, strict=True) if frame.stops]
    assert stopped == told


def test_each_page_may_leave_a_tag_of_the_layout_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes of that is read with the parts of the layout that are known, not with all of it."""
    monkeypatch.setattr(frames, "MOST_WHOLE", 1)
    pages = {f"p{at}.md": f'---\nlayout: l\ntitle: "<b title=\'"\nto: d{at}\n---\n' for at in range(9)}
    layout = "{{ page.title }}'></b><a href='{{ page.to }}'>x</a>"
    site = write(tmp_path, {"_layouts/l.html": layout, **pages})
    assert {row["href"] for row in rows(site) if row["kind"] == "a"} == {f"d{at}" for at in range(9)}


def test_a_recipe_with_an_open_choice_leaves_the_layout_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "MOST_WHOLE", 1)
    pages = {f"p{at}.md": f"---\nlayout: l\ndescription: d{at}\nimage: i{at}.png\n---\n" for at in range(9)}
    layout = "<head>{% seo %}</head><a href='{{ page.description }}'>x</a>"
    config = "plugins: [jekyll-seo-tag]\nurl: https://example.org\n"
    site = write(tmp_path, {"_config.yml": config, "_layouts/l.html": layout, **pages})
    assert {row["href"] for row in rows(site) if row["kind"] == "a"} == {f"d{at}" for at in range(9)}


@pytest.mark.parametrize(
    ("image", "card"),
    [
        ("/here.png", "https://example.org/here.png"),
        ("https://elsewhere.example/there.png", "https://elsewhere.example/there.png"),
    ],
)
def test_a_recipe_is_not_rendered_where_a_page_knows_its_choices(
    image: str, card: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []

    def render(tag: RecipeTag, context: Context) -> None:
        rendered.append(context.page_path)
        whole(tag, context)

    whole = RecipeTag.render
    monkeypatch.setattr(RecipeTag, "render", render)
    page = f'---\nlayout: l\ntitle: A "b" <i>c</i>\nimage: {image}\n---\n'
    config = "plugins: [jekyll-seo-tag]\nurl: https://example.org\n"
    site = write(tmp_path, {"_config.yml": config, "_layouts/l.html": "{% seo %}", "a.md": page})
    assert {row["href"] for row in rows(site) if row["kind"] == "meta"} == {card}
    assert "a.md" not in rendered


def test_what_has_no_links_is_not_worked_out_though_no_page_knows_whether_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def excerpt(_: Contents, record: Record) -> str:
        asked.append(str(record.path))
        return "long " * 99

    monkeypatch.setattr(Contents, "excerpt", excerpt)
    config = "plugins: [jekyll-seo-tag]\nurl: https://example.org\n"
    post = "---\nlayout: l\ntitle: One\n---\nText.\n"
    files = {"_config.yml": config, "_layouts/l.html": "{% seo %}", "_posts/2024-01-01-one.md": post}
    reader = SiteReader(load_site(str(write(tmp_path, files))))
    (frame,) = frames.FrameReader(reader, 1_000_000).frames(reader.site.collections["posts"])
    assert [link.href for block in frame.blocks for link in block.links] == [
        "https://example.org/2024/01/01/one.html"
    ]
    assert asked == []


def test_a_layout_that_is_dear_on_few_pages_gets_what_the_others_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = "{% for n in page.many %}{% for m in page.many %}{{ n }}{% endfor %}{% endfor %}<a href='/b.html'>x</a>"
    many = f"---\nlayout: l\nmany: [{', '.join(['1'] * 60)}]\n---\n"
    site = write(tmp_path, {"_layouts/l.html": layout, "a.md": many, "b.md": B})
    reader = SiteReader(load_site(str(site)))
    pages = reader.site.pages
    whole, cut = (frames.FrameReader(reader, steps, 1000).frames(pages) for steps in (200_000, 1500))
    assert [bool(frame.cut) for frame in whole] == [False, False]
    assert [bool(frame.cut) for frame in cut] == [True, False]


def test_a_layout_that_is_dear_on_all_pages_leaves_the_others_their_share(tmp_path: Path) -> None:
    dear = "{% for n in page.many %}{% for m in page.many %}{{ n }}{% endfor %}{% endfor %}<a href='/b.html'>x</a>"
    many = f"many: [{', '.join(['1'] * 60)}]"
    files = {"_layouts/dear.html": dear, "_layouts/cheap.html": "<a href='/{{ page.n }}.html'>x</a>"}
    for number in range(12):
        layout = "dear" if number < 8 else "cheap"
        files[f"p{number:02}.md"] = f"---\nlayout: {layout}\nn: {number}\n{many}\n---\n"
    reader = SiteReader(load_site(write(tmp_path, files)))
    pages = tuple(reader.shown_pages())
    whole = frames.FrameReader(reader, 10_000_000)
    assert not any(frame.cut for frame in whole.frames(pages))
    found = frames.FrameReader(reader, whole.budget.spent // 2).frames(pages)
    cut = [bool(frame.cut) for frame in found]
    assert not any(cut[8:])
    assert True in cut[:8], "there is not enough for all"
    assert False in cut[:8], "what the others leave is spent"


@pytest.mark.parametrize(
    "sets",
    [
        "{% if page.title == 'A' %}{% assign content = 'mine' %}{% endif %}",
        "{% for t in page.tags %}{% if t == 'x' %}{% break %}{% endif %}{% assign content = t %}{% endfor %}",
    ],
)
def test_content_that_is_set_on_some_pages_is_the_pages_own_on_the_others(sets: str, tmp_path: Path) -> None:
    page = "---\nlayout: l\ntitle: A\ntags: [mine, x]\n---\nText\n"
    files = {
        "_layouts/l.html": f"{sets}<a href='/{{{{ content | strip_html | strip }}}}/'>x</a>",
        "a.md": page,
        "b.md": page.replace("A", "B").replace("mine, ", ""),
    }
    expected = {("a.md", "/mine/", "broken-page"), ("b.md", None, "dynamic")}
    assert targets(write(tmp_path, files)) == expected


def test_an_include_of_a_theme_elsewhere_may_change_what_the_next_of_a_case_are_compared_with(
    tmp_path: Path,
) -> None:
    clauses = "{% when page.lang %}{% include gone.html %}{% when 'x' %}<a href='/x/'>x</a>"
    layout = f"{{% case item %}}{clauses}{{% endcase %}}"
    site = write(
        tmp_path,
        {
            "_config.yml": "theme: gone\n",
            "_layouts/l.html": layout,
            "a.md": B,
            "b.md": "---\nlayout: l\nlang: en\n---\n",
        },
    )
    assert {(row["page"], row["href"]) for row in rows(site)} == {("a.md", "/x/")}


SETS = (
    "{% if page.lang %}{% assign item = page.lang %}{% endif %}",
    "{% for each in page.lang %}{% assign item = each %}{% endfor %}",
)
"""What sets a variable on some pages only: a choice that is taken apart, and a loop that each page runs."""
SOME = {"a.md": B, "b.md": "---\nlayout: l\nlang: x\n---\n"}


@pytest.mark.parametrize("sets", SETS)
def test_an_include_of_a_theme_elsewhere_may_set_what_a_page_leaves_unset(sets: str, tmp_path: Path) -> None:
    layout = f"{sets}{{% include gone.html %}}{{% if item == 'x' %}}<a href='/x/'>x</a>{{% endif %}}"
    files = {"_config.yml": "theme: gone\n", "_layouts/l.html": layout, **SOME}
    reader = SiteReader(load_site(str(write(tmp_path, files))))
    found = frames.FrameReader(reader, 1_000_000).frames(reader.site.pages)
    links = [(link.href, link.maybe) for frame in found for block in frame.blocks for link in block.links]
    assert links == [("/x/", True), ("/x/", False)]


def test_what_a_page_has_is_worked_out_where_a_branch_that_may_run_sets_it_to_the_same(
    tmp_path: Path,
) -> None:
    layout = (
        "{% assign x = page.toc %}{% case site.time %}{% when 'a' %}{% assign x = nil %}"
        "{% when 'b' %}{% for t in x %}<b id='one'></b>{% endfor %}{% endcase %}"
    )
    files = {
        "_layouts/l.html": layout,
        "a.md": "---\nlayout: l\n---\n",
        "b.md": "---\nlayout: l\ntoc: [1]\n---\n",
    }
    reader = SiteReader(load_site(str(write(tmp_path, files))))
    found = frames.FrameReader(reader, 1_000_000).frames(reader.site.pages)
    ids = [[(id_.id, id_.maybe) for block in frame.blocks for id_ in block.ids] for frame in found]
    assert ids == [[], [("one", True)]]


def test_a_clause_that_is_not_taken_sets_nothing_for_those_behind_it(tmp_path: Path) -> None:
    layout = (
        "{% assign x = page.title %}{% case site.to %}{% when 1 %}{% assign x = 'none' %}"
        "{% when 2 %}<a href='/{{ x }}/'>x</a>{% endcase %}"
    )
    files = {"_config.yml": "to: 2\n", "_layouts/l.html": layout, "a.md": A, "b.md": B}
    reader = SiteReader(load_site(str(write(tmp_path, files))))
    found = frames.FrameReader(reader, 1_000_000).frames(reader.site.pages)
    links = [link.href for frame in found for block in frame.blocks for link in block.links]
    assert links == [f"/{page.data['title']}/" for page in reader.site.pages]


_EACH = "{% for x in site.posts %}%{% endfor %}"


@pytest.mark.parametrize(
    "layout",
    [
        *(
            _EACH.replace("%{%", shown + "{%")
            for shown in ("{{ x }}", "{{ x.content }}", "{{ x['output'] }}")
        ),
        "{{ site.posts }}",
        _EACH.replace("%{%", "{{ x.content | markdownify }}{%"),
        _EACH.replace("%{%", "{% assign c = x.content %}{{ c }}{%"),
        _EACH.replace("%{%", "{% if x.url != page.url %}{% assign c = x.content %}{{ c }}{% endif %}{%"),
        _EACH.replace("%{%", "{% if page.url %}{{ x.content }}{% endif %}{%"),
        "{% assign c = '' %}" + _EACH.replace("%{%", "{% assign c = c | append: x.content %}{%") + "{{ c }}",
        "{% capture c %}" + _EACH.replace("%{%", "{{ x.content }}{%") + "{% endcapture %}<i>{{ c }}</i>",
        "{% include all.html posts=site.posts %}",
    ],
)
def test_what_a_layout_prints_of_documents_that_have_it_too_is_known_page_by_page(
    layout: str, tmp_path: Path
) -> None:
    """Of several pages at once some are rendered before a document, and some after it."""
    post = "---\nlayout: l\n---\n<b id='n{}'>b</b>\n"
    files = {
        "_includes/all.html": "{% for x in include.posts %}<p>{{ x.content }}</p>{% endfor %}",
        "_layouts/l.html": f"{layout}{{{{ content }}}}",
        **{f"_posts/2024-01-0{n}-p.md": post.format(n) for n in (1, 2)},
        "a.md": "---\nlayout: l\n---\n[a](#n1) [b](#n2) [c](#n3)\n",
    }
    site = write(tmp_path, files)
    reader = SiteReader(load_site(str(site)))
    found = frames.FrameReader(reader, 1_000_000).frames(reader.site.pages)
    ids = {id_.id for block in found[0].blocks for id_ in block.ids}
    assert ids == {"n1", "n2"}
    on_page = [row for row in targets(site) if row[0] == "a.md"]
    assert sorted(on_page) == [("a.md", "#n1", "ok"), ("a.md", "#n2", "ok"), ("a.md", "#n3", "broken-anchor")]


@pytest.mark.parametrize(
    ("shown", "kinds"),
    [
        ("{{ x.content }}", ["Known", "Run", "Known"]),
        ("{{ x.content | replace: 'a', 'b' }}", ["Known", "Run", "Known"]),
        ("{{ x.content | strip_html | truncate: 9 }}", ["Known"]),
        ("{{ x.content | number_of_words }}", ["Known"]),
        ("{{ x.excerpt }}", ["Known"]),
    ],
)
def test_only_where_documents_may_print_tags_is_a_layout_read_page_by_page(
    shown: str, kinds: list[str], tmp_path: Path
) -> None:
    layout = f"<i>{{% for x in site.posts %}}{shown}{{% endfor %}}</i>"
    posts = {f"_posts/2024-01-0{n}-p.md": "---\nlayout: l\n---\ntext\n" for n in (1, 2)}
    site = write(tmp_path, {"_layouts/l.html": layout, **posts, "a.md": A})
    assert [type(item).__name__ for item in _shared(site)] == kinds


@pytest.mark.parametrize("layout", [True, False])
@pytest.mark.parametrize(
    "start",
    [
        "{% if site.time == 'x' %}{% assign item = nil %}{% endif %}{% include gone.html %}",
        "{% include gone.html %}{% if site.time == 'x' %}{% assign item = nil %}{% endif %}",
        "{% if site.time == 'x' %}{% assign item = nil %}{% else %}{% include gone.html %}{% endif %}",
    ],
)
def test_a_variable_that_may_be_nil_may_be_set_by_what_is_not_here(
    start: str, layout: bool, tmp_path: Path
) -> None:
    text = f"{start}{{% unless item %}}<a href='/x/'>x</a>{{% endunless %}}"
    page = f"---\nlayout: l\n---\n{'' if layout else text}"
    files = {
        "_config.yml": "theme: gone\n",
        "_layouts/l.html": text if layout else "{{ content }}",
        "a.html": page,
    }
    reader = SiteReader(load_site(str(write(tmp_path, files))))
    (frame,) = frames.FrameReader(reader, 1_000_000).frames(reader.site.pages)
    given = [link for block in frame.blocks for link in block.links]
    links = given if layout else read_facts(reader).files["a.html"].links
    assert [(link.href, link.maybe) for link in links] == [("/x/", True)]


@pytest.mark.parametrize("sets", [each.replace("item", "jekyll") for each in SETS])
def test_a_variable_of_jekylls_that_some_pages_set_is_its_own_on_the_others(
    sets: str, tmp_path: Path
) -> None:
    layout = f"{sets}<a href='/is-{{{{ jekyll.environment }}}}/'>x</a>"
    site = write(tmp_path, {"_layouts/l.html": layout, **SOME})
    assert targets(site) == {
        ("a.md", "/is-production/", "broken-page"),
        ("b.md", "/is-/", "broken-page"),
    }


@pytest.mark.parametrize("sets", SETS)
@pytest.mark.parametrize("between", ["", "{% include gone.html %}"])
def test_a_variable_that_a_page_leaves_unset_is_an_error_where_all_must_be_set(
    sets: str, between: str, tmp_path: Path
) -> None:
    """But where a file of a theme that is not here may set it."""
    config = "theme: gone\nliquid: {strict_variables: true}\n"
    layout = f"{sets}{between}<a href='/{{{{ item }}}}/'>x</a>"
    files = {"_config.yml": config, "_layouts/l.html": layout, **SOME}
    files["a.md"] = B.replace("title", "lang: null\ntitle")
    reader = SiteReader(load_site(str(write(tmp_path, files))))
    found = frames.FrameReader(reader, 1_000_000).frames(reader.site.pages)
    assert [bool(frame.stops) for frame in found] == [not between, False]


@pytest.mark.parametrize(("shown", "known"), [("", True), ("<b id='x'></b>", False), ("<b id='x", False)])
def test_a_choice_that_no_page_knows_counts_where_there_is_something_to_choose(
    shown: str, known: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A theme's own Ruby dates the last change of each post; its layout prints that, if there is one."""
    monkeypatch.setattr(frames, "MOST_WHOLE", 1)
    hook = (
        "Jekyll::Hooks.register :pages, :post_init do |page|\n  page.data['changed'] = 1 if page.name\nend\n"
    )
    layout = (
        "{% if page.changed %}<em title='{{ page.title }}'>{% include gone.html %}</em>{{ page.shown }}{% endif %}"
        "<a href='/{{ page.title }}/'>x</a>"
    )
    page = f'---\nlayout: l\ntitle: A\nshown: "{shown}"\n---\n'
    files = {"_plugins/hook.rb": hook, "_layouts/l.html": layout, "a.md": page, "b.md": page}
    reader = SiteReader(load_site(str(write(tmp_path, files))))
    _, frame = frames.FrameReader(reader, 1_000_000).frames(reader.site.pages)
    assert [link.href for block in frame.blocks for link in block.links] == (["/A/"] if known else [])
    assert frame.stops == ()


def test_what_hangs_on_no_page_is_worked_out_once_beside_an_include_that_does(tmp_path: Path) -> None:
    """The layout names the include by Liquid, and it leaves a loop and sets the content: all of that was
    rendered anew for each page."""
    dear = "{% for n in (1..60) %}{% for m in (1..60) %}{{ n }}{% endfor %}{% endfor %}<a href='/{{ page.title }}/'>x</a>"
    parts = "{% for part in layout.parts %}{% assign file = part | append: '.html' %}{% include {{ file }} %}{% endfor %}"
    akin = (
        "{% for other in site.pages %}{% if other.title == page.title %}{% continue %}{% endif %}"
        "{% assign content = other.title %}<b id='{{ content }}'></b>{% endfor %}"
    )
    files = {"_layouts/l.html": f"---\nparts: [akin]\n---\n{dear}{parts}", "_includes/akin.html": akin}
    reader = SiteReader(load_site(str(write(tmp_path, {**files, "a.md": A, "b.md": B}))))
    found = frames.FrameReader(reader, 1_000_000, 1000).frames(reader.site.pages)
    assert [(bool(frame.cut), frame.blocks and {each.id for block in frame.blocks for each in block.ids}) for frame in found] == [
        (False, {"B"}), (False, {"A"}),
    ]  # fmt: skip


def test_what_a_layout_gives_to_a_page_that_another_is_written_over_nobody_sees(tmp_path: Path) -> None:
    files = {
        "_layouts/x.html": '<a href="/{{ page.to }}">x</a>{{ content }}',
        "a.md": "---\nlayout: x\npermalink: /c/\nto: gone\n---\n",
        "b.md": "---\nlayout: x\npermalink: /c/\nto: c/\n---\n",
    }
    assert [finding.message for finding in faults(write(tmp_path, files))] == []


@pytest.mark.parametrize(
    ("number", "order"), [(7, [0, 3, 6, 1, 4, 2, 5]), (3, [0, 1, 2]), (4, [0, 2, 1, 3]), (0, [])]
)
def test_those_that_are_looked_at_first_are_from_all_over_the_pages(
    number: int, order: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "MOST_WHOLE", 3)
    pages: list[Any] = list(range(number))
    assert list(frames._spread(pages)) == order


@pytest.mark.parametrize(
    ("size", "groups"),
    [
        (1, {"adx": {"a": 1, "b": "p"}, "b": {"a": True, "b": "p"}, "ce": {"a": 1, "b": "q"}}),
        (2, {"adx": {"a": 1, "b": "p"}, "b": {"a": True, "b": "p"}, "ce": {"a": 1, "b": "q"}}),
        (3, {"acdex": {"a": 1}, "b": {"a": True}}),
        (4, {"abcdex": {}}),
    ],
)
def test_pages_that_agree_are_a_group_where_groups_stay_large(
    size: int, groups: dict[str, dict[str, object]]
) -> None:
    """``true`` is not 1. Of six pages three groups are of two pages on average, two of three."""
    pages = {name: SimpleNamespace(name=name) for name in "abcdex"}
    values = {
        "a": {name: name == "b" or 1 for name in pages},
        "b": {name: "q" if name in "ce" else "p" for name in pages},
    }
    columns = [
        page_groups._column(key, {id(pages[name]): value for name, value in own.items()})
        for key, own in values.items()
    ]
    found = page_groups._grouped({0: list(pages.values())}, columns, size)
    told = {"".join(page.name for page in group.pages): dict(group.known) for group in found}  # type: ignore[attr-defined]
    assert told == groups


def test_of_a_value_that_most_pages_have_only_the_others_are_kept() -> None:
    column = page_groups._column("k", {1: None, 2: None, 3: 2, 4: True})
    assert (column.common, column.others) == (None, {3: 2, 4: True})
