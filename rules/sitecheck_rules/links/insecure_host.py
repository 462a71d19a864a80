from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitecheck.api import Finding, Invalid, ResolvedLink, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._insecure import insecure_links
from sitecheck_rules.links._told import came_from, counted

_MOST_NAMED = 3
"""So many hosts are named."""


class InsecureHost(SiteRule):
    """Links ask a host by http that is known to serve https.

    ## What it does

    Reports such hosts once for the site, at the first `http://` link to one, with the number of links and
    pages. Known are the hosts on the list that comes with sitecheck (from the browsers' list of hosts that
    are reached over https only), and the site's own host when the site's `url` is https. The rule
    `insecure-link` tells every such link and mends it: `sitecheck fix --select insecure-link`.

    ## Why is this bad?

    The first request goes over the open network, where it can be read and changed, and then usually costs a
    redirect.

    ## References

    - <https://hstspreload.org/>
    """

    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("---\n---\n[see](https://github.com/)\n"),
        Valid("---\n---\n[see](http://an-old-host.example/)\n", why="nobody knows whether it serves https"),
    )
    invalid = (
        Invalid(
            "---\n---\n[see](http://github.com/o/r) [more](http://github.com/o/s)\n",
            at="http://github.com/o/r",
            message="2 links on 1 page",
        ),
        Invalid(
            "---\n---\n[see](http://github.com/o/r)\n",
            path="a.md",
            message="2 links on 2 pages",
            files={"b.md": "---\n---\n[see](http://github.com/o/r)\n"},
        ),
        Invalid(
            "---\n---\n[a](http://github.com/o) [b](http://twitter.com/o) [c](http://github.com/r)"
            " [d](http://youtube.com/o)\n",
            at="http://github.com/o",
            message="github.com, twitter.com and youtube.com serve https, but http is written: 4 links",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        hosts: dict[str, list[ResolvedLink]] = {}
        for host, resolved in insecure_links(site):
            hosts.setdefault(host, []).append(resolved)
        if not hosts:
            return
        links = [resolved for found in hosts.values() for resolved in found]
        first = min(links, key=lambda resolved: resolved.link.place)
        pages = len({page for resolved in links for page in resolved.on or (resolved.page,)})
        count = f"{counted(_places(links), 'link')} on {counted(pages, 'page')}"
        yield self.finding(
            f"{_named(hosts)}, but http is written: {count}",
            first.link.place,
            help="write https://; sitecheck fix --select insecure-link does so everywhere",
            related=came_from(first),
        )


def _named(hosts: Mapping[str, Sequence[ResolvedLink]]) -> str:
    """The hosts by name, of many those with most links."""
    most = sorted(hosts, key=lambda host: (-_places(hosts[host]), host))
    if len(most) == 1:
        return f"{most[0]} serves https"
    if len(most) <= _MOST_NAMED:
        return f"{', '.join(most[:-1])} and {most[-1]} serve https"
    return f"{', '.join(most[:_MOST_NAMED])} and {counted(len(most) - _MOST_NAMED, 'other host')} serve https"


def _places(links: Iterable[ResolvedLink]) -> int:
    return len({resolved.link.place for resolved in links})
