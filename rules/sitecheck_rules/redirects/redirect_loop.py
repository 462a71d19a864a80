from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.redirects._redirects import RedirectMap, related, written_at

_PLUGIN = "plugins: [jekyll-redirect-from]\n"


class RedirectLoop(SiteRule):
    """Redirects lead round in a circle.

    ## What it does

    Follows the redirects of jekyll-redirect-from, and reports those that come back to where they began. A
    page that names its own address in `redirect_from` is reported by `conflicting-redirect`.

    ## Why is this bad?

    The browser never arrives.

    ## References

    - <https://github.com/jekyll/jekyll-redirect-from>
    """

    severity = Severity.ERROR
    valid = (
        Valid(
            "---\nredirect_to: /a/\n---\n",
            files={"a.md": "---\npermalink: /a/\n---\n", "_config.yml": _PLUGIN},
        ),
        Valid("---\nredirect_to: /\n---\n", why="without the plugin the key means nothing"),
    )
    invalid = (
        Invalid(
            "---\npermalink: /a/\nredirect_to: /a/\n---\n",
            at="/a/",
            message="leads to itself",
            files={"_config.yml": _PLUGIN},
        ),
        Invalid(
            "---\npermalink: /a/\nredirect_to: /b/\n---\n",
            path="a.md",
            at="/b/",
            message="back to itself",
            related=("/a/",),
            files={"b.md": "---\npermalink: /b/\nredirect_to: /a/\n---\n", "_config.yml": _PLUGIN},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        redirects = RedirectMap(site)
        told: set[str] = set()
        for first in redirects:
            path = redirects.path(first) if not first.moved and first.output not in told else []
            if not path or redirects.next(path[-1]) != first:
                continue
            told.update(each.output for each in path)
            if len(path) == 1:
                yield self.finding(
                    f"this redirect of {first.url} leads to itself",
                    written_at(site, first),
                    help="name the page that visitors are to see",
                )
            else:
                yield self.finding(
                    f"this redirect of {first.url} leads over {path[-1].url} back to itself",
                    written_at(site, first),
                    help="let one of them be a page",
                    related=[related(site, each, "leads on") for each in path[1:]],
                )
