"""A small part of what ``python -m tests.fuzz.kills`` does at length."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fuzz.kills import TRIALS, trial
from tests.sampled import sampled

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")


@pytest.mark.parametrize("seed", sampled([1, 0, *range(2, len(TRIALS))], fast=1))
@pytest.mark.process
def test_a_run_that_is_killed_leaves_nothing_half_done(seed: int) -> None:
    assert trial(seed) == ""
