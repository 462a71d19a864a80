"""What ``_config.yml`` says, with Jekyll's defaults (``Jekyll::Configuration`` 4.3.4)."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any

from sitecheck.jekyll.dates import LOCAL_UTC, UTC
from sitecheck.jekyll.ruby import falsy
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.yaml_tree import Entry, KeyPath

_HOST = lazy_pattern(r"\A(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/]+")
DEFAULTS: Mapping[str, Any] = {
    "source": ".",
    "destination": "_site",
    "collections_dir": "",
    "cache_dir": ".jekyll-cache",
    "plugins_dir": "_plugins",
    "layouts_dir": "_layouts",
    "data_dir": "_data",
    "includes_dir": "_includes",
    "collections": {},
    "safe": False,
    "include": [".htaccess"],
    "exclude": [],
    "keep_files": [".git", ".svn"],
    "encoding": "utf-8",
    "markdown_ext": "markdown,mkdown,mkdn,mkd,md",
    "strict_front_matter": False,
    "show_drafts": None,
    "limit_posts": 0,
    "future": False,
    "unpublished": False,
    "whitelist": [],
    "plugins": [],
    "markdown": "kramdown",
    "highlighter": "rouge",
    "lsi": False,
    "excerpt_separator": "\n\n",
    "incremental": False,
    "detach": False,
    "port": "4000",
    "host": "127.0.0.1",
    "baseurl": None,
    "show_dir_listing": False,
    "permalink": "date",
    "paginate_path": "/page:num",
    "timezone": None,
    "quiet": False,
    "verbose": False,
    "defaults": [],
    "liquid": {"error_mode": "warn", "strict_filters": False, "strict_variables": False},
    "kramdown": {
        "auto_ids": True,
        "toc_levels": [1, 2, 3, 4, 5, 6],
        "entity_output": "as_char",
        "smart_quotes": "lsquo,rsquo,ldquo,rdquo",
        "input": "GFM",
        "hard_wrap": False,
        "guess_lang": True,
        "footnote_nr": 1,
        "show_warnings": False,
    },
}


PUBLISHED = "production"
"""``JEKYLL_ENV`` where sites are built to be read: GitHub Pages and the workflows that GitHub and Jekyll
offer set it. By itself ``jekyll build`` says "development", which is what its author sees."""


class SiteOptions(NamedTuple):
    """What Jekyll would get on its command line or from its surroundings.

    ``config`` names configuration files relative to the site (several are merged in order); empty means
    the usual one. ``time`` is the moment of the build, now by default. ``github_pages`` judges the site as
    GitHub Pages builds it (from a branch, without a workflow). ``environment`` is ``JEKYLL_ENV``. ``known``
    names the files that count (paths from the site), ``None`` for all.
    """

    config: tuple[str, ...] = ()
    drafts: bool = False
    future: bool | None = None
    unpublished: bool | None = None
    baseurl: str | None = None
    environment: str = PUBLISHED
    time: datetime | None = None
    github_pages: bool = False
    known: frozenset[str] | None = None


class ConfigProblem(NamedTuple):
    """What is wrong in a configuration file. ``kind`` is a YAML problem's, or ``invalid-value``,
    ``unasked-value`` (the build stops where a page asks for it), ``plugins-folder``, ``of-jekyll-4``,
    ``unreadable``, ``not-a-mapping``, ``unknown-timezone`` or ``no-toml``."""

    path: str
    kind: str
    span: Span
    message: str
    hint: str = ""
    related: Span | None = None
    stops: bool = False
    """Whether Jekyll's build stops there; else it goes on with a default."""


class ConfigFile(NamedTuple):
    """One configuration file, as written."""

    path: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Config:
    """The merged configuration. ``values`` holds every key of Jekyll's defaults."""

    values: dict[str, Any]
    files: tuple[ConfigFile, ...] = ()
    problems: tuple[ConfigProblem, ...] = ()
    zone: tzinfo = LOCAL_UTC
    time: datetime = field(default_factory=lambda: datetime.now(UTC))
    github_pages: bool = False
    environment: str = PUBLISHED
    required: frozenset[str] = frozenset()
    """Plugins that the site's own Ruby requires."""
    placeholders: Mapping[str, str] = field(default_factory=dict)
    """What that brings for permalinks of documents, and the key of their front matter that each says."""
    gems_are_likely: bool = False
    """Whether ``plugins`` are those of ``gems``, which Jekyll 4 does not heed, and no release is known."""
    only_by_guess: frozenset[str] = frozenset()
    """Plugins that run where GitHub Pages, or an older Jekyll, builds the site, which nothing says: Jekyll 4
    leaves out those of ``gems``, and in safe mode those that are not in the site's own ``whitelist``."""
    before_jekyll_4: bool | None = False
    """Whether a Jekyll before version 4 builds the site; ``None`` where nothing tells."""
    unread: str = ""
    """The first file that cannot be read as settings: what it was to set is open; "" for none."""

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def text(self, key: str) -> str:
        """What a setting says, as text; "" where it says nothing."""
        return str(self.values.get(key) or "")

    def is_on(self, key: str) -> bool:
        """Whether a switch is on: for Ruby 0 and every text is true."""
        return not falsy(self.values.get(key))

    def is_written(self, label: str) -> bool:
        """Whether documents of a collection get pages (``Collection#write?``)."""
        return not falsy(self.collections.get(label, {}).get("output"))

    @property
    def baseurl(self) -> str:
        """The base path: empty, or with a slash before and none after; of a whole address, its path. One with
        a query or a fragment is where something else is: no server has a folder of that name."""
        value = _HOST.sub("", self.text("baseurl")).rstrip("/")
        if "?" in value or "#" in value:
            return ""
        return value if not value or value.startswith("/") else "/" + value

    def folder(self, key: str) -> str:
        """The folder that a setting such as ``layouts_dir`` names, relative to the source; "" for the source.

        ``Jekyll.sanitized_path`` expands it below the source: ``./_lay``, ``/_lay`` and ``../_lay`` are one.
        """
        return _below_source(self.text(key))

    @property
    def strict_syntax(self) -> bool:
        """Whether Liquid refuses what it would read leniently (``LiquidRenderer::File#parse``)."""
        return bool(self.values["liquid"].get("error_mode") == "strict")

    def strict(self, what: str) -> bool:
        """Whether Liquid refuses names of ``filters`` or ``variables`` that do not exist."""
        return not falsy(self.values["liquid"].get(f"strict_{what}"))

    @property
    def plugin_folders(self) -> tuple[str, ...]:
        """The folders of the site's own Ruby (``PluginManager#plugins_path``, which takes a list): below the
        source, or where :attr:`plugins_dir_is_in_source` is false, below the folder of the configuration."""
        named = self.values["plugins_dir"]
        return tuple(_below_source(str(each)) for each in (named if isinstance(named, list) else [named]))

    @property
    def plugins_dir_is_in_source(self) -> bool:
        """Whether the own plugins are below the source: a folder that is named starts from where the build
        does (``File.expand_path`` in ``PluginManager#plugins_path``)."""
        is_default: bool = self.values["plugins_dir"] == DEFAULTS["plugins_dir"]
        return is_default or self.text("source") == "."

    @property
    def destination(self) -> str | None:
        """The folder that Jekyll writes to, relative to the source; ``None`` for one outside of it."""
        path = posixpath.normpath(self.text("destination"))
        return None if path.startswith(("/", "..")) or path == "." else path

    @property
    def markdown_ext(self) -> frozenset[str]:
        """The extensions of Markdown files, lower-case, with their period."""
        return frozenset("." + ext.lower() for ext in self.text("markdown_ext").split(","))

    @cached_property
    def plugins(self) -> frozenset[str]:
        """The plugins that run. Every page asks."""
        names = self.required.union(str(name) for name in self.values["plugins"])
        if not self.is_on("safe"):
            return names
        return names & self.whitelist

    @cached_property
    def whitelist(self) -> frozenset[str]:
        """What may run in safe mode: a text or a list, in which lists may stand (``Array[…].flatten``)."""
        waiting: list[Any] = [self.values["whitelist"]]
        found, opened = set(), set()  # by aliases of YAML a short text holds a list a million times
        while waiting:
            each = waiting.pop()
            if not isinstance(each, list):
                found.add(str(each))
            elif id(each) not in opened:
                opened.add(id(each))
                waiting += each
        return frozenset(found)

    @property
    def collections(self) -> dict[str, dict[str, Any]]:
        """The collections by name, the posts first, with the posts' permalink filled in."""
        found: dict[str, dict[str, Any]] = self.values["collections"]
        return found

    @property
    def permalink_style(self) -> str:
        """The site's permalink style or template."""
        return self.text("permalink")

    def entry(self, *path: Any) -> tuple[str, Entry] | None:
        """The file and entry that set a key; the last file that does wins, as in Jekyll."""
        return self._set.get(path)

    @cached_property
    def _set(self) -> dict[KeyPath, tuple[str, Entry]]:
        return {entry.path: (file.path, entry) for file in self.files for entry in file.entries}

    @cached_property
    def default_entries(self) -> Mapping[str, Sequence[tuple[str, Entry]]]:
        """The files and the entries that write the values of ``defaults``, by their keys."""
        found: dict[str, list[tuple[str, Entry]]] = {}
        for file in self.files:
            for entry in file.entries:
                if (*entry.path[:1], *entry.path[2:-1]) == ("defaults", "values"):
                    found.setdefault(str(entry.path[-1]), []).append((file.path, entry))
        return found


def _below_source(path: str) -> str:
    return posixpath.normpath("/" + path).lstrip("/")
