from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Edit, Finding, Fix, Invalid, SiteFacts, SiteRule, Valid, lazy_pattern
from sitecheck_rules.redirects._redirects import RedirectMap, related, written_at

_PLAIN = lazy_pattern(r"""[^\s,'"\\\[\]{}]*[^\s,'"\\\[\]{}:]""")
"""What means itself wherever YAML has a value: in quotes, in a list, without either."""
_PLUGIN = "plugins: [jekyll-redirect-from]\n"


class RedirectChain(SiteRule):
    """A redirect leads to another redirect.

    ## What it does

    Reports a `redirect_to` that names an address which is itself only a redirect of this site.

    ## Why is this bad?

    Each redirect is a page that has to be loaded before the next; search engines give up after some, and who
    removes the one in the middle breaks the first.

    ## Fix safety

    Safe: the address is written at which visitors arrive now.

    ## References

    - <https://github.com/jekyll/jekyll-redirect-from>
    - <https://developers.google.com/search/docs/crawling-indexing/301-redirects>
    """

    valid = (
        Valid(
            "---\nredirect_to: /a/\n---\n",
            files={"a.md": "---\npermalink: /a/\n---\n", "_config.yml": _PLUGIN},
        ),
        Valid(
            "---\npermalink: /a/\nredirect_to: /a/\n---\n",
            files={"_config.yml": _PLUGIN},
            why="a circle, which redirect-loop reports",
        ),
        Valid(
            "---\nredirect_from: /old/\nredirect_to: https://example.org/\n---\n",
            files={"_config.yml": _PLUGIN},
            why="the page has moved away with all the addresses that it had",
        ),
    )
    invalid = (
        Invalid(
            "---\npermalink: /c/\nredirect_to: /old/\n---\n",
            at="/old/",
            message="leads on to /a/",
            related=("/old/",),
            files={"a.md": "---\npermalink: /a/\nredirect_from: [/old/]\n---\n", "_config.yml": _PLUGIN},
            fixed="---\npermalink: /c/\nredirect_to: /a/\n---\n",
        ),
        Invalid(
            "---\nredirect_to: /b/\n---\n",
            at="/b/",
            related=("https://example.org/",),
            files={
                "b.md": "---\npermalink: /b/\nredirect_to: https://example.org/\n---\n",
                "_config.yml": _PLUGIN,
            },
            fixed="---\nredirect_to: https://example.org/\n---\n",
        ),
        Invalid(
            "---\npermalink: /c/\nredirect_to: [/old/]\n---\n",
            at="/old/",
            help="write /a,b/",
            related=("/old/",),
            files={"a.md": "---\npermalink: '/a,b/'\nredirect_from: /old/\n---\n", "_config.yml": _PLUGIN},
            why="written as it is, the address would be two there",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        redirects = RedirectMap(site)
        for first in redirects:
            path = [] if first.moved else redirects.path(first)
            if len(path) < 2 or redirects.goes_round(path):
                continue
            target, place = path[-1].target, written_at(site, first)
            stands = site.written(place) == first.written and _PLAIN.fullmatch(target) is not None
            yield self.finding(
                f"{first.written or first.target} is only a redirect itself, which leads on to {target}",
                place,
                help=f"write {target}",
                related=[related(site, each, "this leads on") for each in path[1:]],
                fix=Fix(f"write {target}", (Edit(place.span, target),)) if stands else None,
            )
