from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._addresses import host_of, is_of_page, is_own_host
from sitecheck_rules.head._heads import own_key, shown, top_of

_CONFIG = "plugins: [jekyll-sitemap]\nurl: https://example.org\n"
_LAYOUT = "<head><meta name=robots content='{{ page.robots | default: 'all' }}'></head>{{ content }}\n"
_FILES = {"_config.yml": _CONFIG, "_layouts/x.html": _LAYOUT}


class SitemapConflict(SiteRule):
    """The sitemap lists a page that is not to be listed.

    ## What it does

    Where jekyll-sitemap runs, reports a page whose head says `noindex`, or whose canonical address is another
    page of the site, and whose front matter does not say `sitemap: false`.

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
    )
    invalid = (
        Invalid(
            "---\nlayout: x\nrobots: noindex\n---\n",
            at="noindex",
            message="the sitemap lists this page, and its head says noindex",
            help="sitemap: false",
            files=_FILES,
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if "jekyll-sitemap" not in site.plugins:
            return
        for row in shown(site):
            record = site.records[row.path or ""]
            why = _why_not(site, row)
            if why and record.data.get("sitemap") is not False:
                yield self.finding(
                    f"the sitemap lists this page, and {why}",
                    own_key(site, row, "robots", "noindex", "canonical_url") or top_of(site, row),
                    help="add sitemap: false to the front matter",
                )


def _why_not(site: SiteFacts, row: HeadRow) -> str:
    robots, canonical = row.head.field("robots"), row.head.field("canonical")
    if robots.state == "known" and "noindex" in robots.value.lower():
        return "its head says noindex"
    host = host_of(canonical.value) if canonical.state == "known" and canonical.cut is None else None
    if host is not None and is_own_host(site, host) and not is_of_page(site, row, canonical.value):
        return "its canonical address is another page's"
    return ""
