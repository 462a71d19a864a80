"""Data files: keys that the other rows have, and addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from sitecheck.model.span import Span
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.addresses import Candidate, offers, spelled
from sitecheck.server.complete.front_matter import key_offer
from sitecheck.server.complete.offers import begins, offer
from sitecheck.server.cursor import AddressAt
from sitecheck.server.yaml_cursor import ITEM, YamlAt
from sitecheck.server.yaml_text import written, yaml_text

_MOST_ROWS = 2_000
_FEW = 40


def complete_data(asked: Asked) -> Iterable[Completion] | None:
    """A key or value of a YAML data file; ``None`` in other files."""
    at = asked.cursor.yaml
    if at is None or asked.kind != "data":
        return None
    if at.role == "key":
        return _keys(asked, at)
    return chain(_value_offers(asked, at), _keys(asked, at) if at.may_be_key else ())


def _keys(asked: Asked, at: YamlAt) -> Iterator[Completion]:
    typed = asked.cursor.typed(at.start)
    counts = Counter(
        str(key)
        for row in values_under(_data(asked), at.parents)
        if isinstance(row, dict)
        for key in list(row)[:200]
    )
    for number, (name, count) in enumerate(counts.most_common(_MOST_ROWS)):
        if begins(name, typed) and name.isprintable():
            detail = f"in {count} rows" if count > 1 else ""
            yield key_offer(at, name, detail=detail, words="", number=number)


def _value_offers(asked: Asked, at: YamlAt) -> Iterator[Completion]:
    typed, span = asked.cursor.typed(at.start), Span(at.start, at.end)
    if typed.startswith("/"):
        base = asked.view.site.baseurl
        place = AddressAt("html", "href", "", start=span.start, end=span.end)
        found = (Candidate(url, base + url, each) for url, each in spelled(asked) if begins(url, typed))
        yield from offers(asked, place, span, found)
        return
    counts = Counter(filter(None, map(yaml_text, values_under(_data(asked), at.parents))))
    some = [value for value, count in counts.most_common(_FEW) if count > 1 or len(counts) <= _FEW]
    for number, value in enumerate(some):
        if begins(value, typed):
            yield offer("value", span, written(value, quoted=at.quoted), label=value, sort=f"{number:05}")


def values_under(value: object, parents: tuple[str, ...]) -> list[object]:
    """The values that stand under ``parents`` in ``value``; under any key where that one is new."""
    found = [value]
    for part in parents:
        below: list[object] = []
        for value in found:
            if part == ITEM and isinstance(value, list):
                below += value
            elif isinstance(value, dict):
                below += [value[part]] if part in value else [] if part == ITEM else list(value.values())
        found = below[:_MOST_ROWS]
    return found


def _data(asked: Asked) -> object:
    """The value of the file as it was when the site was read."""
    value: object = asked.view.site.data
    for file in asked.view.site.data_files:
        if file.path == asked.path:
            for key in file.keys:
                value = value.get(key) if isinstance(value, dict) else None
            return value
    return None
