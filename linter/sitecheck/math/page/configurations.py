r"""Finds the configurations of MathJax and KaTeX in the JavaScript of a page, without running it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.page.js_literal import OPAQUE, JsObject, JsValue, read_arguments, read_value
from sitecheck.named_tuple import NamedTuple

Form = Literal["hub", "global", "assign", "macro", "commands", "auto-render", "katex"]
"""``MathJax.Hub.Config(…)``, ``MathJax = …``, ``MathJax.a.b = …``, ``TEX.Macro(…)``, ``new CommandMap(…)``,
``renderMathInElement(…)``, ``katex.render(…)``."""

_WORDS: Final = tuple(
    map(lazy_pattern, ("MathJax", "Macro", "CommandMap", "Definitions", "renderMathInElement", "katex"))
)
"""What every mark begins with. Each word alone is looked for many times faster than all marks in one pattern,
and scripts that bring a whole library are long."""
_MARK: Final = lazy_pattern(
    r"(?P<hub>\bMathJax\s*\.\s*Hub\s*\.\s*Config\s*\(\s*)"
    r"|(?P<macro>Macro\s*\(\s*)"
    r"|(?P<commands>(?:Command|Macro)Map\s*\(|Definitions\s*\.\s*(?:Add\s*\(|macros\b))"
    r"|(?P<auto>\brenderMathInElement\s*\(\s*)"
    r"|(?P<katex>\bkatex\s*\.\s*render(?:ToString)?\s*\()"
    r"|\bMathJax(?P<path>(?:\s*\.\s*[A-Za-z_]\w*){0,20})\s*=(?!=)\s*"
    r"(?:(?:window\s*\.\s*)?MathJax\s*\|\|\s*)?"
)
_ELEMENT: Final = lazy_pattern(r"(document\s{0,20}\.\s{0,20}[A-Za-z_$][\w$]{0,100})\s{0,100}[,)]")
"""What is the same wherever it is the first argument of a call."""
_BEFORE_MACRO: Final = 200
"""Characters before ``Macro`` in which its dot is looked for."""
_COMMENT: Final = lazy_pattern(r"/(?:(?<![:'\"\\]/)/[^\n]*|\*)")
"""It begins with what it must begin with: a script may hold megabytes of data, and no slash."""
_MOST_PARTS: Final = 50
"""A piece of configuration may hold others, and all are read: where there are more, they cannot be known."""
_ADDRESS: Final = lazy_pattern(r"""["'`]([^"'`\s<>]*(?:mathjax|katex)[^"'`\s<>]*)["'`]""", re.IGNORECASE)


class Part(NamedTuple):
    """One piece of configuration: its form, its value, where it is written in the script.

    ``path`` names what is assigned (``("tex", "macros")``), or for ``auto-render`` the element of the page
    that is looked through (``("document", "body")``; empty where nobody knows). ``value`` is :data:`OPAQUE`
    where it cannot be read; for ``macro`` it is the list of arguments, for ``auto-render`` the options or
    ``None``. Nobody reads ``commands``, which are functions.
    """

    form: Form
    value: JsValue
    start: int
    end: int
    path: tuple[str, ...] = ()


def harvest(script: str) -> Iterator[Part]:
    """The pieces of configuration in a script, in order; what is commented out does not count."""
    text = _without_comments(script)
    for number, match in enumerate(_marks(text)):
        start, after = match.span()
        if number == _MOST_PARTS:
            yield from unread(start, after)
            return
        if match["hub"]:
            arguments, end = read_arguments(text, after)
            yield Part(form="hub", value=arguments[0] if arguments else OPAQUE, start=start, end=end)
        elif match["macro"]:
            arguments, end = read_arguments(text, after)
            yield Part(form="macro", value=arguments, start=start, end=end)
        elif match["auto"]:
            arguments, end = read_arguments(text, after)
            options = arguments[1] if len(arguments) > 1 else None
            element = _ELEMENT.match(text, after)
            path = _names(element[1]) if element is not None else ()
            yield Part(form="auto-render", value=options, start=start, end=end, path=path)
        elif match["katex"] or match["commands"]:
            form: Form = "katex" if match["katex"] else "commands"
            yield Part(form=form, value=None, start=start, end=after)
        else:
            path = _names(match["path"])
            value, end = read_value(text, after)
            yield Part(form="assign" if path else "global", value=value, start=start, end=end, path=path)


def unread(start: int, end: int) -> tuple[Part, Part]:
    """What stands for the pieces from here on, of which nothing is known: of any engine's configuration."""
    return (
        Part(form="global", value=OPAQUE, start=start, end=end),
        Part(form="auto-render", value=OPAQUE, start=start, end=end),
    )


def _names(path: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in path.split(".") if name.strip())


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Where a piece of configuration begins, in order; none begins inside of another's mark."""
    end = 0
    for at in sorted(word.start() for pattern in _WORDS for word in pattern.finditer(text)):
        match = _MARK.match(text, at) if at >= end else None
        if match is not None and (not match["macro"] or _is_method(text, at)):
            yield match
            end = match.end()


def _is_method(text: str, at: int) -> bool:
    return text[max(0, at - _BEFORE_MACRO) : at].rstrip().endswith(".")


def addresses(script: str) -> Iterator[str]:
    """The addresses of math scripts that a script names, to load them."""
    for match in _ADDRESS.finditer(_without_comments(script)):
        yield match[1]


def _without_comments(script: str) -> str:
    """A script with blanks for its comments; a comment without an end is none."""
    parts: list[str] = []
    at = kept = 0
    ends = True
    while (match := _COMMENT.search(script, at)) is not None:
        start, at = match.span()
        if match[0] == "/*":
            end = script.find("*/", at) if ends else -1
            ends = end >= 0
            if not ends:
                continue
            at = end + 2
        parts += (script[kept:start], " " * (at - start))
        kept = at
    return "".join((*parts, script[kept:]))


def merged(first: JsValue, second: JsValue) -> JsValue:
    """Two configurations, the second laid over the first, objects key by key."""
    if not isinstance(first, JsObject) or not isinstance(second, JsObject):
        return second
    both = JsObject(dict(first.values), {**first.places, **second.places}, first.partial or second.partial)
    for key, value in second.values.items():
        both.values[key] = merged(first.values.get(key), value)
    return both
