"""Workers end with the block in which they are wanted, whatever they are at."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from types import SimpleNamespace

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


def test_signals_wait_where_that_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[object] = []
    monkeypatch.setattr(
        workers.signal,
        "pthread_sigmask",
        lambda how, which: held.append((how, which)) or "before",
        raising=False,
    )
    for name, number in (("SIG_BLOCK", 0), ("SIG_SETMASK", 2), ("SIGHUP", 1)):
        monkeypatch.setattr(workers.signal, name, getattr(signal, name, number), raising=False)
    with workers.signals_held():
        assert held == [(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))]
    assert held[1:] == [(signal.SIG_SETMASK, "before")]
    with pytest.raises(KeyboardInterrupt), workers.signals_held():
        raise KeyboardInterrupt
    assert held[3:] == [(signal.SIG_SETMASK, "before")]
    monkeypatch.delattr(workers.signal, "pthread_sigmask")
    with workers.signals_held():
        assert len(held) == 4


def test_a_worker_ends_with_who_wanted_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[object] = []
    parent = SimpleNamespace(join=lambda: ended.append("joined"))
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: parent)
    monkeypatch.setattr(os, "_exit", ended.append)
    workers._end_with_parent()
    assert ended == ["joined", 1]
