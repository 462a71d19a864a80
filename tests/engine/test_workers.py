"""Workers end with the block in which they are wanted, whatever they are at."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys

import pytest

from sitecheck.engine import workers

SCRIPT = """
from concurrent.futures import wait, FIRST_COMPLETED
from sitecheck.engine.workers import submit_all, workers


def large(number):
    return bytes(40_000_000)


with workers(2, None) as executor:
    wait(submit_all(executor, large, range(8)), return_when=FIRST_COMPLETED)
    raise KeyboardInterrupt
"""
"""Results that take long to write: some worker is at it when all are ended."""


@pytest.mark.process
def test_a_worker_that_is_ended_amid_a_result_keeps_nobody_waiting() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, timeout=300, check=False)
    assert done.stderr.decode().strip().endswith("KeyboardInterrupt")


@pytest.mark.parametrize(
    ("allowed", "there", "used"), [(3, 16, 3), (20, 64, 8), (None, 5, 5), (None, None, 1)]
)
def test_no_more_workers_than_this_process_may_use(
    allowed: int | None, there: int | None, used: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: there)
    if allowed is None:
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    else:
        of_itself = {0: set(range(allowed))}
        monkeypatch.setattr(os, "sched_getaffinity", lambda process: of_itself[process], raising=False)
    assert workers.processors() == used


def test_whether_workers_inherit_is_known_without_what_starts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    known = "fork" in multiprocessing.get_all_start_methods()
    monkeypatch.setitem(sys.modules, "multiprocessing", None)
    assert workers.can_fork() == known
