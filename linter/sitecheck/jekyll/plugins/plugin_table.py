"""What is known of plugins without running them: one table, one row a plugin, every column for each.

The rows are in ``data/plugins.json``, with their provenance. A plugin whose pages are worked out here has its
generator in :mod:`sitecheck.jekyll.generators.plugin_pages`, which a test holds against the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Literal

from sitecheck.jekyll.configuration.pages_gem import runs_on_github_pages
from sitecheck.jekyll.plugins.names import ANYTHING, Name
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.package_data import package_table

Pages = Literal["none", "code", "names", "any"]
_SETTING = lazy_pattern(r"\{([^|}]+)\|([^}]*)\}")


class Plugin(NamedTuple):
    """A row of the table; the fields are its columns, without where they were read.

    ``pages`` says what it adds to the site: nothing, what its generator here computes, files of certain
    ``names``, or any address; ``in_layouts`` whether Jekyll puts these pages into layouts, as those of the
    site itself. ``tags`` and ``filters`` are ``None`` where nobody has read what it brings to Liquid.
    ``quiet`` plugins bring no script that shows formulas. ``converts`` maps extensions of sources to those
    they become. A plugin that ``rewrites`` changes more of the source of pages before they are converted than
    addresses, as jekyll-relative-links does.
    """

    name: str
    pages: Pages
    names: tuple[str, ...]
    in_layouts: bool
    tags: frozenset[str] | None
    filters: frozenset[str] | None
    quiet: bool
    converts: Mapping[str, str]
    rewrites: bool

    def unsure(self, settings: Mapping[str, Any]) -> tuple[Name, ...]:
        """The outputs it may write that nobody here can name, under these settings of the site."""
        if self.pages == "any":
            asked_by = _data()["asked-by"].get(self.name)
            return (ANYTHING,) if asked_by is None or settings.get(asked_by) else ()
        named = (_named(text, settings) for text in self.names)
        return tuple(Name(tuple(text.split("*"))) for text in named if text)


def _named(text: str, settings: Mapping[str, Any]) -> str:
    """A name with its setting put in: ``{picture.output|generated}/*``; empty where it has no value."""
    match = _SETTING.match(text)
    if match is None:
        return text
    value: Any = settings
    for key in match[1].split("."):
        value = value.get(key) if isinstance(value, dict) else None
    folder = str(value if value is not None else match[2]).strip("/")
    return f"{folder}{text[match.end() :]}" if folder else ""


COLUMNS = frozenset(
    {"pages", "in_layouts", "tags", "filters", "math", "converts", "rewrites", "source", "version"}
)
"""The columns of a row in the data file; a row with fewer or more cannot be read."""


def is_listed(name: str) -> bool:
    """Whether the table has a row for a plugin."""
    return not _table().keys().isdisjoint(_gems(name))


def _gems(name: str) -> tuple[str, ...]:
    """The names of gems that a plugin may be of: ``jekyll/scholar`` is ``jekyll-scholar``, and a file such as
    ``jekyll-feed/generator`` does no more than its gem."""
    return (name, name.replace("/", "-"), name.partition("/")[0])


def plugin_facts(name: str) -> Plugin:
    """The row of a plugin; one that is not listed may do anything but rewrite and convert.

    A library, which people put among the plugins of a Gemfile all the same, does nothing to a site.
    """
    if row := next(filter(None, map(_table().get, _gems(name))), None):
        return row
    harmless = name in words("libraries")
    return Plugin(
        name=name,
        pages="none" if harmless else "any",
        names=(),
        in_layouts=False,
        tags=frozenset() if harmless else None,
        filters=frozenset() if harmless else None,
        quiet=harmless,
        converts={},
        rewrites=False,
    )


@lru_cache(maxsize=4)
def any_rewrites(names: frozenset[str]) -> bool:
    """Whether one of the plugins changes the source of pages before they are converted. Every page asks."""
    return any(plugin_facts(name).rewrites for name in names)


def listed_plugins() -> Iterable[Plugin]:
    """Every row of the table."""
    return _table().values()


@cache
def quiet_tags() -> frozenset[str]:
    """The tags of plugins that bring no script that shows formulas."""
    return frozenset(tag for row in listed_plugins() if row.quiet for tag in row.tags or ())


@cache
def resource_tags() -> frozenset[str]:
    """The tags of plugins that print scripts, styles, pictures, or links to such and to feeds: of a page they
    say no more."""
    return frozenset(_data()["resources"])


@cache
def set_values() -> Mapping[str, frozenset[str]]:
    """The keys of pages and documents that plugins set, whatever front matter says, by plugin."""
    return _keys_set("values")


@cache
def set_settings() -> Mapping[str, frozenset[str]]:
    """The keys of ``site`` that plugins set, whatever the configuration says, by plugin."""
    return _keys_set("settings")


@cache
def given_variables() -> Mapping[str, frozenset[str]]:
    """The variables beside ``site`` and ``page`` that plugins give to every template, by plugin."""
    return _keys_set("variables")


def _keys_set(column: str) -> Mapping[str, frozenset[str]]:
    return {plugin: frozenset(keys) for plugin, keys in _data()[column].items()}


def bringer_of_converter(name: str) -> str:
    """The plugin that brings a converter of Markdown; "" for one that no plugin here brings."""
    bringer: str = _data()["converters"].get(name.lower(), "")
    return bringer


def may_bring_anchors(tag: str) -> bool:
    """Whether what a tag of a plugin prints, or its end tag, may hold ids: that of a plugin that nobody has
    read may."""
    return tag not in _tags_without_anchors()


@cache
def _tags_without_anchors() -> frozenset[str]:
    known = frozenset(tag for row in listed_plugins() for tag in row.tags or ())
    harmless = (known | resource_tags()) - frozenset(_data()["anchors"])
    return harmless | {f"end{tag}" for tag in harmless}


@cache
def github_pages_bundle() -> frozenset[str]:
    """The plugins that the gem ``github-pages`` brings and that make pages."""
    return frozenset(_data()["github-pages"])


def of_themes() -> frozenset[str]:
    """The plugins with pages on which the gem of a theme may depend."""
    return frozenset(_data()["of-themes"]["may"])


def of_theme(name: str) -> frozenset[str]:
    """Those of them on which the gem of this theme is known to depend."""
    return frozenset(_data()["of-themes"].get(name, ()))


def all_of_theme(name: str) -> frozenset[str] | None:
    """All plugins on which the gem of this theme may depend; ``None`` for a gem that nobody has read."""
    plugins = _data()["theme-gems"].get(name)
    return frozenset(plugins) if plugins is not None else None


def loading_active_support() -> frozenset[str]:
    """The plugins that load ActiveSupport, and with it ``Object#blank?``."""
    return frozenset(_data()["active-support"])


@cache
def plugins_by_tag() -> Mapping[str, str]:
    """The plugin that brings a tag; of several the one that GitHub Pages knows."""
    return {tag: row.name for row in _known_last() for tag in row.tags or ()}


@cache
def plugins_by_filter() -> Mapping[str, str]:
    """The plugin that brings a filter; of several the one that GitHub Pages knows."""
    return {name: row.name for row in _known_last() for name in row.filters or ()}


def _known_last() -> list[Plugin]:
    """The rows, those of plugins that GitHub Pages runs at the end."""
    known = runs_on_github_pages()
    return sorted(listed_plugins(), key=lambda row: row.name in known)


@cache
def _table() -> dict[str, Plugin]:
    return {name: _row(name, row) for name, row in _data()["plugins"].items()}


def _row(name: str, row: Mapping[str, Any]) -> Plugin:
    if row.keys() != COLUMNS:
        raise ValueError(f"{name}: the columns {sorted(row.keys() ^ COLUMNS)} are missing or unknown")
    pages = row["pages"]
    return Plugin(
        name=name,
        pages="names" if isinstance(pages, list) else pages,
        names=tuple(pages) if isinstance(pages, list) else (),
        in_layouts=row["in_layouts"],
        tags=None if row["tags"] is None else frozenset(row["tags"]),
        filters=None if row["filters"] is None else frozenset(row["filters"]),
        quiet=row["math"] == "none",
        converts=row["converts"],
        rewrites=row["rewrites"],
    )


@cache
def _data() -> dict[str, Any]:
    return package_table("sitecheck.jekyll", "data/plugins.json")
