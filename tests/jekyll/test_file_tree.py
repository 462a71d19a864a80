"""The tree of a site is read with limits, and never out of the site."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitecheck.errors import MachineError
from sitecheck.jekyll import Resolver, load_site
from sitecheck.jekyll.files import file_tree
from sitecheck.jekyll.files.entry_filter import EntryFilter, Refusal
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.testing import write_site
from sitecheck.text.wildcards import FolderPatterns


@pytest.fixture
def nested(tmp_path: Path) -> Iterator[Path]:
    """A site with 1,100 folders in each other: made and removed from inside, as such paths are too long."""
    (tmp_path / "index.md").write_text("---\n---\n")
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("a", dir_fd=here)
        here = _go(here, "a")
    os.close(os.open("page.md", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    yield tmp_path
    os.unlink("page.md", dir_fd=here)
    for _ in range(1100):
        here = _go(here, "..")
        os.rmdir("a", dir_fd=here)
    os.close(here)


def _go(here: int, name: str) -> int:
    there = os.open(name, os.O_RDONLY, dir_fd=here)
    os.close(here)
    return there


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.md").write_text("---\n---\n")
    scandir = os.scandir

    why: OSError = PermissionError(errno.EACCES, "Permission denied")

    def refuse(path: Path | int) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("locked"):
            raise why
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    site = load_site(tmp_path)
    assert [(each.path, each.kind, each.message) for each in site.problems] == [
        ("locked", "unreadable", "the folder cannot be read: Permission denied")
    ]
    assert "a.html" in site.by_output
    why = OSError(errno.EMFILE, "Too many open files")
    with pytest.raises(MachineError, match="Too many open files"):  # which says nothing of the folder
        load_site(tmp_path)


def test_deep_folders_are_read_as_deep_as_the_limit(nested: Path) -> None:
    """Folders nested without end are a problem in words; what stands above the limit is read."""
    site = load_site(nested)
    assert [page.path for page in site.pages] == ["index.md"]
    (problem,) = site.problems
    said = f"folders are nested more than {file_tree.MAX_DEPTH} deep; what is below is not read"
    assert (problem.kind, problem.message) == ("too-deep", said)
    assert problem.path.count("/") == file_tree.MAX_DEPTH
    resolver = Resolver(site)
    assert resolver.resolve("/", f"/{problem.path}/page.html").status == "dynamic"
    assert resolver.resolve("/", "/a/page.html").status == "broken-page"


def test_what_stands_at_a_deep_path_is_told_without_recursion(tmp_path: Path) -> None:
    found = FileTree(tmp_path)
    assert found.kind("a/" * 5000 + "x") is None
    assert found.kind("") == "folder"


def test_what_matches_a_pattern_of_a_folder(tmp_path: Path) -> None:
    """As Ruby's ``Dir.glob`` without a flag: a wildcard stands for no dot in front."""
    names = ("a.md", ".b.md", "c/d.md", "c/.e.md", ".f/g.md", "c/h/i.md")
    found = FileTree(write_site(tmp_path, dict.fromkeys(names, "")))
    globs = {
        glob: sorted(path for path, _ in found.glob(FolderPatterns([tuple(glob.split("/"))])))
        for glob in ("*", "**/*.md", "c/*", ".*", ".f/*", "**/h/i.md", "no/*", "c/h/**/i.md")
    }
    assert globs == {
        "*": ["a.md", "c"],
        "**/*.md": ["a.md", "c/d.md", "c/h/i.md"],
        "c/*": ["c/d.md", "c/h"],
        ".*": [".b.md", ".f"],
        ".f/*": [".f/g.md"],
        "**/h/i.md": ["c/h/i.md"],
        "no/*": [],
        "c/h/**/i.md": ["c/h/i.md"],
    }


def test_of_many_folders_the_one_that_a_pattern_names_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = FileTree(write_site(tmp_path, {f"d/{number}/a.md": "" for number in range(200)}))
    asked: list[str] = []
    step = FolderPatterns.step
    monkeypatch.setattr(FolderPatterns, "step", lambda *given, **how: asked.append("") or step(*given, **how))
    patterns = FolderPatterns([("d", "7", "*.md")])
    assert list(found.glob(patterns)) == [("d/7/a.md", patterns.all_ends)]
    assert len(asked) == 3


def test_files_beyond_the_limit_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_tree, "MAX_ENTRIES", 7)
    for number in range(5):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "page.html").touch()
    found = FileTree(tmp_path)
    assert len(list(found.walk(""))) == 2
    assert [problem.kind for problem in found.problems] == ["too-many-files"]
    verdict = Resolver(load_site(tmp_path)).resolve("/", "/4/page.html")
    assert (verdict.status, verdict.reason) == ("dynamic", "the site has more files than are read")


def test_links_that_lead_to_each_other_do_not_multiply(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two links in each of 30 folders to the next would be a thousand million paths."""
    monkeypatch.setattr(file_tree, "MAX_ENTRIES", 500)
    for number in range(30):
        (tmp_path / f"f{number}").mkdir()
    for number in range(29):
        for name in ("one", "two"):
            (tmp_path / f"f{number}" / name).symlink_to(tmp_path / f"f{number + 1}")
    site = load_site(tmp_path)
    assert {problem.kind for problem in site.problems} == {"too-many-files"}


def test_of_texts_that_links_repeat_some_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand links to a folder with a page of 100 kB took ten minutes. Pictures have no text."""
    monkeypatch.setattr(file_tree, "MAX_LINKED", 100)
    monkeypatch.setattr(file_tree, "LEAST_LINKED", 1)
    page, files = f"---\n---\n{'x' * 22}", {"a.md": "", "b.html": "x" * 30, "p.png": b"x" * 999}
    write_site(tmp_path, {**{f"d/{name}": text for name, text in files.items()}, "d/a.md": page})
    for name in ("one", "two"):
        (tmp_path / name).symlink_to("d")
    (tmp_path / "x.md").symlink_to("d/a.md")
    (tmp_path / "y.csv").symlink_to("gone")
    found = FileTree(tmp_path)
    listed = {folder: list(found.list(folder)) for folder in ("", "d", "one", "two")}
    assert listed[""] == ["d", "one", "two", "x.md"]
    assert listed["d"] == listed["one"] == ["a.md", "b.html", "p.png"]
    assert listed["two"] == ["p.png"]
    (problem,) = (each for each in found.problems if each.kind != "broken-link")
    assert (problem.kind, problem.path) == ("too-many-files", "two/a.md")
    verdict = Resolver(load_site(tmp_path)).resolve("/", "/two/a.html")
    assert (verdict.status, verdict.reason) == ("dynamic", "the site has more files than are read")


def test_of_short_texts_that_links_repeat_some_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders with thirty links to the next made 33,000 pages of four files: half a minute."""
    monkeypatch.setattr(file_tree, "MAX_LINKED", 4_500)
    write_site(tmp_path, {"d/a.md": "---\n---\n", "d/p.png": ""})
    for number in range(9):
        (tmp_path / f"l{number}").symlink_to("d")
    found = FileTree(tmp_path)
    listed = {folder: list(found.list(folder)) for folder in found.list("")}
    assert [folder for folder in listed if "a.md" in listed[folder]] == ["d", "l0", "l1", "l2", "l3"]
    assert all("p.png" in names for names in listed.values())
    assert [problem.path for problem in found.problems] == ["l4/a.md"]


def test_a_folder_with_many_problems_is_judged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links to folders that they stand in are found by the ten thousand, each thirty folders deep."""
    folder = tmp_path.joinpath(*"abcdefgh")
    folder.mkdir(parents=True)
    for number in range(20):
        (folder / f"l{number}").symlink_to("gone")
    asked: list[str] = []
    refuse = EntryFilter.refuse

    def counted(self: EntryFilter, entry: str, base: str = "") -> Refusal | None:
        asked.append(entry)
        return refuse(self, entry, base)

    monkeypatch.setattr(EntryFilter, "refuse", counted)
    assert len(load_site(tmp_path).problems) == 20
    assert len(asked) < 100


@pytest.mark.parametrize(
    ("target", "is_known"),
    [
        ("kept/a.md", True),
        ("kept", True),
        ("kept/deep", True),
        (".", True),
        ("kept/left.md", False),
        ("left", False),
        ("left/b.md", False),
        ("kept/deep/empty", False),
    ],
)
def test_a_link_to_what_git_leaves_out_leads_to_nothing(tmp_path: Path, target: str, is_known: bool) -> None:
    """As it does in every other copy of the repository, the one that a change is compared with, too."""
    files = ("kept/a.md", "kept/left.md", "kept/deep/c.md", "left/b.md")
    write_site(tmp_path, dict.fromkeys(files, ""))
    (tmp_path / "kept/deep/empty").mkdir()
    (tmp_path / "z").symlink_to(target)
    tree = FileTree(tmp_path, frozenset({"kept/a.md", "kept/deep/c.md", "z"}))
    tree.list("")
    assert ("broken-link" in [problem.kind for problem in tree.problems]) is not is_known


def _looked_at(folder: Path, links: int) -> int:
    """How many names are asked for to list folders of which each has a link to the next."""
    for number in range(links + 1):
        (folder / f"f{number}").mkdir(parents=True)
        if number:
            (folder / f"f{number - 1}" / "x").symlink_to(folder / f"f{number}")
    asked: list[object] = []
    real_lstat = os.lstat

    def lstat(path: str) -> os.stat_result:
        asked.append(path)
        return real_lstat(path)

    tree = FileTree(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "lstat", lstat)
        assert tree.kind(f"f0{'/x' * links}") == "folder"
    return len(asked)


@pytest.mark.skipif(sys.platform == "win32", reason="links are followed by the system there")
def test_where_a_link_leads_is_looked_up_from_where_it_is(tmp_path: Path) -> None:
    """Thirty folders with two links each to the next took 19 s to list: each name of long ways was asked for."""
    assert _looked_at(tmp_path / "more", 32) < 3 * _looked_at(tmp_path / "few", 16)
