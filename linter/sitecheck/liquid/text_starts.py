"""Texts of pages that are cut short: of ``{{ post.content | strip_html | truncatewords: 30 }}`` no more is
worked out than how the text begins, as lists of posts show each of them so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck.liquid.expression import Constant, Lookup, looked_up
from sitecheck.liquid.filters import apply_filter
from sitecheck.liquid.filters.text import ends_outside_tags, ruby_words
from sitecheck.liquid.markup import FilterCall, Variable
from sitecheck.liquid.values import PageText, TextHolder
from sitecheck.named_tuple import NamedTuple

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
_SIZES = (256, 512, 1024, 2048, 4096)
"""So many characters of the source are asked for. Few sizes, as for each the text is read once more; for more
than the last all of it is worked out."""


class _Cut(NamedTuple):
    """Where among filters a text is cut short, to how many characters or words, and what that asks for."""

    at: int
    kept: int
    size: int


def begin(variable: Variable, context: Context) -> tuple[PageText, tuple[FilterCall, ...]] | None:
    """How the text of a page begins, and the filters that still have to be called; ``None`` where all of the
    text is needed, or anything else is asked for."""
    expression, calls = variable.expression, variable.filters
    if not isinstance(expression, Lookup) or expression.keys[-1:] != ("content",) or context.strict_variables:
        return None
    cut = _cut(calls)
    if cut is None or any(call.name in context.host.replaced_filters for call in calls):
        return None
    holder = looked_up(expression.found(context), expression.keys[:-1], context)
    if not isinstance(holder, TextHolder):
        return None
    value: object = holder.text_start(cut.size)
    for call in calls[: cut.at]:
        if not isinstance(value, str) or (call.name == "strip_html" and not ends_outside_tags(value)):
            return None
        value = apply_filter(context, call, value)
    if not isinstance(value, PageText) or not _has_more(value, calls[cut.at].name, cut.kept):
        return None
    return value, calls[cut.at :]


def _cut(calls: tuple[FilterCall, ...]) -> _Cut | None:
    at = next((at for at, call in enumerate(calls) if call.name not in _KEEPING), len(calls))
    if at == len(calls) or calls[at].name not in _CUTTING:
        return None
    count, length = _CUTTING[calls[at].name]
    if calls[at].arguments:
        said = calls[at].arguments[0]
        if not isinstance(said, Constant) or type(said.value) is not int:
            return None
        count = said.value
    size = next((size for size in _SIZES if count * length <= size), None)
    return None if size is None or count < 1 else _Cut(at, count, size)


def _has_more(text: str, name: str, count: int) -> bool:
    """Whether a text is longer than what a filter keeps of it, whatever follows."""
    return len(text.rstrip()) > count if name == "truncate" else len(ruby_words(text, count)) > count
