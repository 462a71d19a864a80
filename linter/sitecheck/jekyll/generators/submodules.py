"""Parts of a site that git keeps in other repositories (git-scm.com/docs/gitmodules) and that are not here.

A clone without ``--recursive`` has an empty folder in the place of each. What would be in it is not known,
and links into it lead to nothing.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from sitecheck.files import read_small, relative_path, with_folders
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.plugins.names import ANYTHING, Name
from sitecheck.jekyll.records import SiteProblem
from sitecheck.jekyll.unsure import Unsure
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.named_tuple import NamedTuple

_LIST = ".gitmodules"
_PATH = lazy_pattern(r"^[ \t]*path[ \t]*=[ \t]*(\S[^\n]*)$", re.MULTILINE)
_MOST = 1_000
_MOST_NAMES = 100
"""Of so many submodules it is heeded what they may publish, of more that it may be anything."""


class Submodules(NamedTuple):
    """The submodules that are not here; paths are relative to the source folder of the site."""

    inside: tuple[str, ...]
    """Those whose files Jekyll would publish where they are."""
    links: Mapping[str, str]
    """Symbolic links that lead into a submodule, and into which."""
    templates: tuple[str, ...]
    """Those among the includes and layouts."""
    documents: tuple[str, ...]
    """Those among the documents of a collection, which may have any address."""

    @property
    def unsure(self) -> Iterator[Unsure]:
        """What may be published, were they here: files below the folder, pages whose ``permalink`` has its
        name. What lies behind a link may have any address."""
        for path in self.inside[:_MOST_NAMES]:
            for name in (Name((f"{path}/", "")), Name(("", f"{posixpath.basename(path)}/", ".html"))):
                yield Unsure(name, because(ReasonKind.SUBMODULE, path))
        # each name is held against each link that leads nowhere
        for path in dict.fromkeys((*self.inside[_MOST_NAMES:][:1], *self.links.values(), *self.documents)):
            yield Unsure(ANYTHING, because(ReasonKind.SUBMODULE, path))

    @property
    def problems(self) -> Iterator[SiteProblem]:
        """One for all: a single command brings them."""
        others = (*self.links.values(), *self.templates, *self.documents)
        missing = list(dict.fromkeys((*self.inside, *others)))
        if not missing:
            return
        message = f"the submodule {missing[0]} is not here, so that what it brings is not known"
        if len(missing) > 1:
            told = f"{len(missing):,} submodules are not here, such as {missing[0]}"
            message = f"{told}, so that what they bring is not known"
        yield SiteProblem(_LIST, "missing-submodule", message, hint="run: git submodule update --init")


def missing_submodules(
    root: Path, source: str, tree: FileTree, config: Config, left_out: Container[str]
) -> Submodules:
    """The submodules of the repository at ``root`` that have no files; what is in a folder of ``left_out`` is
    not published."""
    missing = [path for path in _listed(root, source) if _is_missing(tree, path)]
    links = {}
    for problem in tree.problems if missing else ():
        into = _leads_into(tree, problem.path, missing) if problem.kind == "broken-link" else None
        if into is not None:
            links[problem.path] = into
    inside = tuple(
        path for path in missing if not any(_is_hidden(each, left_out) for each in with_folders(path))
    )
    templates = frozenset((config.folder("includes_dir"), config.folder("layouts_dir")))
    return Submodules(
        inside,
        links,
        templates=tuple(path for path in missing if not templates.isdisjoint(with_folders(path))),
        documents=tuple(path for path in missing if _holds_documents(path, config)),
    )


def _holds_documents(path: str, config: Config) -> bool:
    """Whether a folder is, or lies in, that of a collection; posts have one in each category, too."""
    parts = path.split("/")
    at_top = path.removeprefix(f"{config['collections_dir']}/").partition("/")[0]
    return "_posts" in parts or (at_top[:1] == "_" and at_top[1:] in config.collections)


def submodule_paths(text: str) -> Iterator[str]:
    """The folders that the text of a ``.gitmodules`` names."""
    return (posixpath.normpath(match[1].rstrip()) for match in _PATH.finditer(text))


def _listed(root: Path, source: str) -> list[str]:
    prefix = f"{source}/" if source else ""
    named = submodule_paths(read_small(root / _LIST))
    below = (name[len(prefix) :] for name in named if name.startswith(prefix))
    good = (name for name in below if name and not name.startswith(("/", "..", ".git/")) and name != ".")
    return list(dict.fromkeys(good))[:_MOST]


def _is_missing(tree: FileTree, path: str) -> bool:
    kind = tree.kind(path)
    return kind is None or (kind == "folder" and not tree.list(path))


def _is_hidden(path: str, left_out: Container[str]) -> bool:
    return path in left_out or path.rpartition("/")[2].startswith(("_", "."))


def _leads_into(tree: FileTree, link: str, missing: list[str]) -> str | None:
    real = os.path.realpath(tree.full(link))
    inside = relative_path(real, os.path.realpath(tree.root))
    return next((path for path in missing if f"{inside}/".startswith(f"{path}/")), None)
