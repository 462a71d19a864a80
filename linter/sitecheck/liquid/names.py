"""Which names a piece of a template asks for, and which it sets, with all that it includes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from sitecheck.liquid.branches import IfChanged
from sitecheck.liquid.expression import Constant, Lookup
from sitecheck.liquid.includes import Include
from sitecheck.liquid.jekyll_tags import Highlight
from sitecheck.liquid.loops import For
from sitecheck.liquid.markup import FilterCall
from sitecheck.liquid.nodes import Assign, Body, Capture, Counter, Cycle, Interrupt
from sitecheck.liquid.recipes import RecipeTag, recipe_name
from sitecheck.liquid.values import Drop

Name: TypeAlias = tuple[str, str | None]
"""A variable, and the first key that is looked up on it; ``None`` for the whole of it, or any key."""

_WORDS = re.compile(r"([A-Za-z_][\w-]*)(?:\.([A-Za-z_][\w-]*))?", re.A)


class Names(NamedTuple):
    """What one node, or one file, asks for and changes."""

    reads: frozenset[Name] = frozenset()
    assigned: frozenset[str] = frozenset()
    includes: frozenset[str] = frozenset()
    """The names of the files it includes."""
    stateful: bool = False
    """Whether it holds a tag that remembers earlier turns: ``cycle``, ``increment``, ``ifchanged`` …"""
    breaks: bool = False
    """Whether it holds a ``break`` or ``continue``."""
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


class NameFinder:
    """Finds the names of the nodes of one site; ``include`` gives the nodes of an included file.

    Every answer is worked out once. It may name more than is asked for in truth, never less.
    """

    def __init__(self, include: Callable[[str], Body | None]) -> None:
        self._include = include
        self._own: dict[int, tuple[object, Names]] = {}
        self._whole: dict[int, tuple[object, Names]] = {}
        self._files: dict[str, Names] = {}

    def names(self, node: object) -> Names:
        """The names of a node (or an expression) and of all files that it leads to."""
        known = self._whole.get(id(node))
        if known is not None:
            return known[1]
        found = self._own_names(node)
        waiting, seen = list(found.includes), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                inside = self._file(name)
                found = found.also(inside)
                waiting += inside.includes
        self._whole[id(node)] = node, found  # the node is kept, so that its number stays its own
        return found

    def _file(self, name: str) -> Names:
        if name not in self._files:
            body = self._include(name)
            self._files[name] = Names() if body is None else self._own_names(body)
        return self._files[name]

    def _own_names(self, node: object) -> Names:
        known = self._own.get(id(node))
        if known is None:
            gathered = _Gatherer()
            gathered.visit(node)
            known = self._own[id(node)] = node, gathered.names()
        return known[1]


class _Gatherer:
    """Walks over one tree: nodes, expressions and the records between them."""

    def __init__(self) -> None:
        self._reads: set[Name] = set()
        self._assigned: set[str] = set()
        self._includes: set[str] = set()
        self._stateful = False
        self._breaks = False
        self._anything = False

    def names(self) -> Names:
        """What was found."""
        return Names(
            reads=frozenset(self._reads),
            assigned=frozenset(self._assigned),
            includes=frozenset(self._includes),
            stateful=self._stateful,
            breaks=self._breaks,
            anything=self._anything,
        )

    def visit(self, thing: object) -> None:
        """Gather from ``thing`` and all that it is made of."""
        if thing is None or isinstance(thing, (str, int, float, Constant, Drop)):
            return
        self._note(thing)
        for part in _parts(thing):
            self.visit(part)

    def _note(self, thing: object) -> None:
        if isinstance(thing, Lookup):
            self._lookup(thing)
        elif isinstance(thing, FilterCall):
            self._filter(thing)
        elif isinstance(thing, (Assign, Capture)):
            self._assigned.add(thing.name)
        elif isinstance(thing, Include):
            self._include(thing)
        elif isinstance(thing, RecipeTag):
            self._includes.add(recipe_name(thing))
        elif isinstance(thing, (Cycle, Counter, IfChanged)):
            self._stateful = True
        elif isinstance(thing, Interrupt):
            self._breaks = True
        elif isinstance(thing, For):
            self._stateful = self._stateful or thing.loop.offset == "continue"
        elif isinstance(thing, Highlight):
            self._reads |= {("highlighter_prefix", None), ("highlighter_suffix", None)}

    def _lookup(self, lookup: Lookup) -> None:
        if isinstance(lookup.name, str):
            key = lookup.keys[0] if lookup.keys else None
            self._reads.add((lookup.name, key if isinstance(key, str) else None))
        elif lookup.name is not None:
            self._anything = True  # [name]: a variable whose name is a value

    def _filter(self, call: FilterCall) -> None:
        """``where_exp`` and its like read an expression out of a string."""
        if not call.name.endswith("_exp"):
            return
        for argument in call.arguments:
            if isinstance(argument, Constant):
                words = _WORDS.findall(str(argument.value))
                self._reads |= {(name, key or None) for name, key in words}
            else:
                self._anything = True

    def _include(self, include: Include) -> None:
        if include.name_body is None and include.kind != "include_relative":
            self._includes.add(include.markup.name)
        else:
            self._anything = True


def _parts(thing: object) -> Iterator[object]:
    if isinstance(thing, (tuple, list)):
        yield from thing
    elif isinstance(thing, dict):
        yield from thing.values()
    else:
        for kind in type(thing).__mro__:
            for slot in getattr(kind, "__slots__", ()):
                yield getattr(thing, slot)
