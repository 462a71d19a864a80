"""What rendering may cost, counted in steps of about a microsecond.

Whatever a template makes the program do is paid for, where it is done: tags by node and by turn, filters by
the size of what goes in and of what comes out, comparisons by the size of what is compared. The functions
that work on values stand far below the tags and know no context, so the budget that is being spent is kept
here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

PAGE_STEPS = 3_000_000
"""The most that one page may cost, its layouts included."""
MAX_TEXT = 1_000_000
"""Longer values (characters) are treated as unknown."""
MAX_OUTPUT = 5_000_000
"""How many characters one rendering may give."""

PIECE = 4
"""What a piece costs of text that was captured and is shown once more: as much as one that a tag writes anew.
It is copied in less than a microsecond, but kept, in 180 bytes. Pages of real sites have up to 3,000."""

_CHARACTERS = 16
_ITEMS = 8


class LimitError(Exception):
    """The page asks for more work than its budget allows."""


class Budget:
    """The steps that one page still has."""

    __slots__ = ("left", "steps")

    def __init__(self, steps: int = PAGE_STEPS) -> None:
        self.steps = steps
        self.left = steps

    @property
    def exhausted(self) -> bool:
        """Whether something was cut off."""
        return self.left < 0

    @property
    def spent(self) -> int:
        """What has been asked for, be it more than there was."""
        return self.steps - self.left

    def afford(self, steps: int) -> int:
        """As many of ``steps`` as there are; asking for more exhausts the budget."""
        granted = max(0, min(steps, self.left))
        self.left -= steps
        return granted

    def part(self, steps: int) -> _Part:
        """Pay from here for what is done inside, at most ``steps``; what asks for more is broken off."""
        return _Part(self, Budget(min(steps, max(0, self.left))))


class _Part:
    """A class, as only so a type can say that what is inside may be left undone."""

    __slots__ = ("part", "whole")

    def __init__(self, whole: Budget, part: Budget) -> None:
        self.whole = whole
        self.part = part

    def __enter__(self) -> Budget:
        _spent.append(self.part)
        return self.part

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        _spent.pop()
        self.whole.left -= self.part.spent
        return isinstance(error, LimitError)


_spent: list[Budget] = [Budget(sys.maxsize)]


@contextmanager
def spending(budget: Budget) -> Iterator[None]:
    """Take what is spent inside from ``budget``."""
    _spent.append(budget)
    try:
        yield
    finally:
        _spent.pop()


def current() -> Budget:
    """The budget that is being spent, for those who pay so often that a call for each would show."""
    return _spent[-1]


def spend(steps: int) -> None:
    """Pay for work; raises :class:`LimitError` when the page has nothing left."""
    budget = _spent[-1]
    budget.left -= steps
    if budget.left < 0:
        raise LimitError


def size_of(value: object) -> int:
    """The characters of a text, the items of a list or hash, and 1 for anything else; nothing is entered."""
    return len(value) if isinstance(value, (str, list, tuple, dict)) else 1


def spend_memory(value: object) -> None:
    """Pay for keeping a new value."""
    if isinstance(value, str):
        spend(len(value) // _CHARACTERS)
    elif isinstance(value, (list, tuple, dict)):
        spend(len(value) // _ITEMS)
