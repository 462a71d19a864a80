"""Copies to work in: exact, apart from the original, and gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from sitecheck.files import scratch
from sitecheck.files.scratch import copy_site, remove_tree, scratch_folder

pytestmark = pytest.mark.posix


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_copy_has_files_links_and_modes_but_no_pipes_and_no_skipped_folders(tmp_path: Path) -> None:
    site = tmp_path / "site"
    deep = site.joinpath(*"abc" * 300)
    deep.mkdir(parents=True)
    (deep / "page.md").write_bytes(b"page")
    (deep / "page.md").chmod(0o440)
    (site / "link").symlink_to("/nowhere")
    (site / ".git").mkdir()
    os.mkfifo(site / "pipe")
    copy = tmp_path / "copy"
    copy_site(str(site), str(copy), {".git"})
    page = copy.joinpath(*"abc" * 300, "page.md")
    assert page.read_bytes() == b"page"
    assert page.stat().st_mode & 0o777 == 0o440
    assert os.readlink(copy / "link") == "/nowhere"
    assert sorted(os.listdir(copy)) == ["a", "link"]
    for folder in (copy, site):
        remove_tree(str(folder))
        assert not folder.exists()


def test_what_is_too_deep_for_a_copy_is_not_in_it(tmp_path: Path) -> None:
    """Three thousand folders in each other are made from inside, and named by no path."""
    site, here = tmp_path / "site", os.getcwd()
    site.mkdir()
    (site / "page.md").write_bytes(b"page")
    try:
        os.chdir(site)
        for _ in range(100):
            os.mkdir("a" * 50)
            os.chdir("a" * 50)
    finally:
        os.chdir(here)
    copy = tmp_path / "copy"
    copy_site(str(site), str(copy), ())
    assert (copy / "page.md").read_bytes() == b"page"
    assert copy.joinpath(*["a" * 50] * 60).is_dir()
    shutil.rmtree(site)


def test_no_more_folders_in_each_other_are_copied_than_are_wanted(tmp_path: Path) -> None:
    """Each takes longer than the one above: a hundred times two thousand of them took minutes."""
    (tmp_path / "site/a/b/c").mkdir(parents=True)
    (tmp_path / "site/a/b/page.md").write_bytes(b"page")
    copy_site(str(tmp_path / "site"), str(tmp_path / "copy"), (), 1)
    assert os.listdir(tmp_path / "copy/a") == ["b"]
    assert os.listdir(tmp_path / "copy/a/b") == []


def test_what_goes_while_it_is_copied_is_not_in_the_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    (site / "folder").mkdir(parents=True)
    for name in ("a", "b", "folder/c"):
        (site / name).write_bytes(b"x")
    (site / "link").symlink_to("a")
    listed = scratch._entries

    def gone(folder: str, *, is_sure: bool) -> Sequence[os.DirEntry[str]]:
        found = listed(folder, is_sure=is_sure)
        remove_tree(str(site))
        return found

    monkeypatch.setattr(scratch, "_entries", gone)
    copy_site(str(site), str(tmp_path / "copy"), ())
    assert os.listdir(tmp_path / "copy") == []
    with pytest.raises(FileNotFoundError):
        copy_site(str(site), str(tmp_path / "copy"), ())


def test_removing_a_tree_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "precious").write_text("x")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "link").symlink_to(tmp_path / "outside")
    remove_tree(str(tmp_path / "tree"))
    assert os.listdir(tmp_path / "outside") == ["precious"]
    assert not (tmp_path / "tree").exists()


def test_a_folder_is_gone_afterwards_and_so_is_one_that_a_killed_run_left(temporary: Path) -> None:
    script = f"""
import os, signal, tempfile
from sitecheck.files.scratch import scratch_folder
tempfile.tempdir = {str(temporary)!r}
with scratch_folder() as folder:
    os.mkdir(os.path.join(folder, "site"))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", script]).returncode == -9
    (left,) = os.listdir(temporary)
    with scratch_folder() as first:
        assert not (temporary / left).exists()
        with scratch_folder():
            assert os.path.isdir(first), "one that is in use is not swept"
    assert os.listdir(temporary) == []


def test_a_folder_that_another_run_sweeps_before_it_is_locked_is_made_again(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, made = os.mkdir, []

    def make_and_lose(path: str, mode: int = 0o777) -> None:
        made.append(path)
        make(path, mode)
        if len(made) == 1:
            os.rmdir(path)

    monkeypatch.setattr("sitecheck.files.scratch.os.mkdir", make_and_lose)
    with scratch_folder() as folder:
        assert os.path.isdir(folder)
    assert len(made) == 2
    assert os.listdir(temporary) == []


def test_a_signal_while_a_folder_is_removed_leaves_nothing(temporary: Path) -> None:
    script = f"""
import os, tempfile
from sitecheck.files import scratch
tempfile.tempdir = {str(temporary)!r}
real, came = os.rmdir, []
def rmdir(path):
    if not came:
        came.append(path)
        raise KeyboardInterrupt
    real(path)
with scratch.scratch_folder() as folder:
    os.mkdir(os.path.join(folder, "site"))
    os.rmdir = rmdir
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "KeyboardInterrupt" in done.stderr
    assert os.listdir(temporary) == []
