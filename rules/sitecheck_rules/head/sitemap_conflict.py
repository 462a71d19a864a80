from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, Place, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._addresses import host_of, is_of_page, is_own_host
from sitecheck_rules.head._heads import causes, forbids_listing, own_key, shown, top_of

_CONFIG = "plugins: [jekyll-sitemap]\nurl: https://example.org\n"
_LAYOUT = "<head><meta name=robots content='{{ page.robots | default: 'all' }}'></head>{{ content }}\n"
_FILES = {"_config.yml": _CONFIG, "_layouts/x.html": _LAYOUT}


class SitemapConflict(SiteRule):
    """The sitemap lists a page that is not to be listed.

    ## What it does

    Where jekyll-sitemap makes the sitemap, reports a page whose head says `noindex` or `none`, or whose
    canonical address is another page of the site, and whose front matter does not say `sitemap: false`. What
    a layout says of all its pages is told once, where it stands.

    ## Why is this bad?

    The sitemap says "list this", the page says "do not": search engines report it, and choose for themselves.

    ## References

    - <https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap> (canonical
      addresses only; read November 2026)
    - <https://github.com/jekyll/jekyll-sitemap#exclusions>
    """

    severity = Severity.INFO
    preset = "strict"
    reads_heads = True
    valid = (
        Valid("---\nlayout: x\n---\n", files=_FILES),
        Valid("---\nlayout: x\nrobots: noindex\nsitemap: false\n---\n", files=_FILES),
        Valid(
            "---\nlayout: x\nrobots: noindex\n---\n",
            files={"_layouts/x.html": _LAYOUT},
            why="there is no sitemap",
        ),
        Valid(
            "---\nlayout: x\nrobots: noindex\n---\n",
            files={**_FILES, "sitemap.xml": "<urlset></urlset>\n"},
            why="the plugin makes none where the site has its own",
        ),
        Valid(
            "---\nlayout: x\n---\n",
            files={
                "_config.yml": _CONFIG,
                "_layouts/x.html": "<head>{% unless site.branch == 'main' %}"
                "<meta name=robots content=noindex>{% endunless %}</head>{{ content }}\n",
            },
            why="cloud.gov Pages says which branch it builds",
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: x\nrobots: noindex\n---\n",
            at="noindex",
            message="the sitemap lists this page, and its head says noindex",
            help="sitemap: false",
            files=_FILES,
        ),
        Invalid(
            "---\nlayout: x\nrobots: none\n---\n",
            at="none",
            message="the sitemap lists this page, and its head says none, which means noindex",
            files=_FILES,
        ),
        Invalid(
            "<head><meta name=robots content=noindex></head>{{ content }}\n",
            path="_layouts/x.html",
            at="<meta name=robots content=noindex>",
            message="this says noindex on each of its pages, and the sitemap lists them",
            help="for example on a.md",
            files={"_config.yml": _CONFIG, "a.md": "---\nlayout: x\n---\n", "b.md": "---\nlayout: x\n---\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if "jekyll-sitemap" not in site.plugins or _is_own(site):
            return
        rows = list(shown(site))
        found = [(row, why) for row in rows if (why := _why_not(site, row)) and _is_listed(site, row)]
        of_layouts = _said_by_layouts(rows, [row for row, _ in found if _asks_for_it(site, row) is None])
        for cause in causes((place, row) for row, _ in found if (place := of_layouts.get(row.output))):
            yield self.finding(
                "this says noindex on each of its pages, and the sitemap lists them",
                cause.place,
                help=f"take it away, or set sitemap: false in the defaults of these pages{cause.example}",
                pages=cause.pages,
            )
        for row, why in found:
            if row.output not in of_layouts:
                yield self.finding(
                    f"the sitemap lists this page, and {why}",
                    _asks_for_it(site, row) or own_key(site, row, "canonical_url") or top_of(site, row),
                    help="add sitemap: false to the front matter",
                )


def _is_own(site: SiteFacts) -> bool:
    """Whether the site writes its sitemap itself: the plugin makes none then."""
    route = site.site.by_output.get("sitemap.xml")
    return route is not None and route.source is not None


def _is_listed(site: SiteFacts, row: HeadRow) -> bool:
    return site.records[row.path or ""].data.get("sitemap") is not False


def _asks_for_it(site: SiteFacts, row: HeadRow) -> Place | None:
    """Where a page asks to stay out of search results: a layout that heeds it says so of no other page."""
    return own_key(site, row, "robots", "noindex")


def _said_by_layouts(rows: list[HeadRow], found: list[HeadRow]) -> dict[str, Place]:
    """Where a layout says ``noindex`` of all the pages in it, two or more, by their outputs."""
    said = {row.output: place for row in found if (place := _said_at(row)) is not None}
    layouts = Counter(row.layouts for row in rows)
    alike = Counter((row.layouts, said[row.output]) for row in rows if row.output in said)
    return {
        row.output: said[row.output]
        for row in found
        if row.output in said and 1 < layouts[row.layouts] == alike[row.layouts, said[row.output]]
    }


def _said_at(row: HeadRow) -> Place | None:
    """Where something else than the page says ``noindex``, by no key of any."""
    field = row.head.field("robots")
    if (
        not forbids_listing(row)
        or field.place is None
        or any(part.origin is not None for part in field.parts)
    ):
        return None
    return field.place if field.place.path != row.path else None


def _why_not(site: SiteFacts, row: HeadRow) -> str:
    robots, canonical = row.head.field("robots"), row.head.field("canonical")
    if forbids_listing(row):
        is_plain = "noindex" in robots.value.lower()
        return "its head says noindex" if is_plain else "its head says none, which means noindex"
    host = host_of(canonical.value) if canonical.state == "known" and canonical.cut is None else None
    if host is not None and is_own_host(site, host) and not is_of_page(site, row, canonical.value):
        return "its canonical address is another page's"
    return ""
