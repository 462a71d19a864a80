from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import external_links
from sitecheck_rules.links._told import told


class DeadLink(SiteRule):
    """An external link leads nowhere.

    ## What it does

    Looks external links up and reports those that are gone: the server says so (404, 410), twice, or there
    is no such host. Walls against robots, servers that are busy or down, and time-outs are no verdict and
    are only counted. Where an open registry knows better than the page (doi.org, arXiv, GitHub), it is asked.

    ## Why is this bad?

    The reader gets an error page.

    ## References

    - runs with `--external` only; `external: {dead-after: {failures: 3, days: 2}}` in `.sitecheck.yml` waits
      until a link has failed three times over two days before it is an error
    """

    severity = Severity.ERROR
    network = True
    valid = (Valid("---\n---\n[see](https://example.org/)\n", why="without the network nothing is said"),)

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for resolved, status in external_links(site, "dead"):
            yield told(
                self,
                resolved,
                f"{resolved.link.href} is gone: {status.reason}",
                help="remove the link, or point it to where the page is now or to an archived copy",
                severity=None if status.sure else Severity.INFO,
            )
