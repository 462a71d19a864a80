"""What stands inside ``{{ }}`` and ``{% %}``: outputs with filters, conditions, loop heads.

Each is read strictly first and, where that fails, laxly by the gem's patterns, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.expression import NIL, Expression, parse_expression
from sitecheck.liquid.lexer import Cursor, MarkupError
from sitecheck.liquid.plain_form import plain_form, same_reading
from sitecheck.named_tuple import NamedTuple

Strict = Callable[[str], object]

SPACE = r"[\t\n\v\f\r ]"
QUOTED = r"(?:\"[^\"]*\"|'[^']*')"
FRAGMENT = rf"(?:{QUOTED}|(?:[^\t\n\v\f\r ,|'\"]|{QUOTED})+)"
"""The gem's QuotedFragment: a quoted string or a run without blanks, commas and bars."""

_FIRST_FRAGMENT = lazy_pattern(FRAGMENT)
_AFTER_BAR = lazy_pattern(rf"\|{SPACE}*(.*)", re.S)
_FILTER = lazy_pattern(rf"(?:{SPACE}+|{FRAGMENT}|,)+")
_BLANKS = lazy_pattern(rf"{SPACE}+")
_WORD = lazy_pattern(r"\w+", re.A)
_FILTER_ARGUMENT = lazy_pattern(rf"[:,]{SPACE}*((?:\w+{SPACE}*:{SPACE}*)?{FRAGMENT})", re.A)
_ATTRIBUTE_4 = lazy_pattern(rf"(?<!\w)(\w+){SPACE}*:{SPACE}*({FRAGMENT})", re.A)
_ATTRIBUTE_5 = lazy_pattern(rf"(?<!\w)(\w[\w-]*){SPACE}*:{SPACE}*({FRAGMENT})", re.A)
_LAX_CONDITION = lazy_pattern(rf"({FRAGMENT}){SPACE}*([=!<>a-z_]+)?{SPACE}*({FRAGMENT})?")
_LAX_PART = lazy_pattern(
    rf"(?:\b(?:{SPACE}?and{SPACE}?|{SPACE}?or{SPACE}?)\b"
    rf"|(?:{SPACE}*(?!\b(?:{SPACE}?and{SPACE}?|{SPACE}?or{SPACE}?)\b)"
    rf"(?:{FRAGMENT}|[^\t\n\v\f\r ]+){SPACE}*)+)",
    re.A,
)
_LAX_FOR = lazy_pattern(rf"([\w-]+){SPACE}+in{SPACE}+({FRAGMENT}+){SPACE}*(reversed)?", re.A)


class Warned(NamedTuple):
    """Why the strict reading failed, and where in the markup."""

    message: str
    offset: int
    meant: str = ""
    """What was probably meant, as it should be written; "" where no common slip explains it."""
    agrees: bool = False
    """Whether Liquid reads what was meant all the same."""


def _explained(kind: str, markup: str, error: MarkupError, *, lax: object, strict: Strict) -> Warned:
    """Why the strict reading failed, and what was meant instead of ``lax``, which is what Liquid reads."""
    found = plain_form(kind, markup, strict)
    if found is None:
        return Warned(error.message, error.offset)
    meant, reading = found
    return Warned(error.message, error.offset, meant, same_reading(lax, reading))


class FilterCall(NamedTuple):
    """A filter with its arguments; ``options`` are the named ones; ``offset`` is where its name stands."""

    name: str
    arguments: tuple[Expression, ...]
    options: tuple[tuple[str, Expression], ...]
    offset: int


class Variable(NamedTuple):
    """An expression with filters."""

    expression: Expression
    filters: tuple[FilterCall, ...]
    warning: Warned | None = None


class Comparison(NamedTuple):
    """One term of a condition; ``link`` (``and``, ``or``) joins it to the next, all from right to left."""

    left: Expression
    operator: str | None
    right: Expression
    link: str | None


class Condition(NamedTuple):
    """A condition as a chain of comparisons."""

    terms: tuple[Comparison, ...]
    warning: Warned | None = None


class Loop(NamedTuple):
    """The head of a ``for``; ``offset`` is the word ``continue`` for ``offset:continue``."""

    variable: str
    source: str
    collection: Expression
    reversed: bool
    limit: Expression | None
    offset: Expression | str | None
    warning: Warned | None = None


@lru_cache(maxsize=8192)
def parse_variable(markup: str, liquid: int = 4) -> Variable:
    """Read the inside of ``{{ }}``, or the right side of an ``assign``; it never fails."""
    try:
        return _strict_variable(markup, liquid)
    except MarkupError as error:
        lax = _lax_variable(markup, liquid)
        strict = partial(_strict_variable, liquid=liquid)
        return lax._replace(warning=_explained("variable", markup, error, lax=lax, strict=strict))


def _strict_variable(markup: str, liquid: int) -> Variable:
    cursor = Cursor(markup, liquid)
    if liquid >= 5 and cursor.look("end"):
        return Variable(NIL, ())
    expression = parse_expression(cursor.expression(), liquid)
    filters: list[FilterCall] = []
    while cursor.accept("|"):
        offset = cursor.offset
        name = cursor.expect("id")
        arguments: list[str] = []
        if cursor.accept(":"):
            arguments.append(_argument(cursor))
            while cursor.accept(","):
                arguments.append(_argument(cursor))
        filters.append(_filter_call(name, arguments, offset, liquid))
    cursor.finish()
    return Variable(expression, tuple(filters))


def _argument(cursor: Cursor) -> str:
    name = ""
    if cursor.look("id") and cursor.look(":", 1):
        name = f"{cursor.expect('id')}{cursor.expect(':')} "
    return name + cursor.expression()


def _filter_call(name: str, arguments: list[str], offset: int, liquid: int) -> FilterCall:
    attribute = _ATTRIBUTE_5 if liquid >= 5 else _ATTRIBUTE_4
    positional: list[Expression] = []
    options: dict[str, Expression] = {}
    for argument in arguments:
        match = attribute.fullmatch(argument)
        if match:
            options[match[1]] = parse_expression(match[2], liquid)
        else:
            positional.append(parse_expression(argument, liquid))
    return FilterCall(name, tuple(positional), tuple(options.items()), offset)


def _lax_variable(markup: str, liquid: int) -> Variable:
    match = _FIRST_FRAGMENT.search(markup)
    if not match:
        return Variable(NIL, ())
    expression = parse_expression(match[0], liquid)
    bar = _AFTER_BAR.search(markup, match.end())
    filters: list[FilterCall] = []
    for found in _FILTER.finditer(markup, bar.start(1)) if bar else ():
        word = _WORD.search(found[0])
        if word:
            arguments = _FILTER_ARGUMENT.findall(found[0])
            filters.append(_filter_call(word[0], arguments, found.start() + word.start(), liquid))
    return Variable(expression, tuple(filters))


@lru_cache(maxsize=4096)
def parse_condition(markup: str, liquid: int = 4) -> Condition:
    """Read the condition of an ``if``; raises :class:`MarkupError` where even the lax reading fails."""
    try:
        return strict_condition(markup, liquid)
    except MarkupError as error:
        lax = Condition(_lax_condition(markup, liquid, error))
        strict = partial(strict_condition, liquid=liquid)
        return lax._replace(warning=_explained("condition", markup, error, lax=lax, strict=strict))


def strict_condition(markup: str, liquid: int) -> Condition:
    """Read a condition without a lax second try, as ``where_exp`` does; raises :class:`MarkupError`."""
    cursor = Cursor(markup, liquid)
    terms: list[Comparison] = []
    while True:
        left = parse_expression(cursor.expression(), liquid)
        operator = cursor.accept("comparison")
        right = parse_expression(cursor.expression(), liquid) if operator else NIL
        link = cursor.accept_id("and", "or")
        terms.append(Comparison(left, operator, right, link))
        if link is None:
            cursor.finish()
            return Condition(tuple(terms))


def lax_parts(markup: str) -> Iterator[str]:
    """The comparisons and links that the gem scans for. Where none begins with the first of many blanks, none
    begins with another of them: each would look for its end again."""
    at = 0
    while at < len(markup):
        found = _LAX_PART.match(markup, at)
        if found is not None:
            yield found[0]
            at = found.end()
        else:
            blanks = _BLANKS.match(markup, at)
            at = blanks.end() if blanks is not None else at + 1


def _lax_condition(markup: str, liquid: int, error: MarkupError) -> tuple[Comparison, ...]:
    parts = list(lax_parts(markup))
    terms: list[Comparison] = []
    link: str | None = None
    while True:
        match = _LAX_CONDITION.search(parts.pop()) if parts else None
        if match is None:
            raise MarkupError(f"the condition cannot be read: {error.message}", error.offset)
        left, right = parse_expression(match[1], liquid), parse_expression(match[3] or "", liquid)
        terms.append(Comparison(left, match[2], right, link))
        if not parts:
            return tuple(reversed(terms))
        link = parts.pop().strip()
        if link not in ("and", "or"):
            raise MarkupError(f"the condition cannot be read: {error.message}", error.offset)


@lru_cache(maxsize=4096)
def parse_loop(markup: str, liquid: int = 4) -> Loop:
    """Read the head of a ``for``; raises :class:`MarkupError` where even the lax reading fails."""
    try:
        return _strict_loop(markup, liquid)
    except MarkupError as error:
        lax = _lax_loop(markup, liquid, error)
        strict = partial(_strict_loop, liquid=liquid)
        return lax._replace(warning=_explained("loop", markup, error, lax=lax, strict=strict))


def _strict_loop(markup: str, liquid: int) -> Loop:
    cursor = Cursor(markup, liquid)
    variable = cursor.expect("id")
    if not cursor.accept_id("in"):
        raise MarkupError("a loop needs 'in': for item in list", cursor.offset)
    source = cursor.expression()
    is_reversed = cursor.accept_id("reversed") is not None
    attributes: list[tuple[str, str]] = []
    while cursor.look("id") and cursor.look(":", 1):
        name = cursor.accept_id("limit", "offset")
        if name is None:
            raise MarkupError("a loop knows only 'limit' and 'offset'", cursor.offset)
        cursor.expect(":")
        attributes.append((name, cursor.expression()))
    if cursor.look("|"):
        raise MarkupError("a loop takes no filters; assign the filtered list first", cursor.offset)
    cursor.finish()
    return _loop(variable, source, is_reversed, attributes=attributes, liquid=liquid, warning=None)


def _lax_loop(markup: str, liquid: int, error: MarkupError) -> Loop:
    match = _LAX_FOR.match(markup)
    if not match:
        raise MarkupError(f"a loop is written 'for item in list': {error.message}", error.offset)
    attributes = attributes_of(markup, liquid)
    return _loop(
        match[1],
        match[2],
        bool(match[3]),
        attributes=attributes,
        liquid=liquid,
        warning=None,
    )


def attributes_of(markup: str, liquid: int) -> list[tuple[str, str]]:
    """Everything in ``markup`` that looks like ``name: value``."""
    return (_ATTRIBUTE_5 if liquid >= 5 else _ATTRIBUTE_4).findall(markup)


def _loop(
    variable: str,
    source: str,
    is_reversed: bool,
    attributes: list[tuple[str, str]],
    liquid: int,
    warning: Warned | None,
) -> Loop:
    limit: Expression | None = None
    offset: Expression | str | None = None
    for name, value in attributes:
        if name == "limit":
            limit = parse_expression(value, liquid)
        elif name == "offset":
            offset = "continue" if value == "continue" else parse_expression(value, liquid)
    return Loop(
        variable=variable,
        source=source,
        collection=parse_expression(source, liquid),
        reversed=is_reversed,
        limit=limit,
        offset=offset,
        warning=warning,
    )
