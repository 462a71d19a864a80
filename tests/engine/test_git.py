"""What git is asked about sites in all kinds of repositories; what it must not run is tested end to end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from sitecheck.engine.revisions import git as room
from sitecheck.engine.revisions.git import GitError, find_repository
from sitecheck.engine.revisions.tracked import tracked_files

PERSON = {
    "GIT_AUTHOR_NAME": "t",
    "GIT_AUTHOR_EMAIL": "t@h",
    "GIT_COMMITTER_NAME": "t",
    "GIT_COMMITTER_EMAIL": "t@h",
}
OWN = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **OWN, "GIT_CEILING_DIRECTORIES": str(tmp_path)}


def git(folder: Path, *words: str, **variables: str) -> None:
    command = ["git", "-c", "protocol.file.allow=always", "-C", str(folder), *words]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **OWN, **PERSON, **variables})


def start(folder: Path, *files: str) -> Path:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(os.fsencode(file))
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x")
    return folder


def tracked(site: Path, environment: Mapping[str, str]) -> set[str] | None:
    files = tracked_files(str(site), {**environment, "PRE_COMMIT": "1"}).files
    return None if files is None else set(files)


def changed(site: Path, environment: Mapping[str, str], revision: str = "HEAD") -> set[str]:
    repository = find_repository(str(site), environment)
    assert repository is not None
    return set(repository.changed(revision, str(site)))


def test_paths_count_from_the_site(tmp_path: Path, environment: dict[str, str]) -> None:
    root = start(tmp_path / "r", "a.md", "docs/b.md", "docs/c/d.md", "docs2/e.md")
    assert tracked(root, environment) == {"a.md", "docs/b.md", "docs/c/d.md", "docs2/e.md"}
    assert tracked(root / "docs", environment) == {"b.md", "c/d.md"}
    (root / "docs" / "b.md").write_text("other")
    (root / "docs" / "new.md").write_text("new")
    (root / "a.md").unlink()
    assert changed(root / "docs", environment) == {"b.md", "new.md"}
    assert changed(root, environment) == {"a.md", "docs/b.md", "docs/new.md"}


def test_names_are_no_patterns(tmp_path: Path, environment: dict[str, str]) -> None:
    root = start(tmp_path / "r", "do*s/a.md", "docs/b.md", ":(top)/c.md")
    assert tracked(root / "do*s", environment) == {"a.md"}
    assert tracked(root / ":(top)", environment) == {"c.md"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_names_that_are_not_utf_8(tmp_path: Path, environment: dict[str, str]) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    root = start(tmp_path / "r", name, "line\nend.md")
    assert tracked(root, environment) == {name, "line\nend.md"}
    (root / name).write_text("other")
    assert changed(root, environment) == {name}


def test_the_index_of_the_commit_that_a_hook_runs_for(tmp_path: Path, environment: dict[str, str]) -> None:
    root = start(tmp_path / "r", "a.md", "b.md")
    other = start(tmp_path / "s", "c.md")
    index = root / ".git" / "next-index-7.lock"
    shutil.copy(root / ".git" / "index", index)
    git(root, "rm", "-q", "--cached", "b.md", GIT_INDEX_FILE=str(index))
    assert tracked(root, environment) == {"a.md", "b.md"}
    assert tracked(root, {**environment, "GIT_INDEX_FILE": str(index)}) == {"a.md"}
    assert tracked(root, {**environment, "GIT_INDEX_FILE": ".git/next-index-7.lock"}) == {"a.md"}
    assert tracked(other, {**environment, "GIT_INDEX_FILE": str(index)}) == {"c.md"}, "another's hook"
    assert tracked(other, {**environment, "GIT_DIR": str(root / ".git")}) == {"c.md"}


def test_linked_work_trees_and_repositories_kept_elsewhere(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    root = start(tmp_path / "r", "a.md")
    git(root, "worktree", "add", "-q", str(tmp_path / "linked"))
    git(root, "worktree", "add", "-q", str(root / "inside"))
    assert tracked(tmp_path / "linked", environment) == {"a.md"}
    assert tracked(root / "inside", environment) == {"a.md"}
    git(tmp_path, "init", "-q", "--separate-git-dir", str(tmp_path / "kept"), str(tmp_path / "t"))
    (tmp_path / "t" / "b.md").write_text("b")
    git(tmp_path / "t", "add", ".")
    assert tracked(tmp_path / "t", environment) == {"b.md"}


def test_a_repository_that_only_the_environment_names(tmp_path: Path, environment: dict[str, str]) -> None:
    home = start(tmp_path / "home", "site/a.md")
    (home / ".git").rename(tmp_path / "kept")
    assert tracked(home / "site", environment) is None
    named = {**environment, "GIT_DIR": str(tmp_path / "kept"), "GIT_WORK_TREE": str(home)}
    assert tracked(home / "site", named) == {"a.md"}
    (tmp_path / "outside").mkdir()
    assert tracked(tmp_path / "outside", named) is None


@pytest.mark.process
def test_the_files_of_submodules_count(tmp_path: Path, environment: dict[str, str]) -> None:
    inner = start(tmp_path / "inner", "deep.md")
    theme = start(tmp_path / "theme", "t.md")
    git(theme, "submodule", "add", "-q", str(inner), "in")
    git(theme, "commit", "-q", "-m", "y")
    root = start(tmp_path / "r", "docs/a.md")
    git(root, "submodule", "add", "-q", str(theme), "docs/theme")
    git(root, "submodule", "add", "-q", str(inner), "docs/empty")
    git(root, "submodule", "update", "-q", "--init", "--recursive")
    git(root, "submodule", "deinit", "-q", "-f", "docs/empty")
    git(root, "commit", "-q", "-m", "y")
    (root / "docs" / "theme" / "untracked.md").write_text("u")
    assert tracked(root / "docs", environment) == {
        "a.md",
        "theme/.gitmodules",
        "theme/t.md",
        "theme/in/deep.md",
    }
    assert tracked(root / "docs" / "theme", environment) == {".gitmodules", "t.md", "in/deep.md"}
    assert changed(root / "docs", environment) == set()
    git(root / "docs" / "theme", "commit", "-q", "--allow-empty", "-m", "z")
    assert changed(root / "docs", environment) == {"theme"}


def test_a_revision_is_no_option(tmp_path: Path, environment: dict[str, str]) -> None:
    root = start(tmp_path / "r", "a.md")
    with pytest.raises(GitError, match="is no revision"):
        changed(root, environment, "--output=x")
    with pytest.raises(GitError, match="nowhere"):
        changed(root, environment, "nowhere")
    with pytest.raises(GitError, match=r"a\.md"):
        changed(root, environment, "a.md")
    assert not (root / "x").exists()


def test_what_git_says_is_one_line(tmp_path: Path, environment: dict[str, str]) -> None:
    root = start(tmp_path / "r", "a.md")
    with pytest.raises(GitError) as caught:
        changed(root, environment, "x\n::error::y\x1b[2J")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="scripts are started otherwise")
def test_a_program_called_git_in_the_site_is_not_started(tmp_path: Path, environment: dict[str, str]) -> None:
    root = start(tmp_path / "r", "a.md")
    (root / "git").write_text("#!/bin/sh\ntouch started\n")
    (root / "git").chmod(0o755)
    for path in (".", "", f".{os.pathsep}{environment['PATH']}"):
        tracked(root, {**environment, "PATH": path})
    assert tracked(root, {**environment, "PATH": f".{os.pathsep}{environment['PATH']}"}) == {"a.md"}
    assert not (root / "started").exists()


def test_a_hook_without_git_says_so_and_lets_all_files_count(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    root = start(tmp_path / "r", "a.md")
    answer = tracked_files(str(root), {**environment, "PRE_COMMIT": "1", "PATH": str(tmp_path)})
    assert answer.files is None
    assert answer.notices == (
        "git cannot be asked, so untracked files count like others: git is not installed",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="scripts are started otherwise")
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("sleep 60", "no answer within"),
        ("yes | head -c 99999", "more than"),
        ("exec yes", "more than"),
        ("exec yes >&3", "more than"),  # complaints
        ("kill -9 $$", "ended with -9"),
    ],
)
def test_git_is_held_to_limits(
    script: str, words: str, tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LIMIT_SECONDS", 0.5 if "sleep" in script else 60.0)
    monkeypatch.setattr(room, "LIMIT_BYTES", 10_000)
    root = start(tmp_path / "r", "a.md")
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nexec 3>&2 2>/dev/null\n{script.replace('sleep', 'exec sleep')}\n")
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{environment['PATH']}"
    with pytest.raises(GitError, match=words):
        find_repository(str(root), {**environment, "PATH": path})


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("path", [".gitignore", "a/.gitignore", ".gitattributes", ".git/info/exclude"])
def test_git_does_not_wait_for_a_pipe(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Which an archive that was unpacked may hold; it is looked for once git takes its time."""
    repository = find_repository(str(start(tmp_path / "site", "a/b.md")), environment)
    assert repository is not None
    (tmp_path / "site" / path).unlink(missing_ok=True)
    os.mkfifo(tmp_path / "site" / path)
    os.utime(tmp_path / "site" / "a/b.md", (0, 0))  # or git sees by the times alone that nothing has changed
    monkeypatch.setattr(room, "_PATIENT_SECONDS", 0.0)
    with pytest.raises(GitError, match="git waits for "):
        list(repository.changed("HEAD", repository.root))


@pytest.mark.skipif(sys.platform != "linux", reason="nothing else bounds the memory of a process")
@pytest.mark.parametrize("path", ["info/attributes", "objects/info/alternates"])
def test_git_takes_no_memory_without_bound(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """It reads a device that never ends, where a link or a setting of an unpacked archive says so, and took
    half a gigabyte a second for a minute."""
    monkeypatch.setattr(room, "LIMIT_MEMORY", 50_000_000)
    monkeypatch.setattr(room, "LIMIT_SECONDS", 3.0)
    repository = find_repository(str(start(tmp_path / "site", "a.md")), environment)
    assert repository is not None
    (tmp_path / "site" / ".git" / path).symlink_to("/dev/zero")
    (tmp_path / "site" / "a.md").write_text("other\n")
    with pytest.raises(GitError, match=r"(?i)out of memory"):
        list(repository.changed("HEAD", repository.root))


def test_somebody_elses_repository_is_left_alone(tmp_path: Path, environment: dict[str, str]) -> None:
    root = start(tmp_path / "r", "a.md")
    for path in (root, root / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(
        GitError, match=r"dubious ownership.*; if you trust it, name it in git's safe\.directory"
    ):
        find_repository(str(root), environment)
    trusted = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": str(root)}
    assert tracked(root, {**environment, **trusted}) == {"a.md"}


def test_a_broken_repository_is_not_passed_over(tmp_path: Path, environment: dict[str, str]) -> None:
    root = start(tmp_path / "r", "site/a.md")
    (root / "site" / ".git").mkdir()
    with pytest.raises(GitError, match="no repository that git can use"):
        find_repository(str(root / "site"), environment)


@pytest.mark.parametrize("link", [False, True])
def test_a_git_folder_among_the_files_is_passed_over(
    link: bool, tmp_path: Path, environment: dict[str, str]
) -> None:
    root = start(tmp_path / "r", "site/a.md")
    fake = start(tmp_path / "fake", "b.md")
    shutil.move(fake / ".git", root / "fake")
    if link:
        (root / "site" / ".git").symlink_to("../fake")
    else:
        (root / "site" / ".git").write_text("gitdir: ../fake\n")
    assert tracked(root / "site", environment) == {"a.md"}


def test_a_filter_that_cannot_be_switched_off_ends_the_question(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    root = start(tmp_path / "r", "a.md")
    git(root, "config", "filter.a=b.clean", "cat")
    with pytest.raises(GitError, match="cannot be switched off"):
        changed(root, environment)


@pytest.fixture
def told(tmp_path: Path, environment: dict[str, str]) -> room.Repository:
    """A repository whose git answers with the words and the variables that it is given."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\nenv -0 | grep -z ^GIT_ | sort -z\n")
    program.chmod(0o755)
    root = tmp_path / "r"
    (root / ".git").mkdir(parents=True)
    path = f"{program.parent}{os.pathsep}{environment['PATH']}"
    given = {"GIT_EXEC_PATH": "e", "GIT_CONFIG_COUNT": "0", "GIT_PAGER": "x", "GIT_SSH": "x", "PATH": path}
    return room.Repository(str(root), str(root / ".git"), {**environment, **given})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere env, grep and sort have other options")
def test_git_is_told_to_run_and_to_fetch_nothing(told: room.Repository) -> None:
    assert told.ask("x", below="b") == [
        *("--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "safe.bareRepository=explicit"),
        *("-c", "core.fsmonitor=", "-c", f"core.hooksPath={os.devnull}", "-c", "diff.external="),
        *("-c", "submodule.recurse=false", "x", "b"),
        *("GIT_ALLOW_PROTOCOL=none", "GIT_CONFIG_COUNT=0", f"GIT_CONFIG_GLOBAL={os.devnull}"),
        *("GIT_CONFIG_NOSYSTEM=1", f"GIT_DIR={told.folder}", "GIT_EXEC_PATH=e", "GIT_NO_LAZY_FETCH=1"),
        *("GIT_NO_REPLACE_OBJECTS=1", "GIT_TERMINAL_PROMPT=0", f"GIT_WORK_TREE={told.root}"),
    ]
    (command,) = [words for words in _calls(told) if "--name-only" in words and "HEAD" in words]
    assert command[command.index("diff") :] == [
        *("diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv"),
        *("--ignore-submodules=dirty", "-z", "HEAD", "--"),
    ]


def _calls(told: room.Repository) -> list[list[str]]:
    """The words of git in each call that asks for what has changed."""
    answer = list(told.changed("HEAD", told.root))
    starts = [at for at, word in enumerate(answer) if word == "--no-pager"]
    words = [answer[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return [[word for word in each if not word.startswith("GIT_")] for each in words]


def test_all_commands_of_a_filter_are_switched_off(tmp_path: Path, environment: dict[str, str]) -> None:
    root = start(tmp_path / "r", "a.md")
    for key in ("clean", "smudge", "process", "required", "other"):
        git(root, "config", f"filter.lfs.x.{key}", "true")
    git(root, "config", "other.lfs.clean", "true")
    repository = find_repository(str(root), environment)
    assert repository is not None
    assert list(repository._without_filters()) == [
        *("-c", "filter.lfs.x.clean=", "-c", "filter.lfs.x.smudge=", "-c", "filter.lfs.x.process="),
        *("-c", "filter.lfs.x.required=false"),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize(
    "name", [".gitignore", ".gitattributes", ".gitmodules", ".mailmap", ".git/x", "a.md"]
)
def test_a_pipe_that_git_reads_is_found(name: str, tmp_path: Path) -> None:
    (tmp_path / "b" / ".git").mkdir(parents=True)
    (tmp_path / "b" / ".mailmap.md").write_text("")
    os.mkfifo(tmp_path / "b" / name)
    assert room._pipe_that_git_reads(str(tmp_path)) == ("" if name == "a.md" else os.path.join("b", name))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize(("name", "is_read"), [(".git/config", True), (".gitignore", False)])
def test_git_follows_links_only_in_what_it_keeps(name: str, is_read: bool, tmp_path: Path) -> None:
    """Where it does, a link to a pipe would make it wait to the end of its time."""
    (tmp_path / ".git").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / name).symlink_to(tmp_path / "pipe")
    assert room._pipe_that_git_reads(str(tmp_path)) == (name if is_read else "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_found_in_what_git_keeps_elsewhere(tmp_path: Path) -> None:
    """As of a submodule, whose ``.git`` is a file that says where."""
    kept_in = tmp_path / ".git" / "modules" / "docs"
    kept_in.mkdir(parents=True)
    os.mkfifo(kept_in / "config")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / ".git").write_text("gitdir: ../.git/modules/docs\n")
    found = room._pipe_that_git_reads(str(tmp_path / "docs"))
    assert found == os.path.join("..", ".git", "modules", "docs", "config")


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE"])
def test_half_of_a_repository_in_the_environment_is_none(
    name: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    assert find_repository(str(tmp_path), {**environment, name: str(tmp_path)}) is None


@pytest.mark.posix
def test_a_folder_that_is_gone_and_a_name_that_cannot_be_start_nothing(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    for folder, words in ((tmp_path / "gone", ("status",)), (tmp_path, ("a\0b",))):
        with pytest.raises(GitError, match="git cannot be started: "):
            room._run(words, str(folder), environment)


@pytest.mark.parametrize(
    ("content", "leads_to"),
    [
        ("gitdir: ../x\n", "../x"),
        ("gitdir:x", "x"),
        (" gitdir: x", ""),
        ("gitdir: a\0b", ""),
        ("x" * 10_001, ""),
        ("gitdir: " + "x" * 9_993, ""),
        (None, ""),
    ],
)
def test_where_a_file_in_the_place_of_a_repository_leads(
    content: str | None, leads_to: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / ".git").write_text(content)
    assert room._gitfile(str(tmp_path / ".git")) == leads_to


def test_who_waits_for_git_looks_for_a_pipe_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To look is work of its own: all files of a site are gone through."""
    looks: list[str] = []
    monkeypatch.setattr(room, "_pipe_that_git_reads", lambda folder: looks.append(folder) or "")
    monkeypatch.setattr(room, "_PATIENT_SECONDS", 0.0)
    monkeypatch.setattr(room, "_LOOK_SECONDS", 0.01)
    with (tmp_path / "answer").open("wb") as answer:
        process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.1)"])
        room._wait(process, (answer,), "here")
    assert (process.returncode, looks) == (0, ["here"])
