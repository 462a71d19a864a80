"""The templates of a theme that is a gem, where the release that a build would take lies here.

A build takes the release that ``Gemfile.lock`` names. It has the same files on every machine, so what is
found does not hang on the machine; only whether it is found does. Without a lock file nothing is taken but a
single copy in the site's own folder ``vendor/``. Ruby is not asked: gems are looked for where RubyGems and
Bundler put them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from glob import escape, glob
from itertools import islice
from pathlib import Path
from typing import Any

from sitecheck.files import lies_in, read_limited
from sitecheck.jekyll.configuration.config import DEFAULTS, Config
from sitecheck.jekyll.plugins.gemfile import is_own_gem
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.front_matter import body_start, read_front_matter
from sitecheck.text.source import Source, decode
from sitecheck.text.yaml_tree import load_yaml

_NAME = lazy_pattern(r"[a-z0-9][a-z0-9_.-]{0,99}")
_RELEASE = lazy_pattern(r"[0-9][0-9A-Za-z.-]{0,49}")
_IN_SITE = ("vendor/bundle/ruby/*/gems", "vendor/ruby/*/gems", "vendor/gems")
_ON_MACHINE = (
    "/var/lib/gems/*/gems",
    "/usr/local/lib/ruby/gems/*/gems",
    "/usr/lib/ruby/gems/*/gems",
    "/usr/share/rubygems-integration/*/gems",
    "/usr/local/bundle/gems",
    "/opt/homebrew/lib/ruby/gems/*/gems",
    "/opt/hostedtoolcache/Ruby/*/*/lib/ruby/gems/*/gems",
    "~/.gem/ruby/*/gems",
    "~/.local/share/gem/ruby/*/gems",
    "~/.rbenv/versions/*/lib/ruby/gems/*/gems",
    "~/.rvm/gems/*/gems",
    "~/.asdf/installs/ruby/*/lib/ruby/gems/*/gems",
    "~/.local/share/mise/installs/ruby/*/lib/ruby/gems/*/gems",
)
"""Where RubyGems installs on Debian, elsewhere on Unix, with Homebrew, in GitHub's runners, for one user, and
what rbenv, RVM, asdf and mise make of that."""
_WHERE_GEMS_HAVE = ("layouts_dir", "includes_dir", "data_dir")
"""Settings that say for the site where a theme has its files in any case."""
_MOST_PLACES = 200
_MOST_FILES = 1_000
_MOST_BYTES = 4_000_000
_MOST_BYTES_OF_ONE = 300_000
_DEEPEST = 5


class ThemeLayout(NamedTuple):
    """A layout of a theme: its front matter, and the template below that."""

    data: dict[str, Any]
    text: str


class Theme(NamedTuple):
    """A theme, as far as it is known."""

    name: str
    layouts: Mapping[str, ThemeLayout] = {}
    """By the name by which pages ask for them."""
    includes: Mapping[str, str] = {}
    """By the path below its folder of includes."""
    settings: Mapping[str, Any] = {}
    """What its ``_config.yml`` says."""
    assets: tuple[str, ...] = ()
    """The files that it publishes, where that is known."""
    has_data: bool = False
    """Whether it brings data files."""
    is_here: bool = True
    """Whether its files are: else its templates are those that stand for them."""
    is_site: bool = False
    """Whether it is the site itself, a fork of it, and brings nothing that is not among the sources."""


def read_theme(root: Path, config: Config, locked: Mapping[str, str]) -> tuple[Theme | None, tuple[str, ...]]:
    """The theme that ``theme:`` names, of the release that ``locked`` has, and the folders looked into.

    It is ``None`` where there is none, or it is not here; it is the site itself in a fork of a theme, whose
    Gemfile says ``gemspec``. Source: Jekyll 4.3.4, ``theme.rb``,
    ``readers/layout_reader.rb``, ``Site#load_theme_configuration``.
    """
    named = config["theme"]
    name = named.strip().lower() if isinstance(named, str) else ""
    if not _NAME.fullmatch(name) or config["remote_theme"]:
        return None, ()
    if is_own_gem(root, name) and all(config[key] == DEFAULTS[key] for key in _WHERE_GEMS_HAVE):
        return Theme(name=name, is_site=True), ()
    search = _Search(root, name, locked.get(name, ""))
    folder = search.found()
    if folder is None:
        return None, tuple(sorted(map(os.path.abspath, search.folders)))
    files = _Files(folder)
    takes_settings = config["ignore_theme_config"] is not True and not config.before_jekyll_4
    theme = Theme(
        name=name,
        layouts=dict(files.layouts()),
        includes=dict(files.texts("_includes")),
        settings=files.settings() if takes_settings else {},
        has_data=os.path.isdir(os.path.join(folder, "_data")),
    )
    return theme, tuple(sorted(map(os.path.abspath, {*search.folders, *files.folders})))


class _Search:
    """Looks for the folder of a gem; ``folders`` are those that were looked into."""

    def __init__(self, root: Path, name: str, release: str) -> None:
        self._root = root
        self._name = name
        self._release = release if _RELEASE.fullmatch(release) else ""
        self.folders: set[str] = set()

    def found(self) -> str | None:
        """The folder of the release that a build would take; ``None`` where that is not certain."""
        in_site = self._gems([os.path.join(escape(str(self._root)), place) for place in _IN_SITE])
        own = [folder for folder in in_site if lies_in(Path(folder), self._root)]
        if self._release:
            return next(iter([*own, *self._gems(_machine_places())]), None)
        return own[0] if len(own) == 1 else None

    def _gems(self, patterns: Iterable[str]) -> list[str]:
        places = (place for pattern in patterns for place in sorted(glob(pattern)))
        return [folder for place in islice(places, _MOST_PLACES) for folder in self._in(place)]

    def _in(self, place: str) -> Iterator[str]:
        self.folders.add(place)
        wanted = f"{self._name}-{self._release}"
        for entry in _entries(place):
            release = entry.name.removeprefix(f"{self._name}-")
            is_it = entry.name == wanted if self._release else _RELEASE.fullmatch(release) is not None
            layouts = os.path.join(entry.path, "_layouts")
            if is_it and os.path.isdir(layouts) and not os.path.islink(layouts):
                yield entry.path


def _machine_places() -> Iterator[str]:
    """Where gems are installed: as the environment says, then where they are without."""
    for name in ("GEM_HOME", "GEM_PATH", "BUNDLE_PATH"):
        for folder in os.environ.get(name, "").split(os.pathsep):
            if os.path.isabs(folder):
                yield os.path.join(escape(folder), "gems")
                yield os.path.join(escape(folder), "ruby", "*", "gems")
    home = escape(os.path.expanduser("~"))
    yield from (place.replace("~", home) for place in _ON_MACHINE)


class _Files:
    """The files of a theme. What is behind a symbolic link, too deep or too much is not read."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._files = _MOST_FILES
        self._bytes = _MOST_BYTES
        self.folders: list[str] = [root]

    def layouts(self) -> Iterator[tuple[str, ThemeLayout]]:
        """Its layouts by name."""
        for path, text in self.texts("_layouts"):
            name, _, extension = path.rpartition(".")
            if extension:
                matter = read_front_matter(text)
                yield name, ThemeLayout({} if matter.failed else matter.data or {}, text[body_start(text) :])

    def texts(self, folder: str) -> Iterator[tuple[str, str]]:
        """The texts below a folder, by the path there."""
        for path in self._walk(folder, _DEEPEST):
            text = self._text(path)
            if text is not None:
                yield path.removeprefix(f"{folder}/"), text

    def settings(self) -> dict[str, Any]:
        """What its ``_config.yml`` says of keys that Jekyll has no value for."""
        text = self._text("_config.yml")
        value = load_yaml(text).value if text is not None else None
        found = value if isinstance(value, dict) else {}
        return {key: each for key, each in found.items() if key not in DEFAULTS}

    def _walk(self, folder: str, depth: int) -> Iterator[str]:
        full = os.path.join(self._root, folder)
        if os.path.islink(full):
            return
        self.folders.append(full)
        for entry in sorted(_entries(full), key=lambda entry: entry.name):
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False) and depth:
                yield from self._walk(path, depth - 1)
            elif entry.is_file(follow_symlinks=False) and self._files:
                self._files -= 1
                yield path

    def _text(self, path: str) -> str | None:
        full = Path(self._root, path)
        try:
            if full.is_symlink():
                return None
            data = read_limited(full, min(_MOST_BYTES_OF_ONE, self._bytes))
        except OSError:
            return None
        self._bytes -= len(data)
        source = decode(path, data)
        return source.text if isinstance(source, Source) else None


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
