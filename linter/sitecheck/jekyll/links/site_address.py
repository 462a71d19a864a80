"""Where the site itself is served: its host, and the folder of it that the site is."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from sitecheck.jekyll.site import Site
from sitecheck.lazy_pattern import lazy_pattern

WEB = frozenset({"http", "https", "ftp"})
"""Schemes of what a host serves."""
_DOMAIN = lazy_pattern(r"(?:[\w-]+\.)+[a-z]{2,}")
"""A host that others see, too: no ``localhost``, and no port."""


def project_base(site: Site) -> str:
    """Below what GitHub Pages serves the site when the configuration has no ``baseurl``: the name of the
    ``repository``, unless it is that of the owner's own site or a CNAME names the host; "" for the root.

    Jekyll::GitHubMetadata sets ``baseurl`` so where the configuration leaves it blank, so that links with and
    without it may be right; so may they where ``url`` ends with the folder that belongs into ``baseurl``,
    also beside a CNAME of that host: a copy of the file of the site at its root, which counts for nothing.
    """
    if site.baseurl:
        return ""
    if site.domain:
        address = _parts_of_url(site)
        return address.path.rstrip("/") if address.netloc.lower() == site.domain else ""
    named = site.config["repository"]
    owner, slash, name = named.partition("/") if isinstance(named, str) else ("", "", "")
    is_own = name.lower() == f"{owner.lower()}.github.io"
    is_plain = bool(slash and name) and "/" not in name and not is_own
    return f"/{name}" if is_plain else _parts_of_url(site).path.rstrip("/")


def may_be_project(site: Site) -> bool:
    """Whether GitHub Pages may serve the site below the name of its repository, which nothing here tells."""
    is_told = site.baseurl or site.domain or site.config["url"] or site.config["repository"]
    return not is_told and (site.fills_settings or site.may_be_built_by_github_pages)


def own_host(site: Site) -> str:
    """The host that the configuration's ``url`` names, or its ``baseurl`` where that is a whole address (not
    one of the author's own machine), or else the file ``CNAME``, in lower case; empty when none names one."""
    of_base = _parts_of_url(site, "baseurl").netloc.lower()
    own = of_base if _DOMAIN.fullmatch(of_base) else site.domain.lower()
    return _parts_of_url(site).netloc.lower() or own


def broken_url(site: Site) -> str:
    """The configuration's ``url`` where it is neither a whole address nor a path, as when it lacks its
    scheme: what begins with it leads nowhere until that is mended, of which one rule tells; "" for others."""
    url, parts = site.config.text("url").strip().rstrip("/"), _parts_of_url(site)
    is_whole = parts.scheme in WEB and bool(parts.netloc)
    return "" if is_whole or url.startswith(("/", ".")) or url in ("http:", "https:") else url


def _parts_of_url(site: Site, key: str = "url") -> SplitResult:
    try:
        return urlsplit(site.config.text(key))
    except ValueError:
        return urlsplit("")
