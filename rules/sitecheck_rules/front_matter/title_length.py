from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitecheck.api import (
    Finding,
    HeadRow,
    Invalid,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    fitting_text,
    option,
    text_width,
)
from sitecheck_rules.head._heads import causes, is_indexed, shown, title_place

_SIZE = 20
"""The height of the font of titles in results, in pixels (measured, November 2026)."""
_LAYOUT = {
    "_layouts/page.html": "<html><head><title>{{ page.title }} | Site</title></head>{{ content }}</html>\n"
}


@dataclass(frozen=True)
class Options:
    max: int = option(70, "characters that share cards show")
    pixels: int = option(600, "pixels that results of a search on a desktop show; 0 for no matter")


class TitleLength(SiteRule[Options]):
    """A title is longer than search results and cards show.

    ## What it does

    Measures the `<title>` as the layouts compose it, the site's name included: in pixels, as results of a
    search are cut, and in characters. Reported are titles of more than 600 pixels or 70 characters.

    ## Why is this bad?

    There is no limit to obey: search engines cut what does not fit the screen, and cards on social networks
    end at about 70 characters. What matters should stand before that.

    ## References

    - <https://developers.google.com/search/docs/appearance/title-link> (no limit, cut to the device's width;
      about 600 pixels of Arial at 20 pixels are what is measured on a desktop, November 2026)
    - <https://developer.x.com/en/docs/x-for-websites/cards/overview/markup> (70 characters)
    """

    severity = Severity.INFO
    preset = "strict"
    Options = Options
    reads_heads = True
    valid = (
        Valid("---\nlayout: page\ntitle: Short enough\n---\n", files=_LAYOUT),
        Valid(f"---\nlayout: page\ntitle: {'i' * 63}\n---\n", files=_LAYOUT),
        Valid(f"---\nlayout: none\ntitle: {'x' * 99}\n---\n", why="no layout shows it"),
    )
    invalid = (
        Invalid(
            f"---\nlayout: page\ntitle: {'i' * 64}\n---\n",
            at="i" * 64,
            message="has 71 characters",
            files=_LAYOUT,
        ),
        Invalid(
            f"---\nlayout: page\ntitle: {'W' * 33}\n---\n",
            at="W" * 33,
            message="is about 674 pixels wide; 600 are shown",
            help="WWW",
            files=_LAYOUT,
        ),
        Invalid(
            f"---\n---\n<html><head><title>{'i' * 71}</title></head></html>\n",
            path="a.html",
            at="<title>",
            message="has 71 characters",
        ),
        Invalid(
            f"<html><head><title>{'i' * 71}</title></head>{{{{ content }}}}</html>\n",
            path="_layouts/x.html",
            at="<title>",
            message="has 71 characters",
            files={"a.md": "---\nlayout: x\ntitle: A\n---\n"},
            why="the layout does not print the page's own",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        most, pixels = self.options.max, self.options.pixels
        long_ = (row for row in shown(site) if self._is_long(row))
        for cause in causes((title_place(site, row), row) for row in long_):
            title = cause.rows[0].head.field("title").value
            said = (
                f"has {len(title)} characters; about {most} are shown"
                if len(title) > most
                else f"is about {text_width(title, _SIZE)} pixels wide; {pixels} are shown"
            )
            cut = fitting_text(title, _SIZE, pixels) if pixels else title[:most]
            yield self.finding(
                f"the title {said}",
                cause.place,
                help=f"put what matters first, or shorten it; results end at “…{cut[-25:]}”",
                pages=cause.pages,
            )

    def _is_long(self, row: HeadRow) -> bool:
        title = row.head.field("title")
        if title.state != "known" or not is_indexed(row):
            return False
        if self.options.pixels and text_width(title.value, _SIZE) > self.options.pixels:
            return True
        return len(title.value) > self.options.max
