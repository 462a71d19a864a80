"""Dates as Ruby reads them, beside what is compared with Ruby itself."""

from __future__ import annotations

import calendar
from datetime import datetime, timezone

import pytest

from sitecheck.jekyll.dates import parse_date


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("names", [calendar.month_name, calendar.month_abbr], ids=["whole", "short"])
def test_each_month_has_its_name(month: int, names: list[str]) -> None:
    assert parse_date(f"7 {names[month]} 2024", timezone.utc) == datetime(2024, month, 7, tzinfo=timezone.utc)
