from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._links import came_from, certain_links


class MalformedUrl(SiteRule):
    """An address is not of the form of an address.

    ## What it does

    Reports addresses that no browser or server understands as meant: no host after `https://`, a host with
    blanks, a `%` that starts no escape, a port that is no number.

    ## Why is this bad?

    The link cannot work.

    ## References

    - <https://url.spec.whatwg.org/#url-parsing>
    """

    severity = Severity.ERROR
    valid = (Valid("---\n---\n[see](https://example.org/100%25)\n"),)
    invalid = (
        Invalid("---\n---\n[see](http://)\n", at="http://", message="is no address"),
        Invalid("---\n---\n[see](https://example.org:port/)\n", at="https://example.org:port/"),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for resolved in certain_links(site, "malformed"):
            yield self.finding(
                f"{resolved.link.href} is no address",
                resolved.link.place,
                help=resolved.verdict.reason,
                related=came_from(resolved.link),
            )
