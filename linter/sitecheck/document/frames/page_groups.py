"""In which groups the pages of a layout are read: those of a group agree in keys that it asks for.

A group costs what the layout is worked out for, and each page what is left to look up on it: a few coarse
groups or many fine ones may be cheaper, so both are tried where there is much to do.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from sitecheck.document.frames.shared_host import PageGroup
from sitecheck.document.frames.shared_layout import SharedLayout, UsedLayout, share
from sitecheck.liquid.budget import PAGE_STEPS, Budget, spend
from sitecheck.liquid.dear_names import dear_reads
from sitecheck.liquid.expression import COMMANDS
from sitecheck.liquid.lookup import get
from sitecheck.liquid.names import NameFinder, Names
from sitecheck.liquid.template import Template
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Record

_PAGES_OF_A_GROUP = (64, 12)
"""How many members groups have on average, coarse ones and fine ones. Few pages are not worth a group of
their own, but where a layout loops over what hangs on a language, each language is."""
_SAMPLE = 10
_WORTH_TRYING = 4_000_000
"""Where a layout takes so many steps for all its pages …"""
_FEW = 8
"""… and so many groups, others that agree in less are tried: to try takes about what one group does."""
_MOST_TRIES = 12
"""So many keys are left out by way of trial, those of most values first: few layouts ask for more."""
_NEVER_SHARED = frozenset({"content", "excerpt", "next", "output", "previous", *COMMANDS})
_LOOKING = 3
"""Steps for looking up a value of a page that a layout asks for."""


class Division(NamedTuple):
    """The pages of a layout in groups."""

    groups: Sequence[PageGroup]
    steps: int = sys.maxsize
    """What they cost, as far as that was tried …"""
    largest: PageGroup | None = None
    layout: SharedLayout | None = None
    """… with what the layout is for the largest of them."""


class GroupFinder:
    """Finds the groups for one site, paid for by one budget for all of its layouts."""

    def __init__(self, reader: SiteContext, names: NameFinder, budget: Budget) -> None:
        self._reader = reader
        self._names = names
        self._budget = budget

    def best(self, used: UsedLayout, pages: Sequence[Record]) -> Division:
        """The groups that ask for the fewest steps. Coarse ones are tried last: they are for layouts on which
        little hangs, and where much does it takes long to find that out."""
        asked = self._asked(used.template, pages)
        best, *others = [Division(groups) for groups in asked.divisions]
        if others:
            for division in (*others, best):
                tried = self._tried(used, division.groups, best.steps)
                best = tried if tried is not None else best
            best = self._in_fewer(used, best, asked)
        return best

    def _in_fewer(self, used: UsedLayout, best: Division, asked: _Asked) -> Division:
        """The pages in fewer groups than ``best``, as long as that saves steps: what two groups do not have
        in common each of their pages may look up, and often much less hangs on it than on another key."""
        left = [column for column in asked.columns if column.key in best.groups[0].known]
        for column in islice(reversed(left), _MOST_TRIES):
            if len(best.groups) < _FEW or not _WORTH_TRYING <= best.steps < sys.maxsize:
                break
            fewer = [each for each in left if each is not column]
            tried = self._tried(used, asked.divided(fewer), best.steps)
            if tried is not None:
                best, left = tried, fewer
        return best

    def _tried(self, used: UsedLayout, groups: Sequence[PageGroup], most: int) -> Division | None:
        """What groups cost, judged by the largest of them and some of its pages; ``None`` for ``most`` steps
        or more."""
        largest = max(groups, key=lambda group: len(group.pages))
        sample = largest.pages[:: -(-len(largest.pages) // _SAMPLE)]
        pages = sum(len(group.pages) for group in groups)
        layout = None
        with self._budget.part(min(PAGE_STEPS, most // len(groups))) as making:
            layout = share(used, largest, self._reader, self._names)
        left = most - making.spent * len(groups)
        if layout is None or left <= 0:
            return None
        some = self._budget.part(min(PAGE_STEPS, left * len(sample) // pages))
        with some as showing:
            for page in sample:
                if layout.known(page, {}) is None:
                    layout.whole(page, {})
        steps = making.spent * len(groups) + showing.spent * pages // len(sample)
        if showing.exhausted or steps >= most:
            return None
        return Division(groups, steps, largest, layout)

    def _asked(self, template: Template, pages: Sequence[Record]) -> _Asked:
        """What a layout asks of its pages."""
        body = template.body
        names = self._names.names(body) if body is not None else Names()
        start: dict[int, list[Record]] = {0: list(pages)}
        if names.anything or any(name == "layout" for name, _ in names.reads):
            start = _divided(start, lambda page: page.data.get("layout"))
        columns = self._columns(names.reads, pages)
        dear = dear_reads(body, self._names) if body is not None else ()
        lean = [column for column in columns if ("page", column.key) in dear]
        return _Asked(start=start, columns=columns, lean=lean)

    def _columns(self, reads: Iterable[tuple[str, str | None]], pages: Sequence[Record]) -> list[_Column]:
        """The keys of the page that a layout asks for with their values, those of few values first; not all
        of them where that is more work than there is budget."""
        found: list[tuple[int, str, _Column]] = []
        with self._budget.part(PAGE_STEPS):
            spend(len(pages))
            drops = [(id(page), self._reader.payload.page(page)) for page in pages]
            for key in sorted({key for name, key in reads if name == "page" and key} - _NEVER_SHARED):
                spend(_LOOKING * len(pages))
                values = {page: get(drop, key) for page, drop in drops}
                if all(type(value) in (str, bool, int, type(None)) for value in values.values()):
                    found.append((len(set(values.values())), key, _column(key, values)))
        return [column for _, _, column in sorted(found, key=lambda each: each[:2])]


class _Column(NamedTuple):
    """A key of pages, and its value on each."""

    key: str
    common: object
    """The value on most …"""
    others: Mapping[int, object] = {}
    """… and on others, by the ``id`` of the page's record: a layout may ask for as many keys as there are
    pages, each of which hardly any page has."""

    def of(self, page: Record) -> object:
        """The value on ``page``."""
        return self.others.get(id(page), self.common)


class _Asked(NamedTuple):
    """What a layout asks of its pages."""

    start: Mapping[int, list[Record]]
    """The pages, in groups that are never one."""
    columns: Sequence[_Column]
    """The keys that it asks for …"""
    lean: Sequence[_Column]
    """… and those on which much work hangs."""

    @property
    def divisions(self) -> list[list[PageGroup]]:
        """The pages in coarse groups, in fine ones, and in fine ones that agree only in what much work hangs
        on; those of one number are the same."""
        coarse, fine = _PAGES_OF_A_GROUP
        ways = [(self.columns, coarse), (self.lean, fine), (self.columns, fine)]
        found = [_grouped(self.start, *way) for way in ways]
        return list({len(groups): groups for groups in reversed(found)}.values())[::-1]

    def divided(self, columns: Sequence[_Column]) -> list[PageGroup]:
        """The pages in groups that agree in ``columns``."""
        return _grouped(self.start, columns, 1)


def _column(key: str, values: Mapping[int, object]) -> _Column:
    (kind, common), _ = Counter((type(value), value) for value in values.values()).most_common(1)[0]
    others = {page: value for page, value in values.items() if (type(value), value) != (kind, common)}
    return _Column(key, common, others)


def _grouped(start: Mapping[int, list[Record]], columns: Sequence[_Column], size: int) -> list[PageGroup]:
    """The pages of a layout, in groups of ``size`` members on average or more."""
    groups, keys = {**start}, list[_Column]()
    pages = sum(map(len, groups.values()))
    for column in columns:
        finer = _divided(groups, column.of) if column.others else groups
        if len(finer) == len(groups) or len(finer) * size <= pages:
            groups = finer
            keys.append(column)
    return [
        PageGroup(tuple(group), {column.key: column.of(group[0]) for column in keys})
        for group in groups.values()
    ]


def _divided(
    groups: Mapping[int, list[Record]], value_of: Callable[[Record], object]
) -> dict[int, list[Record]]:
    finer: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for number, group in groups.items():
        for page in group:
            value = value_of(page)
            finer[number, type(value), value].append(page)
    return dict(enumerate(finer.values()))
