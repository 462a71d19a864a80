"""What of a layout may stop the build, though it gives no page a link or an id.

Only what has links or ids is worked out for each page (:mod:`sitecheck.document.frames.frame_parts`). Jekyll
renders all of it, and stops where a filter or a comparison fails, such as
``{{ page.title | number_of_words }}`` on the one page without a title.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from sitecheck.liquid.nodes import Assign, OutputTag
from sitecheck.liquid.page_context import PageContext
from sitecheck.liquid.residual import Choice, Holds, Items, Run, Test, Undecided
from sitecheck.liquid.specialize import may_be_refused
from sitecheck.named_tuple import NamedTuple

_ORDERS = frozenset({"<", ">", "<=", ">="})
"""Operators that fail where a number is compared with a text."""


class Ways(NamedTuple):
    """A choice, and what may fail in it or on each of its ways."""

    choice: Choice
    failures: tuple[Failures, ...]


Failures: TypeAlias = "tuple[Run | Ways, ...]"


def may_fail(items: Items) -> Failures:
    """The values at which rendering ``items`` may fail, in the choices that they stand in."""
    return tuple(_may_fail(items))


def _may_fail(items: Items) -> Iterator[Run | Ways]:
    for item in items:
        if isinstance(item, Choice):
            ways = tuple(map(may_fail, item.bodies))
            if any(ways) or any(map(_compares, item.tests)):
                yield Ways(item, ways)
        elif isinstance(item, Run) and _filters(item):
            yield item


def _compares(test: Test) -> bool:
    return isinstance(test, Holds) and any(term.operator in _ORDERS for term in test.condition.terms)


def _filters(run: Run) -> bool:
    """Whether a run is one value that goes through a filter which may refuse it."""
    return any(
        isinstance(tag, (Assign, OutputTag)) and may_be_refused(tag.variable) for tag in run.node.nodes
    )


def note_failures(failures: Failures, page: PageContext) -> None:
    """Work out on ``page`` what may fail there: its problems tell what did. Where it is not known whether
    something is there, nothing is told of it.

    Raises :class:`sitecheck.liquid.residual.Undecided` for a choice that fails, which only rendering the page
    as a whole tells.
    """
    for each in failures:
        _note(each, page)


def _note(each: Run | Ways, page: PageContext) -> None:
    try:
        if isinstance(each, Ways):
            note_failures(each.failures[page.index(each.choice)], page)
        else:
            page.text(each)
    except Undecided as undecided:
        if undecided.fails:
            raise
