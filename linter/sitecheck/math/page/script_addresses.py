"""Which math engine a script's address loads: engine, version, component."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, unquote

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.result import Engine
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN

_ORIGIN: Final = lazy_pattern(r"\A\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/]*")
_MATHJAX2: Final = lazy_pattern(r"(?:^|/)MathJax\.js$", re.IGNORECASE)
_COMPONENT: Final = lazy_pattern(
    r"(?:^|/)((?:tex|mml|asciimath)-[a-z-]+|tex-mml-[a-z]+|startup|core|mathjax|latest)(?:\.min)?\.js$"
    r"|/(?:input|output|core|adaptors)/[\w/-]+\.js$"
)
_TELLING: Final = lazy_pattern(r"(?:^|/)tex-(?:mml-)?(?:chtml|svg)(?:-[a-z-]+)?(?:\.min)?\.js$")
_VERSION: Final = lazy_pattern(
    rf"(?:mathjax(?:-full)?[@/]v?|/)([0-9]+|latest)(?=[./@-]|$|{UNKNOWN})", re.IGNORECASE
)
_NEWEST3: Final = lazy_pattern(r"mathjax(?:-full)?(?:@v?3(?:\.2(?:\.[12])?)?/|/3\.2\.[12]/)", re.IGNORECASE)
"""MathJax 3.2.1 or 3.2.2: an address on jsDelivr or unpkg that names a part of the version has its newest."""
_LATEST2: Final = lazy_pattern(r"/(?:mathjax[@/]v?)?2\.[0-9.]+/(?:unpacked/)?latest\.js$", re.IGNORECASE)
"""MathJax 2's ``latest.js`` loads the newest of version 2 (documentation of MathJax 2.7)."""
_KATEX: Final = lazy_pattern(r"(?:^|/)katex(?:\.min)?\.(?:js|mjs)$|/katex(?:@[\w.]+)?$", re.IGNORECASE)
_KATEX_PART: Final = lazy_pattern(
    r"(?:^|/)(auto-render|mhchem|copy-tex|mathtex-script-type|render-a11y-string)\b"
)
_FULL: Final = ("bbox", "boldsymbol", "braket", "bussproofs", "cancel", "cases", "centernot", "color",
                "colortbl", "empheq", "enclose", "extpfeil", "gensymb", "html", "mathtools", "mhchem",
                "unicode", "upgreek", "verb", "textcomp", "textmacros", "amscd", "action")  # fmt: skip
"""What components named ``…-full`` bring (documentation of MathJax 3, "The combined components")."""


class Load(NamedTuple):
    """What one script brings to a page.

    ``engines`` are the engines it may be, one if it is known; none for a part that is of no use alone.
    ``part`` names a part of KaTeX. ``packages`` come besides those of the default component; if they hold
    ``base`` they are all. ``complete`` is false if a further configuration is loaded that cannot be read.
    """

    engines: tuple[Engine, ...]
    part: str = ""
    packages: frozenset[str] = frozenset()
    complete: bool = True
    tex: bool = True
    """Whether it reads TeX: some components read MathML only."""
    newest: bool = False
    """Whether it is the newest release of MathJax 3, which refuses more than those before."""


def mentions(text: str) -> bool:
    """Whether a text names a math engine at all."""
    lowered = text.lower()  # scripts may hold megabytes: ten times as fast as a pattern that ignores case
    return "mathjax" in lowered or "katex" in lowered


def load_of(address: str) -> Load | None:
    """What the script at ``address`` brings; ``None`` if it has nothing to do with math."""
    if not mentions(address) and not _TELLING.search(address.partition("?")[0]):
        return None
    whole, _, fragment = address.partition("#")
    whole, _, query = whole.partition("?")
    path = unquote(_ORIGIN.sub("", whole))  # urlsplit raises for hosts that are none: ]x, ℀.org
    if _KATEX.search(path) or ("katex" in address.lower() and _KATEX_PART.search(path)):
        part = _KATEX_PART.search(path)
        name = part[1] if part else "core"
        return Load(
            engines=("katex",),
            part=name,
            packages=frozenset(("mhchem",)) if name == "mhchem" else frozenset(),
        )
    if (_MATHJAX2.search(path) and not _later(path)) or _LATEST2.search(path):
        return _mathjax2(parse_qs(query).get("config", []) + parse_qs(fragment).get("config", []))
    if component := _COMPONENT.search(path):
        return _component(path, component[1] or "")
    return None


def _later(path: str) -> bool:
    """Whether a file named like MathJax 2's main file is a component of a later version after all."""
    # npm's mathjax 3 and 4 have a mathjax.js; that of version 2 is MathJax.js.
    return "/es5/" in path or path.endswith("mathjax.js")


def _mathjax2(configs: list[str]) -> Load:
    names = [name.strip() for config in configs for name in config.split(",") if name.strip()]
    # MathJax 2: a combined configuration (TeX-AMS_CHTML …) brings TeX and its packages.
    combined = [name for name in names if re.match(r"TeX-|MML_|AM_|MML-|MMLorHTML|Accessible", name)]
    extra = [name for name in names if name not in combined and name not in ("default", "Safe")]
    if combined and not any("TeX" in name or name.startswith(("MMLor", "Acc")) for name in combined):
        return Load(engines=("mathjax2",), tex=False)
    packages = frozenset() if combined else frozenset(("base", "autoload"))
    return Load(
        engines=("mathjax2",), packages=packages, complete=not extra and UNKNOWN not in "".join(names)
    )


def _component(path: str, component: str) -> Load:
    version = _VERSION.search(path)
    engines: tuple[Engine, ...]
    if "/es5/" in path or (version is not None and version[1] == "3"):
        engines = ("mathjax3",)
    # jsDelivr serves the newest version where none is named.
    elif "/npm/mathjax/" in path or (version is not None and version[1] in ("4", "latest")):
        engines = ("mathjax4",)
    else:
        engines = ("mathjax3", "mathjax4")
    tex = not component.startswith(("mml-", "asciimath-"))
    packages = frozenset(_FULL) if "full" in component else frozenset[str]()
    return Load(engines=engines, packages=packages, tex=tex, newest=_NEWEST3.search(path) is not None)
