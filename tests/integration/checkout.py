"""A git repository with what the working tree holds now, for tools that install from git."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]

_PARTS = (
    "linter",
    "rules",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "NOTICE",
    ".pre-commit-hooks.yaml",
)


NO_NETWORK = (
    "Could not find a version",
    "No matching distribution",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "ProxyError",
    "ConnectTimeout",
    "ReadTimeout",
)
"""What pip says when it cannot reach an index."""


def git_environment(home: Path) -> dict[str, str]:
    """The environment for git: no settings of the machine's, no repository of a running hook's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    person = {"NAME": "A Writer", "EMAIL": "writer@example.com"}
    return {
        **kept,
        **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in person.items()},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
    }


def git(folder: Path, env: dict[str, str], *arguments: str) -> str:
    """Run git in ``folder``; its output. Raises ``CalledProcessError``."""
    command = ["git", "-c", "init.defaultBranch=main", *arguments]
    done = subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def copy_checkout(target: Path, env: dict[str, str]) -> str:
    """Copy the parts that an installation needs into a new repository; its only commit."""
    target.mkdir()
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for part in _PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=ignore)
        elif source.exists():
            shutil.copy2(source, target / part)
    git(target, env, "init", "--quiet")
    git(target, env, "add", "--all")
    git(target, env, "commit", "--quiet", "--message", "The working tree")
    return git(target, env, "rev-parse", "HEAD")
