"""How a layout is taken apart: what is the same on all pages, what is read once, what each page reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.frames import frame_parts
from sitecheck.document.frames.frame_failures import may_fail
from sitecheck.document.frames.frame_parts import Fork, Menu, Part, Parts, Pattern, Trial, _part, divide
from sitecheck.document.frames.frame_tags import Block, TagTemplate
from sitecheck.document.include_names import name_finder
from sitecheck.document.liquid_host import SiteHost
from sitecheck.engine.listings.listing import list_links
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.liquid import Budget
from sitecheck.liquid.budget import spending
from sitecheck.liquid.page_values import Inputs
from sitecheck.liquid.residual import Items, Known
from sitecheck.liquid.specialize import specialize
from sitecheck.testing import write_site
from sitecheck.text.source_map import MappedText


def shape(part: Part) -> str:
    """A part in words: a block with its links and ids, what has ways or values with what is in these."""
    if isinstance(part, Block):
        return " ".join(
            ("block", *(str(link.href) for link in part.links), *(f"#{id_.id}" for id_ in part.ids))
        )
    if isinstance(part, Fork):
        return f"fork({' | '.join(map(shapes, part.ways))})"
    if isinstance(part, Pattern):
        return f"pattern[{len(part.guards)}]({shapes(part.parts)})"
    if isinstance(part, Trial):
        return f"trial({shapes(part.parts)})"
    if isinstance(part, Menu):
        return f"menu[{part.key}: {' '.join(part.own)}]({shapes(part.parts)} / {shape(part.others)})"
    return "tag" if isinstance(part, TagTemplate) else type(part).__name__.lower()


def shapes(parts: Parts) -> str:
    return ", ".join(map(shape, parts))


def _specialized(files: dict[str, str], folder: Path) -> Items:
    """What the layout ``l`` of a site makes of any page."""
    reader = SiteReader(load_site(write_site(folder, files)))
    found = reader.layout("l")
    template = reader.layout_template(found) if found is not None else None
    assert template is not None
    host = SiteHost(reader, None)
    with spending(Budget()):
        return specialize(template, host, "", Inputs(frozenset(), False), name_finder(host))


def test_a_part_of_a_text_has_its_places() -> None:
    pieces = MappedText.identity("l.html", "abcdef").pieces
    known = Known("abcdef", pieces)
    assert _part(known, 0, 6) is known
    for start, end in ((0, 5), (1, 6), (2, 4)):
        part = _part(known, start, end)
        assert part.text == known.text[start:end]
        assert [(piece.out, piece.start) for piece in part.pieces] == [(0, start)]
    assert _part(known, 3, 3) == Known("", ())


@pytest.mark.parametrize(
    ("layout", "failing"),
    [
        ("{{ page.x }}{% if page.x %}a{% endif %}", 0),
        ("{% if page.x > 1 %}a{% endif %}", 1),
        ("{% if page.x == 1 %}a{% elsif page.x <= 2 %}b{% endif %}", 1),
        ("{% if page.x %}{{ page.x | divided_by: 2 }}{% endif %}{% if page.x %}{% if page.y %}b{% endif %}{% endif %}", 1),
        ("{{ page.x | divided_by: 2 }}{% assign y = page.x | sort %}", 2),
    ],
)  # fmt: skip
def test_what_may_fail_in_a_layout(layout: str, failing: int, tmp_path: Path) -> None:
    files = {"_layouts/l.html": layout, "a.md": "---\nlayout: l\nx: 1\n---\n"}
    assert len(may_fail(_specialized(files, tmp_path))) == failing


@pytest.mark.parametrize(
    ("layout", "parts"),
    [
        ("", ""),
        ("<p>text</p>", ""),
        ("<a href=/a>x</a>", "block /a"),
        ("<a href=/a>x</a><b id=c>", "block /a #c"),
        ("{{ page.x }}", "group"),
        ("<a href=/a>{{ page.x }}</a><a href=/b>", "block /a, group, block /b"),
        ("<a href='{{ page.x }}'>x</a>", "pattern[1](tag)"),
        ("<a href='/a/{{ page.x }}'>x</a><a href=/b>", "pattern[1](tag), block /b"),
        ("<p class='{{ page.x }}'>", "pattern[1]()"),
        ("<p title={{ page.x }}>", "group"),
        ("<a href={{ page.x }}>", "group"),
        ("{% if page.x %}<a href=/a>{% endif %}", "fork(block /a | )"),
        (
            "{% if page.x %}<a href=/a>{% else %}<b id=c>{% endif %}<a href=/d>",
            "fork(block /a | block #c), block /d",
        ),
        ("{% if page.x %}text{% endif %}", ""),
        ("{% if page.x %}<a href{% endif %}=/b>", "group"),
        ("<a {% if page.x %}href=/a{% endif %}>", "group"),
        ("<a href='/a{% if page.x %}b{% endif %}'>x</a>", "pattern[0](group)"),
        ("<p {% if page.x %}class=a{% endif %}><a href=/b>", "group, block /b"),
        ("{% assign y = page.x %}<a href=/a>", "block /a"),
        ("{% assign y = page.x %}<a href='{{ y }}'>", "pattern[1](tag)"),
        ("{% capture y %}<a href=/a>{{ page.x }}{% endcapture %}{{ y }}", "group"),
        ("{% for x in page.list %}<a href='{{ x }}'>{% endfor %}", "group"),
        ("{% for x in site.pages %}<a href='{{ x.url }}'>{% endfor %}", "block /a.html"),
        ("<script>{{ page.x }}</script><a href=/a>", "pattern[1](), block /a"),
        ("<script src='{{ page.x }}'></script>", "pattern[1](tag)"),
        ("<style>{{ page.x }}</style>", "group"),
        ("<!-- {{ page.x }} --><a href=/a>", "group, block /a"),
        ("<!-- <a href=/a> -->", ""),
        ("<a href=/a", "group"),
        ("{{ page.x }}<a href=/a", "group, group"),
        ("<a href='{{ page.x }}", "group"),
        ("<script>", "group"),
        ("<script>{{ page.x }}", "group"),
        ("{% include i.html %}", "block /i"),
        ("{% include i.html x=page.x %}", "pattern[1](tag)"),
        (
            "{% if page.x == 1 %}<a href=/a>{% elsif page.x %}{% if page.y %}<a href=/b>{% endif %}{% endif %}",
            "fork(block /a | fork(block /b | ) | )",
        ),
        ("{% include ../i.html %}<a href=/a>", "block /a"),
        ("</a href='{{ page.x }}'><a href=/b>", "pattern[1](), block /b"),
        ("{{ content }}<a href=/a>", "block /a"),
        ("<a href='{{ page.x }}' {{ page.y }}>", "group"),
        ("<img src='{{ page.x }}'><img srcset='{{ page.x }} 2x'>", "pattern[1](tag), pattern[1](group)"),
    ],
)
def test_the_parts_of_a_layout(layout: str, parts: str, tmp_path: Path) -> None:
    """Of a pattern, in brackets, how many values may end what they stand in."""
    files = {
        "_layouts/l.html": layout,
        "_includes/i.html": "<a href='/i{{ include.x }}'>",
        "a.md": "---\nlayout: l\nx: 1\n---\n",
    }
    assert shapes(divide(_specialized(files, tmp_path))) == parts


def _entries(names: str, test: str = "page.url == u", inside: str = "<b id='{{ u }}'></b>") -> str:
    """A menu with these entries."""
    return f"{{% assign us = '{names}' | split: ' ' %}}{{% for u in us %}}{{% if {test} %}}{inside}{{% endif %}}{{% endfor %}}"


OTHER = "<i id='o{{ u }}'></i>"
MENUS = {
    _entries(
        "/a /b /c"
    ): "menu[url: /a /b /c](fork(block #/a | ), fork(block #/b | ), fork(block #/c | ) / block)",
    _entries("/a /b"): "fork(block #/a | ), fork(block #/b | )",
    _entries("a b c", "u != page.x"): (
        "menu[x: a b c](fork(block #a | ), fork(block #b | ), fork(block #c | ) / block #a #b #c)"
    ),
    _entries("a b c", "page.x == u", f"{{% else %}}{OTHER}<p>"): (
        "menu[x: a b c](fork( | block #oa), fork( | block #ob), fork( | block #oc) / block #oa #ob #oc)"
    ),
    "{% unless page.x == 'a' %}<b id='a'></b>{% endunless %}<b id='z'></b>"
    + _entries("b c", "page.x == u"): (
        "menu[x: a b c](fork(block #a | ), block #z, fork(block #b | ), fork(block #c | ) / block #a #z)"
    ),
    _entries("a b c", "page.x == u or page.y"): "fork(block #a | ), fork(block #b | ), fork(block #c | )",
    _entries("a b c", "page.x contains u"): "fork(block #a | ), fork(block #b | ), fork(block #c | )",
    _entries("1 2 3", "page.x == 1"): "fork(block #1 | ), fork(block #2 | ), fork(block #3 | )",
    _entries("a b", "page.x == u") + _entries("c d", "page.y == u"): (
        "fork(block #a | ), fork(block #b | ), fork(block #c | ), fork(block #d | )"
    ),
    _entries("a b c", "page.x == u", "<b>{% else %}<i id='{{ page.z }}'></i>"): (
        "fork( | pattern[1](tag)), fork( | pattern[1](tag)), fork( | pattern[1](tag))"
    ),
    _entries("a b c", "page.x == u", "{% elsif page.x == 'd' %}<i id='d'></i>"): (
        "fork( | block #d | ), fork( | block #d | ), fork( | block #d | )"
    ),
}


def _tags(values: str, condition: str, own: str = "id='{{ u }}'") -> str:
    """Entries whose tags are otherwise on the page that is one of them."""
    tag = f"<a {{% if {condition} %}}{own}{{% endif %}} href='{{{{ u }}}}' class='{{% if {condition} %}}x{{% endif %}}'>x</a>"
    return f"{{% assign all = '{values}' | split: ' ' %}}{{% for u in all %}}{tag}{{% endfor %}}"


MENUS |= {
    _tags("a b c", "page.x == u"): "menu[x: a b c](group, group, group / block a b c)",
    "{% assign here = page.x %}" + _entries("a b c", "here == u"): (
        "menu[x: a b c](fork(block #a | ), fork(block #b | ), fork(block #c | ) / block)"
    ),
    "{% assign here = page.x | upcase %}" + _entries("a b c", "here == u"): (
        "fork(block #a | ), fork(block #b | ), fork(block #c | )"
    ),
}


@pytest.mark.parametrize("layout", MENUS)
def test_entries_of_a_menu_are_one_part(layout: str, tmp_path: Path) -> None:
    assert shapes(divide(_specialized({"_layouts/l.html": layout}, tmp_path))) == MENUS[layout]


def test_a_long_menu_is_in_parts_of_which_a_page_takes_one_apart(tmp_path: Path) -> None:
    parts = divide(_specialized({"_layouts/l.html": _entries(" ".join(map(str, range(70))))}, tmp_path))
    assert [len(part.own) for part in parts if isinstance(part, Menu)] == [32, 32, 6]


PAGES = {
    f"{name}.md": f"---\nlayout: l\npermalink: /{name}\n{more}---\n"
    for name, more in {"a": "x: a\n", "b": "x: [b]\n", "c": "x: 3\n", "d": "", "e": "x: c\ny: b\n"}.items()
}


@pytest.mark.parametrize(
    "layout",
    [
        _entries("/a /b /c /d /gone", "page.url == u", "<a href='#'>x</a>{% else %}<a href='{{ u }}'>x</a>"),
        _entries("a b c d", "u != page.x", "<a href='/{{ u }}'>x</a>{% else %}<a href='/own-{{ u }}'>x</a>"),
        _entries("a b c d", "page.x == u", "<a href='/{{ u }}'>x</a>{% else %}<a href='/{{ page.y }}'>x</a>"),
        "{% assign here = page.url %}"
        + _entries("/a /b /c /d /gone", "here == u", "<a href='{{ u }}x'>x</a>"),
        "{% assign here = page.x %}" + _tags("a b c d", "u != here"),
        "{% assign here = page.x %}" + _tags("a b c d", "u == here and page.y == 'b'"),
        "{% if page.y %}{% assign here = page.x %}{% endif %}" + _tags("a b c d", "u == here"),
        _tags("/a /b /c /d", "page.url == u"),
        _tags("/a /b /c /d", "page.url == u", "<"),
        _tags("b q r s", "page.x == u").replace(
            "'{{ u }}' class", "'{% if page.y == u %}/{% endif %}{{ u }}' class"
        ),
        _tags("b q r s", "page.x == u").replace("href", "{% if page.y == u %}name='x'{% endif %} href"),
        _tags("b q r s", "page.x == u").replace("href", "{% if page.y == u %}title='x' data-{% endif %}href"),
        "{% for page in site.pages %}{% assign here = page.url %}"
        + _tags("/a /b /c", "here == u")
        + "{% endfor %}",
        "{% for page in site.pages %}"
        + _entries("/a /b /c", "page.url == u", "<a href='{{ u }}x'>x</a>")
        + "{% endfor %}",
    ],
)
def test_each_page_has_the_links_that_it_has_without_menus(
    layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = str(write_site(tmp_path, {**PAGES, "_layouts/l.html": layout}))
    found = list_links(site, read_settings(None), Call(), pages=True)
    monkeypatch.setattr(frame_parts, "_with_menus", lambda parts: parts)
    assert found == list_links(site, read_settings(None), Call(), pages=True)
    assert found
