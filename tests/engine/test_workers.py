"""Workers end with the block in which they are wanted, whatever they are at."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, timeout=60, check=False)
    assert done.stderr.decode().strip().endswith("KeyboardInterrupt")
