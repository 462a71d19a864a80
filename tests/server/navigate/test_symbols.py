"""Document links, symbols of a file and of the site, hints."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.server.navigate.pages import FILES
from tests.server.navigate.sites import known, made, shown

from sitecheck.model.span import Span
from sitecheck.server.answers import Symbol
from sitecheck.server.navigate.document_links import document_links
from sitecheck.server.navigate.inlay_hints import inlay_hints
from sitecheck.server.navigate.symbols import document_symbols
from sitecheck.server.navigate.workspace_symbols import workspace_symbols
from sitecheck.warm.site_view import SiteView


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> SiteView:
    return known(made(tmp_path_factory.mktemp("site"), FILES))


def test_document_links(view: SiteView) -> None:
    with view.held():
        found = document_links(view, "about.md")
    text = FILES["about.md"]
    links = [
        (text[slice(*each.span)], shown(FILES, *each.place) if each.place is not None else each.url)
        for each in found
    ]
    assert links == [
        ("default", "_layouts/default.html"),
        ("index.html", "index.md"),
        ("index.html#first", "index.md: First"),
        ("#about-us", "about.md: About us"),
        ("https://other.example/x", "https://other.example/x"),
        ("{% post_url 2020-01-02-hello %}#in-a-post", "_posts/2020-01-02-hello.md: In a post"),
        ("{% link index.md %}", "index.md"),
        ("nav.html", "_includes/nav.html"),
    ]


def test_document_links_of_what_is_no_page(view: SiteView) -> None:
    with view.held():
        assert [each.place for each in document_links(view, "_config.yml")] == [
            ("_layouts/default.html", (0, 0))
        ]
        for path in (*FILES, "nothing.md"):
            spans = [each.span for each in document_links(view, path)]
            assert spans == sorted(set(spans))


def _outline(symbols: Iterable[Symbol], text: str) -> list[object]:
    for each in symbols:
        start, end = each.place.span
        assert each.whole.start <= start <= end <= each.whole.end <= len(text)
        for child in each.children:
            assert each.whole.start <= child.whole.start <= child.whole.end <= each.whole.end
    return [(each.name, _outline(each.children, text)) if each.children else each.name for each in symbols]


@pytest.mark.parametrize(
    ("path", "outline"),
    [
        ("index.md", ["title", "see", ("First", ["Second part"])]),
        ("about.md", ["title", "layout", "extra", "About us"]),
        ("_data/nav.yml", [("main", ["url", "name"]), "other"]),
        (
            "_config.yml",
            [
                *("title", "baseurl", "url", ("author", ["name"]), "header_pages"),
                ("defaults", [("scope", ["path"]), ("values", ["layout", "colour"])]),
            ],
        ),
        ("_layouts/default.html", []),
        ("nothing.md", []),
    ],
)
def test_outline(view: SiteView, path: str, outline: list[object]) -> None:
    with view.held():
        found = document_symbols(view, path)
    assert _outline(found, FILES.get(path, "")) == outline


def test_headings_nest_by_level_and_end_where_the_next_begins(view: SiteView) -> None:
    text = "# A\n\n### B\n\n## C *d*\n\ne\n-\n\n# F {#g}\n\n<h2 id='h'>I <em>j</em></h2>\n"
    later = SiteView(view.options, view.known, {"index.md": f"---\n---\n{text}"})
    with later.held():
        found = document_symbols(later, "index.md")
    assert _outline(found, f"---\n---\n{text}") == [("A", ["B", "C d", "e"]), ("F", ["I j"])]
    assert [each.detail for each in found] == ["#a", "#g"]
    assert found[0].whole == (8, 8 + text.index("# F"))


def test_symbols_of_the_site(view: SiteView) -> None:
    with view.held():
        by_title = workspace_symbols(view, "About")
        by_letters = workspace_symbols(view, "scndprt")
        by_address = workspace_symbols(view, "/2020/01/02")
        everything = workspace_symbols(view, "")
        kinds = {(each.name, each.kind) for each in everything}
        nothing = workspace_symbols(view, "qqq")
    assert by_title[0].kind == "page"
    assert shown(FILES, *by_title[0].place) == "about.md: About"
    assert [each.name for each in by_letters] == [] or by_letters[0].kind == "heading"
    assert by_address[0].name == "Hello"
    assert {("post", "layout"), ("nav.html", "include"), ("First", "heading"), ("Hello", "post")} <= kinds
    assert nothing == ()


def test_hints(view: SiteView) -> None:
    text = FILES["about.md"]
    with view.held():
        found = inlay_hints(view, "about.md", Span(0, len(text)))
        few = inlay_hints(view, "about.md", Span(10, 20))
    assert [(each.offset, each.text) for each in found] == [
        (3, "→ /base/about.html"),
        (text.index("hello %}") + len("hello %}"), "→ /base/2020/01/02/hello.html"),
        (text.index("index.md %}") + len("index.md %}"), "→ /base/"),
    ]
    assert few == ()
