"""The site as a head sees it: where it will be published, and the layouts on the way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sitecheck.document.heads.head import UNKNOWN_URL
from sitecheck.document.theme_layouts import ThemedHost
from sitecheck.jekyll import Site
from sitecheck.jekyll.deep_merge import deep_merge_into
from sitecheck.liquid.lookup import get
from sitecheck.liquid.values import Drop, Unknown
from sitecheck.model.origin import Origin
from sitecheck.model.unknown import ReasonKind, because

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Layout, Record
    from sitecheck.liquid.host import DayUnit

_PAGE = because(ReasonKind.PAGE)
_GITHUB = because(ReasonKind.GITHUB)


class _PublishedSite(Drop):
    """``site`` with what GitHub Pages fills in."""

    __slots__ = ("_filled", "inner")

    def __init__(self, site: object, filled: Mapping[str, object]) -> None:
        self.inner = site
        self._filled = filled

    def liquid_get(self, key: str) -> object:
        """A key of the site."""
        return self._filled[key] if key in self._filled else get(self.inner, key)

    def liquid_has(self, key: str) -> bool:
        """Whether there is such a key."""
        return key in self._filled or not isinstance(self.inner, Drop) or self.inner.liquid_has(key)

    def liquid_keys(self) -> Iterable[str] | None:
        """All keys, as the site tells them."""
        return self.inner.liquid_keys() if isinstance(self.inner, Drop) else None


def site_of(holder: object) -> object:
    """``holder``, or the site that stands behind it."""
    return holder.inner if isinstance(holder, _PublishedSite) else holder


class _AnyPage(Drop):
    """``page`` as all pages see it."""

    __slots__ = ()

    def liquid_get(self, key: str) -> object:
        """Unknown, whatever it is."""
        return Unknown(_PAGE)


def filled_in(site: Site) -> dict[str, object]:
    """What GitHub Pages, or jekyll-github-metadata, puts in place of settings that are not there."""
    config = site.config.values
    found: dict[str, object] = {}
    if site.fills_url:
        found["url"] = UNKNOWN_URL
    if site.fills_settings:
        if not (config.get("title") or config.get("name")):
            found["title"] = Unknown(_GITHUB)
        if not config.get("description"):
            found["description"] = Unknown(_GITHUB)
    return found


class HeadHost(ThemedHost):
    """Answers what the layouts around a page ask while the head is written, the innermost of ``layouts``
    first."""

    def __init__(
        self, context: SiteContext, page: Record, layouts: Sequence[Layout], filled: Mapping[str, object]
    ) -> None:
        super().__init__(context, page)
        self._page = page
        self._layouts = layouts
        self._filled = filled

    def order_of_day(self, second: int) -> int:
        """Heads are kept from one run to the next whatever the moment is."""
        return 0

    def today(self, unit: DayUnit) -> date | None:
        """Heads are kept from one run to the next whatever the moment is."""
        return None

    def origin(self, holder: object, key: object) -> Origin | None:
        """Where the text under ``key`` of ``holder`` was written."""
        return super().origin(site_of(holder), key)

    @cached_property
    def roots(self) -> Mapping[str, object]:
        """As those of the page, with the front matter of all layouts: an inner one goes before."""
        payload = self._context.payload
        merged: dict[Any, Any] = {}
        for layout in reversed(self._layouts):
            deep_merge_into(merged, layout.data)
        return {
            **payload.roots(self._page),
            "layout": merged,
            "site": _PublishedSite(payload.site_drop(self._page), self._filled),
        }


class _PageWith(Drop):
    """``page`` with another value for one key."""

    __slots__ = ("_key", "_page", "_value")

    def __init__(self, page: object, key: str, value: str) -> None:
        self._page = page
        self._key = key
        self._value = value

    def liquid_get(self, key: str) -> object:
        """A key of the page."""
        return self._value if key == self._key else get(self._page, key)


class TrialHost(HeadHost):
    """The same, were a key of the page's front matter another."""

    trial: tuple[str, str] = ("", "")
    """The key and its value."""

    @cached_property
    def roots(self) -> Mapping[str, object]:
        """As those of the page, but for that key."""
        roots = super().roots
        return {**roots, "page": _PageWith(roots["page"], *self.trial)}


class SharedHeadHost(HeadHost):
    """The same for all pages with these layouts."""

    def origin(self, holder: object, key: object) -> Origin | None:
        """Where the text under ``key`` of ``holder`` was written; no page is the page."""
        return self._context.payload.origins.origin(site_of(holder), key)

    @cached_property
    def roots(self) -> Mapping[str, object]:
        """As those of one of them, but for what hangs on it."""
        payload = self._context.payload
        site = _PublishedSite(payload.site_drop(None), self._filled)
        return {**super().roots, "page": _AnyPage(), "paginator": Unknown(_PAGE), "site": site}
