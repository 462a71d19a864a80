from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import at_causes, certain_links
from sitecheck_rules.links._told import told


class UnverifiedLink(SiteRule):
    """An external link could not be verified.

    ## What it does

    Looks external links up and lists those about which nothing can be said, and why: walls against robots,
    servers that are busy or down, time-outs, addresses that must not be asked for.

    ## Why is this bad?

    It need not be: most of these links work in a browser. The list is for those who want to look themselves.

    ## References

    - runs with `--external` only
    - `external: {accept: {example.org: [403]}}` in `.sitecheck.yml` says which answers are fine
      there; `exclude` leaves links out
    """

    severity = Severity.INFO
    preset = "strict"
    network = True
    valid = (Valid("---\n---\n[see](https://example.org/)\n", why="without the network nothing is said"),)

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for resolved in at_causes(site, certain_links(site, "external")):
            status = site.status(resolved.link)
            if status is not None and status.verdict in ("unverifiable", "refused"):
                yield told(
                    self,
                    resolved,
                    f"{resolved.link.href} could not be verified: {status.reason}",
                    help="open it in a browser",
                )
