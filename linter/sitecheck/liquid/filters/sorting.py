"""Jekyll's filter ``sort``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import cmp_to_key
from typing import TYPE_CHECKING

from sitecheck.liquid.budget import spend
from sitecheck.liquid.filters.arrays import all_known, items_of
from sitecheck.liquid.filters.items import item_property
from sitecheck.liquid.filters.registry import register, text_of
from sitecheck.liquid.lookup import get, ruby_order
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.values import (
    BuildMoment,
    Drop,
    LastMoment,
    Unknown,
    inspect,
    is_array,
    scalar_text,
    undecided,
)

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context


_COMPARISON = 1
_SHOWN = 30
"""So many characters of a value are told."""
_FIRST = datetime.min.replace(tzinfo=timezone.utc)
_LAST = datetime.max.replace(tzinfo=timezone.utc)
_MOMENT = timedelta(microseconds=1)


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
    look_up = item_property(context.host)
    keys = all_known(_with_moments([look_up(item, key) for item in items], context))
    compare = _order_of_jekyll_4 if context.host.is_jekyll_4 else _order_of_jekyll_3
    sign = -1 if nils == "first" else 1

    def order(one: int, other: int) -> int:
        return _property_order(keys[one], keys[other], sign, compare)

    return [items[index] for index in sorted(range(len(items)), key=cmp_to_key(order))]


def _with_moments(keys: list[object], context: Context) -> list[object]:
    """``keys``, and in the place of the moment of the build a date that stands as it does among the others,
    where that is known."""
    moments = [key for key in keys if isinstance(key, BuildMoment)]
    if not moments:
        return keys
    dates = [key for key in keys if isinstance(key, datetime)]
    if any(key is not None and not isinstance(key, (BuildMoment, datetime)) for key in keys):
        return keys
    moment = _moment_among(dates, moments, context)
    return keys if moment is None else [moment if isinstance(key, BuildMoment) else key for key in keys]


def _moment_among(dates: list[datetime], moments: list[BuildMoment], context: Context) -> datetime | None:
    if not dates or all(isinstance(moment, LastMoment) for moment in moments):
        return _LAST
    orders = [context.host.order_of_day(int(date.timestamp())) for date in dates]
    if not all(orders):
        return None  # on the day of the build it is not known what comes first
    over = [date for date, order in zip(dates, orders, strict=True) if order < 0]
    return max(over) + _MOMENT if over else _FIRST


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


def _property_order(one: object, other: object, sign: int, compare: Callable[[object, object], int]) -> int:
    """Which property goes first: before or after those that are nil, as ``sign`` says, or by ``compare``."""
    spend(_COMPARISON)
    if one is not None and other is None:
        return -sign
    if one is None and other is not None:
        return sign
    return compare(one, other)


def _order_of_jekyll_4(one: object, other: object) -> int:
    """What Ruby cannot compare is compared as text."""
    order = ruby_order(one, other)
    if order is None:
        left, right = scalar_text(one), scalar_text(other)
        order = (left > right) - (left < right)
    return order


def _order_of_jekyll_3(one: object, other: object) -> int:
    order = ruby_order(one, other)
    if order is None:
        left, right = (inspect(each)[:_SHOWN] for each in (one, other))
        raise LiquidError(f"Jekyll 3 cannot tell which is less to sort by, {left} or {right}")
    return order
