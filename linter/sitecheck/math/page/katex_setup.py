"""The options of KaTeX's auto-render (documentation of KaTeX, "Auto-render Extension")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sitecheck.math.macros import MacroDef, highest_parameter
from sitecheck.math.page.delimiters import Delimiters, Pair
from sitecheck.math.page.js_literal import JsObject, JsValue
from sitecheck.math.page.skipped import Skipped, read_skipped
from sitecheck.named_tuple import NamedTuple

_MOST_DELIMITERS: Final = 50
"""Each is compared with all before it; nobody has a tenth of them."""
_ENVIRONMENTS: Final = ("equation", "align", "alignat", "gather", "CD")
_INLINE: Final[tuple[Pair, ...]] = (("\\(", "\\)"),)
_DISPLAY: Final[tuple[Pair, ...]] = (
    ("$$", "$$"),
    *((f"\\begin{{{name}}}", f"\\end{{{name}}}") for name in _ENVIRONMENTS),
    ("\\[", "\\]"),
)
DEFAULTS: Final = Delimiters(
    inline=_INLINE, display=_DISPLAY, environments=False, references=False, escapes=False, script="katex"
)


class KatexOptions(NamedTuple):
    """What a call of ``renderMathInElement`` sets; ``changes``: a function changes formulas first."""

    delimiters: Delimiters = DEFAULTS
    macros: Mapping[str, MacroDef] = {}
    ignore: str = ""
    skipped: Skipped = Skipped()
    changes: bool = False
    global_group: bool = False
    complete: bool = True
    sure: bool = True


def read(options: JsValue) -> KatexOptions:
    """The options of one call; ``None`` for a call without, an opaque value for one that cannot be read."""
    if options is None:
        return KatexOptions()
    if not isinstance(options, JsObject):
        return KatexOptions(complete=False, sure=False)
    delimiters, sure = _delimiters(options.get("delimiters"))
    macros, complete = read_macros(options.get("macros"))
    global_group = options.get("globalGroup")
    skipped = read_skipped(options.get("ignoredTags"))
    classes = options.get("ignoredClasses") or []
    names = [name for name in classes if isinstance(name, str)] if isinstance(classes, list) else []
    return KatexOptions(
        delimiters=delimiters,
        macros=macros,
        ignore="|".join(names),
        skipped=skipped._replace(
            known=skipped.known and isinstance(classes, list) and len(names) == len(classes)
        ),
        changes=options.get("preProcess") is not None,
        global_group=global_group is True,
        complete=complete and global_group in (True, False, None),
        sure=sure,
    )


def read_all(calls: Iterable[tuple[tuple[str, ...], JsValue]]) -> list[KatexOptions]:
    """The options of several calls, each with the element that it is for (empty where nobody knows): those of
    calls for one element together, and each once."""
    found: list[KatexOptions] = []
    of_element: dict[tuple[str, ...], int] = {}
    for element, options in calls:
        each = read(options)
        at = of_element.get(element) if element else None
        if at is not None and _go_together(found[at], each):
            found[at] = _both(found[at], each)
        elif each not in found:
            of_element.setdefault(element, len(found))
            found.append(each)
    return found


def _go_together(first: KatexOptions, second: KatexOptions) -> bool:
    """Whether the formulas of two calls are those of one call that has the delimiters of both."""
    is_plain = first.sure and second.sure and not first.changes and not second.changes
    return is_plain and (first.ignore, first.skipped) == (second.ignore, second.skipped)


def _both(first: KatexOptions, second: KatexOptions) -> KatexOptions:
    """Two calls for one element: the second reads what the first leaves, and what it could not typeset."""
    earlier = tuple(pair[0] for pair in (*first.delimiters.display, *first.delimiters.inline))

    def added(own: tuple[Pair, ...], more: tuple[Pair, ...]) -> tuple[Pair, ...]:
        return (*own, *(pair for pair in more if not pair[0].startswith(earlier)))

    return first._replace(
        delimiters=first.delimiters._replace(
            inline=added(first.delimiters.inline, second.delimiters.inline),
            display=added(first.delimiters.display, second.delimiters.display),
        ),
        macros={**second.macros, **first.macros},
        global_group=first.global_group or second.global_group,
        complete=first.complete and second.complete,
    )


def _delimiters(value: JsValue) -> tuple[Delimiters, bool]:
    if value is None:
        return DEFAULTS, True
    if not isinstance(value, list) or len(value) > _MOST_DELIMITERS:
        return DEFAULTS, False
    pairs: dict[bool, list[Pair]] = {False: [], True: []}
    earlier: list[str] = []
    for entry in value:
        if not isinstance(entry, JsObject):
            return DEFAULTS, False
        left, right, display = entry.get("left"), entry.get("right"), entry.get("display")
        if not isinstance(left, str) or not isinstance(right, str) or not isinstance(display, bool):
            return DEFAULTS, False
        # auto-render takes the first entry that fits: after "$" nothing ever begins with "$$".
        if left and right and not left.startswith(tuple(earlier)):
            pairs[display].append((left, right))
            earlier.append(left)
    return DEFAULTS._replace(inline=tuple(pairs[False]), display=tuple(pairs[True])), True


def read_macros(value: JsValue) -> tuple[dict[str, MacroDef], bool]:
    r"""The macros of an object ``{"\\R": "\\mathbb{R}"}``, and whether these are all."""
    if value is None:
        return {}, True
    if not isinstance(value, JsObject):
        return {}, False
    found: dict[str, MacroDef] = {}
    for name, body in value.values.items():
        if isinstance(body, str):
            # KaTeX counts the arguments of a macro in its text.
            found[name] = MacroDef(name=name, body=body, arity=highest_parameter(body))
        elif name:
            found[name] = MacroDef(name=name, kind="opaque")
    return found, not value.partial
