"""Ruby's ``strftime``: directives with flags (``- 0 _ ^ # :``) and widths."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import spend
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.values import offset_text, undecided
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.liquid.host import DayUnit

_DIRECTIVE = lazy_pattern(r"%(?=([-0^#_:]*))\1(?=([0-9]*))\2([EO]?)([a-zA-Z%+])")
"""Flags and width are taken in look-aheads, which never give any back: zeros may be either."""
_PART = lazy_pattern(rf"{_DIRECTIVE.pattern}|%(?=([-0^#_]*))\5(?=([0-9]*))\6\Z")
"""A directive, or one that the end of the pattern cuts off."""
_UNKNOWN_TIMES = lazy_pattern(f"(?:{_DIRECTIVE.pattern}|{UNKNOWN})+")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""The names that Ruby gives days and months, whatever the locale."""
_MAX_WIDTH = 1000

_NUMBERS: dict[str, tuple[Callable[[datetime], int], int, str]] = {
    "Y": (lambda t: t.year, 4, "0"),
    "C": (lambda t: t.year // 100, 2, "0"),
    "y": (lambda t: t.year % 100, 2, "0"),
    "m": (lambda t: t.month, 2, "0"),
    "d": (lambda t: t.day, 2, "0"),
    "e": (lambda t: t.day, 2, " "),
    "j": (lambda t: t.timetuple().tm_yday, 3, "0"),
    "H": (lambda t: t.hour, 2, "0"),
    "k": (lambda t: t.hour, 2, " "),
    "I": (lambda t: t.hour % 12 or 12, 2, "0"),
    "l": (lambda t: t.hour % 12 or 12, 2, " "),
    "M": (lambda t: t.minute, 2, "0"),
    "S": (lambda t: t.second, 2, "0"),
    "u": (lambda t: t.isoweekday(), 1, "0"),
    "w": (lambda t: t.isoweekday() % 7, 1, "0"),
    "G": (lambda t: t.isocalendar()[0], 4, "0"),
    "g": (lambda t: t.isocalendar()[0] % 100, 2, "0"),
    "V": (lambda t: t.isocalendar()[1], 2, "0"),
    "U": (lambda t: (t.timetuple().tm_yday + 6 - t.isoweekday() % 7) // 7, 2, "0"),
    "W": (lambda t: (t.timetuple().tm_yday + 6 - t.weekday()) // 7, 2, "0"),
    "s": (lambda t: _epoch(t), 1, "0"),
}
_TEXTS: dict[str, Callable[[datetime], str]] = {
    "A": lambda t: DAYS[t.weekday()],
    "a": lambda t: DAYS[t.weekday()][:3],
    "B": lambda t: MONTHS[t.month - 1],
    "b": lambda t: MONTHS[t.month - 1][:3],
    "h": lambda t: MONTHS[t.month - 1][:3],
    "p": lambda t: "PM" if t.hour >= 12 else "AM",
    "P": lambda t: "pm" if t.hour >= 12 else "am",
    "Z": lambda t: _zone_name(t),
    "n": lambda t: "\n",
    "t": lambda t: "\t",
    "%": lambda t: "%",
}
_COMPOUNDS = {
    "D": "%m/%d/%y", "x": "%m/%d/%y", "F": "%Y-%m-%d", "T": "%H:%M:%S", "X": "%H:%M:%S", "R": "%H:%M",
    "r": "%I:%M:%S %p", "c": "%a %b %e %H:%M:%S %Y", "v": "%e-%^b-%Y", "+": "%a %b %e %H:%M:%S %Z %Y",
}  # fmt: skip


_UNITS: tuple[tuple[DayUnit, str], ...] = (("year", "nt%CyY"), ("month", "Bbhm"), ("day", "AaDdeFGgjUuVvWwx"))
"""The directives that say so much of a day and nothing of the time."""


def unit_of(pattern: str) -> DayUnit | None:
    """The least part of a day that tells what a pattern writes; ``None`` where it writes the time, too."""
    rest = {match[4] for match in _DIRECTIVE.finditer(pattern)}
    for unit, letters in _UNITS:
        rest.difference_update(letters)
        if not rest:
            return unit
    return None


def around(pattern: str) -> str:
    """What a pattern makes of a time that is not known: the text around its directives."""
    return _UNKNOWN_TIMES.sub(UNKNOWN, pattern)


def refuse_cut_off(pattern: str) -> None:
    """Raise where ``Time#strftime`` does: at a percent sign that the end of the pattern cuts off, which
    ``Date#strftime`` writes as it is."""
    if any(match[4] is None for match in _PART.finditer(pattern)):
        raise LiquidError(f"invalid format: {pattern}: it ends in a % with nothing behind it")


def strftime(moment: date, pattern: str) -> str:
    """``moment`` written by ``pattern``; a date without time counts as midnight at offset +00:00."""
    is_time = isinstance(moment, datetime)
    if is_time:
        refuse_cut_off(pattern)
    when = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)
    return _written(when, pattern, is_time)


def _written(when: datetime, pattern: str, is_time: bool) -> str:
    return _DIRECTIVE.sub(lambda match: _directive(match, when, is_time), pattern)


def _directive(match: re.Match[str], when: datetime, is_time: bool) -> str:
    flags, width_text, modifier, letter = match.groups()
    width = int(width_text) if width_text and len(width_text) < 5 else 0
    if width > _MAX_WIDTH or len(width_text) >= 5:
        raise UndecidedError(undecided("a date padded to so great a width"))
    spend(2 + width // 16)
    if modifier and letter not in "cCxXyYdeHkIlmMSuUVwWG":
        return match[0]
    if ":" in flags and letter != "z":
        return match[0]
    if letter in _NUMBERS:
        return _number(letter, when, flags, width)
    if letter in "LN":
        return _fraction(letter, when, width)
    if letter == "z":
        return _offset(when, flags, width)
    if letter == "+" and is_time:  # ``Date`` alone knows it
        return match[0]
    if letter in _COMPOUNDS:
        return _text(_written(when, _COMPOUNDS[letter], is_time), flags, width, letter)
    if letter in _TEXTS:
        text = "+00:00" if letter == "Z" and not is_time else _TEXTS[letter](when)
        return _text(text, flags, width, letter)
    return match[0]


def _number(letter: str, when: datetime, flags: str, width: int) -> str:
    compute, usual, padding = _NUMBERS[letter]
    number = compute(when)
    if "-" in flags:
        return str(number)
    for flag in flags:
        padding = {"0": "0", "_": " "}.get(flag, padding)
    text = str(abs(number))
    room = max(width, usual) - (1 if number < 0 else 0)
    sign = "-" if number < 0 else ""
    return sign + text.rjust(room, "0") if padding == "0" else (sign + text).rjust(max(width, usual))


def _fraction(letter: str, when: datetime, width: int) -> str:
    digits = width or (3 if letter == "L" else 9)
    return f"{when.microsecond:06d}".ljust(digits, "0")[:digits]


def _offset(when: datetime, flags: str, width: int) -> str:
    colons = flags.count(":")
    text = offset_text(when, ":" if colons else "")
    if colons == 2:
        text += ":00"
    elif colons == 3:
        text = text.removesuffix(":00")
    if colons > 3:
        return f"%{flags}z"
    if "-" in flags:
        text = re.sub(r"^([+-])0", r"\1", text)
    elif "_" in flags:
        text = re.sub(r"^([+-])0", r"\1", text).rjust(max(width, len(text)))
    return text[0] + text[1:].rjust(width - 1, "0") if width > len(text) and "_" not in flags else text


def _text(text: str, flags: str, width: int, letter: str) -> str:
    if "^" in flags:
        text = text.upper()
    elif "#" in flags:
        text = text.lower() if letter in "pZ" else text.upper()
    if "-" in flags or width <= len(text):
        return text
    return text.rjust(width, "0" if "0" in flags else " ")


def _epoch(when: datetime) -> int:
    offset = when.utcoffset()
    naive = when.replace(tzinfo=None)
    return int((naive - datetime(1970, 1, 1)).total_seconds() - (offset.total_seconds() if offset else 0))


def _zone_name(when: datetime) -> str:
    if when.tzinfo is None:
        return "UTC"
    name = when.tzname() or ""
    return "" if name.startswith("UTC") and name != "UTC" else name
