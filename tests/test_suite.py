"""The suite itself: the same examples on every machine, in every order."""

from __future__ import annotations

import os
import subprocess
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


@pytest.mark.parametrize("level", ["module", "test", "mark", "listed"])
@pytest.mark.parametrize("required", ["", "1"])
def test_where_engines_are_required_a_skipped_test_has_failed(
    level: str, required: str, tmp_path: Path
) -> None:
    skip = {
        "module": "pytest.skip('Jekyll is not installed', allow_module_level=True)",
        "test": "def test_it(): pytest.skip('Jekyll is not installed')",
        "mark": "@pytest.mark.skip(reason='Jekyll is not installed')\ndef test_it(): pass",
        "listed": "def test_it(): pytest.skip('Ruby with the gem liquid 4 is not installed')",
    }[level]
    (tmp_path / "test_it.py").write_text(f"import pytest\n{skip}\ndef test_other(): pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider", tmp_path],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root), "SITECHECK_REQUIRE_ENGINES": required},
        capture_output=True,
        text=True,
    )
    failed = required and level != "listed"
    assert ("forbids" in done.stdout) == bool(failed), done.stdout
    assert (done.returncode in (1, 2)) == bool(failed)
