"""Pages that plugins make of layouts are part of the site: their links and ids are known, page by page."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import PageAt, SiteFacts, SiteReader
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site
from sitecheck.liquid import Unknown
from sitecheck.testing import write_site

POSTS = {
    "_posts/2024-01-01-a.md": "---\ntags: [x]\n---\n",
    "_posts/2024-02-01-b.md": "---\ntags: [x, y]\n---\n",
}
LAYOUT = (
    '<b id="{{ page.title }}"></b>{% for post in LIST %}<a href="{{ post.url }}">p</a>'
    '{% endfor %}<a href="#top-of-list">t</a><a href="gone/">g</a>{{ content }}'
)
ARCHIVES = {
    "_config.yml": "plugins: [jekyll-archives]\njekyll-archives: {enabled: [tags], layout: list}\n",
    "_layouts/list.html": '<base href="/start/">' + LAYOUT.replace("LIST", "page.posts"),
    **POSTS,
}
AUTOPAGES = {
    "_config.yml": "plugins: [jekyll-paginate-v2]\npagination: {enabled: true, per_page: 1}\n"
    "autopages: {enabled: true, tags: {layouts: [list.html], title: ':tag'}, categories: {enabled: false},"
    " collections: {enabled: false}}\n",
    "_layouts/list.html": LAYOUT.replace("LIST", "paginator.posts"),
    **POSTS,
}


def _facts(folder: Path, files: dict[str, str]) -> SiteFacts:
    write_site(folder, files)
    return read_facts(SiteReader(load_site(folder)))


def _hrefs(facts: SiteFacts) -> dict[str, list[str | None]]:
    return {
        page.url: [link.href for block in frame.blocks for link in block.links]
        for page, frame in facts.frames.items()
        if page.path not in POSTS
    }


@pytest.mark.parametrize(
    ("files", "pages"),
    [
        (ARCHIVES, {"/tag/x/": "ba", "/tag/y/": "b"}),
        (AUTOPAGES, {"/tag/x/index.html": "a", "/tag/x/page2/index.html": "b", "/tag/y/index.html": "b"}),
    ],
    ids=["archives", "autopages"],
)
def test_the_links_of_pages_that_plugins_make(
    files: dict[str, str], pages: dict[str, str], tmp_path: Path
) -> None:
    facts = _facts(tmp_path, files)
    days = {"a": "01/01", "b": "02/01"}
    assert _hrefs(facts) == {
        url: [*(f"/2024/{days[post]}/{post}.html" for post in posts), "#top-of-list", "gone/"]
        for url, posts in pages.items()
    }
    starts = dict.fromkeys(pages, "/start/") if files is ARCHIVES else {url: url for url in pages}
    (gone, top) = (
        next(each for each in facts.links if each.link.href == href) for href in ("gone/", "#top-of-list")
    )
    assert gone.on == top.on == tuple(PageAt("_layouts/list.html", url) for url in pages)
    assert [(each.verdict.status, each.verdict.target) for each in facts.on_each_page(gone)] == [
        ("broken-page", f"{start.rpartition('/')[0]}/gone/") for start in starts.values()
    ]
    targets = [each.verdict.target for each in facts.on_each_page(top)]
    assert targets == [f"{start}#top-of-list" for start in starts.values()]


def test_a_layout_of_pages_that_plugins_make_is_used(tmp_path: Path) -> None:
    files = {**ARCHIVES, "_layouts/other.html": "", "a.md": "---\n---\n"}
    write_site(tmp_path, files)
    reader = SiteReader(load_site(tmp_path))
    assert reader.layout_is_used("_layouts/list.html") is True
    assert reader.layout_is_used("_layouts/other.html") is False


def test_the_further_pages_of_a_list_show_what_their_content_shows(tmp_path: Path) -> None:
    page = "---\npagination: {enabled: true}\n---\n{% for post in paginator.posts %}[p]({{ post.url }}){% endfor %}\n"
    files = {
        "_config.yml": "plugins: [jekyll-paginate-v2]\npagination: {enabled: true, per_page: 1}\n",
        "list/index.md": page,
        **POSTS,
    }
    facts = _facts(tmp_path, files)
    assert [link.href for link in facts.files["list/index.md"].links] == ["/2024/01/01/a.html"]
    assert [link.href for link in facts.later["/list/page2/index.html"].links] == ["/2024/02/01/b.html"]


def test_a_page_whose_layout_is_not_here_has_no_frame(tmp_path: Path) -> None:
    files = {"_config.yml": ARCHIVES["_config.yml"].replace("list", "gone"), **POSTS}
    assert _hrefs(_facts(tmp_path, files)) == {}


def test_a_trail_of_pages_is_known_up_to_a_bound(tmp_path: Path) -> None:
    """Beyond it each page would hold a list as long as that of the pages."""
    trail = "pagination: {enabled: true, per_page: 1, trail: {before: %d, after: 1}}\n"
    index = "---\npagination: {enabled: true}\n---\n{% for t in paginator.page_trail %}[p]({{ t.path }}){% endfor %}"
    files = {f"_posts/2024-01-01-{number}.md": "---\n---\n" for number in range(205)}
    seen = {}
    for before in (2, 400):
        config = "plugins: [jekyll-paginate-v2]\n" + trail % before
        facts = _facts(tmp_path, {**files, "_config.yml": config, "index.html": index})
        seen[before] = {
            page.url: page.post_list.paginator["page_trail"]
            for page in facts.site.pages
            if page.post_list is not None and page.post_list.paginator is not None
        }
    assert [stop["path"] for stop in seen[2]["/page9/index.html"]] == [
        f"/page{number}/index.html" for number in (7, 8, 9, 10)
    ]
    assert len(seen[2]["/index.html"]) == 4
    assert isinstance(seen[400]["/page9/index.html"], Unknown)
