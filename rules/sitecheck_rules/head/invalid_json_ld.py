from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, Place, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._heads import causes, composed, with_filter

_SITE = {"a.md": '---\nlayout: x\ntitle: The "best" of it\n---\n'}
_BEGIN = '<head><script type="application/ld+json">{"@type": "WebPage", "name": '
_END = "}</script></head><body>{{ content }}</body>\n"


class InvalidJsonLd(SiteRule):
    """The structured data of a page does not parse.

    ## What it does

    Reads the `<script type="application/ld+json">` of every head as it will be built, and reports those that
    are no JSON: a quotation mark, a backslash or a line break in a value, a comma too many.

    ## Why is this bad?

    Search engines drop the whole script: no title, no author, no date of it is used.

    ## Fix safety

    `| jsonify` writes the value as JSON, quotation marks included. The fix is unsafe, as it is made where the
    first page shows the fault.

    ## References

    - <https://developers.google.com/search/docs/appearance/structured-data/intro-structured-data>
    - <https://jekyllrb.com/docs/liquid/filters/> (data to JSON)
    """

    reads_heads = True
    valid = (
        Valid(f"{_BEGIN}{{{{ page.title | jsonify }}}}{_END}", path="_layouts/x.html", files=_SITE),
        Valid(
            f'{_BEGIN}"{{{{ page.title }}}}"{_END}',
            path="_layouts/x.html",
            files={"a.md": "---\nlayout: x\ntitle: Plain\n---\n"},
        ),
    )
    invalid = (
        Invalid(
            f'{_BEGIN}"{{{{ page.title }}}}"{_END}',
            path="_layouts/x.html",
            at="{{ page.title }}",
            message="does not parse",
            help="jsonify",
            files=_SITE,
            fixed=f"{_BEGIN}{{{{ page.title | jsonify }}}}{_END}",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for cause in causes(_faults(site)):
            fix = with_filter(site, cause.place, "jsonify", quoted=True)
            help_ = (
                "write values with | jsonify, without quotation marks around them" if fix else "mend the JSON"
            )
            yield self.finding(
                "the structured data does not parse: it stops to be JSON here",
                cause.place,
                help=f"{help_}{cause.example}",
                fix=fix,
                pages=cause.pages,
            )


def _faults(site: SiteFacts) -> Iterator[tuple[Place, HeadRow]]:
    for row in composed(site):
        for script in row.head.jsonld:
            if script.valid is False:
                yield script.fault or script.place, row
