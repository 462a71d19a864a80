from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, NamedTuple, Place, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._addresses import own_path, plain_path
from sitecheck_rules.head._heads import causes, composed

_LINK = '<link rel="alternate" hreflang="fr" href="/fr.html">'


class _Alternate(NamedTuple):
    language: str
    path: str


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
        named = {path: {each.path for each in _alternates(row)} for path, row in rows.items()}
        found: list[tuple[Place, HeadRow]] = []
        said: dict[Place, str] = {}
        for path, row in rows.items():
            for _, field in row.head.alternates:
                other = plain_path(field.value)
                there = rows.get(other)
                if field.state != "known" or there is None or other == path or not field.parts:
                    continue
                fields = [each for _, each in there.head.alternates]
                # of two links for one language the first alone is read
                unsure = there.head.reasons or any(each.state != "known" or each.times > 1 for each in fields)
                if path not in named[other] and not unsure:
                    found.append((field.parts[-1].place, row))
                    said.setdefault(field.parts[-1].place, field.value)
        for cause in causes(found):
            yield self.finding(
                f"{said[cause.place]} does not name this page as a translation",
                cause.place,
                help=f"write the links of all versions on all of them{cause.example}",
                pages=cause.pages,
            )


def _alternates(row: HeadRow) -> Iterator[_Alternate]:
    for language, field in row.head.alternates:
        yield _Alternate(language, plain_path(field.value))
