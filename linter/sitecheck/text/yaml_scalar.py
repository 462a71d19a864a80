"""Plain YAML scalars as Ruby's Psych reads them (``Psych::ScalarScanner`` 5.1).

Psych applies most of YAML 1.1, with commas in numbers, base 60, octals and symbols; PyYAML differs in
each of these, so its own resolver would give other titles, dates and categories than Jekyll sees.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import TypeAlias

from sitecheck.lazy_pattern import lazy_pattern

Scalar: TypeAlias = "str | int | float | bool | date | datetime | None"

UTC = timezone.utc


class Symbol(str):
    """What Psych reads as a symbol (``:name``).

    Jekyll reads its YAML with SafeYAML, which takes no symbols (``deserialize_symbols``): the text stays as
    it is written. Debian's Jekyll, which has Psych in its place, sees :attr:`name`.
    """

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name of the symbol, without its colon and quotes."""
        quoted = _QUOTED_SYMBOL.match(self)
        return quoted[2].removeprefix(":") if quoted else self[1:]


_TEXT = lazy_pattern(r"[^0-9.:-]?(?:[^\W\d_]|[_ \t\r\n\f\v!@#$%^&*(){}<>|/\\~;=])+")
_TIME = lazy_pattern(
    r"(-?\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|\s+)(\d{1,2}):(\d\d):(\d\d)(?:\.(\d*))?"
    r"(?:\s*(?:(Z)|(?=[-+]\d{1,2}:?(?:\d\d)?\Z)([-+]\d{1,2}):?(\d{1,2})?))?",
    re.ASCII,
)
"""A time. Psych has two patterns for what a zone may be and how it is divided: ``+010`` is ``+01:0``."""
_DATE = lazy_pattern(r"(\d{4})-(1[012]|0\d|\d)-([12]\d|3[01]|0\d|\d)", re.ASCII)
_SIXTY_INT = lazy_pattern(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}")
_SIXTY_FLOAT = lazy_pattern(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}\.[0-9_]*")
_FLOAT = lazy_pattern(r"[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+][0-9]+)?")
_INTEGER = lazy_pattern(
    r"[-+]?0b[0-1_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0x[0-9a-fA-F_,]+"
)
_QUOTED_SYMBOL = lazy_pattern(r""":(["'])(.*)\1""")
_WORDS: dict[str, bool | None] = {
    "null": None,
    "yes": True,
    "true": True,
    "on": True,
    "no": False,
    "false": False,
    "off": False,
}
_LONGEST = 1000
"""Longer numbers (characters) stay texts: they would take for ever to be printed."""
_POWERS = (3600, 60, 1)
_NUMERIC_START = frozenset("0123456789+-.:")


def plain_scalar(text: str, zone: tzinfo = UTC) -> Scalar:
    """The value of a plain (unquoted) scalar. A time without a zone is UTC, shown in ``zone``."""
    if text in ("", "~"):
        return None
    if len(text) <= 5 and text.isascii() and text.isalpha():
        return _WORDS.get(text.lower(), text)
    if text[0] not in _NUMERIC_START or "\n" in text:
        return text
    if _TEXT.match(text):
        return text
    return _number_or_time(text, zone)


def _number_or_time(text: str, zone: tzinfo) -> Scalar:
    found = _time_value(text, zone)
    if found is not None:
        return found
    lowered = text.lower()
    if lowered in (".inf", "+.inf", "-.inf"):
        return float(lowered.replace(".", ""))
    if lowered == ".nan":
        return float("nan")
    if text[0] == ":" and len(text) > 1:
        return Symbol(text)
    try:
        return _number(text)
    except (ValueError, OverflowError):
        return text


def _number(text: str) -> int | float | str:
    if len(text) > _LONGEST:
        return text
    if _SIXTY_INT.fullmatch(text):
        return sum(int(part) * _POWERS[place] for place, part in enumerate(_sixty(text)))
    if _SIXTY_FLOAT.fullmatch(text):
        return sum(float(part) * _POWERS[place] for place, part in enumerate(_sixty(text)))
    if _FLOAT.fullmatch(text):
        digits = text.replace(",", "").replace("_", "")
        return text if digits.lstrip("+-") == "." else float(digits)
    if _INTEGER.fullmatch(text):
        return ruby_integer(text)
    return text


def _sixty(text: str) -> list[str]:
    return text.replace("_", "").split(":")


def ruby_integer(text: str) -> int:
    """Ruby's ``Integer()`` of Psych's integer forms: a leading 0 means octal. Raises ValueError."""
    if len(text) > _LONGEST:
        raise ValueError("so long a number stays a text")
    digits = text.replace(",", "").replace("_", "")
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-").lower()
    if digits.startswith(("0b", "0x")):
        return sign * int(digits[2:], 2 if digits[1] == "b" else 16)
    if len(digits) > 1 and digits[0] == "0":
        return sign * int(digits, 8)
    return sign * int(digits)


def _time_value(text: str, zone: tzinfo) -> date | datetime | str | None:
    """A date or time; the text itself when it looks like one but no such day exists."""
    try:
        if match := _TIME.fullmatch(text):
            return _time(match, zone)
        if match := _DATE.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
    except (ValueError, OverflowError):
        return text
    return None


def _time(match: re.Match[str], zone: tzinfo) -> datetime:
    year, month, day, hour, minute, second = (int(match[n]) for n in range(1, 7))
    micro = int((match[7] or "0").ljust(6, "0")[:6])
    # Ruby's Time takes 31 February as 2 March (but no day 32) and the hour 24.
    if not 1 <= day <= 31 or hour > 24 or minute > 59 or second > 60:
        raise ValueError(match[0])
    start = datetime(year, month, 1, tzinfo=UTC)
    moment = start + timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second, microseconds=micro)
    if match[8]:
        return moment
    if match[9] is None:
        return moment.astimezone(zone)
    hours, minutes = int(match[9]), int(match[10] or 0)  # of -00:30 Psych makes half an hour to the east
    return moment.replace(tzinfo=timezone(timedelta(hours=hours, minutes=-minutes if hours < 0 else minutes)))
