"""Texts for JSON: each once, in order, so that each only says where it leaves the one before."""

from __future__ import annotations

from collections.abc import Iterable

from sitecheck.output.safe import one_line

_MOST_SHARED = 999
_FIRST_ASTRAL = "\U00010000"
"""From here on a character is two in JavaScript, so that counts would differ."""


class TextTable:
    """Texts by number. All are added first; then each has its number."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {"": ""}
        self._numbers: dict[str, int] = {}
        self.size = 0
        """Characters of all texts."""

    def add(self, texts: Iterable[str]) -> None:
        """Take texts in."""
        for text in texts:
            if text not in self._texts:
                shown = self._texts[text] = one_line(text)
                self.size += len(shown)

    def number(self, text: str) -> int:
        """The number of a text that was added; that of the empty one is 0."""
        if not self._numbers:
            ordered = sorted(self._texts, key=lambda text: self._texts[text])
            self._numbers = {text: number for number, text in enumerate(ordered)}
        return self._numbers[text]

    def numbers(self, texts: Iterable[str]) -> list[int]:
        """The numbers of some texts."""
        return [self.number(each) for each in texts]

    def written(self) -> tuple[list[int], list[str]]:
        """How many characters each text shares with the one before it, and what follows them."""
        shared: list[int] = []
        rests: list[str] = []
        before = ""
        for text in sorted(self._texts.values()):
            number = _shared(before, text)
            shared.append(number)
            rests.append(text[number:])
            before = text
        return shared, rests


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike, of those that are one unit of UTF-16 each."""
    most = min(len(one), len(other), _MOST_SHARED)
    for at in range(most):
        if one[at] != other[at] or one[at] >= _FIRST_ASTRAL:
            return at
    return most
