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
    ".github/action",
)


def own_environment(home: Path) -> dict[str, str]:
    """The environment for git, pip and pre-commit: nothing of the machine's settings, caches or network.

    No repository of a running hook's either. ``home`` holds what they keep, and in ``wheels`` what pip finds.
    """
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PIP_", "XDG_"))
    }
    person = {"NAME": "A Writer", "EMAIL": "writer@example.com"}
    return {
        **kept,
        **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in person.items()},
        **dict.fromkeys(("HOME", "USERPROFILE"), str(home)),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "SITECHECK_CACHE_DIR": str(home / "cache"),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(home / "wheels"),
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
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
