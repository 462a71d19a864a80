"""Where a page holds addresses beside its links and images: in styles, for cards, in a refresh, in SVG."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site


def _hrefs(folder: Path, text: str, name: str = "index.html") -> list[tuple[str, str, str | None]]:
    (folder / name).write_text(f"---\n---\n{text}\n")
    facts = read_facts(SiteReader(load_site(folder)))
    return [(link.element, link.attribute, link.href) for link in facts.files[name].links]


@pytest.mark.parametrize("name", ["index.html", "index.md"])
@pytest.mark.parametrize(
    ("css", "hrefs"),
    [
        ("a { background: url(/a.png) }", ["/a.png"]),
        ("a { background: URL( '/a b.png' ) }", ["/a b.png"]),
        ('a { background: url("/a(1).png") }', ["/a(1).png"]),
        ("/* url(/a.png) */ a { background: url(/b.png) }", ["/b.png"]),
        ("/* url(/a.png)", []),
        ("@import '/more.css';", ["/more.css"]),
        ("@import url(/more.css);", ["/more.css"]),
        ("a { fill: url(#gradient) }", []),
        ("a { background: url() }", []),
        ("a { background: url({{ page.what | default: '/c.png' }}) }", ["/c.png"]),
    ],
)
def test_the_addresses_of_a_style_sheet(tmp_path: Path, css: str, hrefs: list[str], name: str) -> None:
    text = f"<style>\n{css}\n</style>"
    assert _hrefs(tmp_path, text, name) == [("style", "style", href) for href in hrefs]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ('<p style="background: url(/a.png)">', [("p", "style", "/a.png")]),
        ('<p style="background: url(&quot;/a.png&quot;)">', [("p", "style", "/a.png")]),
        ('<meta property=" OG:image " content="/a.png">', [("meta", "content", "/a.png")]),
        ('<meta name="twitter:image" content=" /a.png ">', [("meta", "content", "/a.png")]),
        ('<meta property="og:image:url" content="/a.png">', [("meta", "content", "/a.png")]),
        ('<meta property="og:image:secure_url" content="/a.png">', [("meta", "content", "/a.png")]),
        ('<meta name="twitter:image:src" content="/a.png">', [("meta", "content", "/a.png")]),
        ('<img usemap="#a">', [("img", "usemap", "#a")]),
        ('<object usemap="#a">', [("object", "usemap", "#a")]),
        ('<meta name="description" content="/a.png">', []),
        ('<meta http-equiv="refresh" content="0; url=/b/">', [("meta", "refresh", "/b/")]),
        ("<meta http-equiv='Refresh' content='5;URL=\"/b/?x&amp;y\"'>", [("meta", "refresh", "/b/?x&y")]),
        ('<meta http-equiv="refresh" content="30">', []),
        ('<svg><use href="/icons.svg#sun"/></svg>', [("use", "href", "/icons.svg#sun")]),
        ('<svg><use xlink:href="#sun"/></svg>', []),
    ],
)
def test_addresses_that_are_no_links(tmp_path: Path, text: str, links: list[tuple[str, str, str]]) -> None:
    assert _hrefs(tmp_path, text) == links
