"""Tags of layouts that are read once: what a page puts in gives what reading the tag on that page gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.frames.frame_parts import Block, Pattern, divide
from sitecheck.document.frames.frame_tags import TagTemplate, Written, is_fixed
from sitecheck.document.liquid_host import SiteHost
from sitecheck.document.tags.page_links import page_links
from sitecheck.html import read
from sitecheck.jekyll import load_site
from sitecheck.liquid import Budget
from sitecheck.liquid.budget import spending
from sitecheck.liquid.names import NameFinder
from sitecheck.liquid.page_context import PageContext
from sitecheck.liquid.page_values import Inputs
from sitecheck.liquid.specialize import specialize
from sitecheck.text.source_map import MappedText

FRONT = "---\nlayout: l\nx: {x}\n---\n"
VALUES = (
    "/a/",
    '"/a b/"',
    "'#top'",
    "'a&amp;b'",
    "'  /a/ '",
    "''",
    "[1, 2]",
    "7",
    "'\"'",
    "'>'",
    "'/b/'",
    "{k: v}",
    '"/a\\r/b"',
    '"/a\\0b"',
)
TAGS = (
    '<a href="{{ page.x }}">',
    '<a id="i-{{ page.x }}" href="/p{{ page.x }}/{{ page.url }}?q">',
    "<link rel='alternate' href=' {{ site.url }}{{ page.x }} '>",
    '<a name="{{ page.x }}">',
    '<a class="b {{ page.x }}" id="{{ page.x }}" href="{{ page.x }}">',
    '<a href="#{{ page.x }}" data-toggle="a" data-target="b">',
    '<img src="{{ page.x }}" alt="of {{ page.x | upcase }}" onerror="f()">',
    """<img src="{{ page.x }}" onerror="this.src='/{{ page.x }}'">""",
    f'<a href="{"{{ page.x }}" * 16}">',
    '<area href="{{ page.x | relative_url }}">',
    '<img alt="{{ page.x }}">',
    '<a id="{{ page.x }}">',
    '<picture id="{{ page.x }}">',
    '{% capture c %}{{ page.x }}{% endcapture %}<a href="{{ c }}">',
)
NOT_READ_ONCE = (
    '<img srcset="{{ page.x }} 2x">',
    '<div style="background: {{ page.x }}">',
    '<meta property="og:image" content="{{ page.x }}">',
    '<use href="{{ page.x }}">',
    '<source src="{{ page.x }}">',
    '<source src="/a.png" title="{{ page.x }}">',
    '<image href="{{ page.x }}">',
    f'<a href="{"{{ page.x }}" * 17}">',
    '<a href="?a&{{ page.x }}">',
    '<a href="{{ page.x }}" data-toggle="a" data-target="b">',
)


def pattern_of(folder: Path, tag: str) -> tuple[SiteReader, Pattern]:
    """A layout with one tag, and a page for each value."""
    (folder / "_layouts").mkdir()
    (folder / "_config.yml").write_text("url: https://example.org\n")
    (folder / "_layouts" / "l.html").write_text(f"<p>{tag}</p>")
    for number, value in enumerate(VALUES):
        (folder / f"p{number}.md").write_text(FRONT.format(x=value))
    reader = SiteReader(load_site(str(folder)))
    layout = reader.layout("l")
    template = reader.layout_template(layout) if layout is not None else None
    assert template is not None
    with spending(Budget()):
        items = specialize(
            template, SiteHost(reader, None), "", Inputs(frozenset(), False), NameFinder(lambda _: None)
        )
        (found,) = (part for part in divide(items) if isinstance(part, Pattern))
    return reader, found


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_that_is_read_once_is_what_it_is_on_each_page(tag: str, tmp_path: Path) -> None:
    reader, pattern = pattern_of(tmp_path, tag)
    assert any(isinstance(part, TagTemplate) for part in pattern.parts)
    agrees(reader, pattern)


def agrees(reader: SiteReader, pattern: Pattern) -> None:
    """On each page, twice, a pattern finds what is found in its whole text."""
    for page in (*reader.site.pages, *reader.site.pages):
        with spending(Budget()):
            blocks = tuple(pattern.blocks(PageContext(SiteHost(reader, page), page.path or "")))
            whole = pattern.group.block(PageContext(SiteHost(reader, page), page.path or ""))
        assert tuple(link for block in blocks for link in block.links) == whole.links, page.data["x"]
        assert tuple(id_ for block in blocks for id_ in block.ids) == whole.ids, page.data["x"]


@pytest.mark.parametrize("tag", NOT_READ_ONCE)
def test_where_a_value_decides_what_is_found_the_tag_is_read_on_each_page(tag: str, tmp_path: Path) -> None:
    reader, pattern = pattern_of(tmp_path, tag)
    assert not any(isinstance(part, TagTemplate) for part in pattern.parts)
    agrees(reader, pattern)


@pytest.mark.parametrize(
    ("href", "fixed"),
    [
        *(
            (href, True)
            for href in ("/a", "//a/b", "http://a", "https://a", "HTTPS://a", "mailto:a@b", "tel:1")
        ),
        *((href, True) for href in ("data:,a", "javascript:a()")),
        *((href, False) for href in ("a", "./a", "#a", "?a", "")),
    ],
)
def test_which_addresses_mean_the_same_on_every_page(href: str, fixed: bool) -> None:
    text = f'<a href="{href}">'
    (link,) = page_links(MappedText.identity("a.html", text), read(text).tags, ())
    assert is_fixed(link) is fixed


def test_a_value_where_a_script_begins_is_the_script_s(tmp_path: Path) -> None:
    _, pattern = pattern_of(tmp_path, "<script>{{ page.x }} f()</script>")
    assert [ends for _, ends in pattern.guards] in ([], ["<"])


class Asked:
    """A tag as it is written, which counts how often it is read."""

    def __init__(self, tag: Written) -> None:
        self.tag = tag
        self.items = tag.items
        self.times = 0

    def block(self, page: PageContext) -> Block:
        self.times += 1
        return self.tag.block(page)


@pytest.mark.parametrize(
    ("tag", "steps"), [('<a href="{{ page.x }}">', 21), ('<a name="a {{ page.x }}" href="/b">', 41)]
)
def test_which_values_are_put_into_a_tag_that_is_read_once(tag: str, steps: int, tmp_path: Path) -> None:
    """Not what is empty, and not what a browser reads as something else than it is. Each is paid for once."""
    reader, pattern = pattern_of(tmp_path, tag)
    (template,) = (part for part in pattern.parts if isinstance(part, TagTemplate))
    template.written = asked = Asked(template.written)
    read, paid = set[str](), list[int]()
    for page in (*reader.site.pages, *reader.site.pages):
        budget, before = Budget(), asked.times
        with spending(budget):
            template.block(PageContext(SiteHost(reader, page), page.path or ""))
        if asked.times > before:
            read.add(str(page.data["x"]))
        else:
            paid.append(budget.spent)
    assert read == {"a&amp;b", "", "/a\r/b", "/a\0b"}
    first, again = paid[: len(paid) // 2], paid[len(paid) // 2 :]
    assert {one - other for one, other in zip(first, again, strict=True)} == {steps}
