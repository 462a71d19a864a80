"""Texts of pages that are cut short: of ``{{ post.content | strip_html | truncatewords: 30 }}`` no more is
worked out than how the text begins, as lists of posts show each of them so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck.liquid.expression import Constant, Lookup, looked_up
from sitecheck.liquid.filters import apply_filter
from sitecheck.liquid.filters.text import ends_outside_tags, ruby_words
from sitecheck.liquid.markup import FilterCall, Variable
from sitecheck.liquid.values import PageText, TextHolder

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context

_KEEPING = frozenset(
    {"escape", "lstrip", "newline_to_br", "normalize_whitespace", "rstrip", "strip", "strip_html"}
    | {"strip_newlines", "xml_escape"}
)
"""Filters that make of how a text begins the beginning of what they make of all of it."""
_CUTTING = {"truncate": (50, 2), "truncatewords": (15, 12)}
"""Filters that keep the beginning of a text: how many characters or words where that is not said, and in how
many characters of the source one of them stands, marks included, more often than not."""
_MOST = 2_000
"""Characters or words: of longer beginnings all of the text is worked out."""


def begin(variable: Variable, context: Context) -> tuple[PageText, tuple[FilterCall, ...]] | None:
    """How the text of a page begins, and the filters that still have to be called; ``None`` where all of the
    text is needed, or anything else is asked for."""
    expression, calls = variable.expression, variable.filters
    if not isinstance(expression, Lookup) or expression.keys[-1:] != ("content",) or context.strict_variables:
        return None
    at = next((at for at, call in enumerate(calls) if call.name not in _KEEPING), len(calls))
    count = _count(calls[at]) if at < len(calls) else 0
    is_replaced = any(call.name in context.host.replaced_filters for call in calls)
    if not 0 < count <= _MOST or is_replaced:
        return None
    holder = looked_up(expression.found(context), expression.keys[:-1], context)
    if not isinstance(holder, TextHolder):
        return None
    value: object = holder.text_start(count * _CUTTING[calls[at].name][1])
    for call in calls[:at]:
        if not isinstance(value, str) or (call.name == "strip_html" and not ends_outside_tags(value)):
            return None
        value = apply_filter(context, call, value)
    is_enough = isinstance(value, PageText) and _has_more(value, calls[at].name, count)
    return (value, calls[at:]) if is_enough and isinstance(value, PageText) else None


def _count(call: FilterCall) -> int:
    """How many characters or words a filter keeps; 0 for any other, and where a variable says how many."""
    if call.name not in _CUTTING:
        return 0
    said = call.arguments[0] if call.arguments else Constant(_CUTTING[call.name][0])
    return said.value if isinstance(said, Constant) and type(said.value) is int else 0


def _has_more(text: str, name: str, count: int) -> bool:
    """Whether a text is longer than what a filter keeps of it, whatever follows."""
    return len(text.rstrip()) > count if name == "truncate" else len(ruby_words(text, count)) > count
