"""Files that git is told to leave out of the repository (git-scm.com/docs/gitignore).

What a build step writes into a site (bundles, copied packages, generated documentation) is not kept in the
repository, so a link to it leads to nothing that is here, and yet to something that is published.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sitecheck.files import leads_out, read_limited
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.files.entry_filter import EntryFilter
from sitecheck.model.unknown import ReasonKind, Reasons, because
from sitecheck.text.globs import matches

_LIST = ".gitignore"
_LARGEST = 200_000
_MOST = 1_000
"""So many patterns of one file count; hostile files could have any number."""
_UPWARD = 20
_PAGES = (".md", ".markdown", ".html")


class IgnoreFile(NamedTuple):
    """The patterns of one file; ``below`` is what leads from its folder to the source of the site."""

    path: str
    """From the root of the site; with ``..`` where it lies above."""
    below: str
    patterns: tuple[str, ...]


class GitIgnored(NamedTuple):
    """What git leaves out of a site; ``include`` and ``exclude`` say what Jekyll does."""

    files: tuple[IgnoreFile, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def why(self, output: str) -> Reasons:
        """Why something that is not here may be published at ``output``; empty when git leaves nothing of
        that name out, or Jekyll would not look at it."""
        if not self.files or not output:
            return ()
        entries = EntryFilter(self.include, self.exclude, lambda path: True)
        for source in _sources(output):
            for file in self.files:
                if matches(posixpath.join(file.below, source), file.patterns) and _is_read(source, entries):
                    return because(ReasonKind.GIT_IGNORED, file.path)
        return ()

    @property
    def folders(self) -> Iterator[str]:
        """The folders above the site in which the patterns stand."""
        yield from (posixpath.dirname(file.path) for file in self.files if file.path.startswith(".."))


def git_ignored(root: Path, source: str, config: Config) -> GitIgnored:
    """What git leaves out of the site at ``root``, whose source is the folder ``source`` in it: as the files
    of these two folders say, and those above in the same repository."""
    found = [_read(root / source, posixpath.join(source, _LIST), "")] if source else []
    found.append(_read(root, _LIST, source))
    below, path = source, root.resolve()
    for depth in range(1, _levels_to_top(path) + 1):
        below, path = posixpath.join(path.name, below), path.parent
        found.append(_read(path, "../" * depth + _LIST, below))
    files = tuple(each for each in found if each.patterns)
    return GitIgnored(files, tuple(config["include"]), tuple(config["exclude"]))


def _levels_to_top(root: Path) -> int:
    """How many folders above ``root`` the top of its repository is; 0 where none is known."""
    folders = (root, *root.parents)[:_UPWARD]
    return next((depth for depth, folder in enumerate(folders) if (folder / ".git").exists()), 0)


def _read(folder: Path, path: str, below: str) -> IgnoreFile:
    file = folder / _LIST
    try:
        text = "" if leads_out(file, folder) else read_limited(file, _LARGEST).decode("utf-8", "replace")
    except OSError:
        text = ""
    lines = (line.strip("\r") for line in text.removeprefix("\ufeff").split("\n"))
    patterns = tuple(line for line in lines if line and not line.startswith("#"))
    return IgnoreFile(path, below, patterns[:_MOST])


def _sources(output: str) -> Iterator[str]:
    """The files of which Jekyll would make ``output``, but for what permalinks do."""
    yield output
    stem = output.removesuffix(".html")
    if stem != output:
        stems = dict.fromkeys((stem, stem.removesuffix("/index")))
        yield from (each + extension for each in stems for extension in _PAGES)


def _is_read(path: str, entries: EntryFilter) -> bool:
    """Whether Jekyll would look at the file: neither it nor a folder above is left out."""
    folder = ""
    for name in path.split("/"):
        if entries.refuse(name, folder) is not None:
            return False
        folder = f"{folder}/{name}" if folder else name
    return True
