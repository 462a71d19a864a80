"""Words of Ruby by what they mean to a site: ``data/ruby_words.json``."""

from __future__ import annotations

from functools import cache

from sitecheck.package_data import package_table


@cache
def words(kind: str) -> frozenset[str]:
    """The words of a kind; the data file says what each kind means. ``KeyError`` for one that it lacks."""
    return frozenset(_table()[kind])


@cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = package_table("sitecheck.jekyll", "data/ruby_words.json")["words"]
    return table
