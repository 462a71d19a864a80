"""The configurations of MathJax 2 (``Hub.Config``) and of MathJax 3 and 4 (``window.MathJax``).

Keys and defaults are those of the documentation: "The tex2jax Preprocessor Options" and "The TeX input
processor options" of 2.7; "TeX Input Processor Options" and "Document Options" of 3 and 4.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.macros import EnvironmentDef, MacroDef
from sitecheck.math.mathjax.tables import default_packages, has_package
from sitecheck.math.page.delimiters import Delimiters, Pair
from sitecheck.math.page.js_literal import OPAQUE, JsObject, JsValue
from sitecheck.math.page.skipped import Skipped, read_skipped
from sitecheck.math.result import Engine
from sitecheck.named_tuple import NamedTuple

NEW: Final = Delimiters()
OLD: Final = Delimiters(escapes=False, script="mathjax2")
_CLASSES: Final = lazy_pattern(r"[\w-]+(?:\|[\w-]+)*")
"""Names of classes. MathJax takes any pattern; what a page writes is not run here: it may take for ever."""

_OWN_COMPONENT: Final = lazy_pattern(r"\[(?!(?:tex|mathjax)\])|[a-z]+:|/|.*\.js$")
"""A component that is none of MathJax's: it may define commands."""
_MOST_ARGUMENTS: Final = 1_000
"""As good as without end: no page gives a macro so many."""


class MathJaxOptions(NamedTuple):
    """What a configuration sets; ``packages`` are additional ones, or all if they hold ``base``."""

    delimiters: Delimiters = NEW
    macros: Mapping[str, MacroDef] = {}
    environments: Mapping[str, EnvironmentDef] = {}
    packages: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    """Extensions that are taken out of the engine's default."""
    ignore: str = ""
    skipped: Skipped = Skipped()
    numbered: bool | None = None
    complete: bool = True
    sure: bool = True


def read(config: JsValue) -> MathJaxOptions:
    """The configuration of MathJax 3 or 4."""
    if not isinstance(config, JsObject):
        return MathJaxOptions(ignore="mathjax_ignore", complete=False, sure=False)
    tex = config.get("tex")
    if tex is not None and not isinstance(tex, JsObject):
        return MathJaxOptions(ignore="mathjax_ignore", complete=False, sure=False)
    options = tex if isinstance(tex, JsObject) else JsObject()
    delimiters, sure = _delimiters(options, NEW)
    macros, complete = read_macros(options.get("macros"))
    pairs, pairs_read = _paired_delimiters(options.get("mathtools", "pairedDelimiters"))
    environments, all_read = _environments(options.get("environments"))
    chosen = options.get("packages")
    packages, named = _packages(chosen, config.get("loader", "load"))
    ignore, is_plain = _ignored(config.get("options", "ignoreHtmlClass"), "mathjax_ignore")
    skipped = read_skipped(config.get("options", "skipHtmlTags"))
    return MathJaxOptions(
        delimiters=delimiters,
        macros={**pairs, **macros},
        environments=environments,
        packages=packages,
        removed=_removed(chosen),
        ignore=ignore,
        skipped=skipped._replace(known=skipped.known and is_plain),
        numbered=_numbered(options, partial=options.partial or config.partial),
        complete=complete
        and pairs_read
        and all_read
        and named
        and not options.partial
        and not config.partial,
        sure=sure and not options.partial and not config.partial and is_plain,
    )


def _numbered(options: JsObject, partial: bool) -> bool | None:
    """Whether ``tags`` is set to number equations; ``None`` when that cannot be read."""
    tags = options.get("tags")
    if tags is None:
        return None if partial else False
    return tags != "none" if isinstance(tags, str) else None


def read_old(config: JsValue) -> MathJaxOptions:
    """The configuration of MathJax 2."""
    if not isinstance(config, JsObject):
        return MathJaxOptions(delimiters=OLD, ignore="tex2jax_ignore", complete=False, sure=False)
    found = config.get("tex2jax")
    options = found if isinstance(found, JsObject) else JsObject(partial=found is OPAQUE)
    delimiters, sure = _delimiters(options, OLD)
    macros, complete = read_macros(config.get("TeX", "Macros"))
    ignore, is_plain = _ignored(options.get("ignoreClass"), "tex2jax_ignore")
    skipped = read_skipped(options.get("skipTags"))
    packages = _extensions(config.get("extensions")) | _extensions(config.get("TeX", "extensions"))
    return MathJaxOptions(
        delimiters=delimiters,
        macros=macros,
        environments={},
        packages=packages,
        ignore=ignore,
        skipped=skipped._replace(known=skipped.known and is_plain),
        complete=complete and not config.partial,
        sure=sure and not config.partial and is_plain,
    )


def _ignored(written: JsValue, default: str) -> tuple[str, bool]:
    """The names of the classes in which nothing is read, and whether they are known."""
    if isinstance(written, str) and _CLASSES.fullmatch(written):
        return written, True
    return default, written is None


def read_calls(calls: Iterable[JsValue]) -> dict[str, MacroDef]:
    """The macros that calls ``TEX.Macro("name", "body", arguments)`` define."""
    found: dict[str, MacroDef] = {}
    for arguments in calls:
        if isinstance(arguments, list) and arguments and isinstance(arguments[0], str):
            macro = _macro(arguments[0], list(arguments[1:]))
            found[macro.name] = macro
    return found


def packages(
    engine: Engine,
    loaded: frozenset[str],
    configured: frozenset[str],
    removed: frozenset[str] = frozenset(),
) -> frozenset[str] | None:
    """All extensions of a page; ``None`` for the engine's default."""
    if removed and engine != "mathjax2":
        return frozenset(default_packages(4 if engine == "mathjax4" else 3, loaded | configured)) - removed
    return (loaded | configured) or None


def all_known(engine: Engine, names: frozenset[str]) -> bool:
    """Whether an engine has all these packages of its own; the site's own may define anything."""
    if engine == "mathjax2":
        return True
    return all(has_package(4 if engine == "mathjax4" else 3, name) for name in names)


def _delimiters(options: JsObject, defaults: Delimiters) -> tuple[Delimiters, bool]:
    inline, inline_read = _pairs(options.get("inlineMath"), defaults.inline)
    display, display_read = _pairs(options.get("displayMath"), defaults.display)

    def flag(name: str, default: bool) -> bool:
        value = options.get(name)
        return value if isinstance(value, bool) else default

    delimiters = Delimiters(
        inline=inline,
        display=display,
        environments=flag("processEnvironments", defaults.environments),
        references=flag("processRefs", defaults.references),
        escapes=flag("processEscapes", defaults.escapes),
        script=defaults.script,
    )
    return delimiters, inline_read and display_read


def _pairs(value: JsValue, defaults: tuple[Pair, ...]) -> tuple[tuple[Pair, ...], bool]:
    if value is None:
        return defaults, True
    if isinstance(value, JsObject):  # {'[+]': [['$', '$']]}
        more, known = _pairs(value.get("[+]"), ())
        return (*defaults, *more), known and value.values.keys() == {"[+]"}
    if not isinstance(value, list):
        return defaults, False
    found: list[Pair] = []
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2:
            return defaults, False
        left, right = pair
        if not isinstance(left, str) or not isinstance(right, str):
            return defaults, False
        if left and right:
            found.append((left, right))
    return tuple(found), True


def read_macros(value: JsValue) -> tuple[dict[str, MacroDef], bool]:
    r"""The macros of an object ``{R: "\\mathbb{R}", pair: ["(#1,#2)", 2]}``, and whether these are all."""
    if value is None:
        return {}, True
    if not isinstance(value, JsObject):
        return {}, False
    macros = [_macro(name, body if isinstance(body, list) else [body]) for name, body in value.values.items()]
    return {macro.name: macro for macro in macros}, not value.partial


def _paired_delimiters(value: JsValue) -> tuple[dict[str, MacroDef], bool]:
    r"""The commands that mathtools makes of ``{abs: ['\\lvert', '\\rvert']}``, and whether these are all."""
    if value is None:
        return {}, True
    if not isinstance(value, JsObject):
        return {}, False
    macros = [MacroDef(name="\\" + name, kind="opaque") for name in value.values]
    return {macro.name: macro for macro in macros}, not value.partial


def _macro(name: str, parts: list[JsValue]) -> MacroDef:
    name = "\\" + name.removeprefix("\\")
    body = parts[0] if parts else None
    count = parts[1] if len(parts) > 1 else 0
    default = parts[2] if len(parts) > 2 else None
    if not isinstance(body, str) or not isinstance(default, (str, type(None))) or count is OPAQUE:
        return MacroDef(name=name, kind="opaque")
    return MacroDef(name=name, body=body, arity=_arity(count), default=default)


def _arity(count: JsValue) -> int:
    """How many arguments there are: MathJax counts up to ``count``, which may be a number in quotes, too."""
    try:
        number = float(count) if isinstance(count, (int, float, str)) else 0.0
    except (ValueError, OverflowError):
        return 0
    return math.ceil(min(number, _MOST_ARGUMENTS)) if number > 0 else 0


def _environments(value: JsValue) -> tuple[dict[str, EnvironmentDef], bool]:
    if value is None:
        return {}, True
    if not isinstance(value, JsObject):
        return {}, False
    found: dict[str, EnvironmentDef] = {}
    for name, parts in value.values.items():
        if not isinstance(parts, list) or len(parts) < 2:
            return found, False
        begin, end, *rest = parts
        count = rest[0] if rest else 0.0
        default = rest[1] if len(rest) > 1 else None
        if not isinstance(begin, str) or not isinstance(end, str) or not isinstance(count, (int, float)):
            return found, False
        found[name] = EnvironmentDef(
            name=name,
            begin=begin,
            end=end,
            arity=_arity(count),
            default=default if isinstance(default, str) else None,
        )
    return found, not value.partial


def _packages(value: JsValue, load: JsValue) -> tuple[frozenset[str], bool]:
    """The packages that are named, and whether these are all; a whole list of them has ``base``."""
    names: set[str] = set()
    known = True
    added = value
    if isinstance(value, JsObject):
        added = value.get("[+]")
        known = not value.partial
    for source in (added, load):
        if isinstance(source, list):
            words = [each for each in source if isinstance(each, str)]
            own = source is load and any(map(_OWN_COMPONENT.match, words))
            known = known and len(words) == len(source) and not own
            tex = [word for word in words if source is added or word.startswith("[tex]")]
            names |= {word.rpartition("/")[2].removeprefix("[tex]") for word in tex}
        elif source is not None:
            known = False
    return frozenset(names), known


def _removed(packages: JsValue) -> frozenset[str]:
    names = packages.get("[-]") if isinstance(packages, JsObject) else None
    words = names if isinstance(names, list) else []
    return frozenset(name for name in words if isinstance(name, str))


def _extensions(value: JsValue) -> frozenset[str]:
    if not isinstance(value, list):
        return frozenset()
    names = [each for each in value if isinstance(each, str)]
    return frozenset(name.rpartition("/")[2].removesuffix(".js") for name in names)
