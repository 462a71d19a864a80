from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid, option
from sitecheck_rules.front_matter._pages import as_text, is_web_page


@dataclass(frozen=True)
class Options:
    max: int = option(200, "characters that cards show")


class DescriptionLength(FileRule[Options]):
    """A description is longer than search results and cards show.

    ## What it does

    Reports a `description` of more than 200 characters.

    ## Why is this bad?

    Search engines and cards on social networks cut it in the middle of a sentence; jekyll-seo-tag 2.9 cuts
    it after 100 words by itself.

    ## References

    - <https://developers.google.com/search/docs/appearance/snippet> (no limit, cut as needed)
    - <https://developer.x.com/en/docs/x-for-websites/cards/overview/markup> (200 characters)
    """

    severity = Severity.INFO
    preset = "strict"
    Options = Options
    valid = (Valid("---\nlayout: page\ndescription: Short\n---\n", files={"_layouts/page.html": ""}),)
    invalid = (
        Invalid(
            f"---\nlayout: page\ndescription: {'x' * 201}\n---\n",
            at="x" * 201,
            message="201 characters",
            files={"_layouts/page.html": ""},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        entry = doc.entry("description")
        text = as_text(entry.data) if entry is not None else None
        if entry is None or text is None or not is_web_page(doc):
            return
        if len(text) > self.options.max:
            yield self.finding(
                f"the description has {len(text)} characters; about {self.options.max} are shown",
                doc.at(entry.value),
                help="say the same in one or two sentences",
            )
