"""Records to JSON values and back, by their type hints.

A record becomes a list of its fields in order, so that a cache of thousands of files stays small. Reading
checks the shape all the way down: whatever was not written by :func:`encode` raises :class:`ValueError`.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Sequence
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Place, Span
from sitecheck.named_tuple import NamedTuple

T = TypeVar("T")

Decoder = Callable[[Any], Any]

_AS_IT_IS = frozenset({str, int, bool, float, type(None)})
"""Nearly all that is written is one of these."""


_SURROGATES = lazy_pattern(rb"\\u[dD]")


class Plain(NamedTuple):
    """What is made of lists, strings, numbers and ``None`` alone: :func:`encode` need not go through it."""

    value: Any


def encode(value: Any) -> Any:
    """``value`` as lists, dicts, strings, numbers, booleans and ``None``."""
    if type(value) is Plain:
        return value.value
    if isinstance(value, Enum):
        return value.value
    if type(value) is Place:
        return [value.path, *value.span]
    if isinstance(value, (tuple, list, frozenset)):
        return [item if type(item) in _AS_IT_IS else encode(item) for item in value]
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    return value


def to_row(value: object) -> bytes:
    """``value`` as JSON of one line."""
    text = json.dumps(encode(value), separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def from_row(row: bytes) -> Any:
    """The value that :func:`to_row` made ``row`` from.

    Raises :class:`ValueError` for what is no JSON, or has half of a pair of surrogates in a text: that comes
    of no file (names that are no UTF-8 are spelt out), and no report could be written of it.
    """
    try:
        value = json.loads(row.decode())
        if _SURROGATES.search(row):
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value


def decode(kind: type[T], value: Any) -> T:
    """The record of type ``kind`` that :func:`encode` made ``value`` from.

    Raises :class:`ValueError` when ``value`` has another shape.
    """
    return typing.cast("T", _decoder(typing.cast("Any", kind))(value))


def encode_told(record: Any, default: Any) -> dict[str, Any]:
    """Those fields of ``record`` that are not as in ``default``, by name: of what is stored of thousands most
    fields are empty."""
    both = zip(record._fields, record, default, strict=True)
    return {name: encode(value) for name, value, usual in both if value != usual}


def decode_told(value: Any, default: T) -> T:
    """The record that :func:`encode_told` made ``value`` from.

    Raises :class:`ValueError` when ``value`` has another shape.
    """
    decoders = _field_decoders(typing.cast("Any", type(default)))
    try:
        told = {name: decoders[name](each) for name, each in value.items()}
    except (AttributeError, KeyError):
        raise ValueError(f"not a {type(default).__name__}") from None
    return typing.cast("T", typing.cast("Any", default)._replace(**told))


@cache
def _field_decoders(kind: Any) -> dict[str, Decoder]:
    hints = typing.get_type_hints(kind)
    return {name: _decoder(hints[name]) for name in kind._fields}


@cache
def _decoder(hint: Any) -> Decoder:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint is Place:
        return _read_place
    if isinstance(hint, type) and hasattr(hint, "_fields"):
        return _record_decoder(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if origin is tuple:
        return _tuple_decoder(args)
    if origin is Sequence:
        return _row_decoder(_decoder(*args))
    if origin in (typing.Union, types.UnionType):
        return _optional_decoder(args)
    if origin is typing.Literal:
        return _literal_decoder(args)
    if (isinstance(origin, type) and issubclass(origin, typing.Mapping)) or hint is dict:
        return _plain(dict)
    if origin is list:
        return _plain(list)  # who reads it looks at what is in it
    return _plain(hint)


def _record_decoder(hint: Any) -> Decoder:
    """There are hundreds of thousands of records: what is plain in them is looked at and left where it is."""
    hints = typing.get_type_hints(hint)
    kinds = [_plain_kind(hints[name]) for name in hint._fields]
    plain = [(at, kind) for at, kind in enumerate(kinds) if kind is not None]
    others = [(at, _decoder(hints[hint._fields[at]])) for at, kind in enumerate(kinds) if kind is None]
    new, count = tuple.__new__, len(kinds)

    def read(value: Any) -> Any:
        if type(value) is not list or len(value) != count:
            raise ValueError(f"not a {hint.__name__}")
        for at, kind in plain:
            if type(value[at]) is not kind:
                raise ValueError(f"{value[at]!r} is no {kind.__name__}")
        if others:
            value = value.copy()
            for at, decoder in others:
                value[at] = decoder(value[at])
        return new(hint, value)

    return read


def _read_place(value: Any) -> Place:
    """A place, the most frequent of all records, stored as one list with its span."""
    path, start, end = _list(value)
    if type(path) is not str or type(start) is not int or type(end) is not int:
        raise ValueError(f"{value!r} is no place")
    return tuple.__new__(Place, (path, tuple.__new__(Span, (start, end))))


def _tuple_decoder(args: tuple[Any, ...]) -> Decoder:
    if len(args) == 2 and args[1] is Ellipsis:
        return _row_decoder(_decoder(args[0]))
    decoders = [_decoder(arg) for arg in args]
    return lambda value: tuple([d(item) for d, item in zip(decoders, _list(value), strict=True)])


def _row_decoder(each: Decoder) -> Decoder:
    def read(value: Any) -> Any:
        return tuple([each(item) for item in _list(value)]) if value != [] else ()

    return read


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ValueError(f"{value!r} is no list")
    return value


def _plain_kind(hint: Any) -> type | None:
    """The type of values that are stored as they are."""
    return hint if hint in (str, int, bool, float) else None


def _optional_decoder(args: tuple[Any, ...]) -> Decoder:
    (inner,) = (arg for arg in args if arg is not type(None))
    decoder = _decoder(inner)
    return lambda value: None if value is None else decoder(value)


def _literal_decoder(args: tuple[Any, ...]) -> Decoder:
    def read(value: Any) -> Any:
        if value not in args:
            raise ValueError(f"{value!r} is none of {args}")
        return value

    return read


def _plain(kind: type) -> Decoder:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"{value!r} is no {kind.__name__}")
        return value

    return read
