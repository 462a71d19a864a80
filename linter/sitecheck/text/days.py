"""Days as data files write them: a date, a month or a year."""

from __future__ import annotations

from datetime import date, datetime


def first_day(day: str) -> date:
    """The day that "2027-01-12", "2027-01" or "2027" begins with; ``ValueError`` for any other text."""
    year, month, of_month = (*map(int, day.split("-")), 1, 1)[:3]
    return date(year, month, of_month)


def has_come(moment: datetime, day: str) -> bool:
    """Whether ``day`` has begun at ``moment``, by the calendar of its own time zone."""
    return moment.date() >= first_day(day)
