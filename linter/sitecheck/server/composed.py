"""The title and the description that a page is published with, worked out for one page."""

from __future__ import annotations

from sitecheck.document import HeadField, HeadReader
from sitecheck.liquid.budget import PAGE_STEPS
from sitecheck.server.asked import Asked
from sitecheck.server.site_index import SiteIndex

_MOST_LAYOUTS = 20
_STEPS = 100 * PAGE_STEPS
"""What the heads that are asked for may cost together, each some thousandth of that."""


def composed_field(asked: Asked, key: str, value: str | None) -> HeadField | None:
    """What the page's head says of ``title`` or ``description``, were ``key`` of the front matter ``value``
    (``None``: as it was); ``None`` where it is not published as HTML."""
    route = asked.view.site.by_source.get(asked.path)
    if route is None:
        return None
    heads = _heads(asked.index)
    row = heads.row(route)
    if row is None:
        return None
    head = row.head
    if value is not None:
        head = heads.head_with(row, key, value) or head
    return head.field(key)


def prepare_heads(index: SiteIndex) -> None:
    """Works out now what is the same for all pages in a layout."""
    seen: set[str] = set()
    for record in index.records.values():
        layout = str(record.data.get("layout"))
        route = index.site.by_source.get(record.path or "")
        if layout not in seen and route is not None and len(seen) < _MOST_LAYOUTS:
            seen.add(layout)
            _heads(index).row(route)


def _heads(index: SiteIndex) -> HeadReader:
    kept = index.kept.get(("heads",))
    if not isinstance(kept, HeadReader):
        kept = index.kept[("heads",)] = HeadReader(index.reader, _STEPS, alternates=False)
    return kept
