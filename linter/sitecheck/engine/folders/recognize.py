"""What kind of folder a person has named: a Jekyll site, a part of one, another program's, or none at all."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice

from sitecheck.files import read_file, relative_path
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.package_data import package_table

CONFIGS = ("_config.yml", "_config.yaml", "_config.toml")
"""What Jekyll reads (``Jekyll::Configuration#config_files``)."""
_OTHER_CONFIG = lazy_pattern(r"_config[\w.-]{1,99}\.ya?ml")

_PARTS = {
    "_posts": "a folder of posts",
    "_drafts": "a folder of drafts",
    "_layouts": "a folder of layouts",
    "_includes": "a folder of includes",
    "_data": "a folder of data",
    "_sass": "a folder of style sheets",
}
BUILT = "a site that Jekyll has built"
_OWN = ("_layouts", "_posts", "_drafts", "_includes")
"""Folders that only Jekyll gives a meaning to, once other programs are ruled out."""
_ONLY_JEKYLLS = ("_layouts", "_posts", "_drafts")
"""Of these, what no other program has."""
_PAGES = (".md", ".markdown", ".mkdown", ".mkdn", ".mkd", ".html", ".htm")
_PASSED_BY = frozenset({"node_modules", "vendor", "venv", "env", "bower_components", "__pycache__", "target"})
_MOST_FOLDERS = 3_000
_MOST_PAGES = 300
_DEEPEST = 3
_HEAD = 20_000
"""Bytes of a page in which its generator is looked for."""
_MOST_SETTINGS = 100_000
"""Bytes of a configuration in which the folders are looked for that it names."""
_PLACES = lazy_pattern(
    rb"""^(?:collections|data|layouts|includes)_dir[ \t]*:[ \t]*["']?(?:\./|/)?"""
    rb"""([\w.-]{1,99}(?:/[\w.-]{1,99}){0,9})""",
    re.MULTILINE,
)
FROM_ABOVE = "a part of the site above, as the folders that its _config.yml names say"
_BUILT = lazy_pattern(
    rb"""<meta[^>]{0,99}name=["']?generator\b[^>]{0,99}content=["']?Jekyll""", re.IGNORECASE
)

_FEEDS = ("atom.xml", "feed.xml")
_BUILT_FEED = lazy_pattern(rb"<generator\b[^>]{0,199}(?:jekyllrb\.com|octopress\.org)")
"""What jekyll-feed and Octopress say in a feed of who made it."""
_INCLUDES = lazy_pattern(rb"""\{%-?[ \t]*include[ \t]+["']?[\w./-]+\.(?:html|md|markdown|liquid)\b""")


class _Row(NamedTuple):
    name: str
    files: tuple[frozenset[str], ...]
    beside_config: bool
    unless: frozenset[str]


@cache
def _table() -> tuple[_Row, ...]:
    raw = package_table("sitecheck.engine", "data/other_folders.json")
    return tuple(
        _Row(
            name=row["name"],
            files=tuple(map(frozenset, row["files"])),
            beside_config=row.get("beside_config", False),
            unless=frozenset(row.get("unless", raw["unless"])),
        )
        for row in raw["rows"]
    )


def names_in(folder: str) -> frozenset[str]:
    """What lies in a folder; nothing when it cannot be listed."""
    try:
        return frozenset(os.listdir(folder))
    except OSError:
        return frozenset()


def is_site(folder: str) -> bool:
    """Whether a folder holds a configuration that is Jekyll's, and for a build of this folder."""
    names = names_in(folder)
    is_configured = _is_configured(folder, names) and not _is_read_from_above(folder, names)
    return is_configured and not _made_for_others(folder, names)


def _is_configured(folder: str, names: frozenset[str]) -> bool:
    return any(os.path.isfile(os.path.join(folder, name)) for name in CONFIGS if name in names)


def _is_read_from_above(folder: str, names: frozenset[str]) -> bool:
    """Whether the configuration here is for ``jekyll build --config docs/_config.yml`` in the folder above.

    It names folders by the way from there (``collections_dir: docs``), which are nowhere for a build here.
    """
    if ".git" in names:
        return False
    above, base = os.path.split(os.path.realpath(folder))
    named = [place for place in _places(folder, names) if place.split("/")[0] == base and ".." not in place]
    return (
        any(os.path.isdir(os.path.join(above, place)) for place in named)
        and not any(os.path.lexists(os.path.join(folder, place)) for place in named)
        and _is_configured(above, names_in(above))
    )


def _places(folder: str, names: frozenset[str]) -> list[str]:
    raw = b"\n".join(_head(os.path.join(folder, name), _MOST_SETTINGS) for name in CONFIGS if name in names)
    return [os.fsdecode(match[1]) for match in _PLACES.finditer(raw)]


def other_kind(folder: str) -> str:
    """What a folder is that is no site's, in words: "a Hugo site", "a folder of posts"; "" when unknown."""
    names = names_in(folder)
    if not names:
        return "an empty folder"
    if any(name in names for name in CONFIGS):
        return _made_for_others(folder, names) or (FROM_ABOVE if _is_read_from_above(folder, names) else "")
    base = os.path.basename(os.path.realpath(folder))
    if base == "_site" or _is_built(folder, names):
        return BUILT
    if base == "node_modules":
        return "a folder of Node packages"
    return _PARTS.get(base, "") or _others(names)


def part_of_other(folder: str, around: Iterable[str]) -> str:
    """Which other program's folder this is a part of, by those ``around``, the nearest first.

    In words, "a part of a Hugo site (docs)"; "" for none, and for a folder with what only Jekyll has.
    """
    if not names_in(folder).isdisjoint(_ONLY_JEKYLLS):
        return ""
    kinds = ((path, _others(names_in(path))) for path in around)
    return next((f"a part of {kind} ({relative_path(path)})" for path, kind in kinds if kind), "")


def asks_elsewhere(folder: str) -> bool:
    """Whether pages below a folder include what lies in ``_includes``, and neither that, nor layouts, nor a
    configuration is here: they are written for the build of another folder, and here it would stop."""
    names = names_in(folder)
    if not names.isdisjoint((*_OWN, *CONFIGS, "Gemfile")):
        return False
    pages = islice(_pages(folder, 0), _MOST_PAGES)
    return any(
        text[:3] == b"---" and b"raw" not in text and _INCLUDES.search(text) for text in map(_head, pages)
    )


def _others(names: frozenset[str]) -> str:
    """Which other program's folder this is by its names; "" for none that is known."""
    beside = any(name in names for name in CONFIGS)
    for row in _table():
        known = any(needed <= names for needed in row.files)
        if known and (not beside or (row.beside_config and not row.unless & names)):
            return row.name
    return ""


def _made_for_others(folder: str, names: frozenset[str]) -> str:
    """What a folder with a ``_config.yml`` is that is no site of Jekyll's, by its names or as its layouts are
    templates of Twig, which programs in PHP read (stakx); "" for any other."""
    if kind := _others(names):
        return kind
    layouts = names_in(os.path.join(folder, "_layouts")) if "_layouts" in names else ()
    return "a site with layouts for Twig" if any(name.endswith(".twig") for name in layouts) else ""


def _is_built(folder: str, names: frozenset[str]) -> bool:
    """Whether the page that greets visitors, or the feed beside it, says that Jekyll has made it
    (jekyll-seo-tag, jekyll-feed)."""
    if "index.html" not in names:
        return False
    head = _head(os.path.join(folder, "index.html"))
    if head.startswith(b"---"):
        return False
    return _BUILT.search(head) is not None or (names.isdisjoint(_OWN) and _has_built_feed(folder, names))


def _has_built_feed(folder: str, names: frozenset[str]) -> bool:
    feeds = (_head(os.path.join(folder, name)) for name in _FEEDS if name in names)
    return any(not feed.startswith(b"---") and _BUILT_FEED.search(feed) for feed in feeds)


def _head(path: str, until: int = _HEAD) -> bytes:
    try:
        return read_file(path, until)
    except OSError:
        return b""


def sites_below(folder: str) -> tuple[str, ...]:
    """The sites in the folders below, outermost only, as paths on disk; a few levels deep: those with a
    configuration, or else those that have one under another name.

    What is nearer is looked at first: of thousands of folders not all are.
    """
    return _below(folder, is_site) or _below(folder, _is_configured_otherwise)


def _is_configured_otherwise(folder: str) -> bool:
    """Whether a folder is made for Jekyll, with a configuration that the command names which builds it
    (``jekyll build --config _config_prod.yml``)."""
    names = names_in(folder)
    is_named = any(map(_OTHER_CONFIG.fullmatch, names)) and not _others(names)
    return is_named and is_like_a_site(folder)


def _below(folder: str, is_meant: Callable[[str], bool]) -> tuple[str, ...]:
    found: list[str] = []
    left, level = _MOST_FOLDERS, [folder]
    for _ in range(_DEEPEST):
        below = [path for each in islice(level, left) for path in _folders(each)][:left]
        left -= len(below)
        sites = set(filter(is_meant, below))
        found += sites
        level = [path for path in below if path not in sites and not _others(names_in(path))]
    return tuple(sorted(found))


def _folders(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            found = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return sorted(path for path in found if _is_looked_into(os.path.basename(path)))


def _is_looked_into(name: str) -> bool:
    return not name.startswith((".", "_")) and name not in _PASSED_BY


def is_like_a_site(folder: str) -> bool:
    """Whether a folder without a configuration, which GitHub Pages does not need, is made for Jekyll."""
    names = names_in(folder)
    if any(os.path.isdir(os.path.join(folder, name)) for name in _OWN if name in names):
        return True
    return any(_has_front_matter(os.path.join(folder, name)) for name in _indexes(names))


def may_be_a_site(folder: str) -> bool:
    """Whether Jekyll could make something of a folder: it has a page for visitors, or front matter below."""
    pages = islice(_pages(folder, 0), _MOST_PAGES)
    return bool(_indexes(names_in(folder))) or any(map(_has_front_matter, pages))


def _indexes(names: frozenset[str]) -> list[str]:
    return [name for name in names if name.startswith("index.") and name.endswith(_PAGES)]


def _has_front_matter(path: str) -> bool:
    return _head(path, 3) == b"---"


def _pages(folder: str, depth: int) -> Iterator[str]:
    """The pages in and below a folder, without those of other programs' sites."""
    names = sorted(names_in(folder))
    if depth and _others(frozenset(names)):
        return
    yield from (os.path.join(folder, name) for name in names if name.endswith(_PAGES))
    if depth < _DEEPEST:
        for path in _folders(folder):
            yield from _pages(path, depth + 1)
