"""The table of filters and how one is called."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Literal

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import MAX_TEXT, size_of, spend, spend_memory
from sitecheck.liquid.filters.coloured import (
    COLOURS,
    coloured_again,
    is_beside_colours,
    is_coloured,
    is_whole,
    keeps_colours,
)
from sitecheck.liquid.markup import FilterCall, Variable
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.values import (
    BuildMoment,
    BuildSeconds,
    MethodWord,
    Unknown,
    UnknownText,
    is_page_text,
    page_text,
    reasons_of,
    scalar_text,
    undecided,
)
from sitecheck.model.unknown import ReasonKind, Reasons, because, joined
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context

Policy = Literal["strict", "text", "open"]
"""What a filter does with unknown values: ``strict`` ones give unknown, ``text`` ones let unknown stretches
stand in their text, ``open`` ones see to it themselves."""

_ADJACENT = lazy_pattern(f"{UNKNOWN}{{2,}}")
_CALL = 4
"""What calling a filter costs, beside what it does."""
_SHARE = 64


class Filter(NamedTuple):
    """A filter: its function takes the context, the input and ``low`` to ``high`` arguments."""

    function: Callable[..., object]
    low: int
    high: int
    policy: Policy
    since: int
    cost: int
    of_moment: bool
    """Whether it can say something of the moment of the build."""


FILTERS: dict[str, Filter] = {}

_Function = Callable[..., Any]


def register(
    *names: str,
    low: int = 0,
    high: int | None = None,
    policy: Policy = "strict",
    since: int = 4,
    cost: int = 1,
    of_moment: bool = False,
) -> Callable[[_Function], _Function]:
    """Enter a function under ``names``; it takes ``low`` to ``high`` arguments after the input.

    ``cost`` is what 64 characters or items of its input and arguments cost in steps: 1 where Python's own
    functions do the work, more where characters (16) or items (64) are taken one by one.
    """

    def enter(function: _Function) -> _Function:
        for name in names:
            FILTERS[name] = Filter(
                function=function,
                low=low,
                high=low if high is None else high,
                policy=policy,
                since=since,
                cost=cost,
                of_moment=of_moment,
            )
        return function

    return enter


_BUSTING = frozenset(("bust_css_cache", "bust_file_cache"))
"""Filters of jekyll-cache-bust (0.0.1), and of the script of many sites that it is made from: they put a
digest of files behind the address."""
_OF_JEKYLL_4 = frozenset(("find", "find_exp"))
"""Filters that Jekyll has since 4.1."""


def is_filter(name: str, liquid: int) -> bool:
    """Whether Liquid or Jekyll have a filter of this name."""
    entry = FILTERS.get(name)
    return entry is not None and entry.since <= liquid


def evaluate(variable: Variable, context: Context) -> object:
    """The value of an expression with its filters."""
    value = variable.expression.evaluate(context)
    for call in variable.filters:
        value = apply_filter(context, call, value)
    return value


def apply_filter(context: Context, call: FilterCall, value: object) -> object:
    """The result of one filter; :class:`LiquidError` where the gem raises."""
    # before it is known whether there is such a filter, as in the gem
    arguments = [argument.evaluate(context) for argument in call.arguments]
    if call.options:
        arguments.append({name: option.evaluate(context) for name, option in call.options})
    entry = FILTERS.get(call.name)
    if call.name in context.host.replaced_filters:
        reasons = because(ReasonKind.PLUGIN_FILTER, call.name)
        return _of_plugin(context, call, value, arguments, reasons)
    is_newer = call.name in _OF_JEKYLL_4 and not context.host.is_jekyll_4
    if entry is None or entry.since > context.liquid or is_newer:
        return _unknown_filter(context, call, value, arguments)
    if not entry.low <= len(arguments) <= entry.high:
        raise LiquidError(f"the filter '{call.name}' takes {_count(entry)}, not {len(arguments)}")
    spend(_CALL + entry.cost * sum(map(size_of, (value, *arguments))) // _SHARE)
    try:
        result = _call(entry, context, value, arguments)
    except UndecidedError as error:
        return Unknown(error.reasons)
    spend_memory(result)
    if isinstance(result, str):
        if len(result) > MAX_TEXT:
            return Unknown(undecided("the text is too long"))
        if is_page_text(value) and type(result) in (str, UnknownText):
            return page_text(str(result), reasons_of(result))
    return _passed(result)


def _passed(value: object) -> object:
    """What one filter hands to the next: ``Context#invoke`` asks the value for its ``to_liquid``, which makes
    a text of ``blank`` and ``empty``."""
    return "" if isinstance(value, MethodWord) else value


def _unknown_filter(context: Context, call: FilterCall, value: object, arguments: list[object]) -> object:
    """What comes of a filter that neither Liquid nor Jekyll has: without a plugin the value as it is."""
    reasons = context.host.plugin_filter(call.name)
    if reasons:
        return _of_plugin(context, call, value, arguments, reasons)
    if context.host.strict_filters:
        raise LiquidError(f"there is no filter '{call.name}'", "undefined-filter")
    return _passed(value)


def _of_plugin(
    context: Context, call: FilterCall, value: object, arguments: list[object], reasons: Reasons
) -> object:
    """What is known of what a filter makes that a plugin brings."""
    name = call.name
    if not call.options and not reasons_of(value, *arguments):
        outcome = context.host.own_filter(name, (value, *arguments))
        if outcome is not None:
            spend_memory(outcome.value)
            is_long = isinstance(outcome.value, str) and len(outcome.value) > MAX_TEXT
            return Unknown(undecided("the text is too long")) if is_long else outcome.value
    if name in _BUSTING and isinstance(value, str) and type(value) is not Unknown:
        return UnknownText(joined(reasons, reasons_of(value)), f"{value}?{UNKNOWN}")
    return Unknown(reasons)


def _count(entry: Filter) -> str:
    if entry.high == 0:
        return "no arguments"
    numbers = str(entry.low) if entry.low == entry.high else f"{entry.low} to {entry.high}"
    return f"{numbers} argument{'' if numbers == '1' else 's'}"


def _call(entry: Filter, context: Context, value: object, arguments: list[object]) -> object:
    if entry.policy == "open":
        return entry.function(context, value, *arguments)
    reasons = reasons_of(value, *arguments)
    if not reasons:
        return entry.function(context, value, *arguments)
    if isinstance(value, BuildMoment) and entry.of_moment and not reasons_of(*arguments):
        return entry.function(context, value, *arguments)
    if isinstance(value, BuildSeconds) and len(arguments) == 1 and entry.policy != "text":
        return value.calculated(entry.function.__name__, arguments[0]).also(reasons)
    if isinstance(value, BuildMoment) and not reasons_of(*arguments):
        _refuse_time(entry, context, arguments)
    name = entry.function.__name__
    if entry.policy == "strict" and not (name in _SHAPING and is_whole(value)):
        if reasons_of(*arguments) or not is_beside_colours(name, value, arguments):
            return Unknown(reasons)
        return coloured_again(entry.function(context, str(value), *arguments), reasons)
    try:
        result = entry.function(context, value, *arguments)
    except LiquidError:
        if not isinstance(value, Unknown):
            raise
        return Unknown(reasons)  # the fault may be the gap's, such as one before the scheme of an address
    if is_coloured(value):
        if name == "strip_html":
            return page_text(str(result))
        if not keeps_colours(name, arguments):
            reasons = joined(reasons, COLOURS)
    if isinstance(result, str) and not isinstance(result, Unknown) and UNKNOWN in result:
        return UnknownText(reasons, _ADJACENT.sub(UNKNOWN, str(result)))
    if isinstance(result, str) and is_whole(value):
        return page_text(str(result), reasons)
    return result.also(reasons) if isinstance(result, Unknown) else Unknown(reasons)


def _refuse_time(entry: Filter, context: Context, arguments: list[object]) -> None:
    """Raise where a filter takes no ``Time`` at all, so that nothing hangs on which one it is."""
    with suppress(UndecidedError):
        entry.function(context, _ANY_TIME, *arguments)


_ANY_TIME = datetime(2001, 2, 3, tzinfo=timezone.utc)
_SHAPING = frozenset(("strip_html", "strip_newlines", "strip", "truncate", "truncate_words", "markdownify"))
"""Filters that only make a page's text plainer or shorter: what is unsure of it matters little to them."""


def text_of(value: object) -> str:
    """Ruby's ``to_s`` of a filter's input or argument; an array with unknown parts is undecided."""
    text = scalar_text(value)
    if isinstance(text, Unknown) and not isinstance(value, Unknown):
        raise UndecidedError(text.reasons)
    return str(text)
