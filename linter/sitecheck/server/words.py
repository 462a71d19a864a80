"""What Liquid, Jekyll and its plugins bring, each in one line of Markdown: for completion and hover.

The lines are in ``data/words.json``, in our own words, from the documentation and code of Liquid 4, Jekyll
4.3.4 and the plugins.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sitecheck.package_data import package_table

INCLUDE_TAGS = frozenset(("include", "include_cached", "include_relative"))
"""Those that put a file where they stand."""


@cache
def _words() -> Mapping[str, Any]:
    return package_table(__package__, "data/words.json")


def tag_words() -> Mapping[str, str]:
    """What each tag of Liquid, Jekyll and common plugins does."""
    found: Mapping[str, str] = _words()["tags"]
    return found


def filter_words() -> Mapping[str, str]:
    """What each filter does."""
    found: Mapping[str, str] = _words()["filters"]
    return found


def front_matter_words() -> Mapping[str, tuple[str, str]]:
    """Who reads a key of front matter (Jekyll or a plugin), and what it means."""
    return {key: (by, words) for key, (by, words) in _words()["front_matter"].items()}


def config_words() -> Mapping[str, tuple[str, str]]:
    """The same of a key of the configuration, by its path with dots; ``*`` is any name."""
    return {key: (by, words) for key, (by, words) in _words()["config"].items()}


def config_values(key: str) -> tuple[str, ...]:
    """The values that a key of the configuration may have, where they are words."""
    return tuple(_words()["config_values"].get(key, ()))


def object_words(name: str) -> Mapping[str, str]:
    """The keys of one of Liquid's or Jekyll's objects: ``forloop``, ``paginator``, ``page`` …; ``roots`` for
    the objects themselves."""
    found: Mapping[str, str] = _words()["objects"].get(name, {})
    return found


def placeholder_words() -> Mapping[str, str]:
    """The placeholders of addresses."""
    found: Mapping[str, str] = _words()["permalink"]
    return found
