from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid, option
from sitecheck_rules.front_matter._pages import as_text, is_web_page


@dataclass(frozen=True)
class Options:
    max: int = option(70, "characters that are shown for certain, the site's name not counted")


class TitleLength(FileRule[Options]):
    """A title is longer than search results and cards show.

    ## What it does

    Reports titles of more than 70 characters.

    ## Why is this bad?

    There is no limit to obey: search engines cut what does not fit the screen, and cards on social networks
    end at about 70 characters. What matters should stand before that.

    ## References

    - <https://developers.google.com/search/docs/appearance/title-link> (no limit, cut to the device's width)
    - <https://developer.x.com/en/docs/x-for-websites/cards/overview/markup> (70 characters)
    """

    severity = Severity.INFO
    preset = "strict"
    Options = Options
    valid = (
        Valid("---\nlayout: page\ntitle: Short enough\n---\n", files={"_layouts/page.html": ""}),
        Valid(f"---\nlayout: page\ntitle: {'x' * 70}\n---\n", files={"_layouts/page.html": ""}),
    )
    invalid = (
        Invalid(
            f"---\nlayout: page\ntitle: {'x' * 71}\n---\n",
            at="x" * 71,
            message="71 characters",
            files={"_layouts/page.html": ""},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        entry = doc.entry("title")
        text = as_text(entry.data) if entry is not None else None
        if entry is None or text is None or not is_web_page(doc):
            return
        if len(text) > self.options.max:
            yield self.finding(
                f"the title has {len(text)} characters; about {self.options.max} are shown",
                doc.at(entry.value),
                help="put what matters first, or shorten it",
            )
