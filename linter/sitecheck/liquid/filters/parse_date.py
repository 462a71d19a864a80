"""Dates written as text, as Ruby's ``Time.parse`` reads the usual ways of writing them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.problem import UndecidedError
from sitecheck.liquid.values import undecided

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month_name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_NAME = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_CLOCK = (
    r"(?:(?:\s+|\s*t\s*|,\s*)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]m)?\s*(?P<zone>z\b|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"\s*{_DAY_NAME}{form}{_CLOCK}\s*\Z", re.A)
        for form in (
            r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
            r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
            rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})",
            rf"(?P<day>\d{{1,2}})-{_MONTH}-(?P<year>\d{{4}})",
            rf"{_MONTH}(?:,?\s+|[-/])?(?P<year>\d{{4}})",
            rf"(?P<year>\d{{4}})(?:\s+|[-/]){_MONTH}(?:\s+|[-/])(?P<day>\d{{1,2}})",
            rf"(?P<year>\d{{4}})(?:\s+|/){_MONTH}",
            r"(?P<year>\d{4})/(?P<month>\d{1,2})",
            r"(?P<month>\d{1,2})/(?P<year>\d{4})",
            r"(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})",
            r"(?P<year>\d{4})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})",
        )
    )


_NONE = lazy_pattern(
    r"\s*(?:(?:spring|summer|fall|autumn|winter|q[1-4]),?\s+|(?:1[3-9]|[2-9]\d)\d\d\s*-\s*)"
    r"(?:1[3-9]|[2-9]\d)\d\d\s*|\s*(?:1[3-9]|[2-9]\d)\d\d-\d{1,2}\s*",
    re.ASCII,
)
"""Ruby takes four digits for a month and a day: the year of a season, of two, or of a month (2024-05) is
none."""
_OF_A_YEAR = range(1, 13)
_OF_A_MONTH = range(1, 32)
_HINT = lazy_pattern(r"\d|mon|tue|wed|thu|fri|sat|sun|" + "|".join(_MONTHS))


def parse_time(text: str, zone: tzinfo) -> datetime | None:
    """The time that ``text`` (in lower case) names; ``None`` for text in which Ruby finds none.

    Raises :class:`UndecidedError` for text that may hold a date in some other way of writing.
    """
    for form in _forms():
        match = form.match(text)
        if match:
            return _time(match.groupdict(), zone)
    if _HINT.search(text) and not _NONE.fullmatch(text):
        raise UndecidedError(undecided("a date written in an unusual way"))
    return None


def _time(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    month = (
        _MONTHS.index((parts["month_name"] or "")[:3]) + 1
        if parts.get("month_name")
        else int(parts["month"] or 0)
    )
    hour = int(parts["hour"] or 0)
    if parts["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if parts["half"] == "pm" else 0)
    day = int(parts.get("day") or 1)
    if not parts["zone"] and (month not in _OF_A_YEAR or day not in _OF_A_MONTH):
        return None
    over = timedelta(days=max(day - 28, 0))  # Ruby: 31 February is 3 March
    try:
        moment = datetime(
            year=int(parts["year"] or 0),
            month=month,
            day=day if parts["zone"] else min(day, 28),
            hour=hour,
            minute=int(parts["minute"] or 0),
            second=int(parts["second"] or 0),
            tzinfo=_zone(parts["zone"], zone),
        )
        return moment if parts["zone"] else moment + over
    except (OverflowError, ValueError):
        raise UndecidedError(undecided("a date that does not exist")) from None


def _zone(text: str | None, zone: tzinfo) -> tzinfo:
    if text is None:
        return zone
    if text in ("z", "utc", "gmt"):
        return timezone.utc
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:2]), int(digits[2:] or 0)) if len(digits) > 2 else (int(digits), 0)
    delta = timedelta(hours=hours, minutes=minutes)
    if delta >= timedelta(hours=24):
        raise UndecidedError(undecided("a zone that does not exist"))
    return timezone(-delta if text[0] == "-" else delta)
