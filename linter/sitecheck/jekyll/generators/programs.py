"""The programs of a repository that help to build its site: those that are called like one, or stand where
such programs do, and what they and the workflows run.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from itertools import islice, takewhile
from pathlib import Path
from typing import Final

from sitecheck.files import is_below, leads_out, names_in, present, read_small, with_folders
from sitecheck.jekyll.plugins.publisher import DEPLOYS, Workflows
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

FOLDERS: Final = ("bin", "build", "ci", "docker", "script", "scripts", "_scripts", "tasks", "tools")
"""Where programs stand that help to build a site."""
_PROGRAM = lazy_pattern(
    r"(?:GNU)?[Mm]akefile|.*\.(?:sh|bash|mk|make|ps1|bat|cmd)|[Jj]ustfile|Taskfile\.ya?ml"
    r"|Dockerfile(?:\.\w{1,20})?|[\w-]{1,60}\.dockerfile"
    r"|package\.json|(?:gulpfile|gruntfile|webpack|rollup|vite|esbuild|build)[\w.-]*\.[cm]?[jt]s"
    r"|netlify\.toml|\.travis\.yml|\.gitlab-ci\.yml|appveyor\.yml|(?:build|make|generate|fetch|update)[\w-]*\.(?:py|rb|R)",
    re.IGNORECASE,
)
_HELPER = lazy_pattern(r".*\.(?:py|rb|R|[cm]?js|ts|pl|php)|[\w-]+", re.IGNORECASE)
"""What in a folder for programs is one."""
_OF_GIT = ".git"
"""No commit brings a program there, and what stands there may be secret."""
_MOST_PROGRAMS = 60
_MOST_ENTRIES = 1000
_MOST_TEXT = 200_000
_MOST_RUN = 100
_COMMENT = lazy_pattern(r"^[ \t]*(?:#|//|::|REM\b).*", re.MULTILINE)
_RUN = lazy_pattern(
    r"(?:\b(?:bash|sh|zsh|source|python[\d.]{0,4}|ruby|node|perl|php|Rscript|deno|bun|tsx|ts-node)[ \t]{1,9}"
    r"(?:(?:-[\w=-]{1,40}|run)[ \t]{1,9}){0,5}[\"']?(?:\$\{{0,2}[ \t]?[\w.]{1,40}[ \t]?\}{0,2}/|\./)?"
    r"|(?<![^\s;&|(])\./)"
    r"(?P<path>(?:\.?[\w-][\w.-]{0,99}/){0,9}[\w-][\w.-]{0,99})(?![\w./-])"
)
"""A command that runs a file: an interpreter with its name, perhaps behind a variable (the folder of the
repository), or the file by itself; in quotes it may be anything."""


class Programs(NamedTuple):
    """The programs of a repository, and the folders in which they were looked for."""

    texts: tuple[tuple[str, str], ...]
    """The path of each, and what it says but in comments."""
    folders: tuple[str, ...]


def programs_of(top: Path, workflows: Workflows = None) -> Programs:
    """The programs of the repository at ``top``, up to a limit in all. What one of ``workflows`` runs that
    deploys a site is a program wherever it stands, and so is what a program runs."""
    folders = dict.fromkeys(("", *(each for each in present(top, FOLDERS) if _is_folder(top, each))))
    deploying = (_COMMENT.sub("", text) for _, text in workflows or () if DEPLOYS.search(text))
    paths = [path for folder in folders for path in _names_in(top, folder)]
    paths += [path for text in deploying for path in _run_by("", text)]
    texts: dict[str, str] = {}
    seen, looked = set[str](), set[str]()
    left, files = _MOST_TEXT, _MOST_PROGRAMS
    for path in paths:  # which get more on the way
        if path in seen or not files or is_below(path, _OF_GIT):
            continue
        seen.add(path)
        fresh = list(takewhile(lambda each: each not in looked, with_folders(path)))
        looked.update(fresh)
        folders |= dict.fromkeys(each for each in fresh if _is_folder(top, each))  # it may come yet
        if not os.path.isfile(top / path):  # of any length
            continue
        files -= 1
        text = read_small(top / path, top)
        if len(text) <= left:
            left -= len(text)
            texts[path] = _COMMENT.sub("", text)
            paths += _run_by(posixpath.dirname(path), texts[path])
    return Programs(tuple(texts.items()), tuple(folders))


def _is_folder(top: Path, path: str) -> bool:
    return os.path.isdir(top / path) and not leads_out(top / path, top)


def _names_in(top: Path, folder: str) -> Iterator[str]:
    for name in names_in(top / folder, _MOST_ENTRIES):
        if _PROGRAM.fullmatch(name) or (folder and _HELPER.fullmatch(name)):
            yield posixpath.join(folder, name)


def _run_by(folder: str, text: str) -> Iterator[str]:
    """What a program in ``folder`` may run of the repository, from there or from the top."""
    for match in islice(_RUN.finditer(text), _MOST_RUN):
        for start in dict.fromkeys(("", folder)):
            yield posixpath.normpath(posixpath.join(start, match["path"]))
