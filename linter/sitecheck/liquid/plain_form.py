"""What an author probably meant where Liquid reads laxly, and whether that is what Liquid reads.

A few common slips are undone; if the strict grammar takes the result, it is what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.expression import Constant, Lookup, RangeLookup
from sitecheck.liquid.lexer import MarkupError

_LONGEST = 300
_QUOTED = lazy_pattern(r"\"[^\"]*\"|'[^']*'")
_ODD_SPACE = lazy_pattern(r"[^\S\t\n\v\f\r ]")
_COMMANDS = ("size", "first", "last")
_SLIPS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "any": (
        (_ODD_SPACE, " "),
        (lazy_pattern(r"\.(?=\[)"), ""),  # site.[name]
        (lazy_pattern(r"(?<![\w$-])\$(?=\w)"), ""),  # $name
        (lazy_pattern(r"(?<=[\w\]])\.(\d[\w-]*)(?![\w-])"), r'["\1"]'),  # site.data.2024
        (lazy_pattern(r"\s*[|,;%}]\s*$"), " "),
    ),
    "condition": (
        (lazy_pattern(r"\{\{\s*([\w.-]+)\s*\}{0,2}"), r"\1"),  # {% if {{page.a}} %}
        (lazy_pattern(r"(?<![=!<>])={1,3}(?!=)"), "=="),
        (lazy_pattern(r"\s*&&\s*"), " and "),
        (lazy_pattern(r"\s*\|\|\s*"), " or "),
        (lazy_pattern(r"[()]"), " "),
    ),
    "loop": (
        (lazy_pattern(r"\s*[|,]\s*(?=(?:limit|offset|reversed)\b)"), " "),
        (lazy_pattern(r"\s*\|?\s*\breverse\s*$"), " reversed"),
        (lazy_pattern(r"\(\s*([A-Za-z_][\w.-]*)\s*\)"), r"\1"),  # in (site.posts)
    ),
    "variable": (
        (lazy_pattern(r"\{\{\s*([\w.-]+)\s*\}{0,2}"), r"\1"),  # {% assign a = {{page.a}} %}
        (lazy_pattern(r"\|\s*\|"), "|"),
        (lazy_pattern(r"\|\s*\Z"), "| default: "),  # page.a | "text"
        (lazy_pattern(r"(\|\s*sort)\s*:\s*\d+(?=\s*(?:[)|]|\Z))"), r"\1"),  # by no property: unsorted
        (lazy_pattern(r"(\|\s*\w+)\s*:\s*$"), r"\1"),  # | sort: without a property
        (lazy_pattern(r"(\|\s*\w+)\s*,\s*"), r"\1: "),  # | split, ","
        (lazy_pattern(r"[()]"), " "),
    ),
}
"""What to write instead, outside of quotes, by what is read."""


def plain_form(kind: str, markup: str, strict: Callable[[str], object]) -> tuple[str, object] | None:
    """The text that was probably meant and what ``strict`` reads in it; ``None`` when no slip explains it.

    ``kind`` is ``condition``, ``loop`` or ``variable``.
    """
    if len(markup) > _LONGEST:
        return None
    for text in _candidates(kind, markup):
        reading = _read(strict, text)
        if reading is not None:
            return text.strip(), reading
    return None


def _read(strict: Callable[[str], object], text: str) -> object | None:
    try:
        return strict(text)
    except MarkupError:
        return None


def _candidates(kind: str, markup: str) -> Iterator[str]:
    """The markup with one slip after the other undone."""
    text = markup
    for pattern, instead in (*_SLIPS["any"], *_SLIPS.get(kind, ())):
        changed = _outside_quotes(pattern, instead, text)
        if changed != text:
            text = re.sub(r" {2,}", " ", changed)
            yield text


def _outside_quotes(pattern: re.Pattern[str], instead: str, text: str) -> str:
    parts: list[str] = []
    at = 0
    for match in _QUOTED.finditer(text):
        between = text[at : match.start()]
        parts += (between if pattern.pattern.endswith("$") else pattern.sub(instead, between), match[0])
        at = match.end()
    return "".join((*parts, pattern.sub(instead, text[at:])))


def same_reading(one: object, other: object) -> bool:
    """Whether two readings of a markup mean the same, wherever their parts stand."""
    return shape_of(one) == shape_of(other)


def _given(arguments: tuple[object, ...]) -> tuple[object, ...]:
    """A filter's arguments without what is nothing at their end: the gem takes ``0)`` for a name, which no
    value has."""
    end = len(arguments)
    while end and _is_stray_number(arguments[end - 1]):
        end -= 1
    return arguments[:end]


def _is_stray_number(value: object) -> bool:
    return isinstance(value, Lookup) and not value.keys and str(value.name).isdecimal()


def _key(key: object) -> object:
    """What is looked up: ``.a`` and ``["a"]`` are one, but of the words that Liquid counts or picks by."""
    if isinstance(key, Constant) and isinstance(key.value, str) and key.value not in _COMMANDS:
        return key.value
    return shape_of(key)


def shape_of(value: object) -> object:
    """What is the same for all readings that mean the same."""
    if isinstance(value, Constant):
        return ("constant", repr(value.value))
    if isinstance(value, Lookup):
        return ("lookup", shape_of(value.name), tuple(map(_key, value.keys)))
    if isinstance(value, RangeLookup):
        return ("range", shape_of(value.start), shape_of(value.stop))
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is None:
            return tuple(map(shape_of, value))
        without = {"warning", "source", *({"offset"} if "name" in fields else set())}
        parts = ((name, getattr(value, name)) for name in fields if name not in without)
        return tuple(shape_of(_given(part) if name == "arguments" else part) for name, part in parts)
    return value
