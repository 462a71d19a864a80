"""Which names a template asks for where much work hangs on them.

A loop, or a filter over a list, is worked out anew for each value of what it asks for. A choice between two
texts, or a value that is printed, is not: on a page it takes a look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sitecheck.liquid.expression import Constant, Lookup
from sitecheck.liquid.includes import Include
from sitecheck.liquid.loops import For, TableRow
from sitecheck.liquid.markup import Variable
from sitecheck.liquid.names import Name, NameFinder, parts
from sitecheck.liquid.nodes import Assign, Body, Capture
from sitecheck.liquid.recipes import RecipeTag
from sitecheck.liquid.values import Drop

_MOST_FILES = 300


def dear_reads(body: Body, names: NameFinder) -> frozenset[Name]:
    """What ``body`` and the files that it includes ask for in loops and filters, also by way of variables."""
    walk = _Walk(names)
    walk.visit(body)
    return walk.found()


class _Walk:
    """Walks over a template and the files it includes, but for the insides of loops."""

    def __init__(self, names: NameFinder) -> None:
        self._names = names
        self._dear: set[Name] = set()
        self._given: dict[str, set[Name]] = defaultdict(set)
        """What each variable is made of; all parameters of includes are one."""
        self._files: set[str] = set()

    def found(self) -> frozenset[Name]:
        """The names on which work hangs, those behind variables, too."""
        waiting = list(self._dear)
        while waiting:
            name, _ = waiting.pop()
            waiting += self._given.pop(name, ())
            self._dear.update(waiting)
        return frozenset(self._dear)

    def visit(self, thing: object) -> None:
        """Look at ``thing`` and all that it is made of."""
        if thing is None or isinstance(thing, (str, int, float, Constant, Drop, RecipeTag)):
            return
        if isinstance(thing, (For, TableRow)):
            self._dear |= self._names.names(thing).reads
        elif isinstance(thing, Assign):
            self.visit(thing.variable)
            self._given[thing.name] |= self._names.names(thing.variable).reads
        elif isinstance(thing, Variable):
            if _is_work(thing):
                self._dear |= self._names.names(thing).reads
        elif isinstance(thing, Include):
            self._include(thing)
        else:
            if isinstance(thing, Capture):
                self._given[thing.name] |= self._names.names(thing.body).reads
            self._all(parts(thing))

    def _all(self, things: Iterable[object]) -> None:
        for each in things:
            self.visit(each)

    def _include(self, include: Include) -> None:
        for _, value in include.markup.parameters or ():
            self._given["include"] |= self._names.names(value).reads
        name = include.markup.name
        if include.name_body is None and name not in self._files and len(self._files) < _MOST_FILES:
            self._files.add(name)
            self.visit(self._names.body(name))


def _is_work(variable: Variable) -> bool:
    """Whether filters go through a list that hangs on a value, or look for one in a list."""
    expression, filters = variable.expression, variable.filters
    hangs = isinstance(expression, Lookup) and not all(isinstance(key, str) for key in expression.keys)
    return any(
        hangs or call.name.endswith("_exp") or not all(isinstance(each, Constant) for each in call.arguments)
        for call in filters
    )
