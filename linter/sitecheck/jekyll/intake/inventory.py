"""The walk: every file that Jekyll reads becomes a page, post, document or static file, in its order.

Source: ``Jekyll::Reader`` and its readers, ``Jekyll::Collection``, ``Jekyll::Publisher`` (4.3.4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.configuration.pages_gem import always_on_github_pages
from sitecheck.jekyll.files.entry_filter import EntryFilter
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.intake.collection_documents import DATE_NAME, DATELESS_NAME
from sitecheck.jekyll.intake.defaults import Defaults
from sitecheck.jekyll.intake.order import collection_order
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.intake.source_file import KnownHeaders
from sitecheck.jekyll.plugins.names import Name
from sitecheck.jekyll.records import Layout, Record, SiteProblem, StaticFile
from sitecheck.jekyll.ruby import extname
from sitecheck.jekyll.unpublished import Unpublished, WhyNot
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.text.front_matter import FrontMatters

_LABEL = lazy_pattern(r"[^a-z0-9_\-.]", re.IGNORECASE)
_SPECIAL_COLLECTIONS = ("posts", "data")


@dataclass(slots=True)
class Inventory:
    """What the walk found; paths are relative to the source."""

    pages: list[Record] = field(default_factory=list)
    static: list[StaticFile] = field(default_factory=list)
    collections: dict[str, list[Record]] = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)
    includes: list[str] = field(default_factory=list)
    unpublished: dict[str, Unpublished] = field(default_factory=dict)
    problems: list[SiteProblem] = field(default_factory=list)
    further: list[tuple[Name, str]] = field(default_factory=list)
    """What plugins may make that is not worked out, with the plugin."""


def take_inventory(
    tree: FileTree,
    config: Config,
    bundled: frozenset[str] | None,
    earlier: FrontMatters | None,
    headers: KnownHeaders | None,
) -> tuple[Inventory, RecordFactory]:
    """Walk the source folder. Never raises for what is in it; ``bundled`` are the plugins of the Gemfile,
    ``None`` without one; ``earlier`` is front matter as it was read before, ``headers`` what earlier runs
    read."""
    entries = EntryFilter(
        config["include"], config["exclude"], lambda path: tree.kind(path.strip("/")) == "folder"
    )
    defaults = Defaults(config, tree)
    running = bundled or frozenset()
    if "github-pages" in running or config.github_pages:
        running |= always_on_github_pages()
    factory = RecordFactory(tree, config, defaults, entries, earlier, bundled=running, headers=headers)
    walk = _Walk(tree, config, entries, factory)
    walk.run()
    found = walk.found
    found.problems.extend(walk.factory.problems)
    return found, walk.factory


class _Walk:
    def __init__(self, tree: FileTree, config: Config, entries: EntryFilter, factory: RecordFactory) -> None:
        self.tree = tree
        self.config = config
        self.factory = factory
        self.found = Inventory()
        self.filter = entries
        self._collections_dir: str = config["collections_dir"]
        """As written: ``Reader#outside_configured_directory?`` compares text, so ``./cols`` has no posts."""
        self._collections_folder = config.folder("collections_dir")

    def run(self) -> None:
        for label in self.config.collections:
            self.found.collections[_LABEL.sub("", label)] = []
        self._layouts()
        self._folders()
        self._included()
        # Jekyll: pages are sorted by file name alone, files by path; of two with one address the later stays.
        self.found.pages.sort(key=lambda page: page.name)
        self.found.static.sort(key=lambda file: file.relative_path)
        for label in self.found.collections:
            if label not in _SPECIAL_COLLECTIONS:
                self._collection(label)
        for label, documents in self.found.collections.items():
            is_ordered = label != "posts" and not self.config.before_jekyll_4  # which Jekyll 3 cannot
            meta = self.config.collections.get(label, {}) if is_ordered else {}
            self.found.collections[label] = collection_order(documents, meta, f"_{label}")
        self._limit_posts()
        self._includes()

    def _folders(self) -> None:
        """``read_directories``, without recursion: the posts of a folder come before its sub-folders, these
        before the folder's own pages. (Sub-folders come by name; Ruby's ``Dir.entries`` has no order.)"""
        stack: list[tuple[str, list[str] | None]] = [("", None)]
        while stack:
            folder, files = stack.pop()
            if files is None:
                below, files = self._listed(folder)
                stack.append((folder, files))
                stack.extend((each, None) for each in reversed(below))
            else:
                for path in files:
                    self._file(path)

    def _listed(self, folder: str) -> tuple[list[str], list[str]]:
        """The folders and the files in a folder, once its posts are taken."""
        self._posts(folder)
        below: list[str] = []
        files: list[str] = []
        for name, kind in self.tree.list(folder).items():
            path = f"{folder}/{name}" if folder else name
            refusal = self.filter.refuse(name, folder)
            if path == self.config.destination:
                self._leave_out(path, WhyNot.DESTINATION)
            elif refusal:
                self._leave_out(path, *refusal)
            else:
                (below if kind == "folder" else files).append(path)
        return below, files

    def _leave_out(self, path: str, why_not: WhyNot, name: str = "") -> None:
        self.found.unpublished[path] = Unpublished(path, why_not, name)

    def _file(self, path: str) -> None:
        made = self.factory.page_or_static(path)
        if isinstance(made, StaticFile):
            self.found.static.append(made)
        elif isinstance(made, Record):
            self.found.pages.append(made)
        else:
            self.found.unpublished[path] = made

    def _included(self) -> None:
        """``read_included_excludes``, new in Jekyll 4: files that ``include`` names by their path."""
        if self.config.before_jekyll_4:
            return
        known = {page.path for page in self.found.pages} | {file.path for file in self.found.static}
        for entry in self.config["include"]:
            path = entry.strip("/")
            if path and path not in known and self.tree.kind(path) == "file":
                known.add(path)
                self._file(path)

    def _posts(self, folder: str) -> None:
        inside = not self._collections_dir or f"/{folder}".startswith(f"/{self._collections_dir}")
        for magic, pattern in (("_posts", DATE_NAME), ("_drafts", DATELESS_NAME)):
            base = f"{folder}/{magic}" if folder else magic
            if self.tree.kind(base) != "folder":
                continue
            for path in self.tree.walk(base):
                if inside:
                    self._post(base, path, pattern)
                else:
                    self._leave_out(path, WhyNot.OUTSIDE_COLLECTIONS_DIR, self._collections_dir)

    def _post(self, base: str, path: str, pattern: re.Pattern[str]) -> None:
        refusal = self.filter.refuse(path[len(base) + 1 :], base)
        name = path.rpartition("/")[2]
        if refusal:
            self._leave_out(path, *refusal)
        elif not pattern.fullmatch(name):
            self._leave_out(path, WhyNot.NOT_A_POST)
        elif extname(name) in (".yml", ".yaml"):  # ``PostReader#processable?``: the content of one is nil
            self._leave_out(path, WhyNot.NO_TEXT)
        else:
            draft = base.endswith("_drafts")
            made = self.factory.document(path, "posts", self._collections_folder, draft)
            if isinstance(made, Unpublished):
                self.found.unpublished[path] = made
            else:
                self.found.collections["posts"].append(made)

    def _collection(self, label: str) -> None:
        folder = f"{self._collections_folder}/_{label}" if self._collections_folder else f"_{label}"
        if self.tree.kind(folder) != "folder":
            return
        for path in sorted(self.tree.walk(folder, dotted=True)):
            refusal = self.filter.refuse(path[len(folder) + 1 :], f"_{label}")
            if refusal:
                self._leave_out(path, *refusal)
                continue
            made = self.factory.collection_file(path, label, self._collections_folder)
            if isinstance(made, StaticFile):
                self.found.static.append(made)
            elif isinstance(made, Record):
                self.found.collections[label].append(made)
            else:
                self.found.unpublished[path] = made

    def _limit_posts(self) -> None:
        limit = self.config["limit_posts"]
        posts = self.found.collections["posts"]
        if limit > 0:
            unasked = dict.fromkeys(str(post.path) for post in posts[:-limit])
            for path in unasked:
                self._leave_out(path, WhyNot.LIMIT_POSTS, str(limit))
            self.factory.drop_addresses(unasked.keys())
            self.found.collections["posts"] = posts[-limit:]

    def _layouts(self) -> None:
        folder = self.config.folder("layouts_dir")
        if self.tree.kind(folder) != "folder":
            return
        for path in self.tree.walk(folder):
            entry = path[len(folder) + 1 :]
            if "." in entry.rpartition("/")[2] and not self.filter.refuse(entry):
                name = entry.rpartition(".")[0] if "." in entry else entry
                self.found.layouts[name] = self.factory.layout(name, path)

    def _includes(self) -> None:
        folder = self.config.folder("includes_dir")
        if self.tree.kind(folder) == "folder":
            self.found.includes = sorted(self.tree.walk(folder))
