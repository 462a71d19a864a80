"""jekyll-relative-links: which pages it leaves alone, and which links of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.jekyll.links.relative_links import RelativeLinks
from sitecheck.jekyll.links.resolve import Resolver
from sitecheck.jekyll.plugins.relative_sources import seen_links

PAGE = "---\ntitle: T\n---\n"
SITE = {
    "_config.yml": "title: T\npermalink: pretty\nplugins: [jekyll-relative-links]\n{}",
    "a.md": f"{PAGE}a\n",
    "sub/c.md": f"{PAGE}c\n",
    "img.png": "",
}


def broken(folder: Path, files: dict[str, str], settings: str = "") -> list[str]:
    for name, text in {**SITE, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace("{}", settings) if name == "_config.yml" else text)
    found = check_site(RunOptions(str(folder), read_settings(None), jobs=1)).findings
    return sorted(finding.path for finding in found if finding.rule == "broken-link")


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("[x](a.md)", True),
        ('[x](a.md "title")', True),
        ("[x](sub/c.md) and [y](/a.md)", True),
        ("[x\ny](a.md)", False),
        ("[![i](img.png)](a.md)", False),
        ("[x][r]\n\n[r]: a.md", True),
        ("<a href='a.md'>x</a>", False),
        ("{% include l.md %}", False),
        ("{% assign u = 'a.md' %}[x]({{ u }})", False),
        ("{% include box.md text='**See** [x](a.md)' %}", True),
        ("{% capture t %}See [x](a.md#b).{% endcapture %}{% include box.md text=t %}", True),
        ("{% include box.md text='[x\ny](a.md)' %}", False),
    ],
)
def test_links_that_the_plugin_mends(tmp_path: Path, text: str, mended: bool) -> None:
    files = {
        "b.md": f"{PAGE}{text}\n",
        "_includes/l.md": "[x](a.md)\n",
        "_includes/box.md": "<b>!</b> {{ include.text }}",
    }
    assert bool(broken(tmp_path, files)) is not mended


def test_pages_that_the_settings_leave_out(tmp_path: Path) -> None:
    files = {"sub/b.md": f"{PAGE}[x](c.md)\n", "b.md": f"{PAGE}[x](a.md)\n"}
    assert broken(tmp_path, files, "relative_links:\n  exclude: [sub]\n") == ["sub/b.md"]


@pytest.mark.parametrize(
    ("url", "href", "file"),
    [
        ("/b.html", "a.md#x", "a.md"),
        ("/b.html", "/a.md", "a.md"),
        ("/b.html", "x/../a.md", "a.md"),
        ("/b.html", "../a.md", None),  # above the site, whatever a browser makes of it
        ("/b.html", "#x", None),
        ("/b.html", "https://example.org/a.md", None),
        ("/b.html", "mailto:a.md", None),
        ("/b.html", "a(1).md", None),
        ("/none.html", "a.md", None),
    ],
)
def test_the_file_that_an_address_names(url: str, href: str, file: str | None, tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(PAGE)
    (tmp_path / "_config.yml").write_text("plugins: [jekyll-relative-links]\n")
    assert RelativeLinks(load_site(tmp_path)).named(url, href) == file


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({}, "ok"),
        ({"Gemfile": "gem 'github-pages', group: :jekyll_plugins\n"}, "ok"),
        ({"Gemfile": "gem 'jekyll-relative-links', group: :jekyll_plugins\n"}, "ok"),
        ({"Gemfile": "gem 'jekyll'\n"}, "broken-page"),
        ({"Gemfile": "gem 'jekyll'\n", "CNAME": "example.org\n"}, "dynamic"),
        ({"netlify.toml": ""}, "dynamic"),
        ({"_config.yml": "relative_links:\n  enabled: false\n"}, "broken-page"),
    ],
)
def test_who_builds_the_site_tells_whether_a_link_is_mended(
    tmp_path: Path, files: dict[str, str], status: str
) -> None:
    for name, text in {"a.md": f"{PAGE}a\n", "b.md": f"{PAGE}[x](a.md)\n", **files}.items():
        (tmp_path / name).write_text(text)
    resolver = Resolver(load_site(tmp_path))
    assert resolver.resolve("/b.html", "a.md").status == status
    assert resolver.resolve("/b.html", "no.md").status == "broken-page"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", []),
        ("[a](b)", ["b"]),
        ("[a](b) and [c](d#e) and [f](#g)", ["b", "d", "#g"]),
        ("x\n\n[a](b)\n[c](d)\n", ["b", "d"]),
        ("[a](b c)", ["b c"]),
        ("[a](b 'c')", ["b 'c'"]),
        ('[a](b "c")', ["b"]),
        ('[a](b#d "c")', ["b"]),
        ("[a]()", []),
        ("[a](b", []),
        ("[a](\n", []),
        ("[a]: b", ["=b"]),
        ("\n[a]: b#c", ["=b"]),
        ('[a]: b "c"\n[d]: e\n', ["=b", "=e"]),
        ("  [a]: b", ["=b"]),
        ("x [a]: b", []),
        ("x\n  [a]: b\n", ["=b"]),
        ("x\n\n\n[a]: b\n", ["=b"]),
        ("[a] [b](c)", ["c"]),
        ("[a]: [b](c)", ["c"]),
        (" [a]: [b](c)", ["=[b](c)"]),
        ("[a][b] x\n[b]: c", ["=c"]),
        ("[a](b) x\n[c]: d\n[e](f)", ["b", "=d", "f"]),
        (f"[a](b{'c' * 290}) [d](e)", [f"b{'c' * 290}", "e"]),
        (f"[a](b{'c' * 298}) [d](e)", [f"b{'c' * 298}", "e"]),
        (f"[a](b{'c' * 299}) [d](e)", ["e"]),
    ],
)
def test_which_addresses_of_a_text_the_plugin_sees(text: str, seen: list[str]) -> None:
    """A definition with ``=`` before it."""
    found = [f"{'=' * link.definition}{text[link.start : link.end]}" for link in seen_links(text)]
    assert found == seen
