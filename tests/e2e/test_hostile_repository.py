"""Nothing runs that a pull request's files name as a command for git, whatever shape the site's folder has.

Each shape is a folder as an author could make it. Git by itself, called as one would call it, does run the
author's command there, which each test shows first: else it could not fail.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest
from tests.e2e.conftest import Cli
from tests.net.conftest import RawServer, page

ROOT = Path(__file__).parents[2]
PLAIN = (
    ("ls-files", "--cached", "--recurse-submodules", "-z"),
    ("diff", "--name-only", "--relative", "-z", "HEAD", "--"),
)
"""What a program that does not beware would ask."""
HEAD = "---\ntitle: A page\n---\n"
SETTINGS = "external: {spacing: 0, timeout: 2, tries: 1}\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the commands are written for a shell")


class Trap:
    """A hostile author's workshop: repositories below ``folder``, and a command that leaves a mark."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = folder / "the-command-ran"
        self.command = f"touch {self.mark}; cat"
        self.upstream = folder / "upstream"
        self.clone = folder / "clone"

    def git(self, where: Path, *words: str) -> str:
        done = subprocess.run(["git", "-C", str(where), *words], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def site(self, folder: Path) -> None:
        self.write(folder / "_config.yml", "title: t\n")
        self.write(folder / "index.md", f"{HEAD}[new](new.html)\n")
        self.write(folder / ".sitecheck.yml", SETTINGS)

    def commit(self, folder: Path) -> None:
        self.git(folder, "init", "-q")
        self.git(folder, "add", ".")
        self.git(folder, "commit", "-q", "-m", "x")

    def fake(self, folder: Path, settings: str) -> None:
        """Makes ``folder`` look like a repository of the site's files, with settings of the author's."""
        seed = self.folder / "seed"
        self.site(seed)
        self.commit(seed)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("HEAD", "index", "objects", "refs"):
            source = seed / ".git" / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
        self.write(folder / "refs" / "keep", "")
        self.write(folder / "config", f"[core]\nrepositoryformatversion = 0\nbare = false\n{settings}")

    def published(self) -> Path:
        """Commits upstream and clones it plainly; the clone's site has one page that git does not track."""
        self.commit(self.upstream)
        self.git(self.folder, "clone", "-q", str(self.upstream), str(self.clone))
        return self.clone

    @property
    def monitor(self) -> str:
        return f'[core]\nfsmonitor = "{self.command}"\n'


def bare_repository(trap: Trap) -> Path:
    trap.site(trap.upstream / "docs")
    trap.fake(trap.upstream / "docs", f"worktree = .\n{trap.monitor}")
    return trap.published() / "docs"


def bare_repository_above(trap: Trap) -> Path:
    trap.site(trap.upstream / "docs" / "site")
    trap.fake(trap.upstream / "docs", f"worktree = site\n{trap.monitor}")
    return trap.published() / "docs" / "site"


def included_settings(trap: Trap) -> Path:
    trap.site(trap.upstream / "docs")
    trap.fake(trap.upstream / "docs", "worktree = .\n[include]\npath = more.txt\n")
    trap.write(trap.upstream / "docs" / "more.txt", trap.monitor)
    return trap.published() / "docs"


def hooks(trap: Trap) -> Path:
    trap.site(trap.upstream / "docs")
    trap.fake(trap.upstream / "docs", "worktree = .\nhooksPath = hooks\n")
    hook = trap.upstream / "docs" / "hooks" / "post-index-change"
    trap.write(hook, f"#!/bin/sh\n{trap.command}\n")
    hook.chmod(0o755)
    return touched(trap.published() / "docs")


def clean_filter(trap: Trap) -> Path:
    trap.site(trap.upstream / "docs")
    trap.fake(trap.upstream / "docs", f'worktree = .\n[filter "f"]\nclean = "{trap.command}"\n')
    trap.write(trap.upstream / "docs" / ".gitattributes", "* filter=f\n")
    return touched(trap.published() / "docs")


def git_file(trap: Trap) -> Path:
    """An archive may hold what a commit may not, a ``.git``."""
    trap.site(trap.upstream / "docs")
    trap.fake(trap.upstream / "elsewhere", f"worktree = ../docs\n{trap.monitor}")
    site = trap.published() / "docs"
    trap.write(site / ".git", "gitdir: ../elsewhere\n")
    return site


def git_link(trap: Trap) -> Path:
    trap.site(trap.upstream / "docs")
    trap.fake(trap.upstream / "elsewhere", f"worktree = ../docs\n{trap.monitor}")
    site = trap.published() / "docs"
    (site / ".git").symlink_to("../elsewhere")
    return site


def submodule(trap: Trap) -> Path:
    trap.site(trap.upstream)
    trap.fake(trap.upstream / "elsewhere", f"worktree = ../theme\n{trap.monitor}")
    trap.write(trap.upstream / ".gitmodules", '[submodule "theme"]\npath = theme\nurl = ./theme\n')
    trap.git(trap.upstream, "init", "-q")
    commit = trap.git(trap.folder / "seed", "rev-parse", "HEAD")
    trap.git(trap.upstream, "update-index", "--add", "--cacheinfo", f"160000,{commit},theme")
    (trap.upstream / "theme").mkdir()
    site = trap.published()
    trap.git(site, "submodule", "init")
    trap.write(site / "theme" / ".git", "gitdir: ../elsewhere\n")
    return site


def archive(trap: Trap) -> Path:
    """A whole repository that was unpacked rather than cloned: its settings are the author's."""
    trap.site(trap.clone)
    trap.write(trap.clone / ".gitattributes", "*.md filter=f diff=d\n")
    trap.commit(trap.clone)
    hook = trap.clone / ".git" / "own" / "post-index-change"
    trap.write(hook, f"#!/bin/sh\n{trap.command}\n")
    hook.chmod(0o755)
    config = trap.clone / ".git" / "config"
    config.write_text(
        f"{config.read_text()}{trap.monitor}hooksPath = .git/own\n"
        f'[filter "f"]\nclean = "{trap.command}"\nprocess = "{trap.command}"\nrequired = true\n'
        f'[diff]\nexternal = "{trap.command}"\n[diff "d"]\ntextconv = "{trap.command}"\n'
    )
    return touched(trap.clone)


def missing_objects(trap: Trap) -> Path:
    """What a partial clone lacks is fetched by the transport that the settings name."""
    site = archive(trap)
    config = site / ".git" / "config"
    config.write_text(
        "[core]\nrepositoryformatversion = 1\n[extensions]\npartialClone = origin\n"
        f'[remote "origin"]\npromisor = true\nurl = ssh://there/x\n[core]\nsshCommand = "{trap.command}"\n'
    )
    tree = trap.git(site, "rev-parse", "HEAD^{tree}")
    (site / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    return site


def touched(site: Path) -> Path:
    """The site with a page that git has to read, as its time is another."""
    changed = (site / "index.md").stat().st_mtime - 100
    os.utime(site / "index.md", (changed, changed))
    return site


SHAPES = (
    bare_repository, bare_repository_above, included_settings, hooks, clean_filter, git_file, git_link, submodule,
    archive, missing_objects,
)  # fmt: skip
Shape = Callable[[Trap], Path]


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trap:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "t")
        monkeypatch.setenv(f"{name}_EMAIL", "t@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return Trap(tmp_path)


@pytest.fixture
def server() -> Iterator[RawServer]:
    started = RawServer(lambda request: page("404 Not Found"))
    yield started
    started.close()


@pytest.fixture(params=["this", "old"])
def version(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """This machine's git, and one that does not know ``safe.bareRepository`` (before 2.38)."""
    if request.param == "old":
        script = tmp_path / "bin" / "git"
        script.parent.mkdir()
        script.write_text(
            '#!/bin/sh\nfor word do\n  shift\n  [ "$word" = safe.bareRepository=explicit ] && word=a.b=c\n'
            f'  set -- "$@" "$word"\ndone\nexec {shutil.which("git")} "$@"\n'
        )
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    return str(request.param)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_no_command_of_the_sites_runs(
    shape: Shape,
    version: str,
    trap: Trap,
    server: RawServer,
    cli: Cli,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = shape(trap)
    for words in PLAIN:
        subprocess.run(["git", "-c", "safe.bareRepository=all", "-C", str(site), *words], capture_output=True)
    assert trap.mark.exists(), "git by itself runs the command"
    trap.mark.unlink()
    touched(site)
    trap.write(site / "new.md", f"{HEAD}[gone]({server.url('/gone')})\n")

    call = ("check", site, "--select", "broken-link,dead-link", "--allow-private", "--output-format", "json")
    changed = cli(*call, "--external=changed")
    monkeypatch.setenv("PRE_COMMIT", "1")
    hook = cli(*call, "--offline")
    both = cli(*call, "--external=changed")
    assert not trap.mark.exists()
    assert [finding["rule"] for finding in json.loads(hook.out)["findings"]] == ["broken-link"], hook.err
    if shape is missing_objects:
        assert (changed.code, both.code) == (2, 2)
    else:
        assert [finding["rule"] for finding in json.loads(changed.out)["findings"]] == ["dead-link"], (
            changed.err
        )


STARTERS = {
    "os": {"system", "popen", "startfile", "posix_spawn", "posix_spawnp", "fork", "forkpty"},
    "asyncio": {"create_subprocess_exec", "create_subprocess_shell", "subprocess"},
    "pty": {"spawn", "fork"},
}
"""Functions that start a program, by module; those of ``os`` that begin with exec or spawn besides."""
ALLOWED = {
    "sitecheck/engine/revisions/git.py",
    "sitecheck/github_action.py",
    "sitecheck/warm/whole_check.py",  # ourselves, by the path of this Python
}
MODULES = {"subprocess", "pty", "webbrowser", "_posixsubprocess"}
NAMED = re.compile(rf"\b(?:{'|'.join({*MODULES, *chain(*STARTERS.values())})}|exec\w+|spawn\w+)\b")
"""What must be named where a program is started: only such modules are looked at."""


def starts_programs(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {alias.name for alias in node.names}
            yield from ((node.module,) if node.module in MODULES else ())
            yield from (name for name in names if is_starter(node.module, name))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield from ((node.attr,) if is_starter(node.value.id, node.attr) else ())


def is_starter(module: str, name: str) -> bool:
    return name in STARTERS.get(module, ()) or (module == "os" and name.startswith(("exec", "spawn")))


@pytest.mark.parametrize(
    "line",
    ["import subprocess", "from subprocess import run", "import os\nos.system('x')", "from os import execvp",
     "import asyncio\nasyncio.create_subprocess_exec('x')", "import os\nos.spawnl(0, 'x')"],
)  # fmt: skip
def test_a_line_that_starts_a_program_is_seen(line: str) -> None:
    assert NAMED.search(line)
    assert list(starts_programs(ast.parse(line)))


def test_few_modules_start_programs() -> None:
    found = {
        path.relative_to(ROOT / folder).as_posix()
        for folder in ("linter", "rules")
        for path in (ROOT / folder).rglob("*.py")
        if NAMED.search(source := path.read_text("utf-8")) and any(starts_programs(ast.parse(source)))
    }
    assert found == ALLOWED
