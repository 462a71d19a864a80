r"""What reveal.js' own plugin for formulas does: it loads an engine and configures it by itself.

    >>> from sitecheck.math.page.reveal import reveal_math
    >>> found = reveal_math("Reveal.initialize({math: {mathjax: '/js/MathJax.js'}})")
    >>> found.part.value.get("tex2jax", "inlineMath")
    [['$', '$'], ['\\(', '\\)']]

Source: ``plugin/math/math.js`` of reveal.js 3.9, ``plugin/math/mathjax2.js`` of 4.6.
"""

from __future__ import annotations

from typing import Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.page.configurations import Part, merged
from sitecheck.math.page.js_literal import JsObject, JsValue, read_arguments
from sitecheck.named_tuple import NamedTuple

_CALL: Final = lazy_pattern(r"\bReveal\s*\.\s*initialize\s*\(")
_PLUGIN: Final = lazy_pattern(
    r"plugin/math/(?:math|plugin)(?:\.min)?\.js|\bRevealMath\b(?!\s*\.\s*(?!MathJax2))"
)
"""The plugin that runs MathJax 2: its file, or its name without that of a later engine."""
_CONFIG: Final = "TeX-AMS_HTML-full"
"""The combined configuration that the plugin asks for where it is told of none."""


class Slides(NamedTuple):
    """What the plugin asks MathJax 2 for: a configuration of its own, and a combined one by its name."""

    part: Part
    config: str


def reveal_math(script: str) -> Slides | None:
    """What the plugin does for a script which starts a slide show; ``None`` where none is started, or without
    formulas."""
    call = _CALL.search(script)
    if call is None:
        return None
    arguments, end = read_arguments(script, call.end())
    given = arguments[0].get("math") if arguments and isinstance(arguments[0], JsObject) else None
    own = given if isinstance(given, JsObject) else JsObject()
    if own.get("mathjax") is None and _PLUGIN.search(script) is None:
        return None
    value = merged(
        JsObject({"tex2jax": _defaults()}), JsObject({"tex2jax": own.get("tex2jax") or JsObject()})
    )
    name = own.get("config")
    part = Part(form="hub", value=value, start=call.start(), end=end)
    return Slides(part, name if isinstance(name, str) and name else _CONFIG)


def _defaults() -> JsValue:
    return JsObject({"inlineMath": [["$", "$"], ["\\(", "\\)"]]})
