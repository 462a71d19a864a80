"""Turns a configuration of MathJax 2 into one of MathJax 3 and 4, where nothing is lost.

What goes where is what MathJax's own converter does (mathjax/MathJax-demos-web,
convert-configuration/convert-configuration.js at 82c4942), which tells what it cannot convert; here such a
configuration is left alone. Beyond it, what is the default of version 2 only is written out: its marks for
elements to leave alone, and that ``\\$`` is no dollar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Union, cast

from sitecheck.api import lazy_pattern
from sitecheck_rules.math._literal import Literal, Tree, read_object

Config = dict[str, Union[str, "Config"]]
"""A configuration by its keys; values as JavaScript writes them."""

_MOVED: Mapping[str, str] = {
    "tex2jax.inlineMath": "tex.inlineMath",
    "tex2jax.displayMath": "tex.displayMath",
    "tex2jax.processEscapes": "tex.processEscapes",
    "tex2jax.processEnvironments": "tex.processEnvironments",
    "tex2jax.processRefs": "tex.processRefs",
    "tex2jax.skipTags": "options.skipHtmlTags",
    "tex2jax.ignoreClass": "options.ignoreHtmlClass",
    "tex2jax.processClass": "options.processHtmlClass",
    "TeX.Macros": "tex.macros",
    "TeX.TagSide": "tex.tagSide",
    "TeX.TagIndent": "tex.tagIndent",
    "TeX.MultLineWidth": "tex.multlineWidth",
    "TeX.MAXMACROS": "tex.maxMacros",
    "TeX.MAXBUFFER": "tex.maxBuffer",
    "TeX.equationNumbers.useLabelIds": "tex.useLabelIds",
    "showMathMenu": "options.enableMenu",
    "menuSettings.zoom": "options.menuOptions.settings.zoom",
    "elements": "startup.elements",
}
_DROPPED: Mapping[str, frozenset[str]] = {
    "messageStyle": frozenset({"none"}),
    "showProcessingMessages": frozenset({"true", "false"}),
    "tex2jax.preview": frozenset({"TeX", "none"}),
    "HTML-CSS.linebreaks.automatic": frozenset({"false"}),
    "CommonHTML.linebreaks.automatic": frozenset({"false"}),
    "SVG.linebreaks.automatic": frozenset({"false"}),
    "HTML-CSS.preferredFont": frozenset({"TeX"}),
    "HTML-CSS.webFont": frozenset({"TeX"}),
    "SVG.font": frozenset({"TeX"}),
    "HTML-CSS.imageFont": frozenset({"null", "TeX"}),
}
"""What later versions do by themselves, or have no use for, with the values for which that is so."""
_DROPPED_LISTS: Mapping[str, frozenset[str]] = {
    "HTML-CSS.availableFonts": frozenset({"TeX"}),
    "HTML-CSS.fonts": frozenset({"TeX"}),
    "jax": frozenset({"input/TeX", "output/HTML-CSS", "output/CommonHTML"}),
}
_BUILT_IN = frozenset(
    {
        *("tex2jax", "mml2jax", "MathMenu", "MathZoom", "MathEvents", "toMathML", "AssistiveMML"),
        *("TeX/AMSmath", "TeX/AMSsymbols", "TeX/noUndefined", "TeX/autoload-all", "TeX/newcommand"),
        *("TeX/mathchoice",),
    }
)
_PACKAGES: Mapping[str, str] = {
    "TeX/action": "action",
    "TeX/AMScd": "amscd",
    "TeX/bbox": "bbox",
    "TeX/boldsymbol": "boldsymbol",
    "TeX/cancel": "cancel",
    "TeX/color": "color",
    "TeX/enclose": "enclose",
    "TeX/extpfeil": "extpfeil",
    "TeX/HTML": "html",
    "TeX/mhchem": "mhchem",
    "TeX/noErrors": "noerrors",
    "TeX/unicode": "unicode",
    "TeX/verb": "verb",
}
_SCALED = {"HTML-CSS.scale": "chtml.scale", "CommonHTML.scale": "chtml.scale", "SVG.scale": "svg.scale"}
_PLAIN_KEY = lazy_pattern(r"[A-Za-z_$][\w$]*")


def convert(written: str, *, whole: bool) -> str | None:
    """The object for ``window.MathJax`` in the place of that of ``MathJax.Hub.Config``.

    ``None`` when something of it has no equal.

    ``whole`` says that the page loads version 2 until now, with one of its combined configurations, so that
    what that one sets (two-part ``\\color``, a formula with a fault shown as its source) is kept, too.
    """
    tree = read_object(written)
    if tree is None:
        return None
    conversion = _Conversion()
    conversion.read(tree, "")
    if not conversion.fits:
        return None
    conversion.finish(whole)
    return _text(conversion.config, "")


class _Conversion:
    def __init__(self) -> None:
        self.config: Config = {}
        self.packages: list[str] = []
        self.fits = True

    def read(self, tree: Tree, prefix: str) -> None:
        for key, value in tree.items():
            path = prefix + key
            if path == "TeX.Macros" and isinstance(value, dict):
                self.set("tex.macros", _written(value, "    "))
            elif isinstance(value, dict):
                self.read(value, f"{path}.")
            else:
                self._value(path, value)

    def _value(self, path: str, value: Literal) -> None:
        special: Mapping[str, Callable[[Literal], bool]] = {
            "extensions": lambda value: self._extensions("", value),
            "TeX.extensions": lambda value: self._extensions("TeX/", value),
            "TeX.equationNumbers.autoNumber": self._numbers,
            "skipStartupTypeset": self._startup,
        }
        if path in _MOVED:
            self.set(_MOVED[path], value.written)
        elif path in _SCALED:
            self.fits &= self._scale(_SCALED[path], value)
        elif path in special:
            self.fits &= special[path](value)
        elif path in _DROPPED:
            self.fits &= value.text in _DROPPED[path]
        else:
            self.fits &= path in _DROPPED_LISTS and set(value.items or (value.text,)) <= _DROPPED_LISTS[path]

    def set(self, path: str, written: str) -> None:
        group, _, key = path.rpartition(".")
        self._group(group)[key] = written

    def _group(self, path: str) -> Config:
        config = self.config
        for name in path.split("."):
            config = cast("Config", config.setdefault(name, {}))  # none is a value and a group
        return config

    def _scale(self, path: str, value: Literal) -> bool:
        if not re.fullmatch(r"\d+", value.written):
            return False
        self.set(path, f"{int(value.written) / 100:g}")
        return True

    def _numbers(self, value: Literal) -> bool:
        name = value.text.lower()
        self.set("tex.tags", f"'{name}'")
        return name in ("none", "ams", "all")

    def _startup(self, value: Literal) -> bool:
        self.set("startup.typeset", "false" if value.written == "true" else "true")
        return value.written in ("true", "false")

    def _extensions(self, prefix: str, value: Literal) -> bool:
        names = [prefix + name.removesuffix(".js") for name in value.items]
        self.packages += [_PACKAGES[name] for name in names if name in _PACKAGES]
        return all(name in _BUILT_IN or name in _PACKAGES for name in names)

    def finish(self, whole: bool) -> None:
        """Adds what no key of the old configuration says."""
        tex, options = self._group("tex"), self._group("options")
        tex.setdefault("processEscapes", "false")
        options.setdefault("ignoreHtmlClass", "'tex2jax_ignore'")
        options.setdefault("processHtmlClass", "'tex2jax_process'")
        if whole:
            self.packages.append("noerrors")
            if "color" not in self.packages:
                tex["autoload"] = {"color": "[]", "colorv2": "['color']"}
        packages = list(dict.fromkeys(self.packages))
        if packages:
            tex["packages"] = {"[+]": _list(packages)}
            self.config["loader"] = {"load": _list([f"[tex]/{name}" for name in packages])}


def _list(names: list[str]) -> str:
    return "[" + ", ".join(f"'{name}'" for name in names) + "]"


def _written(tree: Tree, indent: str) -> str:
    config: Config = {
        key: _written(value, f"{indent}  ") if isinstance(value, dict) else value.written
        for key, value in tree.items()
    }
    return _text(config, indent)


def _text(config: Config, indent: str) -> str:
    if not config:
        return "{}"
    lines = ",\n".join(
        f"{indent}  {_key(key)}: {_text(value, indent + '  ') if isinstance(value, dict) else value}"
        for key, value in config.items()
    )
    return f"{{\n{lines}\n{indent}}}"


def _key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else f"'{key}'"
