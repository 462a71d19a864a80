"""``{% include %}`` and its kin: names of files, parameters that the file reads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.server import harmless
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.offers import begins, offer
from sitecheck.server.cursor import LiquidAt
from sitecheck.server.words import INCLUDE_TAGS

_NAME = lazy_pattern(r"\s+([^\s%{}]*)")
_PARAMETER = lazy_pattern(r"[\s\"']([\w-]*)\Z")
_GIVEN = lazy_pattern(r"(?<![\w-])([\w-]+)\s*=")
_WORD_END = lazy_pattern(r"[^\s%{}]{0,300}")
_PARAMETER_END = lazy_pattern(r"[\w-]{0,100}")


def complete_include(asked: Asked) -> Iterable[Completion] | None:
    """Names of files, then parameters; ``None`` where a value stands."""
    liquid, cursor = asked.cursor.liquid, asked.cursor
    if liquid is None or liquid.name not in INCLUDE_TAGS or liquid.string is not None:
        return None
    match = _NAME.match(cursor.text, liquid.markup, cursor.offset)
    if match is None:
        return None
    if match.end() == cursor.offset:
        end = _WORD_END.match(cursor.text, cursor.offset)
        span = Span(match.start(1), end.end() if end is not None else cursor.offset)
        return _names(asked, liquid, span, match[1])
    parameter = _PARAMETER.search(cursor.text, max(match.end(), cursor.offset - 100), cursor.offset)
    if parameter is None or cursor.text[match.end() : parameter.start() + 1].rstrip()[-1:] == "=":
        return None
    path = asked.index.include_path(liquid.name, match[1], asked.path)
    return _parameters(asked, path, liquid, parameter) if path else ()


def _names(asked: Asked, liquid: LiquidAt, span: Span, typed: str) -> Iterator[Completion]:
    for name, path in _files(asked, liquid.name):
        if begins(name, typed):
            parameters = asked.index.include_parameters(path)
            detail = ", ".join(parameters)
            yield offer("include", span, name, detail=detail, documentation=_about(parameters))


def _about(parameters: tuple[str, ...]) -> str:
    return f"Reads {', '.join(harmless.code(each, 60) for each in parameters[:20])}." if parameters else ""


def _files(asked: Asked, tag: str) -> Iterator[tuple[str, str]]:
    """Names that the tag may call → paths: below the includes folder, or beside the page."""
    if tag != "include_relative":
        yield from sorted(asked.index.site.named_includes.items())
        return
    folder = posixpath.dirname(asked.path)
    start = f"{folder}/" if folder else ""
    site = asked.view.site
    published = {path for path in site.by_source if path.startswith(start)}
    hidden = {path for path in site.unpublished if path.startswith(start) and "." in posixpath.basename(path)}
    for path in sorted((published | hidden) - {asked.path}):
        yield path.removeprefix(start), path


def _parameters(asked: Asked, path: str, liquid: LiquidAt, match: re.Match[str]) -> Iterator[Completion]:
    cursor = asked.cursor
    close = cursor.text.find("%}", cursor.offset, cursor.offset + 2_000)
    rest = cursor.text[cursor.offset : close] if close >= 0 else ""
    given = set(_GIVEN.findall(cursor.text[liquid.markup : match.start(1)] + " " + rest.lstrip()))
    end = _PARAMETER_END.match(cursor.text, cursor.offset)
    stop = end.end() if end is not None else cursor.offset
    has_equals = cursor.text[stop : stop + 1] == "="
    names = (*asked.index.include_parameters(path), *asked.index.include_calls.get(path, ()))
    for number, name in enumerate(names):
        whole = cursor.text[match.start(1) : stop]
        if begins(name, match[1]) and (name not in given or name == whole):
            text = name if has_equals else f"{name}="
            yield offer(
                "parameter", Span(match.start(1), stop), text, label=name, detail=path, sort=f"{number:04}"
            )
