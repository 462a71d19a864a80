from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from sitecheck.api import Finding, Invalid, ResolvedLink, Severity, SiteFacts, SiteRule, Valid, lazy_pattern
from sitecheck_rules.links._chosen import chosen_links, gathered
from sitecheck_rules.links._meant import readdressed
from sitecheck_rules.links._told import told

_LOCAL = lazy_pattern(
    r"(?:https?:)?//(?:[\w-]+\.)*(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\])(?::(\d*))?(?=[/?#]|\Z)",
    re.IGNORECASE,
)
_BARE = lazy_pattern(r"localhost:\d", re.IGNORECASE)
"""What browsers take for the scheme ``localhost:``."""
_FILE = lazy_pattern(r"file:|[a-z]:[\\/]", re.IGNORECASE)
_EVERYWHERE = ("", "/index.html", "/index.htm")
"""No page, or names of the first page, which every server has."""
_PREVIEW = "4000"
"""The port of ``jekyll serve``."""


class LocalLink(SiteRule):
    """An address leads to the author's own machine.

    ## What it does

    Reports addresses that begin with `file:` or a drive (`C:\\`), whatever a page loads from `localhost`
    (images, scripts, frames), and links to `localhost` that were surely meant for this site: to the port of
    `jekyll serve`, or to a page that the site has. Links whose text names the address are instructions to
    open something on the reader's machine, and are left alone.

    ## Why is this bad?

    It works for the author alone, and for him only as long as the preview runs.

    ## Fix safety

    Safe where the site has the page: the address is written without the host.

    ## References

    - <https://jekyllrb.com/docs/configuration/options/#serve-command-options>
    """

    by_page = True
    severity = Severity.ERROR
    valid = (
        Valid(
            "---\n---\n[http://localhost:4000](http://localhost:4000)\n", why="the text says where it leads"
        ),
        Valid("---\n---\nOpen [the dashboard](http://localhost:8080/dashboard) of your server.\n"),
        Valid("---\n---\nSee it on the [local server](http://127.0.0.1:4000).\n", why="the text says so"),
        Valid(
            "---\n---\nOpen [the events](https://localhost:8443/index.html?v=8#/events) there.\n",
            path="index.md",
        ),
        Valid("---\n---\n[see](https://localhost.example.org/)\n"),
        Valid('---\n---\nOpen <a href="http://localhost:4000/gone">http://localhost:4000/gone</a>\n'),
    )
    invalid = (
        Invalid(
            "---\n---\n[see](http://localhost:4000/a/#b)\n",
            at="http://localhost:4000/a/#b",
            message="your own machine",
            files={"a.md": "---\npermalink: /a/\n---\n# B\n"},
            fixed="---\n---\n[see](/a/#b)\n",
        ),
        Invalid(
            "---\n---\n[see](localhost:4000/a/#b)\n",
            help="write /base/a/",
            files={"a.md": "---\npermalink: /a/\n---\n# B\n", "_config.yml": "baseurl: /base\n"},
            fixed="---\n---\n[see](/base/a/#b)\n",
        ),
        Invalid(
            "---\n---\n[see](http://localhost:4000/index.html)\n",
            path="index.md",
            fixed="---\n---\n[see](/index.html)\n",
        ),
        Invalid("---\n---\n[see](http://127.0.0.1:4000/gone)\n", at="http://127.0.0.1:4000/gone"),
        Invalid("---\n---\n![A](http://localhost:3000/a.png)\n", at="http://localhost:3000/a.png"),
        Invalid("---\n---\n[see](file:///home/jo/a.pdf)\n", at="file:///home/jo/a.pdf"),
        Invalid('---\n---\n<img alt="A" src="C:\\Users\\jo\\a.png">\n', at="C:\\Users\\jo\\a.png"),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for resolved in gathered(site, chosen_links(site, self.id, lambda each: _is_local(site, each))):
            href = resolved.link.href or ""
            path = _page(site, href)
            advice = f"write {site.site.baseurl}{path}" if path else ""
            yield told(
                self,
                resolved,
                f"{href} is on your own machine",
                help=advice or "name the address at which everybody finds it",
                fix=readdressed(site, resolved, path, advice) if path else None,
            )


def _is_local(site: SiteFacts, resolved: ResolvedLink) -> bool:
    href, link = resolved.link.href or "", resolved.link
    if resolved.verdict.status not in ("external", "other-scheme"):
        return False
    if _FILE.match(href):
        return href.split(":", 1)[1].strip("/\\") != "" and href not in link.text
    match = _LOCAL.match(_with_slashes(href))
    if match is None:
        return False
    if link.element not in ("a", "area"):
        return True
    is_meant = match[1] == _PREVIEW and link.syntax != "html"  # of an HTML element the text is not kept
    return not _names_it(link.text) and (is_meant or _page(site, href) not in _EVERYWHERE)


def _with_slashes(href: str) -> str:
    return f"//{href}" if _BARE.match(href) else href


def _names_it(text: str) -> bool:
    return re.search(r"\blocal|127\.|0\.0\.0\.0|\[::1\]", text, re.IGNORECASE) is not None


def _page(site: SiteFacts, href: str) -> str:
    """The path (without ``baseurl``) of the page of this site that an address names; "" for none, and for
    the first page, which every server has."""
    address = _with_slashes(href)
    try:
        path = urlsplit(address).path if _LOCAL.match(address) else ""
    except ValueError:
        return ""
    base = site.site.baseurl
    path = path.removeprefix(base) if path.startswith(f"{base}/") else path
    is_page = len(path) > 1 and site.leads("/", base + quote(path, safe="/%")).status == "ok"
    return path if is_page else ""
