"""How long to wait before asking again."""

from __future__ import annotations

import random
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime


def retry_after(value: str | None, now: float) -> float | None:
    """The seconds that a `Retry-After` header asks for: a number, or an HTTP date (RFC 9110, 10.2.3).

    `now` is a POSIX time. None when there is no such header or it cannot be read.
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=timezone.utc)
    return max(0.0, (date - datetime.fromtimestamp(now, timezone.utc)).total_seconds())


def backoff(tries: int, first: float) -> float:
    """Seconds to wait after the `tries`-th failure: doubled each time, with a quarter of jitter."""
    jitter = random.uniform(1.0, 1.25)  # noqa: S311 - spreads load, protects nothing
    return first * float(2 ** (tries - 1)) * jitter
