"""The elements in which a page's script looks for no formulas."""

from __future__ import annotations

from typing import Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.page.js_literal import JsObject, JsValue
from sitecheck.named_tuple import NamedTuple

USUAL: Final = frozenset(
    {
        "script",
        "noscript",
        "style",
        "textarea",
        "pre",
        "code",
        "annotation",
        "annotation-xml",
        "option",
        "math",
        "template",
    }
)
"""Elements in which neither MathJax nor KaTeX looks for formulas; a template has no children to look at."""
_CODE: Final = frozenset({"pre", "code"})
_NAME: Final = lazy_pattern(r"[A-Za-z][\w-]*")


class Skipped(NamedTuple):
    """``elements`` are skipped beside the usual ones; ``code``: formulas in code are shown after all.

    ``known`` is false where the configuration cannot be read.
    """

    elements: frozenset[str] = frozenset()
    code: bool = False
    known: bool = True


def read_skipped(value: JsValue) -> Skipped:
    """What ``skipHtmlTags``, ``skipTags`` or ``ignoredTags`` says."""
    if value is None:
        return Skipped()
    if isinstance(value, JsObject):  # {'[+]': ['table'], '[-]': ['code']}
        more, less = _names(value.get("[+]") or []), _names(value.get("[-]") or [])
        known = not value.partial and value.values.keys() <= {"[+]", "[-]"}
    else:
        more = _names(value)
        less, known = None if more is None else USUAL - more, True
    if more is None or less is None or not known:
        return Skipped(known=False)
    return Skipped(more - USUAL, bool(_CODE & less - more))


def _names(value: JsValue) -> frozenset[str] | None:
    if not isinstance(value, list):
        return None
    names = [name for name in value if isinstance(name, str) and _NAME.fullmatch(name)]
    return frozenset(map(str.lower, names)) if len(names) == len(value) else None
