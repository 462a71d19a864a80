"""Programs of a repository with which a person builds the site and brings it to where it is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sitecheck.files import names_in, present, read_small
from sitecheck.lazy_pattern import lazy_pattern

_FOLDERS = ("bin", "script", "scripts", "_scripts", "tasks", "tools")
_PROGRAM = lazy_pattern(
    r"Rakefile|(?:GNU)?makefile|justfile|package\.json|(?:gulp|grunt)file\.js|[\w.-]{1,60}\.sh", re.IGNORECASE
)
"""What stands at the top and may deploy among other things."""
_DEPLOYER = lazy_pattern(r"[\w.-]{0,60}(?:deploy|publish|release|push|gh-pages)[\w.-]{0,60}", re.IGNORECASE)
"""What is called like a program that deploys."""
_MOST_ENTRIES = 1_000
_MOST_READ = 20
_COMMENT = lazy_pattern(r"^[ \t]*(?:#|//).*", re.MULTILINE)
_GAP = r"""["',\s]{1,9}"""
"""Between the words of a command, as a shell, Ruby (`"git", "push"`) or JavaScript writes it."""
_BUILDS = lazy_pattern(
    rf"\bjekyll{_GAP}b(?:uild)?\b|\bJekyll::Commands::Build\b|\b(?:cd|cp|mv|pushd|rsync)\b[^\n]{{0,200}}\b_site\b"
)
"""That it builds with Jekyll, or does something with what was built."""
_SENDS = lazy_pattern(
    rf"\bgit{_GAP}(?:-C{_GAP}[^\s\"',]{{1,99}}{_GAP})?(?:push|subtree{_GAP}push)\b|\bgh-pages\b"
    r"|\b(?:firebase|lftp|netlify|rclone|rsync|s3_website|s3cmd|scp|surge)\b"
)
"""That it brings something elsewhere."""


def has_deploy_script(root: Path) -> bool:
    """Whether a program of the repository at ``root`` builds the site and brings that elsewhere."""
    return any(_BUILDS.search(text) and _SENDS.search(text) for text in islice(_texts(root), _MOST_READ))


def _texts(root: Path) -> Iterator[str]:
    for folder in ("", *present(root, _FOLDERS)):
        for name in names_in(root / folder, _MOST_ENTRIES):
            if _DEPLOYER.fullmatch(name) or (not folder and _PROGRAM.fullmatch(name)):
                yield _COMMENT.sub("", read_small(root / folder / name, root))
