"""The suite itself: the same examples on every machine, in every order."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def test_examples_do_not_depend_on_what_was_imported_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[int, str]] = []

    @settings(settings.get_profile("fixed"))
    @given(st.integers(), st.text())
    def draw(number: int, text: str) -> None:
        drawn.append((number, text))

    draw()
    first = drawn.copy()
    drawn.clear()
    module = tmp_path / "constants.py"
    module.write_text("".join(f"N{n} = {n * 7919}\nT{n} = 'text{n}'\n" for n in range(100, 400)))
    loaded = ModuleType("constants")
    loaded.__file__ = str(module)
    monkeypatch.setitem(sys.modules, "constants", loaded)
    draw()
    assert drawn == first
