"""What the rules on redirects share: where each of them ends."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Place, Redirect, Related, SiteFacts

_MOST = 20
"""So many redirects in a row are followed: browsers give up then, too."""


class RedirectMap:
    """Follows the redirects of a site that visitors meet."""

    def __init__(self, site: SiteFacts) -> None:
        self._site = site
        self._met = {each.output: each for each in site.redirects if _is_met(site, each)}

    def __iter__(self) -> Iterator[Redirect]:
        return iter(self._met.values())

    def next(self, redirect: Redirect) -> Redirect | None:
        """The redirect that another leads to."""
        route = self._site.leads("/", href_of(self._site, redirect)).route
        return self._met.get(route.output) if route is not None else None

    def path(self, first: Redirect) -> list[Redirect]:
        """A redirect and those that follow, as far as browsers go; when they go round, the last leads to one
        among them."""
        found, seen = [first], {first.output}
        while (after := self.next(found[-1])) is not None and after.output not in seen and len(found) < _MOST:
            seen.add(after.output)
            found.append(after)
        return found

    def goes_round(self, path: list[Redirect]) -> bool:
        """Whether the redirects of a path never end, or not before browsers give up."""
        return self.next(path[-1]) is not None


def _is_met(site: SiteFacts, redirect: Redirect) -> bool:
    """Whether a redirect is what is served at its address, and no page in its place."""
    route = site.site.by_output.get(redirect.output)
    return route is not None and route.source == (None if redirect.moved else redirect.source)


def href_of(site: SiteFacts, redirect: Redirect) -> str:
    """The address that a redirect sends the browser to, with ``baseurl``."""
    return site.site.baseurl + redirect.target if redirect.target.startswith("/") else redirect.target


def written_at(site: SiteFacts, redirect: Redirect) -> Place:
    """Where the front matter asks for a redirect."""
    return site.value_place(redirect.source, redirect.keys, redirect.written)


def related(site: SiteFacts, redirect: Redirect, message: str) -> Related:
    """A hint at another redirect."""
    return Related(written_at(site, redirect), message)
