"""What one reading may take, and what tells that it takes more."""

from __future__ import annotations

import contextlib
import re
import signal
import sys
import time
from collections.abc import Iterator
from types import FrameType

SECONDS = 10
"""CPU seconds of a usual machine, the system's included."""
MEGABYTES = 500
_USUAL = 0.0115
"""CPU seconds that a usual machine of 2024 takes to read the text of :func:`slowness`."""
_SLOWEST = 5.0
_TOKEN = re.compile(r"(?P<word>\w+)|(?P<space>\s+)|(?P<other>.)")


def slowness() -> float:
    """How many times as long as a usual machine this one takes now, from 1 to 5: a core that is shared, or an
    old one, is no reason to fail."""
    began = time.process_time()
    tokens = [
        (m.lastgroup, m.group(), m.start()) for m in _TOKEN.finditer("Some.text(of, 'ours') # x\n" * 2000)
    ]
    seen: dict[object, list[int]] = {}
    for kind, text, at in tokens:
        seen.setdefault((kind, text), []).append(at)
    return min(max((time.process_time() - began) / _USUAL, 1.0), _SLOWEST)


class Overdue(BaseException):
    """Something takes longer than :data:`SECONDS`; no handler of the program under test may swallow it."""


@contextlib.contextmanager
def deadline() -> Iterator[None]:
    """Raises :class:`Overdue` in what takes too long; nothing where the system has no such timer."""

    if not hasattr(signal, "setitimer"):
        yield
        return
    given = SECONDS * slowness()

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal given
        more = SECONDS * slowness() - given  # a machine that was quick only while it was measured
        if more <= 0:
            raise Overdue
        given += more
        signal.setitimer(signal.ITIMER_PROF, more)

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, given)
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
