"""Files that are to be moved: read and listed at their new places."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.files import file_size, moved_files, read_file, unsaved
from sitecheck.jekyll import load_site
from sitecheck.jekyll.files.file_tree import FileTree


def _site(folder: Path) -> Path:
    (folder / "a").mkdir()
    (folder / "a/one.md").write_text("---\ntitle: One\n---\n", encoding="utf-8")
    (folder / "two.md").write_text("---\ntitle: Two\n---\n", encoding="utf-8")
    return folder


def test_a_moved_file_is_read_at_its_new_place_only(tmp_path: Path) -> None:
    site = _site(tmp_path)
    with moved_files({str(site / "a/one.md"): str(site / "b/c/uno.md")}):
        assert b"One" in read_file(site / "b/c/uno.md")
        assert file_size(site / "b/c/uno.md") == len(read_file(site / "b/c/uno.md"))
        with pytest.raises(FileNotFoundError):
            read_file(site / "a/one.md")
        assert b"Two" in read_file(site / "two.md")
    assert b"One" in read_file(site / "a/one.md")


def test_a_move_may_be_written_in_several_ways(tmp_path: Path) -> None:
    site = _site(tmp_path)
    with moved_files({f"{site}//b/../a/one.md": f"{site}//b/../uno.md"}):  # on Windows, with both slashes
        assert b"One" in read_file(site / "uno.md")
        assert FileTree(site).list("a") == {}


def test_files_that_change_places(tmp_path: Path) -> None:
    site = _site(tmp_path)
    one, two = str(site / "a/one.md"), str(site / "two.md")
    with moved_files({one: two, two: one}), unsaved({one: b"held"}):
        assert read_file(two) == b"held"
        assert b"Two" in read_file(one)
        assert FileTree(site).list("a") == {"one.md": "file"}


def test_the_site_is_that_of_the_new_places(tmp_path: Path) -> None:
    site = _site(tmp_path)
    with moved_files({str(site / "a/one.md"): str(site / "b/c/uno.md")}):
        tree = FileTree(site)
        assert tree.list("") == {"a": "folder", "b": "folder", "two.md": "file"}
        assert tree.list("a") == {}
        assert tree.list("b/c") == {"uno.md": "file"}
        assert tree.problems == []
        found = load_site(site)
    assert {path: route.url for path, route in found.by_source.items()} == {
        "b/c/uno.md": "/b/c/uno.html",
        "two.md": "/two.html",
    }
    assert found.problems == ()
