"""``check --since`` tells the difference of two cold runs."""

from __future__ import annotations

import pytest
from tests.fuzz.since import run_changes


@pytest.mark.parametrize("seed", [1, 101])
def test_since_is_the_difference_of_two_cold_runs(seed: int) -> None:
    found = run_changes(10, seed)
    assert not found, "\n".join(map(str, found))
