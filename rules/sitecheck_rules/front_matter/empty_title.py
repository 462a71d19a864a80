from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Valid


class EmptyTitle(FileRule):
    """A title is written and empty.

    ## What it does

    Reports `title: ""`, `title: ''` and titles of blanks only.

    ## Why is this bad?

    Unlike a title that is left out, an empty one counts as given: a post loses the title that Jekyll would
    take from its file name, jekyll-titles-from-headings stays away, and themes print half a title such as
    "· My site" or the site's title twice.

    ## References

    - measured with Jekyll 4.3.4, jekyll-seo-tag 2.8 and 2.9, and the heads of common themes
    """

    valid = (
        Valid("---\ntitle: Notebook\n---\n"),
        Valid("---\ntitle:\n---\n", why="nothing at all counts as left out"),
    )
    invalid = (
        Invalid("---\ntitle: ''\n---\n", at="''", message="the title is empty"),
        Invalid('---\ntitle: "  "\n---\n', at='"  "'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        entry = doc.entry("title")
        if entry is not None and isinstance(entry.data, str) and not entry.data.strip():
            yield self.finding(
                "the title is empty",
                doc.at(entry.value),
                help="write a title, or remove the line so that the fallback works",
            )
