"""The settings of Jekyll and of plugins, as ``data/settings.json`` has them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sitecheck.api import NamedTuple, package_table

_KINDS: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "list": (list,),
    "mapping": (dict,),
    "number": (int,),
    "boolean": (bool,),
}


class DeadSetting(NamedTuple):
    """Something that Jekyll once knew."""

    what: str
    since: str
    advice: str
    harmless: bool
    """Whether nobody misses what it set."""


def settings_of(plugins: Iterable[str]) -> frozenset[str]:
    """The settings of Jekyll and of these plugins."""
    table = _table()
    return frozenset({*table["kinds"], *(key for name in plugins for key in table["plugins"].get(name, ()))})


def is_of_kind(setting: str, value: Any) -> bool:
    """Whether a value is such as the setting wants; a plugin's is a mapping."""
    return _is_one_of(_table()["kinds"].get(setting, "mapping"), value)


def inner_keys(above: Sequence[Hashable], plugins: frozenset[str]) -> tuple[str, ...]:
    """The keys that have an effect below a setting; none where any may have one."""
    table = _table()
    first = str(above[0])
    if len(above) == 1:
        for name in plugins:
            if first in table["plugins"].get(name, ()):
                return tuple(table["plugins"][name][first])
    pattern = ".".join((first, *("*" if at == 1 else str(part) for at, part in enumerate(above) if at)))
    return tuple(table["inner"].get(pattern, ()))


def dead_setting(path: Sequence[Hashable], value: Any) -> DeadSetting | None:
    """What is known of a setting that Jekyll no longer knows, or of a value that it no longer takes."""
    name = ".".join(map(str, path)) if len(path) <= 2 else ""
    for row in _dead().get(name, ()):
        if "value" in row and value == row["value"]:
            return DeadSetting(f"{name}: {value}", row["since"], row["advice"], "harmless" in row)
        if "kinds" in row and _is_one_of(row["kinds"], value):
            return DeadSetting(name, row["since"], row["advice"], "harmless" in row)
    return None


def _is_one_of(kinds: str, value: Any) -> bool:
    if kinds == "address":
        return isinstance(value, str) and value.startswith(("https://", "http://"))
    types = tuple(each for kind in kinds.split("|") for each in _KINDS[kind])
    return isinstance(value, types) and (not isinstance(value, bool) or bool in types)


@cache
def _dead() -> Mapping[str, Sequence[Mapping[str, str]]]:
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in _table()["dead"]:
        rows.setdefault(row["key"], []).append(row)
    return rows


@cache
def _table() -> dict[str, Any]:
    return package_table(__package__, "data/settings.json")
