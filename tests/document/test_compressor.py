"""Layouts that only make HTML shorter."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.document.test_frames import SHORTER, write

from sitecheck.document import SiteReader
from sitecheck.document.compressor import is_compressor, joins_lines
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site


def test_a_compressor_is_one_that_has_nothing_of_its_own() -> None:
    assert is_compressor(SHORTER)
    assert is_compressor(SHORTER + '<a href="/">Saved</a>{% include x %}'), "after the table of its profile"
    assert not is_compressor(SHORTER.replace("compress_html_profile_", "other_"))
    assert is_compressor(f"<!-- Under a licence <!-- of its own -->\n{SHORTER}")
    assert not is_compressor(f"<!-- Under a licence --> Home\n{SHORTER}")


@pytest.mark.parametrize(
    "tag",
    [
        *("assign", "capture", "case", "continue", "else", "elsif", "for", "if", "unless", "when"),
        *("endcapture", "endcase", "endfor", "endif", "endunless"),
    ],
)
def test_what_works_on_the_content_shows_nothing(tag: str) -> None:
    assert is_compressor(f"{{{{ content }}}}{{% {tag} site.compress_html.x %}}")


@pytest.mark.parametrize(
    "text",
    [
        "{{ content }}",
        "{{ content }}{% cycle site.compress_html.x %}",
        SHORTER.replace("compress_html", "shorten"),
        SHORTER.replace("{{ _content }}{% if", "{{ _content }}<a href='/'>{% if"),
        SHORTER.replace("{{ _content }}{% if", "{{ _content }}{{ site.title }}{% if"),
        SHORTER.replace("{{ _content }}{% if", "{{ _content }}{% include footer.html %}{% if"),
        SHORTER.replace("{{ _content }}{% if", "{{ _content }}{% comment %}{% endcomment %} Home{% if"),
    ],
)
def test_what_else_shows_something_is_none(text: str) -> None:
    assert not is_compressor(text)


def test_it_is_read_as_one_that_prints_its_content(tmp_path: Path) -> None:
    site = write(tmp_path, {"_layouts/c.html": f"---\nx: y\n---\n{SHORTER}", "index.md": "---\n---\n"})
    reader = SiteReader(load_site(str(site)))
    layout = reader.layout("c")
    assert layout is not None
    template = reader.layout_template(layout)
    assert template is not None
    assert (template.text, template.offset) == ("{{ content }}", len("---\nx: y\n---\n"))


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("", ("/a /b.html", "broken-page")),
        (
            "compress_html: {clippings: all, blanklines: false, ignore: {envs: [development]}}",
            ("/a /b.html", "broken-page"),
        ),
        ("compress_html: {blanklines: true}", ("/a\n/b.html", "ok")),
        ("compress_html: {ignore: {envs: all}}", ("/a\n/b.html", "ok")),
        ("compress_html: {ignore: {envs: [production]}}", ("/a\n/b.html", "ok")),
    ],
)
def test_a_line_that_ends_in_an_address_is_a_blank_then(
    tmp_path: Path, settings: str, found: tuple[str, str]
) -> None:
    files = {
        "_config.yml": f"{settings}\n",
        "_layouts/c.html": f"---\nx: y\n---\n{SHORTER}",
        "_layouts/l.html": "---\nlayout: c\n---\n<a href='/a\n/b.html'>x</a><a href='/a/b.html'>x</a>{{ content }}",
        "index.md": "---\nlayout: l\n---\n",
        "a/b.md": "---\n---\n",
    }
    facts = read_facts(SiteReader(load_site(str(write(tmp_path, files)))))
    links = [(each.link.href, each.verdict.status) for each in facts.links]
    assert sorted(links) == sorted([found, ("/a/b.html", "ok")])


@pytest.mark.parametrize(
    ("settings", "environment", "joins"),
    [
        (None, "production", True),
        ({}, "production", True),
        ({"ignore": {"envs": "all"}}, "production", False),
        ({"ignore": {"envs": "production"}}, "production", False),
        ({"ignore": {"envs": ["development", "local"]}}, "local", False),
        ({"ignore": {"envs": ["development", "local"]}}, "production", True),
        ({"ignore": {"envs": {"all": 1}}}, "all", True),
        ({"ignore": "all"}, "production", True),
        ({"blanklines": True}, "production", False),
        ({"blanklines": False}, "production", True),
        ({"blanklines": True, "ignore": {"envs": []}}, "production", False),
    ],
)
def test_by_which_settings_lines_are_joined(settings: object, environment: str, joins: bool) -> None:
    assert joins_lines(settings, environment) is joins
