"""Keys and values of ``_config.yml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from sitecheck.jekyll.configuration.config import DEFAULTS
from sitecheck.jekyll.plugins.plugin_table import listed_plugins
from sitecheck.model.span import Span
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.data_rows import values_under
from sitecheck.server.complete.front_matter import key_offer
from sitecheck.server.complete.offers import begins, offer
from sitecheck.server.complete.yaml_values import placeholders
from sitecheck.server.words import config_values, config_words, front_matter_words
from sitecheck.server.yaml_cursor import ITEM, YamlAt, top_keys
from sitecheck.server.yaml_text import FLAGS


def complete_config(asked: Asked) -> Iterable[Completion] | None:
    """A key of the configuration, or the value of one; ``None`` in other files."""
    at = asked.cursor.yaml
    if asked.kind != "config" or at is None:
        return None
    if at.role == "value":
        return chain(_value_offers(asked, at), _keys(asked, at) if at.may_be_key else ())
    return _keys(asked, at)


def path_of(parents: tuple[str, ...]) -> str:
    """The path of a key in the words of the table: a collection's own name is ``*``."""
    parts = [part for part in parents if part != ITEM]
    if parts[:1] == ["collections"] and len(parts) > 1:
        parts[1] = ITEM
    return ".".join(parts)


def _keys(asked: Asked, at: YamlAt) -> Iterator[Completion]:
    cursor = asked.cursor
    parent = path_of(at.parents)
    typed = cursor.typed(at.start)
    own = cursor.text[slice(*at.key_span)]
    taken = top_keys(cursor.text, 0, len(cursor.text)) if not at.parents else frozenset()
    written = ((name, "", "") for name in _written(asked, at.parents))
    for number, (name, by, words) in enumerate((*_known(asked, parent), *written)):
        if begins(name, typed) and (name not in taken or name == own):
            yield key_offer(at, name, detail=by, words=words, number=number)


def _known(asked: Asked, parent: str) -> Iterator[tuple[str, str, str]]:
    if parent == "defaults.values":
        for name, (by, words) in front_matter_words().items():
            yield name, by, words
        for table in asked.index.keys.values():
            yield from ((name, "", "") for name in table if "." not in name)
        return
    start = f"{parent}." if parent else ""
    for name, (by, words) in config_words().items():
        if name.startswith(start) and "." not in name[len(start) :] and name[len(start) :] != ITEM:
            yield name[len(start) :], by, words
    if not parent:
        reads = (key for root, key in asked.index.reads if root == "site" and "." not in key)
        own = (key for key in reads if key not in config_words() and key not in _NOT_SETTINGS)
        for name in sorted(set(own)):
            yield name, "read by templates", ""
    else:
        yield from ((name, "read by templates", "") for name in _read_below(asked, parent))


_NOT_SETTINGS = frozenset(
    ("posts", "pages", "html_pages", "static_files", "documents", "data", "categories", "tags", "time",
     "related_posts", "html_files")
)  # fmt: skip


def _written(asked: Asked, parents: tuple[str, ...]) -> Iterator[str]:
    """The keys that the configuration has there."""
    for row in values_under(asked.view.site.config.values, parents):
        yield from map(str, row if isinstance(row, dict) else ())


def _read_below(asked: Asked, parent: str) -> Iterator[str]:
    for root, key in asked.index.reads:
        before, _, name = key.rpartition(".")
        if root == "site" and before == parent:
            yield name


def _value_offers(asked: Asked, at: YamlAt) -> Iterator[Completion]:
    typed, span = asked.cursor.typed(at.start), Span(at.start, at.end)
    path = path_of(at.parents)
    for number, (value, detail) in enumerate(_values(asked, path)):
        if begins(value, typed):
            yield offer("value", span, value, detail=detail, sort=f"{number:05}")
    if path.endswith("permalink") or path.startswith("jekyll-archives.permalinks"):
        yield from placeholders(asked, at)


def _values(asked: Asked, path: str) -> Iterator[tuple[str, str]]:
    site = asked.view.site
    if path in ("plugins", "gems", "whitelist"):
        yield from ((plugin.name, "") for plugin in listed_plugins())
    elif path == "theme":
        yield from ((each.name, "") for each in listed_plugins() if each.name.startswith("jekyll-theme-"))
        yield from (("minima", ""), ("just-the-docs", ""))
    elif path == "defaults.values.layout":
        yield from ((name, layout.path) for name, layout in sorted(site.layouts.items()))
    elif path == "defaults.scope.type":
        yield from ((name, "") for name in dict.fromkeys((*config_values(path), *site.collections)))
    elif path == "timezone":
        from zoneinfo import available_timezones

        yield from ((name, "") for name in sorted(available_timezones()))
    else:
        yield from ((value, "") for value in config_values(path))
        default: object = DEFAULTS
        for part in path.split("."):
            default = default.get(part) if isinstance(default, dict) or default is DEFAULTS else None
        if isinstance(default, bool) or path == "collections.*.output":
            yield from ((flag, "") for flag in FLAGS)
