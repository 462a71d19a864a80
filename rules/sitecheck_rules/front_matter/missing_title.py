from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Valid
from sitecheck_rules.front_matter._pages import is_web_page


class MissingTitle(FileRule):
    """A page has no title.

    ## What it does

    Reports a page with a layout and without a `title`, neither in its front matter nor in the defaults of
    `_config.yml`. Posts and documents of collections get a title from their file name, the home page shows
    the site's title, and jekyll-titles-from-headings takes the first heading: none of these is reported.

    ## Why is this bad?

    The browser's tab, search results and feeds show the site's title alone, the same for every such page.

    ## References

    - <https://developers.google.com/search/docs/appearance/title-link>
    """

    valid = (
        Valid(
            "---\nlayout: page\ntitle: Notebook\n---\n", path="notebook.md", files={"_layouts/page.html": ""}
        ),
        Valid("---\nlayout: page\n---\n", files={"_layouts/page.html": ""}, why="the home page"),
        Valid(
            "---\nlayout: page\n---\n", path="_posts/2024-01-02-a-day.md", files={"_layouts/page.html": ""}
        ),
        Valid("---\n---\nNo layout, so no head of Jekyll's\n", path="a.md"),
    )
    invalid = (
        Invalid(
            "---\nlayout: page\n---\nText\n",
            at="---",
            message="no title",
            path="notebook.md",
            files={"_layouts/page.html": ""},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.kind != "page" or not is_web_page(doc) or doc.url in ("/", "/index.html"):
            return
        if doc.data.get("title") is None and not doc.has_plugin("jekyll-titles-from-headings"):
            yield self.finding(
                "the page has no title",
                doc.top,
                help="add title: … to the front matter; it names the page in tabs and search results",
            )
