"""Front matter: keys that Jekyll, plugins, layouts and sibling pages know, and their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from sitecheck.jekyll.layout_chain import own_layouts
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.offers import begins, offer
from sitecheck.server.complete.yaml_values import value_offers
from sitecheck.server.words import front_matter_words
from sitecheck.server.yaml_cursor import ITEM, YamlAt, top_keys

_LISTS = frozenset(("tags", "categories", "redirect_from", "authors", "keywords"))


def complete_front_matter(asked: Asked) -> Iterable[Completion] | None:
    """A key of the front matter, or the value of one."""
    at = asked.cursor.yaml
    if at is None:
        return None
    if at.role == "value":
        return chain(
            value_offers(asked, at), _keys(asked, at) if at.may_be_key and len(at.parents) > 1 else ()
        )
    return _keys(asked, at)


def _keys(asked: Asked, at: YamlAt) -> Iterator[Completion]:
    cursor = asked.cursor
    typed = cursor.typed(at.start)
    parent = ".".join(part for part in at.parents if part != ITEM)
    taken = top_keys(cursor.text, 0, cursor.body) if not at.parents else frozenset()
    own = cursor.text[slice(*at.key_span)]
    for number, (name, detail, words) in enumerate(_known(asked, parent)):
        if begins(name, typed) and (name not in taken or name == own):
            yield key_offer(at, name, detail=detail, words=words, number=number)


def key_offer(at: YamlAt, name: str, *, detail: str, words: str, number: int) -> Completion:
    """A key with the colon that belongs behind it."""
    text = name if at.has_colon else f"{name}: "
    if name in _LISTS and not at.has_colon:
        text = f"{name}:"
    return offer(
        "key", at.key_span, text, label=name, detail=detail, documentation=words, sort=f"{number:05}"
    )


def _known(asked: Asked, parent: str) -> Iterator[tuple[str, str, str]]:
    """The keys under ``parent``: name, who knows it, what it means."""
    documented = front_matter_words() if not parent else {}
    found: dict[str, tuple[str, str, str]] = {}
    for name, count in _of_siblings(asked, parent):
        by, words = documented.get(name, ("", ""))
        found[name] = name, f"set by {count} {'pages' if count > 1 else 'page'}", words or by
    for name, path in _of_layouts(asked, parent):
        by, words = documented.get(name, ("", ""))
        found.setdefault(name, (name, f"read by {path}", words))
    for name, (by, words) in documented.items():
        found.setdefault(name, (name, by, words))
    for name in asked.index.keys.get("pages", {}) if not parent else ():
        if "." not in name:
            found.setdefault(name, (name, "", ""))
    yield from found.values()


def _of_siblings(asked: Asked, parent: str) -> Iterator[tuple[str, int]]:
    """Keys of pages of the same group, the usual ones first."""
    table = asked.index.keys.get(asked.group, {})
    start = f"{parent}." if parent else ""
    names = (name for name in table if name.startswith(start) and "." not in name[len(start) :])
    for name in sorted(names, key=lambda name: (-table[name].pages, name)):
        if name[len(start) :]:
            yield name[len(start) :], table[name].pages


def _of_layouts(asked: Asked, parent: str) -> Iterator[tuple[str, str]]:
    """Keys that templates read of ``page`` (of ``layout``, in a layout), with one that does."""
    root = "layout" if asked.kind == "layout" else "page"
    near = _around(asked)
    start = f"{parent}." if parent else ""
    found: list[tuple[bool, str, str]] = []
    for (name, key), paths in asked.index.reads.items():
        if name == root and key.startswith(start) and "." not in key[len(start) :]:
            own = next((path for path in paths if path in near), "")
            found.append((not own, key[len(start) :], own or paths[0]))
    for _, key, path in sorted(found):
        yield key, path


def _around(asked: Asked) -> frozenset[str]:
    """The files of the layouts around the page, and what they include."""
    found = set[str]()
    name = asked.record.data.get("layout") if asked.record is not None else None
    for layout in own_layouts(name, asked.view.site.layouts):
        found.add(layout.path)
        facts = asked.view.facts.files.get(layout.path)
        found.update(facts.includes if facts is not None else ())
    return frozenset(found)
