"""What two values have in common exactly when they are alike: so what is made anew is compared with what was
there before, which nobody has kept.

Only what is made of plain values is told: where anything else stands in one, a service or a function, nothing
is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from itertools import chain
from typing import Any, Final

from sitecheck.document.frames.frame_parts import Group
from sitecheck.document.frames.frame_tags import TagTemplate
from sitecheck.liquid.residual import Closure

_MOST: Final = 100_000
"""So many values are looked at; of what is larger nothing is said."""
_PLAIN: Final = frozenset({str, int, float, bool, bytes, type(None), date, datetime})
_UNSET: Final = object()
_REMEMBERED: Final = {Group: frozenset({"_chosen", "_known"}), TagTemplate: frozenset({"_known"})}
"""What was read of them for one page and another, which is nothing that they are."""


def likeness(value: object) -> str | None:
    """A text for ``value``, the same for whatever is alike in type, parts and in what is shared among them;
    ``None`` where that cannot be told."""
    told: list[str] = []
    seen: dict[int, tuple[int, object]] = {}
    waiting = [value]
    while waiting:
        each = waiting.pop()
        kind = type(each)
        if kind in _PLAIN:
            told.append(f"{kind.__name__} {each!r}")
        elif each is _UNSET:
            told.append("-")
        elif isinstance(each, Enum):
            told.append(f"{kind.__qualname__}.{each.name}")
        elif id(each) in seen:
            told.append(f"@{seen[id(each)][0]}")
        else:
            seen[id(each)] = len(seen), each
            parts = _parts(each)
            if parts is None or len(seen) > _MOST:
                return None
            told.append(f"{kind.__module__}.{kind.__qualname__} {len(parts)}")
            waiting += reversed(parts)
    return "\n".join(told)


def _parts(value: Any) -> list[object] | None:
    """What a value is made of; ``None`` where that is not known."""
    kind: Any = type(value)
    is_ours = kind.__module__.partition(".")[0] == "sitecheck"
    if kind in (tuple, list):
        return list(value)
    if kind is Closure:  # asked by name: the order of its variables says nothing, and is another in each run
        return [each for part in value for each in (_by_name(part) if isinstance(part, dict) else (part,))]
    if not is_ours:
        return _pairs(value) if kind is dict else None
    names = _fields_of(kind)
    if names is None or isinstance(value, (int, list, set, frozenset, bytes)):
        return None
    parts: list[object] = [getattr(value, name, _UNSET) for name in names]
    if isinstance(value, tuple):
        parts += value
    if isinstance(value, dict):
        parts += _pairs(value)
    if isinstance(value, str):
        parts.append(str.__str__(value))
    return parts


def _pairs(value: dict[Any, Any]) -> list[object]:
    return list(chain.from_iterable(value.items()))


def _by_name(variables: dict[Any, Any]) -> list[object]:
    pairs = sorted(variables.items(), key=lambda pair: pair[0])
    return [len(pairs), *chain.from_iterable(pairs)]


@cache
def _fields_of(kind: Any) -> tuple[str, ...] | None:
    """The names of all that instances of a class hold; ``None`` where they may hold anything."""
    if is_dataclass(kind):
        return tuple(each.name for each in fields(kind))
    remembered = _REMEMBERED.get(kind, frozenset[str]())
    slots = tuple(name for name in _slots(kind.__mro__) if name not in remembered)
    return None if any(name.startswith("__") for name in slots) else slots


def _slots(classes: Iterable[type]) -> Iterator[str]:
    for each in classes:
        if each.__module__ != "builtins":
            names = vars(each).get("__slots__", ("__dict__",))
            yield from (names,) if isinstance(names, str) else names
