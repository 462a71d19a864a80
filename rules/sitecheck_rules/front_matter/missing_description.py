from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.front_matter._pages import has_head, top

LAYOUT = {"_layouts/page.html": "<meta name=description content='{{ page.description }}'>{{ content }}"}


class MissingDescription(SiteRule):
    """A page has no description of its own.

    ## What it does

    Reports a page with neither `description` nor `excerpt`. Posts and documents of collections get an
    excerpt from their first paragraph and are not reported.

    ## Why is this bad?

    Cards on social networks and, often, search results show the site's description instead, the same text
    for every such page.

    ## References

    - <https://developers.google.com/search/docs/appearance/snippet>
    """

    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("---\nlayout: page\ndescription: What I tried\n---\n", files=LAYOUT),
        Valid("---\nlayout: page\nexcerpt: What I tried\n---\n", files=LAYOUT),
        Valid("---\nlayout: page\n---\nText\n", path="_posts/2024-01-02-a.md", files=LAYOUT),
    )
    invalid = (
        Invalid(
            "---\nlayout: page\ntitle: A\n---\nText\n",
            at="---",
            message="no description",
            path="a.md",
            files=LAYOUT,
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for facts in site.pages():
            record = site.records.get(facts.path)
            if record is None or facts.kind != "page" or not has_head(site, facts):
                continue
            keys = ("description", "excerpt", "subtitle", "share-description")
            if any(record.data.get(key) for key in keys) or not site.frame_reads(facts.path, "description"):
                continue
            yield self.finding(
                "the page has no description",
                top(facts),
                help="add description: … to the front matter, one or two sentences",
            )
