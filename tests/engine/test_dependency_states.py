"""Each edit of a small site, and all reads whose state it changes: what was read so is read again, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.engine.cache.dependency_states import DependencyStates
from sitecheck.jekyll import load_site
from sitecheck.model.facts import Read
from sitecheck.testing import write_site

LOOKS = "{% if content contains 'x' %}<a href='/a.html'>x</a>{% endif %}{{ content }}{% include i.html %}"
TITLES = "{% for p in site.pages %}{{ p.title }}{% endfor %}"
FILES = {
    "_config.yml": "title: t\ncollections: {notes: {output: true}}\n",
    "_data/d.yml": "a: 1\n",
    "_layouts/l.html": LOOKS,
    "_layouts/m.html": "---\nkind: k\n---\n{{ content }}",
    "_includes/i.html": TITLES,
    "a.md": "---\nlayout: l\ntitle: A\n---\nx\n",
    "b.md": "---\ntitle: B\n---\n",
    "_posts/2024-01-01-p.md": "---\ntitle: P\n---\np\n",
    "_notes/n.md": "---\ntitle: N\n---\nn\n",
    "s.png": "s",
}
READS = {
    "file": ("a.md", "s.png", "none.txt"),
    "include": ("_includes/i.html", "_includes/none.html"),
    "record": ("a.md", "b.md", "s.png", "none.md"),
    "layout": ("l", "m", "none"),
    "layout_use": ("_layouts/l.html", "_layouts/m.html"),
    "includes": ("*",),
    "output": ("a.html", "none.html"),
    "link": ("a.md", "none.md"),
    "post_url": ("2024-01-01-p", "2024-01-01-none"),
    "data": ("d", "none", "*"),
    "site": ("*", "data", "title", "posts", "notes", "pages", "html_pages", "tags", "static_files"),
    "math_mentions": ("*", "values", "excerpts"),
    "share": ("100", "100000000000", "="),
    "beneath": (".",),
    "shown": ("a.md",),
    "day": ("2024-01-01", "2999-01-01"),
    "content_parts": ("_layouts/l.html\0l", "_layouts/m.html\0m"),
    "excerpts": ("_layouts/l.html", "_layouts/m.html"),
    "scriptless": ("*",),
    "odd": ("a.md",),
}
LISTS = frozenset({"site *", "site data", "site tags", "site static_files"})
"""What any list of the site is a part of."""
PAGES = LISTS | {"site pages", "site html_pages"}


def states(folder: Path) -> dict[str, str]:
    found = DependencyStates(SiteReader(load_site(folder)))
    reads = (Read(kind, name) for kind, names in READS.items() for name in names)
    return {f"{read.kind} {read.name}": found.of(read) for read in reads}


@pytest.mark.parametrize(
    ("path", "text", "changed"),
    [
        ("a.md", "---\nlayout: l\ntitle: A\n---\nx\nmore\n", {"file a.md"}),
        ("a.md", "---\nlayout: l\ntitle: AA\n---\nx\n", PAGES | {"file a.md", "record a.md"}),
        (
            "b.md",
            "---\nlayout: m\ntitle: B\n---\n",
            PAGES | {"content_parts _layouts/m.html\x00m", "layout_use _layouts/m.html", "record b.md"},
        ),
        ("c.md", "---\n---\n", PAGES),
        ("b.md", None, PAGES | {"record b.md"}),
        (
            "a.md",
            "---\nlayout: l\ntitle: A\npermalink: /none.html\n---\nx\n",
            PAGES | {"file a.md", "link a.md", "output a.html", "output none.html", "record a.md"},
        ),
        (
            "_layouts/l.html",
            f"{LOOKS}more",
            set(),
        ),
        (
            "_layouts/l.html",
            LOOKS.replace("/a.html", "/b.html"),
            {"content_parts _layouts/l.html\x00l"},
        ),
        ("_layouts/m.html", "---\nkind: kk\n---\n{{ content }}", {"layout m"}),
        (
            "_layouts/m.html",
            "---\nkind: k\n---\n{{ content }}{{ site.posts.first.excerpt }}",
            {"excerpts _layouts/m.html"},
        ),
        (
            "_includes/i.html",
            f"{TITLES}more",
            {"include _includes/i.html"},
        ),
        (
            "_includes/i.html",
            f"{TITLES}<script src='/katex.js'></script>",
            {"include _includes/i.html", "math_mentions *", "scriptless *"},
        ),
        ("_includes/none.html", "", {"include _includes/none.html", "includes *"}),
        ("_data/d.yml", "a: 2\n", {"data *", "data d", "site *", "site data"}),
        (
            "_data/d.yml",
            "a: <script>\n",
            {"data *", "data d", "math_mentions values", "scriptless *", "site *", "site data"},
        ),
        ("_data/none.yml", "a: 1\n", {"data *", "data none", "site *", "site data"}),
        ("_posts/2024-01-01-p.md", "---\ntitle: P\n---\np\nMathJax\n", {"math_mentions excerpts"}),
        ("_posts/2024-01-01-p.md", "---\ntitle: PP\n---\np\n", LISTS | {"site posts"}),
        ("_notes/n.md", "---\ntitle: NN\n---\nn\n", LISTS | {"site notes"}),
        ("s.png", "t", {"file s.png"}),
        ("none.txt", "", PAGES | {"file none.txt", "site notes", "site posts"}),
    ],
)
def test_what_an_edit_changes(path: str, text: str | None, changed: set[str], tmp_path: Path) -> None:
    before = states(write_site(tmp_path, FILES))
    if text is None:
        (tmp_path / path).unlink()
    else:
        write_site(tmp_path, {path: text})
    after = states(tmp_path)
    assert {read for read, state in after.items() if state != before[read]} == changed


def test_states_that_no_edit_changes(tmp_path: Path) -> None:
    found = states(write_site(tmp_path, FILES))
    told = (
        "share 100",
        "share 100000000000",
        "shown a.md",
        "beneath .",
        "day 2024-01-01",
        "day 2999-01-01",
        "odd a.md",
    )
    assert [found[read] for read in told] == ["enough", "short", "", "", "True", "False", "unknown"]
    assert found["file none.txt"].startswith("error ")
    assert found["include _includes/none.html"] == "absent"
    assert found["layout_use _layouts/l.html"] == "True"
    assert found["layout_use _layouts/m.html"] == "False"
    assert int(found["share ="]) > 100
