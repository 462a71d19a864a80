"""Jekyll's filter ``sort``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from functools import cmp_to_key
from typing import TYPE_CHECKING

from sitecheck.liquid.budget import spend
from sitecheck.liquid.filters.arrays import all_known, items_of
from sitecheck.liquid.filters.items import item_property
from sitecheck.liquid.filters.registry import register, text_of
from sitecheck.liquid.lookup import get, ruby_order
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.values import BuildMoment, Drop, LastMoment, Unknown, is_array, scalar_text, undecided

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context


_COMPARISON = 1
_LAST = datetime.max.replace(tzinfo=timezone.utc)


def sorted_by(items: list[object], order: Callable[[object, object], int]) -> list[object]:
    """Sort with a comparison that may raise."""
    return sorted(items, key=cmp_to_key(order))


@register("sort", high=2, cost=64)
def sort(context: Context, value: object, key: object = None, nils: object = "first") -> object:
    """Jekyll's ``sort``: items without the property come first, or last if asked."""
    if value is None:
        raise LiquidError("nothing to sort: the list is nil")
    if key is None:
        return sorted_by(all_known(sortable(value)), strict_order)
    if nils not in ("first", "last"):
        raise LiquidError(f"'{text_of(nils)}' is neither 'first' nor 'last'")
    items = sortable(value)
    keys = all_known(_with_moments([item_property(item, key) for item in items]))
    sign = -1 if nils == "first" else 1

    def order(one: int, other: int) -> int:
        return _property_order(keys[one], keys[other], sign)

    return [items[index] for index in sorted(range(len(items)), key=cmp_to_key(order))]


def _with_moments(keys: list[object]) -> list[object]:
    """``keys``, the moment of the build being one, and the last among dates where that is known."""
    moments = [isinstance(key, BuildMoment) for key in keys]
    are_last = any(moments) and all(isinstance(key, (LastMoment, datetime)) for key in keys)
    if not are_last and not all(moments):
        return keys
    return [_LAST if isinstance(key, BuildMoment) else key for key in keys]


def sortable(value: object) -> list[object]:
    """The input of ``sort``, not flattened; hashes as pairs."""
    if isinstance(value, Unknown):
        raise UndecidedError(value.reasons)
    if is_array(value):
        return list(value)
    if isinstance(value, dict):
        return [[key, item] for key, item in value.items()]
    if isinstance(value, range):
        return items_of(value)
    if isinstance(value, Drop):
        raise UndecidedError(undecided("an object is sorted"))
    raise LiquidError("the filter 'sort' takes a list")


def strict_order(one: object, other: object) -> int:
    """Ruby's ``<=>`` for ``sort``; :class:`LiquidError` if the two cannot be compared."""
    spend(_COMPARISON)
    if isinstance(one, Drop) and isinstance(other, Drop):
        return _object_order(one, other)
    order = ruby_order(one, other)
    if order is None:
        raise LiquidError("the list holds values that cannot be compared")
    return order


def _object_order(one: Drop, other: Drop) -> int:
    """Documents are ordered by date, then path."""
    for key in ("date", "path"):
        mine, theirs = get(one, key), get(other, key)
        if isinstance(mine, BuildMoment) and isinstance(theirs, BuildMoment):
            continue  # both have no date, or that of the build where a template has asked for it
        if isinstance(mine, Unknown) or isinstance(theirs, Unknown):
            raise UndecidedError(undecided("the order of objects is not known"))
        order = ruby_order(mine, theirs)
        if order:
            return order
    return 0


def _property_order(one: object, other: object, sign: int) -> int:
    spend(_COMPARISON)
    if one is not None and other is None:
        return -sign
    if one is None and other is not None:
        return sign
    order = ruby_order(one, other)
    if order is None:
        left, right = scalar_text(one), scalar_text(other)
        order = (left > right) - (left < right)
    return order
