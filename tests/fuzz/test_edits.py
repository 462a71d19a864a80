"""After any edit of any file a run that remembers finds what one finds that reads everything."""

from __future__ import annotations

import pytest
from tests.fuzz.edits import run_edits
from tests.sampled import slow


@pytest.mark.parametrize(("seed", "edits"), [(0, 8), *slow((seed, 100) for seed in range(0, 80, 10))])
def test_warm_equals_cold(seed: int, edits: int) -> None:
    found = run_edits(edits, seed)
    assert not found, "\n".join(map(str, found))
