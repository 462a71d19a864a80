"""Pages of jekyll-archives-v2 (0.0.5): for each collection one for each value of lists in its front matter,
and for each year, month and day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sitecheck.jekyll.addresses.slug import slugify
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.deep_merge import deep_merge
from sitecheck.jekyll.generators.archives import by_value, newest_first, page_at
from sitecheck.jekyll.intake.collection_documents import unique
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.records import Record

ARCHIVES_V2 = "jekyll-archives-v2"
_DATES = {"year": "04", "month": "02", "day": "02"}
_PERMALINKS = {
    "year": "/:collection/:year/",
    "month": "/:collection/:year/:month/",
    "day": "/:collection/:year/:month/:day/",
    "tags": "/:collection/:type/:name/",
}
_OTHERS = "/:collection/:type/:name/"
_SINGULAR = (
    ("(?:equipment|information|rice|money|species|series|fish|sheep|jeans|police|news)", ""),
    ("(.*(?:database|shoe|hive|tive|movie))s", r"\1"),
    ("(.*(?:alias|status|bus))(?:es)?", r"\1"),
    ("(.*(?:[^aeiouy]|qu))ies", r"\1y"),
    ("(.*(?:x|ch|ss|sh|o))es", r"\1"),
    ("(.*[lr])ves", r"\1f"),
    ("(.*[^f])ves", r"\1fe"),
    ("(.*ss)", r"\1"),
    ("(.*)people", r"\1person"),
    ("(.*)children", r"\1child"),
    ("(.*)s", r"\1"),
)
"""``String#singularize`` of ActiveSupport for names that keys of front matter have; the first that fits."""


def archives_v2(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    """The pages, in the plugin's order."""
    given = config["jekyll-archives"]
    if given is not None and not isinstance(given, dict):
        return
    for label, group in found.collections.items():
        own = given.get(label) if given is not None else None
        permalinks: dict[str, Any] = {"permalinks": _PERMALINKS}
        settings = deep_merge(permalinks, own) if isinstance(own, dict) else permalinks
        if isinstance(settings["permalinks"], dict):
            yield from _Archives(label, group, settings).pages()


class _Archives:
    """The archives of one collection."""

    def __init__(self, label: str, group: Sequence[Record], settings: dict[str, Any]) -> None:
        self._label = label
        self._group = group
        self._settings = settings

    def pages(self) -> Iterator[Record]:
        """Those of dates, then those of each list in front matter that is asked for."""
        enabled = self._settings.get("enabled")
        every = enabled is True or enabled == "all"
        wanted = [str(each) for each in enabled] if isinstance(enabled, list) else []
        kinds = list(_DATES) if every else [kind for kind in _DATES if kind in wanted]
        if kinds:
            yield from self._of_dates(self._group, (), kinds)
        for key in self._lists() if every else [each for each in wanted if each not in _DATES]:
            listed = by_value(self._group, key)
            for value in unique([item for each in self._group for item in each.listed(key)]):
                title = value if isinstance(value, str) else None
                mode = str(self._settings.get("slug_mode") or "default")
                name = None if title is None else slugify(title, mode)
                pairs = (("collection", self._label), ("name", name))
                yield from self._page(key, pairs, {"title": title}, listed[type(value), str(value)])

    def _lists(self) -> list[str]:
        """The keys under which some document has a list."""
        keys = unique([key for each in self._group for key in each.data])
        return [str(key) for key in keys if any(isinstance(each.data.get(key), list) for each in self._group)]

    def _of_dates(
        self, group: Sequence[Record], above: tuple[tuple[str, str], ...], kinds: Sequence[str]
    ) -> Iterator[Record]:
        kind, form = tuple(_DATES.items())[len(above)]
        groups: dict[str, list[Record]] = {}
        for each in group:
            if each.date is not None:
                groups.setdefault(f"{getattr(each.date, kind):{form}}", []).append(each)
        for number, listed in groups.items():
            when = (*above, (kind, number))
            if kind in kinds:
                pairs = (*when, ("collection", self._label))
                yield from self._page(kind, pairs, {"title": None}, listed)
            if len(when) < len(_DATES):
                yield from self._of_dates(listed, when, kinds)

    def _page(
        self, kind: str, pairs: tuple[tuple[str, str | None], ...], data: dict[str, Any], listed: list[Record]
    ) -> Iterator[Record]:
        template = self._settings["permalinks"].get(kind) or _OTHERS
        own = self._settings.get("layouts")
        layout = (own.get(kind) if isinstance(own, dict) else None) or self._settings.get("layout", "archive")
        data = {**data, "layout": layout, "type": kind, "collection_name": self._label}
        for page in page_at(template, (*pairs, ("type", singular(kind))), ARCHIVES_V2):
            yield replace(page, data=data, post_list=newest_first(listed))


def singular(word: str) -> str:
    """A word in the singular."""
    for pattern, form in _SINGULAR:
        if match := re.fullmatch(pattern, word, re.IGNORECASE):
            return match.expand(form) if form else word
    return word
