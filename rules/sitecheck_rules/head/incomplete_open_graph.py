from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, Place, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._heads import causes, composed, is_indexed

_SITE = {"a.md": "---\nlayout: x\n---\n"}
_NEEDED = ("og:title", "og:type", "og:image", "og:url")


class IncompleteOpenGraph(SiteRule):
    """Share tags of a page lack one that every page needs.

    ## What it does

    Reports pages that have some tags of the Open Graph protocol, but not all of the four that it asks for:
    `og:title`, `og:type`, `og:image`, `og:url`. Pages without any are not reported.

    ## Why is this bad?

    Who shares the page shows a card without picture, or guesses what is missing.

    ## References

    - <https://ogp.me/#metadata> (the four required properties)
    """

    severity = Severity.INFO
    preset = "strict"
    reads_heads = True
    valid = (
        Valid("<head><title>A</title></head>\n", path="_layouts/x.html", files=_SITE),
        Valid(
            "<head>"
            + "".join(f'<meta property="{name}" content="/x">' for name in _NEEDED)
            + "</head>{{ content }}\n",
            path="_layouts/x.html",
            files=_SITE,
        ),
    )
    invalid = (
        Invalid(
            '<head><meta property="og:title" content="A">\n<meta property="og:type" content="x"></head>\n',
            path="_layouts/x.html",
            at='<meta property="og:title" content="A">',
            message="og:image, og:url",
            files=_SITE,
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for cause in causes(_incomplete(site)):
            lacking = _lacking(cause.rows[0])
            yield self.finding(
                f"a share card needs {', '.join(lacking)}, too",
                cause.place,
                help=f"write all of {', '.join(_NEEDED)}{cause.example}",
                pages=cause.pages,
            )


def _lacking(row: HeadRow) -> list[str]:
    return [name for name in _NEEDED if row.head.field(name).state == "absent"]


def _incomplete(site: SiteFacts) -> Iterator[tuple[Place, HeadRow]]:
    for row in composed(site):
        places = (field.place for key, field in row.head.fields.items() if key.startswith("og:"))
        first = next((place for place in places if place is not None), None)
        if first is not None and _lacking(row) and is_indexed(row):
            yield first, row
