from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    WHOLE_FILE,
    Finding,
    Invalid,
    Place,
    Redirect,
    Related,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.redirects._redirects import href_of, related, written_at

_TOLD_APART = 5
"""So many pages that name one address are told one by one."""
_PLACEHOLDER = lazy_pattern(r"/:[a-z_]+")
_PLUGIN = "plugins: [jekyll-redirect-from]\n"


class ConflictingRedirect(SiteRule):
    """A redirect has the address of a page, or of another redirect.

    ## What it does

    Reports `redirect_from` addresses at which a page or file of the site is published, and those that two
    pages name. Jekyll writes redirects after pages and before copied files and documents of collections
    (posts, too): a redirect takes the place of a page, even of the one that names it, and is itself
    overwritten by the others. A page that itself redirects (`redirect_to`) to where the address is to lead is
    in nobody's way.

    ## Why is this bad?

    A page that is overwritten is gone: visitors are sent on, and a page that redirects to itself never
    loads. Of two redirects only one is there, and visitors of the other arrive at the wrong page.

    ## References

    - <https://github.com/jekyll/jekyll-redirect-from>
    - <https://github.com/jekyll/jekyll-redirect-from/issues/54>
    - <https://github.com/rails/website/pull/585>
    - measured with Jekyll 4.3.4 and jekyll-redirect-from 0.16
    """

    valid = (
        Valid("---\nredirect_from: /old/\n---\n", files={"_config.yml": _PLUGIN}),
        Valid(
            "---\nredirect_from: /b/\n---\n",
            files={"b.md": "---\npermalink: /b/\n---\n"},
            why="without the plugin the key means nothing",
        ),
        Valid("---\nredirect_from: [/old/, /old/]\n---\n", files={"_config.yml": _PLUGIN}),
        Valid(
            "---\npermalink: /new/\nredirect_from: /2024/01/31/b.html\n---\n",
            files={
                "_posts/2024-01-31-b.md": "---\nredirect_to: /new/\n---\n",
                "_config.yml": _PLUGIN,
            },
            why="the page at that address sends visitors there itself",
        ),
    )
    invalid = (
        Invalid(
            "---\nredirect_from: /b/\n---\n",
            at="/b/",
            message="takes the place of b.md",
            severity=Severity.ERROR,
            related=("",),
            files={"b.md": "---\npermalink: /b/\n---\n", "_config.yml": _PLUGIN},
        ),
        Invalid(
            "---\npermalink: /a/\nredirect_from:\n  - /old/\n  - /a/\n---\n",
            at="/a/",
            message="redirects to itself",
            severity=Severity.ERROR,
            files={"_config.yml": _PLUGIN},
        ),
        Invalid(
            "---\nredirect_from: /2024/01/31/b.html\n---\n",
            at="/2024/01/31/b.html",
            message="no redirect is made",
            related=("",),
            files={"_posts/2024-01-31-b.md": "---\n---\n", "_config.yml": _PLUGIN},
        ),
        Invalid(
            "---\nredirect_from: /2024/01/31/b.html\n---\n",
            at="/2024/01/31/b.html",
            message="no redirect is made",
            related=("",),
            files={
                "_posts/2024-01-31-b.md": "---\nredirect_to: /elsewhere/\n---\n",
                "_config.yml": _PLUGIN,
            },
        ),
        Invalid(
            "---\nredirect_from: /old/\n---\n",
            path="a.md",
            at="/old/",
            message="b.md",
            related=("/old/",),
            files={"b.md": "---\nredirect_from: /old/\n---\n", "_config.yml": _PLUGIN},
        ),
        Invalid(
            "---\nredirect_from: /posts/:title\n---\n",
            path="a.md",
            at="/posts/:title",
            help="no placeholders",
            related=("/posts/:title",),
            files={"b.md": "---\nredirect_from: /posts/:title\n---\n", "_config.yml": _PLUGIN},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        groups: dict[str, list[Redirect]] = {}
        leaving: dict[str, list[Redirect]] = {}
        for redirect in site.redirects:
            kind = groups if redirect.moved else leaving
            kind.setdefault(redirect.output, []).append(redirect)
        if not groups:
            return
        pages = {route.output: route.source for route in site.site.routes if route.source is not None}
        for output, group in groups.items():
            if output in pages:
                page, own = pages[output] or "", leaving.get(output, ())
                yield from (
                    self._on_page(site, each, page)
                    for each in _distinct(group)
                    if not any(_agree(site, each, other) for other in own)
                )
            else:
                yield from self._among(site, group)

    def _on_page(self, site: SiteFacts, redirect: Redirect, page: str) -> Finding:
        wins = site.site.by_output[redirect.output].source is None
        own = page == redirect.source
        if wins:
            message = "this page redirects to itself" if own else f"this redirect takes the place of {page}"
        else:
            message = f"no redirect is made: {'this page' if own else page} is published at {redirect.url}"
        return self.finding(
            message,
            written_at(site, redirect),
            help="remove the address from redirect_from" if own else "remove the address, or move the page",
            related=() if own else [Related(Place(page, WHOLE_FILE), "the page at this address")],
            severity=Severity.ERROR if wins else None,
        )

    def _among(self, site: SiteFacts, group: list[Redirect]) -> Iterator[Finding]:
        winner = group[-1]
        losers = [each for each in _distinct(group) if each.target != winner.target]
        is_pattern = _PLACEHOLDER.search(winner.written) is not None
        advice = "name the address on one page only"
        for each in losers[:1] if len(losers) > _TOLD_APART else losers:
            more = len(losers) - 1 if len(losers) > _TOLD_APART else 0
            is_open = site.site.has_no_order(each.source, winner.source)
            yield self.finding(
                f"{winner.source} redirects from {each.url} as well, and "
                + ("which of the two wins is chance" if is_open else "wins")
                + (f" (over {more:,} more pages, too)" if more else ""),
                written_at(site, each),
                help="write the address out: redirect_from knows no placeholders" if is_pattern else advice,
                related=[related(site, winner, "the other one" if is_open else "the one that wins")],
            )


def _distinct(group: list[Redirect]) -> list[Redirect]:
    """Each file once, however often it names the address."""
    return list({each.source: each for each in reversed(group)}.values())[::-1]


def _agree(site: SiteFacts, one: Redirect, other: Redirect) -> bool:
    """Whether both lead to the same file of this site: then the one takes nothing from the other."""
    ends = [site.leads("/", href_of(site, each)).route for each in (one, other)]
    first, second = [end and end.output for end in ends]
    return bool(first) and first == second
