"""Layouts that only make HTML shorter."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.document.test_frames import SHORTER, write

from sitecheck.document import SiteReader
from sitecheck.document.compressor import is_compressor
from sitecheck.jekyll import load_site


def test_a_compressor_is_one_that_has_nothing_of_its_own() -> None:
    assert is_compressor(SHORTER)
    assert is_compressor(SHORTER + '<a href="/">Saved</a>{% include x %}'), "after the table of its profile"
    assert not is_compressor(SHORTER.replace("compress_html_profile_", "other_"))


@pytest.mark.parametrize(
    "text",
    [
        "{{ content }}",
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
