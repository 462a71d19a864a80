"""What site rules ask is answered without going through everything for each link."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import ResolvedLink, SiteReader
from sitecheck.document.whole_site.anchors import Anchors
from sitecheck.document.whole_site.used_includes import _asked_for
from sitecheck.document.whole_site.used_layouts import unseen_layouts
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site
from sitecheck.testing import write_site


def test_the_anchors_of_a_page_are_gathered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """10,000 links to a page with 10,000 anchors would take minutes."""
    (tmp_path / "index.md").write_text("---\n---\n" + "".join(f"# h{n}\n\n[a](#h{n})\n\n" for n in range(50)))
    facts = read_facts(SiteReader(load_site(tmp_path)))
    gathered = []
    original = Anchors._frame_ids
    monkeypatch.setattr(Anchors, "_frame_ids", lambda *asked: gathered.append(asked) or original(*asked))
    assert {resolved.verdict.status for resolved in facts.links} == {"ok"}
    assert len(facts.links) == 50
    assert len(gathered) == 1


def test_a_page_may_have_what_a_layout_that_is_not_here_writes(tmp_path: Path) -> None:
    front = "---\nlayout: {}\n---\n"
    files = {
        "_layouts/l.html": "<head><link rel='icon' href='/i.png'></head>{{ content }}",
        **{f"{name}.md": front.format(name) + "![x](/y.png)\n" for name in ("l", "gone", "none")},
    }
    facts = read_facts(SiteReader(load_site(write_site(tmp_path, files))))
    asked = (("link", "href"), ("img", "src"), ("link", "src"), ("a", "href"))
    may = {
        name: [facts.may_have(facts.files[f"{name}.md"], *each) for each in asked]
        for name in ("l", "gone", "none")
    }
    assert may == {
        "l": [True, True, False, False],
        "gone": [True] * 4,
        "none": [False, True, False, False],
    }


@pytest.mark.parametrize("read_anew", ["a.md", "b.md", "c.md"])
def test_links_come_in_the_order_of_the_pages_whatever_is_known_of_them(
    tmp_path: Path, read_anew: str
) -> None:
    """Of a page that was read anew nothing is known; that one is gone of which links were wanted."""
    for name in "abcd":
        (tmp_path / f"{name}.md").write_text("---\n---\n[x](/gone/) [y](/a.html)\n")
    facts = read_facts(SiteReader(load_site(tmp_path)))
    plain = [resolved.page for resolved in facts.choose("broken", _is_broken)]
    known = facts.chosen_links
    of_pages = known.of_pages
    tallies = {page: each for page, each in of_pages.tallies.items() if page.path != read_anew}
    (tmp_path / "d.md").unlink()
    after = read_facts(SiteReader(load_site(tmp_path)))
    after._read_chosen = lambda: known._replace(of_pages=of_pages._replace(tallies=tallies))
    assert plain == ["a.md", "b.md", "c.md", "d.md"]
    assert [resolved.page for resolved in after.choose("broken", _is_broken)] == ["a.md", "b.md", "c.md"]


def _is_broken(resolved: ResolvedLink) -> bool:
    return resolved.verdict.status == "broken-page"


@pytest.mark.parametrize(("layout", "unused"), [("nil", {"_includes/off.html"}), ("gone", set())])
def test_a_page_without_a_layout_asks_no_theme_for_one(layout: str, unused: set[str], tmp_path: Path) -> None:
    files = {
        "_config.yml": "theme: minima\n",
        "_layouts/default.html": "{{ content }}",
        "_includes/off.html": "x",
        "a.md": "---\nlayout: default\n---\n",
        "feed.xml": f"---\nlayout: {layout}\n---\n",
    }
    write_site(tmp_path, files)
    assert read_facts(SiteReader(load_site(tmp_path))).unused_includes == unused


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ("paginate_path: /blog/page:num", set()),
        ("tag_page_layout: blog", {"_layouts/blog.html"}),
        ("autopages: {layouts: [blog.html]}", {"_layouts/blog.html"}),
        ("a: {b: [c, _includes/off.html]}", {"_includes/off.html"}),
        ("note: off.html and blog are not here", set()),
    ],
)
def test_what_settings_name_as_a_whole_may_be_shown(setting: str, shown: set[str], tmp_path: Path) -> None:
    files = {
        "_config.yml": f"title: T\n{setting}\n",
        "_layouts/default.html": "{{ content }}",
        "_layouts/blog.html": "{{ content }}",
        "_includes/off.html": "x",
        "a.md": "---\nlayout: default\n---\n",
        "Gemfile": "gem 'jekyll'\n",
    }
    write_site(tmp_path, files)
    found = read_facts(SiteReader(load_site(tmp_path)))
    assert {"_layouts/blog.html", "_includes/off.html"} - found.unseen == shown


@pytest.mark.parametrize(
    ("files", "seen"),
    [
        ({"_config.yml": "plugins: [jekyll-scholar]\n"}, {"details"}),
        ({"_plugins/ext.rb": "require 'jekyll/scholar'\n"}, {"details"}),
        ({"_config.yml": "plugins: [jekyll-scholar]\nscholar: {details_layout: bibtex.html}\n"}, {"bibtex"}),
        ({"_config.yml": "plugins: [jekyll-scholar, jekyll-unread]\n"}, {"blog", "details", "bibtex"}),
        ({}, set()),
    ],
)
def test_what_jekyll_scholar_makes_stands_in_its_own_layout(
    files: dict[str, str], seen: set[str], tmp_path: Path
) -> None:
    layouts = {f"_layouts/{name}.html": "{{ content }}" for name in ("blog", "details", "bibtex", "default")}
    pages = {"_config.yml": "", "a.md": "---\nlayout: default\n---\n", "Gemfile": "gem 'jekyll'\n"}
    write_site(tmp_path, {**layouts, **pages, **files})
    unseen = read_facts(SiteReader(load_site(tmp_path))).unseen
    assert layouts.keys() - unseen == {f"_layouts/{name}.html" for name in ("default", *seen)}


@pytest.mark.parametrize(
    ("makefile", "unseen"),
    [
        ("rsync -r _site/ me@example.com:www/\n", True),
        ("./news > news.csv\n", True),
        ("./news > news.html\n", False),
    ],
)
def test_a_file_that_no_page_is_stands_in_no_layout(makefile: str, unseen: bool, tmp_path: Path) -> None:
    """Nobody sees a layout that no page names, whatever a program copies or counts."""
    files = {
        "_config.yml": "",
        "Makefile": f"all:\n\t{makefile}",
        "_layouts/default.html": "{{ content }}",
        "_layouts/old.html": "<img src='/gone.png'>",
        "index.html": "---\nlayout: default\n---\n",
    }
    write_site(tmp_path, files)
    facts = read_facts(SiteReader(load_site(tmp_path)))
    assert ("_layouts/old.html" in facts.unseen) is unseen


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("a.html", ["a.html"]),
        ("/a.html", ["a.html"]),
        ("./b/../a.html", ["a.html"]),
        ("b/c.html", ["b/c.html"]),
        ("c.html", []),
        ("*.html", ["a.html", "b/c.html"]),
        ("/b/*", ["b/c.html", "b/d.md"]),
        ("b/*.html", ["b/c.html"]),
        ("b/*c*.html", ["b/c.html"]),
        ("*", ["a.html", "b/c.html", "b/d.md"]),
        ("?part", ["a.html", "b/c.html", "b/d.md"]),
        ("?other", []),
        ("=part", []),
        ("=a.html", []),
    ],
)
def test_which_includes_a_name_may_mean(asked: str, found: list[str]) -> None:
    assert list(_asked_for(asked, ["a.html", "b/c.html", "b/d.md"], {"part"})) == found


@pytest.mark.parametrize(
    ("files", "unseen"),
    [
        ({"a.md": "---\nlayout: used\n---\n"}, ["idle"]),
        ({"a.md": "---\nlayout: idle\n---\n"}, ["outer", "used"]),
        ({"a.md": "---\nlayout: used\n---\n", "_config.yml": "show: idle.html\n"}, []),
        ({"a.md": "---\nlayout: used\n---\n", "_config.yml": "theme: other\n"}, []),
        ({"a.md": "---\nlayout: used\n---\n", "x.gemspec": ""}, []),
        ({"a.md": "---\nlayout: used\n---\n", "sub/x.gemspec": ""}, ["idle"]),
        ({"a.md": "---\nlayout: used\n---\n", "_layouts/archive-tag.html": ""}, ["idle"]),
        ({"a.md": "---\nlayout: used\n---\n", "_layouts/broken.html": "---\n[a]\n---\n"}, ["idle"]),
        ({}, []),
    ],
)
def test_layouts_in_which_no_page_stands(files: dict[str, str], unseen: list[str], tmp_path: Path) -> None:
    layouts = {
        "_layouts/used.html": "---\nlayout: outer\n---\n",
        "_layouts/outer.html": "",
        "_layouts/idle.html": "",
    }
    site = load_site(write_site(tmp_path, {"_config.yml": "title: t\n", **layouts, **files}))
    assert sorted(unseen_layouts(site)) == [f"_layouts/{name}.html" for name in unseen]


def test_a_link_that_may_be_shown_leads_where_it_does_from_the_page_that_is_told(tmp_path: Path) -> None:
    """The first page has the link in its own content, so that it is judged there."""
    link = "<a href='../gone/'>x</a>"
    files = {
        "_layouts/l.html": f"{{% if page.date > site.time %}}{link}{{% endif %}}{{{{ content }}}}",
        "a/b.md": f"---\nlayout: l\n---\n{link}\n",
        "c/d/e.md": "---\nlayout: l\n---\n",
    }
    write_site(tmp_path, files)
    facts = read_facts(SiteReader(load_site(tmp_path)))
    assert [(each.page, each.verdict.status, each.verdict.target) for each in facts.links] == [
        ("a/b.md", "broken-page", "/gone/"),
        ("c/d/e.md", "dynamic", "/c/gone/"),
    ]
