from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import external_links
from sitecheck_rules.links._told import told


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
        for resolved, status in external_links(site, "tls"):
            yield told(
                self,
                resolved,
                f"{resolved.link.href}: {status.reason}",
                help="tell the owner of the page, or link elsewhere until it is mended",
            )
