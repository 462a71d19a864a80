"""Some generated layouts on every run of the suite; ``python -m tests.fuzz.scripts`` tries thousands."""

from __future__ import annotations

import pytest
from tests.fuzz import scripts
from tests.sampled import slow

from sitecheck.document.script_variables import ScriptVariables


@pytest.mark.parametrize(("seed", "count"), [(0, 25), *slow((seed, 150) for seed in range(1, 3))])
def test_layouts_bring_the_scripts_that_they_bring_as_a_whole(seed: int, count: int) -> None:
    left_out: list[str] = []
    found = list(scripts.faults(count, seed, left_out=left_out))
    assert not found, "\n".join(map(str, found[:3]))
    assert left_out


@pytest.mark.parametrize("question", ["hang_on_include", "hang_on_loop"])
def test_to_leave_out_what_scripts_hang_on_is_a_fault(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScriptVariables, question, lambda *asked: False)
    monkeypatch.setattr(ScriptVariables, "asked_in", lambda *asked: set())
    assert any(scripts.faults(60, 0))
