"""The methods of Ruby's own classes that methods of filters call, as far as they are certain.

Each takes the value that it is called on and its arguments, changes neither, and refuses what it does not
know.
Read from Ruby 3.1 and held against it by ``tests/reference/ruby/test_methods.py``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.ruby.nodes import NotReadError, refuse

MAX_BITS = 4096
"""Longer numbers are refused, so that none runs away …"""
MAX_TEXT = 1_000_000
"""… and so are longer texts and lists."""
_SPACE = "\t\n\v\f\r "
_STRIPPED = "\0" + _SPACE
_INTEGER = lazy_pattern(r"[\t\n\v\f\r ]*([+-]?[0-9](?:_?[0-9])*)", re.A)
_FLOAT = lazy_pattern(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,12}")
_RANGED = frozenset("-^\\")
"""What makes more of the letters that ``tr`` and ``delete`` are given."""


_NO_LISTS = (str, int, float, type(None), dict)


class Symbol(NamedTuple):
    """A symbol of Ruby, which is no text."""

    text: str


class Block(NamedTuple):
    """What stands in braces behind a call: how it is run, and how many values it takes."""

    run: Callable[..., object]
    takes: int

    def is_true(self, *values: object) -> bool:
        """Whether it returns something that counts as true."""
        value = self.run(*values)
        return value is not None and value is not False


Method = Callable[..., Any]

CLASSES: Mapping[str, tuple[type, ...]] = {
    "String": (str,), "Array": (list,), "Hash": (dict,), "Integer": (int,), "Float": (float,),
    "Numeric": (int, float), "NilClass": (type(None),), "Symbol": (Symbol,),
}  # fmt: skip


_COMPARABLE = frozenset((type(None), bool, int, float, str, list, dict, Symbol, re.Pattern))


def text_of(value: object) -> str:
    """``to_s``."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if type(value) is int:
        return str(value) if value.bit_length() <= MAX_BITS else refuse()
    if isinstance(value, Symbol):
        return value.text
    if type(value) is float and _FLOAT.fullmatch(repr(value)):
        return repr(value)
    raise NotReadError


def is_same(one: object, other: object) -> bool:
    """``==``, of values that are read to their ends."""
    if type(one) not in _COMPARABLE or type(other) not in _COMPARABLE:
        refuse()
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return one == other
    plain = (str, Symbol, type(None), int, float)
    if type(one) in plain and type(other) in plain:
        return type(one) is type(other) and one == other
    if type(one) in plain or type(other) in plain or type(one) is not type(other):
        return False if not isinstance(one, re.Pattern) and not isinstance(other, re.Pattern) else refuse()
    if isinstance(one, list) and isinstance(other, list) and (not one or not other):
        return len(one) == len(other)
    raise NotReadError


def _string(value: object) -> str:
    return value if type(value) is str else refuse()


def _integer(value: object) -> int:
    return value if type(value) is int else refuse()


def _list(value: object) -> list[Any]:
    return value if type(value) is list else refuse()


def _ascii(value: str) -> str:
    return value if value.isascii() else refuse()


def _compare(one: object, other: object) -> int:
    """``<=>`` of numbers, or of texts, which go by their bytes."""
    if type(one) is str and type(other) is str:
        left, right = one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass")
        return (left > right) - (left < right)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return (one > other) - (one < other) if bool not in (type(one), type(other)) else refuse()
    if type(one) is list and type(other) is list and one and other:
        first = _compare(one[0], other[0])
        return first or refuse()
    raise NotReadError


_KEY = functools.cmp_to_key(_compare)


def _split(text: str, by: object = " ", limit: object = 0) -> list[str]:
    if type(by) is not str or by == "" or limit not in (0, -1) or isinstance(limit, bool) or "\0" in text:
        refuse()
    if by == " ":
        parts = [part for part in re.split(r"[\t\n\v\f\r ]+", text) if part]
        return parts if limit == 0 else refuse()
    parts = text.split(by) if text else []
    while limit == 0 and parts and not parts[-1]:
        parts.pop()
    return parts


def _of_string(text: str, at: object, *length: object) -> str | None:
    number = _integer(at)
    if not length:
        return text[number] if -len(text) <= number < len(text) else None
    size = _integer(*length)
    if not 0 <= number <= len(text) or size < 0:
        refuse()
    return text[number : number + size]


def _of_list(items: list[Any], at: object) -> object:
    number = _integer(at)
    return items[number] if -len(items) <= number < len(items) else None


def _of_hash(table: dict[Any, Any], key: object) -> object:
    if type(key) not in (str, Symbol):
        refuse()
    if key not in table and not any(isinstance(each, _NO_LISTS) for each in table.values()):
        refuse()  # the hashes ``site.tags`` and ``site.categories`` make an empty list of what is missing
    return table.get(key)


def _has_key(table: dict[Any, Any], key: object) -> bool:
    return key in table if type(key) in (str, Symbol) else refuse()


def _dug(value: Any, *keys: object) -> object:
    for key in keys:
        if value is None:
            return None
        value = _of_hash(value, key) if type(value) is dict else _of_list(_list(value), key)
    return value


def _translated(text: str, old: object, new: object) -> str:
    before, after = _string(old), _string(new)
    if _RANGED & {*before, *after} or not after or len(set(before)) < len(before):
        refuse()
    after += after[-1] * (len(before) - len(after))
    return text.translate({ord(one): other for one, other in zip(before, after, strict=False)})


def _chomp(text: str, *end: object) -> str:
    if not end:
        return text[:-2] if text.endswith("\r\n") else text[:-1] if text.endswith(("\n", "\r")) else text
    return text.removesuffix(_string(*end)) if end not in (("",), ("\n",)) else refuse()


def _ends(text: str, *ends: object) -> bool:
    return any(text.endswith(_string(end)) for end in ends)


def _starts(text: str, *starts: object) -> bool:
    return any(text.startswith(_string(start)) for start in starts)


def _to_i(text: str) -> int:
    match = _INTEGER.match(text)
    return int(match[1].replace("_", "")) if match and len(match[1]) < 1000 else 0 if not match else refuse()


def _times(text: str, number: object) -> str:
    count = _integer(number)
    return text * count if count >= 0 and count * len(text) < 100_000 else refuse()


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:].lower()


def _first(items: list[Any], *count: object) -> object:
    if not count:
        return items[0] if items else None
    return items[: _integer(*count)] if _integer(*count) >= 0 else refuse()


def _last(items: list[Any], *count: object) -> object:
    if not count:
        return items[-1] if items else None
    return items[max(0, len(items) - _integer(*count)) :] if _integer(*count) >= 0 else refuse()


def _joined(items: list[Any], by: object = "") -> str:
    if any(type(each) in (list, dict) for each in items):
        refuse()
    texts = [text_of(each) for each in items]
    if sum(map(len, texts)) + len(_string(by)) * len(texts) > MAX_TEXT:
        refuse()
    return _string(by).join(texts)


def _unique(items: list[Any]) -> list[Any]:
    if any(type(each) not in (str, int, type(None), Symbol) for each in items):
        refuse()
    return list({(type(each), each): each for each in items}.values())


def _flat(items: list[Any]) -> list[Any]:
    found: list[Any] = []
    for each in items:
        if type(each) is list:
            if any(type(one) is list for one in each):
                refuse()
            found.extend(each)
            if len(found) > MAX_TEXT:
                refuse()
        else:
            found.append(each)
    return found


def _sorted(items: list[Any]) -> list[Any]:
    if any(type(each) is list for each in items) and len(items) > 1:
        refuse()
    return sorted(items, key=_KEY)


def _sorted_by(items: list[Any], block: Block) -> list[Any]:
    """``sort_by``, which puts what is equal in any order."""
    keyed = [(block.run(each), each) for each in items]
    found = sorted(keyed, key=lambda pair: _KEY(pair[0]))
    if any(_compare(one[0], other[0]) == 0 for one, other in pairwise(found)):
        refuse()
    return [each for _, each in found]


def _includes(items: list[Any], value: object) -> bool:
    return any(is_same(each, value) for each in items)


def _mapped(items: list[Any], block: Block) -> list[Any]:
    return [block.run(each) for each in items]


def _selected(items: list[Any], block: Block) -> list[Any]:
    return [each for each in items if block.is_true(each)]


def _each(items: list[Any], block: Block) -> list[Any]:
    for item in items:
        block.run(item)
    return items


def _with_index(items: list[Any], block: Block) -> list[Any]:
    for number, item in enumerate(items):
        block.run(item, number)
    return items


def _pairs(table: dict[Any, Any]) -> list[Any]:
    return [[key, value] for key, value in table.items()]


def _found(items: list[Any], block: Block) -> object:
    return next((each for each in items if block.is_true(each)), None)


def _chosen(table: dict[Any, Any], block: Block, is_true: bool) -> dict[Any, Any]:
    return {key: value for key, value in table.items() if block.is_true(key, value) == is_true}


def _merged(table: dict[Any, Any], other: object) -> dict[Any, Any]:
    return {**table, **other} if type(other) is dict else refuse()


def _added(one: Any, other: Any) -> Any:
    return one + other if type(other) in (int, float) else refuse()


def _divided(one: Any, other: Any) -> Any:
    if type(other) not in (int, float) or other == 0:
        refuse()
    return one // other if type(one) is int and type(other) is int else one / other


def _rest(one: int, other: object) -> int:
    return one % _integer(other) if other != 0 else refuse()


def _product(one: Any, other: Any) -> Any:
    return one * other if type(other) in (int, float) else refuse()


_STRING: Mapping[str, Method] = {
    "to_s": lambda text: text, "to_str": lambda text: text, "dup": lambda text: text,
    "freeze": lambda text: text, "to_sym": Symbol, "to_i": _to_i,
    "strip": lambda text: text.strip(_STRIPPED) if "\0" not in text else refuse(),
    "lstrip": lambda text: text.lstrip(_SPACE) if "\0" not in text else refuse(),
    "rstrip": lambda text: text.rstrip(_SPACE) if "\0" not in text else refuse(),
    "upcase": lambda text: _ascii(text).upper(), "downcase": lambda text: _ascii(text).lower(),
    "capitalize": lambda text: _capitalized(_ascii(text)),
    "empty?": lambda text: not text, "length": len, "size": len, "reverse": lambda text: _ascii(text)[::-1],
    "include?": lambda text, part: _string(part) in text, "start_with?": _starts, "end_with?": _ends,
    "split": _split, "chomp": _chomp, "tr": _translated, "[]": _of_string,
    "delete_prefix": lambda text, part: text.removeprefix(_string(part)),
    "delete_suffix": lambda text, part: text.removesuffix(_string(part)),
    "+": lambda text, other: text + _string(other), "*": _times,
}  # fmt: skip
_ARRAY: Mapping[str, Method] = {
    "first": _first, "last": _last, "[]": _of_list, "length": len, "size": len, "dig": _dug,
    "count": len, "empty?": lambda items: not items, "to_a": lambda items: items,
    "join": _joined, "uniq": _unique, "flatten": _flat, "sort": _sorted, "sort_by": _sorted_by,
    "reverse": lambda items: items[::-1], "compact": lambda items: [x for x in items if x is not None],
    "include?": _includes, "each": _each, "each_with_index": _with_index,
    "map": _mapped, "collect": _mapped, "flat_map": lambda items, block: _flat(_mapped(items, block)),
    "select": _selected, "filter": _selected,
    "reject": lambda items, block: [each for each in items if not block.is_true(each)],
    "find": _found, "detect": _found, "any?": lambda items, block: any(map(block.is_true, items)),
    "all?": lambda items, block: all(map(block.is_true, items)),
    "+": lambda items, other: items + _list(other),
    "take": lambda items, count: _first(items, _integer(count)),
    "drop": lambda items, count: items[_integer(count) :] if _integer(count) >= 0 else refuse(),
}  # fmt: skip
_HASH: Mapping[str, Method] = {
    "[]": _of_hash, "key?": _has_key, "has_key?": _has_key, "include?": _has_key, "dig": _dug,
    "keys": list, "values": lambda table: list(table.values()), "to_a": _pairs, "to_h": lambda table: table,
    "empty?": lambda table: not table, "length": len, "size": len, "count": len, "merge": _merged,
    "map": lambda table, block: [block.run(key, value) for key, value in table.items()]
    if block.takes == 2 else refuse(),
    "select": lambda table, block: _chosen(table, block, True) if block.takes == 2 else refuse(),
    "reject": lambda table, block: _chosen(table, block, False) if block.takes == 2 else refuse(),
}  # fmt: skip
_COMPARED: Mapping[str, Method] = {
    "<": lambda one, other: _compare(one, other) < 0, ">": lambda one, other: _compare(one, other) > 0,
    "<=": lambda one, other: _compare(one, other) <= 0, ">=": lambda one, other: _compare(one, other) >= 0,
    "<=>": _compare,
}  # fmt: skip
_INTEGERS: Mapping[str, Method] = {
    "to_s": text_of, "to_i": lambda number: number, "to_int": lambda number: number, "abs": abs,
    "+": _added, "-": lambda one, other: _added(one, -other) if type(other) in (int, float) else refuse(),
    "*": _product, "/": _divided, "%": _rest, "zero?": lambda number: number == 0,
    "even?": lambda number: number % 2 == 0, "odd?": lambda number: number % 2 == 1,
}  # fmt: skip
_NIL: Mapping[str, Method] = {
    "to_s": lambda nothing: "", "to_a": lambda nothing: [], "to_i": lambda nothing: 0,
    "to_h": lambda nothing: {},
}  # fmt: skip

METHODS: Mapping[tuple[type, str], Method] = {
    **{(str, name): method for name, method in {**_STRING, **_COMPARED}.items()},
    **{(list, name): method for name, method in _ARRAY.items()},
    **{(dict, name): method for name, method in _HASH.items()},
    **{(int, name): method for name, method in {**_INTEGERS, **_COMPARED}.items()},
    **{(float, name): method for name, method in _COMPARED.items()},
    **{(type(None), name): method for name, method in _NIL.items()},
    (float, "to_s"): text_of,
    (Symbol, "to_s"): text_of,
    (bool, "to_s"): text_of,
    (object, "nil?"): lambda value: value is None,
}
"""The methods by the class of values that have them; those of ``object`` all have."""
