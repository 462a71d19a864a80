"""Puts a site together: its files at their addresses, and why other files have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from sitecheck.files import read_limited
from sitecheck.jekyll.addresses.url import unescape_path
from sitecheck.jekyll.files.data_files import DataFile
from sitecheck.jekyll.generators.languages import ONE_BY_ONE, POLYGLOT, Languages, languages_of, rendered_anew
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.plugins.publisher import drops_slashes
from sitecheck.jekyll.records import Collision, Record, Route, StaticFile
from sitecheck.jekyll.sass_paths import SASS_ENDINGS
from sitecheck.jekyll.site import FEW_SASS_PAGES, Site
from sitecheck.jekyll.unpublished import Unpublished, WhyNot
from sitecheck.jekyll.unsure import Unsure, Unsures
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.named_tuple import NamedTuple

_HOST = lazy_pattern(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")
_MAX_CNAME = 1_000


class _Mover:
    """Makes paths of the site of paths below its source folder."""

    def __init__(self, source: str) -> None:
        self._source = source

    def path(self, path: str) -> str:
        """The path from the root of the site."""
        return f"{self._source}/{path}" if self._source else path

    def documents(self, documents: Iterable[Record]) -> tuple[Record, ...]:
        """The documents at their paths; those that plugins make have none."""
        if not self._source:
            return tuple(documents)
        return tuple(replace(each, path=self.path(each.path)) if each.path else each for each in documents)

    def static(self, files: Iterable[StaticFile]) -> tuple[StaticFile, ...]:
        """The copied files at their paths."""
        return tuple(replace(file, path=self.path(file.path)) if self._source else file for file in files)


class ReadFiles(NamedTuple):
    """What was read of the source folder; paths are relative to it."""

    found: Inventory
    data_files: list[DataFile]
    data: dict[str, Any]
    unsure: list[Unsure]


def assemble(site: Site, read: ReadFiles) -> Site:
    """``site`` with what was read, the addresses of it, and why other files have none."""
    found, move = read.found, _Mover(site.source)
    pages, static = move.documents(found.pages), move.static(found.static)
    collections = {label: move.documents(group) for label, group in found.collections.items()}
    routes = tuple(_routes(pages, static, collections))
    languages = _languages(site, routes, (pages, *collections.values()))
    at_root = tuple(languages.at_root(routes)) if languages is not None else routes
    by_output = {route.output: route for route in at_root}
    by_source = _by_source(routes)
    left_out = {each.path: each for each in (_moved(each, move) for each in found.unpublished.values())}
    left_out.update((each.path, each) for each in _unwritten(collections, static))
    # The configuration lies at the root of the site, wherever its source is.
    left_out.update((file.path, Unpublished(file.path, WhyNot.CONFIG)) for file in site.config.files)
    return replace(
        site,
        pages=pages,
        collections=collections,
        static=static,
        layouts={
            name: layout._replace(path=move.path(layout.path)) for name, layout in found.layouts.items()
        },
        includes=tuple(map(move.path, found.includes)),
        data=read.data,
        data_files=tuple(file._replace(path=move.path(file.path)) for file in read.data_files),
        routes=routes,
        collisions=tuple(_collisions(at_root)),
        unpublished={path: each for path, each in left_out.items() if path not in by_source},
        unsure=Unsures((*read.unsure, *_made_anew(languages, read.unsure))),
        translations=languages.elsewhere(routes) if languages is not None else None,
        problems=(*site.problems, *(each._replace(path=move.path(each.path)) for each in found.problems)),
        by_output=by_output,
        by_source=by_source,
        sass_pages=max(FEW_SASS_PAGES, sum(path.lower().endswith(SASS_ENDINGS) for path in by_source)),
        domain=_domain(site.root, by_output.get("CNAME")),
        drops_slashes=not site.on_github_pages and drops_slashes(site.root, site.config["url"], by_output),
    )


def _domain(root: Path, cname: Route | None) -> str:
    """The host that a published file ``CNAME`` names, in lower case; empty when it names none."""
    if cname is None or cname.source is None or cname.kind != "static":
        return ""
    try:
        lines = read_limited(root / cname.source, _MAX_CNAME).decode("utf-8", "replace").split()
    except OSError:
        return ""
    host = lines[0].lower() if len(lines) == 1 else ""
    return host if _HOST.fullmatch(host) else ""


def _moved(each: Unpublished, move: _Mover) -> Unpublished:
    return each._replace(path=move.path(each.path))


def _unwritten(
    collections: dict[str, tuple[Record, ...]], static: tuple[StaticFile, ...]
) -> Iterator[Unpublished]:
    """The documents and files that Jekyll reads and does not write."""
    groups: list[Iterable[Record | StaticFile]] = [*collections.values(), static]
    for each in (each for group in groups for each in group):
        if each.why_not is not None:
            day = str(each.date.date()) if isinstance(each, Record) and each.date is not None else ""
            name = day if each.why_not is WhyNot.FUTURE else each.collection
            yield Unpublished(str(each.path), each.why_not, name, unescape_path(each.url))


def _routes(
    pages: tuple[Record, ...], static: tuple[StaticFile, ...], collections: dict[str, tuple[Record, ...]]
) -> Iterator[Route]:
    """In the order of ``Site#each_site_file``."""
    for page in pages:
        yield Route(page.path, page.url, page.output, "page" if page.path else "generated")
    for file in static:
        if file.written:
            yield Route(file.path, file.url, file.output, "static")
    for label, group in collections.items():
        for document in group:
            if document.written:
                yield Route(
                    source=document.path,
                    url=document.url,
                    output=document.output,
                    kind="document",
                    collection=label,
                )


def _by_source(routes: tuple[Route, ...]) -> dict[str, Route]:
    """The first address of each file; of the routes that lead there the last, which is what is written."""
    last = {(route.source, route.output): route for route in routes}
    first = {route.source: route for route in reversed(routes) if route.source is not None}
    return {source: last[source, route.output] for source, route in first.items()}


def _languages(
    site: Site, routes: tuple[Route, ...], documents: Iterable[tuple[Record, ...]]
) -> Languages | None:
    """The languages that the site is built for once more, below a folder for each; ``None`` for none."""
    if POLYGLOT in site.running:
        return languages_of(site.config, chain.from_iterable(documents), site.source)
    if ONE_BY_ONE in site.running:
        return rendered_anew(site.config, routes, chain.from_iterable(documents), site.source)
    return None


def _made_anew(languages: Languages | None, unsure: Iterable[Unsure]) -> Iterator[Unsure]:
    if languages is None or languages.anew:  # there, nothing below the folders is known to be missing
        return
    names = (each.name for each in unsure if not each.assets_only and not each.of_any_site)
    yield from (
        Unsure(name, because(ReasonKind.PLUGIN_PAGES, POLYGLOT)) for name in languages.made_anew(names)
    )


def _collisions(routes: tuple[Route, ...]) -> Iterator[Collision]:
    groups: dict[str, list[str | None]] = {}
    for route in routes:
        groups.setdefault(route.output, []).append(route.source)
    for output, sources in groups.items():
        if len(sources) > 1:
            yield Collision(output, tuple(sources))
