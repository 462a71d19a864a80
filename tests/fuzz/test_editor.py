"""Whatever is typed, the server answers, and knows what a fresh start knows."""

from __future__ import annotations

import pytest
from tests.fuzz.editor import run_edits


@pytest.mark.parametrize("seed", range(0, 40, 10))
def test_edits_and_questions(seed: int) -> None:
    found = run_edits(150, seed)
    assert not found, "\n".join(found)
