"""Whatever is typed, the server answers, and knows what a fresh start knows."""

from __future__ import annotations

import pytest
from tests.fuzz.editor import run_edits
from tests.sampled import slow


@pytest.mark.parametrize(("seed", "edits"), [(0, 30), *slow((seed, 150) for seed in range(0, 40, 10))])
def test_edits_and_questions(seed: int, edits: int) -> None:
    found = run_edits(edits, seed)
    assert not found, "\n".join(found)
