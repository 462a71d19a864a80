"""What prints no mark, such as a quotation mark, whatever a page puts in.

It is told without working anything out: by what filters give, and by what variables are made of.
"""

from __future__ import annotations

import re

from sitecheck.liquid.branches import Case, If
from sitecheck.liquid.budget import spend
from sitecheck.liquid.expression import Constant, Expression, Lookup, RangeLookup
from sitecheck.liquid.loops import For
from sitecheck.liquid.markup import FilterCall, Variable
from sitecheck.liquid.names import things
from sitecheck.liquid.nodes import Assign, Body, Capture, Comment, Interrupt, OutputTag, Text
from sitecheck.liquid.residual import (
    After,
    Captured,
    Choice,
    Closure,
    Evaluated,
    Item,
    Joined,
    Known,
    Run,
    Symbol,
)
from sitecheck.named_tuple import NamedTuple

_ESCAPING = frozenset(
    {
        "cgi_escape",
        "date_to_xmlschema",
        "escape",
        "escape_once",
        "url_encode",
        "xml_escape",
    }
)
"""Filters whose results have no quotation marks and no angle brackets."""
_PART_OF_ADDRESS = "uri_escape"
"""It leaves the single quotation mark as it is, which an address may have."""
_NAMING = "slugify"
"""It leaves of a text nothing but letters, digits and hyphens, if it is not told how."""
_COUNTING = frozenset(
    {
        "abs",
        "at_least",
        "at_most",
        "ceil",
        "divided_by",
        "floor",
        "minus",
        "modulo",
        "plus",
        "round",
        "size",
        "times",
    }
)
"""Filters whose results are numbers."""
_CUTTING = frozenset({"truncate", "truncatewords"})
"""Filters whose results are made of what goes in and of the second argument: the first is a number."""
_GATHERING = frozenset({"concat", "push", "unshift"})
_JOINING = frozenset({"append", "default", "join", "prepend", "replace", *_GATHERING})
"""Filters whose results are made of what goes in and of the arguments."""
_SPLIT = "split"
_CHOOSING = frozenset(
    {"compact", "first", "last", "pop", "reverse", "shift", "slice", _SPLIT, "uniq", "where_exp"}
)
"""Filters whose results are made of what goes in, whatever the arguments are."""
_LISTING = _GATHERING | _CHOOSING
"""Filters that may give a list …"""
_TEXTUAL = frozenset({"append", "join", "prepend", "replace", _SPLIT, *_CUTTING})
"""… and those that make a text of one that they are given: it has quotation marks there."""
_COUNTED = frozenset({"first", "index", "index0", "last", "length", "rindex", "rindex0"})
"""What ``forloop`` knows that is a number or a boolean."""
_FORLOOP = "forloop"
_QUOTATION_MARKS = "\"'"
_PLAIN = (Assign, Capture, Case, Comment, For, If, Interrupt, OutputTag, Text)
"""The nodes of a run that are looked through: none of them brings in another file."""
_DEEPEST = 12
"""So many variables are looked behind, one behind the other."""
_MOST_ROUNDS = 8
"""So often the variables of a run are gone through: each of them may be made of the one that follows."""


class _Found(NamedTuple):
    """What a run is made of."""

    texts: list[str]
    printed: list[Variable]
    values: list[tuple[str, Variable]]
    """Variables that it sets, with what it sets them to …"""
    captured: set[str]
    """… and those that keep some of what it prints."""


class _Inside(NamedTuple):
    """What a run does."""

    is_quiet: bool = False
    """Whether it prints no mark."""
    sets: frozenset[str] = frozenset()
    """The variables that it sets …"""
    loud: frozenset[str] = frozenset()
    """… and those of them that may hold a mark."""


class _Names(NamedTuple):
    """The variables where a value is asked for: those of the closure, and what the run itself sets."""

    closure: Closure
    sets: frozenset[str] = frozenset()
    loud: frozenset[str] = frozenset()


_LOUD = _Inside()
"""What is known of a run that is not looked through."""


class Quiet:
    """Tells what prints no mark."""

    def __init__(
        self, marks: re.Pattern[str], *, quotes: bool, lists: bool = True, texts: bool = True
    ) -> None:
        """``quotes``: the marks are quotation marks and angle brackets, which are escaped in HTML. Without
        ``lists``, nothing is told of those, and without ``texts`` nothing of what makes texts of them."""
        self._marks = marks
        self._quotes = quotes
        self._lists = lists
        self._texts = texts
        self._runs: dict[int, _Inside] = {}
        self._symbols: dict[int, bool] = {}

    def item(self, item: Item, depth: int = 0) -> bool:
        """Whether an item prints no mark on any page; ``depth``: so many variables it stands behind."""
        if isinstance(item, Known):
            return not self.marks(item.text)
        if isinstance(item, Choice):
            return all(self.item(each, depth) for body in item.bodies for each in body)
        if item.variable is not None:
            return self._variable(item.variable, _Names(item.closure), depth)
        return self._inside(item, depth).is_quiet

    def marks(self, text: str) -> bool:
        """Whether a text has a mark."""
        return self._marks.search(text) is not None

    def _inside(self, run: Run, depth: int) -> _Inside:
        found = self._runs.get(id(run))
        if found is None:
            found = self._runs[id(run)] = self._look_inside(run, depth)
        return found

    def _look_inside(self, run: Run, depth: int) -> _Inside:
        found = _found_in(run.node)
        if found is None:
            return _LOUD
        sets = frozenset((*found.captured, *[name for name, _ in found.values]))
        is_plain = not any(map(self.marks, found.texts))
        loud = frozenset[str]()
        for _ in range(_MOST_ROUNDS):
            spend(len(found.values) + len(found.printed))
            names = _Names(run.closure, sets, loud)
            is_quiet = is_plain and all(self._variable(each, names, depth) for each in found.printed)
            louder = {name for name, value in found.values if not self._variable(value, names, depth)}
            louder.update(() if is_quiet else found.captured)
            if louder <= loud:
                return _Inside(is_quiet, sets, loud)
            loud |= louder
        return _LOUD

    def _variable(self, variable: Variable, names: _Names, depth: int) -> bool:
        return self._filtered(variable.expression, variable.filters, names, depth)

    def _filtered(
        self, expression: Expression, filters: tuple[FilterCall, ...], names: _Names, depth: int
    ) -> bool:
        """Whether what an expression gives with its filters never has a mark."""
        if not filters:
            return self._expression(expression, names, depth)
        *others, call = filters
        if call.name in _COUNTING or (self._quotes and self._is_escaped(call)):
            return True
        is_text = not others and isinstance(expression, Constant)
        if call.options or self._is_untold(call.name, is_text=is_text):
            return False
        if not (call.name in _CHOOSING or self._is_made_of(call, names, depth)):
            return False
        return self._filtered(expression, tuple(others), names, depth)

    def _is_escaped(self, call: FilterCall) -> bool:
        """Whether what a filter gives has none of the marks, whatever goes in."""
        if call.name == _NAMING:
            return not call.arguments
        return call.name in _ESCAPING or (call.name == _PART_OF_ADDRESS and not self.marks("'"))

    def _is_untold(self, name: str, *, is_text: bool) -> bool:
        """Whether nothing is told of what a filter gives; ``is_text``: what goes in is no list."""
        if not self._lists:
            return name in _LISTING
        return not self._texts and name in _TEXTUAL and not (name == _SPLIT and is_text)

    def _is_made_of(self, call: FilterCall, names: _Names, depth: int) -> bool:
        """Whether a filter adds no mark to what goes in."""
        if call.name == "jsonify":
            return not self.marks(_QUOTATION_MARKS)
        arguments = call.arguments[1:] if call.name in _CUTTING else call.arguments
        is_known = call.name in _JOINING or call.name in _CUTTING
        return is_known and all(self._expression(each, names, depth) for each in arguments)

    def _expression(self, expression: Expression, names: _Names, depth: int) -> bool:
        if isinstance(expression, Constant):
            return self._known(expression.value, depth)
        if not isinstance(expression, Lookup) or not isinstance(expression.name, str):
            return isinstance(expression, RangeLookup)
        name = expression.name
        if name == _FORLOOP and not (names.closure.holds_name(name) or name in names.sets):
            return bool(expression.keys) and expression.keys[-1] in _COUNTED
        for scope in (names.closure.inner, names.closure.assigns):
            if name in scope:
                return name not in names.loud and self._known(scope[name], depth)
        return name in names.sets and name not in names.loud

    def _known(self, value: object, depth: int) -> bool:
        if isinstance(value, Symbol):
            return self._symbol(value, depth + 1)
        if isinstance(value, (list, tuple)) and self._lists:
            spend(len(value))
            return all(self._known(each, depth) for each in value)
        is_plain = isinstance(value, str) and not self.marks(value)
        return is_plain or value is None or isinstance(value, (bool, int))

    def _symbol(self, symbol: Symbol, depth: int) -> bool:
        if depth > _DEEPEST + 1:
            return False
        found = self._symbols.get(id(symbol))
        if found is None:
            spend(1)
            found = self._symbols[id(symbol)] = self._works_quietly(symbol.work, depth)
        return found

    def _works_quietly(self, work: object, depth: int) -> bool:
        if isinstance(work, Evaluated):
            return self._variable(work.variable, _Names(work.closure), depth)
        if isinstance(work, Captured):
            return all(self.item(each, depth) for each in work.items)
        if isinstance(work, Joined):
            return all(self._known(each, depth) for each in work.values)
        if isinstance(work, After):
            return self._is_left_quiet(work, depth)
        return False

    def _is_left_quiet(self, work: After, depth: int) -> bool:
        """Whether a run sets a variable to nothing with a mark, nor leaves it with one on any page."""
        inside, before = self._inside(work.run, depth), work.run.closure.assigns
        is_set_quietly = work.name in inside.sets and work.name not in inside.loud
        return is_set_quietly and (work.name not in before or self._known(before[work.name], depth))


def quiet_of(marks: re.Pattern[str]) -> tuple[Quiet, ...]:
    """What is quiet where quotation marks or angle brackets are the ``marks`` is so to one of these: a list
    has no quotation mark, but one that is made a text has."""
    if not marks.search('"'):
        return (Quiet(marks, quotes=True),)
    return (Quiet(marks, quotes=True, lists=False), Quiet(marks, quotes=True, texts=False))


def _found_in(body: Body) -> _Found | None:
    """What nodes are made of; ``None`` where others are among them than are looked through."""
    found = _Found(texts=[], printed=[], values=[], captured=set())
    for thing in things(body):
        spend(1)
        if isinstance(thing, Body) and not all(isinstance(node, _PLAIN) for node in thing.nodes):
            return None
        if isinstance(thing, Text):
            found.texts.append(thing.text)
        elif isinstance(thing, OutputTag):
            found.printed.append(thing.variable)
        elif isinstance(thing, Assign):
            found.values.append((thing.name, thing.variable))
        elif isinstance(thing, For):
            found.values.append((thing.loop.variable, Variable(thing.loop.collection, ())))
        elif isinstance(thing, Capture):
            found.captured.add(thing.name)
    return found
