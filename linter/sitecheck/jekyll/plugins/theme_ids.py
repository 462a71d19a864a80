"""The ids that the templates of themes write, for sites whose theme is not here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sitecheck.named_tuple import NamedTuple
from sitecheck.package_data import package_table


class _Table(NamedTuple):
    """``theme_ids.json``."""

    by_theme: Mapping[str, frozenset[str]]
    of_any: frozenset[str]
    """What a theme that is not in the table may bring."""


def is_known_theme(named: str) -> bool:
    """Whether the theme that the configuration names so is one of those that were read."""
    return _key(named) in _table().by_theme


def ids_of_theme(named: str) -> frozenset[str]:
    """Ids that layouts of a theme may write, as the configuration names it; "" stands for any theme."""
    table = _table()
    return table.by_theme.get(_key(named), table.of_any)


def _key(named: str) -> str:
    """``OWNER/NAME`` of a repository, however it is written, or the name of a gem."""
    name = named.strip().lower().partition("@")[0].removesuffix(".git")
    return "/".join(name.split("/")[-2:])


@cache
def _table() -> _Table:
    read = package_table("sitecheck.jekyll", "data/theme_ids.json")
    common = frozenset(read["common"])
    return _Table(
        by_theme={name: common.union(row["ids"]) for row in read["themes"] for name in row["names"]},
        of_any=common.union(*(row["ids"] for row in read["themes"])),
    )
