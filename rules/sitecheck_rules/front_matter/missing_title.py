from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, SiteFacts, SiteRule, Valid
from sitecheck_rules.front_matter._pages import has_head, top

LAYOUT = {"_layouts/page.html": "<title>{{ page.title }}</title>{{ content }}"}


class MissingTitle(SiteRule):
    """A page has no title.

    ## What it does

    Reports a page with a layout and without a `title`, neither in its front matter nor in the defaults of
    `_config.yml`. Posts and documents of collections get a title from their file name, the home page shows
    the site's title, jekyll-titles-from-headings takes the first heading, and some layouts do not ask for a
    title: none of these is reported.

    ## Why is this bad?

    The browser's tab, search results and feeds show the site's title alone, the same for every such page.

    ## References

    - <https://developers.google.com/search/docs/appearance/title-link>
    """

    valid = (
        Valid("---\nlayout: page\ntitle: Notebook\n---\n", path="notebook.md", files=LAYOUT),
        Valid("---\nlayout: page\n---\n", files=LAYOUT, why="the home page"),
        Valid("---\nlayout: page\n---\n", path="_posts/2024-01-02-a-day.md", files=LAYOUT),
        Valid("---\n---\nNo layout, so no head of Jekyll's\n", path="a.md"),
        Valid(
            "---\nlayout: plain\n---\n",
            path="a.md",
            files={"_layouts/plain.html": "<title>Always the same</title>{{ content }}"},
            why="the layout does not ask for a title",
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: page\n---\nText\n",
            at="---",
            message="no title",
            path="notebook.md",
            files=LAYOUT,
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if "jekyll-titles-from-headings" in site.plugins:
            return
        for facts in site.pages():
            record = site.records.get(facts.path)
            if record is None or facts.kind != "page" or record.url in ("/", "/index.html"):
                continue
            if record.data.get("title") is not None or not has_head(site, facts):
                continue
            if site.frame_reads(facts.path, "title"):
                yield self.finding(
                    "the page has no title",
                    top(facts),
                    help="add title: … to the front matter; it names the page in tabs and search results",
                )
