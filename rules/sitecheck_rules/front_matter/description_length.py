from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitecheck.api import (
    Finding,
    HeadRow,
    Invalid,
    Place,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    fitting_text,
    option,
)
from sitecheck_rules.head._heads import DescriptionKeys, causes, is_indexed, own_key, shown, top_of

_SIZE, _SHOWN = 14, 920
"""The height of the font of snippets, and about how wide they are on a desktop, in pixels."""
_LAYOUT = {
    "_layouts/page.html": "<html><head><meta name='description' content='{{ page.description }}'></head>"
    "{{ content }}</html>\n"
}


@dataclass(frozen=True)
class Options:
    max: int = option(200, "characters that cards show")


class DescriptionLength(SiteRule[Options]):
    """A description is longer than search results and cards show.

    ## What it does

    Measures the description as the layouts compose it, from front matter or from an excerpt, and reports one
    of more than 200 characters.

    ## Why is this bad?

    Search engines and cards on social networks cut it in the middle of a sentence; jekyll-seo-tag 2.9 cuts
    it after 100 words by itself.

    ## References

    - <https://developers.google.com/search/docs/appearance/snippet> (no limit, cut as needed; about 920
      pixels are what is measured on a desktop, November 2026)
    - <https://developer.x.com/en/docs/x-for-websites/cards/overview/markup> (200 characters)
    """

    severity = Severity.INFO
    preset = "strict"
    Options = Options
    reads_heads = True
    valid = (Valid("---\nlayout: page\ndescription: Short\n---\n", files=_LAYOUT),)
    invalid = (
        Invalid(
            f"---\nlayout: page\ndescription: {'x' * 201}\n---\n",
            at="x" * 201,
            message="201 characters",
            files=_LAYOUT,
        ),
        Invalid(
            f"---\nlayout: page\n---\n{'x' * 201}\n",
            path="_posts/2024-01-02-a.md",
            at="---",
            message="201 characters",
            help="add excerpt: … with one or two sentences",
            files={"_layouts/page.html": "<meta name=description content='{{ page.excerpt | strip_html }}'>"},
        ),
        Invalid(
            f"<meta name=description content='{'x' * 201}'>{{{{ content }}}}\n",
            path="_layouts/page.html",
            at=f"<meta name=description content='{'x' * 201}'>",
            message="201 characters",
            help="say the same in one or two sentences",
            files={"a.md": "---\nlayout: page\n---\n", "b.md": "---\nlayout: page\n---\n"},
            why="no key of the pages is read",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        keys = DescriptionKeys(site)
        long_ = (row for row in shown(site) if self._is_long(row))
        for cause in causes((_place(site, row, keys.of(row)), row) for row in long_):
            first = cause.rows[0]
            text, key = first.head.field("description").value, keys.of(first)
            is_missing = key and own_key(site, first, key) is None
            yield self.finding(
                f"the description has {len(text)} characters; about {self.options.max} are shown",
                cause.place,
                help=(f"add {key}: … with" if is_missing else "say the same in")
                + " one or two sentences; results end at about "
                f"“…{fitting_text(text, _SIZE, _SHOWN)[-25:]}”",
                pages=cause.pages,
            )

    def _is_long(self, row: HeadRow) -> bool:
        field = row.head.field("description")
        return field.state == "known" and len(field.value) > self.options.max and is_indexed(row)


def _place(site: SiteFacts, row: HeadRow, key: str) -> Place:
    """Where the page says its description, or is to say it: in the key that its layouts print, or where they
    print it if they read none."""
    if key:
        return own_key(site, row, key) or top_of(site, row)
    printed, own = row.head.field("description").place, own_key(site, row, "description", "excerpt")
    if printed is None or (own is not None and printed.path == row.path):
        return own or top_of(site, row)
    return printed
