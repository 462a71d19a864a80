"""What layouts give to pages is remembered: until something changes that they see, and only then."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.engine.test_cache import check, write

from sitecheck.engine.cache.layout_cache import KeptFrames, LayoutCache
from sitecheck.engine.reading import layout_work, work_shares
from sitecheck.model.facts import Read

SITE = {
    "_config.yml": "title: T\n",
    "_data/nav.yml": "- /gone-a/\n",
    "_includes/i.html": "<a href='/gone-{{ include.what }}/'>x</a>",
    "_layouts/l.html": "{% include i.html what=page.title %}{% for n in site.data.nav %}<a href='{{ n }}'>x</a>{% endfor %}"
    "<b id='{{ page.lang }}-x'></b>{% for p in site.posts %}{{ p.excerpt }}{% endfor %}",
    "a.md": "---\nlayout: l\ntitle: a\nlang: en\n---\n[x](#en-x)\n",
    "b.md": "---\nlayout: l\ntitle: b\nlang: de\n---\n[x](#en-x)\n",
    "_posts/2024-01-01-p.md": "---\ntitle: p\n---\n<a href='/gone-p/'>x</a>\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path, text in SITE.items():
        write(tmp_path / "site", path, text)
    return tmp_path / "site"


def findings(site: Path, *options: str) -> list[dict[str, Any]]:
    """What is found."""
    found: list[dict[str, Any]] = check(site, "--fail-on", "info", *options)[1]["findings"]
    return found


class Counted:
    """Counts how often the frames of a site are worked out."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        real = layout_work.FrameReader

        def counted(*arguments: object) -> object:
            self.times += 1
            return real(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(layout_work, "FrameReader", counted)


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


@pytest.mark.parametrize("damage", ["[]", "[1, 2]", "pages", "links", "blocks"])
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
        tables, (blocks, pages) = value
        if damage == "pages":
            pages[0][3] = [10**6]
        elif damage == "links":
            tables[3] = [["x"]]
        else:
            blocks[0] = [[0, 7, ""], []]
        return [tables, [blocks, pages]]

    monkeypatch.setattr(cache_folder, "load", damaged)
    write(site, "a.md", SITE["a.md"] + "\nmore\n")
    assert [each["message"] for each in findings(site)] == [each["message"] for each in first]


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
        cache.remember(KeptFrames({}, spent=1, reads=tuple(order)), steps=10, share=10)  # type: ignore[arg-type]
        seals.add(cache.seal)
    assert len(seals) == 1
