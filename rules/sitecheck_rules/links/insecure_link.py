from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, Safety, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._insecure import insecure_links, secured
from sitecheck_rules.links._meant import replacement
from sitecheck_rules.links._told import told


class InsecureLink(SiteRule):
    """A link uses http although its host is known to serve https.

    ## What it does

    Reports `http://` links to hosts that are known to serve the same address over https: hosts on the list
    that comes with sitecheck (from the browsers' list of hosts that are reached over https only), and the
    site's own host when the site's `url` is https.

    ## Why is this bad?

    The first request goes over the open network, where it can be read and changed, and then usually costs a
    redirect.

    ## Fix safety

    The fix changes the scheme. It is safe: these hosts answer plain http with a redirect to just that.

    ## References

    - <https://hstspreload.org/>
    """

    by_page = True
    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("---\n---\n[see](https://github.com/)\n"),
        Valid("---\n---\n[see](http://an-old-host.example/)\n", why="nobody knows whether it serves https"),
        Valid("---\n---\n[see](http://github.com:8080/)\n", why="nobody knows what serves another port"),
        Valid("---\n---\n[see](http://an-old-host.example/)\n", files={"_config.yml": "url: 'https://['\n"}),
    )
    invalid = (
        Invalid(
            "---\n---\n[see](http://github.com/o/r)\n",
            at="http://github.com/o/r",
            message="github.com serves https",
            fixed="---\n---\n[see](https://github.com/o/r)\n",
        ),
        Invalid(
            "---\n---\n[see](http://github.com:80/o/r)\n",
            at="http://github.com:80/o/r",
            fixed="---\n---\n[see](https://github.com/o/r)\n",
            why="at port 80 nothing answers over https",
        ),
        Invalid(
            "---\n---\n[home](http://example.org/)\n",
            at="http://example.org/",
            why="the site's own host, which it says to be served by https",
            files={"_config.yml": "url: https://example.org\n"},
            fixed="---\n---\n[home](https://example.org/)\n",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for host, resolved in insecure_links(site):
            link = resolved.link
            yield told(
                self,
                resolved,
                f"{host} serves https",
                help="write https://",
                fix=replacement(link, secured(link.href or ""), "write https://", Safety.SAFE),
            )
