"""The date filters of Liquid and Jekyll."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from sitecheck.liquid.filters.parse_date import parse_time
from sitecheck.liquid.filters.registry import register, text_of
from sitecheck.liquid.filters.strftime import around, refuse_cut_off, strftime, unit_of
from sitecheck.liquid.problem import LiquidError, UndecidedError
from sitecheck.liquid.values import (
    BuildMoment,
    BuildSeconds,
    MethodWord,
    TextPart,
    Unknown,
    UnknownText,
    ValueText,
    offset_text,
    undecided,
)
from sitecheck.model.origin import THE_DAY, Origin
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context
    from sitecheck.liquid.host import DayUnit

_NOW = ("now", "today")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def to_date(context: Context, value: object, unit: DayUnit | None = None) -> date | None:
    """The time a value means; ``None`` if it means none, :class:`UndecidedError` if that is not known.

    The moment of the build is known where no more than ``unit`` of it is asked for.
    """
    if isinstance(value, BuildMoment):
        return _today(context, unit)
    if isinstance(value, Unknown):
        raise UndecidedError(value.reasons)
    if isinstance(value, date):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return _from_epoch(context, value)
    if not isinstance(value, str) or not value:
        return None
    text = value.lower()
    if text in _NOW:
        return _today(context, unit)
    if text.isascii() and text.isdigit():
        return _from_epoch(context, int(text[:20]))
    return parse_time(text, _zone(context))


def _today(context: Context, unit: DayUnit | None) -> date:
    day = context.host.today(unit) if unit is not None else None
    if day is None:
        raise UndecidedError(because(ReasonKind.TIME))
    return day


def _from_epoch(context: Context, seconds: int) -> datetime:
    try:
        return (_EPOCH + timedelta(seconds=seconds)).astimezone(_zone(context))
    except (OverflowError, ValueError):
        raise UndecidedError(undecided("a time outside of years 1 to 9999")) from None


def _zone(context: Context) -> timezone:
    zone = context.host.timezone
    return zone if zone is not None else _UTC  # type: ignore[return-value]


_UTC = timezone(timedelta(0), "UTC")


@register("date", low=1, cost=64, of_moment=True)
def date_(context: Context, value: object, pattern: object) -> object:
    text = text_of(pattern)
    if not text:
        return value
    is_now = isinstance(value, BuildMoment) or (isinstance(value, str) and value.lower() in _NOW)
    if is_now:
        refuse_cut_off(text)
    if text == "%s" and is_now:
        return BuildSeconds(because(ReasonKind.TIME))
    try:
        moment = to_date(context, value, unit_of(text) if is_now else None)
    except UndecidedError as error:
        shown = around(text)
        if not is_now or shown == UNKNOWN:
            raise
        return UnknownText(error.reasons, shown)
    if moment is None:
        return value
    return _of_day(strftime(moment, text)) if is_now else strftime(moment, text)


def _of_day(text: str) -> ValueText:
    """A text that is another one tomorrow."""
    return ValueText(text, (TextPart(len(text), Origin(THE_DAY)),))


def _local(context: Context, value: object, unit: DayUnit | None = None) -> datetime:
    moment = to_date(context, value, unit)
    if moment is None:
        shown = text_of(value) if isinstance(value, str) else "this value"
        raise LiquidError(f"Invalid Date: '{shown}' is not a valid datetime.")
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(0))
    zone = _zone(context)
    try:
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (OverflowError, ValueError):
        raise UndecidedError(undecided("a time outside of years 1 to 9999")) from None


def _is_empty(value: object) -> bool:
    return value is None or value == "" or isinstance(value, MethodWord)


@register("date_to_xmlschema", cost=64)
def date_to_xmlschema(context: Context, value: object) -> object:
    if _is_empty(value):
        return value
    moment = _local(context, value)
    offset = "Z" if moment.tzinfo is timezone.utc else offset_text(moment, ":")
    return strftime(moment, "%Y-%m-%dT%H:%M:%S") + offset


@register("date_to_rfc822", cost=64)
def date_to_rfc822(context: Context, value: object) -> object:
    if _is_empty(value):
        return value
    moment = _local(context, value)
    offset = "-0000" if moment.tzinfo is timezone.utc else offset_text(moment)
    return strftime(moment, "%a, %d %b %Y %H:%M:%S ") + offset


def _stringify(context: Context, value: object, month: str, kind: object, style: object) -> object:
    if _is_empty(value):
        return value
    moment = _local(context, value, "day")
    if kind != "ordinal":
        return strftime(moment, f"%d {month} %Y")
    day = f"{moment.day}{_ordinal(moment.day)}"
    return strftime(moment, f"{month} {day}, %Y" if style == "US" else f"{day} {month} %Y")


def _ordinal(number: int) -> str:
    if 11 <= number <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


@register("date_to_string", high=2, cost=64, of_moment=True)
def date_to_string(context: Context, value: object, kind: object = None, style: object = None) -> object:
    return _stringify(context, value, "%b", kind, style)


@register("date_to_long_string", high=2, cost=64, of_moment=True)
def date_to_long_string(context: Context, value: object, kind: object = None, style: object = None) -> object:
    return _stringify(context, value, "%B", kind, style)
