"""Items of long lists, found by what stands under one of their keys instead of being looked at one by one.

Layouts with menus search the same lists of the site on each page. What is found is what looking at each item
would find, and costs steps in proportion, so that both can stand for each other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeGuard, TypeVar

from sitecheck.liquid.budget import Budget, spend, spending
from sitecheck.liquid.expression import COMMANDS, Constant, Expression, Lookup
from sitecheck.liquid.lookup import get
from sitecheck.liquid.markup import Comparison
from sitecheck.liquid.values import Drop, Gathered, Unknown, scalar_text, undecided
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context

_LONG = 20
"""Lists of so many items get an index."""
_MOST_INDEXES = 100
_LONGEST_JOINED = 20_000
"""Lists of more items are not kept together: several of them would take much room."""
_OF_TEXTS = ("content", "excerpt", "output")
"""What a page sees under these keys of another hangs on which of them Jekyll has rendered by then."""

_K = TypeVar("_K")
_V = TypeVar("_V")

ItemProperty: TypeAlias = "Callable[[object, object], object]"
"""How a property of an item is looked up by a key, in which dots go deeper."""


class _Index(NamedTuple):
    """The items of a list by the text of one property."""

    items: list[object]
    """The list itself: as long as it is kept, no other has its ``id``."""
    by_text: dict[str, list[object]] | None
    """``None`` for a list that is asked for the first time, or whose items have to be looked at each time."""
    steps: int = 0
    """What looking at each of them costs."""


class _Places(NamedTuple):
    """The places in a list by what stands there under one key."""

    items: list[object]
    """As for :class:`_Index`."""
    by_value: dict[str | None, list[int]]
    unknown: list[int]
    """Where that is not known, or not wholly."""


class _Joined(NamedTuple):
    """Two lists in one."""

    lists: tuple[list[object], list[object]]
    """As for :class:`_Index`."""
    items: Gathered


_indexes: dict[tuple[int, str, ItemProperty], _Index] = {}
_places: dict[tuple[int, str], _Places] = {}
_joined: dict[tuple[int, int], _Joined] = {}


def with_text(value: object, key: object, target: object, look_up: ItemProperty) -> list[object] | None:
    """The items of a long list of objects whose property ``key`` is the text ``target``; ``None`` where they
    have to be looked at one by one.

    A list of the site's is the same on each page: there a step for each item is enough, which is what making
    the index takes for each of thousands of properties. Many layouts look for a page's translations so.
    """
    if not isinstance(value, list) or not _is_text(key) or not _is_text(target) or len(value) < _LONG:
        return None
    if not {*key.split(".")}.isdisjoint(_OF_TEXTS):
        return None
    is_kept = isinstance(value, Gathered)
    known = _index(value, key, look_up, at_once=is_kept)
    if known.by_text is None:
        return None
    found = known.by_text.get(target, ())
    spend(len(value) + (len(found) if is_kept else known.steps))
    return list(found)


def _index(items: list[object], key: str, look_up: ItemProperty, *, at_once: bool) -> _Index:
    """The index of a list, which is made where it is asked for again or ``at_once``."""
    at = (id(items), key, look_up)
    known = _indexes.pop(at, None)
    if known is None and not at_once:
        known = _Index(items, None)
    elif known is None or (known.by_text is None and known.steps == 0):
        known = _make_index(items, key, look_up)
    return _keep(_indexes, at, known)


def _keep(indexes: dict[_K, _V], at: _K, index: _V) -> _V:
    """Keep an index as the one that was asked for last; of too many the first goes."""
    indexes[at] = index
    if len(indexes) > _MOST_INDEXES:
        del indexes[next(iter(indexes))]
    return index


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and not isinstance(value, Unknown)


def _make_index(items: list[object], key: str, look_up: ItemProperty) -> _Index:
    found: dict[str, list[object]] = {}
    steps = len(items) * (1 + len(key) // 4)
    with spending(Budget(sys.maxsize)):  # who asks first pays no more than the others
        for item in items:
            text: object = undecided("")
            if isinstance(item, (dict, Drop)):
                text = look_up(item, key)
            if type(text) in (bool, int, float):
                steps += 1
                text = scalar_text(text)
            if type(text) is str:
                found.setdefault(text, []).append(item)
            elif text is not None:
                return _Index(items, None, 1)
    return _Index(items, found, steps)


class Sought(NamedTuple):
    """The items of a list for which a comparison may hold."""

    places: Sequence[int]
    """Where they are, in order."""
    other: Expression
    """What something of each is compared with …"""
    target: str | None
    """… and its value."""

    def is_same(self, context: Context) -> bool:
        """Whether they are still compared with the same value."""
        value = self.other.evaluate(context)
        return value is None if self.target is None else _is_text(value) and value == self.target


def for_which(items: list[object], name: str, term: Comparison, context: Context) -> list[object]:
    """Those of ``items`` for which ``term`` may hold, the variable ``name`` being the item: all where they
    have to be looked at one by one."""
    found = sought(items, name, term, context)
    return items if found is None else [items[place] for place in found.places]


def sought(items: Sequence[object], name: str, term: Comparison, context: Context) -> Sought | None:
    """Where those of ``items`` are for which ``term`` may hold, the variable ``name`` being the item, if an
    index knows that. It knows of lists of the site's, and of what is compared with a text or nil:
    ``doc.parent == page.parent``."""
    if not isinstance(items, Gathered) or len(items) < _LONG:
        return None
    if term.operator != "==" or context.strict_variables:
        return None
    for own, other in ((term.left, term.right), (term.right, term.left)):
        key = _key_of_item(own, name)
        if key and _is_apart(other, name):
            target = other.evaluate(context)
            if target is None or _is_text(target):
                return Sought(places=_having(items, key, target), other=other, target=target)
    return None


def _key_of_item(own: Expression, name: str) -> str:
    """The one key that is looked up on the item; "" for anything else."""
    if not isinstance(own, Lookup) or own.name != name or len(own.keys) != 1:
        return ""
    key = own.keys[0]
    return key if isinstance(key, str) and key not in _OF_TEXTS else ""


def _is_apart(other: Expression, name: str) -> bool:
    """Whether an expression has the same value whatever the item is."""
    if not isinstance(other, Lookup):
        return isinstance(other, Constant)
    return (
        isinstance(other.name, str) and other.name not in (name, "forloop") and all(map(_is_name, other.keys))
    )


def _is_name(key: str | Expression) -> bool:
    return isinstance(key, str)


def _having(items: list[object], key: str, target: str | None) -> list[int]:
    """The places of the items that have ``target`` under ``key``, or may."""
    at = (id(items), key)
    known = _places.pop(at, None)
    known = _keep(_places, at, _find_places(items, key) if known is None else known)
    spend(len(items))
    return sorted((*known.by_value.get(target, ()), *known.unknown))


def _find_places(items: list[object], key: str) -> _Places:
    found = _Places(items, {}, [])
    with spending(Budget(sys.maxsize)):  # as above
        for place, item in enumerate(items):
            value = get(item, key, key in COMMANDS)
            if isinstance(value, Unknown):
                found.unknown.append(place)
            elif value is None or isinstance(value, str):
                found.by_value.setdefault(value, []).append(place)
    return found


def joined(first: list[object], second: list[object], items: list[object]) -> list[object]:
    """The ``items`` of two lists of the site's: one of the site's, too, and the same each time."""
    if len(items) > _LONGEST_JOINED:
        return items
    at = (id(first), id(second))
    known = _joined.pop(at, None) or _Joined((first, second), Gathered(items))
    return _keep(_joined, at, known).items
