from __future__ import annotations

from collections.abc import Container, Iterator

from sitecheck.api import Finding, Invalid, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._elsewhere import own_names
from sitecheck_rules.redirects._redirects import href_of, written_at

_PLUGIN = "plugins: [jekyll-redirect-from]\n"


class BrokenRedirect(SiteRule):
    """A redirect leads to a page or anchor that the site does not have.

    ## What it does

    Looks up what `redirect_to` names. jekyll-redirect-from puts `url` and `baseurl` before whatever is no
    whole address, so that an address which begins with `baseurl` has it twice. A redirect below a folder of
    which the site has nothing leads out of it, to what else is published on the host, and is not judged.

    ## Why is this bad?

    Who follows the old address gets a 404, or arrives at the top of a page.

    ## References

    - <https://github.com/jekyll/jekyll-redirect-from#redirect-to>
    """

    severity = Severity.ERROR
    valid = (
        Valid(
            "---\nredirect_to: /a/\n---\n",
            files={"a.md": "---\npermalink: /a/\n---\n", "_config.yml": _PLUGIN},
        ),
        Valid("---\nredirect_to: https://example.org/\n---\n", files={"_config.yml": _PLUGIN}),
        Valid(
            "---\nredirect_to: /manual/a/\n---\n",
            files={"_config.yml": _PLUGIN},
            why="somebody else's manual on this host",
        ),
        Valid("---\nredirect_to: /gone/\n---\n", why="without the plugin the key means nothing"),
        Valid(
            "---\nlayout: redirect\nredirect_to: /structs\n---\n",
            files={
                "_config.yml": "plugins: [jekyll-redirect-from]\n",
                "_layouts/redirect.html": "<a href='https://a.org{{ page.redirect_to }}.html'>it</a>",
            },
            why="the site's own layout makes another address of it",
        ),
    )
    invalid = (
        Invalid(
            "---\nredirect_to: /gone/\n---\n",
            at="/gone/",
            message="leads nowhere",
            files={"_config.yml": _PLUGIN},
        ),
        Invalid(
            "---\nredirect_to:\n  - /a/#b\n---\n",
            at="/a/#b",
            message="no anchor",
            files={"a.md": "---\npermalink: /a/\n---\n# A\n", "_config.yml": _PLUGIN},
        ),
        Invalid(
            "---\nredirect_to: /base/a/\n---\n",
            at="/base/a/",
            help="the baseurl /base stands twice",
            files={
                "a.md": "---\npermalink: /a/\n---\n",
                "_config.yml": "baseurl: /base\nplugins: [jekyll-redirect-from]\n",
            },
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        own = {*own_names(site), site.site.baseurl.strip("/").split("/")[0].lower()}
        for redirect in site.redirects:
            if redirect.moved or _leads_out(redirect.target, own):
                continue
            href = href_of(site, redirect)
            verdict = site.leads("/", href)
            if verdict.status not in ("broken-page", "broken-anchor"):
                continue
            near = verdict.nearest if verdict.status == "broken-page" else ""
            meant = f"; did you mean {near}?" if near and near not in verdict.reason else ""
            path, _, anchor = href.partition("#")
            gone = (
                f"{href} leads nowhere"
                if verdict.status == "broken-page"
                else f"{path} has no anchor #{anchor}"
            )
            yield self.finding(
                f"the redirect to {gone}",
                written_at(site, redirect),
                help=verdict.reason + meant,
            )


def _leads_out(target: str, own: Container[str]) -> bool:
    """Whether an address is below a folder of which the site has nothing."""
    first, _, rest = target.partition("#")[0].strip("/").partition("/")
    return bool(rest) and first.lower() not in own
