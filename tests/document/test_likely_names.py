"""What must be meant by names that nothing of a site has."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.likely_names import NameKind
from sitecheck.jekyll import load_site
from sitecheck.testing import write_site

MATTER = "---\n---\n"
FILES = {
    "_config.yml": "source: src\ncollections: {notes: {output: true}}\n",
    "src/_layouts/post.html": "",
    "src/_includes/nav/Header.html": "",
    "src/_includes/a/x.html": "",
    "src/_includes/b/x.html": "",
    "src/_includes/parts/part-3.html": "",
    "src/docs/guide.md": MATTER,
    "src/files/guide.pdf": "",
    "src/files/data.csv": "",
    "src/_notes/first.md": MATTER,
    "src/_posts/2024-01-31-a-day.md": MATTER,
    "src/news/_posts/2024-02-01-other.md": MATTER,
    "src/_posts/2024-03-01-twice.md": MATTER,
    "src/_posts/2024-03-02-twice.md": MATTER,
    "src/gone.md": "---\npublished: false\n---\n",
}


@pytest.mark.parametrize(
    ("kind", "name", "meant"),
    [
        ("layout", "pots", "post"),
        ("layout", "Post", "post"),
        ("layout", "page", ""),
        ("include", "nav/heder.html", ""),
        ("include", "nav/Heder.html", "nav/Header.html"),
        ("include", "header", "nav/Header.html"),
        ("include", "header.htm", "nav/Header.html"),
        ("include", "x.html", ""),
        ("include", "a/y.html", ""),
        ("include", "a/X.html", "a/x.html"),
        ("include", "parts/part-2.html", ""),
        ("include", "parts/pat-3.html", "parts/part-3.html"),
        ("link", "guide.md", "docs/guide.md"),
        ("link", "docs/guide", "docs/guide.md"),
        ("link", "docs/guide.html", "docs/guide.md"),
        ("link", "guide.pdf", "files/guide.pdf"),
        ("link", "guide.doc", ""),
        ("link", "data", ""),
        ("link", "files/data.cvs", "files/data.csv"),
        ("link", "notes/first.md", "_notes/first.md"),
        ("post_url", "2024-01-31-a-dya", "2024-01-31-a-day"),
        ("post_url", "2023-12-24-a-day", "2024-01-31-a-day"),
        ("post_url", "2024-02-01-Other", "news/2024-02-01-other"),
        ("post_url", "2024-03-03-twice", "2024-03-01-twice"),
        ("post_url", "2025-12-24-twice", ""),
        ("post_url", "a-day", "2024-01-31-a-day"),
        ("post_url", "", ""),
    ],
)
def test_what_is_meant(kind: NameKind, name: str, meant: str, tmp_path: Path) -> None:
    reader = SiteReader(load_site(write_site(tmp_path, FILES)))
    assert reader.likely_names.like(kind, name) == meant


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("gone.md", "gone.md is not published: "),
        ("/gone.md", "/gone.md is not published: "),
        ("docs/guide.md", ""),
        ("none.md", ""),
    ],
)
def test_why_a_file_is_not_published(path: str, told: str, tmp_path: Path) -> None:
    reader = SiteReader(load_site(write_site(tmp_path, FILES)))
    found = reader.likely_names.why_not(path)
    assert found.startswith(told)
    assert bool(found) is bool(told)


def test_among_very_many_no_slip_is_looked_for(tmp_path: Path) -> None:
    files = {f"a{number}.md": MATTER for number in range(1001)}
    reader = SiteReader(load_site(write_site(tmp_path, files)))
    assert reader.likely_names.like("link", "a9999.md") == ""
    assert reader.likely_names.like("link", "sub/a999.md") == "a999.md"
