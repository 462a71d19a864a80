"""How far a run is, for whoever wants to show it."""

from __future__ import annotations

from collections.abc import Callable

from sitecheck.named_tuple import NamedTuple


class SlowHost(NamedTuple):
    """A host that still has links to check, with how many wait for it."""

    host: str
    waiting: int
    in_flight: int


class Progress(NamedTuple):
    """A snapshot: links done of all, requests in flight, links per second since the start."""

    done: int
    total: int
    in_flight: int
    rate: float
    slowest: tuple[SlowHost, ...]
    ended: bool = False
    """Whether this is the last snapshot of the run."""


ProgressCallback = Callable[[Progress], None]
