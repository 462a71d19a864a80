"""What is read of a site, noted where it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sitecheck.liquid import Budget
from sitecheck.model.facts import Read


class ReadLog:
    """The reads of one file after the other: what is learnt of a file holds as long as all of them do."""

    def __init__(self) -> None:
        self._reads: set[Read] = set()

    @contextmanager
    def noting(self) -> Iterator[set[Read]]:
        """What is read until the context ends, even where the answer is known from an earlier time."""
        outer, self._reads = self._reads, set()
        try:
            yield self._reads
        finally:
            outer |= self._reads
            self._reads = outer

    @contextmanager
    def aside(self) -> Iterator[set[Read]]:
        """What is read until the context ends, of which nobody else is told."""
        outer, self._reads = self._reads, set()
        try:
            yield self._reads
        finally:
            self._reads = outer

    def note(self, reads: Iterable[Read]) -> None:
        """Counts ``reads`` among what is read now."""
        self._reads.update(reads)

    def add(self, kind: str, name: str, state: str = "") -> None:
        """Notes one read; its ``state`` is left out where it is the same during a run."""
        self._reads.add(Read(kind, name, state))

    def add_work(self, budget: Budget) -> None:
        """Notes what was spent: any share that is as large gives the same. What was cut off is the same for
        the same share only."""
        self.add("share", f"={budget.steps}" if budget.exhausted else str(budget.spent))
