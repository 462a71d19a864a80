"""Where a path leads, by its words and by its links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitecheck.files import (
    is_below,
    is_led_out,
    leads_out,
    lies_in,
    place_in_repository,
    present,
    with_folders,
)


@pytest.mark.parametrize(
    ("path", "folder", "below"),
    [
        ("/a/site", "/a/site", True),
        ("/a/site/x", "/a/site", True),
        ("/a/site-old/x", "/a/site", False),
        ("/a", "/a/site", False),
        ("/a", "/", True),
        ("/", "/", True),
    ],
)
def test_is_below(path: str, folder: str, below: bool) -> None:
    assert is_below(path, folder) is below


def test_links_are_followed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "out").symlink_to(tmp_path)
    (tmp_path / "way").symlink_to(site)
    assert lies_in(tmp_path / "way" / "a.md", site)
    assert not lies_in(site / "out" / "a.md", site)
    assert leads_out(site / "out" / "a.md", site)
    assert not leads_out(tmp_path / "a.md", site)  # it does not say that it is one of the site


@pytest.mark.parametrize("name", [".git/config", ".Git/config", "theme/.git/config", "link", "folder/config"])
def test_what_git_keeps_lies_in_no_site(name: str, tmp_path: Path) -> None:
    """A checkout leaves the password of a run there."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("", "utf-8")
    (tmp_path / "link").symlink_to(".git/config")
    (tmp_path / "folder").symlink_to(".git")
    assert not lies_in(tmp_path / name, tmp_path)
    assert lies_in(tmp_path / ".gitignore", tmp_path)
    assert lies_in(tmp_path / ".git" / "tree" / "a.md", tmp_path / ".git" / "tree")


@pytest.mark.posix
@pytest.mark.parametrize(
    ("named", "is_led"),
    [(".git/kept", False), (".git/out", True), ("link", True), ("out", True), ("kept", False)],
)
def test_the_user_may_name_what_git_keeps(named: str, is_led: bool, tmp_path: Path) -> None:
    (tmp_path / "site" / ".git").mkdir(parents=True)
    (tmp_path / "site" / "link").symlink_to(".git/kept")
    for link in ("site/out", "site/.git/out"):
        (tmp_path / link).symlink_to(tmp_path / "elsewhere")
    assert is_led_out(tmp_path / "site" / named, tmp_path / "site") == is_led


def test_what_is_present_is_told_in_the_order_of_the_question(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    for name in ("b.toml", "a.toml", ".ci/config.yml"):
        (tmp_path / name).write_text("", "utf-8")
    asked = ("b.toml", ".ci/config.yml", ".ci/other.yml", "c.toml", "a.toml", ".ci", ".git/HEAD")
    assert present(tmp_path, asked) == ["b.toml", ".ci/config.yml", "a.toml", ".ci"]
    assert present(tmp_path / "nowhere", asked) == []


@pytest.mark.posix
def test_a_link_that_leads_nowhere_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "Makefile").symlink_to("nowhere")
    assert present(tmp_path, ("Makefile",)) == []


def test_a_path_longer_than_any_file_has_is_looked_up_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = str(tmp_path) + "/a" * 3_000
    monkeypatch.setattr("os.path.realpath", lambda path: pytest.fail(f"{len(path)} characters looked up"))
    assert lies_in(long, tmp_path)
    assert not lies_in(long, tmp_path / "b")


def test_a_folder_of_a_repository_is_told_from_its_top(tmp_path: Path) -> None:
    site = tmp_path / "repository" / "docs" / "site"
    site.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    assert place_in_repository(site) == (os.path.realpath(tmp_path / "repository"), "docs/site")
    assert place_in_repository(tmp_path / "repository") is None


def test_what_no_file_can_be_called_lies_nowhere(tmp_path: Path) -> None:
    for name in ("a\0b", "a\ud800b"):
        assert not lies_in(tmp_path / name, tmp_path)
        assert leads_out(tmp_path / name, tmp_path)


def test_what_windows_has_no_path_for_lies_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def real(path: str) -> str:
        if path.endswith("NUL"):  # a device
            raise OSError
        return os.fspath(path)

    monkeypatch.setattr(os.path, "realpath", real)
    assert lies_in(f"{tmp_path}/a", str(tmp_path))
    assert not lies_in(f"{tmp_path}/NUL", str(tmp_path))
    assert not lies_in(f"{tmp_path}/a\0", str(tmp_path))


def test_no_folder_is_told_that_no_path_can_have() -> None:
    assert list(with_folders("a/b/c.md")) == ["a/b/c.md", "a/b", "a"]
    long = "a/" * 100_000
    assert [len(path) for path in with_folders(long)][:3] == [200_000, 4095, 4093]
