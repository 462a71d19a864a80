"""The site as a layout sees it on any of several pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from sitecheck.document.theme_layouts import FrameHost
from sitecheck.liquid.values import Drop, Unknown
from sitecheck.model.origin import THE_PAGE, Origin
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Record

_PAGE = because(ReasonKind.PAGE)


class PageGroup(NamedTuple):
    """Pages of one layout, and the keys in which they agree."""

    pages: tuple[Record, ...]
    known: Mapping[str, object]


class SharedPage(Drop):
    """``page`` as several pages see it: the keys in which they agree."""

    __slots__ = ("_known",)

    def __init__(self, known: Mapping[str, object]) -> None:
        self._known = known

    def liquid_get(self, key: str) -> object:
        """The value in which the pages agree, or unknown."""
        return self._known[key] if key in self._known else Unknown(_PAGE)


class SharedHost(FrameHost):
    """The site as Liquid sees it on any of several pages."""

    def __init__(self, reader: SiteContext, group: PageGroup, layout: str = "") -> None:
        super().__init__(reader, group.pages[0], layout)
        self._group = group

    @cached_property
    def roots(self) -> Mapping[str, object]:
        """As those of a page, but for what hangs on the page."""
        payload = self._context.payload
        pager = {"paginator": Unknown(_PAGE)} if self.paginated else {}
        return {
            **super().roots,
            **pager,
            "page": SharedPage(self._group.known),
            "site": payload.site_drop(None),
        }

    @cached_property
    def paginated(self) -> bool:
        """Whether any of them is a page of a paginated list."""
        payload = self._context.payload
        return any(payload.paginator(page) is not None for page in self._group.pages)

    def origin(self, holder: object, key: object) -> Origin | None:
        """Where a value was written; other pages of the group are named, as ``page`` may be any of them."""
        origins, page = self._context.payload.origins, self._group.pages[0]
        if not isinstance(holder, SharedPage):
            return origins.origin(holder, key)
        found = origins.origin(self._context.payload.drop(page), key)
        return found._replace(path=THE_PAGE) if found is not None and found.path == page.path else found
