"""Regular expressions of JSON Schema (ECMA 262), matched without ever going back.

All ways through the expression are followed side by side (Thompson's construction), so the work is at most
the product of the lengths of expression and text. What needs going back, lookaround and references to
groups, is refused.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections.abc import Iterable

from sitecheck.contract.work import Work
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

MOST_STATES = 2_000
_MOST_WRITTEN = 5 * MOST_STATES
"""States that are written in all: those of ``(a{1000}){0}`` are dropped again."""
_DEEPEST = 50
_MOST_REPEATS = 1_000
_NEWLINES = ((10, 10), (13, 13), (0x2028, 0x2029))
_DIGITS = ((48, 57),)
_WORD = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE = (
    *((9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A)),
    *((0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
_HEX = lazy_pattern("[0-9A-Fa-f]{1,8}")
_BEYOND = 0x110000
"""No character has this code."""
_CATEGORIES = frozenset(
    (
        *("C", "Cc", "Cf", "Cn", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn"),
        *("N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps"),
        *("S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs"),
    )
)
_CONTROLS = {"t": 9, "n": 10, "r": 13, "f": 12, "v": 11, "0": 0}


class PatternError(ValueError):
    """A regular expression that cannot be read, or is of a kind that is refused."""


class _Set(NamedTuple):
    """Characters: in one of the ranges, which are apart and in order, or of one of the categories, or in
    another set; or all others."""

    ranges: tuple[tuple[int, int], ...] = ()
    category: str = ""
    parts: tuple[_Set, ...] = ()
    negated: bool = False

    def has(self, character: str) -> bool:
        code = ord(character)
        at = bisect(self.ranges, (code, _BEYOND))
        found = at > 0 and code <= self.ranges[at - 1][1]
        if not found and self.category:
            found = unicodedata.category(character).startswith(self.category)
        return (found or any(part.has(character) for part in self.parts)) is not self.negated


_CLASSES = {"d": _Set(_DIGITS), "w": _Set(_WORD), "s": _Set(_SPACE)}
_ANY = _Set(_NEWLINES, negated=True)


class _Step(NamedTuple):
    """A state: a character to take, a place to be at, or two ways to go on."""

    characters: _Set | None = None
    place: str = ""
    """``^``, ``$``, ``b``, ``B``; ``=`` for the end of the expression, ``|`` for two ways."""
    ways: tuple[int, ...] = ()


class Pattern:
    """A regular expression. Raises :class:`PatternError` for one that cannot be used."""

    def __init__(self, text: str) -> None:
        parser = _Parser(text)
        parser.alternatives(0)
        if parser.at < len(text):
            raise PatternError("a parenthesis is closed that is not open")
        parser.steps.append(_Step(place="="))
        self._steps = parser.steps
        self.cost = parser.written
        """How many states were written to read it."""
        self._width = 1 + max(len(step.characters.parts) if step.characters else 0 for step in self._steps)

    def found_in(self, text: str, work: Work) -> bool:
        """Whether it matches anywhere in ``text``. Raises ``TooMuchWork``."""
        states: set[int] = set()
        for at in range(len(text) + 1):
            states, ended = self._reached((*states, 0), text, at)
            work.spend(1 + self._width * len(states))
            if ended:
                return True
            if at < len(text):
                states = {state + 1 for state in states if self._takes(state, text[at])}
        return False

    def _takes(self, state: int, character: str) -> bool:
        characters = self._steps[state].characters
        return characters is not None and characters.has(character)

    def _reached(self, states: tuple[int, ...], text: str, at: int) -> tuple[set[int], bool]:
        """All states that are reached without taking a character, and whether the end is among them."""
        seen, waiting = set[int](), list(states)
        while waiting:
            state = waiting.pop()
            if state in seen:
                continue
            seen.add(state)
            step = self._steps[state]
            if step.place == "=":
                return seen, True
            if step.place == "|":
                waiting += step.ways
            elif step.characters is None and _is_at(step.place, text, at):
                waiting.append(state + 1)
        return seen, False


def _is_at(place: str, text: str, at: int) -> bool:
    if place == "^":
        return at == 0
    if place == "$":
        return at == len(text)
    before = at > 0 and _CLASSES["w"].has(text[at - 1])
    after = at < len(text) and _CLASSES["w"].has(text[at])
    return (before is not after) is (place == "b")


class _Parser:
    """Reads an expression and writes its states, one after another."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.steps: list[_Step] = []
        self.written = 0

    def alternatives(self, depth: int) -> None:
        """``a|b|c``, up to the end or a closing parenthesis."""
        if depth > _DEEPEST:
            raise PatternError(f"its groups are nested more than {_DEEPEST} deep")
        begin = len(self.steps)
        ends: list[int] = []
        self._sequence(depth)
        while self._next("|"):
            self._insert(begin, _Step(place="|", ways=(1, len(self.steps) - begin + 2)))
            ends.append(len(self.steps))
            self._add(_Step(place="|", ways=()))
            begin = len(self.steps)
            self._sequence(depth)
        for end in ends:
            self.steps[end] = _Step(place="|", ways=(len(self.steps),))

    def _sequence(self, depth: int) -> None:
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            begin = len(self.steps)
            self._atom(depth)
            self._repeat(begin)

    def _add(self, step: _Step) -> None:
        self._write()
        self.steps.append(step)

    def _write(self) -> None:
        self.written += 1
        if len(self.steps) >= MOST_STATES or self.written > _MOST_WRITTEN:
            raise PatternError("it stands for too many states; use smaller counts in {…}")

    def _insert(self, at: int, step: _Step) -> None:
        """Puts a step with ways relative to ``at`` there; what follows moves by one."""
        tail = self.steps[at:]
        del self.steps[at:]
        self._add(step._replace(ways=tuple(at + way for way in step.ways)))
        for each in tail:
            self._add(each._replace(ways=tuple(way + 1 for way in each.ways)))

    def _next(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _atom(self, depth: int) -> None:
        character = self._take()
        if character == "(":
            self._group(depth)
        elif character == "[":
            self._add(_Step(self._set()))
        elif character == ".":
            self._add(_Step(_ANY))
        elif character in "^$":
            self._add(_Step(place=character))
        elif character == "\\":
            self._escaped_atom()
        elif character in "*+?":
            raise PatternError(f"nothing stands before {character}")
        else:
            self._add(_Step(_of(ord(character))))

    def _take(self) -> str:
        if self.at >= len(self.text):
            raise PatternError("it ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def _group(self, depth: int) -> None:
        if self._next("?"):
            if self._next("<") and self.text[self.at : self.at + 1] not in ("=", "!", ""):
                end = self.text.find(">", self.at)
                if end < 0:
                    raise PatternError("the name of a group is not closed")
                self.at = end + 1
            elif not self._next(":"):
                raise PatternError("lookaround and flags are not supported: they may cost too much")
        self.alternatives(depth + 1)
        if not self._next(")"):
            raise PatternError("a parenthesis is not closed")

    def _escaped_atom(self) -> None:
        character = self._take()
        if character in "bB":
            self._add(_Step(place=character))
        elif character in "123456789k":
            raise PatternError("references to groups are not supported: they may cost too much")
        else:
            self._add(_Step(self._escaped(character)))

    def _escaped(self, character: str) -> _Set:
        """What stands after a backslash, the same in a class and outside."""
        if character.lower() in _CLASSES:
            return _CLASSES[character.lower()]._replace(negated=character.isupper())
        if character in "pP":
            return self._category(negated=character == "P")
        if character in "xu":
            return _of(self._code(2 if character == "x" else 4))
        if character == "c":
            return _of(ord(self._take()) % 32)
        if character in _CONTROLS:
            return _of(_CONTROLS[character])
        if character.isalnum():
            raise PatternError(f"\\{character} is not known")
        return _of(ord(character))

    def _category(self, *, negated: bool) -> _Set:
        end = self.text.find("}", self.at)
        name = self.text[self.at + 1 : end] if self.text.startswith("{", self.at) else ""
        if name not in _CATEGORIES:
            raise PatternError(r"of Unicode's properties only general categories are known, such as \p{L}")
        self.at = end + 1
        return _Set(category=name, negated=negated)

    def _code(self, length: int) -> int:
        digits = self.text[self.at : self.at + length]
        if length == 4 and digits.startswith("{"):
            end = self.text.find("}", self.at)
            digits, length = self.text[self.at + 1 : end], end + 1 - self.at
        if not _HEX.fullmatch(digits) or self.at + length > len(self.text):
            raise PatternError("an escape lacks its digits")
        code = int(digits, 16)
        if code >= 0x110000:
            raise PatternError("an escape names no character")
        self.at += length
        return code

    def _set(self) -> _Set:
        negated = self._next("^")
        parts: list[_Set] = []
        while not self._next("]"):
            part = self._member()
            if self.text.startswith("-", self.at) and not self.text.startswith("-]", self.at):
                self.at += 1
                part = _between(part, self._member())
            parts.append(part)
        ranges = _apart(r for part in parts if not part.negated and not part.category for r in part.ranges)
        others = dict.fromkeys(part for part in parts if part.negated or part.category)
        return _Set(ranges, parts=tuple(others), negated=negated)

    def _member(self) -> _Set:
        character = self._take()
        if character != "\\":
            return _of(ord(character))
        escape = self._take()
        return _of(8) if escape == "b" else self._escaped(escape)

    def _repeat(self, begin: int) -> None:
        least, most = self._counts()
        if (least, most) == (1, 1):
            return
        self._next("?")  # whether it takes as few as it can makes no difference to what is found
        body = [step._replace(ways=tuple(way - begin for way in step.ways)) for step in self.steps[begin:]]
        del self.steps[begin:]
        for _ in range(least):
            self._put(body)
        if most is None:
            start = len(self.steps)
            self._add(_Step(place="|", ways=(start + 1, start + len(body) + 2)))
            self._put(body)
            self._add(_Step(place="|", ways=(start,)))
            return
        end = len(self.steps) + (most - least) * (len(body) + 1)
        for _ in range(most - least):
            self._add(_Step(place="|", ways=(len(self.steps) + 1, end)))
            self._put(body)

    def _put(self, body: list[_Step]) -> None:
        self._write()
        start = len(self.steps)
        for step in body:
            self._add(step._replace(ways=tuple(way + start for way in step.ways)))

    def _counts(self) -> tuple[int, int | None]:
        for mark, counts in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._next(mark):
                return counts
        end = self.text.find("}", self.at) if self.text.startswith("{", self.at) else -1
        numbers = self.text[self.at + 1 : end].split(",") if 0 <= end - self.at < 20 else []
        if not numbers or len(numbers) > 2 or not numbers[0].isdecimal():
            return 1, 1  # a brace like any other character comes as the next atom
        self.at = end + 1
        least = int(numbers[0])
        most = int(numbers[1]) if len(numbers) == 2 and numbers[1].isdecimal() else None
        most = least if len(numbers) == 1 else most
        if least > _MOST_REPEATS or (most is not None and not least <= most <= _MOST_REPEATS):
            raise PatternError(f"counts go up to {_MOST_REPEATS:,}, the smaller first")
        return least, most


def _of(code: int) -> _Set:
    return _Set(((code, code),))


def _apart(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same in order, those that meet as one: whether a character is in one takes little then."""
    kept: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if kept and low <= kept[-1][1] + 1:
            kept[-1] = (kept[-1][0], max(high, kept[-1][1]))
        else:
            kept.append((low, high))
    return tuple(kept)


def _between(first: _Set, last: _Set) -> _Set:
    ends = [next(iter(part.ranges))[0] for part in (first, last) if _is_one(part)]
    if len(ends) != 2 or ends[0] > ends[1]:
        raise PatternError("a range in [] does not go from one character to a later one")
    return _Set(((ends[0], ends[1]),))


def _is_one(part: _Set) -> bool:
    return len(part.ranges) == 1 and part.ranges[0][0] == part.ranges[0][1] and not part.negated
