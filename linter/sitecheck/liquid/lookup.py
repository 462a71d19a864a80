"""Asking values: keys, indexes, equality and order as Ruby answers them, over known and unknown values."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice

from sitecheck.liquid.budget import spend
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.values import (
    BLANK,
    BuildMoment,
    BuildSeconds,
    Drop,
    MethodWord,
    Unknown,
    UnknownText,
    inspect,
    is_array,
    is_false,
    is_number,
    reasons_of,
    scalar_text,
    undecided,
)
from sitecheck.model.unknown import ReasonKind, Reasons, because, joined
from sitecheck.text.source_map import UNKNOWN

# Ruby: a Date compares with a number by its astronomical Julian day, which begins at noon.
_ASTRONOMICAL_JULIAN = 1721424.5
_PAID = 4096
"""So many characters are compared for one step."""


def get(value: object, key: object, command: bool = False) -> object:
    """``value[key]`` as a template does it; ``command`` allows ``size``, ``first`` and ``last``."""
    if type(key) is str:  # as nearly always, half a million times on a site with menus
        if type(value) is dict:
            if key in value:
                return value[key]
        elif isinstance(value, Drop):
            return value.liquid_get(key)
    if isinstance(value, Unknown):
        if key is None:
            return None  # no hash, array or drop has something there
        return Unknown(reasons_of(value, key) if isinstance(key, Unknown) else value.reasons)
    if isinstance(key, Unknown):
        return None if value is None else Unknown(key.reasons)
    if isinstance(value, dict):
        if _hashable(key) and key in value:
            return value[key]
    elif isinstance(value, Drop):
        return value.liquid_get(scalar_text(key))
    elif is_array(value) and type(key) is int:
        return value[key] if -len(value) <= key < len(value) else None
    return _command(value, key) if command else None


def has(value: object, key: object) -> bool:
    """Whether ``value`` has the key, though perhaps nothing under it; true where that is not known."""
    if isinstance(value, Drop):
        return value.liquid_has(scalar_text(key))
    if isinstance(value, dict):
        return _hashable(key) and key in value
    if is_array(value):
        return type(key) is int  # the gem asks whether it can fetch, not whether there is an item
    return isinstance(value, Unknown) or isinstance(key, Unknown)


def _hashable(key: object) -> bool:
    return not isinstance(key, (list, dict, tuple))


def _command(value: object, key: object) -> object:
    if key == "size":
        return size(value)
    if key == "first":
        return first(value)
    if key == "last":
        return last(value)
    return None


def size(value: object) -> object:
    """Ruby's ``size``, or ``None`` for what has none (an Integer has 8, the bytes it takes)."""
    if isinstance(value, Unknown):
        return Unknown(value.reasons)
    if isinstance(value, range):
        return max(0, value.stop - value.start)
    if isinstance(value, (str, list, tuple, dict)):
        return len(value)
    return max(8, -(-value.bit_length() // 64) * 8) if type(value) is int else None


def first(value: object) -> object:
    """Ruby's ``first``, or ``None`` for what has none."""
    if isinstance(value, Unknown):
        return Unknown(value.reasons)
    if isinstance(value, dict):
        return next(([key, item] for key, item in islice(value.items(), 1)), None)
    if isinstance(value, range):
        return value.start
    return value[0] if is_array(value) and value else None


def last(value: object) -> object:
    """Ruby's ``last``, or ``None`` for what has none."""
    if isinstance(value, Unknown):
        return Unknown(value.reasons)
    if isinstance(value, range):
        return value.stop - 1
    return value[-1] if is_array(value) and value else None


def property_of(item: object, key: object) -> object:
    """``item[key]`` as filters do it, a dotted ``key`` not split; a string gives the substring or nil."""
    if isinstance(item, Unknown):
        return Unknown(item.reasons)
    if isinstance(item, (dict, Drop)):
        return get(item, key)
    if item is None or isinstance(item, (bool, float, range, date)):
        raise LiquidError(f"a value without keys is asked for '{scalar_text(key)}'")
    if isinstance(item, str) and isinstance(key, str):
        spend(len(item) // 64)
        return key if key in item else None
    if isinstance(item, (str, int)) and is_number(key):
        return _at(item, key)
    if isinstance(item, (str, int)) and isinstance(key, range):
        return Unknown(undecided("a range of what a value is made of"))
    raise LiquidError(f"cannot select the property '{scalar_text(key)}'")


def _at(item: str | int, number: float) -> str | int | None:
    """Ruby: a text answers a number with the character there, a whole number with a bit of its own."""
    try:
        place = int(number)
    except (OverflowError, ValueError) as error:  # infinity, and what is no number
        raise LiquidError(f"{scalar_text(number)} is no place in a value") from error
    if isinstance(item, str):
        if not -(2**63) <= place < 2**63:
            raise LiquidError("bignum too big to convert into 'long'")
        return item[place] if -len(item) <= place < len(item) else None
    return 0 if place < 0 else item >> min(place, item.bit_length()) & 1


def equal(left: object, right: object, active_support: bool | None = False) -> bool | Unknown | None:
    """Liquid's ``==``; ``None`` counts as false (an object that does not know ``blank``)."""
    if isinstance(left, MethodWord):
        return _equal_literal(left, right, active_support)
    if isinstance(right, MethodWord):
        return _equal_literal(right, left, active_support)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _equal_unknown(left, right)
    return same(left, right)


def _equal_unknown(left: object, right: object) -> bool | Unknown:
    unknown, other = (left, right) if isinstance(left, Unknown) else (right, left)
    assert isinstance(unknown, Unknown)  # noqa: S101 - narrows the type
    if type(unknown) is not Unknown and not isinstance(other, Unknown):
        if not isinstance(other, str):
            return False
        known = unknown.split(UNKNOWN)
        is_like = other.startswith(known[0]) and other.endswith(known[-1])
        if not is_like and not _may_lack_parts(unknown):
            return False
    return Unknown(reasons_of(left, right))


def _may_lack_parts(text: Unknown) -> bool:
    """Whether something of a captured text stands on a branch of which nobody knows whether it runs."""
    return isinstance(text, UnknownText) and any(piece.maybe for piece in text.pieces)


def _equal_literal(literal: MethodWord, other: object, active_support: bool | None) -> bool | Unknown | None:
    if isinstance(other, UnknownText):
        is_certain = other.strip(UNKNOWN) and not _may_lack_parts(other)
        return False if is_certain else Unknown(other.reasons)
    if isinstance(other, Unknown):
        return Unknown(other.reasons)
    if literal is BLANK:
        blank = _is_blank(other)
        if active_support is None and blank:  # what is not blank is false either way
            return Unknown(because(ReasonKind.ACTIVE_SUPPORT))
        return blank if active_support else None
    if isinstance(other, (str, list, tuple, dict)):
        return len(other) == 0
    return None


def _is_blank(value: object) -> bool | None:
    if isinstance(value, str):
        return not value.strip()
    return not value if value is None or isinstance(value, (bool, list, tuple, dict)) else False


def same(left: object, right: object) -> bool:
    """Ruby's ``==`` of known values: ``true`` is not 1, a date is not a time."""
    if type(left) is str and type(right) is str and len(left) < _PAID:  # as nearly always
        return left == right
    _spend_on_both(left, right)
    if isinstance(left, str) or isinstance(right, str):
        return isinstance(left, str) and isinstance(right, str) and left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if type(left) is type(right) and not is_array(left):
        return left == right
    if isinstance(left, date) and isinstance(right, date):
        return isinstance(left, datetime) == isinstance(right, datetime) and left == right
    return (type(left) is type(right) and left == right) or _alike(left, right)


def _spend_on_both(left: object, right: object) -> None:
    """Pay for comparing: texts are compared many characters at a time, lists item by item."""
    if isinstance(left, str):
        spend(len(left) // _PAID)
    elif isinstance(left, (list, tuple, dict)) and isinstance(right, (list, tuple, dict)):
        spend(min(len(left), len(right)))


def _alike(left: object, right: object) -> bool:
    both_kinds = (
        isinstance(left, kind) and isinstance(right, kind) for kind in ((int, float), (list, tuple), dict)
    )
    if not any(both_kinds):
        return False
    if is_array(left) and is_array(right):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right


def compare(left: object, operator: str, right: object) -> bool | Unknown | None:
    """``<``, ``>``, ``<=``, ``>=`` of two values; ``None`` (false) where one side has no order.

    Raises :class:`LiquidError` for a number and a string, as Ruby does.
    """
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        one, other = _kind(left), _kind(right)
        if one is not None and other is not None and not _comparable(one, other):
            raise LiquidError(f"comparison of {one} with {other} failed")
        return Unknown(reasons_of(left, right))
    if not (_ordered(left) and _ordered(right)):
        return None
    order = ruby_order(left, right)
    if order is None:
        raise LiquidError(f"comparison of {class_name(left)} with {_operand(right)} failed")
    return {"<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[operator]


_NUMBERS = frozenset(("Integer", "Float"))


def _kind(value: object) -> str | None:
    """The class of a value that has an order, the moment of the build among them; ``None`` for any other and
    for what is not known."""
    if isinstance(value, BuildMoment):
        return "Time"
    if isinstance(value, BuildSeconds):
        return "String" if value.digits else "Integer"
    return class_name(value) if not isinstance(value, Unknown) and _ordered(value) else None


def _comparable(one: str, other: str) -> bool:
    """Whether Ruby orders values of the two classes: numbers of any kind, also by the day that they are."""
    return one == other or (other in _NUMBERS and one in ("Date", *_NUMBERS))


def _ordered(value: object) -> bool:
    return isinstance(value, (str, date)) or is_number(value)


def _operand(value: object) -> str:
    return inspect(value) if is_number(value) else class_name(value)


def ruby_order(left: object, right: object) -> int | None:
    """Ruby's ``<=>``: -1, 0, 1, or ``None`` when the two cannot be compared."""
    _spend_on_both(left, right)
    if is_number(left) and is_number(right):
        return (left > right) - (left < right)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    if isinstance(left, date) and isinstance(right, date):
        return _date_order(left, right)
    if isinstance(left, date) and not isinstance(left, datetime) and is_number(right):
        day = left.toordinal() + _ASTRONOMICAL_JULIAN
        return (day > right) - (day < right)
    if is_array(left) and is_array(right):
        for one, other in zip(left, right, strict=False):
            order = ruby_order(one, other)
            if order != 0:
                return order
        return (len(left) > len(right)) - (len(left) < len(right))
    return 0 if same(left, right) else None


def _date_order(left: date, right: date) -> int | None:
    if isinstance(left, datetime) and isinstance(right, datetime):
        if (left.tzinfo is None) != (right.tzinfo is None):
            left, right = left.replace(tzinfo=None), right.replace(tzinfo=None)
        return (left > right) - (left < right)
    if isinstance(left, datetime) or isinstance(right, datetime):
        return None
    return (left > right) - (left < right)


def contains(left: object, right: object) -> bool | Unknown:
    """Liquid's ``contains``."""
    if type(left) is Unknown or type(right) is Unknown:
        return False if left is None or right is None else Unknown(reasons_of(left, right))
    if is_false(left) or is_false(right):
        return False
    if isinstance(left, str):
        spend(len(left) // 64)
        return _text_contains(left, scalar_text(right))
    if is_array(left):
        spend(len(left) // 2)
        return _array_contains(left, right)
    if isinstance(left, dict):
        return _hashable(right) and right in left
    if isinstance(left, range):
        return is_number(right) and left.start <= right <= left.stop - 1
    if isinstance(left, Drop) and left.is_mapping:
        keys = left.liquid_keys()
        unknown = Unknown(undecided("the keys of an object are not known"))
        return unknown if keys is None else right in tuple(keys)
    return False


def _text_contains(left: str, right: str) -> bool | Unknown:
    if isinstance(right, Unknown):
        return Unknown(reasons_of(right, left))
    if isinstance(left, UnknownText):
        is_certain = not _may_lack_parts(left) and any(right in part for part in left.split(UNKNOWN))
        return True if is_certain else Unknown(left.reasons)
    return right in left


def _array_contains(items: list[object] | tuple[object, ...], wanted: object) -> bool | Unknown:
    if isinstance(wanted, Unknown):
        return Unknown(wanted.reasons)
    reasons: Reasons = ()
    for item in items:
        if isinstance(item, Unknown):
            reasons = joined(reasons, item.reasons)
        elif same(item, wanted):
            return True
    return Unknown(reasons) if reasons else False


_CLASS_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "Boolean"), (int, "Integer"), (float, "Float"), (str, "String"), (list, "Array"), (tuple, "Array"),
    (dict, "Hash"), (datetime, "Time"), (date, "Date"), (range, "Range"),
)  # fmt: skip


def class_name(value: object) -> str:
    """The name of the value's class in Ruby's messages."""
    if value is None:
        return "nil"
    return next((name for kind, name in _CLASS_NAMES if isinstance(value, kind)), "object")
