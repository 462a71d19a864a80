"""The site's own Ruby: every file of ``_plugins``, what it requires, and what all of it may do.

``PluginManager#conscientious_require`` (4.3.4) loads all files below the plugins folders, unless ``safe`` is
set. Nothing is run here; the files are read as text (:mod:`sitecheck.jekyll.plugins.scripts.reading`).
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from sitecheck.files import leads_out, read_file
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.plugins.gemfile import GroupedGems
from sitecheck.jekyll.plugins.names import ANYTHING, Name
from sitecheck.jekyll.plugins.plugin_table import is_listed
from sitecheck.jekyll.plugins.scripts.facts import ALL_BESIDE, RubyFacts
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.jekyll.records import Record
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import KNOWN_TAGS
from sitecheck.model.unknown import ReasonKind, Reasons, because
from sitecheck.named_tuple import NamedTuple
from sitecheck.ruby import Function, TagClass

MAX_FILE = 200_000
MAX_FILES = 300
MAX_TOTAL = 1_000_000
"""Bytes and files of Ruby that are read; what is more may do anything."""

_LIBRARIES = words("libraries")
_PARTS_OF_JEKYLL = words("parts_of_jekyll")
_INCLUDES = lazy_pattern(
    rb"_includes\b|includes_(?:dir|load_paths|path)|Include(?:Relative)?Tag|\{%-?\s*include"
)
"""What a file says that may render an include."""
_STYLES = lazy_pattern(
    rb"sass|scss|compass|bourbon|neat|susy|breakpoint|bootstrap|foundation|bulma|font-awesome|Converter|\0",
    re.IGNORECASE,
)
"""What a file says that may compile style sheets, or tell the compiler where to look, as gems of Sass do when
they are required."""
_TEXTS = lazy_pattern(
    rb"content|excerpt|[.:\"']output\b|Template(?!\s*\.\s*register_)|[rR]enderer|render_liquid|\0"
    rb"|Variable|Expression|evaluate|lookup|environments|scopes|context\s*\[\s*[^\s\"':]"
)
"""What a file says whose tags may print a page's text, a variable of any name, or Liquid from elsewhere."""
_TAG = lazy_pattern(rb"register_tag\b(?:[\s(]*[\"':][\w-]+[\"']?\s*,\s*(?:\w+::)*(\w+))?")
_TAG_CLASS = lazy_pattern(rb"class\s+(?:\w+::)*(\w+)\s*<\s*(?:::)?(?:Liquid::)?(?:Tag|Block)\b")
_PLUGIN = lazy_pattern(r"jekyll|jemoji|octopress", re.IGNORECASE)

_COPIES = (("jekyll-polyglot", frozenset(("Polyglot", "coordinate_documents", "relativize_urls"))),)
"""Gems that are one file, which sites keep a copy of among their plugins, and what only that defines."""
_PAGINATION_PAGE = words("pagination_page")


class OwnRuby(NamedTuple):
    """What the files may do, each by the path of a file (below the source) that may do it."""

    makes: tuple[tuple[Name, str], ...] = ()
    takes_data: tuple[str, ...] = ()
    """Files that make pages of records of data files, which lie where ``makes`` says as long as no record has
    a key that moves pages."""
    reads_layouts: tuple[str, ...] = ()
    """Files that make pages with the front matter of layouts, of which likewise."""
    tags: frozenset[str] = frozenset()
    filters: frozenset[str] = frozenset()
    """All methods, of which some are filters."""
    replaced: Mapping[str, str] = {}
    """The methods of files that register filters: they stand in for Jekyll's own of the same name."""
    written: Mapping[str, Mapping[str, Function]] = {}
    """Filters of which it is read what they do, and the methods of the file that each is in."""
    written_tags: Mapping[str, TagClass] = {}
    """Tags of which it is read what they print."""
    unknown_liquid: tuple[str, ...] = ()
    """Files that may bring further tags or filters."""
    changes: Mapping[str, str] = {}
    """Whose text is changed: ``pages``, labels of collections, ``documents`` for all of these, ``*`` all."""
    converts: Mapping[str, str] = {}
    """What stands in the endings of further files whose text is changed."""
    data: Mapping[str, str] = {}
    front_matter: Mapping[str, str] = {}
    settings: Mapping[str, str] = {}
    variables: Mapping[str, str] = {}
    """Variables that templates have beside Jekyll's own, or in place of them; ``*`` for any."""
    placeholders: Mapping[str, str] = {}
    """What the files bring for permalinks of documents, and the key of their front matter that each says."""
    plugins: frozenset[str] = frozenset()
    """The gems that are required and are plugins."""
    files: tuple[str, ...] = ()
    emptied: str = ""
    """A file whose text is not in this copy of the site; empty for none."""
    asks_includes: bool = False
    """Whether a file may render includes, by whatever name."""
    asks_texts: bool = False
    """Whether a tag of a file may print the text of a page, as layouts do that say ``content``."""
    touches_styles: bool = False
    """Whether a file may have a say in how style sheets are compiled."""
    constants: frozenset[str] = frozenset()
    """The classes and other constants that the files name: what one of them brings, such as a converter."""

    def changer(self, document: Record) -> str:
        """The file that may change the text of a document; empty when none does."""
        ending = posixpath.splitext(document.path or "")[1].lower() if self.converts else ""
        converter = next((path for word, path in self.converts.items() if word in ending), "")
        kinds = ("*", document.collection, "documents") if document.collection else ("*", "pages")
        return next((self.changes[kind] for kind in kinds if kind in self.changes), converter)

    def why_text(self, document: Record) -> Reasons:
        """Why the text of a document is not what its file says; empty when it is."""
        changer = self.changer(document)
        return because(ReasonKind.OWN_TEXT, changer) if changer else ()

    @staticmethod
    def why(values: Mapping[str, str], key: str) -> Reasons:
        """Why what stands under ``key`` of :attr:`data`, … is not what the files say; empty when it is."""
        setter = values.get(key) or values.get("*")
        return because(ReasonKind.OWN_VALUE, setter) if setter else ()


def read_own_ruby(tree: FileTree, config: Config, gems: GroupedGems | None = None) -> OwnRuby:
    """Read the files of the plugins folders, and those they require, as far as the limits go; ``gems`` are
    those of the Gemfile, ``None`` where nobody can tell."""
    if config.is_on("safe"):
        return OwnRuby()
    reader = _Reader(tree, config, gems)
    for folder in config.plugin_folders:
        if folder and tree.kind(folder) == "folder":
            reader.read_below(folder)
    return reader.result()


def read_theme_ruby(tree: FileTree, config: Config) -> OwnRuby:
    """What the code of a theme brings in the theme's own repository: the sites that its layouts are written
    for name its gem among their plugins."""
    reader = _Reader(tree, config, None)
    at_top = tree.list("")
    if {"_layouts", "lib"} <= at_top.keys() and any(name.endswith(".gemspec") for name in at_top):
        reader.read_below("lib")
    return reader.result()


class _Reader:
    def __init__(self, tree: FileTree, config: Config, gems: GroupedGems | None) -> None:
        self._tree = tree
        self._gems = gems
        self._settings = config.values
        self._read: dict[str, RubyFacts] = {}
        self._plugins: set[str] = set()
        self._folders: set[str] = set()
        self._room = MAX_TOTAL
        self._asks_includes = self._asks_texts = self._touches_styles = False
        self._emptied = ""

    def read_below(self, folder: str) -> None:
        """Read the scripts of a folder, and what they require of the site."""
        waiting = self._scripts_below(folder)
        while waiting:
            path = waiting.pop()
            if path not in self._read:
                facts = self._read[path] = self._facts(path)
                waiting.extend(self._required(path, facts))

    def _facts(self, path: str) -> RubyFacts:
        from sitecheck.jekyll.plugins.scripts.reading import read_ruby
        from sitecheck.ruby import read_script

        full = self._tree.full(path)
        text = b"\0"  # as odd as what cannot be read
        try:
            if len(self._read) < MAX_FILES and not leads_out(full, self._tree.root):
                text = read_file(full, MAX_FILE + 1)
        except OSError:
            pass
        self._room -= len(text)
        if len(text) > MAX_FILE or self._room < 0:
            text = b"\0"
        self._asks_includes |= text == b"\0" or _INCLUDES.search(text) is not None
        self._asks_texts |= _may_print_texts(text)
        self._touches_styles |= _STYLES.search(text) is not None or not text.strip()
        facts = read_ruby(read_script(text.decode("utf-8", "replace")), self._settings)
        self._plugins.update(gem for gem, names in _COPIES if names <= facts.names)
        if "PaginationPage" in facts.names and facts.names <= _PAGINATION_PAGE:
            facts = RubyFacts(names=facts.names)  # a page that the plugin makes is made as before
        if not text.strip():  # nobody keeps an empty plugin: what it brings is not here
            facts.unknown_liquid = True
            self._emptied = self._emptied or path
        return facts

    def _required(self, path: str, facts: RubyFacts) -> list[str]:
        """The files of the site that a file requires; gems are noted."""
        folder = posixpath.dirname(path)
        found = [posixpath.join(folder, name) for name in sorted(facts.relative - {ALL_BESIDE})]
        if ALL_BESIDE in facts.relative:
            found += self._scripts_below(folder)
        for name in sorted(facts.requires | self._bundled(facts)):
            if name.startswith("."):
                found.append(name)
            elif (_PLUGIN.search(name) and not _is_jekylls(name)) or is_listed(name):
                self._plugins.add(name)
            elif name.split("/")[0].removesuffix(".rb") not in _LIBRARIES and not name.startswith("google/"):
                facts.anything()
        files = [posixpath.normpath(name if name.endswith(".rb") else f"{name}.rb") for name in found]
        known = [name for name in files if not name.startswith("..") and self._tree.kind(name) == "file"]
        if len(known) < len(files):
            facts.anything()
        return known

    def _scripts_below(self, folder: str) -> list[str]:
        """The scripts of a folder; none when they were asked for before."""
        if folder in self._folders:
            return []
        self._folders.add(folder)
        return sorted((path for path in self._tree.walk(folder) if path.endswith(".rb")), reverse=True)

    def _bundled(self, facts: RubyFacts) -> set[str]:
        """The gems that a file has Bundler load."""
        if facts.bundles and self._gems is None:
            facts.anything()
        found = {gem for gem, groups in (self._gems or {}).items() if groups & facts.bundles}
        self._touches_styles |= any(_STYLES.search(gem.encode()) for gem in found)
        return found

    def result(self) -> OwnRuby:
        """What all files together may do."""
        read = _woken(sorted(self._read.items()))
        _hold_together([facts for _, facts in read])
        for _, facts in read:
            if any(tag in KNOWN_TAGS for tag in facts.tags):  # in place of Liquid's or Jekyll's own
                facts.changes.add("*")
        return OwnRuby(
            makes=tuple(sorted((name, path) for path, facts in read for name in facts.makes)),
            takes_data=tuple(path for path, facts in read if facts.takes_data),
            reads_layouts=tuple(path for path, facts in read if facts.reads_layouts),
            tags=frozenset(tag for _, facts in read for tag in facts.tags),
            filters=frozenset(name for _, facts in read for name in facts.methods),
            replaced={
                name: path for path, facts in read if facts.registers for name in sorted(facts.methods)
            },
            written=_written([facts for _, facts in read]),
            written_tags=_written_tags([facts for _, facts in read]),
            unknown_liquid=tuple(path for path, facts in read if facts.unknown_liquid),
            changes={key: path for path, facts in read for key in sorted(facts.changes)},
            converts={key: path for path, facts in read for key in sorted(facts.converts)},
            data={key: path for path, facts in read for key in sorted(facts.data)},
            front_matter={key: path for path, facts in read for key in sorted(facts.front_matter)},
            settings={key: path for path, facts in read for key in sorted(facts.settings)},
            variables={key: path for path, facts in read for key in sorted(facts.variables)},
            placeholders={name: key for _, facts in read for name, key in facts.placeholders.items()},
            plugins=frozenset(self._plugins),
            files=tuple(path for path, _ in read),
            emptied=self._emptied,
            asks_includes=self._asks_includes,
            asks_texts=self._asks_texts,
            touches_styles=self._touches_styles,
            constants=frozenset(name for _, facts in read for name in facts.names if name[:1].isupper()),
        )


def _written(files: Sequence[RubyFacts]) -> Mapping[str, Mapping[str, Function]]:
    """The filters that are read, and no other file may make: none where a file may change methods. All
    filters are methods of one object, so that another file may stand in for what they call, too."""
    if any(facts.changes_methods or facts.unknown_liquid for facts in files):
        return {}
    said = Counter(name for facts in files for name in facts.methods)
    return {
        name: functions
        for facts in files
        for functions in [{key: each for key, each in facts.written.functions.items() if said[key] == 1}]
        for name in sorted(facts.written.filters & functions.keys())
    }


def _written_tags(files: Sequence[RubyFacts]) -> Mapping[str, TagClass]:
    """The tags that are read, and no other file may make or change."""
    if any(facts.changes_methods or facts.unknown_liquid or facts.opens_liquid for facts in files):
        return {}
    tags = Counter(name for facts in files for name in facts.tags)
    names = Counter(name for facts in files for name in facts.names)
    return {
        name: each
        for facts in files
        for name, each in facts.written_tags.items()
        if tags[name] == 1 and names[each.name] == 1
    }


def _may_print_texts(text: bytes) -> bool:
    """Whether a tag of a file may print the text of a page: by what the file says, or by a class that it is
    derived from or that stands elsewhere."""
    classes = set(_TAG_CLASS.findall(text))
    return _TEXTS.search(text) is not None or any(name not in classes for name in _TAG.findall(text))


def _is_jekylls(name: str) -> bool:
    """Whether Jekyll itself is required, or a part of it; ``jekyll/assets`` is of another gem."""
    first, *more = name.removesuffix(".rb").split("/")
    return first == "jekyll" and (not more or more[0] in _PARTS_OF_JEKYLL)


def _woken(read: Sequence[tuple[str, RubyFacts]]) -> list[tuple[str, RubyFacts]]:
    """The facts of files by their paths; those of a file that does nothing by itself, whose classes another
    file says, or whose settings another sets, are what it does otherwise."""
    said = Counter(name for _, facts in read for name in facts.names)
    sets = {path: (facts.awake or facts).settings for path, facts in read}
    found = []
    for path, facts in read:
        awake = facts.awake
        if awake is not None:
            others = {key for other, keys in sets.items() if other != path for key in keys}
            is_called = any(said[name] > 1 for name in facts.asked_callers)
            is_called |= any(each.wakes for other, each in read if other != path)
            if is_called or "*" in others or not facts.asked_settings.isdisjoint(others):
                facts = awake
        found.append((path, facts))
    return found


def _hold_together(files: Sequence[RubyFacts]) -> None:
    """What a file takes for granted of the names that it makes, another may know better: it may call the same
    methods, open the same classes of pages, change the settings that were looked up, or the front matter that
    placeholders say."""
    said = Counter(name for facts in files for name in facts.names)
    opened = Counter(name for facts in files for name in facts.opened)
    settings = {key for facts in files for key in facts.settings}
    keys = {key for facts in files for key in facts.front_matter}
    for facts in files:
        is_called = any(said[name] > 1 for name in facts.asked_callers)
        is_moved = facts.takes_data and any(each.says_moving for each in files)
        is_set = facts.asked_settings & settings or ("*" in settings and facts.asked_settings)
        is_said = keys.intersection(facts.placeholders.values()) or ("*" in keys and facts.placeholders)
        is_opened = any(opened[name] > 1 for name in facts.page_classes)
        if is_called or is_moved or is_set or is_said or is_opened:
            facts.makes = {ANYTHING}
            facts.unknown_liquid |= facts.works_out_tags
