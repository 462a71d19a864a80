"""Nodes of a template: text, outputs and the tags that set variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from sitecheck.liquid.budget import LimitError, current, spend
from sitecheck.liquid.markup import Variable
from sitecheck.liquid.problem import MISSING_INCLUDE, LiquidError
from sitecheck.liquid.traced import traced
from sitecheck.liquid.values import (
    CapturedText,
    Unknown,
    UnknownText,
    inspect,
    is_array,
    join,
    reasons_of,
    scalar_text,
    to_text,
    undecided,
)
from sitecheck.model.span import Span
from sitecheck.model.unknown import ReasonKind, Reasons, because

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context
    from sitecheck.liquid.expression import Expression
    from sitecheck.text.source_map import Piece

_OF_INCLUDES = frozenset((MISSING_INCLUDE, "invalid-include", "too-deep"))
"""Codes of errors that keep an included file off the page."""


NODE = 2
"""What rendering a node costs, beside what it does."""


class Node(Protocol):
    """One thing in a template. ``blank`` nodes never print (``assign``, ``comment``, white text …)."""

    @property
    def span(self) -> Span: ...

    @property
    def blank(self) -> bool: ...

    def render(self, context: Context) -> None:
        """Write the node's output into ``context``; :class:`LiquidError` where the gem raises."""
        ...


class Body:
    """The nodes between two tags."""

    __slots__ = ("nodes",)

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.nodes = nodes

    def render(self, context: Context) -> None:
        """Render node after node until a ``break`` or ``continue``; errors are reported and passed over."""
        spend(NODE)
        budget = current()
        for node in self.nodes:
            try:
                budget.left -= NODE  # as spend() does: a loop comes here a million times
                if budget.left < 0:
                    raise LimitError
                node.render(context)
            except LiquidError as error:
                fail(context, error, node)
            except LimitError:
                context.stop_at(node.span)
                raise
            if context.interrupts and type(node) is not Text and (context.liquid >= 5 or not output(node)):
                return

    def prints_only(self) -> bool:
        """Whether it has no tag, so that nothing of it can change the state."""
        return all(isinstance(node, (Text, OutputTag)) for node in self.nodes)

    def without_blank_text(self) -> Body:
        """The body of a block that prints nothing: its white text goes too."""
        return Body(tuple(node for node in self.nodes if not isinstance(node, Text)))


def output(node: Node) -> bool:
    """Whether the node is an output; the gem 4 looks for a ``break`` only after tags."""
    return isinstance(node, OutputTag)


def fail(context: Context, error: LiquidError, node: Node) -> None:
    """Report what the gem raises; what the node would have printed is unknown."""
    context.report(error.code, error.message, node.span, name=error.name)
    # Liquid: from the gem 5 on, tags that never print (`assign` …) do not print their errors either.
    if not node.blank or context.liquid < 5:
        context.write(Unknown(failure(error)), node.span)


def failure(error: LiquidError) -> Reasons:
    """Why nothing is known of what stands where the gem raises."""
    kind = ReasonKind.INCLUDE_ERROR if error.code in _OF_INCLUDES else ReasonKind.ERROR
    return because(kind, error.message)


class Text:
    """Text that is copied, ``start`` being where it stands in the file."""

    __slots__ = ("blank", "start", "text")

    def __init__(self, text: str, start: int, blank: bool) -> None:
        self.text = text
        self.start = start
        self.blank = blank

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))

    def render(self, context: Context) -> None:
        context.count_output(len(self.text))
        context.out.copy(self.text, context.frame, self.start, context.maybe)


class Raw(Text):
    """The inside of ``raw``: text that even a blank block prints."""

    __slots__ = ()


class Failed:
    """A tag that the gem refuses to read: what its author meant to print there is unknown."""

    __slots__ = ("output", "span")
    blank = False

    def __init__(self, span: Span, message: str, is_include: bool) -> None:
        self.span = span
        # the include may bring anchors and whatever else
        self.output = Unknown(
            because(ReasonKind.INCLUDE_ERROR if is_include else ReasonKind.REFUSED, message)
        )

    def render(self, context: Context) -> None:
        context.write(self.output, self.span)


class OutputTag:
    """``{{ expression | filter }}``, and ``echo``."""

    __slots__ = ("span", "variable")
    blank = False

    def __init__(self, span: Span, variable: Variable) -> None:
        self.span = span
        self.variable = variable

    def render(self, context: Context) -> None:
        context.show(to_text(traced(self.variable, context)), self)


class Assign:
    """``{% assign name = expression | filter %}``."""

    __slots__ = ("name", "span", "variable")
    blank = True

    def __init__(self, span: Span, name: str, variable: Variable) -> None:
        self.span = span
        self.name = name
        self.variable = variable

    def render(self, context: Context) -> None:
        try:
            context.assign(self.name, traced(self.variable, context, self.span))
        except LiquidError as error:
            context.assign(self.name, Unknown(failure(error)))
            raise


class Capture:
    """``{% capture name %}…{% endcapture %}``: the text keeps its places."""

    __slots__ = ("body", "name", "span")
    blank = True

    def __init__(self, span: Span, name: str, body: Body) -> None:
        self.span = span
        self.name = name
        self.body = body

    def render(self, context: Context) -> None:
        with context.nested(), context.captured() as out:
            self.body.render(context)
        spend(len(out.pieces))
        context.assign(self.name, captured_text(out.text(), out.reasons, out.pieces, maybe=context.maybe))


def captured_text(text: str, reasons: Reasons, pieces: Sequence[Piece], *, maybe: bool) -> str:
    """Captured text as a value that remembers its places. What several branches write, of which nobody knows
    the one that runs, is no value; ``maybe``: all of it stands on such a branch."""
    pieces = tuple(pieces)
    if not reasons and not maybe and any(piece.maybe for piece in pieces):
        reasons = because(ReasonKind.BRANCH)
    if reasons:
        return UnknownText(reasons, text, pieces)
    return CapturedText(text, pieces)


class Comment:
    """``comment`` and ``#``: prints nothing."""

    __slots__ = ("span",)
    blank = True

    def __init__(self, span: Span) -> None:
        self.span = span

    def render(self, context: Context) -> None:
        pass


class Cycle:
    """``{% cycle name: a, b, c %}``; ``key`` tells cycles apart (an expression for a named one)."""

    __slots__ = ("key", "span", "values")
    blank = False

    def __init__(self, span: Span, key: str | Expression, values: tuple[Expression, ...]) -> None:
        self.span = span
        self.key = key
        self.values = values

    def render(self, context: Context) -> None:
        key = self.key if isinstance(self.key, str) else cycle_key(self.key.evaluate(context))
        turn = context.state.cycles.get(key, 0)
        if isinstance(key, Unknown) or not isinstance(turn, int):
            context.write(Unknown(undecided("a cycle hangs on something unknown")), self.span)
            return
        value = self.values[turn].evaluate(context) if turn < len(self.values) else None
        context.write(join(value, "") if is_array(value) else scalar_text(value), self.span)
        context.state.cycles[key] = turn + 1 if turn + 1 < len(self.values) else 0


def cycle_key(value: object) -> object:
    """A named cycle's name, usable as a key."""
    return inspect(value) if isinstance(value, (list, dict, tuple)) else value


class Counter:
    """``increment`` (prints, then adds) and ``decrement`` (subtracts, then prints)."""

    __slots__ = ("name", "span", "step")
    blank = False

    def __init__(self, span: Span, name: str, step: int) -> None:
        self.span = span
        self.name = name
        self.step = step

    def render(self, context: Context) -> None:
        value = context.counter(self.name)
        if not isinstance(value, int):
            context.state.counters[self.name] = value
            reasons = reasons_of(value) or undecided("a counter hangs on something unknown")
            context.write(Unknown(reasons), self.span)
            return
        context.state.counters[self.name] = value + self.step
        context.write(str(value if self.step > 0 else value + self.step), self.span)


class Interrupt:
    """``break`` and ``continue``."""

    __slots__ = ("kind", "span")
    blank = False

    def __init__(self, span: Span, kind: str) -> None:
        self.span = span
        self.kind = kind

    def render(self, context: Context) -> None:
        context.interrupts.append(self.kind)
