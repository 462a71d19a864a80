from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._links import came_from, external_links


class TlsProblem(SiteRule):
    """An external link's certificate is not accepted.

    ## What it does

    Looks external links up and reports those whose certificate has expired, belongs to another host, is
    self-signed, or comes from an authority that nobody knows.

    ## Why is this bad?

    The browser shows a warning over the whole screen instead of the page.

    ## References

    - runs with `--external` only
    """

    network = True
    valid = (Valid("---\n---\n[see](https://example.org/)\n", why="without the network nothing is said"),)

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for link, status in external_links(site, "tls"):
            yield self.finding(
                f"{link.href}: {status.reason}",
                link.place,
                help="tell the owner of the page, or link elsewhere until it is mended",
                related=came_from(link),
            )
