"""``check --since`` tells the difference of two cold runs."""

from __future__ import annotations

import pytest
from tests.fuzz.since import run_changes
from tests.sampled import slow


@pytest.mark.parametrize(("seed", "count"), [(1, 4), (2915578062, 1), *slow([(1, 10), (101, 10)])])
@pytest.mark.process
def test_since_is_the_difference_of_two_cold_runs(seed: int, count: int) -> None:
    found = run_changes(count, seed)
    assert not found, "\n".join(map(str, found))
