"""Which folder is meant, and what is said where none is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitecheck.engine.folders.find_site import find_file, find_settings, find_site, upward
from sitecheck.errors import UsageError
from sitecheck.testing import write_site

pytestmark = pytest.mark.posix


def test_a_working_directory_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise FileNotFoundError(2, "No such file")

    monkeypatch.setattr(os, "getcwd", gone)
    with pytest.raises(UsageError, match="the working directory does not exist any more"):
        find_site(".")


@pytest.mark.parametrize(
    ("name", "told"),
    [("a.md", "a.md is a file; name the site's folder"), ("b", "b: there is no such folder")],
)
def test_what_is_no_folder_is_told(name: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").touch()
    with pytest.raises(UsageError) as error:
        find_site(str(tmp_path / name))
    assert str(error.value) == f"{tmp_path}/{told}"


@pytest.mark.parametrize("number", [2, 5, 6])
def test_five_of_many_sites_below_are_named(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, {f"{at}/_config.yml": "" for at in range(number)})
    monkeypatch.chdir(tmp_path)
    named = ", ".join(str(at) for at in range(min(5, number)))
    with pytest.raises(UsageError) as error:
        find_site(".")
    assert str(error.value).endswith(
        f"; below it are {number} sites, name one: {named}{', …' if number > 5 else ''}"
    )


def test_settings_are_one_file_of_the_site(tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    write_site(tmp_path, {"site/_config.yml": "", "mine.yml": "", ".sitecheck.yml": ""})
    assert find_settings(site) is None, "there is no repository around the site"
    (tmp_path / "site/.sitecheck.yml").mkdir()
    with pytest.raises(UsageError, match=r"\.sitecheck\.yml is not a file"):
        find_settings(site)
    (tmp_path / "site/.sitecheck.yml").rmdir()
    (tmp_path / "site/.sitecheck.yml").symlink_to("../mine.yml")
    with pytest.raises(UsageError, match="is a symbolic link that leads out of the site"):
        find_settings(site)
    (tmp_path / "site/.sitecheck.yml").unlink()
    (tmp_path / "site/.sitecheck.yaml").touch()
    assert find_settings(site) == f"{site}/.sitecheck.yaml"
    (tmp_path / "site/.sitecheck.yml").touch()
    with pytest.raises(
        UsageError, match=r"\.sitecheck\.yml: there is \.sitecheck\.yaml, too; keep one of them"
    ):
        find_settings(site)


@pytest.mark.parametrize(
    ("top", "found"),
    [
        (".git", ["a/b", "a"]),
        ("HOME", ["a/b", "a"]),
        ("link to HOME", ["a/b", "a"]),
        ("", ["a/b", "a", ""]),
    ],
)
def test_which_folders_are_around_one(
    top: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By their own names, whatever link leads there, up to a repository or the user's home."""
    whole = tmp_path.resolve()
    (whole / "a/b").mkdir(parents=True)
    (whole / "linked").symlink_to("a/b")
    (whole / "home").symlink_to("a")
    if top == ".git":
        (whole / "a/.git").touch()
    homes = {"HOME": "a", "link to HOME": "home"}
    monkeypatch.setenv("HOME", str(whole / homes.get(top, "elsewhere")))
    for named in ("a/b", "linked"):
        below = [path for path in upward(str(whole / named)) if path.startswith(str(whole))]
        assert below == [str(whole / each) for each in found]


@pytest.mark.posix
@pytest.mark.parametrize(("name", "shown"), [("a", "a"), ("$(touch x)", "'$(touch x)'")])
def test_the_command_for_the_whole_site_can_be_copied(
    name: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, {f"{name}/_config.yml": "", f"{name}/_layouts/a.html": ""})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as error:
        find_site(f"{name}/_layouts")
    assert str(error.value).endswith(f"; check the whole: sitecheck check {shown}")


@pytest.mark.posix
def test_a_site_in_a_repository_is_no_link_out_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that puts a link in its place would have anything read, and mended."""
    write_site(
        tmp_path,
        {
            "r/.git/x": "",
            "r/own/_config.yml": "",
            "s/_config.yml": "",
            "s/.git/x": "",
            "s/sub/_config.yml": "",
        },
    )
    for link, aim in {"r/in": "own", "r/out": "../s", "out": "s"}.items():
        (tmp_path / link).symlink_to(aim)
    monkeypatch.chdir(tmp_path)
    for named in ("r/in", "out", "s", "s/sub", "r/own"):
        assert find_site(named).folder == named
    write_site(tmp_path, {"s/a.md": ""})
    write_site(tmp_path, {"tree/.git": "gitdir: ../r/.git/worktrees/tree\n"})
    (tmp_path / "tree/out").symlink_to("../s")
    with pytest.raises(UsageError, match=r"is a link out of the repository .*tree;"):
        find_site("tree/out")  # .git is a file in what 'git worktree' makes, and in submodules
    for named in ("r/out", "r/out/sub", str(tmp_path / "r/out")):
        with pytest.raises(UsageError, match=f"{named} is a link out of the repository .*r; name the folder"):
            find_site(named)
    with pytest.raises(UsageError, match="r/out is a link out of the repository"):
        find_file("r/out/a.md")
    monkeypatch.setenv("HOME", str(tmp_path / "r"))
    assert find_site("r/out").folder == "r/out", "a home that is kept in git is no change's"


def test_the_root_of_the_disk_is_the_last_folder_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/nowhere")
    assert list(upward("/")) == ["/"]
    assert list(upward("/no/such")) == ["/no/such", "/no", "/"]


def test_settings_of_a_repository_are_for_the_sites_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, {".git/x": "", ".sitecheck.yml": "", "docs/site/a.md": "", "own/.git": ""})
    monkeypatch.chdir(tmp_path / "docs")
    assert find_settings("site") == "../.sitecheck.yml"
    assert find_settings(".") == "../.sitecheck.yml"
    assert find_settings("../own") is None, "a repository of its own"
    (tmp_path / "docs/.sitecheck.yaml").touch()
    assert find_settings("site") == ".sitecheck.yaml", "the nearest"
