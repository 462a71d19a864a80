"""``for`` and ``tablerow``, over known lists and over lists that are not known."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sitecheck.liquid.branches import If, render_undecided
from sitecheck.liquid.budget import MAX_OUTPUT, spend
from sitecheck.liquid.context import LoopFrame
from sitecheck.liquid.expression import to_integer
from sitecheck.liquid.filters.item_index import sought
from sitecheck.liquid.lookup import size
from sitecheck.liquid.markup import Comparison, Loop
from sitecheck.liquid.nodes import Body, Text
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.traced import traced_items
from sitecheck.liquid.values import Drop, Unknown, is_array, is_false, is_number, to_integer_prefix, undecided
from sitecheck.model.span import Span
from sitecheck.model.unknown import Reasons
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context
    from sitecheck.liquid.expression import Expression


TURN = 2
"""What a turn of a loop costs, beside its body."""


_LOOP_KEYS = frozenset(
    ("index", "first", "last", "rindex", "rindex0", "index0", "length", "parentloop", "name")
)


class ForLoop(Drop):
    """The variable ``forloop``."""

    __slots__ = ("index0", "length", "name", "parent")

    def __init__(self, name: str, length: int, parent: object) -> None:
        self.name = name
        self.length = length
        self.parent = parent
        self.index0 = 0

    def liquid_get(self, key: str) -> object:
        if key == "index":
            return self.index0 + 1
        if key == "first":
            return self.index0 == 0
        if key == "last":
            return self.index0 == self.length - 1
        if key == "rindex":
            return self.length - self.index0
        if key == "rindex0":
            return self.length - self.index0 - 1
        names = {"index0": self.index0, "length": self.length, "parentloop": self.parent, "name": self.name}
        return names.get(key)

    def liquid_has(self, key: str) -> bool:
        return key in _LOOP_KEYS

    def liquid_text(self) -> str:
        return "Liquid::ForloopDrop"


def items_of(value: object) -> Sequence[object]:
    """What a loop goes over; raises :class:`UndecidedError` if that is not known."""
    if isinstance(value, Unknown):
        raise UndecidedError(value.reasons)
    if is_array(value) or isinstance(value, range):
        return value
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, dict):
        spend(len(value))
        return [[key, item] for key, item in value.items()]
    if isinstance(value, Drop):
        keys = value.liquid_keys()
        if keys is None:
            raise UndecidedError(undecided("the keys of an object are not known"))
        pairs: list[object] = []
        for key in keys:
            spend(TURN)
            pairs.append([key, value.liquid_get(key)] if value.is_mapping else key)
        return pairs
    return []


def lenient_integer(value: object) -> int:
    """Ruby's ``to_i``; raises :class:`LiquidError` for what has none."""
    if isinstance(value, Unknown):
        raise UndecidedError(value.reasons)
    if value is None:
        return 0
    if isinstance(value, str):
        return to_integer_prefix(value)
    if isinstance(value, datetime):
        return int(value.timestamp())
    if is_number(value) and (isinstance(value, int) or math.isfinite(value)):
        return int(value)
    raise LiquidError("a limit or offset must be a number")


class For:
    """``for`` with its ``else``."""

    __slots__ = ("_guard", "blank", "body", "loop", "otherwise", "span")

    def __init__(self, span: Span, loop: Loop, body: Body, otherwise: Body | None, blank: bool) -> None:
        self.span = span
        self.loop = loop
        self.body = body
        self.otherwise = otherwise
        self.blank = blank
        self._guard = _guard(body)

    def render(self, context: Context) -> None:
        with context.nested():
            try:
                items = self.items(context)
            except UndecidedError as error:
                self._render_unknown(context, error.reasons)
                return
            if items:
                self._render_known(context, items)
            elif self.otherwise is not None:
                self.otherwise.render(context)

    def items(self, context: Context) -> Sequence[object]:
        key = f"{self.loop.variable}-{self.loop.source}"
        start = self._start(context, key)
        value = self.loop.collection.evaluate(context)
        items, is_text = traced_items(value, items_of(value), context), isinstance(value, str)
        limit = self.loop.limit.evaluate(context) if self.loop.limit else None
        stop = (
            None
            if limit is None or (limit is False and context.liquid < 5)
            else self._integer(limit, context) + start
        )
        # Liquid: text is a list of one item whatever `limit` and `offset` say.
        segment = _slice(items, start, stop) if not is_text else items
        context.state.offsets[key] = start + len(segment)
        return segment[::-1] if self.loop.reversed else segment

    def _start(self, context: Context, key: str) -> int:
        if self.loop.offset == "continue":
            return lenient_integer(context.state.offsets.get(key, 0))
        if self.loop.offset is None or isinstance(self.loop.offset, str):
            return 0
        value = self.loop.offset.evaluate(context)
        return 0 if value is None else self._integer(value, context)

    @staticmethod
    def _integer(value: object, context: Context) -> int:
        if context.liquid < 5 or isinstance(value, Unknown):
            return lenient_integer(value)
        return to_integer(value)

    def _render_known(self, context: Context, items: Sequence[object]) -> None:
        before = context.maybe
        loop = ForLoop(f"{self.loop.variable}-{self.loop.source}", len(items), context.loops[-1].variable)
        frame = LoopFrame(loop)
        context.loops.append(frame)
        with context.scope({"forloop": loop}) as variables:
            for item in self.turns(context, items, loop):
                spend(TURN)
                variables[self.loop.variable] = item
                self.body.render(context)
                loop.index0 += 1
                if context.interrupts and context.interrupts.pop() == "break":
                    break
                frame.end_turn(context, before)
        context.loops.pop()
        frame.end(context)
        context.maybe = before

    def turns(self, context: Context, items: Sequence[object], loop: ForLoop) -> Iterator[object]:
        """The item of each turn, of which ``loop`` knows the number. Turns are left out, but for the text in
        them, in which the one condition of the body cannot hold: many a layout looks so for one page among
        all."""
        found = self._guard and sought(items, self.loop.variable, self._guard, context)
        if not found:
            yield from items
            return
        for place in found.places:
            self._render_text(context, place - loop.index0)
            loop.index0 = place
            yield items[place]
            if not found.is_same(context):
                yield from items[loop.index0 :]
                return
        self._render_text(context, len(items) - loop.index0)
        loop.index0 = len(items)

    def _render_text(self, context: Context, turns: int) -> None:
        """Write the text of so many turns in which nothing else is rendered."""
        texts = [node for node in self.body.nodes if isinstance(node, Text)]
        blank = "".join([text.text for text in texts])
        if turns > 1 and blank.isspace():  # in one piece: nothing is placed there, and menus skip thousands
            most = MAX_OUTPUT // len(blank) + 1
            context.write(blank * min(turns, most), Span(texts[0].start, texts[-1].span.end))
            return
        for _ in range(turns if texts else 0):
            for text in texts:
                text.render(context)

    def _render_unknown(self, context: Context, reasons: Reasons) -> None:
        bodies = [Body((_UnknownTurn(self, reasons),))]
        if self.otherwise is not None:
            bodies.append(self.otherwise)
        render_undecided(context, bodies, False, reasons, self.span)


def _guard(body: Body) -> Comparison | None:
    """What has to hold so that anything but text is rendered of ``body``, if that can be said."""
    others = [node for node in body.nodes if not isinstance(node, Text)]
    if len(others) != 1 or not isinstance(node := others[0], If) or node.negated or len(node.branches) > 1:
        return None
    condition = node.branches[0].condition
    first = condition.terms[0] if condition is not None else None
    return first if first is not None and first.link != "or" else None


class _UnknownTurn:
    """One turn of a loop over something unknown, standing for all of them."""

    __slots__ = ("loop", "reasons")
    blank = True

    def __init__(self, loop: For | TableRow, reasons: Reasons) -> None:
        self.loop = loop
        self.reasons = reasons

    @property
    def span(self) -> Span:
        return self.loop.span

    def render(self, context: Context) -> None:
        item = Unknown(self.reasons)
        name = self.loop.head.variable if isinstance(self.loop, TableRow) else self.loop.loop.variable
        context.loops.append(LoopFrame(item))
        with context.scope({"forloop": item, "tablerowloop": item, name: item}):
            self.loop.body.render(context)
        context.interrupts.clear()
        context.loops.pop()


def _slice(items: Sequence[object], start: int, stop: int | None) -> Sequence[object]:
    if isinstance(items, range) and size(items) != 0 and start == 0 and stop is None:
        return items
    start = max(0, start)
    spend(1 if isinstance(items, range) else len(items) // 64)
    if start == 0 and stop is None:
        return items  # the list itself: of the site's own an index may be known
    return items[start:] if stop is None else items[start : max(start, stop)]


class TableRowLoop(Drop):
    """The variable ``tablerowloop``."""

    __slots__ = ("columns", "index0", "length")

    def __init__(self, length: int, columns: int) -> None:
        self.length = length
        self.columns = columns
        self.index0 = 0

    @property
    def column(self) -> int:
        """The column, from 1; without a number of columns it only grows."""
        return self.index0 % self.columns + 1 if self.columns > 0 else self.index0 + 1

    @property
    def row(self) -> int:
        """The row, from 1."""
        return self.index0 // self.columns + 1 if self.columns > 0 else 1

    def liquid_get(self, key: str) -> object:
        names: dict[str, object] = {
            "length": self.length, "col": self.column, "row": self.row, "index": self.index0 + 1,
            "index0": self.index0, "col0": self.column - 1, "rindex": self.length - self.index0,
            "rindex0": self.length - self.index0 - 1, "first": self.index0 == 0,
            "last": self.index0 == self.length - 1, "col_first": self.column == 1,
            "col_last": self.column == self.columns,
        }  # fmt: skip
        return names.get(key)

    def liquid_has(self, key: str) -> bool:
        return self.liquid_get(key) is not None

    def liquid_text(self) -> str:
        return "Liquid::TablerowloopDrop"


class TableHead(NamedTuple):
    """The head of a ``tablerow``."""

    variable: str
    collection: Expression
    attributes: dict[str, Expression]


class TableRow:
    """``tablerow``."""

    __slots__ = ("blank", "body", "head", "span")

    def __init__(self, span: Span, head: TableHead, body: Body, blank: bool) -> None:
        self.span = span
        self.head = head
        self.body = body
        self.blank = blank

    def render(self, context: Context) -> None:
        with context.nested():
            try:
                value = self.head.collection.evaluate(context)
                # Liquid: nil and false make no table at all, an empty list makes one with an empty row.
                if is_false(value):
                    return
                start = self._number(context, "offset") or 0
                limit = self._number(context, "limit")
                columns = self._number(context, "cols") or 0
                items = items_of(value)
                if not isinstance(value, str):
                    items = _slice(items, start, None if limit is None else start + limit)
            except UndecidedError as error:
                body = Body((_UnknownTurn(self, error.reasons),))
                render_undecided(context, [body], False, error.reasons, self.span)
                return
            self._render_rows(context, items, columns)

    def _number(self, context: Context, name: str) -> int | None:
        expression = self.head.attributes.get(name)
        return None if expression is None else lenient_integer(expression.evaluate(context))

    def _render_rows(self, context: Context, items: Sequence[object], columns: int) -> None:
        loop = TableRowLoop(len(items), columns)
        context.write('<tr class="row1">\n', self.span)
        with context.scope({"tablerowloop": loop}) as variables:
            for item in items:
                spend(TURN)
                variables[self.head.variable] = item
                context.write(f'<td class="col{loop.column}">', self.span)
                self.body.render(context)
                context.write("</td>", self.span)
                if loop.column == columns and loop.index0 != loop.length - 1:
                    context.write(f'</tr>\n<tr class="row{loop.row + 1}">', self.span)
                loop.index0 += 1
        context.write("</tr>\n", self.span)
