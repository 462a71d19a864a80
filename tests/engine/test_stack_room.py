"""Calls find room for their frames, at whatever depth they are made."""

from __future__ import annotations

import pytest

from sitecheck.engine.stack_room import with_room
from sitecheck.engine.workers import submit_all, workers

resource = pytest.importorskip("resource")

CALLS = 500


def _leaf() -> None:
    pass


def _most_faults(depth: int) -> int:
    """How many pages of memory are taken for calls at one depth, at most, over ``depth`` of them."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        _leaf()
    here = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
    return max(here, _most_faults(depth - 1) if depth else 0)


def test_no_depth_asks_for_memory_at_every_call() -> None:
    assert with_room(_most_faults, 300) < CALLS / 2


def test_nor_does_one_in_a_worker() -> None:
    with workers(1, None) as executor:
        (future,) = submit_all(executor, _most_faults, [300])
        assert future.result() < CALLS / 2


def test_what_is_given_and_raised_is_handed_on() -> None:
    assert with_room(dict, [("a", 1)], b=2) == {"a": 1, "b": 2}
    with pytest.raises(ZeroDivisionError):
        with_room(lambda: 1 // 0)
