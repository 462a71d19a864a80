"""A site as it was in a commit, written into a folder of ours."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator

from sitecheck.engine.revisions.git import Repository
from sitecheck.engine.revisions.git_tree import TreeFile, files_in, write_files
from sitecheck.files.scratch import scratch_folder


@contextlib.contextmanager
def former_site(site: str, repository: Repository, tree: str, around: Iterable[TreeFile]) -> Iterator[str]:
    """The folder with what ``tree`` holds, at its place below the root of a repository that has what lies
    ``around`` it besides; gone afterwards.

    Raises :class:`GitError` when objects are missing, :class:`OSError` when the disk is full.
    """
    with scratch_folder() as folder:
        root = os.path.join(folder, "repository")
        target = os.path.normpath(os.path.join(root, repository.prefix(site)))
        os.makedirs(target)
        with open(os.path.join(root, ".git"), "xb"):
            pass  # where the search for settings, and for the top, ends
        write_files(repository, around, root, repository.root)
        write_files(repository, files_in(repository, tree), target, site)
        yield target
