"""Files that git is told to leave out of the repository (git-scm.com/docs/gitignore).

What a build step writes into a site (bundles, copied packages, generated documentation) is not kept in the
repository, so a link to it leads to nothing that is here, and yet to something that is published.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from sitecheck.files import levels_to_top, read_small, relative_path
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.files.entry_filter import EntryFilter
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.unknown import ReasonKind, Reasons, because
from sitecheck.named_tuple import NamedTuple

_LIST = ".gitignore"
_PATTERN = lazy_pattern(
    r"(?P<folders>/?(?:[^*?\[\\/]+/)*|\*\*/)(?P<name>\*\*?|\*?[^*?\[\\/]+|[^*?\[\\/]+\*)(?P<folder>/?)"
)
"""Patterns that are looked up and not tried one after the other: a path or a name, in the end perhaps "*",
"*.js" or "style.*". Whatever leaves out a build's output is written so, and what else there is leaves nothing
open."""
_DEEPEST = 50
"""Folders deeper than this are not asked for: hostile links may go through thousands."""
_MOST_ENDINGS = 8
"""A name may have so many endings (``.min.js``)."""
_MOST_ASKED = 30
"""Of so many folders it is looked up whether Jekyll leaves them out: thousands of patterns may do that."""
_JOINT = lazy_pattern(r"[._-]|$")
"""Where the beginning of a name may end that a pattern names: ``style.*``, ``main-*``, ``bundle*``."""
_VAGUE = lazy_pattern(r"\*|\.[^/]*$")
"""What is none folder's whole path."""
_PAGES = (".md", ".markdown", ".html")


class IgnoreFile(NamedTuple):
    """The patterns of one file; ``below`` is what leads from its folder to the source of the site."""

    path: str
    """From the root of the site; with ``..`` where it lies above."""
    below: str
    patterns: Mapping[str, tuple[int, bool]]
    """``/a/b``, ``/a/*``, ``/a/*.js``, ``**/b`` or ``**/*.js``, with a slash at the end for folders alone →
    its line, and whether it leaves out (or takes in again)."""
    has_prefixes: bool
    """Whether a pattern names the beginning of a name: few do, and there are many to look up."""

    def leaves_out(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether git leaves out ``path``, from the folder of the file: as the last pattern says that it or a
        folder above it matches."""
        names = path.split("/")
        found = [
            self.patterns[key]
            for at, name in enumerate(names[:_DEEPEST])
            for key in self._keys(names[:at], name, is_folder=is_folder or at + 1 < len(names))
            if key in self.patterns
        ]
        return bool(found) and max(found)[1]

    def _keys(self, above: list[str], name: str, *, is_folder: bool) -> Iterator[str]:
        """Every pattern that may match a ``name`` in the folder ``above``."""
        endings = name.split(".")[1:]
        suffixes = ["*." + ".".join(endings[at:]) for at in range(min(len(endings), _MOST_ENDINGS))]
        prefixes = _prefixes(name) if self.has_prefixes else ()
        for folder in ("/".join(("", *above, "")), "**/"):
            for each in (name, *suffixes, *prefixes, "*"):
                yield folder + each
                if is_folder:
                    yield f"{folder}{each}/"


def _name_below(inside: str, pattern: str) -> str:
    """The name right below a folder, ``/a/b/``, that a pattern leaves out, "*" for any; "" for none."""
    if pattern.startswith("**/"):
        name = pattern.removeprefix("**/")
        is_file = "." in name and "*" not in name
        return "*" if f"/{name}/" in inside else name if is_file else ""
    if inside.startswith(f"{pattern}/"):
        return "*"
    name = pattern.removeprefix(inside).partition("/")[0] if pattern.startswith(inside) else ""
    return "*" if "*" in name else name


def _prefixes(name: str) -> Iterable[str]:
    """The patterns of beginnings that a name may match."""
    joints = [match.span() for match in islice(_JOINT.finditer(name), _MOST_ENDINGS)]
    return dict.fromkeys(f"{name[:at]}*" for joint in joints for at in joint if at)


class GitIgnored(NamedTuple):
    """What git leaves out of a site; ``include`` and ``exclude`` say what Jekyll does."""

    files: tuple[IgnoreFile, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    links: tuple[tuple[str, Reasons], ...] = ()
    """The symbolic links to nothing that lead to what git leaves out, and why that may be there."""
    folders: tuple[str, ...] = ()
    """Where patterns were looked for, be there any or not."""

    def why(self, output: str) -> Reasons:
        """Why something that is not here may be published at ``output``; empty when git leaves nothing of
        that name out, or Jekyll would not look at it."""
        if not self.files or not output:
            return ()
        entries = EntryFilter(self.include, self.exclude, lambda path: True)
        for source in _sources(output):
            for file in self.files:
                if file.leaves_out(posixpath.join(file.below, source)) and _is_read(source, entries):
                    return because(ReasonKind.GIT_IGNORED, file.path)
        return ()

    def why_source(self, path: str) -> Reasons:
        """Why the file ``path`` of the source may be there in a build; empty when git keeps it."""
        for file in self.files:
            if file.leaves_out(posixpath.join(file.below, path)):
                return because(ReasonKind.GIT_IGNORED, file.path)
        return ()

    def why_target(self, path: str) -> Reasons:
        """Why what a symbolic link leads to may be there in a build, a file or a folder; ``path`` is from the
        source on and may lead out of it."""
        for file in self.files:
            inside = posixpath.normpath(posixpath.join(file.below, path))
            if not inside.startswith("..") and file.leaves_out(inside, is_folder=True):
                return because(ReasonKind.GIT_IGNORED, file.path)
        return ()

    def entries(self, folder: str) -> Iterator[tuple[str, Reasons]]:
        """The names right below a folder of the source that git leaves out, "*" for any, those of links to
        what it leaves out among them."""
        for file in self.files:
            inside = posixpath.join("/", file.below, folder, "")
            for pattern, (_, is_out) in file.patterns.items():
                if is_out and (name := _name_below(inside, pattern.removesuffix("/"))):
                    yield name, because(ReasonKind.GIT_IGNORED, file.path)
        for path, why in self.links:
            if path.startswith(f"{folder}/"):
                yield path[len(folder) + 1 :].partition("/")[0], why

    def made_folders(self) -> Iterator[tuple[str, Reasons]]:
        """The folders within others of the source that git leaves out by their whole path
        (``docs/pages/rules``), where Jekyll would look: another program fills them."""
        entries = EntryFilter(self.include, self.exclude, lambda path: True)
        asked = 0
        for file in self.files:
            above = posixpath.join("/", file.below, "")
            for pattern, (_, is_out) in file.patterns.items():
                path = pattern.removeprefix(above).removesuffix("/")
                is_whole = is_out and pattern.startswith(above) and not _VAGUE.search(path)
                if is_whole and "/" in path:
                    asked += 1
                    if asked > _MOST_ASKED or _is_read(path, entries):
                        yield path, because(ReasonKind.GIT_IGNORED, file.path)


def git_ignored(root: Path, source: str, config: Config, tree: FileTree | None = None) -> GitIgnored:
    """What git leaves out of the site at ``root``, whose source is the folder ``source`` in it: as the files
    of these two folders say, and those above in the same repository. Links of a ``tree`` may lead there."""
    found = [_read(root / source, posixpath.join(source, _LIST), "")] if source else []
    found.append(_read(root, _LIST, source))
    below, path = source, root.resolve()
    for depth in range(1, levels_to_top(path) + 1):
        below, path = posixpath.join(path.name, below), path.parent
        found.append(_read(path, "../" * depth + _LIST, below))
    files = tuple(each for each in found if each.patterns)
    folders = tuple(posixpath.dirname(each.path) for each in found)
    ignored = GitIgnored(files, tuple(config["include"]), tuple(config["exclude"]), folders=folders)
    return ignored._replace(links=tuple(_links_to(ignored, tree))) if files and tree else ignored


def _links_to(ignored: GitIgnored, tree: FileTree) -> Iterator[tuple[str, Reasons]]:
    root = os.path.realpath(tree.root)
    for problem in tree.problems:
        if problem.kind == "broken-link":
            target = relative_path(os.path.realpath(tree.full(problem.path)), root)
            if why := ignored.why_target(target):
                yield problem.path, why


def _read(folder: Path, path: str, below: str) -> IgnoreFile:
    patterns, has_prefixes = {}, False
    for number, line in enumerate(read_small(folder / _LIST).removeprefix("\ufeff").split("\n")):
        written = line.rstrip()
        match = _PATTERN.fullmatch(written.removeprefix("!"))
        if match and not written.startswith("#"):
            patterns[_key(match)] = (number, not written.startswith("!"))
            has_prefixes = has_prefixes or (match["name"].endswith("*") and match["name"][0] != "*")
    return IgnoreFile(path=path, below=below, patterns=patterns, has_prefixes=has_prefixes)


def _key(pattern: re.Match[str]) -> str:
    """How a pattern is looked up."""
    folders, name = pattern["folders"], pattern["name"]
    # what has no slash before its end may lie anywhere
    where = "**/" if folders in ("", "**/") else "/" + folders.removeprefix("/")
    return f"{where}{'*' if name == '**' else name}{pattern['folder']}"


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
