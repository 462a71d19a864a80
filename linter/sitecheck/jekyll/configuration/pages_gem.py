"""What GitHub Pages sets and runs itself, by its gem ``github-pages`` (232): ``data/github_pages.json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from copy import deepcopy
from functools import cache
from typing import Any

from sitecheck.jekyll.deep_merge import deep_merge_into
from sitecheck.package_data import package_table


def apply_github_pages(values: dict[str, Any], given: Set[str]) -> None:
    """Make the settings of a site those that GitHub Pages builds it with; ``given`` are the keys that the
    site's own files have."""
    table = deepcopy(_table())  # the settings are changed later on
    deep_merge_into(values, table["forced"])
    values.update({key: value for key, value in table["defaults"].items() if key not in given})
    values["whitelist"] = table["always"] + table["allowed"]
    values["plugins"] = list(dict.fromkeys([*map(str, values["plugins"]), *table["always"]]))


@cache
def always_on_github_pages() -> frozenset[str]:
    """The plugins that GitHub Pages runs on every site."""
    return frozenset(_table()["always"])


@cache
def runs_on_github_pages() -> frozenset[str]:
    """The plugins that GitHub Pages runs, on every site or where they are asked for."""
    return always_on_github_pages() | frozenset(_table()["allowed"])


@cache
def themes_of_github_pages() -> frozenset[str]:
    """The themes that GitHub Pages has; any other is nothing to it."""
    return frozenset(_table()["themes"])


def kramdown_on_github_pages() -> Mapping[str, object]:
    """The options of kramdown that GitHub Pages sets whatever the configuration says."""
    options: Mapping[str, object] = _table()["forced"]["kramdown"]
    return options


@cache
def forced_on_github_pages() -> Mapping[str, object]:
    """What GitHub Pages sets whatever the configuration says, with a dot between the names of a setting in
    another; ``None`` for one that nobody can choose."""
    return dict(_dotted(_table()["forced"], ""))


def _dotted(settings: Mapping[str, object], before: str) -> Iterator[tuple[str, object]]:
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


@cache
def converters_of_github_pages() -> frozenset[str]:
    """The converters of Markdown that GitHub Pages has, in small letters."""
    return frozenset(_table()["markdown"])


@cache
def _table() -> dict[str, Any]:
    return package_table("sitecheck.jekyll", "data/github_pages.json")
