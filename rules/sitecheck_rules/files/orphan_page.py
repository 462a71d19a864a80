from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    WHOLE_FILE,
    Finding,
    Invalid,
    PageFacts,
    Place,
    ResolvedLink,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.head._heads import is_for_errors

_HOST = lazy_pattern(r"(?:https?:)?//(?P<host>[^/\s{}]+)/", re.IGNORECASE)
_PATH = lazy_pattern(r"/[^/{}\s][^{}\s]*(?=\{\{)")
_HTML = (".html", ".htm", ".xhtml")
_LISTS = frozenset({"pages", "html_pages", "posts", "documents", "docs", "collections"})
"""What a template reads that lists pages: for a search, say, which a script shows."""
_NO_WAY_IN = ("feed.xml", "atom.xml", "rss.xml", "sitemap.xml", "robots.txt", "feed.json")
"""Lists for programs, by which no visitor comes."""


class OrphanPage(SiteRule):
    """No page of the site links to a page.

    ## What it does

    Reports pages, posts and documents to which no link leads, neither of another page nor of a layout, an
    include, navigation data or a redirect, and which no script and no attribute that scripts read names
    (`onclick="location = '/a/'"`). The first page, pages for errors (`404.html`, `500.html`), redirects and
    pages with `sitemap: false` or `published: false` are left alone. Where links may lead anywhere (a theme
    that is not among the sources, plugins that make pages, addresses that Liquid makes of what is not known,
    a list of pages for a script), nothing is said; an address whose beginning is written down excuses the
    pages whose addresses begin so.

    ## Why is this bad?

    Visitors do not find the page, and search engines take what nobody links to for unimportant.

    ## References

    - <https://developers.google.com/search/docs/crawling-indexing/links-crawlable>
    """

    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("---\n---\n[a](/a.html)\n", files={"a.md": "---\n---\n[home](/)\n"}),
        Valid(
            "---\n---\n{% for each in site.data.nav %}<a href='{{ each.to }}'>to</a>{% endfor %}\n",
            files={"a.md": "---\n---\n", "_data/nav.yml": "- to: /a.html\n"},
        ),
        Valid("---\n---\n", files={"a.md": "---\nsitemap: false\n---\n", "404.md": "---\n---\n"}),
        Valid("---\n---\n", files={"a.md": "---\n---\n", "_config.yml": "theme: some-theme\n"}),
        Valid(
            "---\n---\n",
            files={
                "a.md": "---\n---\n",
                "search.json": '---\n---\n[{% for each in site.pages %}"{{ each.url }}"{% endfor %}]\n',
            },
        ),
        Valid(
            "---\n---\n<a href='{{ site.github.url }}/{{ site.github.name }}'>somewhere</a>\n",
            files={"a.md": "---\n---\n"},
            why="where this leads cannot be known",
        ),
        Valid(
            "---\n---\n<button onclick=\"location.href='{{ site.baseurl }}/a.html'\">go</button>\n",
            files={"a.md": "---\n---\n"},
        ),
        Valid(
            "---\n---\n",
            files={"a.md": "---\n---\n", "js/go.js": "window.location = '/a.html#b'\n"},
            why="a script leads there",
        ),
        Valid(
            "---\n---\n<a href='/a-{{ site.time }}/'>today's</a>\n",
            files={"a.md": "---\npermalink: /a-1/\n---\n"},
            why="it may lead there",
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n[home](/) [me](/a.html)\n",
            path="a.md",
            message="no page links to /a.html",
            files={"index.md": "---\n---\n"},
            why="a link of the page itself is no way in",
        ),
        Invalid(
            "---\n---\n<a href='https://example.org/{{ site.time }}'>a</a>\n",
            path="a.md",
            files={"index.md": "---\n---\n<a href='/b-{{ site.time }}/'>b</a>\n"},
            why="neither can lead to /a.html",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if (
            site.theme
            or site.site.own_ruby.makes
            or any(not each.assets_only and not each.beside_jekyll for each in site.site.unsure)
            or site.is_cut
        ):
            return
        if any(_is_list(site, facts) for facts in site.pages()):
            return
        linked, begun, sent_on = set[str](), set[str](), set[str]()
        for resolved in site.links:
            verdict = resolved.verdict
            if resolved.link.attribute == "refresh":
                sent_on.update(page.path for page in resolved.on)
            if resolved.link.href is None and resolved.link.element in ("a", "area"):
                begun.add(_beginning(site, resolved))
            own = {page.url for page in resolved.on[:2]}
            if verdict.route is not None and own != {verdict.route.url}:
                linked.add(verdict.route.output)
        if "" in begun:
            return
        moved = {each.source for each in site.redirects if each.moved and each.output in linked}
        excused = moved | sent_on
        lengths = frozenset(map(len, begun))
        for facts in site.pages():
            address = site.site.baseurl + (site.url(facts.path) or "")
            is_begun = any(address[:length] in begun for length in lengths)
            if facts.path in excused or is_begun or not _needs_way_in(site, facts, linked):
                continue
            if not _is_mentioned(site, address):
                yield self.finding(
                    f"no page links to {site.url(facts.path)}",
                    Place(facts.path, WHOLE_FILE),
                    help="link to it from where visitors look for it, or set sitemap: false",
                )


def _is_mentioned(site: SiteFacts, address: str) -> bool:
    """Whether a script may lead to the page; all texts are read for the first that is asked for."""
    return site.mentions is not None and site.mentions.leads_to(address)


def _beginning(site: SiteFacts, resolved: ResolvedLink) -> str:
    """How an address begins that goes on with what is not known; "" where it may be any of this site."""
    written = site.written(resolved.link.place)
    host, path = _HOST.match(written), _PATH.match(written)
    if host is not None:
        return "" if host["host"].lower() == site.own_host else host[0]
    return path[0] if path is not None else ""


def _is_list(site: SiteFacts, facts: PageFacts) -> bool:
    """Whether a page is a list of pages that a script may show: it is no HTML, and reads what lists them."""
    route = site.site.by_source.get(facts.path)
    if route is None or route.output.endswith((*_HTML, *_NO_WAY_IN)):
        return False
    return not _LISTS.isdisjoint(facts.names)


def _is_shown_unasked(output: str) -> bool:
    """Whether a server shows it by itself, whatever address Jekyll gives it: `permalink: /404` is a file
    `404.html`."""
    return output == "index.html" or (is_for_errors(output) and "/" not in output.removesuffix("/index.html"))


def _needs_way_in(site: SiteFacts, facts: PageFacts, linked: set[str]) -> bool:
    route, record = site.site.by_source.get(facts.path), site.records.get(facts.path)
    if route is None or record is None or not route.output.endswith(_HTML) or route.output in linked:
        return False
    if route.url == "/" or _is_shown_unasked(route.output) or site.site.redirects(record):
        return False
    return record.data.get("sitemap") is not False
