from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from sitecheck.api import ExternalStatus, Finding, Safety, Severity, SiteFacts, SiteRule, Valid, lazy_pattern
from sitecheck_rules.links._chosen import external_links
from sitecheck_rules.links._meant import named_elsewhere
from sitecheck_rules.links._told import told

_HOME = lazy_pattern(r"/?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?", re.IGNORECASE)
"""The paths of home pages."""
_PARTS = lazy_pattern(
    r"(?P<scheme>https?:|)(?P<host>//[^/?#]*)(?P<path>[^?#]*)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_PORT = lazy_pattern(r":\d*\Z")
"""A port may be the usual one of the old scheme."""
_MOST_FIELDS = 50
"""Of a query that is looked at."""


class MovedLink(SiteRule):
    """An external link is permanently redirected.

    ## What it does

    Looks external links up and reports those whose server says that the page has moved for good (301, 308).
    Of a page in whose place the home page is named no new address is offered: most often it is gone. Nothing
    is said of one that sends to another first, which sends back: the new address carries the old one along,
    as `/login?return=/notes/` does.

    ## Why is this bad?

    Every reader takes a detour, and redirects are dropped sooner or later.

    ## Fix safety

    The fix writes the new address. It is safe when only the scheme or a slash at the end changes; all else
    then stays as it was spelled. An address with marks such as `'`, `)` or `,`, which the old one has not, is
    not written: where it would stand they may end a link, an attribute or a value.

    ## References

    - runs with `--external` only
    """

    severity = Severity.INFO
    network = True
    valid = (Valid("---\n---\n[see](https://example.org/)\n", why="without the network nothing is said"),)

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for resolved, status in external_links(site, "moved"):
            if not status.final_url or _comes_back(resolved.link.href or "", status.final_url):
                continue
            if _is_home(resolved.link.href or "", status.final_url):
                yield told(
                    self,
                    resolved,
                    f"{resolved.link.href} leads to the home page of its host",
                    help="see whether the page has another address now: it may be gone",
                )
                continue
            target = _written(resolved.link.href or "", status)
            safety = Safety.SAFE if status.rewritable else Safety.UNSAFE
            yield told(
                self,
                resolved,
                f"{resolved.link.href} has moved to {status.final_url}",
                help="write the new address",
                fix=named_elsewhere(resolved.link, target, f"write {target}", safety),
            )


def _written(old: str, status: ExternalStatus) -> str:
    """The address to write, "" for none: the new one with the fragment, and where only the scheme or a slash
    at the end is another, the old one so changed, with all else as its author spelled it."""
    _, mark, fragment = old.partition("#")
    new = status.final_url if "#" in status.final_url else status.final_url + mark + fragment
    was, becomes = _PARTS.fullmatch(old), _PARTS.fullmatch(new)
    if was is None or becomes is None:
        return new
    if not status.rewritable or (_PORT.search(was["host"]) and was["scheme"] != becomes["scheme"]):
        return "" if "@" in was["host"] else new  # the name and the password were not sent
    scheme = becomes["scheme"] if was["scheme"] else ""
    path = was["path"].removesuffix("/") + ("/" if becomes["path"].endswith("/") else "")
    written = scheme + was["host"] + path + was["rest"]
    return new if written == old else written


def _comes_back(old: str, new: str) -> bool:
    """Whether the new address carries the old one along: a page that asks for a login, for a consent or for
    cookies, and then sends back."""
    try:
        before, values = urlsplit(old), parse_qsl(urlsplit(new).query, max_num_fields=_MOST_FIELDS)
        paths = {
            urlsplit(value).path or "/" for _, value in values if value.startswith(("/", "http:", "https:"))
        }
    except ValueError:
        return False
    return (before.path or "/") in paths


def _is_home(old: str, new: str) -> bool:
    """Whether another page than the home page has become that of the same host, as a server says of all that
    it has no longer."""
    try:
        before, after = urlsplit(old), urlsplit(new)
    except ValueError:
        return False
    hosts = {(each.hostname or "").removeprefix("www.") for each in (before, after)}
    names_home = _HOME.fullmatch(before.path) is not None and not before.query
    return len(hosts) == 1 and after.path in ("", "/") and not (after.query or after.fragment or names_home)
