"""Filters of Liquid that work on text."""

from __future__ import annotations

import base64
import binascii
import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import MAX_TEXT
from sitecheck.liquid.expression import to_integer, to_long
from sitecheck.liquid.filters.registry import register, text_of
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.values import RUBY_SPACE, Unknown, is_array, is_false, truth, undecided
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context

_ESCAPE_ONCE = lazy_pattern(r"[\"><']|&(?!(?:[a-zA-Z]+|#[0-9]+);)")
_HTML = {"&": "&amp;", ">": "&gt;", "<": "&lt;", '"': "&quot;", "'": "&#39;"}
_WHITE = " \t\n\v\f\r"


@register("downcase", policy="text")
def downcase(context: Context, value: object) -> str:
    """Lower case; Ruby knows no final sigma."""
    return text_of(value).replace("Σ", "σ").lower()


@register("upcase", policy="text")
def upcase(context: Context, value: object) -> str:
    return text_of(value).upper()


@register("capitalize", policy="text")
def capitalize(context: Context, value: object) -> str:
    return text_of(value).replace("Σ", "σ").capitalize()


@register("escape", "h", policy="text")
def escape(context: Context, value: object) -> str | None:
    return None if value is None else html.escape(text_of(value)).replace("&#x27;", "&#39;")


@register("escape_once", policy="text", cost=16)
def escape_once(context: Context, value: object) -> str:
    return _ESCAPE_ONCE.sub(lambda match: _HTML[match[0]], text_of(value))


def cgi_escape(text: str) -> str:
    """Ruby's ``CGI.escape``; unknown stretches stay."""
    return UNKNOWN.join(quote(part, safe=" ").replace(" ", "+") for part in text.split(UNKNOWN))


@register("url_encode", policy="text", cost=16)
def url_encode(context: Context, value: object) -> str | None:
    return None if value is None else cgi_escape(text_of(value))


@register("url_decode", policy="text", cost=16)
def url_decode(context: Context, value: object) -> str | None:
    if value is None:
        return None
    try:
        return unquote_to_bytes(text_of(value).replace("+", " ")).decode()
    except UnicodeDecodeError:
        raise LiquidError("invalid byte sequence in UTF-8") from None


@register("base64_encode", since=5)
def base64_encode(context: Context, value: object) -> str:
    return base64.b64encode(text_of(value).encode()).decode()


@register("base64_url_safe_encode", since=5)
def base64_url_safe_encode(context: Context, value: object) -> str:
    return base64.urlsafe_b64encode(text_of(value).encode()).decode()


@register("base64_decode", since=5)
def base64_decode(context: Context, value: object) -> str:
    return _decoded(text_of(value), "base64_decode")


@register("base64_url_safe_decode", since=5)
def base64_url_safe_decode(context: Context, value: object) -> str:
    text = text_of(value).replace("-", "+").replace("_", "/")
    return _decoded(text + "=" * (-len(text) % 4), "base64_url_safe_decode")


def _decoded(text: str, name: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except binascii.Error:
        raise LiquidError(f"invalid base64 provided to {name}") from None
    except (UnicodeDecodeError, ValueError):
        raise UndecidedError(undecided("the decoded bytes are no text")) from None


@register("slice", low=1, high=2)
def slice_(context: Context, value: object, offset: object, length: object = None) -> object:
    start, count = to_long(offset), 1 if is_false(length) else to_long(length)
    items = value if is_array(value) else text_of(value)
    if start < 0:
        start += len(items)
    if count < 0 or not 0 <= start <= len(items):
        return [] if is_array(value) else ""
    part = items[start : start + count]
    return list(part) if is_array(value) else part


@register("truncate", high=2)
def truncate(context: Context, value: object, length: object = 50, end: object = "...") -> str | None:
    if value is None:
        return None
    text, limit, tail = text_of(value), to_integer(length), text_of(end)
    return text[: max(0, limit - len(tail))] + tail if len(text) > limit else text


@register("truncatewords", high=2, cost=4)
def truncate_words(context: Context, value: object, words: object = 15, end: object = "...") -> object:
    """Keep the first words; the gem 4 marks even a text of just so many words as cut, the gem 5 does not."""
    if value is None:
        return None
    text, count = text_of(value), to_integer(words)
    if context.liquid < 5:
        parts = _first_words(text, max(1, count))
        return " ".join(parts[: max(1, count)]) + text_of(end) if len(parts) > max(0, count - 1) else value
    count = max(1, count)
    if count + 1 > 2**31 - 1:
        raise LiquidError(f"integer {count} too big for truncatewords")
    parts = ruby_words(text, count)
    return " ".join(parts[:count]) + text_of(end) if len(parts) > count else text


_SPACES = lazy_pattern(r"[\0\t\n\v\f\r ]+")


def _first_words(text: str, number: int) -> list[str]:
    """The first words of a text, and what follows them if anything does: lists show the first of posts."""
    parts = _SPACES.split(text.lstrip(RUBY_SPACE), maxsplit=min(number, len(text) + 1))
    return parts if parts[-1] else parts[:-1]


def ruby_words(text: str, limit: int = -1) -> list[str]:
    """Ruby's ``split(" ")``: words between ASCII white space (and NUL), at most ``limit`` splits."""
    parts = _SPACES.split(text.lstrip(RUBY_SPACE), maxsplit=max(0, limit))
    return parts[:-1] if parts and not parts[-1] and limit < 0 else parts if text.strip(RUBY_SPACE) else []


@register("split", low=1, cost=4)
def split(context: Context, value: object, pattern: object) -> list[str]:
    return ruby_split(text_of(value), text_of(pattern))


def ruby_split(text: str, separator: str) -> list[str]:
    """Ruby's ``String#split``: a blank splits at white space, empty ends are dropped."""
    if separator == " ":
        return ruby_words(text)
    if not separator:
        return list(text)
    parts = text.split(separator)
    while parts and not parts[-1]:
        parts.pop()
    return parts


@register("strip", policy="text")
def strip(context: Context, value: object) -> str:
    return text_of(value).strip(RUBY_SPACE)


@register("lstrip", policy="text")
def lstrip(context: Context, value: object) -> str:
    return text_of(value).lstrip(RUBY_SPACE)


@register("rstrip", policy="text")
def rstrip(context: Context, value: object) -> str:
    return text_of(value).rstrip(RUBY_SPACE)


@register("strip_html", policy="text")
def strip_html(context: Context, value: object) -> str:
    return without_tags(text_of(value))


def without_tags(text: str) -> str:
    """The text without scripts, comments, styles and then tags, found as the gem finds them."""
    text = _without_blocks(text)
    end = text.rfind(">") + 1  # behind it no tag ends, so that none is looked for twice
    return _TAG.sub("", text[:end]) + text[end:]


def ends_outside_tags(text: str) -> bool:
    """Whether :func:`without_tags` takes the same of a text whatever follows it."""
    return _BLOCK.search(text) is None and text.rfind("<") <= text.rfind(">")


_BLOCKS = {"<script": "</script>", "<!--": "-->", "<style": "</style>"}
_BLOCK = lazy_pattern("|".join(map(re.escape, _BLOCKS)))
_TAG = lazy_pattern("<[^>]*>")


def _without_blocks(text: str) -> str:
    """Remove stretches from an opening to its closing mark; linear, also where closing marks are missing."""
    closings = {**_BLOCKS}
    parts: list[str] = []
    kept = position = 0
    while match := _BLOCK.search(text, position):
        closing = closings.get(match[0])
        end = text.find(closing, match.end()) if closing else -1
        if closing and end >= 0:
            parts.append(text[kept : match.start()])
            kept = position = end + len(closing)
        else:
            closings.pop(match[0], None)
            position = match.start() + 1
    return "".join([*parts, text[kept:]])


@register("strip_newlines", policy="text")
def strip_newlines(context: Context, value: object) -> str:
    return text_of(value).replace("\r\n", "").replace("\n", "")


@register("newline_to_br", policy="text")
def newline_to_br(context: Context, value: object) -> str:
    text = text_of(value)
    if context.liquid >= 5:
        text = text.replace("\r\n", "\n")
    return text.replace("\n", "<br />\n")


@register("append", low=1, policy="text")
def append(context: Context, value: object, other: object) -> str:
    return text_of(value) + text_of(other)


@register("prepend", low=1, policy="text")
def prepend(context: Context, value: object, other: object) -> str:
    return text_of(other) + text_of(value)


@register("replace", low=1, high=2, policy="text")
def replace(context: Context, value: object, old: object, new: object = "") -> str:
    return _replaced(text_of(value), text_of(old), text_of(new), -1)


@register("replace_first", low=1, high=2, policy="text")
def replace_first(context: Context, value: object, old: object, new: object = "") -> str:
    return _replaced(text_of(value), text_of(old), text_of(new), 1)


@register("remove", low=1, policy="text")
def remove(context: Context, value: object, old: object) -> str:
    return _replaced(text_of(value), text_of(old), "", -1)


@register("remove_first", low=1, policy="text")
def remove_first(context: Context, value: object, old: object) -> str:
    return _replaced(text_of(value), text_of(old), "", 1)


_BACKSLASH = lazy_pattern(r"\\(?:([0&])|([1-9`'+])|(\\)|k<[^>]*>)")


def _replaced(text: str, old: str, new: str, count: int) -> str:
    """Ruby's ``gsub`` and ``sub`` of a string: ``\\0`` and ``\\\\`` in the replacement have a meaning."""
    if "\\" in new:
        if re.search(r"\\[`'k]", new):
            raise UndecidedError(undecided("a replacement refers to the text around a match"))
        if len(new) + len(_BACKSLASH.findall(new)) * len(old) > MAX_TEXT:
            raise UndecidedError(undecided("the text is too long"))
        new = _BACKSLASH.sub(lambda match: old if match[1] else "\\" if match[3] else "", new)
    if len(text) + text.count(old) * len(new) > MAX_TEXT:
        raise UndecidedError(undecided("the text is too long"))
    return text.replace(old, new, count)


@register("replace_last", low=2, policy="text", since=5)
def replace_last(context: Context, value: object, old: object, new: object) -> str:
    text, wanted = text_of(value), text_of(old)
    start = text.rfind(wanted)
    return text if start < 0 else text[:start] + text_of(new) + text[start + len(wanted) :]


@register("remove_last", low=1, policy="text", since=5)
def remove_last(context: Context, value: object, old: object) -> str:
    return str(replace_last(context, value, old, ""))


@register("size", policy="open")
def size_(context: Context, value: object) -> object:
    from sitecheck.liquid.lookup import size

    found = size(value)
    return 0 if found is None else found


_ABSENT = object()


@register("default", high=2, policy="open")
def default(context: Context, value: object, other: object = "", options: object = _ABSENT) -> object:
    """``other`` for nil, false and empty values; a value that may be nil gives unknown."""
    if type(value) is Unknown:
        return Unknown(value.reasons)
    if options is not _ABSENT and context.liquid < 5:
        raise LiquidError("the filter 'default' takes 1 argument")
    allow_false = isinstance(options, dict) and truth(options.get("allow_false"))
    is_missing = value is None if allow_false else is_false(value)
    if isinstance(value, (str, list, tuple, dict)):
        is_missing = len(value) == 0
    return other if is_missing else value
