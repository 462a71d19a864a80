"""Words of Ruby by what they mean to a site: ``data/ruby_words.json``."""

from __future__ import annotations

import json
from functools import cache, lru_cache

from sitecheck.package_data import package_text


@cache
def words(kind: str) -> frozenset[str]:
    """The words of a kind; the data file says what each kind means. ``KeyError`` for one that it lacks."""
    return frozenset(_table()[kind])


@lru_cache(maxsize=1)
def _table() -> dict[str, list[str]]:
    text = package_text("sitecheck.jekyll", "data/ruby_words.json")
    table: dict[str, list[str]] = json.loads(text)["words"]
    return table
