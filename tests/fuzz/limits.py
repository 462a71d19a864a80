"""What one reading may take, and what tells that it takes more."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType

SECONDS = 10
"""CPU seconds, the system's included."""
MEGABYTES = 500


class Overdue(BaseException):
    """Something takes longer than :data:`SECONDS`; no handler of the program under test may swallow it."""


@contextlib.contextmanager
def deadline() -> Iterator[None]:
    """Raises :class:`Overdue` in what takes too long; nothing where the system has no such timer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Overdue

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def memory() -> int:
    """The most memory that this process has had, in megabytes; 0 where that cannot be told."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1 << 20 if sys.platform == "darwin" else 1 << 10)
