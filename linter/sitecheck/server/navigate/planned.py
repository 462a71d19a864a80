"""What files are to be moved where, and the site that Jekyll would then build."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sitecheck.document import SiteReader
from sitecheck.engine.reading.open_site import open_site
from sitecheck.errors import UsageError
from sitecheck.files import LONGEST_PATH, leads_out, moved_files, unsaved
from sitecheck.jekyll import Payload, Record, Resolver, Route, Site
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.links.relative_links import RelativeLinks
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import Link
from sitecheck.warm.site_view import SiteView, held_bytes

_BAD_NAME = lazy_pattern(r"[\x00-\x1f\x7f\\]|\{[{%]|[%}]\}")
"""Control characters, and what would be Liquid or no part of a path where the name is written."""


def checked_path(path: str) -> str:
    """A path of the site that a file may be moved to, normal; raises :class:`UsageError` for any other."""
    normal = posixpath.normpath(path)
    if not path or path.startswith("/") or normal in (".", "..") or normal.startswith("../"):
        raise UsageError(f"{path!r} is no place in the site: name a path below its folder")
    if _BAD_NAME.search(normal) or any("\ud800" <= each <= "\udfff" for each in normal):
        raise UsageError(f"{path!r} cannot be the name of a file here: choose one of plain characters")
    if len(normal.encode()) >= LONGEST_PATH or any(len(each.encode()) > 255 for each in normal.split("/")):
        raise UsageError("the name is too long for a file")
    return normal


@dataclass(frozen=True)
class Plan:
    """Files that are to be moved: old path → new path."""

    view: SiteView
    files: Mapping[str, str]

    def new_path(self, path: str) -> str:
        """Where a file will be."""
        return self.files.get(path, path)

    @contextmanager
    def carried_out(self, texts: Mapping[str, str] | None = None) -> Iterator[None]:
        """Inside, the site is read as it will be; ``texts`` are those of files that are changed besides, by
        their old paths."""
        folder = self.view.folder
        held = held_bytes(folder, {**self.view.texts, **(texts or {})})
        moves = {os.path.join(folder, old): os.path.join(folder, new) for old, new in self.files.items()}
        with moved_files(moves), unsaved(held):
            yield

    @cached_property
    def reader(self) -> SiteReader:
        """Reads the site that Jekyll would then build."""
        with self.carried_out():
            return self.opened()

    def opened(self) -> SiteReader:
        """Reads the site anew; ask it within :meth:`carried_out`."""
        view = self.view
        call = view.options.call
        if call.known is not None:
            call = call._replace(known=frozenset(map(self.new_path, call.known)))
        return open_site(view.folder, view.settings, call, view.site.front_matters)

    @property
    def after(self) -> Site:
        """The site that Jekyll would then build."""
        return self.reader.site

    @cached_property
    def resolver(self) -> Resolver:
        """Tells where links will lead."""
        return Resolver(self.after)

    @cached_property
    def payload(self) -> Payload:
        """What Liquid will see."""
        return Payload(self.after)

    @cached_property
    def relative(self) -> RelativeLinks:
        """What jekyll-relative-links makes of links now."""
        return RelativeLinks(self.view.site)

    @cached_property
    def relative_after(self) -> RelativeLinks:
        """What jekyll-relative-links will make of links."""
        return RelativeLinks(self.after)

    @cached_property
    def relative_paths(self) -> Mapping[str, str]:
        """The files of the site that will be, and their paths as Jekyll has them: those of documents count
        from the folder of collections."""
        found = {file.path: file.relative_path.lstrip("/") for file in self.after.static if file.written}
        return found | {path: each.relative_path for path, each in self.records_after.items()}

    @cached_property
    def records_after(self) -> Mapping[str, Record]:
        """The documents of the site that will be, by their new paths."""
        return {record.path: record for record in self.after.sources() if record.path is not None}

    def route(self, route: Route) -> Route | None:
        """Where what is served at ``route`` will be served; ``None`` when nowhere, or not known."""
        source = route.source
        if source is None:
            return route if route.output in self.after.by_output else None
        known = self.view.site.by_source.get(source)
        if known is None or known.url != route.url:  # a further page of a list
            return route if source not in self.files else None
        return self.after.by_source.get(self.new_path(source))

    def url(self, path: str, url: str) -> str:
        """The address that a page will have, which is in the file ``path`` (its old path)."""
        known = self.view.site.by_source.get(path)
        found = self.after.by_source.get(self.new_path(path))
        return found.url if found is not None and known is not None and known.url == url else url

    @cached_property
    def changed(self) -> Mapping[str, tuple[Route, Route | None]]:
        """The files whose addresses change, by their old paths: what they are, and what they will be."""
        found: dict[str, tuple[Route, Route | None]] = {}
        for path, route in self.view.site.by_source.items():
            now = self.after.by_source.get(self.new_path(path))
            if now is None or (now.url, now.output) != (route.url, route.output):
                found[path] = route, now
        return found

    def route_before(self, url: str, link: Link) -> Route | None:
        """What a link leads to now from the page at ``url``, as jekyll-relative-links may leave it."""
        route = self.view.facts.verdict(url, link).route
        if route is not None or link.href is None or not link.plain or not self.relative.possible:
            return route
        rewritten = self.relative.rewrite(url, link.href)
        return self.view.facts.leads(url, rewritten).route if rewritten != link.href else None


def plan(view: SiteView, moves: Mapping[str, str]) -> Plan:
    """The files that are moved when files or folders are: old path → new path, from the site's folder.

    Raises :class:`UsageError` for what would leave the site, or cannot be a name, or takes the place of
    another file.
    """
    files: dict[str, str] = {}
    tree = FileTree(Path(view.folder))
    for old, new in moves.items():
        old, new = checked_path(old), checked_path(new)
        full = os.path.join(view.folder, new)
        if leads_out(full, view.folder):
            raise UsageError(f"{new} leads out of the site by a symbolic link")
        if tree.kind(old) == "folder":
            if f"{new}/".startswith(f"{old}/") and new != old:
                raise UsageError(f"{old} cannot be moved into itself")
            files.update((path, new + path[len(old) :]) for path in tree.walk(old, dotted=True))
        else:
            files[old] = new
    files = {old: new for old, new in files.items() if old != new}
    for new in files.values():
        if tree.kind(new) is not None and new not in files:
            raise UsageError(f"{new} is there already")
    if len(set(files.values())) < len(files):
        raise UsageError("two files would get the same path")
    return Plan(view, files)
