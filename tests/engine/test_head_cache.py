"""What stands in heads is remembered page by page: until something changes that was read for it, and only then."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.document.test_head_shape import _plain as plain
from tests.document.test_head_shape import _rows as read_heads
from tests.document.test_head_shape import _write as make_heads
from tests.engine.test_cache import write
from tests.engine.test_layout_cache import findings

from sitecheck.document import HeadReader, SiteReader
from sitecheck.document.heads.head_shape import _Filled
from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.dependency_states import DependencyStates
from sitecheck.engine.cache.head_cache import HeadCache, _HeadTables, _text
from sitecheck.jekyll import load_site
from sitecheck.model.facts import Read
from sitecheck.testing import write_site
from sitecheck.text.source_map import Piece

SITE = {
    "_config.yml": "title: T\nurl: https://example.org\n",
    "_data/names.yml": "en: English\n",
    "_includes/head.html": "<title>{{ page.title }} {{ site.data.names[page.lang] }}</title>"
    "<meta name='description' content='{{ page.excerpt | strip_html }}'>"
    "{% if page.newest %}<meta property='og:title' content='{{ site.posts.first.title }}'>{% endif %}",
    "_layouts/l.html": "<!DOCTYPE html><html><head>{% include head.html %}</head><body>{{ content }}</body></html>",
    "_posts/2024-01-01-p.md": "---\nlayout: l\ntitle: p\n---\nShown in the head.\n\nNot shown.\n",
    "a.md": "---\nlayout: l\ntitle: a\nlang: en\n---\ntext\n",
    "b.md": "---\nlayout: l\ntitle: b\nnewest: true\n---\ntext\n",
    "c.html": "<!DOCTYPE html><html><head><title>c</title></head><body></body></html>",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SITE)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages whose heads were worked out."""
    found: list[str] = []
    real = HeadReader._row

    def noted(self: HeadReader, route: Any) -> Any:
        found.append(route.source)
        return real(self, route)

    monkeypatch.setattr(HeadReader, "_row", noted)
    return found


POST = "_posts/2024-01-01-p.md"
IN_LAYOUTS = (POST, "a.md", "b.md")
EDITS = [
    ("a.md", SITE["a.md"] + "more\n", ()),
    ("a.md", SITE["a.md"].replace("title: a", "title: b"), ("a.md",)),
    ("a.md", SITE["a.md"].replace("lang: en", "lang: de"), ("a.md",)),
    ("c.html", SITE["c.html"].replace("<title>c", "<title>b"), ("c.html",)),
    (POST, SITE[POST].replace("Shown", "Seen"), (POST,)),
    (POST, SITE[POST].replace("title: p", "title: b"), IN_LAYOUTS),
    ("_includes/head.html", SITE["_includes/head.html"].replace("page.title", "page.lang"), IN_LAYOUTS),
    ("_layouts/l.html", SITE["_layouts/l.html"].replace("<head>", "<head><base href='/x/'>"), IN_LAYOUTS),
    ("_data/names.yml", "en: b\n", IN_LAYOUTS),
    ("_config.yml", "title: U\n", (*IN_LAYOUTS, "c.html")),
]


@pytest.mark.parametrize(("path", "text", "expected"), EDITS)
def test_a_head_is_read_anew_when_something_changes_that_it_may_show(
    path: str, text: str | None, expected: tuple[str, ...], site: Path, read: list[str]
) -> None:
    findings(site)
    read.clear()
    write(site, path, text)
    found = findings(site)
    assert sorted(read) == sorted(expected)
    assert found == findings(site, "--no-cache")
    write(site, path, (text or SITE[path]) + "\n")
    assert findings(site) == findings(site, "--no-cache")


def test_pages_come_and_go(site: Path) -> None:
    findings(site)
    for path, text in (("d.md", SITE["a.md"]), ("b.md", None), ("_layouts/l.html", None), ("d.md", None)):
        write(site, path, text)
        assert findings(site) == findings(site, "--no-cache")


@pytest.mark.parametrize("damage", ["tables", "names", "reads", "field", "text", "pieces", "offset"])
def test_what_is_not_as_it_was_stored_is_read_anew(
    damage: str, site: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = findings(site)
    load = cache_folder.load_rows

    def damaged(folder: str, name: str, key: str) -> object:
        value, rows = load(folder, name, key)
        if name == "head-findings":
            return None, []  # what was found on heads leaves no need for them
        if name != "heads" or value is None:
            return value, rows
        for at, row in enumerate(rows):
            entry = json.loads(row)
            if damage == "reads":
                entry[0] = [10**6]
            elif damage == "field":
                entry[3][0][2] = 7
            elif damage == "text":
                entry[6] = []
            elif damage == "pieces":
                entry[8] = [-1] * len(entry[8])
            elif damage == "offset":
                entry[3][0][7][:2] = [10**6, 10**6]
            rows[at] = json.dumps(entry).encode()
        tables, names = value
        value = [[] if damage == "tables" else tables, names[1:] if damage == "names" else names]
        return value, rows

    monkeypatch.setattr(cache_folder, "load_rows", damaged)
    write(site, "a.md", SITE["a.md"] + "\nmore\n")
    read.clear()
    assert [each["message"] for each in findings(site)] == [each["message"] for each in first]
    assert len(read) == 4


@pytest.mark.parametrize("rule", ["title-length", "head-attribute-cut"])
def test_storing_heads_leaves_nothing_of_their_texts_in_memory(
    rule: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled: list[str] = []
    made: list[object] = []
    known, fresh = _Filled.__getattr__, _Filled.fresh
    monkeypatch.setattr(_Filled, "__getattr__", lambda self, name: filled.append(name) or known(self, name))
    monkeypatch.setattr(_Filled, "fresh", lambda self: made.append(self) or fresh(self))
    write(site, "_includes/head.html", "<title>{{ page.title }}</title>")
    for name in ("d", "e", "f"):
        write(site, f"{name}.md", SITE["a.md"].replace("title: a", f"title: {name}"))
    findings(site, "--select", rule)
    assert made
    assert not filled


def test_places_of_remembered_heads_are_those_of_read_ones(site: Path) -> None:
    """A finding on a head needs its tags and values at their places in layouts, includes and pages."""
    write(site, "b.md", SITE["b.md"].replace("title: b", "title: a\nlang: en"))
    write(site, "_includes/head.html", SITE["_includes/head.html"] + "<meta property='og:image' content=''>")
    first = findings(site, "--select", "strict")
    write(site, "c.html", SITE["c.html"].replace("<body>", "<body><a href='/gone/'>x</a>"))
    second = findings(site, "--select", "strict")
    assert len(second) == len(first) + 1
    assert {"duplicate-title", "empty-head-value"} <= {each["rule"] for each in second}
    assert second == findings(site, "--no-cache", "--select", "strict")


def test_the_text_of_a_page_needs_neither_heads_nor_rules_on_them(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, "b.md", SITE["b.md"].replace("title: b", "title: a\nlang: en"))
    findings(site)
    loaded: list[str] = []
    load = cache_folder.load_rows

    def noted(folder: str, name: str, key: str) -> object:
        loaded.append(name)
        return load(folder, name, key)

    monkeypatch.setattr(cache_folder, "load_rows", noted)
    write(site, "a.md", SITE["a.md"] + "[x](/gone/)\n")
    found = findings(site)
    assert (loaded.count("head-findings"), loaded.count("links")) == (1, 1)
    assert "heads" not in loaded
    assert {"duplicate-title", "broken-link"} <= {each["rule"] for each in found}
    assert found == findings(site, "--no-cache")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("b.md", "---\n# moved\nlayout: l\ntitle: a\nlang: en\n---\ntext\n"),
        ("b.md", "---\nlang: en\nlayout: l\ntitle: 'a'\n---\ntext\n"),
        ("a.md", "---\nlayout: l\ntitle: a\nlang: en\n---\n{{ page.seo.name }} {{ page.image }}\n"),
        ("_includes/head.html", f" {SITE['_includes/head.html']}"),
        ("_config.yml", f"# moved\n{SITE['_config.yml']}"),
        ("d.html", "---\npermalink: /a.html\n---\n"),
    ],
)
def test_whatever_rules_on_heads_see_beside_them_has_them_judge_anew(
    path: str, text: str, site: Path
) -> None:
    write(site, "b.md", SITE["b.md"].replace("title: b", "title: a\nlang: en"))
    write(site, "_includes/head.html", SITE["_includes/head.html"] + "<meta property='og:image' content=''>")
    findings(site, "--select", "strict")
    write(site, path, text)
    assert findings(site, "--select", "strict") == findings(site, "--no-cache", "--select", "strict")


PIECES = [Piece(0, "a.md", start, start + 2) for start in (4, 9)]


def test_a_stored_text_has_its_pieces_again() -> None:
    text = _text("abcd", [0, 2], [1, 0], PIECES)
    assert [text.piece_at(at) for at in (0, 1, 2, 3)] == [each for each in text.pieces for _ in range(2)]
    assert [(each.out, each.start) for each in text.pieces] == [(0, 9), (2, 4)]
    assert not hasattr(text, "other")


@pytest.mark.parametrize(
    ("outs", "numbers"),
    [([], []), ([0], [2]), ([0], [-1]), ([0], ["0"]), (["0"], [0]), ([0, 1], [0]), ([0], [0, 1])],
)
def test_a_stored_text_without_its_pieces_is_refused(outs: list[int], numbers: list[int]) -> None:
    with pytest.raises(ValueError, match="no text with its pieces"):
        _text("abcd", outs, numbers, PIECES)


def kept_heads(site: Path, folder: Path, steps: int = 1_000) -> HeadCache:
    """What is kept of the heads of a site, which may cost so many steps."""
    return HeadCache(str(folder), "key", DependencyStates(SiteReader(load_site(site))), steps, keeps=True)


@pytest.mark.parametrize("number", range(5))
@pytest.mark.seeded
def test_heads_that_are_kept_are_those_that_were_learnt(number: int, seed: int, tmp_path: Path) -> None:
    """Every field with its pieces and places, as often as they are kept on."""
    site = tmp_path / "site"
    site.mkdir()
    make_heads(site, Random(seed + number))
    rows = read_heads(site, True)
    cache = kept_heads(site, tmp_path)
    for row in rows:
        assert cache.recall(row.path or "", row.url, row.output) is None
        cache.learn(row, frozenset({Read("record", row.path or "")}), keeps=True)
    cache.end(5)
    for _ in range(2):
        cache = kept_heads(site, tmp_path)
        for row in rows[:-1]:
            found = cache.recall(row.path or "", row.url, row.output)
            assert found is not None
            layouts, head = found
            assert plain(row._replace(layouts=layouts, head=head)) == plain(row)
            assert cache.recall(row.path or "", f"{row.url}x", row.output) is None
        cache.end(0)
        assert cache.outcome is not None
        reads, spent = cache.outcome
        assert {read.name for read in reads} == {row.path for row in rows[:-1]}
        assert spent == 5
    gone = rows[-1]
    assert kept_heads(site, tmp_path).recall(gone.path or "", gone.url, gone.output) is None


@pytest.mark.parametrize(("spent", "are_kept"), [(500, True), (501, False)])
def test_heads_that_have_cost_half_of_what_they_may_are_read_anew(
    spent: int, are_kept: bool, site: Path, tmp_path: Path
) -> None:
    (row, *_) = read_heads(site, False)
    cache = kept_heads(site, tmp_path)
    cache.learn(row, frozenset(), keeps=True)
    cache.end(spent)
    assert (kept_heads(site, tmp_path).recall(row.path or "", row.url, row.output) is not None) is are_kept


def test_a_head_whose_page_is_another_one_now_is_not_recalled(site: Path, tmp_path: Path) -> None:
    rows = {row.path: row for row in read_heads(site, False)}
    cache = kept_heads(site, tmp_path)
    for path in ("a.md", "b.md"):
        cache.learn(rows[path], frozenset({Read("record", path)}), keeps=path == "a.md")
    cache.end(1)
    named = [(path, rows[path].url, rows[path].output) for path in ("a.md", "b.md")]
    assert [kept_heads(site, tmp_path).recall(*each) is not None for each in named] == [True, False]
    write(site, "a.md", SITE["a.md"].replace("title: a", "title: other"))
    assert kept_heads(site, tmp_path).recall(*named[0]) is None


@pytest.mark.parametrize(
    ("reads", "heads", "are_kept"), [(1_000, 0, True), (1_004, 1, True), (1_005, 1, False), (1_008, 2, True)]
)
def test_heads_are_kept_while_most_of_what_was_read_for_them_is_of_use(
    reads: int, heads: int, are_kept: bool, site: Path, tmp_path: Path
) -> None:
    tables = _HeadTables(reads=tuple(Read("share", str(number)) for number in range(reads)))
    names = [f"{number}" for number in range(heads)]
    cache_folder.save(str(tmp_path), "heads", "key", [tables, names], [b"row"] * heads)
    cache = kept_heads(site, tmp_path)
    assert (len(cache._tables.reads), len(cache._entries)) == ((reads, heads) if are_kept else (0, 0))


@pytest.mark.parametrize("layout", ["<html><head>{% if page.x %}{% include {{ page.y }} %}{% eodif %}\n", ""])
def test_a_head_of_a_theme_hangs_on_which_includes_the_site_has(layout: str, tmp_path: Path) -> None:
    """One of its own stands in the place of the theme's, which is not known then."""
    files = {"_config.yml": "theme: minima\n", "_includes/nav.html": "", "a.md": "---\nlayout: post\n---\n"}
    own = {"_layouts/default.html": layout} if layout else {}
    reader = SiteReader(load_site(write_site(tmp_path, {**files, **own})))
    heads = HeadReader(reader, 10**9, alternates=False)
    with reader.log.noting() as reads:
        assert heads.row(reader.site.by_source["a.md"]) is not None
    assert ("includes", "*") in {(read.kind, read.name) for read in reads}
