"""Which folders below are looked into for sites."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.folders import recognize
from sitecheck.engine.folders.recognize import BUILT, other_kind, sites_below
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


@pytest.mark.parametrize(
    ("name", "files", "words"),
    [
        ("x", {}, "an empty folder"),
        ("node_modules", {"a/package.json": "{}"}, "a folder of Node packages"),
        ("x", {"a.txt": ""}, ""),
        ("_site", {"a.txt": ""}, BUILT),
        ("x", {"index.html": '<meta name="generator" content="Jekyll v4.3.4" />'}, BUILT),
        ("x", {"index.html": '---\n---\n<meta name="generator" content="Jekyll v4.3.4" />'}, ""),
        ("x", {"index.html": "<p>plain"}, ""),
        ("x", {"_config.yml": "", "index.html": '<meta name="generator" content="Jekyll v4.3.4" />'}, ""),
    ],
)
def test_what_a_folder_is_that_is_no_site(
    name: str, files: dict[str, str], words: str, tmp_path: Path
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    assert other_kind(str(write_site(folder, files))) == words


def test_only_so_many_folders_are_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("a", "b", "c"):
        write_site(tmp_path / path, SITE)
    monkeypatch.setattr(recognize, "_MOST_FOLDERS", 2)
    assert sites_below(str(tmp_path)) == (str(tmp_path / "a"), str(tmp_path / "b"))
    assert sites_below(str(tmp_path / "not-there")) == ()
