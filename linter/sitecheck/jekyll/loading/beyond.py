"""What may exist beyond the files that are read: what plugins, servers and what is not here may bring."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

from sitecheck.jekyll.addresses import url as urls
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.configuration.config_loader import EXCLUDES_OF_JEKYLL_3
from sitecheck.jekyll.configuration.pages_gem import always_on_github_pages
from sitecheck.jekyll.files.data_files import DataFile
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.files.git_ignored import GitIgnored
from sitecheck.jekyll.generators.languages import ONE_BY_ONE, made_one_by_one
from sitecheck.jekyll.generators.plugin_pages import may_make
from sitecheck.jekyll.generators.server_rules import RULES, led_by_rules, served_otherwise
from sitecheck.jekyll.generators.server_settings import read_settings, settings_files
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.nested_values import nested_values
from sitecheck.jekyll.plugins.names import ANYTHING, SEGMENT, Name, outputs_of
from sitecheck.jekyll.plugins.own_ruby import OwnRuby
from sitecheck.jekyll.plugins.plugin_table import github_pages_bundle, of_theme, of_themes, plugin_facts
from sitecheck.jekyll.plugins.publisher import DEPLOYS, GitHubPages, Workflows, together
from sitecheck.jekyll.plugins.scripts.data_records import MOVING
from sitecheck.jekyll.plugins.theme import Theme
from sitecheck.jekyll.records import SiteProblem
from sitecheck.jekyll.ruby import falsy
from sitecheck.jekyll.site import NO_SOURCE
from sitecheck.jekyll.unsure import Unsure
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.unknown import ReasonKind, Reasons, because

_ASCIIDOCTOR = lazy_pattern(r"^(?![ \t]*#).{0,200}?\basciidoctor\b", re.MULTILINE)
_ASCIIDOC = (".adoc", ".asciidoc", ".asc")
_ASCIIDOC_PLUGIN = "jekyll-asciidoc"
_SERVED = ("CNAME", ".nojekyll")
"""Files at the top of a repository that say it is shown as it is."""
_MOST_AT_TOP = 1_000
_COMPILED = {".less": ".css", ".styl": ".css", ".ts": ".js", ".tsx": ".js"}
"""What other programs compile, which Jekyll copies as it is."""
_PROGRAMS: tuple[tuple[str, tuple[Name, ...]], ...] = (
    ("Pagefind", (Name(("pagefind/", "")), Name(("_pagefind/", "")))),
    ("javadoc, as Maven runs it,", (Name(("apidocs/", "")), Name(("", "/apidocs/", "")))),
    ("Doxygen", (Name(("doxygen/", "")), Name(("", "/doxygen/", "")))),
    ("javadoc", (Name(("javadoc/", "")), Name(("", "/javadoc/", "")))),
)
"""Programs and the folders that they alone fill, where a site is published: Pagefind reads the built pages
(pagefind.app/docs/config-options, ``output-subdir``; before version 1 the name had a ``_``), Maven's javadoc
the code (maven.apache.org/plugins/maven-javadoc-plugin, ``destDir``); what bears the name of such a program,
that makes."""


def by_bundle(
    found: Inventory,
    factory: RecordFactory,
    config: Config,
    bundled: frozenset[str] | None,
    pages: GitHubPages,
) -> Iterator[Unsure]:
    """What plugins of the Gemfile, of GitHub Pages and of the theme may make: certain pages of known ones,
    anything of unknown ones. GitHub Pages runs some on every site, and most likely builds one without a
    Gemfile, and with any where a CNAME names it; the gems that a theme's gem depends on are loaded
    (``PluginManager#require_theme_deps``)."""
    names = bundled or frozenset()
    if "github-pages" in names:
        names |= github_pages_bundle()
    if pages.may_run_its_plugins(bundled):
        names |= always_on_github_pages()
    if config["theme"]:
        names |= of_themes()
    names -= config.plugins
    certain = of_theme(config.text("theme")) | (always_on_github_pages() if pages.builds else frozenset())
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


def by_plugins(
    found: Inventory, config: Config, own: OwnRuby, files: Iterable[DataFile], data: Mapping[str, object]
) -> Iterator[Unsure]:
    """What the plugins that run, the site's own among them, may make; ``data`` are those of ``files``."""
    if config.unread:
        yield Unsure(ANYTHING, because(ReasonKind.UNREAD_CONFIG, config.unread))
    for name in sorted(config.plugins):
        reasons = because(ReasonKind.PLUGIN_PAGES, name)
        yield from (Unsure(unsure, reasons) for unsure in plugin_facts(name).unsure(config.values))
    is_moved = bool(own.takes_data) and (any(file.message for file in files) or _move_pages(data))
    for path in own.takes_data if is_moved else ():
        yield Unsure(ANYTHING, because(ReasonKind.OWN_PLUGIN, path))
    layouts = found.layouts.values() if own.reads_layouts else ()
    is_moved = any(not MOVING.isdisjoint(layout.data) for layout in layouts)
    for path in own.reads_layouts if is_moved else ():
        yield Unsure(ANYTHING, because(ReasonKind.OWN_PLUGIN, path))
    for made, path in own.makes:
        yield Unsure(made, because(ReasonKind.OWN_PLUGIN, path))


def _move_pages(data: object) -> bool:
    """Whether a record of the site's data has a key that moves the page that is made of it."""
    return any(isinstance(each, Mapping) and not MOVING.isdisjoint(each) for each in nested_values(data))


def further(found: Inventory) -> Iterator[Unsure]:
    """What plugins, those of the Gemfile among them, may make that is not worked out."""
    yield from (Unsure(name, because(ReasonKind.PLUGIN_PAGES, plugin)) for name, plugin in found.further)


def by_theme(config: Config, theme: Theme | None) -> Iterator[Unsure]:
    """What the theme may bring; ``theme`` is what is known of it, where it names its assets all of them."""
    if named := config["theme"] or config["remote_theme"]:
        reasons = because(ReasonKind.THEME_FILE, str(named))
        yield from (Unsure(Name((path,)), reasons, sure=True) for path in (theme.assets if theme else ()))
        if theme is None or not theme.assets:
            yield Unsure(ANYTHING, reasons, assets_only=True)


def excluded_by_jekyll_4(config: Config) -> Iterator[Unsure]:
    """What Jekyll 3 may publish as the site's own ``exclude`` takes the place of its list (``DEFAULTS`` of
    3.10), to which it is added since Jekyll 4. Nothing of it is read: it is other people's."""
    if config.github_pages or config.entry("exclude") is None:
        return
    reasons = because(ReasonKind.VERSION)
    for each in EXCLUDES_OF_JEKYLL_3:
        folder = each.removesuffix("/")
        yield Unsure(Name((f"{folder}/", "")), reasons, outputs=frozenset((folder,)))


def by_jekyll_3(found: Inventory, factory: RecordFactory) -> Iterator[Unsure]:
    """Where Jekyll 3 writes the files of collections that are copied, also of those without pages: under
    their own names, in the folder of an address for which ``:path`` has the extension, and ``:name`` is
    nothing (``StaticFile`` of 3.10)."""
    outputs = set()
    for file in found.static:
        if not file.collection:
            continue
        path = file.relative_path.removeprefix(f"_{file.collection}")
        pairs = (
            ("collection", file.collection),
            ("path", path),
            ("output_ext", ""),
            ("name", ""),
            ("title", ""),
        )
        try:
            address = urls.from_pairs(factory.template(file.collection), pairs).removesuffix("/")
        except urls.PermalinkError:
            continue
        name = file.path.rpartition("/")[2]
        folder = urls.unescape_path(address).rpartition("/")[0]
        outputs.add(posixpath.join(folder, name).lstrip("/"))
    if outputs := outputs.difference(file.output for file in found.static if file.written):
        reasons = because(ReasonKind.VERSION)
        yield Unsure(Name((min(outputs),)), reasons, outputs=frozenset(outputs))


def by_asciidoctor(found: Inventory, *workflows: Workflows) -> Iterator[Unsure]:
    """The pages that a workflow makes with asciidoctor of files which Jekyll copies."""
    runs = next((path for path, text in together(*workflows) or () if _ASCIIDOCTOR.search(text)), "")
    if runs:
        yield from _of_asciidoc(found, because(ReasonKind.SCRIPT_FILE, runs))


def by_asciidoc_plugin(found: Inventory, config: Config, bundled: frozenset[str] | None) -> Iterator[Unsure]:
    """The pages that jekyll-asciidoc makes of files without front matter: it asks for none, unless it is told
    to (``Jekyll::AsciiDoc::Utils.has_front_matter?``, ``converter.rb``)."""
    settings = config["asciidoc"]
    asks = isinstance(settings, dict) and not falsy(settings.get("require_front_matter_header"))
    if _ASCIIDOC_PLUGIN in config.plugins | (bundled or frozenset()) and not asks:
        yield from _of_asciidoc(found, because(ReasonKind.PLUGIN_PAGES, _ASCIIDOC_PLUGIN))


def _of_asciidoc(found: Inventory, reasons: Reasons) -> Iterator[Unsure]:
    """What may be made of AsciiDoc that Jekyll copies: pages beside the files, or in folders so named."""
    copied = (posixpath.splitext(each.output) for each in found.static)
    names = [name for name, ending in copied if ending in _ASCIIDOC]
    outputs = frozenset(f"{name}{page}" for name in names for page in (".html", "/index.html"))
    if outputs:
        yield Unsure(Name(("",)), reasons, outputs=outputs)


def _by_programs(found: Inventory) -> Iterator[Unsure]:
    """What programs write that run when a site is published, in folders of their own; what lies there among
    the files is the whole of it."""
    outputs = _outputs(found)
    for program, names in _PROGRAMS:
        if not any(name.covers_any(outputs) for name in names):
            yield from (Unsure(name, because(ReasonKind.OTHER_PROGRAM, program)) for name in names)


def by_kept_files(config: Config, found: Inventory, on_pages: bool) -> Iterator[Unsure]:
    """What ``keep_files`` spares when Jekyll cleans the built site, as another program has written it; not
    where GitHub Pages builds it, and no folder in which files of the site lie."""
    outputs = [] if on_pages else _outputs(found)
    for named in () if on_pages else config["keep_files"]:
        path = str(named).strip("/")
        names = (Name((path,)), Name((f"{path}/", "")))
        if path and not any(name.covers_any(outputs) for name in names):
            why = because(ReasonKind.OTHER_PROGRAM, "the program whose files keep_files spares")
            yield from (Unsure(name, why) for name in names)


def _by_compilers(found: Inventory) -> Iterator[Unsure]:
    """What lies beside the files that another program is to compile, once it has done so."""
    names = map(posixpath.splitext, _outputs(found))
    outputs = frozenset(name + _COMPILED[ending] for name, ending in names if ending in _COMPILED)
    if outputs:
        reasons = because(ReasonKind.OTHER_PROGRAM, "what compiles Less, Stylus or TypeScript")
        yield Unsure(Name(("",)), reasons, outputs=outputs)


def _outputs(found: Inventory) -> list[str]:
    return [each.output for each in found.static] + [page.output for page in found.pages]


def by_server(root: Path, source: str, config: Config, found: Inventory, on_pages: bool) -> Iterator[Unsure]:
    """Where the server leads by rules of its own; that of GitHub Pages has none beside the site."""
    paths = (file.relative_path.lstrip("/") for file in found.static)
    for name, path in served_otherwise(root, source, paths):
        yield Unsure(name, because(ReasonKind.SERVER, path))
    rules = {file.output: file.path for file in found.static if file.output in RULES}
    rules |= {page.output: page.path for page in found.pages if page.output in RULES and page.path}
    for led in led_by_rules(root, (posixpath.join(source, path) for path in rules.values())):
        reasons = because(ReasonKind.SERVER, led.file)
        yield from (Unsure(name, reasons) for name in led.names)
        if led.outputs:
            yield Unsure(Name((min(led.outputs),)), reasons, outputs=led.outputs)
    if not on_pages:
        yield from _by_settings(root, config, found)


def _by_settings(root: Path, config: Config, found: Inventory) -> Iterator[Unsure]:
    """Where settings of a server in the repository lead, which stand beside the site."""
    base = config.text("baseurl").strip("/")
    outputs: list[str] | None = None
    for path, text in settings_files(root):
        if outputs is None:
            documents = chain(found.pages, *found.collections.values())
            outputs = [*(each.output for each in documents), *(each.output for each in found.static)]
        led = read_settings(text, outputs)
        reasons = because(ReasonKind.SERVER, path)
        for first, *others in (name.texts for name in led.names):
            below = first.removeprefix(f"{base}/") if base else first
            yield Unsure(Name((below, *others)), reasons)
        if led.outputs:
            yield Unsure(Name((min(led.outputs),)), reasons, outputs=led.outputs)


def not_read(tree: FileTree, problems: Iterable[SiteProblem], ignored: GitIgnored) -> Iterator[Unsure]:
    """What is there and not read: where links lead out of the site, or a limit is met; what another program
    makes behind links that lead to nothing; and all of a site whose source is a folder so made."""
    yield from _outside(tree)
    for path, why in ignored.links:
        yield from (Unsure(name, why) for name in (Name((f"{path}/", "")), *outputs_of(Name((path,)))))
    if any(each.kind == "no-source" for each in problems):
        yield Unsure(ANYTHING, NO_SOURCE)
    for each in tree.problems:
        if each.kind == "too-many-files":
            yield Unsure(ANYTHING, because(ReasonKind.LIMIT, "the site has more files than are read"))
        elif each.kind in ("too-deep", "unreadable"):
            inside = Name((f"{each.path}/" if each.path else "", ""))
            yield Unsure(inside, because(ReasonKind.LIMIT, f"the folder {each.path or '.'} is not read"))


def by_others(found: Inventory, ignored: GitIgnored) -> Iterator[Unsure]:
    """What other programs make of the files, or beside them."""
    yield from _by_programs(found)
    yield from _by_compilers(found)
    yield from _by_made_pages(found, ignored)


def _by_made_pages(found: Inventory, ignored: GitIgnored) -> Iterator[Unsure]:
    """The pages of folders that git leaves out, as another program makes them: where a page beside such a
    folder has a permalink that leads elsewhere, theirs may be like it."""
    beside = {posixpath.dirname(path): why for path, why in ignored.made_folders()}
    names: dict[Name, Reasons] = {}
    for page in found.pages if beside else ():
        if "permalink" in page.data and page.output.endswith(".html"):
            above = (folder for folder in _above(page.relative_path) if folder in beside)
            folder = next((each for each in above if not page.output.startswith(f"{each}/")), None)
            names.update({} if folder is None else {_alike(page.output): beside[folder]})
    yield from (Unsure(name, why) for name, why in names.items())


def _above(path: str) -> Iterator[str]:
    """The folders above a file, from the nearest on."""
    while path := posixpath.dirname(path):
        yield path


def _alike(output: str) -> Name:
    """The outputs that differ from one in what the page is called."""
    folder, name = posixpath.split(output)
    if name == "index.html":
        return Name((posixpath.join(posixpath.dirname(folder), SEGMENT, name),))
    return Name((posixpath.join(folder, f"{SEGMENT}.html"),))


def _outside(tree: FileTree) -> Iterator[Unsure]:
    for path, kind in tree.outside:
        if kind == "file" and path.startswith(("_", ".")) and "/" not in path:
            continue  # settings and the like, which make no page
        names = [Name((f"{path}/", ""))] if kind == "folder" else outputs_of(Name((path,)))
        yield from (Unsure(name, because(ReasonKind.LINK_OUT, path)) for name in names)


def is_top_served(top: Path, workflows: Workflows) -> bool:
    """Whether the top of a repository is what a server shows, as its files say: a build of the site, which is
    a folder of it, is put among them."""
    names = _top_names(top)
    deploys = any(DEPLOYS.search(text) for _, text in workflows or ())
    is_site = any(name.startswith("_config.") for name in names)
    return not deploys and not is_site and not names.keys().isdisjoint(_SERVED)


def at_served_top(top: Path, below: str) -> Iterator[Unsure]:
    """What lies at the top of the repository, which is served, beside the folder ``below`` of the site."""
    reasons = because(ReasonKind.LIMIT, "it lies at the top of the repository, which is served, too")
    for name, is_folder in _top_names(top).items():
        if not name.startswith((".", "_")) and name != below.partition("/")[0]:
            yield Unsure(Name((f"{name}/", "") if is_folder else (name,)), reasons)


def _top_names(top: Path) -> dict[str, bool]:
    """The names of what lies there, and whether it is a folder."""
    try:
        with os.scandir(top) as entries:
            return {each.name: each.is_dir() for each in islice(entries, _MOST_AT_TOP)}
    except OSError:
        return {}


def one_by_one(
    found: Inventory, tree: FileTree, config: Config, bundled: frozenset[str] | None
) -> Iterator[Unsure]:
    """What of a site that is rendered anew for each language is known by its folder alone."""
    if ONE_BY_ONE in config.plugins | (bundled or frozenset()):
        documents = chain(found.pages, *found.collections.values())
        names = made_one_by_one(config, tree, documents)
        yield from (Unsure(name, because(ReasonKind.PLUGIN_PAGES, ONE_BY_ONE)) for name in names)
