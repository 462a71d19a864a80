"""Each edit of a small site, and all reads whose state it changes: what was read so is read again, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.reader import Input
from sitecheck.engine.analyze import analyze
from sitecheck.engine.cache import dependency_states
from sitecheck.engine.cache.dependency_states import DependencyStates
from sitecheck.errors import MachineError
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
    "names": ("layout", "include", "link", "post_url", "none"),
    "why_not": ("a.md", "_drafts/none.md"),
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
    "content_fate": ("_layouts/l.html", "_layouts/m.html"),
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
        ("c.md", "---\n---\n", PAGES | {"names link"}),
        ("b.md", None, PAGES | {"names link", "record b.md"}),
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
        ("_layouts/none.html", "---\nkind: k\n---\n", {"layout none", "names layout"}),
        ("_layouts/m.html", "---\nkind: k\n---\nmore", {"content_fate _layouts/m.html"}),
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
        ("_includes/none.html", "", {"include _includes/none.html", "includes *", "names include"}),
        ("_data/d.yml", "a: 2\n", {"data *", "data d", "site *", "site data"}),
        (
            "_data/d.yml",
            "a: <script>\n",
            {"data *", "data d", "math_mentions values", "scriptless *", "site *", "site data"},
        ),
        ("_data/none.yml", "a: 1\n", {"data *", "data none", "site *", "site data"}),
        ("_data/none.yml", "a: [\n", {"data *", "data none", "site *", "site data"}),
        ("_data/none/n.yml", "a: [\n", {"data *", "data none", "site *", "site data"}),
        ("_posts/2024-01-01-p.md", "---\ntitle: P\n---\np\nMathJax\n", {"math_mentions excerpts"}),
        ("_posts/2024-01-01-p.md", "---\ntitle: PP\n---\np\n", LISTS | {"site posts"}),
        ("_notes/n.md", "---\ntitle: NN\n---\nn\n", LISTS | {"site notes"}),
        ("s.png", "t", {"file s.png"}),
        ("_drafts/none.md", "---\n---\n", {"why_not _drafts/none.md"}),
        (
            "_posts/2024-01-01-none.md",
            "---\n---\n",
            LISTS | {"names link", "names post_url", "post_url 2024-01-01-none", "site posts"},
        ),
        ("none.txt", "", PAGES | {"file none.txt", "names link", "site notes", "site posts"}),
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


@pytest.mark.parametrize(
    ("front", "body", "noted"),
    [
        ("title: A", "x", set()),
        ("title: A", "{{ page.title }}", set()),
        ("title: A", "{{ site.title }}", {"site title"}),
        ("title: A", "{{ site.data.d.a }}", {"data d"}),
        ("title: A", "{{ site.data[page.title] }}", {"data A"}),
        ("title: A", "{% for x in site.data %}{{ x[0] }}{% endfor %}", {"data *"}),
        (
            "title: A",
            "{% include i.html %}",
            {"include _includes/i.html", "shown _includes/i.html", "site pages"},
        ),
        ("title: A", "{% include none.html %}", {"include _includes/none.html"}),
        ("title: A", "{% include {{ page.which }} %}", set()),
        ("title: A", "{% include_relative s.txt %}", {"include s.txt", "shown s.txt"}),
        ("title: A", "{{ site.posts.first.title }}", {"site posts"}),
        (
            "title: A",
            "{{ site.posts.first.content }}",
            {"file _posts/2024-01-01-p.md", "record _posts/2024-01-01-p.md", "site posts"},
        ),
        (
            "title: A",
            "{{ site.posts.first.excerpt }}",
            {"file _posts/2024-01-01-p.md", "record _posts/2024-01-01-p.md", "site posts"},
        ),
        ("title: A", "{{ site.notes.first.title }}", {"site notes"}),
        ("title: A", "{{ site.pages.size }}", {"site pages"}),
        ("title: A", "{{ site.tags.t.size }}", {"site tags"}),
        ("title: A", "{{ site.time }}", {"site time"}),
        ("title: A", "{% link b.md %}", {"link b.md", "site baseurl"}),
        ("title: A", "{% link gone.md %}", {"link gone.md"}),
        ("title: A", "{% post_url 2024-01-01-p %}", {"post_url 2024-01-01-p", "site baseurl"}),
        ("title: A", "{% post_url 2024-01-02-p %}", {"post_url 2024-01-02-p"}),
        ("title: A", "<script src='/s.js'></script>", {"file s.js", "output s.js"}),
        ("title: A", "<script src='/gone.js'></script>", {"output gone.js"}),
        ("title: A", "[x](/b.html)", set()),
        ("title: A", "[x](b.md)", set()),
        ("title: A", "$$a$$", set()),
        ("title: A", "{% if site.time > page.date %}x{% endif %}", {"site time"}),
        ("title: A", "{% for i in (1..3) %}{{ i }}{% endfor %}", set()),
        ("title: A", "{{ page.previous.title }}", set()),
        ("title: A", "{{ site.github.url }}", {"site github"}),
        ("title: A", "{{ site.static_files.size }}", {"site static_files"}),
        ("title: A", "<style>a{background:url(/s.png)}</style>", set()),
        (
            "layout: l",
            "x",
            {
                "beneath _includes/i.html",
                "beneath _layouts/l.html",
                "content_parts _layouts/l.html\x00l",
                "file _layouts/l.html",
                "content_fate _layouts/l.html",
                "layout l",
                "output c.html",
                "shown _includes/i.html",
            },
        ),
        (
            "layout: l",
            "$$a$$",
            {
                "beneath _includes/i.html",
                "beneath _layouts/l.html",
                "content_parts _layouts/l.html\x00l",
                "file _layouts/l.html",
                "content_fate _layouts/l.html",
                "layout l",
                "output c.html",
                "shown _includes/i.html",
            },
        ),
        ("layout: gone", "x", {"layout gone"}),
    ],
)
def test_what_is_noted_as_read(front: str, body: str, noted: set[str], tmp_path: Path) -> None:
    """Beside the page itself, and how much work it may be."""
    files = {**FILES, "s.js": "location.hash", "s.txt": "s", "c.md": f"---\n{front}\n---\n{body}\n"}
    reader = SiteReader(load_site(write_site(tmp_path, files)))
    reads = analyze(Input("c.md", "page"), reader, ()).reads
    told = {f"{read.kind} {read.name}" for read in reads if read.kind != "share"}
    assert told == {"file c.md", "record c.md"} | noted
    assert all(read.state for read in reads if read.kind in ("file", "include"))


def test_what_layouts_make_of_content_may_be_beyond_telling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then all counts that was read for it; what fails is told where a page is read."""

    def state() -> str:
        return DependencyStates(SiteReader(load_site(tmp_path))).of(
            Read("content_parts", "_layouts/l.html\0l")
        )

    write_site(tmp_path, FILES)
    monkeypatch.setattr(dependency_states, "likeness", lambda _: None)
    before = state()
    assert state() == before
    write_site(tmp_path, {"_includes/i.html": f"{TITLES}more"})
    after = state()
    assert len({before, after, "failed", "none"}) == 4
    for error, told in ((ValueError(), "failed"), (MachineError("full"), "")):

        def fail(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(dependency_states, "parts_of", fail)
        if told:
            assert state() == told
        else:
            with pytest.raises(MachineError, match="full"):
                state()


def test_without_a_memory_of_files_none_is_told_of_them(tmp_path: Path) -> None:
    states = DependencyStates(SiteReader(load_site(write_site(tmp_path, FILES))))
    states.learn([Read("file", "a.md", "x")])
    assert states.of(Read("file", "a.md")) != "x"


def test_what_was_asked_of_the_configuration_changes_nothing(tmp_path: Path) -> None:
    site = load_site(write_site(tmp_path, FILES))
    for index in ("_set", "default_entries"):
        vars(site.config).pop(index, None)
    before = DependencyStates(SiteReader(site)).common
    assert site.config.entry("title") is not None
    assert "title" not in site.config.default_entries
    assert DependencyStates(SiteReader(site)).common == before


def test_what_a_cache_of_somebody_names_does_not_hold(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    known = DependencyStates(SiteReader(load_site(tmp_path)))
    names = ("", "x", "::", "\0", "\ud800", "9" * 5000, "=", "../..", "/", "a/" * 5000)
    reads = [Read(kind, name, "never") for kind in READS for name in names]
    assert not any(map(known.holds, reads))
