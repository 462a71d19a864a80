from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from sitecheck.api import (
    Finding,
    HeadRow,
    Invalid,
    NamedTuple,
    Place,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
)
from sitecheck_rules.head._addresses import own_path, plain_path
from sitecheck_rules.head._heads import causes, composed

_LINK = '<link rel="alternate" hreflang="fr" href="/fr.html">'


class _Named(NamedTuple):
    """What the head of a page says of its translations."""

    paths: frozenset[str]
    is_open: bool
    """Whether it may name further ones."""


class HreflangNotReturned(SiteRule):
    """A page names a translation that does not name it.

    ## What it does

    Reads the `<link rel="alternate" hreflang="…">` of all heads and reports one that leads to a page of the
    site whose own links do not lead back.

    ## Why is this bad?

    Search engines heed such links only where both pages have them.

    ## References

    - <https://developers.google.com/search/docs/specialty/international/localized-versions> (each version
      lists all others; read November 2026)
    """

    severity = Severity.INFO
    needs_alternates = True
    preset = "strict"
    reads_heads = True
    valid = (
        Valid(
            f'<head>{_LINK}<link rel="alternate" hreflang="en" href="/en.html"></head>{{{{ content }}}}\n',
            path="_layouts/x.html",
            files={"en.md": "---\nlayout: x\n---\n", "fr.md": "---\nlayout: x\n---\n"},
        ),
        Valid(
            f"<head>{_LINK}</head>{{{{ content }}}}\n",
            path="_layouts/x.html",
            files={"en.md": "---\nlayout: x\n---\n"},
            why="there is no such page",
        ),
        Valid(
            f"<head>{_LINK}</head>{{{{ content }}}}\n",
            path="_layouts/x.html",
            files={
                "en.md": "---\nlayout: x\n---\n",
                "fr.md": "---\nlayout: y\n---\n",
                "_layouts/y.html": '<head><link rel="alternate" hreflang="en" href="/us.html">'
                '<link rel="alternate" hreflang="en" href="/en.html"></head>{{ content }}\n',
            },
            why="two pages are in English",
        ),
    )
    invalid = (
        Invalid(
            f"<head>{_LINK}</head>{{{{ content }}}}\n",
            path="_layouts/x.html",
            at="/fr.html",
            message="/fr.html does not name this page",
            files={
                "en.md": "---\nlayout: x\n---\n",
                "fr.md": "---\nlayout: y\n---\n",
                "_layouts/y.html": "<head><title>F</title></head>{{ content }}\n",
            },
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        rows = {own_path(site, row): row for row in composed(site)}
        path_of = cache(plain_path)  # a menu of languages has the same addresses on all pages
        named = {path: _named(row, path_of) for path, row in rows.items()}
        found: list[tuple[Place, HeadRow]] = []
        said: dict[Place, str] = {}
        for path, row in rows.items():
            for _, field in row.head.alternates:
                other = path_of(field.value)
                there = named.get(other)
                if field.state != "known" or there is None or other == path or there.is_open:
                    continue
                if path not in there.paths and field.parts:
                    found.append((field.parts[-1].place, row))
                    said.setdefault(field.parts[-1].place, field.value)
        for cause in causes(found):
            yield self.finding(
                f"{said[cause.place]} does not name this page as a translation",
                cause.place,
                help=f"write the links of all versions on all of them{cause.example}",
                pages=cause.pages,
            )


def _named(row: HeadRow, path_of: Callable[[str], str]) -> _Named:
    fields = [field for _, field in row.head.alternates]
    # of two links for one language the first alone is read
    unsure = any(field.state != "known" or field.times > 1 for field in fields)
    return _Named(frozenset([path_of(field.value) for field in fields]), bool(row.head.reasons) or unsure)
