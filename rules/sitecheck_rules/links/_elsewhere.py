"""Addresses on the site's host that another repository may serve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitecheck.api import ResolvedLink, SiteFacts

_SEVERAL = 3
"""So many links, to at least two addresses, below a folder of which the site has nothing, hint at another
deployment: one page that is gone is linked by one address."""


class Elsewhere:
    """Tells which of the ``broken`` links of a site lead below folders that are not its own."""

    def __init__(self, site: SiteFacts, broken: Iterable[ResolvedLink]) -> None:
        self._own = {path.split("/")[0].lower() for path in _paths(site)}
        self._base = site.site.baseurl
        self._host = site.own_host.endswith(".github.io")
        links: dict[str, set[object]] = {}
        targets: dict[str, set[str]] = {}
        for each in broken:
            folder = self._folder(each)
            links.setdefault(folder, set()).add(each.link.place)
            targets.setdefault(folder, set()).add(_path(each))
        self._several = {
            folder for folder, places in links.items() if len(places) >= _SEVERAL and len(targets[folder]) > 1
        }

    def may_be(self, resolved: ResolvedLink) -> bool:
        """Whether the address may be served from another repository: of the same owner, whose projects
        share the host, or of anybody to whom several links lead."""
        folder = self._folder(resolved)
        if not folder or folder.strip("/").split("/")[-1] in self._own:
            return False
        shared = bool(self._base) and not _path(resolved).startswith(f"{self._base}/")
        return shared or (self._host and not self._base) or folder in self._several

    def hint(self, resolved: ResolvedLink) -> str:
        """What to do about it."""
        folder = self._folder(resolved)
        return (
            f"nothing of this site is below {folder}; if another repository serves it, "
            f"set ignore: [{folder}] for the rule broken-link"
        )

    def _folder(self, resolved: ResolvedLink) -> str:
        """The first folder of the site (or of the host, beside ``baseurl``) that the address goes through,
        as an address of its own; "" for a relative one and for one without a folder."""
        path = _path(resolved)
        base = self._base if path.startswith(f"{self._base}/") else ""
        first, slash, _ = path[len(base) :].removeprefix("/").partition("/")
        return f"{base}/{first}/".lower() if path.startswith("/") and first and slash else ""


def _path(resolved: ResolvedLink) -> str:
    return (resolved.link.href or "").partition("#")[0].partition("?")[0]


def _paths(site: SiteFacts) -> Iterator[str]:
    """Whatever the site has, published or not: files, and the addresses that they get or would get."""
    yield from site.site.by_output
    yield from site.site.by_source
    yield from site.site.unpublished
    yield from (each.url.lstrip("/") for each in site.site.unpublished.values() if each.url)
