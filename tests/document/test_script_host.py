"""Includes whose loops can bring no script are left out where layouts are looked through for scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.script_host import scriptless
from sitecheck.jekyll import load_site
from sitecheck.testing import write_site

AKIN = (
    "{% assign akin = '' | split: '' %}{% for post in site.posts %}{% if post.url == page.url %}{% continue %}"
    "{% endif %}{% assign akin = akin | push: post %}{% endfor %}{% if akin.size > 0 %}<ul><!-- akin -->"
    "{% for post in akin %}<li>{{ post.title }}</li>{% endfor %}</ul>{% endif %}\n"
)
LAYOUT = "{{ content }}{% include akin.html %}{% if page.math %}{% include math.html %}{% endif %}"
MATH = "<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'></script>"
FILES = {"_layouts/post.html": LAYOUT, "_includes/akin.html": AKIN, "_includes/math.html": MATH}


def left_out(folder: Path, files: dict[str, str]) -> set[str]:
    site = write_site(folder, {**FILES, **files})
    return {path.rpartition("/")[2] for path in scriptless(SiteReader(load_site(site)))}


def test_a_loop_over_posts_is_left_out(tmp_path: Path) -> None:
    assert left_out(tmp_path, {}) == {"akin.html"}


@pytest.mark.parametrize(
    "files",
    [
        {"_includes/akin.html": AKIN + MATH},
        {"_includes/akin.html": AKIN + "<!-- to be closed elsewhere"},
        {"_includes/akin.html": AKIN + "{% include math.html %}"},
        {"_includes/akin.html": AKIN + "{% include {{ page.more }} %}"},
        {"_includes/akin.html": AKIN + "{% some_tag %}"},
        {"_includes/akin.html": AKIN + "{% cycle 'a', 'b' %}"},
        {"_includes/akin.html": AKIN + "{% if page.last %}{% break %}{% endif %}"},
        {"_includes/akin.html": "{{ page.title }}"},
        {"_layouts/post.html": LAYOUT + "{% if akin.size > 2 %}{% include math.html %}{% endif %}"},
        {"_includes/other.html": "{{ akin | size }}"},
        {"a.md": "---\nscripts: [\"<script src='/a.js'></script>\"]\n---\n"},
    ],
)
def test_what_may_bring_a_script_or_is_asked_for_is_not(tmp_path: Path, files: dict[str, str]) -> None:
    assert left_out(tmp_path, files) == set()


def test_a_variable_that_the_include_itself_sets_first_is_asked_for_by_nobody(tmp_path: Path) -> None:
    further = {"_includes/further.html": "{% assign akin = 1 %}{{ akin }}"}
    assert left_out(tmp_path, further) == {"akin.html"}
