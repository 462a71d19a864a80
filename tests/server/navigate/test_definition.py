"""Go to definition."""

from __future__ import annotations

import pytest
from tests.server.navigate.pages import FILES
from tests.server.navigate.sites import at, known, made, shown

from sitecheck.server.navigate.definition import definition
from sitecheck.warm.site_view import SiteView


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> SiteView:
    return known(made(tmp_path_factory.mktemp("site"), FILES))


def _places(view: SiteView, path: str, marked: str) -> list[str]:
    with view.held():
        found = definition(view, path, at(FILES, path, marked))
    assert all(each.origin.start <= at(FILES, path, marked) <= each.origin.end for each in found)
    return [shown(FILES, *each.place) for each in found]


@pytest.mark.parametrize(
    ("path", "marked", "found"),
    [
        ("about.md", "[i](in|dex.html)", ["index.md"]),
        ("about.md", "[h](index.html#fi|rst)", ["index.md: First"]),
        ("about.md", "[own](#ab|out-us)", ["about.md: About us"]),
        ("about.md", "[ext](https://oth|er", []),
        ("about.md", "[gone](mis|sing", []),
        ("about.md", "post_url 2020-01|-02", ["_posts/2020-01-02-hello.md"]),
        ("about.md", "%}#in-a|-post", ["_posts/2020-01-02-hello.md: In a post"]),
        ("about.md", "link ind|ex.md", ["index.md"]),
        ("about.md", "include nav|.html", ["_includes/nav.html"]),
        ("about.md", 'to="/ind|ex.html"', ["index.md"]),
        ("about.md", "layout: def|ault", ["_layouts/default.html"]),
        ("about.md", "site.data.more.li|st.one", ["_data/more/list.json"]),
        ("about.md", "list.one.t|wo", ['_data/more/list.json: "two"']),
        ("about.md", "{{ page.ext|ra", ["about.md: extra"]),
        ("about.md", "tit|le: About", ["about.md: title"]),
        ("index.md", "see: /abo|ut", ["about.md"]),
        ("index.md", "[words][The La|bel]", ["index.md: the label"]),
        ("index.md", "[the la|bel][]", ["index.md: the label"]),
        ("index.md", "[The  la|bel].", ["index.md: the label"]),
        ("index.md", "]: about.html#ab|out", ["about.md: About us"]),
        ("index.md", "Text[^no|te]", ["index.md: note"]),
        ("index.md", "\\eqref{e|q}", ["index.md: eq"]),
        ("index.md", "![p](pi|c.png)", ["pic.png"]),
        ("_layouts/default.html", "'/about|.html'", ["about.md"]),
        ("_layouts/default.html", "site.author.na|me", ["_config.yml: name"]),
        ("_layouts/default.html", "page.col|our", []),
        ("_layouts/default.html", "page.ex|tra", ["about.md: extra"]),
        ("_layouts/post.html", "layout: de|fault", ["_layouts/default.html"]),
        ("_includes/nav.html", "index.html#fir|st", ["index.md: First"]),
        ("_includes/nav.html", "include.ki|nd", ["about.md: kind", "_layouts/default.html: kind"]),
        ("_includes/nav.html", "site.data.nav.ma|in", ["_data/nav.yml: main"]),
        ("_data/nav.yml", "url: /ab|out.html", ["about.md"]),
        ("_data/nav.yml", "/nowh|ere", []),
        ("_config.yml", "[about|.md]", ["about.md"]),
        ("_config.yml", "layout: de|fault", ["_layouts/default.html"]),
        ("about.md", "# Abo|ut us", ["about.md: About us"]),
        ("index.md", "Text|[^note] and", ["index.md: note"]),
        ("index.md", "|and [words]", []),
    ],
)
def test_definition(view: SiteView, path: str, marked: str, found: list[str]) -> None:
    assert sorted(_places(view, path, marked)) == sorted(found)


def test_the_text_of_now_counts(view: SiteView) -> None:
    text = "---\ntitle: About\n---\n\n## Later\n\n[a](index.html#first) [b](#later)\n"
    later = SiteView(view.options, view.known, {"about.md": text, "index.md": "---\n---\n\n\n# First\n"})
    with later.held():
        first = definition(later, "about.md", text.index("index.html"))
        own = definition(later, "about.md", text.index("#later"))
    assert [each.place for each in first] == [("index.md", (12, 17))]
    assert [text[slice(*each.place.span)] for each in own] == ["Later"]


def test_odd_offsets(view: SiteView) -> None:
    with view.held():
        for path in (*FILES, "nothing.md", "../out.md"):
            for offset in (-1, 0, len(FILES.get(path, "")), 10**9):
                definition(view, path, offset)
