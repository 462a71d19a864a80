from __future__ import annotations

import re
from collections.abc import Container, Iterator

from sitecheck.api import Finding, Invalid, Redirect, Severity, SiteFacts, SiteRule, Valid, lazy_pattern
from sitecheck_rules.links._elsewhere import own_names
from sitecheck_rules.redirects._redirects import href_of, written_at

_WHOLE = lazy_pattern(r"(?:https?:)?//", re.IGNORECASE)
_PLUGIN = "plugins: [jekyll-redirect-from]\n"


class BrokenRedirect(SiteRule):
    """A redirect leads to what the site does not have, or from an address that nobody asks for.

    ## What it does

    Looks up what `redirect_to` names. jekyll-redirect-from puts `url` and `baseurl` before whatever is no
    whole address, so that an address which begins with `baseurl` has it twice. A redirect below a folder of
    which the site has nothing leads out of it, to what else is published on the host, and is not judged.

    Of `redirect_from` it reports whole addresses, of which the plugin makes folders of this site
    (`/https:/example.org/`), and those that begin with `baseurl`, which is put before them once more.

    ## Why is this bad?

    Who follows the old address gets a 404, or arrives at the top of a page.

    ## References

    - <https://github.com/jekyll/jekyll-redirect-from#redirect-to>
    - measured with jekyll-redirect-from 0.16
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
        Valid(
            "---\nredirect_to: '{{ site.elsewhere }}/a/'\n---\n",
            files={
                "_config.yml": _PLUGIN,
                "_plugins/liquid.rb": "Jekyll::Hooks.register(:pages, :pre_render) {}\n",
            },
            why="the site's own plugin may run Liquid there",
        ),
        Valid(
            "---\nredirect_to: //example.org/a\n---\n", files={"_config.yml": _PLUGIN}, why="there is no url"
        ),
        Valid(
            "---\nredirect_from: /base/a/\n---\n",
            files={
                "base/b.md": "---\n---\n",
                "_config.yml": "baseurl: /base\nplugins: [jekyll-redirect-from]\n",
            },
            why="the site has a folder of that name",
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
        Invalid(
            "---\nredirect_to: '{{ site.url }}{{ page.url }}'\n---\n",
            at="{{ site.url }}{{ page.url }}",
            message="the redirect to /{{ site.url }}{{ page.url }} leads nowhere",
            help="Liquid is not run here: write the address itself",
            files={"_config.yml": _PLUGIN},
        ),
        Invalid(
            "---\nredirect_to: //example.org/a\n---\n",
            at="//example.org/a",
            message="the redirect to //example.org/a leads nowhere",
            help="the plugin puts url before it: write https://example.org/a",
            files={"_config.yml": f"{_PLUGIN}url: https://example.net\n"},
        ),
        Invalid(
            "---\nredirect_from: [/a/, 'https://old.example/b/']\n---\n",
            at="https://old.example/b/",
            message="nobody comes to this redirect: it is made at /https:/old.example/b/",
            help="a redirect is made on this site alone: write the path that the page had on it",
            severity=Severity.WARNING,
            files={"_config.yml": _PLUGIN},
        ),
        Invalid(
            "---\nredirect_from: /base/old/\n---\n",
            at="/base/old/",
            message="nobody comes to this redirect: it is made at /base/base/old/",
            help="write /old/",
            severity=Severity.WARNING,
            files={"_config.yml": "baseurl: /base\nplugins: [jekyll-redirect-from]\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        own = {*own_names(site), site.site.baseurl.strip("/").split("/")[0].lower()}
        doubled = "" if _has_folder(site, site.site.baseurl) else site.site.baseurl
        for redirect in site.redirects:
            if redirect.moved:
                yield from self._from(site, redirect, doubled)
                continue
            if help_ := _never_right(site, redirect.target):
                yield self.finding(
                    f"the redirect to {href_of(site, redirect)} leads nowhere",
                    written_at(site, redirect),
                    help=help_,
                )
                continue
            if _leads_out(redirect.target, own):
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

    def _from(self, site: SiteFacts, redirect: Redirect, doubled: str) -> Iterator[Finding]:
        """What is told of an address of ``redirect_from`` that no visitor comes to.

        ``doubled`` is the ``baseurl``, unless the site has such a folder.
        """
        written = redirect.written
        if _WHOLE.match(written):
            help_ = "a redirect is made on this site alone: write the path that the page had on it"
        elif doubled and f"/{written.lstrip('/')}".startswith(f"{doubled}/"):
            help_ = f"write /{written.lstrip('/')[len(doubled) :]}"
        else:
            return
        yield self.finding(
            f"nobody comes to this redirect: it is made at {site.site.baseurl}{redirect.url}",
            written_at(site, redirect),
            help=help_,
            severity=Severity.WARNING,
        )


def _never_right(site: SiteFacts, target: str) -> str:
    """Why an address leads nowhere on any site, and what to write; "" for others.

    A plugin of the site's own may run Liquid there; and of ``//host`` browsers find the host where nothing is
    put before it, for want of a ``url``.
    """
    if "{{" in target or "{%" in target:
        return "" if site.has_own_plugins else "Liquid is not run here: write the address itself"
    has_url = bool(site.site.config["url"]) and target.startswith("//")
    return f"the plugin puts url before it: write https:{target}" if has_url else ""


def _has_folder(site: SiteFacts, base: str) -> bool:
    """Whether something of the site is below a folder that is called as ``baseurl``."""
    begin = f"{base.strip('/')}/"
    return any(route.source is not None and route.output.startswith(begin) for route in site.site.routes)


def _leads_out(target: str, own: Container[str]) -> bool:
    """Whether an address is below a folder of which the site has nothing."""
    first, _, rest = target.partition("#")[0].strip("/").partition("/")
    return bool(rest) and first.lower() not in own
