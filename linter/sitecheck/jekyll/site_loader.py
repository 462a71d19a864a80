"""Reads a site: its files become records, their addresses routes; what may exist beyond them is said."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from sitecheck.files import read_limited
from sitecheck.jekyll.addresses.url import unescape_path
from sitecheck.jekyll.configuration.config import Config, SiteOptions
from sitecheck.jekyll.configuration.config_loader import load_config
from sitecheck.jekyll.configuration.config_values import PLUGINS_FOLDER
from sitecheck.jekyll.deep_merge import deep_merge
from sitecheck.jekyll.files.data_files import DataFile, read_data_files
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.files.git_ignored import git_ignored, levels_to_top
from sitecheck.jekyll.generators.brought_files import BroughtFiles, brought_files
from sitecheck.jekyll.generators.languages import (
    ONE_BY_ONE,
    POLYGLOT,
    Languages,
    languages_of,
    made_one_by_one,
    rendered_anew,
)
from sitecheck.jekyll.generators.plugin_pages import may_make, run_generators
from sitecheck.jekyll.generators.server_rules import RULES, led_by_rules, served_otherwise
from sitecheck.jekyll.generators.submodules import missing_submodules
from sitecheck.jekyll.intake.inventory import Inventory, take_inventory
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.intake.source_file import KnownHeaders, begins_with_fence
from sitecheck.jekyll.plugins.build_steps import build_file
from sitecheck.jekyll.plugins.gemfile import (
    Demand,
    bundled_plugins,
    demanded_gems,
    is_before_jekyll_3,
    locked_gems,
)
from sitecheck.jekyll.plugins.liquid_names import liquid_names
from sitecheck.jekyll.plugins.names import ANYTHING, Name, outputs_of
from sitecheck.jekyll.plugins.own_ruby import OwnRuby, read_own_ruby
from sitecheck.jekyll.plugins.plugin_table import (
    always_on_github_pages,
    github_pages_bundle,
    of_theme,
    of_themes,
    plugin_facts,
    runs_on_github_pages,
)
from sitecheck.jekyll.plugins.publisher import (
    Workflows,
    folders_of_workflows,
    is_built_by_github_pages,
    is_left_to_github_pages,
    may_be_built_by_github_pages,
    names_github_pages,
    nobody_else_builds,
    workflow_files,
)
from sitecheck.jekyll.plugins.theme import Theme, read_theme
from sitecheck.jekyll.records import (
    Collision,
    Record,
    Route,
    SiteProblem,
    StaticFile,
)
from sitecheck.jekyll.refusals import refusals
from sitecheck.jekyll.site import Site, Unsure
from sitecheck.jekyll.unpublished import Unpublished, WhyNot
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.text.front_matter import FrontMatters

_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")
_MAX_CNAME = 1_000
_READ_ELSEWHERE = ("_posts", "_drafts")
_PAGES = (".md", ".markdown", ".html")
_MOST_HIDDEN = 30
"""So many hidden folders are looked into, and so many files in each."""


def load_site(
    root: Path | str,
    options: SiteOptions | None = None,
    earlier: FrontMatters | None = None,
    headers: KnownHeaders | None = None,
) -> Site:
    """Read the site at ``root``. What is wrong in it is in ``Site.problems`` and ``Site.config.problems``.

    ``earlier`` is the front matter of the same site as it was read before: equal texts are not parsed again.
    ``headers`` knows what earlier runs read. Raises ``NotADirectoryError`` when there is no such folder.
    """
    start = _start(root := _folder(root), options or SiteOptions())
    source, problems = _source(root, start.config)
    tree = FileTree(root / source, _below(source, options.known if options else None))
    (own, beside), bundled = _own_ruby(tree, root, start, options), bundled_plugins(root)
    config = replace(start.config, required=own.plugins)
    found, factory = take_inventory(tree, config, bundled, earlier, headers)
    files, data = read_data_files(tree, config)
    run_generators(found, factory, config)
    _explain(found, tree, config)
    submodules, workflows = missing_submodules(root, source, tree, found.unpublished), workflow_files(root)
    alone, on_pages = _builders(root, config, workflows)
    ignored, (brought, looked) = git_ignored(root, source, config), _brought(root, source, workflows)
    unsure = [*_by_plugins(config, own, found), *_bundled_unsure(found, factory, config, bundled, on_pages)]
    unsure += [*_not_read(tree), *submodules.unsure, *brought.unsure, *_by_server(root, source, found)]
    unsure += _one_by_one(found, tree, config, bundled)
    found.problems.extend(_problems_of(tree, submodules.links))
    site = Site(
        root=root,
        source=source,
        config=config,
        problems=(*problems, *submodules.problems),
        bundled=bundled,
        gems=start.gems,
        demanded=start.demanded,
        theme=start.theme,
        own_ruby=own,
        liquid_names=liquid_names(config, bundled, own),
        hidden_pages=tuple(posixpath.join(source, path) for path in _hidden_pages(found, tree)),
        folders=_folders(source, config, tree, root, looked=(*looked, *ignored.folders, *beside)),
        git_ignored=ignored,
        on_github_pages=on_pages,
        left_to_github_pages=is_left_to_github_pages(root, alone=alone),
        may_be_built_by_github_pages=may_be_built_by_github_pages(root, workflows, alone=alone),
        build_file=build_file(root) or build_file(root / source),
        until=factory.clock.until,
        leftovers=tuple(tree.leftovers),
        front_matters=factory.front_matters,
    )
    return _with_refusals(_assemble(site, _ReadFiles(found, files, data, unsure)))


def _folder(root: Path | str) -> Path:
    root = Path(root)
    if not root.is_dir():
        raise NotADirectoryError(str(root))
    return root


def _with_refusals(site: Site) -> Site:
    return replace(site, problems=(*site.problems, *refusals(site)))


def _own_ruby(
    tree: FileTree, root: Path, start: _Start, options: SiteOptions | None
) -> tuple[OwnRuby, tuple[str, ...]]:
    """The site's own Ruby, and the folders besides those of the source that were looked into for it and
    for the theme."""
    if start.config.plugins_dir_is_in_source:
        return read_own_ruby(tree, start.config), start.folders
    beside = FileTree(root, options.known if options else None)
    return read_own_ruby(beside, start.config), (*start.folders, *beside.listed)


def _builders(root: Path, config: Config, workflows: Workflows) -> tuple[bool, bool]:
    """Whether nothing tells of another than GitHub Pages that builds the site, and whether that does it."""
    alone = nobody_else_builds(root, workflows)
    return alone, config.github_pages or is_built_by_github_pages(root, alone=alone)


def _brought(root: Path, source: str, workflows: Workflows) -> tuple[BroughtFiles, tuple[str, ...]]:
    """What workflows bring, those of the repository in which the site is a folder, and where was looked."""
    real = root.resolve()
    levels = levels_to_top(real)
    if not levels:
        found = brought_files(root, source, workflows)
        return found, found.actions
    up, top = "/".join([".."] * levels), real.parents[levels - 1]
    below = posixpath.join(*real.parts[-levels:], source).rstrip("/")
    found = brought_files(top, below, workflow_files(top))
    looked = (*folders_of_workflows(top), *found.actions)
    return found, tuple(posixpath.join(up, folder) for folder in looked)


def _problems_of(tree: FileTree, told: Collection[str]) -> Iterator[SiteProblem]:
    """What listing the folder has shown to be wrong, but at the paths of which it is ``told`` already."""
    for each in tree.problems:
        if each.path not in told:
            yield SiteProblem(each.path, each.kind, each.message)


def _folders(
    source: str, config: Config, tree: FileTree, root: Path, *, looked: Iterable[str]
) -> tuple[str, ...]:
    """The root (configuration, Gemfile), what leads to the source that is named, what the walk listed, where
    the workflows are, and where else was ``looked``."""
    named = posixpath.normpath(str(config["source"])).split("/")
    inside = not named[0].startswith(("..", "/")) and named[0] != ""
    way = ("/".join(named[:depth]) for depth in range(1, len(named) if inside else 0))
    listed = (posixpath.join(source, folder).rstrip("/") for folder in tree.listed)
    return tuple(sorted({"", *way, *listed, *folders_of_workflows(root), *looked}))


class _Start(NamedTuple):
    """What is known of a site before its files are listed."""

    config: Config
    """With what the theme says below it."""
    gems: dict[str, str]
    demanded: dict[str, Demand]
    theme: Theme | None
    folders: tuple[str, ...]
    """Where the theme was looked for."""


def _start(root: Path, options: SiteOptions) -> _Start:
    gems = locked_gems(root)
    config = load_config(root, options)
    if is_before_jekyll_3(gems, demanded := demanded_gems(root)):
        config = _heard_by_old_jekyll(config)
    theme, folders = read_theme(root, config, gems)
    if theme is not None and theme.settings:
        config = replace(config, values=deep_merge(theme.settings, config.values))
    heard = _with_whitelist(_with_gems(config, gems, demanded, root), root)
    return _Start(config=heard, gems=gems, demanded=demanded, theme=theme, folders=folders)


def _with_whitelist(config: Config, root: Path) -> Config:
    """The configuration with the plugins that GitHub Pages allows, where ``safe`` is on and that, or its gem,
    may build the site: there it always is."""
    if not config.is_on("safe") or not (bundled_plugins(root) is None or names_github_pages(root)):
        return config
    allowed = [*config.values["whitelist"], *sorted(runs_on_github_pages())]
    return replace(config, values={**config.values, "whitelist": allowed})


def _heard_by_old_jekyll(config: Config) -> Config:
    """The configuration as Jekyll before version 3 reads it."""
    heard = tuple(problem for problem in config.problems if problem.kind != PLUGINS_FOLDER)
    return replace(config, problems=heard)


def _with_gems(config: Config, releases: dict[str, str], demanded: dict[str, Demand], root: Path) -> Config:
    """The configuration with what ``gems`` names, as ``plugins`` were called before Jekyll 4.0, where
    ``Gemfile.lock`` says that such a release builds the site, or GitHub Pages may, which has Jekyll 3; and
    where nothing tells the release of a site that has been built with no other plugins."""
    named = config.values.get("gems")
    if not isinstance(named, list):
        return config
    by_github_pages = not releases and (bundled_plugins(root) is None or names_github_pages(root))
    is_heeded = by_github_pages or releases.get("jekyll", "").startswith(("2.", "3."))
    asks_for_later = demanded.get("jekyll", Demand()).low >= (4,)
    is_likely = not (is_heeded or releases or asks_for_later or config.values["plugins"])
    if not is_heeded and not is_likely:
        return config
    values = {**config.values, "plugins": [*config.values["plugins"], *named]}
    return replace(config, values=values, gems_are_likely=is_likely)


def _below(source: str, known: frozenset[str] | None) -> frozenset[str] | None:
    if known is None or not source:
        return known
    prefix = f"{source}/"
    return frozenset(path[len(prefix) :] for path in known if path.startswith(prefix))


def _source(root: Path, config: Config) -> tuple[str, list[SiteProblem]]:
    named = posixpath.normpath(str(config["source"]))
    if named in (".", ""):
        return "", []
    inside = os.path.realpath(root / named).startswith(os.path.realpath(root) + os.sep)
    if inside and (root / named).is_dir():
        return named, []
    message = f"source: {named} is no folder of this site; the site itself is read"
    return "", [SiteProblem("_config.yml", "no-source", message)]


def _explain(found: Inventory, tree: FileTree, config: Config) -> None:
    """Reasons for the configuration and the folders that serve the build, in place of "begins with _"."""
    for name in (file.path for file in config.files):
        found.unpublished[name] = Unpublished(name, WhyNot.CONFIG)
    folders = {
        config.folder("layouts_dir"): WhyNot.LAYOUT,
        config.folder("includes_dir"): WhyNot.INCLUDE,
        config.folder("data_dir"): WhyNot.DATA,
        str((config["sass"] or {}).get("sass_dir") or "_sass"): WhyNot.SASS,
        **dict.fromkeys(config.plugin_folders, WhyNot.PLUGIN_SOURCE),
    }
    for folder, why_not in folders.items():
        path = folder.strip("/")
        if path and tree.kind(path) == "folder":
            found.unpublished[path] = Unpublished(path, why_not)
    if not config.is_on("show_drafts"):
        for path in [path for path in found.unpublished if path.rsplit("/", 1)[-1] == "_drafts"]:
            found.unpublished[path] = Unpublished(path, WhyNot.DRAFT)
    for path in [path for path in found.unpublished if path.rsplit("/", 1)[-1].startswith("_")]:
        label = path.rsplit("/", 1)[-1][1:]
        if found.unpublished[path].why_not is WhyNot.HIDDEN_NAME and label in found.collections:
            del found.unpublished[path]


def _hidden_pages(found: Inventory, tree: FileTree) -> Iterator[str]:
    """A page of each hidden folder; asked for before the listed folders are, as these become listed."""
    hidden = (each.path for each in found.unpublished.values() if each.why_not is WhyNot.HIDDEN_NAME)
    folders = (path for path in hidden if tree.kind(path) == "folder" and _is_hidden(path.rpartition("/")[2]))
    for folder in islice(folders, _MOST_HIDDEN):
        names = [name for name in tree.list(folder) if name.endswith(_PAGES)]
        paths = (f"{folder}/{name}" for name in names[:_MOST_HIDDEN])
        yield from islice((path for path in paths if begins_with_fence(tree.root / path)), 1)


def _is_hidden(name: str) -> bool:
    return name.startswith("_") and name not in _READ_ELSEWHERE


def _bundled_unsure(
    found: Inventory, factory: RecordFactory, config: Config, bundled: frozenset[str] | None, on_pages: bool
) -> Iterator[Unsure]:
    """What plugins of the Gemfile, of GitHub Pages and of the theme may make: certain pages of known ones,
    anything of unknown ones. GitHub Pages runs some on every site, and most likely builds one without a
    Gemfile; the gems that a theme's gem depends on are loaded (``PluginManager#require_theme_deps``)."""
    names = bundled or frozenset()
    if "github-pages" in names:
        names |= github_pages_bundle()
    if on_pages or bundled is None:
        names |= always_on_github_pages()
    if config["theme"]:
        names |= of_themes()
    names -= config.plugins
    certain = of_theme(str(config["theme"])) | (always_on_github_pages() if on_pages else frozenset())
    for output, name in may_make(found, factory, config, names):
        reasons = because(ReasonKind.GEMFILE_PLUGIN, name)
        yield Unsure(Name((output,)), reasons, sure=name in certain)
    for name in sorted(names):
        if "theme" not in name:
            for unsure in plugin_facts(name).unsure(config.values):
                yield Unsure(unsure, because(ReasonKind.GEMFILE_PLUGIN, name))
        yield from _may_be_converted(found, name)


def _may_be_converted(found: Inventory, plugin: str) -> Iterator[Unsure]:
    """What a plugin would make of pages that nothing converts for certain."""
    becomes = plugin_facts(plugin).converts
    for page in found.pages if becomes else ():
        new, old = becomes.get(page.ext.lower()), page.ext
        if new is not None and page.output.endswith(old):
            made = page.output.removesuffix(old) + new
            yield Unsure(Name((made,)), because(ReasonKind.GEMFILE_PLUGIN, plugin))


def _by_plugins(config: Config, own: OwnRuby, found: Inventory) -> Iterator[Unsure]:
    if config.unread:
        yield Unsure(ANYTHING, because(ReasonKind.UNREAD_CONFIG, config.unread))
    for name in sorted(config.plugins):
        reasons = because(ReasonKind.PLUGIN_PAGES, name)
        yield from (Unsure(unsure, reasons) for unsure in plugin_facts(name).unsure(config.values))
    yield from (Unsure(name, because(ReasonKind.PLUGIN_PAGES, plugin)) for name, plugin in found.further)
    for made, path in own.makes:
        yield Unsure(made, because(ReasonKind.OWN_PLUGIN, path))
    theme = config["theme"] or config["remote_theme"]
    if theme:
        yield Unsure(ANYTHING, because(ReasonKind.THEME_FILE, str(theme)), assets_only=True)


def _by_server(root: Path, source: str, found: Inventory) -> Iterator[Unsure]:
    paths = (file.relative_path.lstrip("/") for file in found.static)
    for name, path in served_otherwise(root, source, paths):
        yield Unsure(name, because(ReasonKind.SERVER, path))
    rules = [file.path for file in found.static if file.output == RULES]
    rules += [page.path for page in found.pages if page.output == RULES and page.path is not None]
    for led in led_by_rules(root, (posixpath.join(source, path) for path in rules[-1:])):
        reasons = because(ReasonKind.SERVER, led.file)
        yield from (Unsure(name, reasons) for name in led.names)
        if led.outputs:
            yield Unsure(Name((min(led.outputs),)), reasons, outputs=led.outputs)


def _not_read(tree: FileTree) -> Iterator[Unsure]:
    """What is there and not read: where links lead out of the site, or a limit is met."""
    yield from _outside(tree)
    for each in tree.problems:
        if each.kind == "too-many-files":
            yield Unsure(ANYTHING, because(ReasonKind.LIMIT, "the site has more files than are read"))
        elif each.kind in ("too-deep", "unreadable"):
            inside = Name((f"{each.path}/" if each.path else "", ""))
            yield Unsure(inside, because(ReasonKind.LIMIT, f"the folder {each.path or '.'} is not read"))


def _outside(tree: FileTree) -> Iterator[Unsure]:
    for path, kind in tree.outside:
        if kind == "file" and path.startswith(("_", ".")) and "/" not in path:
            continue  # settings and the like, which make no page
        names = [Name((f"{path}/", ""))] if kind == "folder" else outputs_of(Name((path,)))
        yield from (Unsure(name, because(ReasonKind.LINK_OUT, path)) for name in names)


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


class _ReadFiles(NamedTuple):
    """What was read of the source folder; paths are relative to it."""

    found: Inventory
    data_files: list[DataFile]
    data: dict[str, Any]
    unsure: list[Unsure]


def _assemble(site: Site, read: _ReadFiles) -> Site:
    """``site`` with what was read, the addresses of it, and why other files have none."""
    found, move = read.found, _Mover(site.source)
    pages, static = move.documents(found.pages), move.static(found.static)
    collections = {label: move.documents(group) for label, group in found.collections.items()}
    routes = tuple(_routes(pages, static, collections))
    languages = _languages(site, routes, (pages, *collections.values()))
    at_root = tuple(languages.at_root(routes)) if languages is not None else routes
    by_output = {route.output: route for route in at_root}
    by_source = {route.source: route for route in reversed(routes) if route.source is not None}
    left_out = {each.path: each for each in (_moved(each, move) for each in found.unpublished.values())}
    left_out.update((each.path, each) for each in _unwritten(collections, static))
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
        case_collisions=tuple(_case_collisions(by_output)),
        unpublished={path: each for path, each in left_out.items() if path not in by_source},
        unsure=(*read.unsure, *_made_anew(languages, read.unsure)),
        translations=languages.elsewhere(routes) if languages is not None else None,
        problems=(*site.problems, *(each._replace(path=move.path(each.path)) for each in found.problems)),
        by_output=by_output,
        by_source=by_source,
        domain=_domain(site.root, by_output.get("CNAME")),
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


def _languages(
    site: Site, routes: tuple[Route, ...], documents: Iterable[tuple[Record, ...]]
) -> Languages | None:
    """The languages that the site is built for once more, below a folder for each; ``None`` for none."""
    if POLYGLOT in site.running:
        return languages_of(site.config, chain.from_iterable(documents))
    if ONE_BY_ONE in site.running:
        return rendered_anew(site.config, routes, chain.from_iterable(documents))
    return None


def _one_by_one(
    found: Inventory, tree: FileTree, config: Config, bundled: frozenset[str] | None
) -> Iterator[Unsure]:
    """What of a site that is rendered anew for each language is known by its folder alone."""
    if ONE_BY_ONE in config.plugins | (bundled or frozenset()):
        documents = chain(found.pages, *found.collections.values())
        names = made_one_by_one(config, tree, documents)
        yield from (Unsure(name, because(ReasonKind.PLUGIN_PAGES, ONE_BY_ONE)) for name in names)


def _made_anew(languages: Languages | None, unsure: Iterable[Unsure]) -> Iterator[Unsure]:
    if languages is None or languages.anew:  # there, nothing below the folders is known to be missing
        return
    names = (each.name for each in unsure if not each.assets_only)
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


def _case_collisions(outputs: Iterable[str]) -> Iterator[tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for output in outputs:
        groups.setdefault(output.lower(), []).append(output)
    return (tuple(group) for group in groups.values() if len(group) > 1)
