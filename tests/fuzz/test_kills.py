"""A small part of what ``python -m tests.fuzz.kills`` does at length."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fuzz.kills import TRIALS, trial

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")


@pytest.mark.parametrize("seed", range(len(TRIALS)))
def test_a_run_that_is_killed_leaves_nothing_half_done(seed: int) -> None:
    assert trial(seed) == ""
