"""Which names a piece of a template asks for, and which it sets, with all that it includes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.branches import Case, If, IfChanged
from sitecheck.liquid.expression import Constant, Lookup
from sitecheck.liquid.includes import Include
from sitecheck.liquid.jekyll_tags import Highlight
from sitecheck.liquid.loops import For, TableRow
from sitecheck.liquid.markup import FilterCall
from sitecheck.liquid.nodes import Assign, Body, Capture, Counter, Cycle, Interrupt, Text
from sitecheck.liquid.recipes import RecipeTag, recipe_name
from sitecheck.liquid.values import Drop
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple

Name: TypeAlias = tuple[str, str | None]
"""A variable, and the first key that is looked up on it; ``None`` for the whole of it, or any key."""

_DEEPEST = 30
_MOST_FILES = 300
_MOST_BOUND = 300
"""Beyond so many files, or variables, more may be named than is asked for."""
_WORDS = lazy_pattern(r"([A-Za-z_][\w-]*)(?:\.([A-Za-z_][\w-]*))?", re.A)


class Names(NamedTuple):
    """What one node, or one file, asks for and changes."""

    reads: frozenset[Name] = frozenset()
    assigned: frozenset[str] = frozenset()
    includes: frozenset[str] = frozenset()
    """The names of the files it includes."""
    stateful: bool = False
    """Whether it holds a tag that remembers earlier turns: ``cycle``, ``increment``, ``ifchanged`` …"""
    breaks: bool = False
    """Whether it holds a ``break`` or ``continue`` for a loop around it."""
    anything: bool = False
    """Whether it may ask for anything: a file whose name Liquid makes, or that stands beside the page."""

    @property
    def variables(self) -> frozenset[str]:
        """The variables that count: those asked for and those set."""
        return frozenset(name for name, _ in self.reads) | self.assigned

    def also(self, other: Names) -> Names:
        """The names of both."""
        return Names(
            reads=self.reads | other.reads,
            assigned=self.assigned | other.assigned,
            includes=self.includes | other.includes,
            stateful=self.stateful or other.stateful,
            breaks=self.breaks or other.breaks,
            anything=self.anything or other.anything,
        )


class _Own(NamedTuple):
    """The names of one tree, without those of the files it includes."""

    names: Names
    bound: Mapping[str, frozenset[str]]
    """For each included file, the variables that have a value of this tree's wherever it is included."""
    leaves: frozenset[str] | None = frozenset()
    """The variables that have such a value behind it, whichever way it is gone through; ``None`` where it may
    end early."""


class NameFinder:
    """Finds the names of the nodes of one site; ``include`` gives the nodes of an included file.

    Every answer is worked out once. It may name more than is asked for in truth, never less: left out are the
    variables of loops, and what is assigned before it is asked for, whichever way a tree is gone through.
    """

    def __init__(
        self,
        include: Callable[[str], Body | None],
        changed: Callable[[Include], Set[str]] = lambda _: frozenset(),
    ) -> None:
        """``changed``: the variables that an include sets which is not gone into; they are asked for anew."""
        self._include = include
        self._changed = changed
        self._own: dict[int, tuple[object, _Own]] = {}
        self._whole: dict[int, tuple[object, Names]] = {}
        self._files: dict[str, _Own] = {}
        self._asked: dict[str, frozenset[Name]] = {}
        """What each file asks for, with all that it includes."""
        self._opened: set[str] = set()
        """The files that are being gone through."""

    def names(self, node: object) -> Names:
        """The names of a node (or an expression) and of all files that it leads to."""
        known = self._whole.get(id(node))
        if known is not None:
            return known[1]
        own = self._own_names(node)
        named = (own.names, *(self._file(name).names for name in self._reached(own)))
        found = Names(
            reads=self._with_includes(own),
            assigned=frozenset[str]().union(*(each.assigned for each in named)),
            includes=frozenset[str]().union(*(each.includes for each in named)),
            stateful=any(each.stateful for each in named),
            breaks=any(each.breaks for each in named),
            anything=any(each.anything for each in named),
        )
        self._whole[id(node)] = node, found  # the node is kept, so that its number stays its own
        return found

    def body(self, file: str) -> Body | None:
        """The nodes of an included file."""
        return self._include(file)

    def _reached(self, own: _Own) -> list[str]:
        """The files that are included, and those that these include; what they ask for is known then."""
        found: dict[str, None] = {}
        waiting = list(own.bound)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                waiting += self._file(name).bound
        self._settle([name for name in found if name not in self._asked])
        return list(found)

    def _settle(self, files: Sequence[str]) -> None:
        """Work out what ``files`` ask for: more and more, until nothing is added."""
        self._asked.update({name: self._file(name).names.reads for name in files})
        if len(files) > _MOST_FILES:
            anything = frozenset[Name]().union(*self._asked.values())
            self._asked.update(dict.fromkeys(files, anything))
            return
        has_grown = True
        while has_grown:
            has_grown = False
            for name in reversed(files):
                asked = self._with_includes(self._file(name))
                has_grown |= len(asked) > len(self._asked[name])
                self._asked[name] = asked

    def _with_includes(self, own: _Own) -> frozenset[Name]:
        """What is asked for by a tree and the files that it includes, as far as that is known."""
        asked = set(own.names.reads)
        for file, bound in own.bound.items():
            asked.update(name for name in self._asked[file] if name[0] not in bound)
        return frozenset(asked)

    def _file(self, name: str) -> _Own:
        if name not in self._files:
            self._opened.add(name)
            body = self._include(name)
            self._files[name] = _Own(Names(), {}) if body is None else self._own_names(body)
            self._opened.discard(name)
        return self._files[name]

    def _left(self, name: str) -> frozenset[str] | None:
        """What an included file assigns for certain; ``None`` where it may end early, or includes itself."""
        if name in self._opened or len(self._opened) > _DEEPEST:
            return None
        return self._file(name).leaves

    def _own_names(self, node: object) -> _Own:
        known = self._own.get(id(node))
        if known is None:
            gathered = _Gatherer(node, self._left, self._changed)
            gathered.visit(node)
            known = self._own[id(node)] = node, gathered.own()
        return known[1]


class _Gatherer:
    """Walks over one tree: nodes, expressions and the records between them."""

    def __init__(
        self,
        tree: object,
        left: Callable[[str], frozenset[str] | None],
        changed: Callable[[Include], Set[str]],
    ) -> None:
        self._tree = tree
        self._left = left
        self._changed = changed
        self._ends_early = False
        self._reads: set[Name] = set()
        self._assigned: set[str] = set()
        self._includes: dict[str, frozenset[str]] = {}
        self._stateful = False
        self._breaks = False
        self._anything = False
        self._bound: dict[str, None] = {}
        """The variables that have a value of this tree's where the walk is, the latest last."""
        self._stale: set[str] = set()
        """Those of them that an include may have set since."""
        self._renewed: list[str] = []
        """Those that were stale until they were set again, one after the other."""
        self._just_included: set[object] = set()
        """The includes since a variable was set."""

    def own(self) -> _Own:
        """What was found."""
        names = Names(
            reads=frozenset(self._reads),
            assigned=frozenset(self._assigned),
            includes=frozenset(self._includes),
            stateful=self._stateful,
            breaks=self._breaks,
            anything=self._anything,
        )
        ends_early = self._breaks or self._ends_early
        return _Own(names, self._includes, None if ends_early else frozenset(self._bound))

    def visit(self, thing: object) -> None:
        """Gather from ``thing`` and all that it is made of."""
        gather = _GATHER[type(thing)]
        if gather is not None:
            gather(self, thing)

    def sequence(self, things: Iterable[object]) -> None:
        """What stands one after the other."""
        for thing in things:
            gather = _GATHER[type(thing)]  # most are plain: to call for each takes longer than all else
            if gather is not None:
                gather(self, thing)

    def body(self, body: Body) -> None:
        self.sequence(body.nodes)

    def any_kind(self, thing: object) -> None:
        for part in parts(thing):
            if _GATHER[type(part)] is not None:
                self._apart(part)

    def loop(self, node: For) -> None:
        self._stateful = self._stateful or node.loop.offset == "continue"
        self.visit(node.loop)
        self._turn()
        before = self._breaks
        self._apart(node.body, node.loop.variable, "forloop")
        self._breaks = before
        self._apart(node.otherwise)

    def row(self, node: TableRow) -> None:
        self.visit(node.head)
        self._turn()
        self._apart(node.body, node.head.variable, "tablerowloop")  # forloop is that of a loop around

    def assign(self, node: Assign) -> None:
        self.visit(node.variable)
        self._assign(node.name)

    def capture(self, node: Capture) -> None:
        self.visit(node.body)
        self._assign(node.name)

    def _assign(self, name: str) -> None:
        self._assigned.add(name)
        self._bound[name] = None
        self._just_included.clear()
        if name in self._stale:
            self._stale.discard(name)
            self._renewed.append(name)

    def stateful(self, node: object) -> None:
        self._stateful = True
        self.any_kind(node)

    def interrupt(self, node: Interrupt) -> None:
        self._breaks = True

    def highlight(self, node: Highlight) -> None:
        self._reads |= {("highlighter_prefix", None), ("highlighter_suffix", None)}
        self.any_kind(node)

    def recipe(self, tag: RecipeTag) -> None:
        self._includes[recipe_name(tag)] = frozenset()

    def include(self, node: Include) -> None:
        self._include(node)
        self.any_kind(node)
        self._take_over(node)

    def _take_over(self, include: Include) -> None:
        left = (
            self._left(include.markup.name)
            if include.name_body is None and include.kind == "include"
            else None
        )
        self._ends_early = self._ends_early or left is None
        self._bound.update(dict.fromkeys(left or ()))
        name = include.name_body or include.markup.name
        if name not in self._just_included:
            self._just_included.add(name)
            self._stale |= self._changed(include)

    def _turn(self) -> None:
        """What an include of a loop has set, what stands before it in the loop finds in the next turn."""
        self._stale |= self._set_by_includes

    @cached_property
    def _set_by_includes(self) -> frozenset[str]:
        includes = (thing for thing in things(self._tree) if isinstance(thing, Include))
        return frozenset(chain.from_iterable(map(self._changed, includes)))

    def branches(self, node: If) -> None:
        """Each from the same start; where one is taken for certain, what all of them assign is bound."""
        assigned: list[frozenset[str]] = []
        for condition, body in node.branches:
            self.visit(condition)
            assigned.append(self._apart(body))
        if any(condition is None for condition, _ in node.branches):
            self._bound.update(dict.fromkeys(frozenset.intersection(*assigned)))

    def case(self, node: Case) -> None:
        """Each clause by itself: one that comes before may not be rendered."""
        self.visit(node.subject)
        for clause in node.clauses:
            self._apart(clause)

    def _apart(self, thing: object, *bound: str) -> frozenset[str]:
        """Gather from what may not be rendered, or more than once, inside of which variables are ``bound``;
        gives the variables that are bound at its end, beyond those that were before."""
        before, renewed = len(self._bound), len(self._renewed)
        self._bound.update(dict.fromkeys(bound))
        self.visit(thing)
        self._stale.update(self._renewed[renewed:])  # it may not have been rendered
        return frozenset(self._bound.popitem()[0] for _ in range(len(self._bound) - before))

    def _ask(self, name: str, key: str | None) -> None:
        if name not in self._bound or name in self._stale:
            self._reads.add((name, key))

    def lookup(self, lookup: Lookup) -> None:
        if isinstance(lookup.name, str):
            key = lookup.keys[0] if lookup.keys else None
            self._ask(lookup.name, key if isinstance(key, str) else None)
        elif lookup.name is not None:
            self._anything = True  # [name]: a variable whose name is a value
        self.sequence((lookup.name, *lookup.keys))

    def filter(self, call: FilterCall) -> None:
        """``where_exp`` and its like read an expression out of a string."""
        if call.name.endswith("_exp"):
            self._expression(call)
        self.sequence(parts(call))

    def _expression(self, call: FilterCall) -> None:
        for argument in call.arguments:
            if isinstance(argument, Constant):
                for name, key in _WORDS.findall(str(argument.value)):
                    self._ask(name, key or None)
            else:
                self._anything = True

    def _include(self, include: Include) -> None:
        if include.name_body is not None or include.kind == "include_relative":
            self._anything = True
            return
        bound = frozenset(self._bound) if len(self._bound) <= _MOST_BOUND else frozenset[str]()
        if include.markup.parameters is not None:
            bound |= {"include"}
        name = include.markup.name
        self._includes[name] = self._includes.get(name, bound) & bound


_Gather: TypeAlias = "Callable[[_Gatherer, Any], None]"
_PLAIN = (str, int, float, type(None), Span, Text, Constant, Drop)
"""What has no names in it."""
_OF_KINDS: Mapping[type, _Gather] = {
    Assign: _Gatherer.assign,
    Body: _Gatherer.body,
    Capture: _Gatherer.capture,
    Case: _Gatherer.case,
    Counter: _Gatherer.stateful,
    Cycle: _Gatherer.stateful,
    FilterCall: _Gatherer.filter,
    For: _Gatherer.loop,
    Highlight: _Gatherer.highlight,
    If: _Gatherer.branches,
    IfChanged: _Gatherer.stateful,
    Include: _Gatherer.include,
    Interrupt: _Gatherer.interrupt,
    Lookup: _Gatherer.lookup,
    RecipeTag: _Gatherer.recipe,
    TableRow: _Gatherer.row,
}


class _Kinds(dict[type, "_Gather | None"]):
    """How to gather from values of a kind; ``None``: they have no names in them. Each kind is looked at once:
    a walk meets a million values of thirty kinds."""

    def __missing__(self, kind: type) -> _Gather | None:
        other = _Gatherer.sequence if issubclass(kind, tuple) else _Gatherer.any_kind
        self[kind] = found = None if issubclass(kind, _PLAIN) else _OF_KINDS.get(kind, other)
        return found


class _Slots(dict[type, tuple[str, ...]]):
    """The attributes of values of a kind."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        slots = (slot for each in kind.__mro__ for slot in getattr(each, "__slots__", ()))
        self[kind] = found = () if issubclass(kind, _PLAIN) else tuple(slots)
        return found


_GATHER = _Kinds()
_SLOTS = _Slots()


def things(body: object, apart: type | tuple[()] = ()) -> Iterator[object]:
    """A node and all that it is made of, but for what ``apart`` is made of."""
    waiting = [body]
    while waiting:
        thing = waiting.pop()
        yield thing
        if _GATHER[type(thing)] is not None and not isinstance(thing, apart):
            waiting += parts(thing)


def parts(thing: object) -> Iterator[object]:
    """What a node, an expression or a record between them is made of."""
    if isinstance(thing, (tuple, list)):
        yield from thing
    elif isinstance(thing, dict):
        yield from thing.values()
    else:
        for slot in _SLOTS[type(thing)]:
            yield getattr(thing, slot)
