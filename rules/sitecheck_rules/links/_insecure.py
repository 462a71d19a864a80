"""Links by http to hosts that serve https."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from sitecheck.api import ResolvedLink, SiteFacts, lazy_pattern
from sitecheck_rules.links._chosen import chosen_links
from sitecheck_rules.links._https import serves_https

_BY_HTTP = lazy_pattern(r"http://(?P<host>[^/?#]*?)(?::80)?(?=[/?#]|\Z)", re.IGNORECASE)


def insecure_links(site: SiteFacts) -> Iterator[tuple[str, ResolvedLink]]:
    """The hosts and the links to them, in the order of the pages."""
    own = site.site.config.text("url")
    own_host = _host(own) if own.startswith("https://") else None
    for resolved in chosen_links(site, "by-http", _is_by_http):
        host = _host(resolved.link.href or "")
        if host and (host == own_host or serves_https(host)):
            yield from ((host, each) for each in site.at_causes(resolved))


def secured(href: str) -> str:
    """An address by http as one by https: port 80, which is that of http, falls away."""
    return _BY_HTTP.sub(lambda found: f"https://{found['host']}", href, count=1)


def _is_by_http(resolved: ResolvedLink) -> bool:
    link = resolved.link
    is_http = link.element == "a" and (link.href or "").lower().startswith("http://")
    return is_http and resolved.verdict.status in ("external", "ok", "broken-page", "broken-anchor")


def _host(address: str) -> str:
    """The host of an address, empty for what is none (``url: https://[`` in a configuration) and for one by
    http with a port: what another port than 80 serves is not known."""
    try:
        parts = urlsplit(address)
        is_told = parts.scheme != "http" or parts.port in (None, 80)
        return (parts.hostname or "") if is_told else ""
    except ValueError:
        return ""
