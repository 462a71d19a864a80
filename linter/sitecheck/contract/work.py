"""How much a comparison may cost, whoever wrote contract and front matter."""

from __future__ import annotations

MOST_STEPS = 400_000
"""Of all contracts that are about one file: about half a second."""
LEAST_STEPS = 10_000
"""What there is for a file on any site: ten times what a schema of a dozen properties takes."""


class TooMuchWork(Exception):  # noqa: N818 - no error of the program
    """The comparison takes more than its share."""


class Work:
    """The steps that are left, of a microsecond or so each."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self._left = steps

    def spend(self, steps: int) -> None:
        """Raises :class:`TooMuchWork` when that is more than is left."""
        self._left -= steps
        if self._left < 0:
            raise TooMuchWork
