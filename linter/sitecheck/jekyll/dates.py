"""Dates as Jekyll reads them: ``Utils.parse_date``, which is Ruby's ``Time.parse(text).localtime``.

Ruby's parser guesses; the forms here are those people write in front matter and file names. For what it
cannot read Jekyll stops its build ("Invalid date"), so does :func:`parse_date` with ``ValueError``; text
that only Ruby may be able to read raises :class:`UnknownDate`, a ``ValueError`` too.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sitecheck.lazy_pattern import lazy_pattern

UTC = timezone.utc
LOCAL_UTC = timezone(timedelta(0), "UTC")
"""Local time on a machine that keeps UTC: Ruby prints it with +0000, a time in UTC itself with UTC."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_OF_YEAR = range(1, 13)
_MONTH_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_PLAIN_NAME = _MONTH_NAME.removesuffix(r"\.?")
_WEEKDAY = r"(?:(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*\.?,?\s+)?"
_CLOCK = lazy_pattern(
    r"[Tt\s,]+(?:at\s+)?(?P<hour>\d{1,2})(?:\s*:\s*(?P<minute>\d{1,2})"
    r"(?:\s*:\s*(?P<second>\d{1,2})(?:[.,](?P<fraction>\d+))?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?|\s*(?P<half2>[ap])\.?m\b\.?)"
    r"(?:\s*(?P<zone>(?:UTC|GMT)?[-+]\d+(?:[,.:]\d+(?::\d+)?)?|[A-Za-z]{1,5}(?![A-Za-z+-])))?",
    re.IGNORECASE | re.ASCII,
)
_FORMS = tuple(
    lazy_pattern(form, re.IGNORECASE | re.ASCII)
    for form in (
        _WEEKDAY + r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)",
        _WEEKDAY + r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)",
        _WEEKDAY + r"(?P<year>\d{4})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?=\s*\Z|(?:T|\s+)\d{1,2}:\d)",
        _WEEKDAY + r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?!\d)",
        _WEEKDAY + r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})(?!\d)",
        _WEEKDAY + r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)",
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH_NAME + r"[\s,]+(?P<year>\d{4})(?!\d)",
        _WEEKDAY + r"(?P<day>\d{1,2})-" + _PLAIN_NAME + r"-(?P<year>\d{4})(?!\d)",
        _WEEKDAY + _MONTH_NAME + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s,]+(?P<year>\d{4})(?!\d)",
        _WEEKDAY + _PLAIN_NAME + r"-(?P<day>\d{1,2})-(?P<year>\d{4})(?!\d)",
        r"(?P<year>\d{4})(?P<between>\s|-)" + _PLAIN_NAME + r"(?P=between)(?P<day>\d{1,2})(?![\da-z])",
        _WEEKDAY + _MONTH_NAME + r"\s+(?P<day>\d{1,2})(?P<clock>\s+\d{1,2}:\d\d(?::\d\d)?(?:\s+[A-Za-z]{1,5}"
        r"|\s*[-+]\d{2}:?\d{2})?)\s+(?P<year>\d{4})(?!\d)",
        r"(?P<year>\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)",
    )
)
# Time::ZoneOffset of Ruby: all other names (CET, JST …) are passed over, the time is then local.
_ZONES = {
    "utc": 0, "z": 0, "gmt": 0, "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip
_OFFSET = lazy_pattern(r"([-+])(\d\d)(?:(:?)(\d\d)(?:\3(\d\d))?)?", re.ASCII)
"""The offsets that ``Time.zone_offset`` heeds; others (+5, +530, +5:30) it passes over, as unknown names."""
_DAY = timedelta(days=1)
_POSIX_ZONE = lazy_pattern(r"[A-Za-z]{3,}([-+]?)([01]?\d|2[0-3])(?::([0-5]\d))?(?::00)?", re.ASCII)
"""How the C library takes a zone without a file: hours to the *west* of Greenwich."""
_NO_CLOCK = lazy_pattern(r"[\s,]+(?:(?P<hour>\d{1,2})|\d[\d._-]*)", re.ASCII)
"""What follows a day and is no time to Ruby, for the lack of colons, but a lone number, which is an hour."""
_REST = (
    r"(?!\s*[ap]\.?m)\D*"
    r"|(?:T|[\s,]+)(?:at\s+)?\d{1,2}(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:\s*(?:Z|UTC|GMT))?"
)
_NO_OFFSET = lazy_pattern(_REST, re.IGNORECASE | re.ASCII)
"""What leaves a day that there is none as it is: with an offset 31 May may be told as 00 June."""
_PLAIN_REST = lazy_pattern(rf"(?:{_REST})(?:\s*[-+]\d\d(?::?\d\d)?)?", re.IGNORECASE | re.ASCII)
"""What leaves a time that there is none as it is; in other text Ruby may find another date or time."""
_NAMED_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_PARTLY = lazy_pattern(
    rf"\b{_NAMED_MONTH}|\d[^-\d\s]*\s*{_NAMED_MONTH}|\d\d|\d(?:st|nd|rd|th)\b|\d\s*(?:h|[ap]\.?m)"
    r"|\d\s*[/:]\s*'?\d|'\d",
    re.IGNORECASE | re.ASCII,
)
"""Where Ruby may find a month, a day or an hour alone, which it takes for one of now, or a year; a day of one
digit it takes for none."""
_NO_DAY = lazy_pattern(
    r"00|3[2-9]|[4-9]\d"
    r"|000|36[7-9]|3[7-9]\d|[4-9]\d\d"
    r"|00\d\d|1[3-9]\d\d|[2-9]\d{3}|\d\d00|\d\d3[2-9]|\d\d[4-9]\d",
    re.ASCII,
)
"""Numbers that Ruby takes for a day, a day of the year or a month and a day, though there is none."""
_EAST_ASIAN = lazy_pattern(
    r"(?:1[3-9]|[2-9]\d)\d\d\s*[年년](?:\s*\d{1,2}\s*[月월](?:\s*\d{1,2}\s*[日일])?)?"
    r"(?:\s+\d{1,2}:\d\d(?::\d\d)?)?",
    re.ASCII,
)
"""Ruby takes the four digits of the year for a month, and there is no twentieth."""
_YEAR_AND_MONTH = lazy_pattern(r"(?:1[3-9]|[2-9]\d)\d\d\s*-\s*\d{1,2}-?", re.ASCII)
"""With a hyphen (2024-05) Ruby takes the year for a month and a day, too, and the month for a zone."""
_OF_MONTH = lazy_pattern(
    r"(?:(?P<year>[1-9]\d{3})/(?P<month>\d{1,2})|(?P<month2>\d{1,2})/(?P<year2>[1-9]\d{3})"
    rf"|(?:{_MONTH_NAME},?\s+|{_MONTH_NAME.replace('name', 'name2')}(?<!\.)-)(?P<year3>[1-9]\d{{3}}))",
    re.IGNORECASE | re.ASCII,
)
"""A month of a year, which is its first day."""
_DAY_OF_YEAR = lazy_pattern(r"(\d\d)(\d{3})", re.ASCII)
_HOPEFUL = lazy_pattern(r"\d.*\d", re.DOTALL)


class UnknownDate(ValueError):  # noqa: N818
    """Text in a form that is not known here; Ruby may or may not read it."""

    sorts_as: datetime | None = None
    """A moment that is as early or late among others, where that is known."""


def site_zone(name: object) -> tzinfo | None:
    """The zone that ``timezone`` names: UTC, as on build servers, for none; ``None`` for an unknown one."""
    if name is None or name == "":
        return LOCAL_UTC
    try:
        return ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        return _posix_zone(str(name))


def _posix_zone(name: str) -> tzinfo | None:
    found = _POSIX_ZONE.fullmatch(name)
    if found is None:
        return None
    west = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(west if found[1] == "-" else -west)


def is_turned_round(name: object) -> bool:
    """Whether a zone such as ``GMT+2`` is as far on the other side of Greenwich as it looks."""
    found = _POSIX_ZONE.fullmatch(str(name))
    return found is not None and found[0][:3].upper() in ("GMT", "UTC") and int(found[2]) > 0


def parse_date(value: Any, zone: tzinfo) -> datetime:
    """The moment that ``value`` names, in ``zone``. Raises ValueError for no date at all."""
    if isinstance(value, datetime):
        return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    if isinstance(value, bool) or value is None:
        raise ValueError("no date")
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return parse_date(value[0], zone)
    return _parse_text(str(value).strip(), zone, repr(zone))


@lru_cache(maxsize=8192)
def _parse_text(text: str, zone: tzinfo, _name: str) -> datetime:
    """``_name`` tells zones apart that Python takes for equal: UTC itself, a local zone of that time, and
    what is called +0000."""
    for form in _FORMS:
        if match := form.match(text):
            return _of_form(match, text, zone, passes_over=form is _FORMS[0])
    if of_year := _DAY_OF_YEAR.fullmatch(text):
        return _day_of_year(int(of_year[1]), int(of_year[2]), zone)
    if (of_month := _OF_MONTH.fullmatch(text)) is not None:
        return _first_of_month(of_month, zone)
    if any(each.fullmatch(text) for each in (_EAST_ASIAN, _YEAR_AND_MONTH, _NO_DAY)):
        raise ValueError(f"{text!r} is not a date")
    if (_HOPEFUL.search(text) and len(text) > 4) or _PARTLY.search(text):
        raise UnknownDate(f"{text!r} is in no known form of a date")
    raise ValueError(f"{text!r} is not a date")


def _of_form(match: re.Match[str], text: str, zone: tzinfo, *, passes_over: bool) -> datetime:
    """A wrong day or time is none only where Ruby can find no other in the text."""
    rest = match.groupdict().get("clock") or text[match.end() :]
    try:
        return _moment(match, _clock_of(rest) if passes_over else rest, zone)
    except UnknownDate:
        raise
    except ValueError:
        is_day = 1 <= int(match["day"]) <= 31
        if (_PLAIN_REST if is_day else _NO_OFFSET).fullmatch(rest) is not None:
            raise
        raise UnknownDate(f"{text!r} may be read as another date") from None


def _day_of_year(year: int, day: int, zone: tzinfo) -> datetime:
    """Five digits are a year of two and a day of it: ``12:30``, which YAML reads in base 60, is none."""
    first = datetime(_of_century(year), 1, 1, tzinfo=zone)
    found = first + timedelta(days=day - 1)
    if day == 0 or found.year != first.year:
        raise ValueError(f"{year:02}{day:03} is not a date")
    return found


def _first_of_month(match: re.Match[str], zone: tzinfo) -> datetime:
    name, number = match["name"] or match["name2"], match["month"] or match["month2"]
    month = _MONTHS.index(name.lower()) + 1 if name else int(number)
    year = int(match["year"] or match["year2"] or match["year3"])
    if month not in _MONTHS_OF_YEAR:
        raise ValueError(f"{match[0]!r} is not a date")
    return datetime(year, month, 1, tzinfo=zone)


def _of_century(year: int) -> int:
    """Ruby's ``Date._parse``: 69 to 99 are of the last century."""
    return year + (2000 if year < 69 else 1900)


def _clock_of(rest: str) -> str:
    """What follows a day in ISO's form, as a time with a colon; "" for what Ruby passes over (09-30-00)."""
    found = _NO_CLOCK.fullmatch(rest)
    if found is None:
        return rest
    return f" {found['hour']}:00" if found["hour"] and int(found["hour"]) <= 24 else ""


def _moment(match: re.Match[str], rest: str, zone: tzinfo) -> datetime:
    parts = match.groupdict()
    name = parts.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(parts["month"])
    year, day = int(parts["year"]), int(parts["day"])
    if len(parts["year"]) == 2:
        year = _of_century(year)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(f"{match[0]!r} is not a day")
    if year == 0:
        # Ruby has that year, Python has none, and of its first there may be none in another zone.
        before_all = datetime(2, month, 1, tzinfo=zone) + timedelta(days=day - 1)
        unknown = UnknownDate(f"{match[0]!r} is in the year 0")
        unknown.sorts_as = before_all
        raise unknown
    clock = _CLOCK.match(rest)
    if clock is None and rest.strip() and rest.strip()[0].isdigit():
        raise UnknownDate(f"{rest.strip()!r} is in no known form of a time")
    if clock is None:
        return _day(date(year, month, 1), day).replace(tzinfo=zone)
    return _at_clock(date(year, month, 1), day, clock, zone)


def _day(first: date, day: int) -> datetime:
    """A day of the month that ``first`` begins. Ruby's ``Time`` takes 30 February as 1 or 2 March."""
    return datetime(first.year, first.month, 1) + timedelta(days=day - 1)


def _at_clock(first: date, day: int, clock: re.Match[str], zone: tzinfo) -> datetime:
    hour, minute, second = (int(clock[name] or 0) for name in ("hour", "minute", "second"))
    half = (clock["half"] or clock["half2"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    offset = _offset(clock["zone"])
    if offset is not None:
        days, hour, minute, second = _in_utc(hour, minute, second, int(offset.total_seconds()))
        day += days
        length = monthrange(first.year, first.month)[1]
        if offset < timedelta(0) and days and day > length:
            first, day = first + timedelta(days=length), 1
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)) or day > 31:
        raise ValueError(f"{clock[0].strip()!r} is not a time of day")
    micro = int((clock["fraction"] or "0").ljust(6, "0")[:6])
    moment = _day(first, day) + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
    return moment.replace(tzinfo=zone if offset is None else UTC).astimezone(zone)


def _in_utc(hour: int, minute: int, second: int, offset: int) -> tuple[int, int, int, int]:
    """A time as it is in UTC, and how many days later (``apply_offset`` of Ruby's ``Time``).

    What the offset has a part of, Ruby carries over and so makes right: 29:39 +0800 is a time, 29:39 is none,
    nor is 29:39 +0000."""
    sign = -1 if offset > 0 else 1
    left = abs(offset)
    values = []
    for value, size in ((second, 60), (minute, 60), (hour, 24)):
        left, part = divmod(left, size)
        carried, moved = divmod(value + sign * part, size) if part else (0, value)
        left += sign * carried
        values.append(moved)
    return sign * left, values[2], values[1], values[0]


def _offset(name: str | None) -> timedelta | None:
    if not name:
        return None
    if match := _OFFSET.fullmatch(name):
        hours, minutes, seconds = (int(part or 0) for part in match.group(2, 4, 5))
        offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        if offset >= _DAY:
            raise ValueError(f"{name!r} is no time zone")
        return -offset if match[1] == "-" else offset
    hours_east = _ZONES.get(name.lower())
    return None if hours_east is None else timedelta(hours=hours_east)
