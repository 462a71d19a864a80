"""What layouts give to pages is remembered: until something changes that they see, and only then."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.engine.test_cache import check, write

from sitecheck.document import MOST_WHOLE, FrameEffort, FrameReader, PageAt, PageFrame, SiteReader
from sitecheck.engine.cache import layout_cache
from sitecheck.engine.cache.layout_cache import KeptFrames, LayoutCache
from sitecheck.engine.reading import layout_work, work_shares
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.jekyll import Record, load_site
from sitecheck.model.facts import Id, Link, Read
from sitecheck.model.span import Place, Span
from sitecheck.testing import write_site

SITE = {
    "_config.yml": "title: T\n",
    "_data/nav.yml": "- /gone-a/\n",
    "_includes/i.html": "<a href='/gone-{{ include.what }}/'>x</a>",
    "_layouts/l.html": "{{ content }}{% include i.html what=page.title %}{% for n in site.data.nav %}<a href='{{ n }}'>x</a>{% endfor %}"
    "<b id='{{ page.lang }}-x'></b>{% for p in site.posts %}{{ p.excerpt }}{% endfor %}",
    "a.md": "---\nlayout: l\ntitle: a\nlang: en\n---\n[x](#en-x)\n",
    "b.md": "---\nlayout: l\ntitle: b\nlang: de\n---\n[x](#en-x)\n",
    "_posts/2024-01-01-p.md": "---\ntitle: p\n---\n<a href='/gone-p/'>x</a>\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SITE)


def findings(site: Path, *options: str) -> list[dict[str, Any]]:
    """What is found."""
    found: list[dict[str, Any]] = check(site, "--fail-on", "info", *options)[1]["findings"]
    return found


class Counted:
    """Counts how often the frames of a site are worked out, and of which pages."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        self.pages: list[str | None] = []
        real = layout_work.FrameReader.frames

        def counted(reader: FrameReader, pages: Sequence[Record]) -> object:
            self.times += 1
            self.pages += [page.path for page in pages]
            return real(reader, pages)

        monkeypatch.setattr(layout_work.FrameReader, "frames", counted)


def test_the_text_of_a_page_is_nothing_that_layouts_see(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(monkeypatch)
    first = findings(site)
    write(site, "a.md", SITE["a.md"] + "\n[y](/nowhere/)\n")
    second = findings(site)
    assert counted.times == 1
    assert len(second) == len(first) + 1
    assert second == findings(site, "--no-cache")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", SITE["a.md"].replace("title: a", "title: c")),
        ("b.md", SITE["b.md"].replace("lang: de", "lang: en")),
        ("_includes/i.html", SITE["_includes/i.html"].replace("gone", "lost")),
        ("_layouts/l.html", SITE["_layouts/l.html"] + "<a href='/other/'>x</a>"),
        ("_data/nav.yml", "- /a.html\n"),
        ("_config.yml", "title: U\n"),
        ("c.md", SITE["a.md"]),
        ("b.md", None),
        ("_posts/2024-01-01-p.md", SITE["_posts/2024-01-01-p.md"].replace("gone", "lost")),
    ],
)
def test_whatever_layouts_see_makes_them_anew(
    path: str, text: str | None, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings(site)
    counted = Counted(monkeypatch)
    write(site, path, text)
    found = findings(site)
    assert counted.times == 1
    assert found == findings(site, "--no-cache")


@pytest.mark.parametrize("damage", ["[]", "[1, 2]", "told", "pages", "links", "blocks"])
def test_what_is_not_as_it_was_stored_is_made_anew(
    damage: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitecheck.engine.cache import cache_folder

    first = findings(site)
    load = cache_folder.load

    def damaged(folder: str, name: str, key: str) -> object:
        value = load(folder, name, key)
        if name != "layouts" or value is None:
            return value
        if damage.startswith("["):
            return json.loads(damage)
        tables, (blocks, told, pages) = value
        if damage == "told":
            told.pop()
        elif damage == "pages":
            pages[0][3] = [10**6]
        elif damage == "links":
            tables[4] = [["x"]]
        else:
            blocks[0] = [[0, 7, ""], []]
        return [tables, [blocks, told, pages]]

    monkeypatch.setattr(cache_folder, "load", damaged)
    write(site, "a.md", SITE["a.md"] + "\nmore\n")
    assert [each["message"] for each in findings(site)] == [each["message"] for each in first]


MANY = {
    "_config.yml": "title: T\nplugins: [jekyll-archives, jekyll-paginate]\npaginate: 1\n"
    "jekyll-archives: {enabled: [tags], layout: archive, permalinks: {tag: /tag/:name/}}\n"
    "exclude: []\ncollections: {notes: {output: true}}\n",
    "_data/nav.yml": "one: /gone-nav/\n",
    "_layouts/bare.html": "<a href='/gone-{{ page.name }}-{{ page.title }}/'>x</a>{{ content }}",
    "_layouts/nav.html": "<a href='{{ site.data.nav.one }}'>x</a>{{ content }}",
    "_layouts/list.html": "{% for p in site.posts %}<a href='/gone-{{ p.title }}/'>x</a>{% endfor %}{{ content }}",
    "_layouts/archive.html": "{% for p in page.posts %}<a href='/gone-{{ p.title }}/'>x</a>{% endfor %}",
    "_layouts/late.html": "{% for key in page.keys %}<a href='{{ site.data.nav[key] }}'>x</a>{% endfor %}",
    "_layouts/near.html": "<a href='/gone-{{ page.next.title }}/'>x</a>{{ content }}",
    "_layouts/pager.html": "{% for p in paginator.posts %}<a href='/gone-{{ p.title }}/'>x</a>{% endfor %}",
    "bare.md": "---\nlayout: bare\ntitle: bare\n---\n",
    "other.md": "---\nlayout: bare\ntitle: other\n---\n",
    "nav.md": "---\nlayout: nav\n---\n",
    "late.md": "---\nlayout: late\nkeys: [one]\n---\n",
    "list.md": "---\nlayout: list\n---\n",
    "index.html": "---\nlayout: pager\n---\n",
    "_notes/n1.md": "---\nlayout: near\ntitle: n1\n---\n",
    "_notes/n2.md": "---\nlayout: near\ntitle: n2\n---\n",
    "_notes/n3.md": "---\nlayout: near\ntitle: n3\n---\n",
    "_posts/2024-01-01-p.md": "---\nlayout: bare\ntitle: p\ntags: [t]\n---\n",
    "_posts/2024-01-02-q.md": "---\nlayout: bare\ntitle: q\ntags: [t]\n---\n",
}
LISTS = ["list.md", "index.html", "index.html", "_layouts/archive.html"]
"""Where posts are listed: the second list of the pages is at another address, and of the archive there is
no file."""

POSTS = ["_posts/2024-01-01-p.md", "_posts/2024-01-02-q.md"]


@pytest.mark.parametrize(
    ("path", "text", "made"),
    [
        ("bare.md", MANY["bare.md"].replace("title: bare", "title: b"), ["bare.md"]),
        ("bare.md", MANY["bare.md"].replace("title", "of: no layout\ntitle"), ["bare.md"]),
        ("new.md", MANY["bare.md"], ["new.md"]),
        ("bare.md", None, []),
        ("_data/nav.yml", "one: /lost-nav/\n", ["late.md", "nav.md"]),
        ("_layouts/bare.html", "<a href='/lost/'>x</a>", ["bare.md", "other.md", *POSTS]),
        ("_posts/2024-01-02-q.md", MANY["_posts/2024-01-02-q.md"].replace("q", "r"), [POSTS[1], *LISTS]),
        (
            "_posts/2024-01-03-r.md",
            MANY["bare.md"].replace("title: bare", "title: r"),
            ["_posts/2024-01-03-r.md", *LISTS, "index.html"],
        ),
        ("_notes/n2.md", MANY["_notes/n2.md"].replace("n2", "m2"), ["_notes/n1.md", "_notes/n2.md"]),
        ("_notes/n3.md", None, ["_notes/n2.md"]),
        ("_notes/n11.md", MANY["_notes/n1.md"], ["_notes/n1.md", "_notes/n11.md"]),
    ],
)
def test_those_frames_are_made_anew_that_show_what_was_changed(
    path: str, text: str | None, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_shares, "PAGE_STEPS", 100_000)  # of as many files one more takes none of it
    site = write_site(tmp_path / "site", MANY)
    findings(site)
    counted = Counted(monkeypatch)
    write(site, path, text)
    found = findings(site)
    assert counted.times == 1  # and is stored
    assert sorted(each or "_layouts/archive.html" for each in counted.pages) == sorted(made)
    assert found == findings(site, "--no-cache")


def test_where_there_is_not_enough_for_all_each_page_counts_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write_site(tmp_path / "site", MANY)
    monkeypatch.setattr(layout_cache, "MOST_WHOLE", -1)
    findings(site)
    counted = Counted(monkeypatch)
    write(site, "bare.md", MANY["bare.md"].replace("title: bare", "title: b"))
    findings(site)
    assert len(counted.pages) == len(MANY) - 9 + 2


NEIGHBOURS = {
    "_config.yml": "title: T\n",
    "_layouts/l.html": "{{ page.next.content }}<a href='/gone/'>x</a>",
    **{f"_posts/2024-01-0{day}-p.md": f"---\nlayout: l\n---\n[x](/gone-{day}/)\n" for day in range(1, 6)},
}


@pytest.fixture
def neighbours(tmp_path: Path) -> Path:
    """Posts, each of which shows the next one."""
    return write_site(tmp_path / "site", NEIGHBOURS)


def edit(site: Path, day: int, text: str) -> list[dict[str, Any]]:
    """Writes a post anew, and what is found then, which is what is found without memory."""
    path = f"_posts/2024-01-0{day}-p.md"
    write(site, path, f"---\nlayout: l\n---\n{text}\n")
    found = findings(site)
    assert found == findings(site, "--no-cache")
    return found


def test_of_an_edited_page_only_the_frames_of_those_that_show_it_are_made_anew(
    neighbours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings(neighbours)
    counted = Counted(monkeypatch)
    write(neighbours, "_posts/2024-01-03-p.md", NEIGHBOURS["_posts/2024-01-03-p.md"] + "[y](/lost/)\n")
    found = findings(neighbours)
    assert counted.pages == ["_posts/2024-01-02-p.md"]
    assert found == findings(neighbours, "--no-cache")
    counted.pages.clear()
    assert found == findings(neighbours)
    assert not counted.pages
    for number, day in enumerate((5, 3, 1, 3)):
        counted.pages.clear()
        edit(neighbours, day, f"[y](/lost-{number}/)")
        shown_by = [f"_posts/2024-01-0{day - 1}-p.md"] if day > 1 else []
        assert counted.pages[:-5] == shown_by  # and all five without memory


@pytest.mark.parametrize("shows", ["inner", "outer"])
def test_what_any_of_its_layouts_shows_counts_for_a_page(
    shows: str, neighbours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"inner": "---\nlayout: outer\n---\n{{ content }}", "outer": "{{ content }}"}
    texts[shows] += "{{ page.next.content }}"
    write(neighbours, "_layouts/l.html", texts["inner"])
    write(neighbours, "_layouts/outer.html", texts["outer"])
    findings(neighbours)
    counted = Counted(monkeypatch)
    edit(neighbours, 3, "[y](/lost/)")
    assert counted.pages[:-5] == ["_posts/2024-01-02-p.md"]


def test_what_was_spent_is_what_all_and_each_took(neighbours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(neighbours, "_layouts/l.html", "---\nlayout: outer\n---\n{{ page.next.content }}{{ content }}")
    write(neighbours, "_layouts/outer.html", "{{ page.next.content }}")
    readers: set[FrameReader] = set()
    took: Counter[str | None] = Counter()
    kept: list[KeptFrames] = []
    real = FrameReader._read_page

    def counted(reader: FrameReader, layout: Any, page: Record, *rest: Any) -> bool:
        readers.add(reader)
        before = reader.budget.spent
        done = real(reader, layout, page, *rest)
        took[page.path] += reader.budget.spent - before
        return done

    monkeypatch.setattr(FrameReader, "_read_page", counted)
    monkeypatch.setattr(LayoutCache, "remember", lambda cache, frames, *rest: kept.append(frames))
    findings(neighbours)
    (reader,), (frames,) = readers, kept
    assert {page.path: effort.steps for page, effort in frames.efforts.items()} == took
    assert frames.steps == reader.budget.spent - sum(took.values()) > 0


def test_blocks_that_are_the_same_are_one_also_where_some_are_made_anew(
    neighbours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(neighbours, "_layouts/l.html", "---\nlayout: outer\n---\n{{ page.next.content }}")
    write(neighbours, "_layouts/outer.html", "<a href='/gone/'>x</a>{{ content }}")
    numbers: list[int] = []

    def counted(cache: LayoutCache, kept: KeptFrames, *rest: Any) -> None:
        numbers.append(len({id(block) for frame in kept.frames.values() for block in frame.blocks}))
        real(cache, kept, *rest)

    real = LayoutCache.remember
    monkeypatch.setattr(LayoutCache, "remember", counted)
    findings(neighbours)
    edit(neighbours, 3, "[y](/lost/)")
    assert numbers[1:] == numbers[:1]


def test_layouts_that_were_rendered_as_a_whole_are_counted(
    neighbours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(neighbours, "_layouts/l.html", "---\nlayout: outer\n---\n{{ content }}")
    write(neighbours, "_layouts/outer.html", "{{ content }}")
    monkeypatch.setattr("sitecheck.document.frames.shared_layout.SharedLayout.known", lambda *_: None)
    reader = SiteReader(load_site(neighbours))
    frames, pages = FrameReader(reader, 1_000_000), tuple(reader.shown_pages())
    frames.frames(pages)
    assert {frames.effort(page).whole for page in pages} == {2}


def test_who_works_nothing_out_has_nothing_where_something_is_not_known(neighbours: Path) -> None:
    """A part of the frames would be taken for all of them."""
    reader = SiteReader(load_site(neighbours))
    known: Any = SimpleNamespace(
        seal="", recall=lambda pages, *_: KeptFrames({next(iter(pages)): PageFrame()})
    )
    cache: Any = SimpleNamespace(layouts=known)
    assert LayoutWork(WorkShares(reader, ()), cache, works=False).frames == {}


def test_where_one_page_may_lack_what_another_took_all_are_made_anew(
    neighbours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout_cache, "MOST_WHOLE", -1)
    findings(neighbours)
    counted = Counted(monkeypatch)
    edit(neighbours, 3, "[y](/lost/)")
    assert len(counted.pages) == 10  # five with memory, five without


def test_a_page_that_takes_much_of_what_there_is_for_all_has_all_made_anew(
    neighbours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings(neighbours)
    monkeypatch.setattr(KeptFrames, "stand_alone", lambda kept, steps: not counted.times)
    counted = Counted(monkeypatch)
    edit(neighbours, 3, "[y](/lost/)")
    assert counted.times == 3  # of the one page, then of all, and once without memory


def test_frames_that_are_cut_hold_as_long_as_there_is_as_much_to_spend(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_shares.WorkShares, "frame_steps", 1)
    monkeypatch.setattr(work_shares.WorkShares, "frame_share", 1)
    findings(site)
    counted = Counted(monkeypatch)
    write(site, "a.md", SITE["a.md"] + "\nmore\n")
    found = findings(site)
    assert not counted.times
    assert "partly-checked" in {each["rule"] for each in found}
    assert found == findings(site, "--no-cache")
    monkeypatch.setattr(work_shares.WorkShares, "frame_steps", 100_000)
    write(site, "a.md", SITE["a.md"] + "\nmore still\n")
    counted.times = 0
    assert "partly-checked" not in {each["rule"] for each in findings(site)}
    assert counted.times == 1


def test_a_smaller_share_for_each_page_may_cut_what_is_remembered(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings(site)
    monkeypatch.setattr(work_shares.WorkShares, "frame_share", 1)
    monkeypatch.setattr(work_shares.WorkShares, "frame_steps", 1)  # what is left over is for dear layouts
    write(site, "a.md", SITE["a.md"] + "\nmore\n")
    found = findings(site)
    assert "partly-checked" in {each["rule"] for each in found}
    assert found == findings(site, "--no-cache")


def test_frames_are_stored_alike_in_whatever_order_their_reads_are_known(tmp_path: Path) -> None:
    """What is remembered beside them is sealed with them, by whichever process stored them."""
    reads = [Read(kind, name, "state") for kind in ("site", "layout", "include") for name in "abc"]
    states: Any = SimpleNamespace(spelt_out=iter)
    seals = set()
    for order in (reads, reads[::-1], reads[4:] + reads[:4]):
        cache = LayoutCache(str(tmp_path / "cache"), "key", states)
        cache.remember(KeptFrames(reads=frozenset(order), steps=1), (), steps=10, share=10)
        seals.add(cache.seal)
    assert len(seals) == 1


HERE = PageAt("a.md", "/a.html")
SITE_READ, OWN_READ = Read("site", "*", "state"), Read("file", "b.md", "state")


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize(
    ("steps", "share", "hold", "hold_cut"),
    [
        (200, 10, True, True),
        (200, 11, True, True),
        (200, 9, False, False),  # another page might have been cut
        (100, 10, True, False),
        (99, 10, False, False),
        (300, 10, True, False),
    ],
)
def test_frames_hold_where_there_is_what_they_took(
    steps: int, share: int, hold: bool, hold_cut: bool, cut: bool, tmp_path: Path
) -> None:
    states: Any = SimpleNamespace(spelt_out=iter, holds=lambda read: True, of_record=str)
    page: Any = "a page"
    cache = LayoutCache(str(tmp_path), "key", states)
    frame = PageFrame(cut=("_layouts/l.html",) if cut else ())
    kept = KeptFrames({HERE: frame}, {HERE: FrameEffort(steps=60)}, steps=40)
    cache.remember(kept, [page], steps=200, share=10)
    found = LayoutCache(str(tmp_path), "key", states).recall({HERE: page}, steps, share)
    assert found.frames == ({HERE: frame} if (hold_cut if cut else hold) else {})
    assert found.spent == (100 if found.frames else 0)


@pytest.mark.parametrize(("share", "hold"), [(60, True), (59, False)])
def test_a_smaller_share_is_enough_for_what_took_no_more(share: int, hold: bool, tmp_path: Path) -> None:
    states: Any = SimpleNamespace(spelt_out=iter, holds=lambda read: True, of_record=str)
    page: Any = "a page"
    kept = KeptFrames({HERE: PageFrame()}, {HERE: FrameEffort(steps=60)})
    LayoutCache(str(tmp_path), "key", states).remember(kept, [page], steps=200, share=100)
    found = LayoutCache(str(tmp_path), "key", states).recall({HERE: page}, 200, share)
    assert bool(found.frames) is hold


def test_pages_of_one_group_have_their_reads_in_common(tmp_path: Path) -> None:
    """Each for itself, the reads of thousands of pages would be stored and compared."""
    reader = SiteReader(load_site(write_site(tmp_path / "site", MANY)))
    pages = {page.path: page for page in reader.shown_pages()}
    frames = FrameReader(reader, 1_000_000)
    frames.frames(tuple(pages.values()))
    one, other = (frames.effort(pages[path]).reads for path in ("bare.md", "other.md"))
    assert one == other


def test_frames_that_are_made_anew_are_counted_with_the_others() -> None:
    there = PageAt("b.md", "/b.html")
    one = KeptFrames(
        {HERE: PageFrame()}, {HERE: FrameEffort(steps=5, whole=1)}, frozenset({SITE_READ}), steps=7
    )
    other = KeptFrames({there: PageFrame()}, {there: FrameEffort(frozenset({OWN_READ}), 6, 2)}, steps=3)
    both = one.with_others(other, [there, HERE])
    assert list(both.frames) == [there, HERE]
    assert both.spent == 7 + 5 + 6
    assert (both.reads, both.all_reads) == ({SITE_READ}, {SITE_READ, OWN_READ})
    assert both.stand_alone(19)
    assert not both.stand_alone(18)  # too close to what there is
    assert not both._replace(frames={HERE: PageFrame(cut=("_layouts/l.html",))}).stand_alone(19)
    assert [KeptFrames(steps=100).stand_alone(steps) for steps in (104, 105, 106)] == [False, True, True]
    for whole, stands in ((MOST_WHOLE, True), (MOST_WHOLE + 1, False)):
        assert both._replace(efforts={HERE: FrameEffort(whole=whole)}).stand_alone(19) is stands


STORED = ("a.md", "/a.html", (0, 0), [0], [], [], 1, 1)
"""A page as it is stored: path, address, layouts, parts, what stops it, what was read, what that took."""


def kept(links: list[object], ids: list[object], page: tuple[object, ...]) -> KeptFrames:
    place = Place("_layouts/l.html", Span(0, 1))
    tables: Any = SimpleNamespace(
        links=[Link("", "a", "href", place, place)],
        ids=[Id("", place, "id")],
        layouts=[()],
        reads=[],
        common=0,
        steps=1,
    )
    columns: Any = SimpleNamespace(blocks=[(links, ids)], pages=[page])
    return layout_cache._kept(tables, columns)


def test_what_was_stored_of_links_and_ids_is_there_again() -> None:
    (frame,) = kept([0, "/x", "X", 0, None, ""], [0, "y"], STORED).frames.values()
    assert [(link.href, link.text) for block in frame.blocks for link in block.links] == [
        ("/x", "X"),
        (None, ""),
    ]
    assert [each.id for block in frame.blocks for each in block.ids] == ["y"]


@pytest.mark.parametrize(
    ("links", "ids", "page"),
    [
        ([0, 7, "x"], [], STORED),
        ([0, "/x", 7], [], STORED),
        ([0, "/x"], [], STORED),
        ([], [0, 7], STORED),
        ([], [0], STORED),
        *(
            ([], [], (*STORED[:at], wrong, *STORED[at + 1 :]))
            for at, wrong in ((0, 7), (1, 7), (6, "1"), (7, "1"))
        ),
        *(
            ([], [], (*STORED[:4], [stop], *STORED[5:]))
            for stop in (
                (7, "m", "p", 0, 1),
                ("c", 7, "p", 0, 1),
                ("c", "m", 7, 0, 1),
                ("c", "m", "p", "0", 1),
            )
        ),
    ],
)
def test_what_is_of_another_kind_than_was_stored_is_refused(
    links: list[object], ids: list[object], page: tuple[object, ...]
) -> None:
    with pytest.raises(ValueError):
        kept(links, ids, page)


def test_links_and_ids_are_made_again_of_what_they_have_in_common() -> None:
    place = Place("a.html", Span(1, 2))
    link = Link(None, "a", "href", place, whole=place)
    other = link._replace(element="img")
    id_, named = Id("", place, "html", maybe=False), Id("", place, "name", maybe=True)
    assert list(layout_cache._links([0, "/x", "X", 1, None, "Y", 0, "/z", ""], [link, other])) == [
        link._replace(href="/x", text="X"),
        other._replace(text="Y"),
        link._replace(href="/z"),
    ]
    assert list(layout_cache._ids([1, "a", 0, "b", 1, "c"], [id_, named])) == [
        named._replace(id="a"),
        id_._replace(id="b"),
        named._replace(id="c"),
    ]
    for wrong in ([0], [0, 1], [0, None]):
        with pytest.raises(ValueError):
            list(layout_cache._ids(wrong, [id_]))
