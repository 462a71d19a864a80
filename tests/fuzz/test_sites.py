"""The generator of whole sites keeps what other tests build on."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from random import Random

import pytest
from tests.fuzz.sites import edit_site, make_site

from sitecheck.jekyll import load_site

NOW = datetime(2024, 5, 6, tzinfo=timezone.utc)


def state(folder: Path) -> dict[str, object]:
    """Everything below a folder: bytes of files, targets of links, kinds of the rest, times of change."""
    found: dict[str, object] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = path.readlink()
        else:
            found[name] = (path.stat().st_mtime_ns, path.read_bytes()) if path.is_file() else path.is_dir()
    return found


def text(folder: Path) -> dict[str, object]:
    return {name: each[1] if isinstance(each, tuple) else each for name, each in state(folder).items()}


@pytest.mark.parametrize("seed", range(5))
def test_a_seed_names_a_site(seed: int, tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_site(tmp_path / name, seed, NOW)
    assert text(tmp_path / "one") == text(tmp_path / "two")
    make_site(tmp_path / "other", seed + 1, NOW)
    assert text(tmp_path / "one") != text(tmp_path / "other")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_an_edit_changes_something_and_the_site_stays_readable(seed: int, tmp_path: Path) -> None:
    site, random = tmp_path / "site", Random(seed)
    make_site(site, seed, NOW)
    for _ in range(30):
        before = state(site)
        said = edit_site(site, random, NOW)
        assert load_site(site).root == site
        assert state(site) != before, said
