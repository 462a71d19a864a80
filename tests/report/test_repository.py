"""Where a site lies in its repository, and where GitHub shows its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.report import site_prefix, source_url

GITHUB = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "abc"}


def test_the_workspace_of_github_counts_before_a_repository_in_it(tmp_path: Path) -> None:
    site = tmp_path / "checkout" / "docs"
    (site / ".git").mkdir(parents=True)
    assert site_prefix(site, {}) == "."
    assert site_prefix(site, {"GITHUB_WORKSPACE": str(tmp_path)}) == "checkout/docs"
    assert site_prefix(site, {"GITHUB_WORKSPACE": str(tmp_path / "elsewhere")}) == "."


def test_the_nearest_repository_upward(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner" / "site"
    inner.mkdir(parents=True)
    (tmp_path / "outer" / ".git").mkdir()
    assert site_prefix(inner, {}) == "inner/site"
    (inner.parent / ".git").write_text("gitdir: elsewhere\n")
    assert site_prefix(inner, {}) == "site", "a worktree has a file of that name"


def test_a_site_is_where_it_really_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "docs").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "repository" / "docs")
    monkeypatch.chdir(tmp_path / "repository" / "docs")
    for site in (tmp_path / "link", Path("."), Path("../docs")):
        assert site_prefix(site, {}) == "docs"
        assert site_prefix(site, {"GITHUB_WORKSPACE": str(tmp_path)}) == "repository/docs"


def test_the_address_of_files_at_the_commit() -> None:
    assert source_url(GITHUB) == "https://github.com/o/r/blob/abc"


@pytest.mark.parametrize("missing", GITHUB)
def test_elsewhere_there_is_no_address(missing: str) -> None:
    assert source_url({name: value for name, value in GITHUB.items() if name != missing}) == ""
