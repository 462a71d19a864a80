"""Every call of git: what a repository's files and settings name as a command is never run.

Git runs commands that a repository's settings name (monitors of the file system, hooks, filters, pagers,
programs for diffs and for the network), and takes a folder that looks like a bare repository for one. What a
site's folders look like is its author's choice. So the repository is found here, and git has to agree; it is
given the repository by name, with an environment and with settings that leave no command to run.

Sources: git(1), git-config(1) and githooks(5) of git 2.47; ``setup.c`` there for how a repository is found.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

from sitecheck.files import folders_around, has_git, is_below, read_limited, relative_path
from sitecheck.named_tuple import NamedTuple

if sys.platform == "linux":
    import resource

LIMIT_SECONDS = 60.0
"""For one call of git."""
_LOOK_SECONDS = 0.2
"""After so long it is looked at how much was answered."""
_PATIENT_SECONDS = 2.0
"""After so long it is looked whether git waits for a pipe."""
_MOST_LOOKED_AT = 200_000
"""So many names are looked at for pipes."""
_READ_BY_GIT = (".gitignore", ".gitattributes", ".gitmodules", ".mailmap")
LIMIT_MEMORY = 1_000_000_000
"""Bytes that it may take for itself, where the system can hold it to that; what it maps of packed objects
does not count. An unpacked archive may have settings, or links in ``.git``, that make it read a device which
never ends: then it takes half a gigabyte a second."""
LIMIT_BYTES = 100_000_000
"""Of output that is read: names of about a million files. And of complaints: git writes one for each line of
attributes that it cannot read, more than a gigabyte for a repository of one megabyte."""

_OPTIONS = ("--no-pager", "--no-optional-locks", "--literal-pathspecs")
_SETTINGS = {
    "safe.bareRepository": "explicit",
    "core.fsmonitor": "",  # off; versions before 2.36 would run a command of the name "false"
    "core.hooksPath": os.devnull,
    "diff.external": "",
    "submodule.recurse": "false",
}
_VARIABLES = {
    "GIT_ALLOW_PROTOCOL": "none",  # objects that are missing are not fetched, whatever a remote's kind
    "GIT_NO_LAZY_FETCH": "1",
    # Else refs/replace puts other objects in the place of those that a commit names: what was there before,
    # or what has changed, would be what a ref says. No clone fetches such refs by itself.
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
}
_KEPT = ("GIT_EXEC_PATH", "GIT_CONFIG_")
"""How the variables begin that say which git and whose settings, not which repository: the user's word."""
_NAMES_ONLY = (
    "--name-only",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=dirty",  # else git is started in each submodule
    "-z",
)
_NOT_YOURS = "dubious ownership"
"""What git says of the repository of another user: usual in containers, where a checkout is the host's."""
_FILTER_KEYS = ("clean", "smudge", "process", "required")


class GitError(Exception):
    """Git cannot be asked, or its answer cannot be trusted; the message says why in one line."""


class Repository(NamedTuple):
    """A repository that was found by :func:`find_repository`."""

    root: str
    """The top folder of its work tree, without links."""
    folder: str
    """Where git keeps it, usually ``.git`` in ``root``; without links."""
    environment: Mapping[str, str]
    """The user's; what git is given of it is chosen here."""

    def tracked(self, below: str) -> Iterator[str]:
        """The files in the index, as paths from the folder ``below``, those of submodules included.

        Raises :class:`GitError`.
        """
        prefix = self.prefix(below)
        for entry in self.ask("ls-files", "--cached", "--stage", "-z", "--", below=prefix):
            about, _, name = entry.partition("\t")
            path = name.removeprefix(prefix)
            if about.startswith("160000 "):
                yield from (f"{path}/{file}" for file in self._in_submodule(os.path.join(self.root, name)))
            else:
                yield path

    def changed(self, revision: str, below: str) -> Iterator[str]:
        """The files that differ from a revision, new ones included, as paths from the folder ``below``.

        A submodule of which another commit is checked out is one path. Raises :class:`GitError`.
        """
        if revision.startswith("-"):
            raise GitError(f"{revision!r} is no revision")
        prefix = self.prefix(below)
        differing = (*self._without_filters(), "diff", *_NAMES_ONLY, revision, "--")
        yield from (name.removeprefix(prefix) for name in self.ask(*differing, below=prefix))
        yield from self.untracked(below)

    def present(self, below: str) -> Iterator[str]:
        """The files that git knows or would add, as paths from the folder ``below``.

        What it ignores, such as a built site, is not among them. Raises :class:`GitError`.
        """
        yield from self.tracked(below)
        yield from self.untracked(below)

    def untracked(self, below: str) -> Iterator[str]:
        """The files that git would add, as paths from the folder ``below``. Raises :class:`GitError`."""
        prefix = self.prefix(below)
        others = self.ask("ls-files", "--others", "--exclude-standard", "-z", "--", below=prefix)
        yield from (name.removeprefix(prefix) for name in others)

    def staged(self) -> bool:
        """Whether the index differs from the last commit; raises :class:`GitError` before the first one."""
        return bool(self.ask("diff", "--cached", *_NAMES_ONLY, "HEAD", "--"))

    def _in_submodule(self, folder: str) -> Iterator[str]:
        """The files in the index of the submodule that is checked out in ``folder``, if one is."""
        found = find_repository(folder, self.environment) if has_git(folder) else None
        return found.tracked(folder) if found is not None and found.root == folder else iter(())

    def _without_filters(self) -> Iterator[str]:
        """The options that switch off all commands through which git would pass a changed file's text."""
        for name in self.ask("config", "--list", "--name-only", "-z"):
            section, _, rest = name.partition(".")
            driver, _, key = rest.rpartition(".")
            if section == "filter" and key in _FILTER_KEYS:
                if "=" in driver:  # where the option -c would see the end of the name
                    raise GitError(f"the filter {driver!r} of the repository cannot be switched off")
                yield from ("-c", f"{name}={'false' if key == 'required' else ''}")

    def prefix(self, folder: str) -> str:
        """How the paths of what lies in ``folder`` begin; "" for the root of the work tree."""
        path = relative_path(os.path.realpath(folder), self.root)
        return "" if path == "." else f"{path}/"

    def ask(self, *words: str, below: str = "") -> list[str]:
        """The items, separated by NUL, that git answers about the folder with the prefix ``below``."""
        data = self.ask_bytes((*words, *filter(None, (below,))))
        return [os.fsdecode(item) for item in data.split(b"\0") if item]

    def ask_bytes(self, words: Sequence[str], feed: bytes = b"") -> bytes:
        """What git answers, given ``feed`` on its standard input; raises :class:`GitError`."""
        given = {**_environment(self.environment), **self._given()}
        return _run(words, self.root, given, feed)

    def _given(self) -> dict[str, str]:
        """The variables that name the repository, and the index of the commit a hook runs for.

        ``git commit -a`` and ``git commit FILE`` let hooks see an index of their own, which lies beside the
        usual one. A hook may run for another repository than this one; then the index is not of this one.
        """
        named = {"GIT_DIR": self.folder, "GIT_WORK_TREE": self.root}
        index = os.path.join(self.root, self.environment.get("GIT_INDEX_FILE") or self.root)
        if os.path.dirname(os.path.realpath(index)) == self.folder:
            named["GIT_INDEX_FILE"] = index
        return named


def find_repository(folder: str, environment: Mapping[str, str]) -> Repository | None:
    """The repository whose work tree ``folder`` lies in, ``None`` when it lies in none.

    It is that of the nearest folder upward with a ``.git`` that no checkout can have put there, else that of
    ``GIT_DIR`` and ``GIT_WORK_TREE``. Raises :class:`GitError` when git is missing, finds another one, or
    holds it for somebody else's (``safe.directory``).
    """
    real = os.path.realpath(folder)
    for root in _upward(real, environment.get("GIT_CEILING_DIRECTORIES", "")):
        kept_in = _git_folder(root)
        if kept_in:
            _let_git_agree(root, kept_in, environment)
            return Repository(root, kept_in, environment)
    return _named_repository(real, environment)


def _named_repository(folder: str, environment: Mapping[str, str]) -> Repository | None:
    if "GIT_DIR" not in environment or "GIT_WORK_TREE" not in environment:
        return None
    kept_in, root = (os.path.realpath(environment[name]) for name in ("GIT_DIR", "GIT_WORK_TREE"))
    return Repository(root, kept_in, environment) if is_below(folder, root) else None


def _upward(folder: str, ceilings: str) -> Iterator[str]:
    stops = {os.path.realpath(stop) for stop in ceilings.split(os.pathsep) if stop}
    return itertools.takewhile(lambda each: each == folder or each not in stops, folders_around(folder))


def _git_folder(root: str) -> str:
    """Where the repository of the work tree ``root`` is kept; empty when it has no ``.git`` to be trusted."""
    if not has_git(root):
        return ""
    dot_git = os.path.join(root, ".git")
    target = os.path.realpath(dot_git if os.path.isdir(dot_git) else os.path.join(root, _gitfile(dot_git)))
    return "" if _may_be_checked_out(target) else target


def _gitfile(path: str) -> str:
    """Where a ``.git`` that is a file leads: that of a linked work tree or a submodule; "" for nowhere."""
    try:
        text = os.fsdecode(read_limited(path, 10_000))
    except OSError:
        return ""
    if "\0" in text or not text.startswith("gitdir:"):
        return ""
    return text.removeprefix("gitdir:").strip()


def _may_be_checked_out(folder: str) -> bool:
    """Whether ``folder`` lies in a work tree, where a commit decides what it holds.

    Git never checks out anything by the name ``.git``.
    """
    for parent in folders_around(folder):
        if os.path.basename(parent) == ".git":
            return False
        if has_git(parent):
            return True
    return False


def _let_git_agree(root: str, folder: str, environment: Mapping[str, str]) -> None:
    """Lets git find the repository, which runs nothing and asks who owns it; raises :class:`GitError`."""
    try:
        said = os.fsdecode(_run(("rev-parse", "--absolute-git-dir"), root, _environment(environment)))
    except GitError as error:
        if _NOT_YOURS in str(error):
            raise GitError(f"{error}; if you trust it, name it in git's safe.directory") from error
        raise
    if os.path.realpath(said.removesuffix("\n")) != folder:
        raise GitError(f"{os.path.join(root, '.git')!r} is no repository that git can use")


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
    users = {name: value for name, value in environment.items() if name.startswith(_KEPT)}
    return {**kept, **users, **_VARIABLES}


def _run(words: Sequence[str], folder: str, environment: Mapping[str, str], feed: bytes = b"") -> bytes:
    """What git answers, called in ``folder``; raises :class:`GitError` when it fails or is over a limit."""
    settings = (word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}"))
    command = (_program(environment), *_OPTIONS, *settings, *words)
    with (
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as complaint,
        tempfile.TemporaryFile() as question,
    ):
        question.write(feed)
        question.seek(0)
        try:
            done = subprocess.Popen(  # noqa: S603
                command, stdin=question, stdout=answer, stderr=complaint, cwd=folder, env=environment
            )
        except (OSError, ValueError) as error:
            raise GitError(f"git cannot be started: {error}") from error
        with done:
            try:
                _bound_memory(done.pid)
                _wait(done, (answer, complaint), folder)
            finally:
                done.kill()  # nothing, when it has ended
        if done.returncode:
            raise GitError(_first_line(complaint) or f"git ended with {done.returncode}")
        return _all_of(answer)


def _bound_memory(process: int) -> None:
    """Lets a process take no more than :data:`LIMIT_MEMORY`, which it begins long after this."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError):  # ended, or held to less already
            resource.prlimit(process, resource.RLIMIT_DATA, (LIMIT_MEMORY, LIMIT_MEMORY))


def _wait(process: subprocess.Popen[bytes], written: Sequence[IO[bytes]], folder: str) -> None:
    """Waits for the end; raises :class:`GitError` when it takes too long, or fills the disk.

    A few trees that hold each other ten times over are more names than any disk takes.
    """
    end = time.monotonic() + LIMIT_SECONDS
    patient = end - LIMIT_SECONDS + _PATIENT_SECONDS
    while process.poll() is None:
        if any(os.fstat(each.fileno()).st_size > LIMIT_BYTES for each in written):
            raise _too_much()
        left = end - time.monotonic()
        if left <= 0:
            raise GitError(f"git gave no answer within {LIMIT_SECONDS:g} s")
        if time.monotonic() > patient:
            if pipe := _pipe_that_git_reads(folder):
                raise GitError(f"git waits for {pipe!r}, which is a pipe")
            patient = end
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(min(left, _LOOK_SECONDS))


def _pipe_that_git_reads(root: str) -> str:
    """A pipe in the place of a file that git reads, from ``root``; empty for none.

    No checkout makes one, an archive that is unpacked may. In what git keeps it goes where a link leads, in a
    work tree it does not; that of a submodule lies in another folder.
    """
    tops = dict.fromkeys(filter(None, (root, _git_folder(root))))
    names = ((folder, name) for top in tops for folder, _, files in os.walk(top) for name in files)
    for folder, name in itertools.islice(names, _MOST_LOOKED_AT):
        path = os.path.join(folder, name)
        is_kept = ".git" in path.split(os.sep)
        if is_kept or name in _READ_BY_GIT:
            with contextlib.suppress(OSError):
                if stat.S_ISFIFO(os.stat(path, follow_symlinks=is_kept).st_mode):
                    return os.path.relpath(path, root)
    return ""


def _all_of(answer: IO[bytes]) -> bytes:
    answer.seek(0)
    data = answer.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise _too_much()
    return data


def _too_much() -> GitError:
    return GitError(f"git answered with more than {LIMIT_BYTES // 1_000_000} MB")


def _first_line(complaint: IO[bytes]) -> str:
    complaint.seek(0)
    return complaint.read(2_000).decode("utf-8", "backslashreplace").strip().partition("\n")[0]


def _program(environment: Mapping[str, str]) -> str:
    """The git of the user's ``PATH``, never one in the working directory, which may be the site's."""
    for folder in os.get_exec_path(environment):
        found = shutil.which("git", path=folder)
        if found and os.path.isabs(found):
            return found
    raise GitError("git is not installed")
