"""``include``, ``include_relative`` and ``include_cached``."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import TYPE_CHECKING

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import spend
from sitecheck.liquid.context import UNSEEN, Cached
from sitecheck.liquid.expression import Expression, parse_expression
from sitecheck.liquid.host import LEFT_OUT, HostRead, IncludeFile
from sitecheck.liquid.output import Frame
from sitecheck.liquid.problem import MISSING_INCLUDE, LiquidError
from sitecheck.liquid.traced import given_by, traced_lookup
from sitecheck.liquid.values import Drop, Unknown, inspect, is_array, is_too_large
from sitecheck.model.span import Span
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context
    from sitecheck.liquid.nodes import Body

_PARAMETER = lazy_pattern(
    r"([\w-]+)[\t\n\v\f\r ]*=[\t\n\v\f\r ]*"
    r"(?:\"([^\"\\]*(?:\\.[^\"\\]*)*)\"|'([^'\\]*(?:\\.[^'\\]*)*)'|([\w.-]+))",
    re.A,
)
_SPACES = lazy_pattern(r"[\t\n\v\f\r ]*")
_VARIABLE_NAME = lazy_pattern(
    r"([^{]*(?:\{\{[\t\n\v\f\r ]*[\w\-.]+[\t\n\v\f\r ]*(?:\|.*)?\}\}[^\t\n\v\f\r {}]*)+)(.*)", re.A | re.S
)
_LONGEST_VARIABLE_NAME = 2000
# Ruby: ^ and $ are the ends of lines, so Jekyll takes any name one line of which has only these characters.
_NAME = lazy_pattern(r"^[\w/.\-()+~#@]+$", re.A | re.M)
_BAD_SEQUENCE = lazy_pattern(r"[./]{2,}")


_INCLUDE = 10
"""What finding a file to include costs, beside what is in it."""


class Parameter(NamedTuple):
    """A parameter of an include: a string or an expression."""

    name: str
    value: str | Expression


class IncludeMarkup(NamedTuple):
    """The inside of an include tag: the file's name (a template where it holds outputs) and parameters."""

    name: str
    parameters: tuple[Parameter, ...] | None
    bad_offset: int | None
    is_template: bool = False


def parse_include(markup: str, liquid: int) -> IncludeMarkup:
    """Read the inside of an include tag; ``bad_offset`` tells where parameters are malformed."""
    start = len(markup) - len(markup.lstrip("\0\t\n\v\f\r "))
    text = markup.strip("\0\t\n\v\f\r ")
    match = _VARIABLE_NAME.search(text) if "{{" in text and len(text) < _LONGEST_VARIABLE_NAME else None
    if match:
        name, rest, rest_start = match[1].strip(), match[2], match.start(2)
        rest_start += len(rest) - len(rest.lstrip())
        rest = rest.strip()
    else:
        parts = re.split(r"[\t\n\v\f\r ]+", text, maxsplit=1)
        name, rest = parts[0], parts[1] if len(parts) > 1 else None
        rest_start = len(text) - len(rest or "")
    if rest is None:
        return IncludeMarkup(name, None, None)
    parameters, bad = _parse_parameters(rest, liquid)
    return IncludeMarkup(
        name=name,
        parameters=parameters,
        bad_offset=None if bad is None else start + rest_start + bad,
        is_template=match is not None or ("{{" in name and len(text) >= _LONGEST_VARIABLE_NAME),
    )


def _parse_parameters(text: str, liquid: int) -> tuple[tuple[Parameter, ...], int | None]:
    parameters: list[Parameter] = []
    position = _skip(text, 0)
    while position < len(text):
        match = _PARAMETER.match(text, position)
        if match is None or (match.end() < len(text) and text[match.end()] not in "\t\n\v\f\r "):
            return tuple(parameters), position
        parameters.append(Parameter(match[1], _parameter_value(match, liquid)))
        position = _skip(text, match.end())
    return tuple(parameters), None


def _skip(text: str, position: int) -> int:
    match = _SPACES.match(text, position)
    return match.end() if match else position


def _parameter_value(match: re.Match[str], liquid: int) -> str | Expression:
    if match[2] is not None:
        return match[2].replace('\\"', '"')
    if match[3] is not None:
        return match[3].replace("\\'", "'")
    return parse_expression(match[4], liquid)


class Include:
    """An include tag. ``template`` is the name as a template when it holds outputs."""

    __slots__ = ("kind", "markup", "name_body", "span")
    blank = False

    def __init__(self, span: Span, kind: str, markup: IncludeMarkup, name_body: Body | None) -> None:
        self.span = span
        self.kind = kind
        self.markup = markup
        self.name_body = name_body

    def render(self, context: Context) -> None:
        name = text_of(self.markup.name, self.name_body, context)
        if isinstance(name, Unknown):
            context.write(Unknown(name.reasons), self.span)
            return
        spend(_INCLUDE + len(name))
        self.check_name(name)
        file = self.locate(name, context)
        if isinstance(file, Unknown):
            context.write(Unknown(file.reasons), self.span)
            if file is not LEFT_OUT:
                context.assign(UNSEEN, Unknown(file.reasons))
        elif context.maybe and file.path in context.running:
            context.write(Unknown(because(ReasonKind.ENDLESS_INCLUDE)), self.span)
        else:
            with context.nested():
                self._render_file(file, context)

    def named(self, name: str) -> Include:
        """The tag with ``name`` in the place of what Liquid makes it of."""
        if self.name_body is None:
            return self
        return Include(self.span, self.kind, self.markup._replace(name=name), None)

    def parameter(self, value: str | Expression, context: Context) -> object:
        """The value of a parameter; a text remembers where it was written."""
        if isinstance(value, str):
            return given_by(value, context, self.span)
        return traced_lookup(value, context)

    @staticmethod
    def check_name(name: str) -> None:
        if _BAD_SEQUENCE.search(name) or not _NAME.search(name):
            allowed = "letters, digits and / . - _ ( ) + ~ # @"
            message = f"'{name}' is no file name that include accepts: {allowed} are allowed"
            raise LiquidError(message, "invalid-include")

    def locate(self, name: str, context: Context) -> IncludeFile | Unknown:
        if self.kind == "include_relative":
            context.reads.add(HostRead("include_relative", f"{context.page_path}:{name}"))
            file = context.host.include(name, context.page_path)
        else:
            context.reads.add(HostRead("include", name))
            file = context.host.include(name, None)
        if file is None or name.endswith("/"):  # no file is found by the name of a folder
            if self.kind == "include_relative":
                raise LiquidError(f"there is no file '{name}' beside the page", MISSING_INCLUDE)
            raise LiquidError(f"there is no file '{name}' in _includes", MISSING_INCLUDE, name)
        return file

    def _render_file(self, file: IncludeFile, context: Context) -> None:
        given: dict[str, object] | None = None
        if self.markup.parameters is not None:
            spend(len(self.markup.parameters))
            given = {item.name: self.parameter(item.value, context) for item in self.markup.parameters}
        if self.kind == "include_cached":
            self._render_cached(file, given, context)
        else:
            self._render_template(file, given, context)

    def _render_cached(self, file: IncludeFile, given: dict[str, object] | None, context: Context) -> None:
        """One rendering serves all calls with the same values, whatever their names, of other pages too."""
        key = (file.path, *(_told_apart(value) for _, value in sorted((given or {}).items())))
        cached = context.includes.get(key)
        if cached is None:
            page_used, context.page_used = context.page_used, False
            with context.captured() as out:
                self._render_template(file, given, context)
            cached = context.includes[key] = Cached(out.text(), tuple(out.pieces), context.page_used)
            context.page_used = context.page_used or page_used
        context.count_output(len(cached.text), len(cached.pieces))
        context.out.replay(cached.text, cached.pieces, context.maybe or cached.uses_page)

    def _render_template(self, file: IncludeFile, given: dict[str, object] | None, context: Context) -> None:
        spend(len(file.text) // 64)
        template = context.parse(file.text, file.path, file.offset)
        outer = context.frame
        context.frame = frame_of(file, outer, self.span)
        context.running.append(file.path)
        try:
            with context.scope({} if given is None else {"include": given}):
                context.render_template(template)
        finally:
            context.running.pop()
            context.frame = outer


class _Object:
    """What is one with itself alone, as a document, or a value too large to be compared."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Object) and other._value is self._value

    def __hash__(self) -> int:
        return id(self._value)


def _told_apart(value: object) -> Hashable:
    """What tells the value of a parameter from those that are another to jekyll-include-cache."""
    return _Object(value) if is_too_large(value) else _in_parts(value)


def _in_parts(value: object) -> Hashable:
    if isinstance(value, dict):
        return tuple((_in_parts(key), _in_parts(item)) for key, item in value.items())
    if is_array(value):
        return tuple(map(_in_parts, value))
    return _Object(value) if isinstance(value, Drop) else inspect(value)


def frame_of(file: IncludeFile, outer: Frame, tag: Span) -> Frame:
    """The frame in which a file is rendered that ``tag`` includes."""
    if file.elsewhere:
        return Frame(outer.path, outer.via, outer.at or tag)
    return Frame(file.path, (*outer.via, outer.place(tag)))


def text_of(text: str, body: Body | None, context: Context) -> str:
    """The text of a tag's argument, its outputs rendered."""
    if body is None:
        return text
    with context.captured() as out:
        body.render(context)
    return Unknown(out.reasons) if out.reasons else out.text()
