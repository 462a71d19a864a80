"""Where jekyll-sass-converter looks for what style sheets import.

Read from ``Converters::Scss#sass_load_paths`` (1.5.2 of GitHub Pages, 2.2, 3.1) and the importers of Ruby
Sass 3.7, LibSass 3.6 and Dart Sass 1.77, which the three of them run.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitecheck.jekyll.plugins.plugin_table import is_listed
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.jekyll.site import Site
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_COMPILES = lazy_pattern(r"sass|scss|compass|bourbon|postcss|asset|sprockets|bookshop", re.IGNORECASE)
"""The names of plugins that compile style sheets, or tell the compiler where to look."""
_CONVERTER = "jekyll-sass-converter"
_OF_PRIMER = lazy_pattern(r"(?:jekyll-theme-)?primer(?:-|/|\Z)")
"""What the theme brings that GitHub Pages gives to a site without one (jekyll-theme-primer 0.6)."""
_GLOB = lazy_pattern(r"[*?\[{]")
_MOST_FOLDERS = 50
SASS_ENDINGS = (".scss", ".sass")


class SassPaths(NamedTuple):
    """Where the converter looks besides the folder of the file that imports."""

    folders: tuple[str, ...]
    """The load paths below the root of the site, whether they are there or not."""
    is_open: bool
    """Whether it may look elsewhere, too: in a theme, in gems, where nobody here can see."""
    has_primer: bool
    """Whether the theme of GitHub Pages may be there."""
    plugins: frozenset[str] = frozenset()
    """What runs: a plugin may have a style sheet of its own name, and tell the compiler where it is."""

    def may_bring(self, name: str) -> bool:
        """Whether a file of that name may be where nobody here can see."""
        is_of_primer = self.has_primer and _OF_PRIMER.match(name) is not None
        return self.is_open or is_of_primer or name.partition("/")[0] in self.plugins


def sass_paths(site: Site) -> SassPaths:
    """Where the style sheets of a site import from."""
    settings = site.config["sass"]
    settings = settings if isinstance(settings, Mapping) else {}
    paths = settings.get("load_paths")
    paths = paths if isinstance(paths, list) else [paths]
    given = [*paths[:_MOST_FOLDERS], settings.get("sass_dir") or "_sass"]
    folders = [_folder(site, each) for each in given if each is not None]
    is_open = bool(site.theme_elsewhere or site.config.unread or not site.config.files)
    is_open |= None in folders or len(paths) > _MOST_FOLDERS
    is_open |= site.own_ruby.touches_styles or any(map(_compiles, site.running))
    return SassPaths(
        folders=tuple(dict.fromkeys(each for each in folders if each is not None)),
        is_open=is_open,
        has_primer=bool(site.lent_layouts) or site.config.github_pages,
        plugins=site.running,
    )


def dart_sass(site: Site) -> bool | None:
    """Whether Dart Sass compiles, which alone knows ``@use``: ``None`` where no lock file tells. GitHub
    Pages has Ruby Sass."""
    if site.on_github_pages:
        return False
    if "sass-embedded" in site.gems:
        return True
    release = site.gems.get(_CONVERTER, "")
    return not release.startswith(("1.", "2.")) if release else None


def converts_otherwise(site: Site) -> bool:
    """Whether something else than the converter may make style sheets of the site's files, or nothing does:
    Jekyll has it since 2.0."""
    if site.own_ruby.touches_styles or site.is_before_jekyll_3:
        return True
    return any(_COMPILES.search(name) is not None and name != _CONVERTER for name in site.running)


def possible_files(folder: str, name: str) -> Iterator[str]:
    """The files that ``@import "name"`` may mean in a folder, the likely ones first."""
    below, _, leaf = name.rpartition("/")
    place = _below(folder, below)
    for begin, end in _names(leaf):
        yield f"{place}{begin}{leaf}{end}"
    if not leaf.endswith(SASS_ENDINGS):
        place = _below(folder, name)
        yield from (f"{place}{begin}{end}" for begin in ("_index", "index") for end in SASS_ENDINGS)


def _below(folder: str, path: str) -> str:
    """What the paths of the files in a folder of ``folder`` begin with."""
    place = posixpath.normpath(posixpath.join(folder, path))
    return "" if place == "." else f"{place}/"


def _names(leaf: str) -> Iterator[tuple[str, str]]:
    endings: tuple[str, ...] = ("",) if leaf.endswith(SASS_ENDINGS) else (*SASS_ENDINGS, ".css")
    for end in endings:
        yield from (("_", end), ("", end))


def _folder(site: Site, given: Any) -> str | None:
    """A load path from the root of the site; ``None`` for one that is elsewhere, or stands for many."""
    text = str(given)
    path = posixpath.normpath(site.placed(text))
    return None if text.startswith(("/", "~")) or path.startswith("..") or _GLOB.search(text) else path


def _compiles(name: str) -> bool:
    """Whether a plugin may have a say in where style sheets are looked for."""
    if name == _CONVERTER:
        return False
    is_known = is_listed(name) or name in words("libraries")
    return not is_known or _COMPILES.search(name) is not None
