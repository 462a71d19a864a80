"""Plain text that layouts make a page of: no converter takes it, and it stands in the page as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteFacts, SiteReader
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site
from sitecheck.testing import write_site

_CONFIG = "collections:\n  licenses: {output: true, permalink: '/licenses/:name/'}\n"
_TEXT = '---\nlayout: license\n---\n<a href="/gone/">x</a> <b id="own"></b>\n'
_LAYOUT = '<pre>{{ content }}</pre> <a href="#own">a</a> <a href="#none">a</a>\n'
_INDEX = '---\n---\n<a href="/licenses/mit/#own">a</a> <a href="/licenses/mit/#none">a</a>\n'


def _facts(folder: Path, layout: str = _LAYOUT, name: str = "mit.txt", text: str = _TEXT) -> SiteFacts:
    files = {"_config.yml": _CONFIG, f"_licenses/{name}": text, "_layouts/license.html": layout}
    return read_facts(SiteReader(load_site(write_site(folder, {**files, "index.html": _INDEX}))))


def _statuses(facts: SiteFacts, page: str) -> dict[str | None, str]:
    return {each.link.href: each.verdict.status for each in facts.links if each.page == page}


@pytest.mark.parametrize("name", ["mit.txt", "mit"])
def test_it_is_read_as_html(tmp_path: Path, name: str) -> None:
    facts = _facts(tmp_path, name=name)
    assert _statuses(facts, f"_licenses/{name}") == {
        "/gone/": "broken-page",
        "#own": "ok",
        "#none": "broken-anchor",
    }
    assert _statuses(facts, "index.html") == {
        "/licenses/mit/#own": "ok",
        "/licenses/mit/#none": "broken-anchor",
    }


_EITHER = "<pre>{% if page.raw %}{{ content }}{% else %}{{ content | strip | xml_escape }}{% endif %}</pre>"


def test_what_layouts_make_another_text_of_on_some_pages_is_not_read(tmp_path: Path) -> None:
    facts = _facts(tmp_path, _EITHER, text=_TEXT.replace("---\n<a", "raw: true\n---\n<a"))
    assert not facts.files["_licenses/mit.txt"].links
    assert _statuses(facts, "index.html") == dict.fromkeys(
        ("/licenses/mit/#own", "/licenses/mit/#none"), "dynamic"
    )


@pytest.mark.parametrize("layout", ["<pre>{{ content | escape }}</pre>", _EITHER])
def test_what_a_layout_shows_without_its_tags_has_no_ids(tmp_path: Path, layout: str) -> None:
    facts = _facts(tmp_path, layout)
    assert not facts.files["_licenses/mit.txt"].links
    assert _statuses(facts, "index.html") == dict.fromkeys(
        ("/licenses/mit/#own", "/licenses/mit/#none"), "broken-anchor"
    )


def test_what_a_layout_changes_but_for_its_tags_is_read(tmp_path: Path) -> None:
    facts = _facts(tmp_path, "{% assign text = content | newline_to_br %}{{ text }}")
    assert _statuses(facts, "index.html") == {
        "/licenses/mit/#own": "ok",
        "/licenses/mit/#none": "broken-anchor",
    }


def test_text_that_is_published_as_text_stays_text(tmp_path: Path) -> None:
    write_site(tmp_path, {"_layouts/license.html": _LAYOUT, "a.txt": _TEXT})
    facts = read_facts(SiteReader(load_site(tmp_path)))
    assert not facts.files["a.txt"].links
    assert not facts.files["a.txt"].open_ids


_ANY_TEXT = '{% assign key = page.key %}{{ page[key] }}<b id="own"></b> <a href="/gone/">a</a>'
"""A layout of which nobody can say whether it shows the text of its pages."""


@pytest.mark.parametrize(("text", "read"), [("", True), ("\n \n", True), ("<b>text</b>\n", False)])
def test_of_front_matter_alone_a_layout_makes_a_page_whatever_it_shows(
    tmp_path: Path, text: str, read: bool
) -> None:
    facts = _facts(tmp_path, _ANY_TEXT, "mit", "---\nlayout: license\nkey: title\n---\n" + text)
    assert _statuses(facts, "_licenses/mit") == ({"/gone/": "broken-page"} if read else {})
    assert _statuses(facts, "index.html") == {
        "/licenses/mit/#own": "ok" if read else "dynamic",
        "/licenses/mit/#none": "broken-anchor" if read else "dynamic",
    }
