"""What a commit holds: read from git's objects into a folder of ours, the work tree is left alone.

A tree is its author's choice: no name leads out of the folder, links are made when nothing is written any
more, and what is too large is refused. Source of the formats: git-ls-tree(1), git-cat-file(1) of git 2.47.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator

from sitecheck.engine.revisions.git import GitError, Repository, find_repository
from sitecheck.files import has_git, has_link
from sitecheck.files.reading import LARGEST
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_MOST_FILES = 300_000
_MOST_BYTES = 2_000_000_000
_CHUNK = 50_000_000
"""Bytes of files that git is asked for at once."""
_LINK, _SUBMODULE, _FOLDER = "120000", "160000", "040000"
_FAULTS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE})
"""Errors of the machine; others are of a name."""
_REVISION = lazy_pattern(r"[^-\x00-\x20\x7f][^\x00-\x1f\x7f]*")

_COUNTED = lazy_pattern(r"[~^@:]")
"""In a revision that is found from another one."""
_ID = lazy_pattern(r"[0-9a-f]{7,64}")
_MISSING = "objects of the revision are not here, as in a partial clone: git fetch --refetch --no-filter"
"""Without the last word what was left out is left out again."""


class TreeFile(NamedTuple):
    """A file, a link, a submodule or a folder in a tree."""

    path: str
    mode: str
    id: str
    size: int
    """Bytes; 0 for submodules and folders."""


class Base(NamedTuple):
    """The commit to compare with, and what to tell of it."""

    commit: str
    notice: str = ""


def find_base(repository: Repository, revision: str) -> Base:
    """The commit at which the present one has left ``revision``: what came there since is not its doing.

    Raises :class:`GitError` for what is no commit here.
    """
    commit = commit_of(repository, revision)
    if not commit:
        advice = _how_to_fetch(repository, revision)
        raise GitError(f"{revision!r} is no commit here{advice}{_in_workflows(repository)}")
    with contextlib.suppress(GitError):
        found = repository.ask_bytes(("merge-base", commit, "HEAD")).decode("ascii").split()
        return Base(found[0]) if found else Base(commit)
    if not _is_shallow(repository):
        return Base(commit)
    advice = _in_workflows(repository)
    return Base(commit, f"the clone is shallow, so {revision} itself is compared with{advice}")


def commit_of(repository: Repository, revision: str) -> str:
    """The commit that a revision names; "" for none whose objects are here."""
    if not _REVISION.fullmatch(revision):
        return ""
    try:
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        commit = repository.ask_bytes(words).decode("ascii").strip()
    except GitError:
        return ""
    return commit if _ID.fullmatch(commit) else ""  # ^HEAD is all but that


def _how_to_fetch(repository: Repository, revision: str) -> str:
    """The command that brings a revision here, as far as its name tells; "" where there is none."""
    if not _REVISION.fullmatch(revision) or " " in revision:
        return ""
    if ".." in revision:
        return "; it is a range: name the commit that it begins at"
    if revision == "HEAD":
        return ", as there is none yet"
    if _COUNTED.search(revision):
        return "; fetch what is before: git fetch --unshallow" if _is_shallow(repository) else ""
    remotes = repository.ask_bytes(("remote",)).decode("utf-8", "replace").split()
    remote, _, branch = revision.partition("/")
    if branch and remote in remotes:
        return f"; fetch it: git fetch {remote} {branch}:refs/remotes/{revision}"
    what = revision if _ID.fullmatch(revision) else f"{revision}:{revision}"
    unknown = f" (there is no remote {remote!r})" if branch else ""
    return f"; fetch it: git fetch origin {what}{unknown}"


def has_commit(repository: Repository, revision: str) -> bool:
    """Whether ``revision`` names a commit whose objects are here."""
    return bool(commit_of(repository, revision))


def _is_shallow(repository: Repository) -> bool:
    return repository.ask_bytes(("rev-parse", "--is-shallow-repository")).strip() == b"true"


def _in_workflows(repository: Repository) -> str:
    shallow = _is_shallow(repository)
    return "; in a workflow, give actions/checkout fetch-depth: 0" if shallow else ""


@contextlib.contextmanager
def _told_if_partial(repository: Repository) -> Iterator[None]:
    """What git says of a tree that is not here is no help: inside, a partial clone is told as such."""
    try:
        yield
    except GitError as error:
        raise GitError(_MISSING) if _is_partial(repository) else error from None


def _is_partial(repository: Repository) -> bool:
    """Whether a remote has promised to send what was left out of the clone."""
    try:
        return bool(
            repository.ask("config", "--null", "--name-only", "--get-regexp", r"^remote\..*\.promisor$")
        )
    except GitError:  # there is none
        return False


def tree_of(repository: Repository, commit: str, below: str) -> str:
    """The id of the tree of the folder ``below`` in a commit, "" when it is not there.

    Raises :class:`GitError`.
    """
    prefix = repository.prefix(below).rstrip("/")
    with _told_if_partial(repository):
        if not prefix:
            return repository.ask_bytes(("rev-parse", f"{commit}^{{tree}}")).decode("ascii").strip()
        entries = repository.ask("ls-tree", "-d", "-z", commit, "--", below=prefix)
    found = [entry.split("\t")[0].split() for entry in entries]
    return found[0][2] if found and found[0][1] == "tree" else ""


def files_in(repository: Repository, tree: str, names: Iterable[str] = ()) -> Iterator[TreeFile]:
    """The files of a tree, or those with one of ``names``; raises :class:`GitError`."""
    return _listed(repository, ("-r", tree, "--", *names))


def listed_in(repository: Repository, commit: str, folders: Iterable[str]) -> Iterator[TreeFile]:
    """What stands in each of ``folders`` of a commit, "" being its top; of folders and submodules in them the
    names alone. Raises :class:`GitError`."""
    for names in ([], [f"{folder}/" for folder in folders if folder]):
        for each in _listed(repository, (commit, "--", *names)):
            yield each._replace(mode=_FOLDER) if each.mode == _SUBMODULE else each


def _listed(repository: Repository, words: Iterable[str]) -> Iterator[TreeFile]:
    words = ("ls-tree", "-l", "-z", "--full-tree", *words)
    with _told_if_partial(repository):
        entries = repository.ask(*words)
    if len(entries) > _MOST_FILES:
        raise GitError(f"the tree has more than {_MOST_FILES:,} files")
    for entry in entries:
        about, _, path = entry.partition("\t")
        mode, _, id_, size = about.split()
        if size == "BAD":
            raise GitError(_MISSING)
        if _is_plain(path):
            yield TreeFile(path, mode, id_, 0 if size == "-" else int(size))


def _is_plain(path: str) -> bool:
    """Whether a name stays in its folder, on every system."""
    parts = path.split("/")
    forbidden = {"", ".", "..", ".git"}
    if os.sep != "/":
        forbidden |= {part for part in parts if os.sep in part or ":" in part}
    return not any(part.lower() in forbidden or part in forbidden for part in parts)


def write_files(repository: Repository, files: Iterable[TreeFile], target: str, below: str) -> None:
    """Writes what ``files`` hold into the folder ``target``, which stands for ``below`` in the work tree.

    Raises :class:`GitError` when objects are missing, :class:`OSError` when the disk is full.
    """
    groups = list(_groups(repository, files, below, ""))
    if sum(file.size for group in groups for file in group.files) > _MOST_BYTES:
        raise GitError(f"the tree has more than {_MOST_BYTES // 1_000_000:,} MB")
    for is_link in (False, True):  # nothing is written through a link
        for group in groups:
            chosen = [file for file in group.files if (file.mode == _LINK) == is_link]
            for file, data in contents(group.repository, chosen):
                path = os.path.join(target, group.prefix, file.path)
                # a damaged tree has a link and a folder of one name, and some systems mix up A and a
                if not (is_link and has_link(os.path.dirname(path), target)):
                    _write(path, data, file)


class _Group(NamedTuple):
    """Files whose content a repository has: that of the site, or that of a submodule at ``prefix``."""

    repository: Repository
    prefix: str
    files: list[TreeFile]


def _groups(repository: Repository, files: Iterable[TreeFile], below: str, prefix: str) -> Iterator[_Group]:
    own: list[TreeFile] = []
    for file in files:
        if file.mode != _SUBMODULE:
            own.append(file)
            continue
        folder = os.path.join(below, file.path)
        inner = _submodule(repository, folder, file.id)
        if inner is not None:
            path = os.path.join(prefix, file.path)
            yield from _groups(inner, files_in(inner, file.id), folder, path)
    yield _Group(repository, prefix, own)


def _submodule(repository: Repository, folder: str, commit: str) -> Repository | None:
    """The repository of a submodule, where it is checked out and has the commit."""
    inner = find_repository(folder, repository.environment) if has_git(folder) else None
    if inner is None or inner.root != os.path.realpath(folder):
        return None
    return inner if has_commit(inner, commit) else None


def _write(path: str, data: bytes, file: TreeFile) -> None:
    """Writes one file, link or folder; a name that this system cannot have beside the others is left out."""
    try:
        os.makedirs(path if file.mode == _FOLDER else os.path.dirname(path), exist_ok=True)
        if file.mode == _FOLDER:
            return
        if file.mode == _LINK:
            os.symlink(os.fsdecode(data), path)
            return
        with open(path, "xb") as written:
            written.write(data)
            written.truncate(max(file.size, len(data)))
    except ValueError:
        return
    except OSError as error:
        if error.errno in _FAULTS:
            raise


def contents(repository: Repository, files: Iterable[TreeFile]) -> Iterator[tuple[TreeFile, bytes]]:
    """Each file with what is in it; of one that is too large to be read as a whole, and of a folder, nothing.

    Raises :class:`GitError` when objects are missing.
    """
    chunk: list[TreeFile] = []
    size = 0
    for file in files:
        if file.size > LARGEST or file.mode == _FOLDER:
            yield file, b""
            continue
        if chunk and size + file.size > _CHUNK:
            yield from zip(chunk, _blobs(repository, chunk), strict=True)
            chunk, size = [], 0
        chunk.append(file)
        size += file.size
    yield from zip(chunk, _blobs(repository, chunk), strict=True)


def _blobs(repository: Repository, files: list[TreeFile]) -> Iterator[bytes]:
    if not files:
        return
    feed = "".join(f"{file.id}\n" for file in files).encode("ascii")
    answer = repository.ask_bytes(("cat-file", "--batch"), feed)
    at = 0
    for file in files:
        end = answer.find(b"\n", at)
        head = answer[at:end].split()
        if len(head) != 3 or head[0].decode("ascii", "replace") != file.id:
            raise GitError(_MISSING)
        at = end + 1 + int(head[2]) + 1
        yield answer[end + 1 : at - 1]
