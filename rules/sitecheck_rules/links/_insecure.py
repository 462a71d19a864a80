"""Links by http to hosts that serve https."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from sitecheck.api import ResolvedLink, SiteFacts
from sitecheck_rules.links._chosen import chosen_links
from sitecheck_rules.links._https import serves_https


def insecure_links(site: SiteFacts) -> Iterator[tuple[str, ResolvedLink]]:
    """The hosts and the links to them, in the order of the pages."""
    own = site.site.config.text("url")
    own_host = _host(own) if own.startswith("https://") else None
    for resolved in chosen_links(site, "by-http", _is_by_http):
        host = _host(resolved.link.href or "")
        if host and (host == own_host or serves_https(host)):
            yield from ((host, each) for each in site.at_causes(resolved))


def _is_by_http(resolved: ResolvedLink) -> bool:
    link = resolved.link
    is_http = link.element == "a" and (link.href or "").lower().startswith("http://")
    return is_http and resolved.verdict.status in ("external", "ok", "broken-page", "broken-anchor")


def _host(address: str) -> str:
    """The host of an address, empty for what is none (``url: https://[`` in a configuration)."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
