"""What becomes of a content where something stands around it: the words, and how they go together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

Fate: TypeAlias = Literal["repeated", "as it is", "changed", "unknown", "in a comment", "as text", "left out"]
"""``repeated``: shown as it is, more than once. ``changed``: shown with changes that leave its tags. ``in a
comment`` of HTML, which the content itself may end. ``as text``: without its tags, as ``strip_html`` and
``escape`` have it. ``left out``: not shown."""
KEPT: Final[frozenset[Fate]] = frozenset(("repeated", "as it is", "changed"))
"""The links and ids of the content are on the page."""
SHOWN: Final[frozenset[Fate]] = frozenset(("repeated", "as it is"))
"""What is written in the content is on the page as it stands there."""
LOST: Final[frozenset[Fate]] = frozenset(("as text", "left out"))
"""They are not, whatever they are."""
_BEST_FIRST: Final[tuple[Fate, ...]] = (
    *("repeated", "as it is", "changed", "unknown", "in a comment", "as text", "left out"),
)
_WORST_FIRST: Final[tuple[Fate, ...]] = (
    *("left out", "as text", "unknown", "in a comment", "changed", "repeated", "as it is"),
)


def together(fates: Iterable[Fate]) -> Fate:
    """What becomes of a content that is printed several times, one after the other: what else is made of it
    where it is shown as it is, such as a description in the head, takes nothing away."""
    found = list(fates)
    if found.count("as it is") > 1:
        return "repeated"
    return min(found, key=_BEST_FIRST.index, default="left out")


def either(fates: Iterable[Fate]) -> Fate:
    """What becomes of a content where one of several is true, and nobody knows which."""
    found = frozenset(fates)
    if len(found) == 1:
        return next(iter(found))
    return "as text" if found and found <= LOST else "unknown"


def through(fates: Iterable[Fate]) -> Fate:
    """What becomes of a content to which one thing happens after the other."""
    return min(fates, key=_WORST_FIRST.index, default="as it is")
