"""What a run is doing, for a person who waits, and how long each part of it took."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

SILENT_FOR = 1.0
"""Seconds: what takes no longer is not worth a line."""
_EVERY = 0.1
"""Seconds between two lines."""

Draw: TypeAlias = "Callable[[str], None]"
"""Shows a line in place of the last one; an empty one takes it away."""


class Phases:
    """The phases of one run, one after the other.

    ``draw`` gets a line now and then. It is called where the work is counted, and never while processes are
    started: a child would inherit what its parent was in the middle of writing.
    """

    def __init__(self, draw: Draw | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        self.seconds: dict[str, float] = {}
        """How long each phase took, in the order in which they came."""
        self._draw = draw
        self._clock = clock
        self._started = self._began = self._drawn_at = clock()
        self._name = ""
        self._done = self._total = 0
        self._is_drawn = False

    def begin(self, name: str, total: int = 0) -> None:
        """The next phase, in which ``total`` things are to be done (0: they are not counted)."""
        self._close()
        self._name, self._done, self._total = name, 0, total
        self._show()

    def advance(self, count: int = 1) -> None:
        """So many more of the things are done."""
        self._done += count
        self._show()

    def end(self) -> None:
        """The last phase is over; no line is left behind."""
        self._close()
        if self._is_drawn and self._draw is not None:
            self._draw("")
            self._is_drawn = False

    def _close(self) -> None:
        now = self._clock()
        if self._name:
            self.seconds[self._name] = self.seconds.get(self._name, 0.0) + now - self._began
        self._began, self._name = now, ""

    def _show(self) -> None:
        if self._draw is None:
            return
        now = self._clock()
        if now - self._started >= SILENT_FOR and now - self._drawn_at >= _EVERY:
            self._draw(self.line(now))
            self._drawn_at, self._is_drawn = now, True

    def line(self, now: float) -> str:
        """What is done at the moment ``now``, how much of it, and how fast."""
        if not self._total:
            return f"{self._name} …"
        passed = now - self._began
        rate = f", {self._done / passed:,.0f}/s" if passed and self._done else ""
        return f"{self._name}: {self._done:,} of {self._total:,}{rate}"
