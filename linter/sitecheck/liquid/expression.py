"""Expressions: literals, lookups and ranges, read as the gem reads them and evaluated in a context."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import spend
from sitecheck.liquid.lookup import get, has
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.values import (
    BLANK,
    EMPTY,
    MAX_INTEGER_BITS,
    Drop,
    Unknown,
    scalar_text,
    to_float_prefix,
    to_integer_prefix,
)
from sitecheck.model.unknown import ReasonKind, because

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context

_FREE_KEYS = 4
COMMANDS = ("size", "first", "last")

_INTEGER = lazy_pattern(r"-?[0-9]+\Z")
_FLOAT = lazy_pattern(r"-?[0-9][0-9.]+\Z")
_RANGE_4 = lazy_pattern(r"\(([^\t\n\v\f\r ]+)\.\.([^\t\n\v\f\r ]+)\)\Z")
_RANGE_5 = lazy_pattern(
    r"\([\t\n\v\f\r ]*([^\t\n\v\f\r ]+)[\t\n\v\f\r ]*\.\."
    r"[\t\n\v\f\r ]*([^\t\n\v\f\r ]+)[\t\n\v\f\r ]*\)\Z"
)
_LONGEST_RANGE = 500
_SEGMENT = lazy_pattern(r"\[[^\]]+\]|[\w-]+\??", re.A)
_NAME = lazy_pattern(r"[\w-]+\??", re.A)
_WORDS: dict[str, object] = {
    "nil": None, "null": None, "": None, "true": True, "false": False, "blank": BLANK, "empty": EMPTY,
}  # fmt: skip


class Expression(Protocol):
    """Anything that has a value in a context."""

    def evaluate(self, context: Context) -> object:
        """The value; a :class:`LiquidError` where the gem raises."""
        ...


class Constant:
    """A literal."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def evaluate(self, context: Context) -> object:
        return self.value


NIL = Constant(None)


def looked_up(value: object, keys: Iterable[str | Expression], context: Context) -> object:
    """What stands in ``value`` under the first key, in that under the next, and so on."""
    for key in keys:
        if value is None:
            return None
        if isinstance(key, str):
            value = value.liquid_get(key) if isinstance(value, Drop) else get(value, key, key in COMMANDS)
        else:
            value = get(value, key_of(value, key.evaluate(context)))
    return value


def key_of(value: object, key: object) -> object:
    """A ``key`` of ``value`` that is a value itself. What Jekyll gives of a site, a collection, a document or
    a file asks Ruby whether it responds to the key (``Drops::Drop#key?``), which has to be a name."""
    if isinstance(key, (int, float)) and isinstance(value, Drop) and not value.is_mapping:
        raise LiquidError(f"{scalar_text(key)} is no key of what stands there: it has names alone")
    return key


class Lookup:
    """A name and what is looked up on it: ``site.data["x"].size``."""

    __slots__ = ("keys", "name")

    def __init__(self, name: str | Expression | None, keys: tuple[str | Expression, ...]) -> None:
        self.name = name
        self.keys = keys

    def evaluate(self, context: Context) -> object:
        value = self.found(context)
        if context.strict_variables:
            return self._strict(context, self._variable(context), value)
        return looked_up(value, self.keys, context) if self.keys else value

    def found(self, context: Context) -> object:
        """The value of the variable, before the keys are looked up on it."""
        if len(self.keys) > _FREE_KEYS:
            spend(len(self.keys))
        name = self.name if type(self.name) is str else self._variable(context)
        return context.find(name, self.keys)

    def _strict(self, context: Context, name: object, value: object) -> object:
        """The value where a name that does not exist is an error (``strict_variables``)."""
        if value is None and not context.has(name):
            raise LiquidError(f"there is no variable '{name}'", "undefined-variable")
        for key in self.keys:
            asked = key if isinstance(key, str) else key.evaluate(context)
            found = get(value, asked, isinstance(key, str) and key in COMMANDS)
            if found is None and not has(value, asked):
                raise LiquidError(
                    f"there is no variable '{asked}' in '{self.spelling}'", "undefined-variable"
                )
            value = found
        return value

    @property
    def spelling(self) -> str:
        """The lookup as it is written, as far as it names its keys."""
        return ".".join(part if isinstance(part, str) else "[…]" for part in (self.name, *self.keys))

    def _variable(self, context: Context) -> str | Unknown | None:
        if self.name is None or isinstance(self.name, str):
            return self.name
        value = self.name.evaluate(context)
        return value if isinstance(value, str) else None


class RangeLookup:
    """A range one of whose ends is a lookup."""

    __slots__ = ("start", "stop")

    def __init__(self, start: Expression, stop: Expression) -> None:
        self.start = start
        self.stop = stop

    def evaluate(self, context: Context) -> object:
        start, stop = _range_end(self.start.evaluate(context)), _range_end(self.stop.evaluate(context))
        if isinstance(start, Unknown):
            return start
        return stop if isinstance(stop, Unknown) else make_range(start, stop)


def _range_end(value: object) -> int | Unknown:
    if isinstance(value, Unknown):
        return Unknown(value.reasons)
    if value is None:
        return 0
    return to_integer_prefix(value) if isinstance(value, str) else to_integer(value)


def make_range(start: int, stop: int) -> range | Unknown:
    """The range from ``start`` to ``stop``, both included; unknown where Python cannot count what is in it,
    which Ruby could never go through."""
    if stop - start >= sys.maxsize:
        return Unknown(because(ReasonKind.LIMIT, "a range holds more numbers than anything can go through"))
    return range(start, stop + 1)


def to_integer(value: object) -> int:
    """The integer a value is or spells; raises :class:`LiquidError` otherwise, as Liquid does."""
    if type(value) is int:
        return value
    text = scalar_text(value).strip("\t\n\v\f\r ")
    if len(text) < MAX_INTEGER_BITS // 4 and _RUBY_INTEGER.match(text):
        return _ruby_integer(text)
    raise LiquidError("invalid integer")


def to_long(value: object) -> int:
    """The same where Ruby takes no integer beyond 64 bits, as for a place in a list or text."""
    number = to_integer(value)
    if not -(2**63) <= number < 2**63:
        raise LiquidError("bignum too big to convert into 'long'")
    return number


_RUBY_INTEGER = lazy_pattern(
    r"[+-]?(?:0[xX][0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[bB][01]+(?:_[01]+)*"
    r"|0[oO]?[0-7]*(?:_[0-7]+)*|[1-9][0-9]*(?:_[0-9]+)*)\Z"
)


def _ruby_integer(text: str) -> int:
    text = text.replace("_", "")
    digits = text.lstrip("+-").lower()
    base = 10
    if digits[:2] in ("0x", "0b", "0o"):
        base = {"x": 16, "b": 2, "o": 8}[digits[1]]
    elif digits.startswith("0") and len(digits) > 1:
        base = 8
    return int(text, base)


@lru_cache(maxsize=8192)
def parse_expression(markup: str, liquid: int = 4) -> Expression:
    """The expression that ``markup`` spells by the gem's patterns (it never fails: nonsense is a lookup)."""
    return _parse(markup, liquid, 0)


def _parse(markup: str, liquid: int, depth: int) -> Expression:
    if liquid >= 5:
        markup = markup.strip("\0\t\n\v\f\r ")
    if markup in _WORDS:
        return Constant(_WORDS[markup])
    if markup[0] == markup[-1] and markup[0] in "'\"" and (len(markup) > 1 or liquid >= 5):
        return Constant(markup[1:-1])
    if markup[0] in "-0123456789":
        if _INTEGER.match(markup):
            return Constant(to_integer_prefix(markup))
        if _FLOAT.match(markup):
            return Constant(to_float_prefix(markup))
    could_be_range = markup[0] == "(" and markup[-1] == ")" and len(markup) < _LONGEST_RANGE and depth < 64
    match = (_RANGE_5 if liquid >= 5 else _RANGE_4).match(markup) if could_be_range else None
    if match:
        return _range(_parse(match[1], liquid, depth + 1), _parse(match[2], liquid, depth + 1))
    return _lookup(markup, liquid, depth)


def _range(start: Expression, stop: Expression) -> Expression:
    if isinstance(start, Constant) and isinstance(stop, Constant):
        return Constant(make_range(_constant_end(start.value), _constant_end(stop.value)))
    return RangeLookup(start, stop)


def _constant_end(value: object) -> int:
    if isinstance(value, str):
        return to_integer_prefix(value)
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0


def _lookup(markup: str, liquid: int, depth: int) -> Lookup:
    bracketed = markup.rfind("]") + 1
    parts = [*_SEGMENT.findall(markup, 0, bracketed), *_NAME.findall(markup, bracketed)]
    segments = [_segment(text, liquid, depth) for text in parts]
    return Lookup(segments[0], tuple(segments[1:])) if segments else Lookup(None, ())


def _segment(text: str, liquid: int, depth: int) -> str | Expression:
    if text[0] == "[" and text[-1] == "]" and depth < 64:
        return _parse(text[1:-1], liquid, depth + 1)
    return text
