"""Which folders below are looked into for sites."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.folders.recognize import sites_below
from sitecheck.testing import write_site

SITE = {"_config.yml": "title: A\n", "index.md": "---\n---\n"}


@pytest.mark.parametrize(
    "folder",
    ["node_modules", "vendor", "venv", "env", "bower_components", "__pycache__", "target", ".cache", "_old"],
)
def test_what_programs_bring_is_passed_by(folder: str, tmp_path: Path) -> None:
    write_site(tmp_path / folder / "demo", SITE)
    write_site(tmp_path / "packages" / "demo", SITE)
    assert sites_below(str(tmp_path)) == (str(tmp_path / "packages" / "demo"),)


def test_a_site_is_found_three_folders_down_and_not_within_another(tmp_path: Path) -> None:
    for path in ("a/b/c", "d/e/f/g", "a/b/c/d", "h"):
        write_site(tmp_path / path, SITE)
    assert sites_below(str(tmp_path)) == (str(tmp_path / "a/b/c"), str(tmp_path / "h"))
