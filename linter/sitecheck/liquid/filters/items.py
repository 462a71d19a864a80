"""Jekyll's filters on lists: ``where``, ``group_by``, ``find`` and their kin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.branches import decide
from sitecheck.liquid.budget import size_of, spend
from sitecheck.liquid.expression import to_integer, to_long
from sitecheck.liquid.filters.arrays import MAX_ITEMS, has_keys, kind_of
from sitecheck.liquid.filters.item_index import ItemProperty, for_which, with_text
from sitecheck.liquid.filters.registry import evaluate, register, text_of
from sitecheck.liquid.lexer import MarkupError
from sitecheck.liquid.lookup import property_of
from sitecheck.liquid.markup import parse_variable, strict_condition
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.values import (
    Drop,
    Gathered,
    MethodWord,
    Unknown,
    inspect,
    is_array,
    is_false,
    is_too_large,
    join,
    scalar_text,
    to_float_prefix,
    to_integer_prefix,
    undecided,
)
from sitecheck.model.unknown import ReasonKind, because

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context
    from sitecheck.liquid.host import Host

_FLOAT_LIKE = lazy_pattern(r"[\t\n\v\f\r ]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[\t\n\v\f\r ]*\Z")
_INTEGER_LIKE = lazy_pattern(r"[\t\n\v\f\r ]*-?[0-9]+[\t\n\v\f\r ]*\Z")


def item_property(host: Host) -> ItemProperty:
    """``item_property`` of the Jekyll that builds the site."""
    return _of_jekyll_4 if host.is_jekyll_4 else _of_jekyll_3


def _of_jekyll_4(item: object, key: object) -> object:
    """Text that looks like a number becomes one."""
    name = text_of(key)
    spend(1 + len(name) // 4)
    value = _walk(item, name) if "." in name else property_of(item, name)
    return value if isinstance(value, Unknown) else _as_number(value)


def _of_jekyll_3(item: object, key: object) -> object:
    """Jekyll 3 asks whatever it meets on the way."""
    name = text_of(key)
    spend(1 + len(name) // 4)
    value = item
    for part in _parts(name):
        if value is None:
            raise LiquidError(f"Jekyll 3 cannot ask for '{name}' where a part of the way is missing")
        value = property_of(value, part)
    return value


def _walk(item: object, name: str) -> object:
    value = item
    for part in _parts(name):
        # Jekyll: `data.respond_to?(:[]) && data[key]` is false, not nil, where a part of the way is missing.
        if not has_keys(value):
            return False
        value = property_of(value, part)
    return value


def _parts(name: str) -> list[str]:
    """The steps of a way, as Ruby's ``split`` has them: none for empty text, nor after periods at the end."""
    way = name.rstrip(".")
    return way.split(".") if way else []


def _as_number(value: object) -> object:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        text = scalar_text(value)
        if _INTEGER_LIKE.match(text):
            return to_integer_prefix(text) if isinstance(value, str) else int(value)
        if _FLOAT_LIKE.match(text):
            return to_float_prefix(text) if isinstance(value, str) else float(value)
    return value


def _entries(value: object) -> list[object] | None:
    """The items of a list or the values of a hash; ``None`` for what cannot be filtered."""
    if is_array(value):
        return list(value)
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, range):
        if value.stop - value.start > MAX_ITEMS:
            raise UndecidedError(undecided("the range is too long"))
        spend(len(value))
        return list(value)
    if isinstance(value, Drop):
        raise UndecidedError(undecided("an object is searched"))
    return None


def _matches(found: object, target: object) -> bool:
    if isinstance(found, Unknown):
        raise UndecidedError(found.reasons)
    if target is None:
        return found is None
    if isinstance(target, MethodWord):
        listed = found is None or is_array(found) or isinstance(found, dict)
        return found == "" or (listed and join(_listed(found), "") == "")
    return _says(found, text_of(target))


def _says(found: object, text: str) -> bool:
    """Whether a property, or one of those that it lists, is a text."""
    if isinstance(_known(found), str):
        return found == text
    return any(scalar_text(_known(item)) == text for item in _listed(found))


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    spend(size_of(value) if is_array(value) or isinstance(value, dict) else 1)
    if isinstance(value, dict):
        return [[key, item] for key, item in value.items()]
    if isinstance(value, datetime):
        return _parts_of_time(value)
    return list(value) if is_array(value) else [value]


def _parts_of_time(value: datetime) -> list[object]:
    """Ruby's ``Array(time)`` is ``Time#to_a``: ``where: "date", "2024"`` finds the posts of a year."""
    day = (value.day, value.month, value.year, value.isoweekday() % 7, value.timetuple().tm_yday)
    zone = value.tzname() if isinstance(value.tzinfo, ZoneInfo) or not value.utcoffset() else None
    return [value.second, value.minute, value.hour, *day, bool(value.dst()), "UTC" if zone is None else zone]


def _known(value: object) -> object:
    if isinstance(value, Unknown):
        raise UndecidedError(value.reasons)
    return value


@register("where", low=2)
def where(context: Context, value: object, key: object, target: object) -> object:
    known = with_text(value, key, target, item_property(context.host))
    if known is not None:
        return known
    spend(size_of(value))
    entries = _entries(value)
    if entries is None:
        return value
    if not context.host.is_jekyll_4:
        return _where_of_jekyll_3(entries, value, key, target)
    if is_false(key) or is_array(target) or isinstance(target, dict):
        return value
    found = [item for item in entries if _matches(_of_jekyll_4(item, key), target)]
    if target is None and len(found) < len(entries) and context.host.may_be_jekyll_3:
        return Unknown(because(ReasonKind.VERSION))
    return found


def _where_of_jekyll_3(entries: list[object], value: object, key: object, target: object) -> object:
    """``where`` of 3.10: what is to be nil is no condition, and ``empty`` is an empty text."""
    if key is None or target is None:
        return value
    text = text_of(_known(inspect(target)) if is_array(target) or isinstance(target, dict) else target)
    return [item for item in entries if _says(_of_jekyll_3(item, key), text)]


@register("find", low=2)
def find(context: Context, value: object, key: object, target: object) -> object:
    known = with_text(value, key, target, _of_jekyll_4) if isinstance(value, Gathered) else None
    if known is not None:
        return known[0] if known else None
    spend(size_of(value))
    entries = _entries(value)
    if is_false(key) or is_array(target) or isinstance(target, dict) or entries is None:
        return value
    found = (item for item in entries if _matches(_of_jekyll_4(item, key), target))
    return next(found, None)


def _held(context: Context, value: object, variable: object, expression: object) -> Iterator[object] | None:
    """The items for which an expression holds; ``None`` for what cannot be filtered."""
    entries = _entries(value)
    if entries is None:
        return None
    written = _expression_text(expression)
    try:
        condition = strict_condition(written, context.liquid)
    except MarkupError as error:
        raise LiquidError(f"the expression '{written}' cannot be read: {error.message}") from None
    if len(condition.terms) > 1 and not context.host.is_jekyll_4:
        raise LiquidError(f"Jekyll 3 reads no 'and' or 'or' in the expression '{written}'")
    name = text_of(variable)

    def test(item: object) -> bool:
        spend(3)
        with context.scope({name: item}):
            held = decide(condition, context, literals=context.liquid < 5)
        if isinstance(held, Unknown):
            raise UndecidedError(held.reasons)
        return held

    first = condition.terms[0]
    if first.link != "or" and isinstance(value, list):
        entries = for_which(value, name, first, context)
    return filter(test, entries)


def _expression_text(expression: object) -> str:
    """The expression of ``where_exp`` and its kin: Ruby's scanner reads text alone, not what is nil."""
    if not isinstance(expression, str):
        raise LiquidError(f"an expression must be text, not {inspect(expression)[:50]}")
    return expression


@register("where_exp", low=2, cost=64)
def where_exp(context: Context, value: object, variable: object, expression: object) -> object:
    found = _held(context, value, variable, expression)
    return value if found is None else list(found)


@register("find_exp", low=2, cost=64)
def find_exp(context: Context, value: object, variable: object, expression: object) -> object:
    found = _held(context, value, variable, expression)
    return value if found is None else next(found, None)


def _groupable(value: object) -> list[object] | None:
    if isinstance(value, dict):
        return [[key, item] for key, item in value.items()]
    return _entries(value)


def _grouped(groups: dict[object, tuple[object, list[object]]]) -> list[object]:
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.values()]


@register("group_by", low=1, cost=64)
def group_by(context: Context, value: object, key: object) -> object:
    entries = _groupable(_shallow(value))
    if entries is None:
        return value
    look_up = item_property(context.host)
    groups: dict[object, tuple[object, list[object]]] = {}
    for item in entries:
        name = text_of(_known(look_up(item, key)))
        groups.setdefault(name, (name, []))[1].append(item)
    return _grouped(groups)


@register("group_by_exp", low=2, cost=64)
def group_by_exp(context: Context, value: object, variable: object, expression: object) -> object:
    entries = _groupable(_shallow(value))
    if entries is None:
        return value
    parsed = parse_variable(_expression_text(expression), context.liquid)
    groups: dict[object, tuple[object, list[object]]] = {}
    for item in entries:
        spend(3)
        with context.scope({text_of(variable): item}):
            name = _known(evaluate(parsed, context))
        mark = (kind_of(name), scalar_text(name))
        groups.setdefault(mark, (name, []))[1].append(item)
    return _grouped(groups)


@register("push", low=1, policy="open")
def push(context: Context, value: object, item: object) -> object:
    return [*value, _shallow(item)] if is_array(value) else value


@register("unshift", low=1, policy="open")
def unshift(context: Context, value: object, item: object) -> object:
    return [_shallow(item), *value] if is_array(value) else value


def _shallow(item: object) -> object:
    """The item, unless it makes a list too deep; only by adding can templates nest values without end."""
    if is_too_large(item):
        raise UndecidedError(undecided("a value nested too deeply"))
    return item


@register("pop", high=1)
def pop(context: Context, value: object, count: object = 1) -> object:
    if not is_array(value):
        return value
    return list(value[: max(0, len(value) - _count(count))])


@register("shift", high=1)
def shift(context: Context, value: object, count: object = 1) -> object:
    return list(value[_count(count) :]) if is_array(value) else value


def _count(count: object) -> int:
    number = to_long(count)
    if number < 0:
        raise LiquidError("negative array size")
    return number


@register("sample", high=1)
def sample(context: Context, value: object, count: object = 1) -> object:
    if is_array(value) and _samples(count) < 0:
        raise LiquidError("negative sample number")
    return Unknown(undecided("a random choice")) if is_array(value) else value


def _samples(count: object) -> int:
    """How many items are asked for. Jekyll takes what is no whole number for one."""
    try:
        to_integer(count)
    except LiquidError:
        return 1
    return to_long(count)


@register("array_to_sentence_string", high=1, policy="open", cost=64)
def array_to_sentence_string(context: Context, value: object, connector: object = "and") -> object:
    if isinstance(value, Unknown):
        return Unknown(value.reasons)
    # Jekyll asks for `length` and `[0]`, `[1]` only, which short texts and hashes have, too.
    if isinstance(value, (dict, str)) and len(value) <= 2:
        value = [value.get(at) if isinstance(value, dict) else value[at] for at in range(len(value))]
    if not is_array(value):
        raise LiquidError("the filter 'array_to_sentence_string' takes a list")
    word = scalar_text(connector)
    if len(value) <= 1:
        return join(value, "")
    if len(value) == 2:
        return join([_piece(value[0]), f" {word} ", _piece(value[1])], "")
    return join([join(value[:-1], ", "), f", {word} ", _piece(value[-1])], "")


def _piece(value: object) -> str:
    return scalar_text(value)
