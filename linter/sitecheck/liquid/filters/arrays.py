"""Filters of Liquid that work on arrays."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sitecheck.liquid.budget import size_of, spend
from sitecheck.liquid.filters.item_index import joined
from sitecheck.liquid.filters.registry import register, text_of
from sitecheck.liquid.lookup import first, last, property_of
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.values import (
    Drop,
    Gathered,
    MethodWord,
    Unknown,
    inspect,
    is_array,
    join,
    reasons_of,
    scalar_text,
    undecided,
)

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context

MAX_ITEMS = 200_000
"""A longer list is treated as unknown."""


def items_of(value: object) -> list[object]:
    """The items of a filter's input: arrays are flattened, one hash or value is one item, nil none."""
    if isinstance(value, Unknown):
        raise UndecidedError(value.reasons)
    if is_array(value):
        return flatten(value)
    if isinstance(value, dict):
        return [value]
    if isinstance(value, range):
        if value.stop - value.start > MAX_ITEMS:
            raise UndecidedError(undecided("the range is too long"))
        spend(len(value))
        return list(value)
    if isinstance(value, Drop):
        raise UndecidedError(undecided("a list is expected of an object"))
    if isinstance(value, datetime):
        return _time_fields(value)
    # Liquid: `blank` and `empty` are texts of nothing to a filter.
    if isinstance(value, MethodWord):
        return [""]
    return [] if value is None else [value]


def _time_fields(value: datetime) -> list[object]:
    """Ruby's ``Time#to_a``."""
    day = value.isoweekday() % 7
    zone = value.tzname() or ""
    summer = bool(value.dst())
    fields = (value.second, value.minute, value.hour, value.day, value.month, value.year, day)
    return [*fields, value.timetuple().tm_yday, summer, zone]


_ARRAYS = frozenset((list, tuple))


def flatten(items: list[object] | tuple[object, ...]) -> list[object]:
    """All items of nested arrays."""
    spend(len(items) // 16)
    if len(items) <= MAX_ITEMS and _ARRAYS.isdisjoint(map(type, items)):
        return list(items)
    flat: list[object] = []
    stack: list[object] = list(reversed(items))
    while stack:
        item = stack.pop()
        if is_array(item):
            spend(1 + len(item))
            stack.extend(reversed(item))
        else:
            flat.append(item)
        if len(flat) > MAX_ITEMS or len(stack) > MAX_ITEMS:
            raise UndecidedError(undecided("the list is too long"))
    return flat


def all_known(values: list[object]) -> list[object]:
    """The values, if all are known; :class:`UndecidedError` otherwise."""
    reasons = reasons_of(*values)
    if reasons:
        raise UndecidedError(reasons)
    return values


@register("join", high=1, policy="open")
def join_(context: Context, value: object, glue: object = " ") -> str:
    glue_text = glue if isinstance(glue, Unknown) else text_of(glue)
    if isinstance(value, Unknown) and type(value) is Unknown:
        return Unknown(reasons_of(value, glue))
    return join([value] if isinstance(value, str) else items_of(value), glue_text)


@register("first", policy="open")
def first_(context: Context, value: object) -> object:
    # Ruby: a String has no `first` (ActiveSupport would bring it), and the gem gives nil for what has none.
    return None if isinstance(value, str) and not isinstance(value, Unknown) else first(value)


@register("last", policy="open")
def last_(context: Context, value: object) -> object:
    return last(value)


@register("reverse", policy="open")
def reverse(context: Context, value: object) -> list[object]:
    return items_of(value)[::-1]


@register("compact", high=1, cost=64)
def compact(context: Context, value: object, key: object = None) -> list[object] | None:
    items = items_of(value)
    if key is None:
        return [item for item in items if item is not None]
    keys = _properties(items, key)
    return keys and [item for item, found in zip(items, keys, strict=True) if found is not None]


@register("map", low=1, cost=64)
def map_(context: Context, value: object, key: object) -> list[object]:
    name = text_of(key)
    items = items_of(value)
    if name == "to_liquid":
        return items
    return [_mapped(item, key) for item in items]


def has_keys(item: object) -> bool:
    """Whether Ruby would let a filter ask the item for a property at all (text and integers answer too)."""
    return not (item is None or isinstance(item, (bool, float, range, date, MethodWord)))


def _mapped(item: object, key: object) -> object:
    return property_of(item, key) if has_keys(item) else None


def _properties(items: list[object], key: object) -> list[object] | None:
    """The property of each item, all known; ``None`` if one has no properties at all."""
    text_of(key)  # stops where the key is not known
    found: list[object] = []
    for item in items:
        if not has_keys(item):
            return None
        found.append(property_of(item, key))
    return all_known(found)


@register("uniq", high=1, cost=64)
def uniq(context: Context, value: object, key: object = None) -> list[object] | None:
    items = items_of(value)
    if len(items) <= 1:
        return items if key is None or context.liquid >= 5 or all(map(has_keys, items)) else None
    keys = all_known(items) if key is None else _properties(items, key)
    if keys is None:
        return None
    is_plain = {str}.issuperset(map(type, keys))  # nearly always: a page may ask for the letters of its text
    kept: dict[object, object] = {}
    for item, found in zip(items, keys, strict=True):
        kept.setdefault(found if is_plain else _mark(found), item)
    return list(kept.values())


def _mark(value: object) -> tuple[str, str]:
    if isinstance(value, Drop):
        return "object", str(id(value))
    text = inspect(value)
    if isinstance(text, Unknown):
        raise UndecidedError(text.reasons)
    return kind_of(value), text


def kind_of(value: object) -> str:
    """What kind of value it is to Ruby, to which a text that we know more of is a text like any other."""
    return "text" if isinstance(value, str) else type(value).__name__


@register("concat", low=1, policy="open")
def concat(context: Context, value: object, other: object) -> object:
    if isinstance(other, Unknown):
        return Unknown(reasons_of(value, other))
    if not is_array(other):
        raise LiquidError("the filter 'concat' takes a list")
    items = [*items_of(value), *other]
    if len(items) > MAX_ITEMS:
        raise UndecidedError(undecided("the list is too long"))
    if isinstance(value, Gathered) and isinstance(other, Gathered):
        return joined(value, other, items)
    return items


@register("sort_natural", high=1, cost=64)
def sort_natural(context: Context, value: object, key: object = None) -> object:
    items = items_of(value)
    if len(items) <= 1:
        return items if all(map(has_keys, items)) or key is None else None
    if key is None:
        return _natural(all_known(items), items)
    if not all(map(has_keys, items)):
        return None
    keys = _properties(items, key)
    return None if keys is None else _natural(keys, items)


def _natural(keys: list[object], items: list[object]) -> list[object]:
    texts: list[str | None] = []
    for key in keys:
        text = None if key is None else scalar_text(key)
        spend(size_of(text) // 4)
        texts.append(None if text is None else _folded(text))
    # Liquid: of two nils the gem calls the first the greater, so their order hangs on how Ruby sorts.
    if texts.count(None) > 1:
        raise UndecidedError(undecided("the order of items without the property"))
    order = sorted(range(len(items)), key=lambda index: (texts[index] is None, texts[index] or ""))
    return [items[index] for index in order]


def _folded(text: str) -> str:
    """Ruby's ``casecmp`` folds ASCII letters only."""
    return "".join(char.lower() if char.isascii() else char for char in text)
