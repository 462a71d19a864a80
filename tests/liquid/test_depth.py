"""Includes as deep as Liquid allows, on a page and on another that it shows there."""

from __future__ import annotations

from pathlib import Path

from sitecheck.document import SiteReader
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site

SHOWN_DEEP = (
    "{% assign n = include.n | plus: 1 %}{% if n == 97 %}{% include c.html %}{% endif %}"
    "{% include a.html n=n %}"
)


def test_two_pages_of_the_greatest_depth_within_each_other(tmp_path: Path) -> None:
    """Ended in RecursionError: Python allows a thousand calls, and these take more."""
    for path, text in {
        "_includes/a.html": SHOWN_DEEP,
        "_includes/b.html": "{% include b.html %}",
        "_includes/c.html": "{{ site.posts.first.content }}",
        "_posts/2020-01-01-p.md": "---\n---\n{% include b.html %}\n",
        "index.md": "---\n---\n{% include a.html n=0 %}\n",
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    facts = read_facts(SiteReader(load_site(tmp_path)))
    assert facts.files["index.md"].path == "index.md"
