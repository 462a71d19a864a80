"""How each tag reads its markup: from a token (and for blocks its sections) to a node."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.branches import Branch, Case, If, IfChanged, When
from sitecheck.liquid.expression import NIL, Expression, parse_expression
from sitecheck.liquid.includes import Include, parse_include
from sitecheck.liquid.jekyll_tags import (
    Highlight,
    HighlightHead,
    Link,
    PostUrl,
    Render,
    Silent,
    is_post_name,
    parse_highlight,
)
from sitecheck.liquid.lexer import MarkupError
from sitecheck.liquid.loops import For, TableHead, TableRow
from sitecheck.liquid.markup import (
    FRAGMENT,
    SPACE,
    Comparison,
    Condition,
    Loop,
    Variable,
    Warned,
    attributes_of,
    parse_condition,
    parse_loop,
    parse_variable,
)
from sitecheck.liquid.nodes import Assign, Body, Capture, Comment, Counter, Cycle, Interrupt, Node, OutputTag
from sitecheck.liquid.tokenizer import Token
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple

_SIGNATURE = r"(?:\(?[\w\-.\[\]]\)?)+"
_TARGET = lazy_pattern(_SIGNATURE, re.A)
_ASSIGN = lazy_pattern(rf"({_SIGNATURE}){SPACE}*=", re.A)
_TARGET_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.[]()")
_LONGEST_TARGET = 300
_CASE = lazy_pattern(FRAGMENT)
_WHEN = lazy_pattern(rf"({FRAGMENT})(?:(?:{SPACE}+or{SPACE}+|{SPACE}*,{SPACE}*)(?={FRAGMENT}))?")
_TABLE_ROW = lazy_pattern(rf"(?<!\w)(\w+){SPACE}+in{SPACE}+({FRAGMENT}+)", re.A)
_NAMED_CYCLE = lazy_pattern(rf"({FRAGMENT}){SPACE}*:{SPACE}*(.*)", re.S)
_SIMPLE_CYCLE = lazy_pattern(FRAGMENT)
_INLINE_COMMENT_ERROR = lazy_pattern(r"\n[\t\n\v\f\r ]*[^#\t\n\v\f\r ]")


class Reader(NamedTuple):
    """What reading a tag needs beside its token: the gem's version and where to send warnings."""

    liquid: int
    warn: Callable[[Warned, Token, int], None]
    note_filters: Callable[[Variable, Token, int], None]
    read_text: Callable[[str, int], Body | None]

    def variable(self, token: Token, start: int, markup: str) -> Variable:
        """An expression with filters that stands at ``start`` of the token's markup."""
        variable = parse_variable(markup, self.liquid)
        if variable.warning:
            self.warn(variable.warning, token, start)
        self.note_filters(variable, token, start)
        return variable


def span_of(token: Token) -> Span:
    """The whole tag."""
    return Span(token.start, token.end)


def read_assign(reader: Reader, token: Token) -> Node:
    """``assign``."""
    equals = token.markup.find("=")
    while equals >= 0:
        begin = equals
        while begin > 0 and token.markup[begin - 1] in "\t\n\v\f\r ":
            begin -= 1
        while (
            begin > 0 and token.markup[begin - 1] in _TARGET_CHARACTERS and equals - begin < _LONGEST_TARGET
        ):
            begin -= 1
        match = _ASSIGN.search(token.markup, begin, equals + 1)
        if match:
            source = token.markup[equals + 1 :]
            start = equals + 1 + len(source) - len(source.lstrip("\t\n\v\f\r "))
            return Assign(span_of(token), match[1], reader.variable(token, start, token.markup[start:]))
        equals = token.markup.find("=", equals + 1)
    raise MarkupError("assign is written {% assign name = value %}", 0)


def read_counter(reader: Reader, token: Token) -> Node:
    """``increment`` and ``decrement``."""
    return Counter(
        span_of(token), token.markup.strip("\0\t\n\v\f\r "), 1 if token.name == "increment" else -1
    )


def read_interrupt(reader: Reader, token: Token) -> Node:
    """``break`` and ``continue``."""
    return Interrupt(span_of(token), token.name)


def read_echo(reader: Reader, token: Token) -> Node:
    """``echo``, of Liquid 5."""
    return OutputTag(span_of(token), reader.variable(token, 0, token.markup))


def read_inline_comment(reader: Reader, token: Token) -> Node:
    """``#``, of Liquid 5."""
    match = _INLINE_COMMENT_ERROR.search(token.markup)
    if match:
        raise MarkupError("each line of this comment must begin with #", match.end() - 1)
    return Comment(span_of(token))


def read_cycle(reader: Reader, token: Token) -> Node:
    """``cycle``."""
    named = _NAMED_CYCLE.match(token.markup)
    if named:
        values = _cycle_values(named[2], reader.liquid)
        return Cycle(span_of(token), parse_expression(named[1], reader.liquid), values)
    if not _SIMPLE_CYCLE.match(token.markup):
        raise MarkupError("cycle is written {% cycle 'one', 'two' %}", 0)
    values = _cycle_values(token.markup, reader.liquid)
    # Liquid: a cycle without a name goes by how Ruby prints its values: those with the same literals
    # take turns together, a variable is another object in every tag.
    literals = [getattr(value, "value", f"lookup at {token.start}") for value in values]
    return Cycle(span_of(token), f"values {literals!r}", values)


def _cycle_values(markup: str, liquid: int) -> tuple[Expression, ...]:
    fragments = (_CASE.search(part) for part in markup.split(","))
    return tuple(parse_expression(match[0], liquid) for match in fragments if match)


def read_include(reader: Reader, token: Token) -> Node:
    """``include``, ``include_relative`` and ``include_cached``."""
    markup = parse_include(token.markup, reader.liquid)
    if markup.bad_offset is not None:
        message = (
            f'parameters of {token.name} are written name="value" or name=variable, with blanks between them'
        )
        raise MarkupError(message, markup.bad_offset)
    body = reader.read_text(markup.name, token.markup_start + token.markup.find(markup.name))
    return Include(span_of(token), token.name, markup, body if markup.is_template else None)


def read_link(reader: Reader, token: Token) -> Node:
    """``link``."""
    path = token.markup.strip("\0\t\n\v\f\r ")
    return Link(span_of(token), path, reader.read_text(path, token.markup_start + token.markup.find(path)))


def read_post_url(reader: Reader, token: Token) -> Node:
    """``post_url``."""
    name = token.markup.strip("\0\t\n\v\f\r ")
    if not is_post_name(name):
        raise MarkupError(f"'{name}' is no name of a post; write {{% post_url 2024-01-31-title %}}", 0)
    return PostUrl(span_of(token), name)


def read_render(reader: Reader, token: Token) -> Node:
    """``render``, of Liquid 5."""
    if not re.search(r"\"[^\"]*\"|'[^']*'", token.markup):
        raise MarkupError("the name after render must stand in quotes", 0)
    return Render(span_of(token))


INLINE: dict[str, Callable[[Reader, Token], Node]] = {
    "assign": read_assign,
    "increment": read_counter,
    "decrement": read_counter,
    "break": read_interrupt,
    "continue": read_interrupt,
    "cycle": read_cycle,
    "include": read_include,
    "include_relative": read_include,
    "include_cached": read_include,
    "link": read_link,
    "post_url": read_post_url,
}
PLUGIN_TAGS = frozenset(("include_cached",))
"""Tags that are read here as their plugin reads them; without it they are unknown."""
INLINE_5 = {**INLINE, "echo": read_echo, "#": read_inline_comment, "render": read_render}


class Section(NamedTuple):
    """A part of a block: the head that was read from the tag that opens it, and its nodes."""

    head: object
    body: Body


class Block(NamedTuple):
    """A finished block, to be made into a node. ``blank`` says that nothing in it prints."""

    token: Token
    sections: tuple[Section, ...]
    blank: bool

    @property
    def span(self) -> Span:
        """The opening tag."""
        return span_of(self.token)

    @property
    def body(self) -> Body:
        """The first section's nodes."""
        return self.sections[0].body

    def bodies(self) -> list[Body]:
        """The sections' nodes, without white text if the block prints nothing."""
        return [part.body.without_blank_text() if self.blank else part.body for part in self.sections]


def read_condition(reader: Reader, token: Token) -> object:
    """The head of ``if``, ``unless`` and ``elsif``."""
    condition = parse_condition(token.markup, reader.liquid)
    if condition.warning:
        reader.warn(condition.warning, token, 0)
    return condition


def read_loop(reader: Reader, token: Token) -> object:
    """The head of ``for``."""
    loop = parse_loop(token.markup, reader.liquid)
    if loop.warning:
        reader.warn(loop.warning, token, 0)
    return loop


def read_case(reader: Reader, token: Token) -> object:
    """The head of ``case``."""
    match = _CASE.search(token.markup)
    if not match:
        raise MarkupError("case is written {% case value %}", 0)
    return parse_expression(match[0], reader.liquid)


def read_when(reader: Reader, token: Token) -> object:
    """The head of ``when``: the values it lists."""
    values: list[Expression] = []
    position = 0
    while position < len(token.markup) or not values:
        match = _WHEN.search(token.markup, position)
        if match is None:
            raise MarkupError("when is written {% when value %} or {% when one or two %}", 0)
        values.append(parse_expression(match[1], reader.liquid))
        if match.end() == match.end(1):
            break
        position = match.end()
    return tuple(values)


def read_table_row(reader: Reader, token: Token) -> object:
    """The head of ``tablerow``."""
    match = _TABLE_ROW.search(token.markup)
    if not match:
        raise MarkupError("tablerow is written {% tablerow item in list cols: 3 %}", 0)
    attributes = attributes_of(token.markup, reader.liquid)
    expressions = {name: parse_expression(value, reader.liquid) for name, value in attributes}
    return TableHead(match[1], parse_expression(match[2], reader.liquid), expressions)


def read_capture(reader: Reader, token: Token) -> object:
    """The head of ``capture``."""
    match = _TARGET.search(token.markup)
    if not match:
        raise MarkupError("capture is written {% capture name %}", 0)
    return match[0]


def read_highlight(reader: Reader, token: Token) -> object:
    """The head of ``highlight``."""
    head = parse_highlight(token.markup)
    if head is None:
        raise MarkupError("highlight is written {% highlight language %}, perhaps with linenos after it", 0)
    return head


def read_nothing(reader: Reader, token: Token) -> object:
    """The head of a block that takes no markup, or none that matters."""
    return None


_NEVER = Condition((Comparison(NIL, None, NIL, None),))
"""What a condition that cannot be read is taken for."""


def make_if(reader: Reader, block: Block) -> Node:
    """``if`` and ``unless``."""
    pairs = zip(block.sections, block.bodies(), strict=True)
    branches = tuple(
        Branch(_NEVER if section.head == () else section.head, body)  # type: ignore[arg-type]
        for section, body in pairs
    )
    return If(block.span, branches, block.token.name == "unless", block.blank)


def make_case(reader: Reader, block: Block) -> Node:
    """``case``; what stands before the first ``when`` is dropped."""
    pairs = list(zip(block.sections, block.bodies(), strict=True))[1:]
    clauses = tuple(When(section.head, body) for section, body in pairs)  # type: ignore[arg-type]
    return Case(block.span, block.sections[0].head, clauses, block.blank)  # type: ignore[arg-type]


def make_for(reader: Reader, block: Block) -> Node:
    """``for``."""
    loop = block.sections[0].head
    assert isinstance(loop, Loop)  # noqa: S101 - narrows the type
    bodies = block.bodies()
    return For(block.span, loop, bodies[0], bodies[1] if len(bodies) > 1 else None, block.blank)


def make_table_row(reader: Reader, block: Block) -> Node:
    """``tablerow``."""
    head = block.sections[0].head
    assert isinstance(head, TableHead)  # noqa: S101 - narrows the type
    node = TableRow(block.span, head, block.body, block.blank)
    return Silent(node) if block.blank and reader.liquid < 5 else node


def make_capture(reader: Reader, block: Block) -> Node:
    """``capture``."""
    return Capture(block.span, str(block.sections[0].head), block.body)


def make_comment(reader: Reader, block: Block) -> Node:
    """``comment``."""
    return Comment(block.span)


def make_if_changed(reader: Reader, block: Block) -> Node:
    """``ifchanged``."""
    node = IfChanged(block.span, block.body, block.blank)
    return Silent(node) if block.blank and reader.liquid < 5 else node


def make_highlight(reader: Reader, block: Block) -> Node:
    """``highlight``."""
    head = block.sections[0].head
    assert isinstance(head, HighlightHead)  # noqa: S101 - narrows the type
    node = Highlight(block.span, head, block.body, block.blank)
    return Silent(node) if block.blank and reader.liquid < 5 else node


class BlockTag(NamedTuple):
    """A block tag: how its head is read, how it is made, and the tags that part it into sections."""

    read: Callable[[Reader, Token], object]
    make: Callable[[Reader, Block], Node]
    parts: Mapping[str, Callable[[Reader, Token], object]]


_IF_PARTS = {"elsif": read_condition, "else": read_nothing}
BLOCKS: dict[str, BlockTag] = {
    "if": BlockTag(read_condition, make_if, _IF_PARTS),
    "unless": BlockTag(read_condition, make_if, _IF_PARTS),
    "case": BlockTag(read_case, make_case, {"when": read_when, "else": read_nothing}),
    "for": BlockTag(read_loop, make_for, {"else": read_nothing}),
    "tablerow": BlockTag(read_table_row, make_table_row, {}),
    "capture": BlockTag(read_capture, make_capture, {}),
    "comment": BlockTag(read_nothing, make_comment, {}),
    "ifchanged": BlockTag(read_nothing, make_if_changed, {}),
    "highlight": BlockTag(read_highlight, make_highlight, {}),
}
