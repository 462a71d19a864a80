from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, Place, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._addresses import host_of, is_of_page, is_own_host, plain_path
from sitecheck_rules.head._heads import causes, composed, is_indexed

_SITE = {"a.md": "---\nlayout: x\n---\n", "_config.yml": "url: https://example.org\nbaseurl: /b\n"}
_BEGIN = '<head><meta property="og:url" content="'
_END = '"></head>{{ content }}\n'


class WrongOgUrl(SiteRule):
    """The address that a share card leads to is not that of the page.

    ## What it does

    Compares `og:url` with the canonical address of the page, or with its own where it has none: reported is
    one that names another page than either (the home page for all, `baseurl` left out).

    ## Why is this bad?

    Who follows the card comes to the other page, and all that is shared of this one is counted for that.

    ## References

    - <https://ogp.me/#metadata> ("the canonical URL of your object")
    """

    reads_heads = True
    valid = (
        Valid(f"{_BEGIN}{{{{ page.url | absolute_url }}}}{_END}", path="_layouts/x.html", files=_SITE),
        Valid(
            '<link rel="canonical" href="{{ page.to }}"><meta property="og:url" content="{{ page.to }}">\n',
            path="_layouts/x.html",
            files={**_SITE, "a.md": "---\nlayout: x\nto: https://e.example/a\n---\n"},
        ),
        Valid(
            '<link rel="canonical" href="{{ page.to }}">'
            '<meta property="og:url" content="{{ page.url | absolute_url }}">\n',
            path="_layouts/x.html",
            files={**_SITE, "a.md": "---\nlayout: x\nto: https://e.example/2\n---\n"},
            why="it is shared from here, though first published elsewhere",
        ),
        Valid(
            f"{_BEGIN}https://www.example.org{{{{ page.url }}}}{_END}",
            path="_layouts/x.html",
            files={
                "a.md": "---\nlayout: x\n---\n",
                "_config.yml": "url: www.example.org\n",
                "CNAME": "example.org",
            },
            why="wrong-site-url tells that https:// is missing from url",
        ),
    )
    invalid = (
        Invalid(
            f"{_BEGIN}{{{{ site.url }}}}{{{{ page.url | remove: 'index.html' }}}}{_END}",
            path="_layouts/x.html",
            at="{{ site.url }}",
            message="og:url is https://example.org/old, not the address of the page",
            files={"oldindex.md": "---\nlayout: x\n---\n", "_config.yml": "url: https://example.org\n"},
            why="index.html is but the end of a name",
        ),
        Invalid(
            f"{_BEGIN}{{{{ site.url }}}}{_END}",
            path="_layouts/x.html",
            at="{{ site.url }}",
            message="og:url is https://example.org, not the address of the page",
            help="for example on a.md",
            files=_SITE,
        ),
        Invalid(
            f"{_BEGIN}{{{{ site.url }}}}{{{{ page.url }}}}{_END}",
            path="_layouts/x.html",
            at="{{ site.url }}",
            message="og:url is https://example.org/a.html",
            files=_SITE,
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for cause in causes(_wrong(site)):
            address = cause.rows[0].head.field("og:url").value
            yield self.finding(
                f"og:url is {address[:80]}, not the address of the page",
                cause.place,
                help=f"write {{{{ page.url | absolute_url }}}}{cause.example}",
                pages=cause.pages,
            )


def _wrong(site: SiteFacts) -> Iterator[tuple[Place, HeadRow]]:
    for row in composed(site):
        field, canonical = row.head.field("og:url"), row.head.field("canonical")
        if field.state != "known" or not field.value or not field.parts or not is_indexed(row):
            continue
        host = host_of(field.value)
        is_own_site = host is not None and is_own_host(site, host)
        is_here = is_of_page(site, row, field.value)
        if canonical.state == "known" and canonical.value:
            is_same = plain_path(field.value) == plain_path(canonical.value)
            is_wrong = not is_same and canonical.cut is None and not (is_own_site and is_here)
        else:
            is_wrong = canonical.state == "absent" and is_own_site and not is_here
        if is_wrong and field.cut is None:
            yield field.parts[0].place, row
