"""Reads a site: its files become records, their addresses routes; what may exist beyond them is said."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sitecheck.files import is_below, lies_in, with_folders
from sitecheck.jekyll.configuration.config import Config, SiteOptions
from sitecheck.jekyll.configuration.named_configs import folders_of_programs
from sitecheck.jekyll.files.data_files import DataFile, read_data_files
from sitecheck.jekyll.files.entry_filter import EntryFilter
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.files.git_ignored import GitIgnored, git_ignored
from sitecheck.jekyll.generators.brought_files import brought_files
from sitecheck.jekyll.generators.plugin_pages import run_generators
from sitecheck.jekyll.generators.script_files import ScriptFiles, script_files
from sitecheck.jekyll.generators.server_settings import settings_folders
from sitecheck.jekyll.generators.submodules import Submodules, missing_submodules
from sitecheck.jekyll.generators.unasked import unasked_plugins
from sitecheck.jekyll.intake.defaults import Defaults
from sitecheck.jekyll.intake.inventory import Inventory, take_inventory
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.intake.source_file import KnownHeaders, begins_with_fence
from sitecheck.jekyll.loading.assembly import ReadFiles, assemble
from sitecheck.jekyll.loading.beyond import (
    at_served_top,
    by_asciidoc_plugin,
    by_asciidoctor,
    by_bundle,
    by_jekyll_3,
    by_kept_files,
    by_others,
    by_plugins,
    by_server,
    by_theme,
    excluded_by_jekyll_4,
    further,
    is_top_served,
    not_read,
    one_by_one,
)
from sitecheck.jekyll.loading.start import Around, SiteStart, read_start
from sitecheck.jekyll.plugins.build_steps import build_file
from sitecheck.jekyll.plugins.gemfile import grouped_gems
from sitecheck.jekyll.plugins.liquid_names import LiquidNames, liquid_names
from sitecheck.jekyll.plugins.own_ruby import OwnRuby, read_own_ruby, read_theme_ruby
from sitecheck.jekyll.records import SiteProblem
from sitecheck.jekyll.refusals import refusals
from sitecheck.jekyll.setting_problems import of_config
from sitecheck.jekyll.site import NO_SOURCE, Site
from sitecheck.jekyll.unpublished import Unpublished, WhyNot
from sitecheck.jekyll.unsure import Unsure
from sitecheck.model.unknown import joined
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.front_matter import FrontMatters

_READ_ELSEWHERE = ("_posts", "_drafts")
_PAGES = (".md", ".markdown", ".html")
_MOST_HIDDEN = 30
"""So many hidden folders are looked into, and so many files in each."""


class _SiteParts(NamedTuple):
    """What a site is put together of, as it was read; paths are relative to the source folder."""

    root: Path
    known: frozenset[str] | None
    """As in the options: from ``root``."""
    source: str
    """The folder of the sources, from ``root``; "" for that itself."""
    start: SiteStart
    config: Config
    """That of ``start``, with what the site's own Ruby makes of it."""
    own: OwnRuby
    tree: FileTree
    found: Inventory
    factory: RecordFactory
    data_files: list[DataFile]
    data: dict[str, Any]
    program: str
    """A file that says how another program than Jekyll has a part in the build; empty for none."""
    unasked: frozenset[str]
    submodules: Submodules
    ignored: GitIgnored
    brought: tuple[Unsure, ...]
    """What workflows and programs bring."""
    looked: tuple[str, ...]
    """The folders besides those of the source that were looked into, from ``root``."""
    problems: tuple[SiteProblem, ...]


def load_site(
    root: Path | str,
    options: SiteOptions | None = None,
    earlier: FrontMatters | None = None,
    headers: KnownHeaders | None = None,
) -> Site:
    """Read the site at ``root``. What is wrong in it is in ``Site.problems`` and ``Site.config.problems``.

    ``earlier`` is the front matter of the same site as it was read before: equal texts are not parsed again.
    ``headers`` knows what earlier runs read. Raises ``NotADirectoryError`` when there is no such folder."""
    parts = _read_parts(_folder(root), options or SiteOptions(), earlier, headers)
    unsure = list(_unsure(parts))
    site = assemble(_site(parts), ReadFiles(parts.found, parts.data_files, parts.data, unsure))
    return replace(site, problems=(*site.problems, *refusals(site)))


def _read_parts(
    root: Path, options: SiteOptions, earlier: FrontMatters | None, headers: KnownHeaders | None
) -> _SiteParts:
    start = read_start(root, options)
    source, tree, problems = _source_files(root, start, options.known)
    own, beside = _own_ruby(tree, root, start, options)
    config = replace(start.config, required=own.plugins, placeholders=own.placeholders)
    found, factory = take_inventory(tree, config, start.bundled, earlier, headers)
    data_files, data = read_data_files(tree, config)
    unasked = unasked_plugins(start.pages, config, found, own)
    run_generators(found, factory, config, unasked)
    _explain(found, tree, config)
    program, builds = build_file(root) or build_file(root / source), start.pages.builds
    ignored = git_ignored(root, source, config, tree if program or not builds else None)
    left_out = {path for path, each in found.unpublished.items() if each.why_not is WhyNot.EXCLUDED}
    brought, looked = _brought(root, source, start.around, left_out, on_pages=builds)
    return _SiteParts(
        root=root,
        known=options.known,
        source=source,
        start=start,
        config=config,
        own=own,
        tree=tree,
        found=found,
        factory=factory,
        data_files=data_files,
        data=data,
        program=program,
        unasked=unasked,
        submodules=missing_submodules(root, source, tree, config, found.unpublished),
        ignored=ignored,
        brought=brought,
        looked=(*looked, *ignored.folders, *beside),
        problems=tuple(problems),
    )


def _unsure(parts: _SiteParts) -> Iterator[Unsure]:
    """What may exist beyond the files that were read."""
    root, source, config, tree, found = parts.root, parts.source, parts.config, parts.tree, parts.found
    start, ignored, around = parts.start, parts.ignored, parts.start.around
    bundled, on_pages = start.bundled, start.pages.builds
    yield from by_plugins(found, config, parts.own, parts.data_files, parts.data)
    yield from by_bundle(found, parts.factory, config, bundled, start.pages)
    yield from by_theme(config, start.theme_files)
    yield from by_server(root, source, config, found, on_pages)
    yield from parts.submodules.unsure
    yield from parts.brought
    yield from by_asciidoctor(found, around.workflows, around.above)
    yield from by_asciidoc_plugin(found, config, bundled)
    yield from further(found)
    yield from by_others(found, ignored)
    yield from by_kept_files(config, found, on_pages)
    yield from not_read(tree, parts.problems, ignored)
    yield from one_by_one(found, tree, config, bundled)
    if config.before_jekyll_4 is not False:
        yield from by_jekyll_3(found, parts.factory)
        yield from excluded_by_jekyll_4(config)


def _site(parts: _SiteParts) -> Site:
    """The site, without what :func:`assemble` adds."""
    start, source, tree, factory = parts.start, parts.source, parts.tree, parts.factory
    code = parts.own, read_theme_ruby(parts.tree, parts.config)
    names = liquid_names(
        parts.config, start.bundled, code, start.pages, start.of_theme, unasked=parts.unasked
    )
    hidden = tuple(posixpath.join(source, path) for path in _hidden_pages(parts.found, tree))
    told = _problems_of(tree, factory.entries, parts.submodules.links, parts.ignored)
    return Site(
        root=parts.root,
        known=parts.known,
        source=source,
        config=parts.config,
        bundled=start.bundled,
        gems=start.gems,
        demanded=start.demanded,
        theme_files=start.theme_files,
        own_ruby=parts.own,
        liquid_names=_with_why(names, parts.problems),
        hidden_pages=hidden,
        folders=_folders(parts),
        git_ignored=parts.ignored,
        missing_templates=parts.submodules.templates,
        github_pages=start.pages,
        unasked=parts.unasked,
        build_file=parts.program,
        until=factory.clock.until,
        leftovers=tuple(tree.leftovers),
        front_matters=factory.front_matters,
        problems=(
            *parts.problems,
            *parts.submodules.problems,
            *_unscoped(factory.defaults, parts.config),
            *told,
        ),
    )


def _folder(root: Path | str) -> Path:
    root = Path(root)
    if not root.is_dir():
        raise NotADirectoryError(str(root))
    return root


def _own_ruby(
    tree: FileTree, root: Path, start: SiteStart, options: SiteOptions
) -> tuple[OwnRuby, tuple[str, ...]]:
    """The site's own Ruby, and the folders besides those of the source that were looked into for it and
    for the theme."""
    gems = grouped_gems(root)
    if start.config.plugins_dir_is_in_source:
        return read_own_ruby(tree, start.config, gems), start.folders
    beside = FileTree(root, options.known)
    return read_own_ruby(beside, start.config, gems), (*start.folders, *beside.listed)


def _brought(
    root: Path, source: str, around: Around, left_out: Collection[str], *, on_pages: bool
) -> tuple[tuple[Unsure, ...], tuple[str, ...]]:
    """What workflows and programs bring, those of the repository in which the site is a folder, too, and
    where was looked: GitHub Pages runs no program. ``left_out`` are the paths that the settings exclude."""
    workflows = around.workflows
    own = script_files(root, source, left_out, workflows=workflows) if not on_pages else ScriptFiles()
    if (place := around.place) is None:
        found = brought_files(root, source, workflows)
        return (*found.unsure, *own.unsure), (*found.actions, *own.folders, *settings_folders(root))
    up, top = posixpath.relpath(".", place.below), Path(place.top)
    below = posixpath.join(place.below, source).rstrip("/")
    found = brought_files(top, below, around.above)
    is_served = not on_pages and is_top_served(top, around.above)
    outer = ScriptFiles()
    if not on_pages:
        outer = script_files(top, below, left_out, workflows=around.above, is_top_served=is_served)
    unsure = [*found.unsure, *own.unsure, *outer.unsure]
    unsure += at_served_top(top, below) if is_served else ()
    looked = ("", *folders_of_programs(top), *found.actions, *outer.folders)
    beside = (posixpath.join(up, folder).rstrip("/") for folder in looked)
    return tuple(unsure), (*own.folders, *settings_folders(root), *beside)


def _unscoped(defaults: Defaults, config: Config) -> Iterator[SiteProblem]:
    """The sets of defaults at which the build stops, or documents are lost, as they have no scope."""
    for number, stops in sorted(defaults.refused.items()):
        message = "these defaults have no scope, which is compared with that of others above"
        if not stops:
            message += ": documents that both are for are not published"
        problem = of_config(config, message, 'write scope: {path: ""}', "defaults", number)
        yield problem._replace(fatal=stops)


def _problems_of(
    tree: FileTree, entries: EntryFilter, told: Collection[str], ignored: GitIgnored
) -> Iterator[SiteProblem]:
    """What listing the folder has shown to be wrong, but where Jekyll does not look, at the paths of which it
    is ``told`` already, and for links to what is made later."""
    fine = dict(ignored.links)
    looked_at = _LookedAt(entries)
    for each in tree.problems:
        if each.path not in told and each.path not in fine and each.path in looked_at:
            yield SiteProblem(each.path, each.kind, each.message)


class _LookedAt:
    """The paths that Jekyll looks at: not ``.#page.md``, the lock of an editor. What it reads apart, such as
    ``_includes``, it reads whatever the settings exclude. A folder with many is judged once."""

    def __init__(self, entries: EntryFilter) -> None:
        self._entries = entries
        self._ways: dict[str, tuple[bool, bool]] = {"": (True, False)}

    def __contains__(self, path: str) -> bool:
        return self._way(path)[0]

    def _way(self, path: str) -> tuple[bool, bool]:
        """Whether Jekyll looks there, and whether the path leads through what it reads apart."""
        if path not in self._ways:
            folder, _, name = path.rpartition("/")
            is_seen, apart = self._way(folder)
            apart = apart or name.startswith("_")
            refusal = None if name.startswith("_") else self._entries.refuse(name, folder)
            is_seen = is_seen and (refusal is None or (apart and refusal.why_not is WhyNot.EXCLUDED))
            self._ways[path] = (is_seen, apart)
        return self._ways[path]


def _folders(parts: _SiteParts) -> tuple[str, ...]:
    """The root (configuration, Gemfile), what leads to the source that is named, what the walk listed, where
    the workflows are, and where else was looked."""
    source = _named_source(parts.root, parts.config)
    inside = not source.startswith(("/", "../"))  # no whole path, and none that leads out
    way = with_folders(posixpath.dirname(source)) if inside else ()
    listed = (posixpath.join(parts.source, folder).rstrip("/") for folder in parts.tree.listed)
    return tuple(sorted({"", *way, *listed, *folders_of_programs(parts.root), *parts.looked}))


def _below(source: str, known: frozenset[str] | None) -> frozenset[str] | None:
    if known is None or not source:
        return known
    prefix = f"{source}/"
    return frozenset(path[len(prefix) :] for path in known if path.startswith(prefix))


def _source_files(
    root: Path, start: SiteStart, known: frozenset[str] | None
) -> tuple[str, FileTree, list[SiteProblem]]:
    """The folder of the sources, what is in it, and what is wrong with it; ``known`` as in the options."""
    source, problems = _source(root, start)
    if source is None:
        return "", FileTree(root, frozenset()), problems
    return source, FileTree(root / source, _below(source, known)), problems


def _with_why(names: LiquidNames, problems: Sequence[SiteProblem]) -> LiquidNames:
    """The names that plugins bring; a source that is not here may have plugins."""
    reasons = NO_SOURCE if any(each.kind == "no-source" for each in problems) else ()
    return names._replace(reasons=joined(names.reasons, reasons))


def _source(root: Path, start: SiteStart) -> tuple[str | None, list[SiteProblem]]:
    """The folder that ``source`` names. One that another program makes is not here, and likely a copy of that
    of the same name at the top: ``.tmp/src`` of ``src``. Of any other that is not in the site Jekyll builds
    nothing, which ``None`` stands for."""
    config = start.config
    named = _named_source(root, config)
    if named in (".", ""):
        return "", []
    if _is_folder_of(root, named):
        return named, []
    origin = named.rpartition("/")[2]
    parts = (config.folder("layouts_dir"), config.folder("includes_dir"), "_posts")
    has_parts = _is_folder_of(root, origin) and any(_is_folder_of(root, f"{origin}/{part}") for part in parts)
    read: str | None = origin if has_parts else "" if _may_be_itself(root, named, start) else None
    told = f"{read or 'the site itself'} is read" if read is not None else "nothing is read, as by Jekyll"
    message = f"source: {named} is no folder of this site; {told}"
    path, entry = config.entry("source") or ("_config.yml", None)
    hint = "name the folder that has the pages, as seen from here, or remove the line"
    span = entry.value if entry is not None else None
    return read, [SiteProblem(path=path, kind="no-source", message=message, span=span, hint=hint)]


def _named_source(root: Path, config: Config) -> str:
    """The folder that ``source`` names, as seen from the site: ``/srv/site/src`` and ``../site/src`` are
    ``src`` of ``/srv/site`` (``File.expand_path``, where the build begins there)."""
    named = posixpath.normpath(config.text("source"))
    if named.startswith(("/", "../")):
        top = Path(os.path.abspath(root)).as_posix()
        whole = posixpath.normpath(posixpath.join(top, named))
        if is_below(whole, top):
            return whole[len(top) :].strip("/") or "."
    return named


def _may_be_itself(root: Path, named: str, start: SiteStart) -> bool:
    """Whether the site itself may be the folder, though it has none of that name: where GitHub Pages builds,
    which says itself what the source is; where the path leads out, as a place in a container; and where
    a build from above is told of the configuration by ``--config docs/_config.yml``."""
    is_outside = named.startswith(("/", "../", "~")) or named == ".."
    is_above = f"{Path(os.path.abspath(root)).as_posix()}/".endswith(f"/{named}/")
    return is_outside or is_above or start.pages.builds or start.config.github_pages


def _is_folder_of(root: Path, name: str) -> bool:
    return lies_in(root / name, root) and os.path.isdir(root / name)


def _explain(found: Inventory, tree: FileTree, config: Config) -> None:
    """Reasons for the folders that serve the build, in place of "begins with _"; those whose names begin
    otherwise are published like any."""
    folders = {
        config.folder("layouts_dir"): WhyNot.LAYOUT,
        config.folder("includes_dir"): WhyNot.INCLUDE,
        config.folder("data_dir"): WhyNot.DATA,
        str((config["sass"] or {}).get("sass_dir") or "_sass"): WhyNot.SASS,
        **dict.fromkeys(config.plugin_folders, WhyNot.PLUGIN_SOURCE),
    }
    for folder, why_not in folders.items():
        path = folder.strip("/")
        is_left_out = path in found.unpublished or any(map(_is_special, path.split("/")))
        if path and is_left_out and tree.kind(path) == "folder":
            found.unpublished[path] = Unpublished(path, why_not)
    if not config.is_on("show_drafts"):
        for path in [path for path in found.unpublished if path.rpartition("/")[2] == "_drafts"]:
            found.unpublished[path] = Unpublished(path, WhyNot.DRAFT)
    for path in [path for path in found.unpublished if path.rpartition("/")[2].startswith("_")]:
        label = path.rpartition("/")[2][1:]
        if found.unpublished[path].why_not is WhyNot.HIDDEN_NAME and label in found.collections:
            del found.unpublished[path]


def _hidden_pages(found: Inventory, tree: FileTree) -> Iterator[str]:
    """A page of each hidden folder; asked for before the listed folders are, as these become listed."""
    hidden = (each.path for each in found.unpublished.values() if each.why_not is WhyNot.HIDDEN_NAME)
    folders = (path for path in hidden if tree.kind(path) == "folder" and _is_hidden(path.rpartition("/")[2]))
    for folder in islice(folders, _MOST_HIDDEN):
        paths = islice(_pages_below(folder, tree), _MOST_HIDDEN)
        yield from islice((path for path in paths if begins_with_fence(tree.root / path)), 1)


def _pages_below(folder: str, tree: FileTree) -> Iterator[str]:
    """What may be pages in a folder, and then in those in it, such as one for each language."""
    inside = [f"{folder}/{name}" for name in tree.list(folder) if not _is_special(name)]
    folders = (path for path in inside if tree.kind(path) == "folder")
    further = (f"{each}/{name}" for each in islice(folders, _MOST_HIDDEN) for name in tree.list(each))
    yield from (path for path in chain(inside, further) if path.endswith(_PAGES))


def _is_special(name: str) -> bool:
    return name.startswith(("_", "."))


def _is_hidden(name: str) -> bool:
    return name.startswith("_") and name not in _READ_ELSEWHERE
