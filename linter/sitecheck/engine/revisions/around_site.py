"""What lies around a site that is a folder of its repository, as far as anybody looks there: the settings and
ignored names in the folders above it, and at the top of the repository what says how it is built."""

from __future__ import annotations

import os
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Final

from sitecheck.engine.revisions.git import Repository
from sitecheck.engine.revisions.git_tree import TreeFile, files_in, listed_in
from sitecheck.files import InRepository, has_link, is_below, place_in_repository, relative_path, with_folders
from sitecheck.files.scratch import copy_entries, copy_site
from sitecheck.jekyll.configuration.named_configs import TASKS
from sitecheck.jekyll.generators.programs import FOLDERS, programs_of
from sitecheck.jekyll.plugins.publisher import workflow_files

_OF_GITHUB: Final = ".github"
"""With workflows, and the actions that they call, in folders below."""


def files_around(repository: Repository, commit: str, site: str) -> tuple[TreeFile, ...]:
    """What lay around a site in a commit; paths count from the top. Raises :class:`GitError`."""
    below = repository.prefix(site).rstrip("/")
    if not below:
        return ()
    beside = (each for each in listed_in(repository, commit, _folders(below)) if each.path != _OF_GITHUB)
    found = (*beside, *files_in(repository, commit, (_OF_GITHUB,)))
    gone = {each.path for each in found if not os.path.lexists(os.path.join(repository.root, each.path))}
    gone &= _never_there(repository) if gone else set()
    return tuple(each for each in found if each.path not in gone)


def _never_there(repository: Repository) -> set[str]:
    """The files that a sparse checkout leaves out, and the folders they are in: as they are not there now,
    what they say of the site cannot be compared. Source: git-ls-files(1), ``-t``."""
    marked = (entry.partition(" ") for entry in repository.ask("ls-files", "-t", "-z"))
    return {path for mark, _, name in marked if mark == "S" for path in with_folders(name)}


def copy_around(place: InRepository, target: str) -> None:
    """Copies what lies around a site now into the folder ``target``; raises :class:`OSError`."""
    os.makedirs(target)
    with open(os.path.join(target, ".git"), "xb"):
        pass  # where the search for the top ends
    for folder in filter(partial(_is_there, place.top), _folders(place.below)):
        copy_entries(os.path.join(place.top, folder), os.path.join(target, folder))
    if _is_there(place.top, _OF_GITHUB) and not is_below(place.below, _OF_GITHUB):
        copy_site(os.path.join(place.top, _OF_GITHUB), os.path.join(target, _OF_GITHUB), ())
    _write_programs(place, target)


def _write_programs(place: InRepository, target: str) -> None:
    """Writes what else is run to build the site, wherever it stands, without its comments."""
    top = Path(place.top)
    for path, text in programs_of(top, workflow_files(top)).texts:
        copy = os.path.join(target, path)
        is_left_out = is_below(path, place.below) or has_link(top / path, top)
        if not is_left_out and not os.path.lexists(copy):
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            Path(copy).write_text(text, encoding="utf-8", newline="")


def lies_around(file: str, site: str) -> bool:
    """Whether a file, which is no part of a site, is one that is looked at for it; both without links."""
    place = place_in_repository(site)
    if place is None or not is_below(file, place.top):
        return False
    folder = os.path.dirname(relative_path(file, place.top))
    return folder in _folders(place.below) or is_below(folder, _OF_GITHUB)


def _is_there(top: str, folder: str) -> bool:
    """Whether it is a folder by itself: a link to one may lead anywhere, in the copy, too."""
    path = os.path.join(top, folder)
    return os.path.isdir(path) and not has_link(path, top)


def _folders(below: str) -> tuple[str, ...]:
    """Those whose files are looked at, but not what is deeper: "" is the top."""
    above = ["", *accumulate(below.split("/")[:-1], "{}/{}".format)]
    return tuple(each for each in dict.fromkeys((*above, *FOLDERS, *TASKS)) if not is_below(each, below))
