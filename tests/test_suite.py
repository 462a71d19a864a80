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


PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest")
SKIPS = {
    "module": "pytest.skip('Jekyll is not installed', allow_module_level=True)",
    "test": "def test_it(): pytest.skip('Jekyll is not installed')",
    "mark": "@pytest.mark.skip(reason='Jekyll is not installed')\ndef test_it(): pass",
    "listed": "def test_it(): pytest.skip('Ruby with the gem liquid 4 is not installed')",
}


@pytest.mark.parametrize(
    ("required", "failed", "outcomes"),
    [("", False, "3 passed, 4 skipped"), ("1", True, "1 failed, 3 passed, 1 skipped, 2 errors")],
)
@pytest.mark.process
def test_where_engines_are_required_a_skipped_test_has_failed(
    required: str, failed: bool, outcomes: str, tmp_path: Path
) -> None:
    for level, skip in SKIPS.items():
        (tmp_path / f"test_{level}.py").write_text(f"import pytest\n{skip}\ndef test_other(): pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [*PYTEST, "-p", "no:cacheprovider", "--continue-on-collection-errors", tmp_path],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root), "SITECHECK_REQUIRE_ENGINES": required},
        capture_output=True,
        text=True,
    )
    assert ("forbids" in done.stdout) == failed, done.stdout
    assert (done.returncode in (1, 2)) == failed
    assert outcomes in done.stdout
