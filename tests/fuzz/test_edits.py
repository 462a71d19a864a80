"""After any edit of any file a run that remembers finds what one finds that reads everything."""

from __future__ import annotations

import pytest
from tests.fuzz.edits import run_edits


@pytest.mark.parametrize("seed", range(0, 80, 10))
def test_warm_equals_cold(seed: int) -> None:
    found = run_edits(250, seed)
    assert not found, "\n".join(map(str, found))
