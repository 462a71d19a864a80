from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.front_matter._pages import is_web_page


class MissingDescription(FileRule):
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
        Valid("---\nlayout: page\ndescription: What I tried\n---\n", files={"_layouts/page.html": ""}),
        Valid("---\nlayout: page\nexcerpt: What I tried\n---\n", files={"_layouts/page.html": ""}),
        Valid(
            "---\nlayout: page\n---\nText\n", path="_posts/2024-01-02-a.md", files={"_layouts/page.html": ""}
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: page\ntitle: A\n---\nText\n",
            at="---",
            message="no description",
            path="a.md",
            files={"_layouts/page.html": ""},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.kind != "page" or not is_web_page(doc):
            return
        if not any(doc.data.get(key) for key in ("description", "excerpt", "subtitle", "share-description")):
            yield self.finding(
                "the page has no description",
                doc.top,
                help="add description: … to the front matter, one or two sentences",
            )
