"""What a revision holds is written into a folder, within limits."""

from __future__ import annotations

import contextlib
import errno
import subprocess
from pathlib import Path

import pytest
from tests.engine.test_git import environment, git, start

from sitecheck.engine.revisions import git_tree
from sitecheck.engine.revisions.around_site import files_around
from sitecheck.engine.revisions.former_site import former_site
from sitecheck.engine.revisions.git import GitError, Repository, find_repository

__all__ = ["environment"]
FILES = {"a.md": "one", "b/c.md": "two two", "b/d.md": "three"}


@pytest.fixture
def repository(tmp_path: Path, environment: dict[str, str]) -> Repository:
    root = start(tmp_path / "r", *FILES)
    for path, text in FILES.items():
        (root / path).write_text(text)
    (root / "link").symlink_to("a.md")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "y")
    found = find_repository(str(root), environment)
    assert found is not None
    return found


def written(repository: Repository, folder: Path) -> dict[str, str]:
    tree = git_tree.tree_of(repository, "HEAD", repository.root)
    git_tree.write_files(repository, git_tree.files_in(repository, tree), str(folder), repository.root)
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


pytestmark = pytest.mark.posix


@pytest.mark.parametrize("chunk", [1, 8, 1_000_000])
def test_files_are_written_however_many_are_asked_for_at_once(
    chunk: int, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_tree, "_CHUNK", chunk)
    assert written(repository, tmp_path / "out") == {**FILES, "link": "one"}
    assert (tmp_path / "out" / "link").is_symlink()


@pytest.mark.parametrize(
    ("chunk", "asked"),
    [(4, ["a", "b", "c", "d"]), (10, ["ab", "cd"]), (14, ["ab", "cd"]), (15, ["abc", "d"])],
)
def test_as_many_files_are_asked_for_at_once_as_are_not_too_much_together(
    chunk: int, asked: list[str], repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def blobs(_: Repository, files: list[git_tree.TreeFile]) -> list[bytes]:
        calls.append("".join(file.path for file in files))
        return [b"12345"] * len(files)

    monkeypatch.setattr(git_tree, "_blobs", blobs)
    monkeypatch.setattr(git_tree, "_CHUNK", chunk)
    files = [git_tree.TreeFile(path=path, mode="100644", id="x", size=5) for path in "abcd"]
    assert [file.path for file, _ in git_tree.contents(repository, files)] == [*"abcd"]
    assert calls == asked


def test_of_a_file_that_is_too_large_only_its_size_is_kept(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_tree, "LARGEST", 5)
    assert written(repository, tmp_path / "out") == {**FILES, "b/c.md": "\0" * 7, "link": "one"}


@pytest.mark.parametrize(
    ("limit", "enough", "told"),
    [
        ("_MOST_FILES", 4, "the tree has more than 3 files"),
        ("_MOST_BYTES", 19, "the tree has more than 0 MB"),
    ],
)
def test_a_tree_that_is_too_large_is_not_written(
    limit: str,
    enough: int,
    told: str,
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(git_tree, limit, enough)
    assert written(repository, tmp_path / "enough")
    monkeypatch.setattr(git_tree, limit, enough - 1)
    with pytest.raises(GitError, match=told):
        written(repository, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_tree_of_a_folder(repository: Repository) -> None:
    whole = git_tree.tree_of(repository, "HEAD", repository.root)
    inner = git_tree.tree_of(repository, "HEAD", str(Path(repository.root) / "b"))
    assert len({whole, inner}) == 2
    assert {file.path for file in git_tree.files_in(repository, inner)} == {"c.md", "d.md"}
    assert {file.path for file in git_tree.files_in(repository, whole, ["b/d.md"])} == {"b/d.md"}
    assert git_tree.tree_of(repository, "HEAD", str(Path(repository.root) / "gone")) == ""
    assert git_tree.tree_of(repository, "HEAD", str(Path(repository.root) / "a.md")) == ""


@pytest.mark.parametrize("path", ["../x", "a/../x", ".git/config", "a/.GIT/x", "./x", "a//x", "/x"])
def test_a_name_that_leads_out_is_left_out(path: str) -> None:
    assert not git_tree._is_plain(path)
    assert git_tree._is_plain("a/.gitignore")


def test_a_name_that_this_system_cannot_have_is_left_out(tmp_path: Path) -> None:
    for path in ("a\0b", "x" * 300):
        git_tree._write(str(tmp_path / path), b"", git_tree.TreeFile(path, "100644", "1", 0))
    assert list(tmp_path.iterdir()) == []


def test_the_tree_of_the_top_and_of_a_folder(repository: Repository) -> None:
    root = Path(repository.root)
    top, folder = (git_tree.tree_of(repository, "HEAD", str(each)) for each in (root, root / "b"))
    assert [len(each) for each in (top, folder)] == [40, 40]
    assert [file.path for file in git_tree.files_in(repository, folder)] == ["c.md", "d.md"]
    assert [git_tree.tree_of(repository, "HEAD", str(root / each)) for each in ("a.md", "none")] == ["", ""]


@pytest.mark.parametrize(
    ("path", "anywhere", "on_windows"),
    [
        ("a/b.md", True, True),
        ("a\\b.md", True, False),
        ("c:/a.md", True, False),
        ("a/../b.md", False, False),
        ("a//b.md", False, False),
        ("./a.md", False, False),
        ("a/.GIT/b", False, False),
        ("a/.github/b", True, True),
    ],
)
def test_a_name_stays_in_its_folder(
    path: str, anywhere: bool, on_windows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert git_tree._is_plain(path) is anywhere
    monkeypatch.setattr(git_tree.os, "sep", "\\")
    assert git_tree._is_plain(path) is on_windows


def hashed(root: Path, kind: str, data: bytes) -> str:
    """The id under which git now keeps an object, whatever is wrong with it."""
    words = ("git", "-C", str(root), "hash-object", "-t", kind, "--literally", "-w", "--stdin")
    return subprocess.run(words, input=data, check=True, capture_output=True).stdout.decode().strip()


def raw_tree(*entries: tuple[str, str, str]) -> bytes:
    return b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(id_) for mode, name, id_ in entries)


def test_nothing_is_written_through_a_link_of_a_damaged_tree(repository: Repository, tmp_path: Path) -> None:
    root, outside = Path(repository.root), tmp_path / "outside"
    outside.mkdir()
    link = hashed(root, "blob", str(outside).encode())
    inner = hashed(root, "tree", raw_tree(("120000", "planted", link)))
    deeper = hashed(root, "tree", raw_tree(("40000", "folder", inner), ("120000", "planted", link)))
    tree = hashed(root, "tree", raw_tree(("120000", "a", link), ("40000", "a", deeper)))
    out = tmp_path / "out"
    files = list(git_tree.files_in(repository, tree))
    assert [file.path for file in files] == ["a", "a/folder/planted", "a/planted"]  # as git lists them
    git_tree.write_files(repository, files[:1], str(out), repository.root)
    assert (out / "a").is_symlink()
    git_tree.write_files(repository, files, str(out), repository.root)
    assert list(outside.iterdir()) == []


def test_what_lies_around_a_site_is_that_of_then(repository: Repository) -> None:
    root = Path(repository.root)
    there = (
        ".sitecheck.yml",
        "notes/.sitecheck.yml",
        "notes/more/.gitignore",
        "notes/more/site/.sitecheck.yml",
        "c/.sitecheck.yml",
        ".github/workflows/pages.yml",
        ".github/actions/build/action.yml",
        "scripts/build.sh",
        "scripts/more/deep.sh",
        "lib/tasks/site.rake",
    )
    for path in there:
        (root / path).parent.mkdir(exist_ok=True, parents=True)
        (root / path).write_text("{}\n")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "z")
    found = {file.path: file.mode for file in files_around(repository, "HEAD", str(root / "notes/more/site"))}
    folders = {"b", "c", "lib", "notes", "notes/more/site", "scripts", "scripts/more"}
    read = {*there} - {"notes/more/site/.sitecheck.yml", "c/.sitecheck.yml", "scripts/more/deep.sh"}
    assert {path for path, mode in found.items() if mode == "040000"} == folders
    assert {*found} - folders == read | {"a.md", "link"}
    assert files_around(repository, "HEAD", str(root)) == ()


def test_a_site_among_the_programs_of_its_repository_is_not_around_itself(repository: Repository) -> None:
    root = Path(repository.root)
    for path in ("lib/tasks/site.rake", "lib/index.md", ".github/site/index.md", ".github/workflows/a.yml"):
        (root / path).parent.mkdir(exist_ok=True, parents=True)
        (root / path).write_text("x")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "z")
    found = [file.path for file in files_around(repository, "HEAD", str(root / "lib"))]
    assert not [path for path in found if path.startswith("lib/")]
    for below in ("lib", ".github/site"):
        tree = git_tree.tree_of(repository, "HEAD", str(root / below))
        around = files_around(repository, "HEAD", str(root / below))
        with former_site(str(root / below), repository, tree, around) as folder:
            assert Path(folder, "index.md").read_text() == "x"
            top = Path(folder[: -len(below)])
            assert (top / "a.md").read_text() == "one"
            assert (top / ".github/workflows/a.yml").is_file()


def test_a_disk_that_is_full_is_told_and_no_name_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = git_tree.TreeFile("a", "100644", "1", 0)
    for number, is_told in ((errno.ENOSPC, True), (errno.ENAMETOOLONG, False), (errno.EILSEQ, False)):

        def fail(*_: object, number: int = number, **__: object) -> None:
            raise OSError(number, "odd")

        monkeypatch.setattr(git_tree.os, "makedirs", fail)
        with pytest.raises(OSError, match="odd") if is_told else contextlib.nullcontext():
            git_tree._write(str(tmp_path / "a"), b"", file)


def test_objects_that_are_not_here_are_told(repository: Repository) -> None:
    gone = git_tree.TreeFile("gone.md", "100644", "0" * 40, 3)
    with pytest.raises(GitError, match=r"as in a partial clone: git fetch --refetch --no-filter"):
        list(git_tree._blobs(repository, [gone]))


def test_a_revision_holds_what_its_commit_names_whatever_takes_its_place(
    repository: Repository, tmp_path: Path
) -> None:
    """A ref below ``refs/replace`` lets git show another object: a fault of the change would have been there
    before, or nothing would have changed."""
    root = Path(repository.root)
    old = git_tree.commit_of(repository, "HEAD")
    (root / "a.md").write_text("hostile")
    git(root, "commit", "-q", "-a", "-m", "z")
    git(root, "replace", f"{old}:b/c.md", "HEAD:a.md")
    git(root, "replace", old, "HEAD")
    assert list(repository.changed(old, repository.root)) == ["a.md"]
    git(root, "checkout", "-q", "--detach", old)
    assert written(repository, tmp_path / "out") == {**FILES, "link": "one"}


def test_a_submodule_is_read_where_it_is_checked_out_with_its_commit(
    repository: Repository, tmp_path: Path, environment: dict[str, str]
) -> None:
    inner = start(Path(repository.root) / "in", "deep.md")
    head = subprocess.check_output(["git", "-C", str(inner), "rev-parse", "HEAD"], text=True).strip()
    commits = {"in": head, "none": head, "b": head, "other": "1" * 40}
    start(Path(repository.root) / "other", "deep.md")
    (Path(repository.root) / "b" / ".git").write_text("gitdir: ../.git\n")
    files = [git_tree.TreeFile(path, "160000", commit, 0) for path, commit in commits.items()]
    groups = list(git_tree._groups(repository, files, repository.root, "docs"))
    told = [(group.prefix, [file.path for file in group.files]) for group in groups]
    assert told == [("docs/in", ["deep.md"]), ("docs", [])]
