"""Did you mean: the name that an unknown command or environment was probably meant to be, or who knows it."""

from __future__ import annotations

from functools import lru_cache
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING, Final

from sitecheck.text.near import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitecheck.math.macros import MacroEnv
    from sitecheck.math.mathjax.tables import Version
    from sitecheck.math.result import Engine, MathError

_VERSIONS: Final[Mapping[Engine, Version]] = {"mathjax2": 2, "mathjax3": 3, "mathjax4": 4}
_MOST_OWN = 300
_MOST_COMPARED = 8
_TITLES: Final[Mapping[Engine, str]] = {
    "katex": "KaTeX",
    "mathjax2": "MathJax 2",
    "mathjax3": "MathJax 3",
    "mathjax4": "MathJax 4",
}


def explained(error: MathError, engine: Engine, tex: str, macros: MacroEnv | None) -> MathError:
    """The error with a name that may have been meant, or else with the engine that knows the name."""
    is_command = error.kind == "unknown-command"
    own: Iterable[str] = ()
    if macros is not None:
        own = macros.macros if is_command else macros.environments
    other: Engine = "mathjax3" if engine == "katex" else "katex"
    if error.name in _for_math(other, is_command):
        return error._replace(message=f"{error.message}; {_TITLES[other]} does")
    found = nearest(error.name, engine, is_command=is_command, own=own, used=tex)
    if found:
        return error._replace(message=f"{error.message}; did you mean {found}?", suggestion=found)
    return error


def nearest(
    name: str, engine: Engine, *, is_command: bool = True, own: Iterable[str] = (), used: str = ""
) -> str:
    """The known name nearest to ``name``, or "" if none is near.

    Near is one change (a letter more, less, other, two swapped) in short names and two in longer ones. Of
    equally near names one that begins alike comes first, then one in the formula ``used``, then the shortest.
    """
    candidates = (*_near_of_own(name, own), *_near(name, engine, is_command))
    ranked = [
        (steps, other.lower() != name.lower(), other[:2] != name[:2], other not in used, len(other), other)
        for steps, other in candidates
    ]
    return min(ranked)[-1] if ranked else ""


def _limit(name: str) -> int:
    letters = len(name.lstrip("\\"))
    return 0 if letters < 2 else 1 if letters < 5 else 2


def _near_of_own(name: str, own: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The names of a page that are near, of those that are likest by their letters: a page may define as many
    as it misspells."""
    limit, letters = _limit(name), _letters(name)
    alike = [
        (apart, other[:2] != name[:2], other)
        for other in islice(own, _MOST_OWN)
        if abs(len(other) - len(name)) <= limit
        and (apart := (letters ^ _letters(other)).bit_count()) <= 2 * limit
        and other != name
    ]
    for _, _, other in nsmallest(_MOST_COMPARED, alike):
        if (steps := distance(name, other, limit)) <= limit:
            yield steps, other


@lru_cache(maxsize=1024)
def _near(name: str, engine: Engine, is_command: bool) -> tuple[tuple[int, str], ...]:
    limit = _limit(name)
    by_length = _by_length(engine, is_command)
    lengths = range(len(name) - limit, len(name) + limit + 1)
    letters = _letters(name)
    others = [
        other
        for length in lengths
        for other, its_letters in by_length.get(length, ())
        if (letters ^ its_letters).bit_count() <= 2 * limit
    ]
    found = [(distance(name, other, limit), other) for other in others]
    return tuple((steps, other) for steps, other in found if steps <= limit)


@lru_cache(maxsize=8)
def _by_length(engine: Engine, is_command: bool) -> Mapping[int, list[tuple[str, int]]]:
    """The names of each length with the sets of their letters: with too many others a name cannot be near."""
    buckets: dict[int, list[tuple[str, int]]] = {}
    for name in _shown_in_math(engine, is_command):
        if "@" not in name and name.lstrip("\\").rstrip("*").isalpha():
            buckets.setdefault(len(name), []).append((name, _letters(name)))
    return buckets


@lru_cache(maxsize=4096)
def _letters(name: str) -> int:
    """The letters of a name as the bits of a number."""
    bits = 0
    for letter in name:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _shown_in_math(engine: Engine, is_command: bool) -> frozenset[str]:
    """Those of the names that are not for text, such as ``\\o`` and the accent ``\\c``."""
    names = _for_math(engine, is_command)
    return frozenset(name for name in names if len(name) > 2 or not name.islower())


@lru_cache(maxsize=8)
def _for_math(engine: Engine, is_command: bool) -> frozenset[str]:
    """The names without those that KaTeX refuses outside of text, such as ``\\o`` and ``\\)``."""
    names = _names(engine, is_command)
    if engine != "katex" or not is_command:
        return names
    from sitecheck.math.katex.tables import tables

    known = tables()
    refused = {name for name, function in known.functions.items() if not function.in_math}
    return names & known.math.keys() - refused


@lru_cache(maxsize=8)
def _names(engine: Engine, is_command: bool) -> frozenset[str]:
    """The commands (with their backslash) or environments that an engine has without further extensions."""
    if engine == "katex":
        from sitecheck.math.katex.tables import tables

        known = tables()
        return frozenset((*known.math, *known.text) if is_command else known.environments)
    from sitecheck.math.mathjax.tables import compose, default_packages

    version = _VERSIONS[engine]
    dialect = compose(version, default_packages(version))
    if not is_command:
        return frozenset(dialect.environments)
    return frozenset("\\" + name for name in dialect.commands)
