"""What git knows of a site: in a commit hook, files that are not part of the commit do not exist."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping


def tracked_files(site: str, environment: Mapping[str, str]) -> frozenset[str] | None:
    """The files of the folder ``site`` in git's index when pre-commit calls, as paths from the folder.

    pre-commit says so by ``PRE_COMMIT=1``; it puts unstaged changes aside but leaves untracked files where
    they are, and a link to one would be broken once it is pushed. ``None``: every file counts, as this is no
    hook, or the folder is in no repository.
    """
    if environment.get("PRE_COMMIT") != "1":
        return None
    command = ["git", "-C", site, "ls-files", "--cached", "--recurse-submodules", "-z"]
    try:
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return frozenset(os.fsdecode(path) for path in done.stdout.split(b"\0") if path)
