"""Texts that remember which value they are: of a key of the front matter, say, or of an include's parameter.

Only what is printed, assigned or handed to an include is traced, and only where the host knows the object
that holds it. Filters that change a text leave it the value it was; joined texts keep their parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from sitecheck.liquid.expression import COMMANDS, Constant, Expression, Lookup, key_of, looked_up
from sitecheck.liquid.filters import apply_filter
from sitecheck.liquid.lookup import get
from sitecheck.liquid.markup import FilterCall, Variable
from sitecheck.liquid.text_starts import begin
from sitecheck.liquid.values import CapturedText, TextPart, ValueText, is_array
from sitecheck.model.origin import Origin
from sitecheck.model.span import Span

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context

_ENDS = {"first": 0, "last": -1}
_LONGEST = 4000
"""Characters: longer texts are no addresses."""
_JOINING = frozenset(("absolute_url", "append", "default", "prepend", "relative_url"))
"""Filters whose result may hold an argument as it is, or ends with what they are given."""


Parts: TypeAlias = "tuple[TextPart, ...]"


def of_origin(text: str, origin: Origin) -> ValueText:
    """A text that is one value as a whole."""
    return ValueText(text, (TextPart(len(text), origin),))


def given_by(text: str, context: Context, span: Span) -> str:
    """A text that the tag at ``span`` of the current file gives."""
    is_written = text and context.frame.at is None
    return of_origin(text, Origin(context.frame.path, (), span)) if is_written else text


def traced(variable: Variable, context: Context, span: Span | None = None) -> object:
    """The value of an expression with its filters; a text remembers where it was written.

    ``span`` is the tag that a literal counts as written in; without it a literal has no origin.
    """
    expression, calls = variable.expression, variable.filters
    value: object
    if calls and (begun := begin(variable, context)) is not None:
        value, calls = begun
    else:
        value = traced_lookup(expression, context)
    if span is not None and isinstance(expression, Constant) and type(value) is str:
        value = given_by(value, context, span)
    for call in calls:
        value = _filtered(call, value, context)
    return value


def traced_lookup(expression: Expression, context: Context) -> object:
    """The value of an expression without filters."""
    if not isinstance(expression, Lookup) or not expression.keys or context.strict_variables:
        return expression.evaluate(context)
    holder = looked_up(expression.found(context), expression.keys[:-1], context)
    last = expression.keys[-1]
    key = last if isinstance(last, str) else key_of(holder, last.evaluate(context))
    value = get(holder, key, isinstance(last, str) and last in COMMANDS)
    if type(value) is not str or not value:
        return value
    if is_array(holder) and isinstance(last, str):
        key = _ENDS.get(last, key)
    return held_by(holder, key, value, context)


def held_by(holder: object, key: object, value: str, context: Context) -> str:
    """``value``, which stands under ``key`` of ``holder``."""
    if len(value) > _LONGEST:
        return value
    if key == -1 and is_array(holder):
        key = len(holder) - 1
    origin = context.host.origin(holder, key)
    return value if origin is None else of_origin(value, origin)


def traced_items(holder: object, items: Sequence[object], context: Context) -> Sequence[object]:
    """The ``items`` of a loop over ``holder``, those that are texts with their origins."""
    if is_array(holder):
        if not items or type(items[0]) is not str or context.host.origin(holder, 0) is None:
            return items
        return [
            held_by(holder, index, item, context) if type(item) is str else item
            for index, item in enumerate(items)
        ]
    if not isinstance(holder, dict) or context.host.origin(holder, "") is None:
        return items
    return [
        [key, held_by(holder, key, value, context) if type(value) is str else value]
        for key, value in holder.items()
    ]


def _filtered(call: FilterCall, value: object, context: Context) -> object:
    result = apply_filter(context, call, value)
    if type(result) is not str or not result:
        return result
    if call.name in _ENDS and is_array(value):
        return held_by(value, _ENDS[call.name], result, context)
    known = _parts(value)
    joined: list[tuple[str, Parts]] = [(value, known)] if known and isinstance(value, str) else []
    is_kept = call.name == "default" and isinstance(value, str) and value == result
    if call.name in _JOINING and not is_kept:
        joined += _arguments(call, context)
    if not joined:
        return result
    parts = _joined(value if isinstance(value, str) else "", joined, result)
    return ValueText(result, parts) if parts else result


def _arguments(call: FilterCall, context: Context) -> Iterable[tuple[str, Parts]]:
    for argument in call.arguments:
        value = traced_lookup(argument, context)
        parts = _parts(value)
        if parts and isinstance(value, str):
            yield value, parts


def _parts(value: object) -> Parts:
    if isinstance(value, ValueText):
        return value.parts
    if not isinstance(value, CapturedText) or all(piece.origin is None for piece in value.pieces):
        return ()
    ends = [*(piece.out for piece in value.pieces[1:]), len(value)]
    return tuple(
        TextPart(end - piece.out, piece.origin) for piece, end in zip(value.pieces, ends, strict=True)
    )


def _joined(given: str, known: Sequence[tuple[str, Parts]], result: str) -> Parts:
    """The parts of ``result``, which a filter made of ``given`` and its arguments."""
    for text, parts in known:
        others = [(each, of) for each, of in known if each is not text]
        if result.endswith(text):
            return (*_rest(result[: -len(text)], others), *parts)
        if result.startswith(text):
            return (*parts, *_rest(result[len(text) :], others))
    origins = {part.origin for _, parts in known for part in parts}
    if "<" in given and None in origins:
        return ()  # tags around a value, of which others have addresses of their own
    origins.discard(None)
    return (TextPart(len(result), origins.pop()),) if len(origins) == 1 else ()


def _rest(text: str, known: Sequence[tuple[str, Parts]]) -> Parts:
    """The parts of what stands before or after a text that is known."""
    if not text:
        return ()
    return next((parts for each, parts in known if each == text), (TextPart(len(text), None),))
