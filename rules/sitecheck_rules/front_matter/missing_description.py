from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._heads import DescriptionKeys, is_indexed, own_key, shown, top_of

LAYOUT = {
    "_layouts/page.html": "<html><head><meta name=description content='{{ page.description }}'></head>"
    "{{ content }}</html>\n"
}


class MissingDescription(SiteRule):
    """A page has no description of its own.

    ## What it does

    Reads the description as the layouts compose it and reports a page that has none, or that of the site,
    where its layouts would print one from the front matter; it says from which key.

    ## Why is this bad?

    Cards on social networks and, often, search results show the site's description instead, the same text
    for every such page, or a piece of the page.

    ## References

    - <https://developers.google.com/search/docs/appearance/snippet> (read November 2026)
    """

    severity = Severity.INFO
    preset = "strict"
    reads_heads = True
    valid = (
        Valid("---\nlayout: page\ndescription: What I tried\n---\n", files=LAYOUT),
        Valid(
            "---\nlayout: page\n---\nText\n",
            files={"_layouts/page.html": "<head><title>{{ page.title }}</title></head>{{ content }}\n"},
            why="the layout prints none",
        ),
        Valid(
            "---\nlayout: page\n---\nText\n",
            path="_posts/2024-01-02-a.md",
            files={
                "_layouts/page.html": "<meta name=description content='{{ page.excerpt | strip_html }}'>\n"
            },
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: page\ntitle: A\n---\nText\n",
            at="---",
            message="no description",
            help="add description: …",
            path="a.md",
            files=LAYOUT,
        ),
        Invalid(
            '---\nlayout: page\ntitle: A\ndescription: ""\n---\nText\n',
            at='""',
            message="no description",
            help="write one or two sentences here",
            path="a.md",
            files=LAYOUT,
        ),
        Invalid(
            "---\nlayout: page\ntitle: A\n---\nText\n",
            at="---",
            message="the site's description",
            help="add subtitle: …",
            path="a.md",
            files={
                "_config.yml": "description: All about it\n",
                "_layouts/page.html": "<head><meta name=description content='{{ page.subtitle | default: "
                "site.description }}'></head>\n",
            },
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        keys = DescriptionKeys(site)
        about = " ".join(site.site.config.text("description").split())
        for row in shown(site):
            field = row.head.field("description")
            is_sites = about and field.state == "known" and field.value == about
            if not (field.state == "absent" or is_sites or (field.state == "known" and not field.value)):
                continue
            name = keys.of(row) if is_indexed(row) else ""
            if name and row.url != "/":
                key = own_key(site, row, name)
                yield self.finding(
                    "the page has the site's description" if is_sites else "the page has no description",
                    key or top_of(site, row),
                    help=f"add {name}: … to the front matter, one or two sentences"
                    if key is None
                    else "write one or two sentences here",
                )
