"""Where what is left of a layout prints the content, and what becomes of it there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from sitecheck import html
from sitecheck.document.frames.content_parts import Hanging
from sitecheck.liquid.budget import spend
from sitecheck.liquid.expression import Constant, Expression, Lookup
from sitecheck.liquid.host import Host
from sitecheck.liquid.jekyll_tags import PluginBlock, holds_body
from sitecheck.liquid.markup import FilterCall, Variable
from sitecheck.liquid.nodes import Assign, Node
from sitecheck.liquid.page_values import WITHOUT_TAGS
from sitecheck.liquid.residual import (
    Apart,
    Captured,
    Choice,
    Closure,
    Evaluated,
    Items,
    Joined,
    Known,
    Parameters,
    Run,
    Symbol,
)
from sitecheck.model.fate import LOST, Fate, either, together
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN

_AS_IT_IS = frozenset({"default", "lstrip", "rstrip", "strip"})
"""Filters that leave each tag of a content."""
_STAYS_TEXT = WITHOUT_TAGS | frozenset(
    (
        *("append", "capitalize", "downcase", "jsonify", "lstrip", "newline_to_br", "normalize_whitespace"),
        *("prepend", "remove", "remove_first", "rstrip", "slice", "smartify", "strip", "strip_newlines"),
        *("truncate", "truncatewords", "upcase"),
    )
)
"""Filters that make no tags of what has none: ``markdownify`` does, and ``replace`` of what is escaped."""
_AS_TEXT = frozenset({"style", "title"})
"""Elements in which nothing is a tag, and that no script shows in another place; what stands in others, as in
``<script type="text/template">`` and ``<textarea>``, a script may show."""
_CHARACTERS = 4
"""So many characters of a layout are read for a step."""
T = TypeVar("T")
Way: TypeAlias = tuple[int, ...]
"""The ways of choices in which something stands, from the outside in."""


class Print(NamedTuple):
    """One place where the content is printed."""

    at: int
    """Where, in the text of the layout in which every way of a choice follows the one before."""
    way: Way
    fate: Fate
    """What becomes of it before it stands there."""


class Ways(NamedTuple):
    """Ways, one of which a page takes."""

    ways: tuple[tuple[Print | Ways, ...], ...]
    choice: Choice


Shown: TypeAlias = "Print | Ways"
Chosen: TypeAlias = Callable[[Choice], "int | None"]
"""Which way a page takes; ``None`` where that is not known."""


class Prints(NamedTuple):
    """Where a layout prints the content."""

    shown: tuple[Shown, ...]
    around: Mapping[int, Fate]
    """What becomes of what is printed where no tag would be read as one, by the place."""

    def fate(self, chosen: Chosen = lambda _: None) -> Fate:
        """What becomes of the content on a page, or on any."""
        return _folded(self.shown, self.around, chosen)


def prints_of(items: Items, hanging: Hanging, host: Host) -> Prints:
    """Where what is left of a layout prints the content."""
    prints = _Prints(hanging, host)
    return Prints(prints.items(items), prints.surroundings())


def _folded(nodes: Iterable[Shown], around: Mapping[int, Fate], chosen: Chosen) -> Fate:
    return together(
        _of_ways(node, around, chosen) if isinstance(node, Ways) else _placed(node.fate, around.get(node.at))
        for node in nodes
    )


def _of_ways(node: Ways, around: Mapping[int, Fate], chosen: Chosen) -> Fate:
    fates = [_folded(way, around, chosen) for way in node.ways]
    way = chosen(node.choice) if len(set(fates)) > 1 else None
    return either(fates) if way is None else fates[way]


def _placed(fate: Fate, around: Fate | None) -> Fate:
    """What becomes of it by what it stands in: what has no tags shows none anywhere."""
    return fate if around is None or fate in LOST else around


def is_content(expression: Expression) -> bool:
    """Whether an expression is the content, unless something else has that name."""
    return isinstance(expression, Lookup) and expression.name == "content" and not expression.keys


class _Prints:
    """Puts the text of a layout together, every way of its choices, and notes where the content stands."""

    def __init__(self, hanging: Hanging, host: Host) -> None:
        self._hanging = hanging
        self._host = host
        self._texts: list[str] = []
        self._length = 0
        self._ways: list[tuple[int, Way]] = [(0, ())]
        """From which place on the text stands in which way."""
        self._way: Way = ()
        self._number = 0
        self._prints: list[Print] = []

    def items(self, items: Items) -> tuple[Shown, ...]:
        """What ``items`` print, and where; all of it is noted."""
        found: list[Shown] = []
        for item in items:
            spend(1)
            if isinstance(item, Known):
                self._write(item.text)
            elif isinstance(item, Choice):
                found.append(Ways(tuple([self._of_way(self.items, body) for body in item.bodies]), item))
            elif self._hanging.hangs((item,)):
                found += self._of_run(item)
            else:
                self._write(UNKNOWN)
        return tuple(found)

    def surroundings(self) -> dict[int, Fate]:
        """What becomes of what is printed where no tag would be read as one, by the place."""
        text, found = "".join(self._texts), dict[int, Fate]()
        spend(len(text) // _CHARACTERS)
        waiting = iter(sorted(self._prints, key=lambda each: each.at))
        wanted = next(waiting, None)
        for token in html.tokens(text) if wanted is not None else ():
            while wanted is not None and wanted.at < token.end:
                if wanted.at >= token.start and (fate := self._inside(token, wanted, text)) is not None:
                    found[wanted.at] = fate
                wanted = next(waiting, None)
        return found

    def _inside(self, token: html.Token, printed: Print, text: str) -> Fate | None:
        if not isinstance(token, (html.Comment, html.Raw, html.Tag)):
            return None
        opened_in = self._ways[bisect_right(self._ways, token.start, key=lambda each: each[0]) - 1][1]
        if printed.way[: len(opened_in)] != opened_in:
            return "unknown"
        if isinstance(token, html.Raw):
            return "as text" if token.element in _AS_TEXT else "unknown"
        is_comment = isinstance(token, html.Comment) and text.startswith("<!--", token.start)
        return "in a comment" if is_comment else "unknown"  # others end at the first > of the content

    def _write(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

    def _of_way(self, printed: Callable[[T], Sequence[Shown]], way: T) -> tuple[Shown, ...]:
        """What is ``printed`` of one way of a choice."""
        outer, self._number = self._way, self._number + 1
        self._enter((*outer, self._number))
        found = tuple(printed(way))
        self._enter(outer)
        return found

    def _enter(self, way: Way) -> None:
        self._way = way
        self._ways.append((self._length, way))

    def _of_run(self, run: Run) -> Sequence[Shown]:
        """What a node prints that hangs on the content."""
        if run.variable is not None:
            return self._of_value(run.variable, run.closure)
        if isinstance(run, Apart):
            return self.items(run.items)
        return () if all(map(self._is_quiet, run.node.nodes)) else (self._print("unknown"),)

    def _is_quiet(self, node: Node) -> bool:
        """Whether a tag prints nothing of what it is given, as a block of the site's own may."""
        if not isinstance(node, PluginBlock):
            return isinstance(node, Assign)
        outcome = self._host.own_tag(node.name, node.markup, is_block=True) if not node.is_blank else None
        return outcome is not None and not any(map(holds_body, outcome.parts))

    def _print(self, fate: Fate) -> Print:
        found = Print(self._length, self._way, fate)
        self._prints.append(found)
        self._write(UNKNOWN)
        return found

    def _of_value(self, variable: Variable, closure: Closure) -> Sequence[Shown]:
        """The same of a value that is printed."""
        spend(1)
        changes = [call for call in variable.filters if call.name not in _AS_IT_IS]
        if changes:
            return self._filtered(variable, changes, closure)
        value = _found(variable.expression, closure)
        if value is None:
            return (self._print(_as_named(variable.expression)),)
        return self._of_known(value)

    def _of_known(self, value: object) -> Sequence[Shown]:
        """The same of what is known to stand behind a variable."""
        if not isinstance(value, Symbol) or not self._hanging.hangs((value,)):
            self._write(UNKNOWN)
            return ()
        work = value.work
        if isinstance(work, Evaluated):
            return self._of_value(work.variable, work.closure)
        if isinstance(work, Captured):
            return self.items(work.items)
        if isinstance(work, Joined):
            ways = tuple([self._of_way(self._of_known, each) for each in work.values])
            return (Ways(ways, work.choice),)
        return (self._print("unknown"),)

    def _filtered(
        self, variable: Variable, changes: Sequence[FilterCall], closure: Closure
    ) -> Sequence[Shown]:
        """The same of a value that goes through filters which change it."""
        inner = _Prints(self._hanging, self._host)
        plain = variable._replace(filters=())
        asks = self._hanging.asks(plain, closure)
        before = Prints(tuple(inner._of_value(plain, closure)), {}).fate() if asks else None
        if before == "left out" or (before is None and not self._hanging.asks(variable, closure)):
            self._write(UNKNOWN)
            return ()
        names = [call.name for call in variable.filters]
        last = max((at for at, name in enumerate(names) if name in WITHOUT_TAGS), default=-1)
        begins_as_text = before == "as text" or last >= 0
        is_text = begins_as_text and _STAYS_TEXT.issuperset(names[max(last, 0) :])
        in_arguments = self._hanging.asks(variable.filters[max(last, 0) :], closure)
        return (self._print("as text" if is_text and not in_arguments else "unknown"),)


def _as_named(expression: Expression) -> Fate:
    """What is printed by a name that nothing in the layout sets: of a text the size can be asked for."""
    if is_content(expression):
        return "as it is"
    is_of_content = isinstance(expression, Lookup) and expression.name == "content"
    return "as text" if is_of_content else "unknown"


def _found(expression: Expression, closure: Closure) -> object:
    """What a name stands for where that is written in the layout; ``None`` where nothing there sets it."""
    if not isinstance(expression, Lookup) or len(expression.keys) > 1:
        return None
    name = expression.name
    value = closure.inner.get(name, closure.assigns.get(name))
    if not expression.keys:
        return value
    first = expression.keys[0]
    key = first.value if isinstance(first, Constant) else first
    return value.get(key, "") if isinstance(value, Parameters) and isinstance(key, str) else None
