from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitecheck.api import Finding, Invalid, ResolvedLink, Severity, SiteFacts, SiteRule, Valid, option
from sitecheck_rules.links._links import came_from, certain_links
from sitecheck_rules.scripts._catalogue import DEAD, LINK, Entry, catalogue
from sitecheck_rules.scripts._repair import message, reason, subject_of


@dataclass(frozen=True)
class Options:
    ignore: tuple[str, ...] = option(
        (), "catalogue entries to pass over, by the name that stands in the help"
    )


class ClosedService(SiteRule[Options]):
    """Links lead to a service that has closed.

    ## What it does

    Compares the links of all pages with the catalogue of hosts that `deprecated-script` uses, without any
    request: code hosting that ended (RubyForge, CodePlex, Google Code's files), networks and video hosts
    (Google+, Vine, Gfycat), link shorteners that stopped, build services behind old badges. Each service is
    reported once, at the first link to it, with the number of links and pages. What only may stop, such as
    `goo.gl`, is an information.

    ## Why is this bad?

    A visitor who follows such a link finds nothing, or whatever the next owner of the name shows. A link
    checker that asks the network often misses it, as many of these names answer with a friendly page.

    ## References

    - <https://killedbygoogle.com/>
    - <https://wiki.archiveteam.org/index.php/Deathwatch>
    """

    Options = Options
    valid = (
        Valid("---\n---\n[see](https://rubygems.org/gems/jekyll)\n"),
        Valid("---\n---\n[see](https://web.archive.org/web/2013/http://rubyforge.org/projects/x)\n"),
        Valid("---\n---\n[a map](https://goo.gl/maps/abc)\n", why="Google keeps the links to maps"),
        Valid(
            "---\n---\n[see](http://rubyforge.org/projects/x)\n",
            files={".sitecheck.yml": "rules: {closed-service: {ignore: [rubyforge]}}\n"},
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n[see](http://rubyforge.org/projects/x) [more](http://www.rubyforge.org/y)\n",
            at="http://rubyforge.org/projects/x",
            message="RubyForge was shut down (since 2014-05-15); 2 links on 1 page lead nowhere",
        ),
        Invalid(
            "---\n---\n[see](https://goo.gl/abc123)\n",
            path="a.md",
            message="2 links on 2 pages",
            severity=Severity.INFO,
            files={"b.md": "---\n---\n[see](https://goo.gl/def456)\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        found: dict[str, list[ResolvedLink]] = {}
        known: dict[str, Entry | None] = {}
        entries: dict[str, Entry] = {}
        for resolved in certain_links(site, "external"):
            href = resolved.link.href
            if resolved.link.element != "a" or not href:
                continue
            if href not in known:
                known[href] = self._entry(site, href)
            entry = known[href]
            if entry is not None:
                entries[entry.id] = entry
                found.setdefault(entry.id, []).extend(site.at_causes(resolved))
        for name, links in found.items():
            yield self._tell(entries[name], links)

    def _entry(self, site: SiteFacts, href: str) -> Entry | None:
        matches = catalogue().matches(href, LINK)
        ignored = self.options.ignore
        wanted = (each.entry for each in matches if each.entry.id not in ignored and each.entry.holds(site))
        return next(wanted, None)

    def _tell(self, entry: Entry, links: list[ResolvedLink]) -> Finding:
        first = min(links, key=lambda resolved: resolved.link.place)
        return self.finding(
            _words(entry, subject_of(first.link.href or ""), links),
            first.link.place,
            help=f"{entry.advice} (entry {entry.id})",
            related=came_from(first),
            severity=Severity.parse(entry.severity) if entry.severity else None,
        )


def _words(entry: Entry, host: str, links: list[ResolvedLink]) -> str:
    pages = len({page for resolved in links for page in resolved.on or (resolved.page,)})
    places = len({resolved.link.place for resolved in links})
    count = f"{_count(places, 'link')} on {_count(pages, 'page')}"
    if entry.category == DEAD:
        return f"{reason(entry, host)}; {count} {'leads' if places == 1 else 'lead'} nowhere"
    return f"{message(entry, host)}: {count}"


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
