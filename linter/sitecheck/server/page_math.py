r"""What shows the formulas of a page, without reading the page: its layouts tell, which do not change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sitecheck.document.formulas.math_engine import default_setup
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.server.site_index import SiteIndex
from sitecheck.text.front_matter import body_start
from sitecheck.text.source import Source
from sitecheck.warm.site_view import SiteView

if TYPE_CHECKING:
    from sitecheck.math.mathjax.tables import Version
    from sitecheck.math.page.setup import Setup

_ENGINE = lazy_pattern(r"mathjax|katex|rendermath|tex-(?:mml-)?(?:chtml|svg)", re.IGNORECASE)
_MOST_LAYOUTS = 20
_MOST_SCRIPTS = 50
_VERSIONS: dict[str, Version] = {"mathjax2": 2, "mathjax3": 3, "mathjax4": 4}
_LONGEST = 60_000


def setups_at(view: SiteView, index: SiteIndex, path: str, text: str) -> tuple[Setup, ...]:
    """The engines that may show the formulas of a file, one where it is known; MathJax 3 as it is without
    settings where nothing is."""
    record = index.records.get(path)
    layout = str(record.data.get("layout")) if record is not None else ""
    scripts = _scripts(text[:_LONGEST]) if _ENGINE.search(text[:_LONGEST]) else ""
    key = ("math", layout, scripts, "" if record is not None else path)
    if key not in index.kept:
        index.kept[key] = _setups(view, path, f"{text[: body_start(text)]}\n{scripts}")
    return index.kept[key]  # type: ignore[return-value]


def _scripts(text: str) -> str:
    """The scripts in a text, without what stands between them."""
    found: list[str] = []
    start = text.find("<script")
    while start >= 0 and len(found) < _MOST_SCRIPTS:
        end = text.find("</script>", start)
        if end < 0:
            break
        found.append(text[start : end + len("</script>")])
        start = text.find("<script", end)
    return "\n".join(found)


def prepare_math(view: SiteView, index: SiteIndex) -> None:
    """Works out now what shows the formulas of pages in each layout."""
    seen: set[str] = set()
    for path, record in index.records.items():
        layout = str(record.data.get("layout"))
        if layout not in seen and len(seen) < _MOST_LAYOUTS and record.written:
            seen.add(layout)
            commands = commands_of(setups_at(view, index, path, index.text(path)))
            next(commands, None)


def _setups(view: SiteView, path: str, text: str) -> tuple[Setup, ...]:
    kind = view.kind(path)
    fallback = (default_setup("mathjax3"),)
    if kind not in ("page", "post", "document", "layout", "static-page"):
        return fallback
    document = view.reader.document(Source(path, text), kind)
    renderer = document.math.renderer
    if renderer.build:
        return renderer.build
    return renderer.setups if renderer.state in ("known", "maybe") and renderer.setups else fallback


def commands_of(setups: Sequence[Setup]) -> Iterator[tuple[str, str]]:
    """The commands (without their backslash) that the engines know, and a few words on each."""
    seen: set[str] = set()
    for setup in setups:
        found = _katex() if setup.engine == "katex" else _mathjax(_VERSIONS[setup.engine], _packages(setup))
        for name, about in found[0]:
            if name not in seen:
                seen.add(name)
                yield name, about


def environments_of(setups: Sequence[Setup]) -> Iterable[str]:
    """The environments that the engines know, and those that the settings define."""
    names: set[str] = set()
    for setup in setups:
        found = _katex() if setup.engine == "katex" else _mathjax(_VERSIONS[setup.engine], _packages(setup))
        names |= {*found[1], *setup.environments}
    return names


def _packages(setup: Setup) -> tuple[str, ...] | None:
    return None if setup.packages is None else tuple(sorted(setup.packages))


_Known = tuple[tuple[tuple[str, str], ...], tuple[str, ...]]


@cache
def _katex() -> _Known:
    from sitecheck.math.katex.tables import tables

    known = tables()
    names = sorted(
        {name[1:] for name in (*known.math, *known.text) if name[:1] == "\\" and name[1:].isalpha()}
    )
    signatures = ((name, known.functions.get("\\" + name)) for name in names)
    rows = tuple(
        (name, f"KaTeX{_arguments(each.required)}" if each else "KaTeX") for name, each in signatures
    )
    return rows, tuple(sorted(known.environments))


def _arguments(count: int) -> str:
    return "" if not count else f", {count} argument{'s' if count > 1 else ''}"


@lru_cache(maxsize=8)
def _mathjax(version: Version, packages: tuple[str, ...] | None) -> _Known:
    from sitecheck.math.mathjax.tables import autoloaded, compose, default_packages

    dialect = compose(version, default_packages(version, packages))
    title = f"MathJax {version}"
    rows = {name: title for name in dialect.commands if name.isalpha()}
    for name, package in autoloaded(version, "commands").items():
        if name.isalpha():
            rows.setdefault(name, f"{title}, {package}")
    environments = {*dialect.environments, *autoloaded(version, "environments")}
    return tuple(sorted(rows.items())), tuple(sorted(environments))
