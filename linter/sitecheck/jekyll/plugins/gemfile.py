"""Plugins that Bundler brings: the gems of the group ``jekyll_plugins`` run without being configured.

``Jekyll::PluginManager.require_from_bundler`` loads them when the site has a Gemfile. Whether a build uses
Bundler cannot be seen, so what these plugins make is never certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from sitecheck.files import leads_out, read_limited
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_GEM = lazy_pattern(r"""^[ \t]*gem[ \t(]+["']([\w.-]+)["'](?P<rest>[^\n]*)""", re.MULTILINE)
_GROUP = lazy_pattern(r"[ \t]*group\b")
_NAME = lazy_pattern(r":jekyll_plugins\b")
_BLOCK = lazy_pattern(r"[ \t]*(?:if|unless|case)\b|[^#\n]*\bdo[ \t\r]*(?:#.*)?$")
_ANY_GEM = lazy_pattern(r"^[^#\n]*\bgem[ \t(]", re.MULTILINE)
_IN_GROUPS = lazy_pattern(r"""\bgroups?(?::|["']?[ \t]*=>)[ \t]*(\[[^\[\]\n]*\]|:?["']?\w+)""")
_WORD = lazy_pattern(r"\w+")
_NOT_LOADED = lazy_pattern(r"""\brequire(?::|["']?[ \t]*=>)[ \t]*(?:false\b|\[\])""")
_DO = lazy_pattern(r"\bdo\b")
_END = lazy_pattern(r"[ \t]*end\b")
_DEPENDENCY = lazy_pattern(r"""add_(?:runtime_)?dependency[ (]+["'](jekyll-[\w.-]+)["']""")
_LOCKED = lazy_pattern(r"^ {4}([\w.-]{1,100}) \(([\w.-]{1,50})\)\r?$", re.MULTILINE)
_DEMAND = lazy_pattern(r"""[ \t]*,[ \t]*["'](~>|>=|<=|=|<|>|)[ \t]*(\d{1,4}(?:\.\d{1,4}){0,5})["']""")
_GEMSPEC = lazy_pattern(r"^[ \t]*gemspec\b", re.MULTILINE)
_HERE = lazy_pattern(r"""\bpath(?::|['"]?[ \t]*=>)[ \t]*["']\.?/?["']""")
_MAX_SIZE = 200_000
_MOST_BLOCKS = 20
_MOST_GROUPS = 50
"""Each gem and each block in others holds the groups of all that it stands in."""

Release: TypeAlias = "tuple[int, ...]"
GroupedGems: TypeAlias = Mapping[str, frozenset[str]]
"""The gems of a Gemfile that Bundler loads with the groups they are in: ``default`` outside of all."""


class Demand(NamedTuple):
    """The releases of a gem that a Gemfile allows: from ``low`` on, and only those before ``below``."""

    low: Release = ()
    below: Release | None = None

    def has_newest_since(self, first: Release) -> bool:
        """Whether the newest of them, which Bundler takes, is ``first`` or a later one."""
        return self.below is None or self.below > first


def bundled_plugins(root: Path, of_theme: frozenset[str]) -> frozenset[str] | None:
    """The gems that a site's Gemfile puts into the group ``jekyll_plugins``, and where it names the gemspec
    of the theme that this is, that theme's plugins (:func:`theme_plugins`).

    ``None`` when there is no Gemfile: such a site is most likely built by GitHub Pages.
    """
    if not (root / "Gemfile").is_file():
        return None
    found: set[str] = set()
    text = _read(root / "Gemfile")
    for body in _groups(text):
        found.update(match[1] for match in _GEM.finditer(body))
    found.update(match[1] for match in _GEM.finditer(text) if ":jekyll_plugins" in match["rest"])
    if _GEMSPEC.search(text):
        found |= of_theme
    return frozenset(found)


def theme_plugins(root: Path) -> frozenset[str]:
    """The plugins that a theme, of which this is the repository, brings to the sites that use its gem
    (``PluginManager#require_theme_deps``): those that its gemspec depends on."""
    specs = sorted(root.glob("*.gemspec"))
    return frozenset(name for path in specs for name in _DEPENDENCY.findall(_read(path)))


def grouped_gems(root: Path) -> GroupedGems | None:
    """The gems that ``Bundler.require`` loads for a site, which old sites call in a plugin of their own;
    ``None`` where there is no Gemfile, one that computes them, or one of too many blocks in each other."""
    text = _read(root / "Gemfile")
    lines = [line for line in text.split("\n") if _ANY_GEM.match(line)]
    if not all(map(_GEM.match, lines)) or not lines or _GEMSPEC.search(text):
        return None
    found: dict[str, frozenset[str]] = {}
    blocks: list[frozenset[str]] = []
    for line in text.split("\n"):
        around = blocks[-1] if blocks else frozenset()
        if gem := _GEM.match(line):
            own = _IN_GROUPS.search(gem["rest"])
            groups = around.union(_WORD.findall(own[1]) if own else ()) or frozenset(("default",))
            found.update({} if _NOT_LOADED.search(gem["rest"]) else {gem[1]: groups})
        elif _END.match(line):
            del blocks[-1:]
        elif _BLOCK.match(line):
            named = _GROUP.match(line) and _WORD.findall(line.partition("group")[2])
            blocks.append(around.union(named or ()) - {"do"})
            if len(blocks) > _MOST_BLOCKS or len(blocks[-1]) > _MOST_GROUPS:
                return None
    return found


def runs_github_pages(bundled: frozenset[str] | None, locked: Mapping[str, str]) -> bool:
    """Whether the gem github-pages brings its plugins to every build: it stands in the group that Jekyll
    loads, wherever that runs, and is not locked to a release from before it had them."""
    is_old = locked and "jekyll-default-layout" not in locked
    return "github-pages" in (bundled or ()) and not is_old


def is_own_gem(root: Path, name: str) -> bool:
    """Whether Bundler takes a gem from the site's own folder, as that of a theme in a fork of it: the Gemfile
    says ``gemspec``, or names this folder as the gem's ``path``."""
    if not (root / "Gemfile").is_file() or not (root / f"{name}.gemspec").is_file():
        return False
    text = _read(root / "Gemfile")
    own = (_HERE.search(match["rest"]) for match in _GEM.finditer(text) if match[1] == name)
    return _GEMSPEC.search(text) is not None or any(own)


def locked_gems(root: Path) -> dict[str, str]:
    """The releases that ``Gemfile.lock`` names, by gem; empty when there is no such file."""
    if not (root / "Gemfile.lock").is_file():
        return {}
    return {match[1]: match[2] for match in _LOCKED.finditer(_read(root / "Gemfile.lock"))}


def demanded_gems(root: Path) -> dict[str, Demand]:
    """What the Gemfile says of the releases of its gems."""
    if not (root / "Gemfile").is_file():
        return {}
    return {match[1]: _demand(match["rest"]) for match in _GEM.finditer(_read(root / "Gemfile"))}


def _demand(rest: str) -> Demand:
    found, at = Demand(), 0
    while match := _DEMAND.match(rest, at):
        sign, release, at = match[1], tuple(map(int, match[2].split("."))), match.end()
        if sign in (">=", ">", "=", "", "~>"):
            found = found._replace(low=max(found.low, release))
        if below := _below(sign, release):
            found = found._replace(below=min(found.below or below, below))
    return found


def _below(sign: str, release: Release) -> Release | None:
    """The first release that is too late: ``~> 7.1`` takes all of 7, ``~> 7.1.0`` all of 7.1."""
    if sign == "~>":
        kept = release[:-1] or release
        return (*kept[:-1], kept[-1] + 1)
    return {"<": release, "<=": (*release, 0), "=": (*release, 0), "": (*release, 0)}.get(sign)


def _groups(text: str) -> Iterator[str]:
    """What stands in the blocks ``group :jekyll_plugins do … end``."""
    body: list[str] | None = None
    for line in text.split("\n"):
        if body is None:
            start = _block_start(line)
            body = None if start is None else [line[start:]]
        elif _END.match(line):
            yield "\n".join(body)
            body = None
        else:
            body.append(line)


def _block_start(line: str) -> int | None:
    name = _NAME.search(line) if _GROUP.match(line) else None
    if name is None:
        return None
    return max((match.end() for match in _DO.finditer(line, name.end())), default=None)


def _read(path: Path) -> str:
    try:
        if leads_out(path, path.parent):
            return ""
        return read_limited(path, _MAX_SIZE).decode("utf-8", "replace")
    except OSError:
        return ""
