"""Which page of the site an address in a head names."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote, urlsplit

from sitecheck.api import HeadRow, SiteFacts, lazy_pattern

_SLASHES = lazy_pattern("//+")


def host_of(address: str) -> str | None:
    """The host of a whole address in lower case; ``None`` for one that is not whole or cannot be read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in ("http", "https") and parts.netloc else None


def plain_path(address: str) -> str:
    """The path of an address without what servers do without: ``index.html``, ``.html``, the last slash, and
    a second one, as a ``url`` that ends with one makes it."""
    try:
        path = _SLASHES.sub("/", unquote(urlsplit(address).path))
    except ValueError:
        return address
    return path.removesuffix("/index.html").removesuffix(".html").rstrip("/")


def own_path(site: SiteFacts, row: HeadRow) -> str:
    """The path of the page itself, below that of ``url``, which some write in place of ``baseurl``."""
    return plain_path(f"{_above(site)}{site.site.baseurl}{row.url}")


def is_of_page(site: SiteFacts, row: HeadRow, address: str) -> bool:
    """Whether an address has the path of the page itself. A ``baseurl`` that stands in ``url``, too, is twice
    in what filters compose, which `wrong-site-url` tells; a layout may put them together once."""
    path, base = plain_path(address), site.site.baseurl
    if path == own_path(site, row):
        return True
    return bool(base) and _above(site) == base and path == plain_path(f"{base}{row.url}")


def _above(site: SiteFacts) -> str:
    url = site.site.config["url"]
    return _path(url) if isinstance(url, str) else ""


@lru_cache(maxsize=16)
def _path(url: str) -> str:
    """That of ``url``; of one that is not whole its host would count as one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.path.rstrip("/") if parts.netloc else ""


def is_own_host(site: SiteFacts, host: str) -> bool:
    """Whether a host is the site's: that of ``url``, or of ``CNAME``; ``www.`` makes no difference."""
    return host.removeprefix("www.") in {
        each.removeprefix("www.") for each in (site.own_host, site.site.domain) if each
    }
