"""Filters of Liquid that calculate: in integers, or in decimals taken from how a number is written."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Any

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.filters.registry import register
from sitecheck.liquid.filters.strftime import strftime
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.values import (
    MAX_INTEGER_BITS,
    RUBY_SPACE,
    float_text,
    is_array,
    is_number,
    to_integer_prefix,
    undecided,
)

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context

_DECIMAL = lazy_pattern(r"-?[0-9]+\.[0-9]+\Z")
Number = int | Decimal


def to_number(value: object) -> Number:
    """The number of a value as Liquid sees it: an int, or a decimal for what has a point."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise UndecidedError(undecided("arithmetic with an infinite number"))
        return Decimal(float_text(value))
    if type(value) is int:
        return value
    if isinstance(value, str):
        text = value.strip(RUBY_SPACE)
        return Decimal(text) if _DECIMAL.match(text) and len(text) < 400 else to_integer_prefix(value)
    return 0


def _plain(number: Number) -> int | float:
    if isinstance(number, Decimal):
        return float(number)
    if number.bit_length() > MAX_INTEGER_BITS:
        raise UndecidedError(undecided("the number is too large"))
    return number


def _exact(calculate: Callable[[Any, Any], Number], one: Number, other: Number) -> int | float:
    if isinstance(one, int) and isinstance(other, int):
        return _plain(calculate(one, other))
    with localcontext() as decimals:
        decimals.prec = 400
        return _plain(calculate(one, other))


@register("plus", low=1)
def plus(context: Context, value: object, other: object) -> int | float:
    return _exact(operator.add, to_number(value), to_number(other))


@register("minus", low=1)
def minus(context: Context, value: object, other: object) -> int | float:
    return _exact(operator.sub, to_number(value), to_number(other))


@register("times", low=1)
def times(context: Context, value: object, other: object) -> int | float:
    return _exact(operator.mul, to_number(value), to_number(other))


@register("divided_by", low=1)
def divided_by(context: Context, value: object, other: object) -> int | float:
    number, divisor = to_number(value), to_number(other)
    if isinstance(number, int) and isinstance(divisor, int):
        if divisor == 0:
            raise LiquidError("divided by 0")
        return number // divisor
    if divisor == 0:
        # Liquid: with a decimal point it is BigDecimal that divides, which knows Infinity and NaN.
        return math.nan if number == 0 else math.inf if number > 0 else -math.inf
    with localcontext() as decimals:
        decimals.prec = 60
        return _plain(Decimal(number) / Decimal(divisor))


@register("modulo", low=1)
def modulo(context: Context, value: object, other: object) -> int | float:
    number, divisor = to_number(value), to_number(other)
    if divisor == 0:
        raise LiquidError("divided by 0")
    if isinstance(number, int) and isinstance(divisor, int):
        return number % divisor
    with localcontext() as decimals:
        decimals.prec = 400
        quotient = (Decimal(number) / Decimal(divisor)).to_integral_value(ROUND_FLOOR)
        return _plain(Decimal(number) - quotient * Decimal(divisor))


@register("abs")
def absolute(context: Context, value: object) -> int | float:
    number = to_number(value)
    return _plain(-number if number < 0 else number)


@register("round", high=1)
def round_(context: Context, value: object, digits: object = 0) -> int | float:
    number, places = to_number(value), int(to_number(digits))
    if not -(2**31) <= places < 2**31:
        raise LiquidError(f"integer {places} too big to convert to 'int'")
    if abs(places) > 300:
        raise UndecidedError(undecided("rounding to so many places"))
    if isinstance(number, int):
        return number if places >= 0 else _rounded(number, 10**-places)
    with localcontext() as decimals:
        decimals.prec = 800
        rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if places < 20 else number
    return int(rounded) if places <= 0 else _plain(rounded)


def _rounded(number: int, unit: int) -> int:
    """The nearest multiple of ``unit``; of two, that which is farther from zero."""
    size = (abs(number) + unit // 2) // unit * unit
    return size if number >= 0 else -size


@register("ceil")
def ceil(context: Context, value: object) -> int:
    return (
        int(Decimal(to_number(value)).to_integral_value(ROUND_CEILING))
        if _fractional(value)
        else int(to_number(value))
    )


@register("floor")
def floor(context: Context, value: object) -> int:
    return (
        int(Decimal(to_number(value)).to_integral_value(ROUND_FLOOR))
        if _fractional(value)
        else int(to_number(value))
    )


def _fractional(value: object) -> bool:
    return isinstance(to_number(value), Decimal)


@register("at_least", low=1)
def at_least(context: Context, value: object, other: object) -> int | float:
    return _plain(max(to_number(value), to_number(other)))


@register("at_most", low=1)
def at_most(context: Context, value: object, other: object) -> int | float:
    return _plain(min(to_number(value), to_number(other)))


@register("to_integer")
def to_integer(context: Context, value: object) -> int:
    """Jekyll's: ``true`` is 1, ``false`` 0."""
    if isinstance(value, bool) or value is None:
        return int(value or 0)
    if isinstance(value, str):
        return to_integer_prefix(value)
    if is_number(value) and (isinstance(value, int) or math.isfinite(value)):
        return int(value)
    if isinstance(value, datetime):
        return int(strftime(value, "%s"))
    kind = "list" if is_array(value) else "value"
    raise LiquidError(f"this {kind} is no number")
