from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sitecheck.api import Finding, Invalid, Link, ResolvedLink, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import chosen_links
from sitecheck_rules.links._told import came_from, counted
from sitecheck_rules.scripts._catalogue import DEAD, LINK, Entry, catalogue, ignored_entries
from sitecheck_rules.scripts._repair import message, reason, subject_of

_LOADS = {"a": LINK, "img": "image"}
_NEAR = 300
"""Characters: so far behind the tag of a link in HTML, which alone is known, the tag of its picture ends."""


@dataclass(frozen=True)
class Options:
    ignore: tuple[str, ...] = ignored_entries()


class ClosedService(SiteRule[Options]):
    """Links lead to a service that has closed.

    ## What it does

    Compares the links of all pages with the catalogue of hosts that `deprecated-script` uses, without any
    request: code hosting that ended (RubyForge, CodePlex, Google Code's files), networks and video hosts
    (Google+, Vine, Gfycat), link shorteners that stopped, build services behind old badges. Each service is
    reported once, at the first link to it, with the number of links and pages. What only may stop, such as
    `goo.gl`, is an information. A link around the badge of the same service is not counted, as
    `deprecated-script` tells the badge.

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
        Valid(
            "---\n---\n[![Build](https://travis-ci.org/me/x.svg)](https://travis-ci.org/me/x)\n",
            why="the badge is told",
        ),
        Valid(
            '---\n---\n<a href="https://travis-ci.org/me/x"><img src="https://travis-ci.org/me/x.svg"></a>\n',
            why="in HTML, too",
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
        Invalid(
            "---\n---\n[![Build](https://travis-ci.org/me/x.svg)](https://travis-ci.org/me/x)"
            " [all](https://travis-ci.org/all)\n",
            at="https://travis-ci.org/all",
            message="1 link on 1 page leads nowhere",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        found: dict[str, list[ResolvedLink]] = {}
        known: dict[tuple[str, str], Entry | None] = {}
        entries: dict[str, Entry] = {}
        for resolved, inside in _with_picture(chosen_links(site, self.id, _may_be_closed)):
            key = resolved.link.href or "", inside
            if key not in known:
                known[key] = self._entry(site, *key)
            entry = known[key]
            if entry is not None:
                entries[entry.id] = entry
                found.setdefault(entry.id, []).extend(site.at_causes(resolved))
        for name, links in found.items():
            yield self._tell(entries[name], links)

    def _entry(self, site: SiteFacts, href: str, picture: str) -> Entry | None:
        """The entry that a link fits, unless the ``picture`` it shows fits it, too."""
        matches = catalogue().matches(href, LINK)
        told = {*self.options.ignore, *(each.entry.id for each in catalogue().matches(picture, "image"))}
        wanted = (each.entry for each in matches if each.entry.id not in told and each.entry.holds(site))
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


def _may_be_closed(resolved: ResolvedLink) -> bool:
    """Whether a link leads to something in the catalogue, or is a picture of it."""
    load = _LOADS.get(resolved.link.element, "")
    is_out = load != "" and resolved.verdict.status == "external"
    return is_out and _fits(resolved.link.href or "", load)


@lru_cache(maxsize=20_000)  # pages link to the same addresses
def _fits(href: str, load: str) -> bool:
    return catalogue().match(href, load) is not None


def _with_picture(links: Iterable[ResolvedLink]) -> Iterator[tuple[ResolvedLink, str]]:
    """The links that a visitor may follow, each with the address of the picture that stands in it or, for
    HTML, right after its tag; "" for none."""
    for resolved, after in pairwise((*links, None)):
        if resolved is None or resolved.link.element != "a" or not resolved.link.href:
            continue
        shows = after is not None and _is_in(after.link, resolved.link)
        yield resolved, (after.link.href or "" if after is not None and shows else "")


def _is_in(picture: Link, link: Link) -> bool:
    (path, span), (around, whole) = picture.whole, link.whole
    end = whole.end + _NEAR if link.syntax == "html" else whole.end
    return picture.element == "img" and path == around and whole.start <= span.start and span.end <= end


def _words(entry: Entry, host: str, links: list[ResolvedLink]) -> str:
    pages = len({page for resolved in links for page in resolved.on or (resolved.page,)})
    places = len({resolved.link.place for resolved in links})
    count = f"{counted(places, 'link')} on {counted(pages, 'page')}"
    if entry.category == DEAD:
        return f"{reason(entry, host)}; {count} {'leads' if places == 1 else 'lead'} nowhere"
    return f"{message(entry, host)}: {count}"
