"""Dates as Ruby reads them, beside what is compared with Ruby itself."""

from __future__ import annotations

import calendar
import zoneinfo
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from sitecheck.jekyll.dates import LOCAL_UTC, UnknownDate, parse_date, site_zone


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("names", [calendar.month_name, calendar.month_abbr], ids=["whole", "short"])
def test_each_month_has_its_name(month: int, names: list[str]) -> None:
    assert parse_date(f"7 {names[month]} 2024", timezone.utc) == datetime(2024, month, 7, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("zones", "hour"),
    [
        ("UTC utc Z GMT UT", 12),
        ("EDT", 16),
        ("EST CDT", 17),
        ("CST MDT", 18),
        ("MST PDT", 19),
        ("PST", 20),
    ],
)
def test_the_zones_that_ruby_knows_by_name(zones: str, hour: int) -> None:
    """Noon there by ``Time.parse``."""
    for zone in zones.split():
        noon = parse_date(f"2024-01-02 12:00:00 {zone}", timezone.utc)
        assert noon == datetime(2024, 1, 2, hour, tzinfo=timezone.utc), zone


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-02 10:59", "2024-01-02T10:59:00"),
        ("2024-01-02 23:59:60", "2024-01-03T00:00:00"),
        ("2024-01-02 24:00", "2024-01-03T00:00:00"),
        ("2024-01-02 20 :13: 30 +0300", "2024-01-02T17:13:30"),
        ("2024-01-02 8: 05", "2024-01-02T08:05:00"),
        ("2024-01-02 12:30 am", "2024-01-02T00:30:00"),
        ("2024-01-02 1:00 pm", "2024-01-02T13:00:00"),
        ("2024-01-02 12:15 pm", "2024-01-02T12:15:00"),
        ("2024-01-02 10:00 +23:59", "2024-01-01T10:01:00"),
        ("2024-01-02 10:00 +05:30", "2024-01-02T04:30:00"),
        ("2024-01-02 10:00 -05:30", "2024-01-02T15:30:00"),
        ("2024-01-02 29:39 +0800", "2024-01-02T21:39:00"),
        ("2024-02-30 22:15 -0500", "2024-03-01T03:15:00"),
        ("2024-01-02 24:15 +0900", "2024-01-02T15:15:00"),
        ("2024-01-02 24", "2024-01-03T00:00:00"),
        ("2024-01-02 25", "2024-01-02T00:00:00"),
        ("68-01-02", "2068-01-02T00:00:00"),
        ("69-01-02", "1969-01-02T00:00:00"),
        ("2024-02-30", "2024-03-01T00:00:00"),
        ("0001-01-02", "0001-01-02T00:00:00"),
        ("2024-01-02 10:00 +05:75", "2024-01-02T03:45:00"),
        ("24366", "2024-12-31T00:00:00"),
        ("2024-01-02 10:00:00.1234567", "2024-01-02T10:00:00.123456"),
        ("2024-01-02 10:00:00.5", "2024-01-02T10:00:00.500000"),
    ],
)
def test_the_last_values_that_ruby_takes(text: str, moment: str) -> None:
    assert parse_date(text, timezone.utc) == datetime.fromisoformat(f"{moment}+00:00")


@pytest.mark.parametrize(
    "text",
    [
        *("2024-01-02 10:60", "2024-01-02 10:00:61", "2024-01-02 24:01", "2024-01-02 25:00", "2024-01-32"),
        *("2024-13-01", "2024-00-01", "2024-01-00", "2024-01-02 10:00 +24:00", "23366", "45000"),
    ],
)
def test_the_first_values_that_ruby_refuses(text: str) -> None:
    with pytest.raises(ValueError) as raised:
        parse_date(text, timezone.utc)
    assert raised.type is ValueError


def test_a_year_that_python_lacks_is_not_known() -> None:
    with pytest.raises(UnknownDate, match="in the year 0") as raised:
        parse_date("0000-01-02", timezone.utc)
    assert raised.value.sorts_as is not None
    assert raised.value.sorts_as < parse_date("1000-01-01", timezone.utc)


def test_a_date_has_the_zone_that_it_was_read_in_not_one_that_is_equal() -> None:
    for zone in (timezone.utc, timezone(timedelta(0), "UTC"), timezone(timedelta(0), "+0000")):
        assert repr(parse_date("2024-02-30", zone).tzinfo) == repr(zone)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (datetime(2024, 1, 2, 10, tzinfo=timezone.utc), "2024-01-02T11:00:00+01:00"),
        (datetime(2024, 1, 2, 10), "2024-01-02T10:00:00+01:00"),
        (date(2024, 1, 2), "2024-01-02T00:00:00+01:00"),
        (" 2024-01-02 10:00 +0300\n", "2024-01-02T08:00:00+01:00"),
        (["2024-01-02 10:00"], "2024-01-02T10:00:00+01:00"),
    ],
)
def test_every_date_is_told_in_the_zone_of_the_site(value: object, moment: str) -> None:
    assert parse_date(value, ZoneInfo("Europe/Berlin")).isoformat() == moment


@pytest.mark.parametrize(
    "text",
    [
        "May",
        "marching",
        "12",
        "05",
        "x12",
        "5th",
        "a5th",
        "5h",
        "5 h",
        "5pm",
        "5 p.m.",
        "1:2",
        "a1/2",
        "'5",
        "5sJan",
        "0930",
        "1231",
        "366",
        "325m",
        "32.",
        "51.2",
    ],
)
def test_a_month_or_a_day_alone_is_one_of_now_to_ruby(text: str) -> None:
    with pytest.raises(UnknownDate):
        parse_date(text, timezone.utc)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "20120432.",
            "20191231, 10:00",
            "1992/4/47pm",
            "20111032 +0516",
            "35rd-July, 2002",
            "20291671:49pm",
        ),
        *("34-december 1995", "0th-October, 2026", "14.9.2005 24:27A", "0-May. 2044", "20240506_1030"),
        *("20200532 20:00 -0800", "7st-Apr 2026", "May 15-2026"),
    ],
)
def test_a_wrong_day_is_left_open_where_ruby_may_find_another(text: str) -> None:
    """20120432. has a time before its point, 35rd-July, 2002 is the first of July."""
    with pytest.raises(UnknownDate):
        parse_date(text, timezone.utc)


@pytest.mark.parametrize(
    "text",
    ["soon", "Monday", "s3", "2020", "TBA", "5", "soon 5", "2024年2月21日", "2024년 2월 21일 10:00", "2024-05", "1999 - 5",
     "2024/13", "0/2024", "00", "32", "99", "000", "367", "999", "1301", "0029", "0132", "9999", "5a", "5 x", "5.1"],
)  # fmt: skip
def test_other_words_are_no_dates(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date") as raised:
        parse_date(text, timezone.utc)
    assert not isinstance(raised.value, UnknownDate)


@pytest.mark.parametrize("text", ["2024/5", "05/2024", "May 2024", "may, 2024", "May. 2024", "May-2024"])
def test_a_month_of_a_year_is_its_first_day(text: str) -> None:
    assert parse_date(text, timezone.utc) == datetime(2024, 5, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize("text", ["1200-05", "5/1", "May -0500", "May.-2024"])
def test_a_part_of_a_day_is_one_of_now_to_ruby(text: str) -> None:
    with pytest.raises(UnknownDate):
        parse_date(text, timezone.utc)


def test_a_time_may_stand_behind_at() -> None:
    moment = datetime(2024, 5, 6, 10, tzinfo=timezone.utc)
    assert parse_date("May 6, 2024 at 10:00", timezone.utc) == moment


@pytest.mark.parametrize("text", ["2024-01-31 9x", "2024-01-31 12 30", "31 Jan 2024 9 o'clock"])
def test_a_time_in_another_form_is_not_known(text: str) -> None:
    with pytest.raises(UnknownDate):
        parse_date(text, timezone.utc)


@pytest.mark.parametrize(
    ("name", "zone"),
    [(None, LOCAL_UTC), ("", LOCAL_UTC), ("Europe/Berlin", ZoneInfo("Europe/Berlin")), ("Europe/Nowhere", None),
     ("../zone", None), ("Europe", None), (3, None), ("GMT+2", timezone(timedelta(hours=-2))),
     ("UTC-5", timezone(timedelta(hours=5))), ("GMT+24", None), ("+02:00", None),
     ("UTC+02:00", timezone(timedelta(hours=-2))), ("UTC-5:30", timezone(timedelta(hours=5, minutes=30))),
     ("Istanbul-3", timezone(timedelta(hours=3))), ("AB+2", None)],
)  # fmt: skip
def test_the_zone_of_the_site(name: object, zone: object) -> None:
    assert site_zone(name) == zone


def test_zones_are_known_where_the_system_has_none() -> None:
    zoneinfo.reset_tzpath(to=())  # as on Windows; Debian and Ubuntu leave out old names
    try:
        ZoneInfo.clear_cache()
        assert site_zone("US/Eastern") is not None
    finally:
        zoneinfo.reset_tzpath()
