"""Where the values that templates see were written: which key of which file."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sitecheck.jekyll.templates.drops import (
    COMPUTED,
    COMPUTED_OF_PAGES,
    DocumentDrop,
    LayersDrop,
    PageValues,
    SiteDrop,
    is_setting,
)
from sitecheck.model.origin import Origin, key_name

if TYPE_CHECKING:
    from sitecheck.jekyll.records import Record
    from sitecheck.jekyll.site import Site

_ADDRESS = frozenset({"url", "baseurl"})
"""Settings that every address begins with: no link is wrong because of them."""
_OF_DOCUMENTS = COMPUTED - {"name"}
"""What Jekyll works out for documents: it gives them a ``name`` only where the front matter has none
(``DocumentDrop#name``, 4.3.4)."""


class ValueOrigins:
    """Knows each mapping and list of a site's YAML by its identity: they are made once and never change."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def origin(self, holder: object, key: object) -> Origin | None:
        """Where the text under ``key`` of ``holder`` was written; ``None`` for what nobody wrote so."""
        if isinstance(holder, (PageValues, DocumentDrop)):
            return self._of_record(holder.document, key)
        if isinstance(holder, SiteDrop):
            is_own = isinstance(key, str) and key not in _ADDRESS and is_setting(self._site, key)
            return Origin("", (str(key),)) if is_own else None
        if isinstance(holder, LayersDrop):
            holder = holder.holder(key)
        base = self._places.get(id(holder)) if isinstance(holder, (dict, list)) else None
        return None if base is None else _below(base, key)

    @staticmethod
    def _of_record(record: Record, key: object) -> Origin | None:
        computed = _OF_DOCUMENTS if record.collection else COMPUTED_OF_PAGES
        if record.path is None or key in computed or key not in record.data:
            return None
        return _below(Origin(record.path), key)

    @cached_property
    def _places(self) -> dict[int, Origin]:
        """The place of every mapping and list, by its ``id``; of one that stands in two files the first."""
        found: dict[int, Origin] = {}
        _enter(found, self._site.config.values, Origin(""))
        for file in reversed(self._site.data_files):
            content: object = self._site.data
            for key in file.keys:
                content = content.get(key) if isinstance(content, dict) else None
            _enter(found, content, Origin(file.path))
        for layout in self._site.layouts.values():
            _enter(found, layout.data, Origin(layout.path))
        for record in self._site.documents():
            if record.path is not None:
                _enter(found, record.data, Origin(record.path))
        return found


def _enter(found: dict[int, Origin], content: object, place: Origin | None) -> None:
    """Enter the collections in ``content``, which stands at ``place``: one that YAML names again, where it is
    written."""
    stack = [(content, place)]
    while stack:
        value, at = stack.pop()
        if at is None or id(value) in found or not isinstance(value, (dict, list)):
            continue
        found[id(value)] = at
        inner = [*value.items()] if isinstance(value, dict) else [*enumerate(value)]
        stack += [(each, _below(at, key)) for key, each in reversed(inner) if isinstance(each, (dict, list))]


def _below(place: Origin, key: object) -> Origin | None:
    name = key_name(key)
    return None if name is None else Origin(place.path, (*place.keys, name))
