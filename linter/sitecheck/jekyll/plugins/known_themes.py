"""Themes whose templates stand here in our own words, for sites whose theme is a gem that is not here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.plugins.gemfile import Demand
from sitecheck.jekyll.plugins.theme import Theme, ThemeLayout
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.package_data import package_table, package_text
from sitecheck.text.front_matter import body_start, read_front_matter

_RELEASE = lazy_pattern(r"(\d{1,4})(?:\.(\d{1,4}))?")


def known_theme(config: Config, locked: Mapping[str, str], demanded: Mapping[str, Demand]) -> Theme | None:
    """What stands for the theme that ``theme:`` names; ``None`` where that, or its release, is not known.

    A build takes the release that ``Gemfile.lock`` names, else the newest that the Gemfile allows.
    """
    named = config["theme"]
    name = named.strip().lower() if isinstance(named, str) and not config["remote_theme"] else ""
    gem = _gems().get(name)
    if gem is None or not _is_of(gem, locked.get(name, ""), demanded.get(name, Demand())):
        return None
    return _stand_in(name)


def _is_of(gem: Mapping[str, Any], release: str, demand: Demand) -> bool:
    since, before = tuple(gem["since"]), tuple(gem["before"])
    if not release:
        return demand.has_newest_since(since) and demand.low < before
    found = _RELEASE.match(release)
    return found is not None and since <= tuple([int(each or 0) for each in found.groups()]) < before


@lru_cache(maxsize=4)
def _stand_in(name: str) -> Theme:
    gem = _gems()[name]
    return Theme(
        name=name,
        layouts={each: _layout(_text(f"{name}/layout.{each}.html")) for each in gem["layouts"]},
        includes={each: _text(f"{name}/include.{each}") for each in gem["includes"]},
        assets=tuple(gem["assets"]),
        is_here=False,
    )


def _layout(text: str) -> ThemeLayout:
    return ThemeLayout(read_front_matter(text).data or {}, text[body_start(text) :])


@cache
def _gems() -> Mapping[str, Mapping[str, Any]]:
    rows = package_table("sitecheck.jekyll", "data/themes/gems.json")["gems"]
    return {gem["name"]: gem for gem in rows}


def _text(path: str) -> str:
    return package_text("sitecheck.jekyll", f"data/themes/{path}")
