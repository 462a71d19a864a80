"""Which links the picture of a site keeps of each page, and how many."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sitecheck.document import PageAt
from sitecheck.engine.listings import pictured_links
from sitecheck.engine.listings.pictured_links import LinkGatherer
from sitecheck.model.picture import DoubtfulLink, LayoutLink, LinkCounts
from sitecheck.model.span import Place, Span

PAGES = {"/a/": 0, "/b/": 1, "/c/": 2}


def resolved(status: str, href: str | None = "/x", to: str = "", on: str = "/a/", path: str = "a.md") -> Any:
    """A link with this verdict; ``on`` are the addresses of the pages that have it."""
    route = SimpleNamespace(url=to) if to else None
    return SimpleNamespace(
        verdict=SimpleNamespace(status=status, route=route, reason=f"so {status}"),
        link=SimpleNamespace(href=href, place=Place(path, Span(0, 1))),
        on=[PageAt(path, url) for url in on.split()],
    )


def test_links_are_counted_by_kind() -> None:
    links = LinkGatherer(PAGES)
    for status in (
        "ok",
        "broken-page",
        "broken-anchor",
        "dynamic",
        "external",
        "external",
        "other-scheme",
        "empty",
        "malformed",
    ):
        links.add(resolved(status, "https://b.example/"), of_many=False)
    assert links.of_page(0).counts == LinkCounts(proven=1, broken=2, dynamic=1, external=2)
    assert links.of_page(0).doubtful == [
        DoubtfulLink("https://b.example/", status, f"so {status}")
        for status in ("broken-page", "broken-anchor", "dynamic")
    ]
    assert links.of_page(1) == pictured_links.PageLinks()
    assert links.more == 0


def test_a_link_stands_on_each_of_its_pages_and_leads_to_one_or_out() -> None:
    links = LinkGatherer(PAGES)
    links.add(resolved("ok", to="/c/", on="/a/ /b/ /elsewhere/"), of_many=False)
    links.add(resolved("broken-anchor", to="/b/"), of_many=False)
    links.add(resolved("ok", to="/elsewhere/"), of_many=False)
    for href in ("//one.example/x#y", "https://one.example/x", "http://one.example/x", "//one.example/z"):
        links.add(resolved("external", href, on="/b/"), of_many=False)
    links.add(resolved("external", None, on="/b/"), of_many=False)
    assert [links.of_page(number).to for number in range(3)] == [{1, 2}, {2}, set()]
    assert links.addresses == {
        "https://one.example/x": 2,
        "http://one.example/x": 1,
        "https://one.example/z": 1,
    }
    assert links.of_page(1).external == {0, 1, 2}
    assert links.of_page(1).counts == LinkCounts(proven=1, external=5)


def test_links_of_layouts_are_told_by_the_pages_that_have_them(monkeypatch: pytest.MonkeyPatch) -> None:
    links = LinkGatherer(PAGES)
    links.add(resolved("ok", to="/a/", on="/a/ /b/", path="one.html"), of_many=True)
    links.add(resolved("ok", to="/b/", on="/a/ /b/ /c/", path="one.html"), of_many=True)
    links.add(resolved("ok", to="/a/", on="/b/ /c/", path="one.html"), of_many=True)
    links.add(resolved("broken-page", on="/a/ /b/", path="one.html"), of_many=True)
    assert links.layout_links() == (LayoutLink("one.html", 0, pages=4), LayoutLink("one.html", 1, pages=3))
    monkeypatch.setattr(pictured_links, "MOST_LAYOUT_LINKS", 1)
    assert links.layout_links() == (LayoutLink("one.html", 0, pages=4),)
    assert links.of_page(0) == pictured_links.PageLinks()


@pytest.mark.parametrize(("most", "kept", "more"), [(3, 3, 0), (2, 2, 1), (0, 0, 4)])
def test_so_many_links_are_kept_in_all(
    most: int, kept: int, more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictured_links, "MOST_LINKS", most)
    links = LinkGatherer(PAGES)
    for to in ("/a/", "/a/", "/b/"):  # once more is none more
        links.add(resolved("ok", to=to), of_many=False)
    links.add(resolved("external", "https://one.example/"), of_many=False)
    page = links.of_page(0)
    assert (len(page.to) + len(page.external), links.more) == (kept, more)


@pytest.mark.parametrize(
    ("of_page", "in_all", "kept", "more"),
    [(2, 9, [2, 1], 1), (3, 9, [3, 1], 0), (9, 3, [3, 0], 1), (9, 4, [3, 1], 0)],
)
def test_so_many_doubtful_links_are_kept(
    of_page: int, in_all: int, kept: list[int], more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictured_links, "_MOST_DOUBTFUL_OF_A_PAGE", of_page)
    monkeypatch.setattr(pictured_links, "MOST_DOUBTFUL", in_all)
    links = LinkGatherer(PAGES)
    for _ in range(3):
        links.add(resolved("broken-page", None), of_many=False)
    links.add(resolved("dynamic", "y" * 400, on="/b/"), of_many=False)
    assert ([len(links.of_page(number).doubtful) for number in (0, 1)], links.more) == (kept, more)
    assert all(len(each.href) <= 300 for each in links.of_page(1).doubtful)
