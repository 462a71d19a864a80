"""Slips of the pen: how far two names are apart, and the known name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_SHORTEST = 4
"""Shorter names are near to too many others, but for swapped letters (``fro``)."""
_MOST_LETTERS = 50_000_000
"""So many are compared for all names that are asked about (about 2 s) …"""
_NAME = 10
"""… of which a name is so many, however short."""
_LONGEST = 100
"""Letters of names that are found by what is left of them."""


def slip_of(name: str, known: Iterable[str]) -> str:
    """The known name that ``name`` differs from by one slip, or by case alone; "" for none.

    A slip is a letter more, less, other, or two swapped; of several the first in the alphabet is named.
    """
    others = sorted(known)
    lowered = name.lower()
    for other in others:
        if other.lower() == lowered and other != name:
            return other
    return next((other for other in others if _is_slip(name, other)), "")


class Slips:
    """The names that are known in one place, for whoever asks about many that are not: where both grow with
    the site, comparing all with all would take for ever."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(set(known))
        self._left = _MOST_LETTERS

    def of(self, name: str) -> str:
        """The known name as :func:`slip_of` finds it; "" also once too much was compared."""
        self._left -= len(self._known) * (_NAME + len(name))
        return slip_of(name, self._known) if self._left >= 0 else ""


class NearNames:
    """The names that are known in one place, for whoever asks about any number that are not, and in any
    order: what two names have in common that are one slip apart is what is left of each without a letter."""

    def __init__(self, known: Iterable[str]) -> None:
        self._alike: dict[str, list[str]] = {}
        self._left: dict[str, list[str]] = {}
        for name in sorted(set(known)):
            self._alike.setdefault(name.lower(), []).append(name)
            for left in _less_a_letter(name):
                self._left.setdefault(left, []).append(name)

    def of(self, name: str) -> str:
        """The known name as :func:`slip_of` finds it; "" also for a long one."""
        for alike in self._alike.get(name.lower(), ()):
            if alike != name:
                return alike
        near = {other for left in _less_a_letter(name) for other in self._left.get(left, ())}
        return min((other for other in near if _is_slip(name, other)), default="")


def _less_a_letter(name: str) -> Iterator[str]:
    """A name, and what is left of it without one of its letters; nothing of a long one."""
    if len(name) <= _LONGEST:
        yield from {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _is_slip(name: str, other: str) -> bool:
    """Whether the two differ by one slip: after the first that differs, there are four ways to go on."""
    if name == other or abs(len(name) - len(other)) > 1:
        return False
    pairs = enumerate(zip(name, other, strict=False))
    at = next((at for at, (mine, theirs) in pairs if mine != theirs), min(len(name), len(other)))
    rest, wanted = name[at:], other[at:]
    if rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]:
        return True
    is_other_letter = rest[1:] in (wanted, wanted[1:]) or rest == wanted[1:]
    return is_other_letter and len(name) >= _SHORTEST


def distance(first: str, second: str, limit: int = 2) -> int:
    """How many letters were added, left out, replaced or swapped with a neighbour, at most ``limit`` + 1.

    This is the restricted Damerau-Levenshtein distance (optimal string alignment). Its table is worked out a
    column at a time, of which numbers hold by their bits where it goes up and down: H. Hyyrö, *A bit-vector
    algorithm for computing Levenshtein and Damerau edit distances*, 2003.
    """
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    if not first:
        return len(second)
    places: dict[str, int] = {}
    for at, letter in enumerate(first):
        places[letter] = places.get(letter, 0) | 1 << at
    every, last = (1 << len(first)) - 1, 1 << (len(first) - 1)
    up, down, same, before, steps = every, 0, 0, 0, len(first)
    for letter in second:
        here = places.get(letter, 0)
        swapped = (~same & here) << 1 & before
        same = ((here & up) + up ^ up) | here | down | swapped
        right, left = down | ~(same | up), same & up
        steps += bool(right & last) - bool(left & last)
        right = right << 1 | 1
        up, down = (left << 1 | ~(same | right)) & every, right & same & every
        before = here
    return min(steps, limit + 1)
