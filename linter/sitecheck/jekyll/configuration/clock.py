"""The moment of a build, and until when a later one would see the same."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sitecheck.jekyll.ruby import falsy

if TYPE_CHECKING:
    from sitecheck.jekyll.configuration.config import Config


class Clock:
    """Answers what depends on the time of the build and notes when the answer will be another.

    Jekyll compares whole seconds.
    """

    def __init__(self, config: Config) -> None:
        self._now = config.time
        self._second = int(config.time.timestamp())
        self._fixed = not falsy(config["time"])
        self.until: int | None = None
        """The first second (since the epoch) at which an answer is another; ``None`` for never."""

    def is_future(self, date: datetime) -> bool:
        """Whether a date is still to come."""
        second = int(date.timestamp())
        if second > self._second:
            self._limit(second)
        return second > self._second

    def is_now(self, date: datetime) -> bool:
        """Whether a date is just this second."""
        if self.is_future(date) or int(date.timestamp()) != self._second:
            return False
        self._limit(self._second + 1)
        return True

    def show(self, *, to_the_second: bool) -> None:
        """Notes that the moment of the build is shown, in an address or on a page of an archive."""
        midnight = datetime.combine(self._now + timedelta(days=1), time(), self._now.tzinfo)
        self._limit(self._second + 1 if to_the_second else int(midnight.timestamp()))

    def _limit(self, second: int) -> None:
        if self._fixed:
            return
        self.until = second if self.until is None else min(self.until, second)
