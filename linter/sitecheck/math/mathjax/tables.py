"""The commands, environments, delimiters and characters of a MathJax version with a set of packages.

The tables are data files made from the published packages by tools/gen_mathjax_tables.mjs. A package brings
maps, each with a priority; the first map that holds a name decides. What is composed for one set of packages
is kept.
"""

from __future__ import annotations

import json
import pkgutil
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Version: TypeAlias = Literal[2, 3, 4]
Entry: TypeAlias = "int | list[Any]"
"""What a name stands for: the flags of a symbol, or a method with its fixed arguments."""

# What is known of the last thing in a group: it decides about scripts, primes and \limits.
PLAIN: Final = 0
HAS_SUB: Final = 1
HAS_SUP: Final = 2
SCRIPTS: Final = 4
"""It is a base with scripts at its side (msubsup)."""
STACKED: Final = 8
"""It is a base with something above or below (munderover)."""
MOVES: Final = 16
"""Its scripts go above and below in a display."""
FIXED: Final = 32
r"""\limits or \nolimits was said."""
FREE: Final = 64
"""What it has above or below is no script: scripts may follow."""
OPERATOR: Final = 128
r"""It is an operator or has one at its core, and so may take \limits, also inside braces."""
NAMED: Final = 512
r"""It is the name of a function, and so may take \limits, but not inside braces."""
OVER: Final = 256
"""It has something above by construction, which no second script replaces (mover, msup)."""

BLANK: Final = r"\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
r"""JavaScript's \s as a part of a character class: with a byte order mark, and fewer control characters than
Python's."""
_FLAGS: Final[Mapping[str, int]] = {"symbol": PLAIN, "operator": OPERATOR, "big": MOVES | OPERATOR}
_CHARACTERS: Final = r"\\{}^_'’%&#~ \t\r\n\xa0"
"""Characters that are not simply printed (and white space), as a part of a character class."""


class Dialect(NamedTuple):
    """Everything a MathJax with certain packages knows."""

    version: Version
    packages: tuple[str, ...]
    loaded: tuple[str, ...]
    """The packages that formulas have loaded since; what others have before them they do not change."""
    commands: Mapping[str, Entry]
    environments: Mapping[str, list[Any]]
    delimiters: frozenset[str]
    characters: Mapping[str, list[Any]]
    text_commands: Mapping[str, list[Any]]
    token: re.Pattern[str]
    simple: re.Pattern[str]
    """A whole argument that nothing can be wrong with: one character or a group of printed characters."""
    unshown: re.Pattern[str]
    """A character that the newest release of the version fails on in mathematics."""
    in_text: bool
    """Commands are read in text (package textmacros)."""
    text_delimiters: frozenset[str]
    r"""The delimiters that such text may hold: those that are no symbol without their backslash."""

    def has(self, package: str) -> bool:
        """Whether a package is there, from the start or since."""
        return package in self.packages or package in self.loaded

    def with_package(self, name: str) -> Dialect:
        """This dialect after an extension and what it needs were loaded on the page."""
        known = (*self.packages, *self.loaded)
        return compose(self.version, self.packages, (*self.loaded, *_needs(self.version, name, known)))


@lru_cache(maxsize=3)
def _table(version: Version) -> dict[str, Any]:
    data = pkgutil.get_data("sitecheck.math.mathjax", f"data/mathjax{version}.json") or b"{}"
    table: dict[str, Any] = json.loads(data)
    return table


def default_packages(version: Version, extra: Iterable[str] | None = None) -> tuple[str, ...]:
    """The packages of the default component and ``extra``; if that holds ``base`` it is the whole list."""
    component = tuple(_table(version)["component"])
    if not extra:
        return component
    wanted = sorted(extra)
    if "base" in wanted:
        return tuple(sorted(wanted, key=lambda name: name != "base"))
    return component + tuple(name for name in wanted if name not in component)


def known_package(version: Version, name: str) -> bool:
    """Whether the version has an extension of that name that a page may load."""
    table = _table(version)
    return name in table["packages"] and name not in table["refused"]


def has_package(version: Version, name: str) -> bool:
    """Whether the version has an extension of that name at all."""
    return name in _table(version)["packages"]


def token_attributes(version: Version, element: str) -> frozenset[str] | None:
    """The attributes of a token element of MathML; ``None`` if it is none."""
    names: str | None = _table(version)["tokens"].get(element)
    return None if names is None else frozenset(names.split(" "))


def big_operators(version: Version) -> frozenset[str]:
    """The characters that are big operators when they are typed themselves."""
    return frozenset(_table(version)["big"])


def autoloads(version: Version, kind: Literal["commands", "environments"], name: str) -> str | None:
    """The package that a command or environment loads when it is first used, if it does."""
    package: str | None = _table(version)["autoload"][kind].get(name)
    return package


def autoloaded(version: Version, kind: Literal["commands", "environments"]) -> Mapping[str, str]:
    """The commands or environments that load a package when they are first used, and which."""
    found: dict[str, str] = _table(version)["autoload"][kind]
    return found


def _needs(version: Version, name: str, loaded: tuple[str, ...]) -> tuple[str, ...]:
    packages = _table(version)["packages"]
    found: list[str] = []
    for need in packages.get(name, {"needs": []})["needs"]:
        found += [more for more in _needs(version, need, (*loaded, *found)) if more not in found]
    if name in packages and name not in loaded:
        found.append(name)
    return tuple(found)


@lru_cache(maxsize=64)
def compose(version: Version, packages: tuple[str, ...], loaded: tuple[str, ...] = ()) -> Dialect:
    """The dialect of a version with these packages, and those that were ``loaded`` on the page, in order."""
    table = _table(version)
    commands: dict[str, Entry] = {}
    environments: dict[str, list[Any]] = {}
    characters: dict[str, list[Any]] = {}
    delimiters: set[str] = set()
    named: set[str] = set()
    for name in reversed(_ordered(table, packages, loaded, "macro")):
        mapping = table["maps"].get(name)
        _add_commands(commands, mapping)
        if mapping is not None and mapping["kind"] != "delimiter":
            named.update(_names(mapping))
    for name in reversed(_ordered(table, packages, loaded, "environment")):
        environments.update(_entries(table, name))
    for name in reversed(_ordered(table, packages, loaded, "character")):
        characters.update(_entries(table, name))
    if "physics" in (*packages, *loaded):
        # Its fences count the brackets that open in them.
        characters.update({"(": ["physics.Opening"], "[": ["physics.Opening"]})
    for name in _ordered(table, packages, loaded, "delimiter"):
        for names in _entries(table, name).values():
            delimiters.update(names.split(" "))
    special = "".join(
        re.escape(name)
        for name, entry in characters.items()
        if name not in _BASE_SPECIALS and entry[0] != "base.Bar"
    )
    in_text = "textmacros" in (*packages, *loaded)
    return Dialect(
        version=version,
        packages=packages,
        loaded=loaded,
        commands=commands,
        environments=environments,
        delimiters=frozenset(delimiters),
        characters=characters,
        text_commands=_text_commands(table) if in_text else {},
        token=_token_pattern(special + table["big"] + table["unshown"]),
        simple=_simple_pattern(special + table["big"] + table["unshown"]),
        unshown=re.compile(f"[{table['unshown']}]" if table["unshown"] else "(?!)"),
        in_text=in_text,
        text_delimiters=frozenset(delimiters - {"\\" + name for name in named | delimiters}),
    )


_BASE_SPECIALS: Final = frozenset("\\{}^_'’%&#~ \t\r\n\xa0")


def _entries(table: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = table["maps"].get(name, {"entries": {}})["entries"]
    return found


def _ordered(
    table: dict[str, Any], packages: tuple[str, ...], loaded: tuple[str, ...], handler: str
) -> list[str]:
    """The maps of a handler, the one that decides first in front."""
    found: list[tuple[int, str]] = []
    # MathJax: of equal priorities the package that comes later in the configuration decides first, and one
    # that is loaded on the page last.
    for package in (*reversed(packages), *loaded):
        maps = table["packages"].get(package, {"handlers": {}})["handlers"].get(handler, ())
        found += [(priority, name) for name, priority in reversed(maps)]
    return [name for _, name in sorted(found, key=lambda pair: pair[0])]


def _add_commands(commands: dict[str, Entry], mapping: dict[str, Any] | None) -> None:
    if mapping is None:
        return
    entries = mapping["entries"]
    if mapping["kind"] not in ("character", "delimiter"):
        commands.update(entries)
        return
    for group, names in entries.items():
        found = names.split(" ")
        if mapping["kind"] == "delimiter":
            found = [name[1:] for name in found if name[0] == "\\"]
        commands.update(dict.fromkeys(found, _FLAGS[group]))


def _names(mapping: dict[str, Any]) -> Iterable[str]:
    """The commands of a map."""
    entries: dict[str, Any] = mapping["entries"]
    if mapping["kind"] != "character":
        return entries
    return [name for names in entries.values() for name in names.split(" ")]


def _text_commands(table: dict[str, Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = dict(_entries(table, "text-macros"))
    return found


def _token_pattern(special: str) -> re.Pattern[str]:
    r"""The next thing in a formula; the number of the group says which.

    1 printed characters, 2 \letters (3 is the name), 4 a script (5 which) on something simple,
    6 a simple group, 7 white space, 8 any other character.
    """
    plain = rf"[^{_CHARACTERS}{special}]"
    inner = rf"[^\\{{}}^_'’%&#~\xa0{special}]*"
    atom = r"(?:[A-Za-z0-9]|\{" + inner + r"\})"
    return re.compile(
        rf"([ \t\r\n\xa0]*{plain}(?:{plain}|[ \t\r\n\xa0])*)"
        rf"|(\\([A-Za-z]+)[ ]?)"
        rf"|(([\^_])[ \t\r\n\xa0]*{atom})"
        rf"|(\{{{inner}\}})"
        r"|([ \t\r\n\xa0]+)"
        r"|(.)",
        re.DOTALL,
    )


def _simple_pattern(special: str) -> re.Pattern[str]:
    one = rf"[^\\{{}}^_'’%&#~\s\ufeff{special}]"
    return re.compile(rf"[{BLANK}]*(?:{one}|\{{[^\\{{}}^_'’%&#~\xa0{special}]*\}})")
