"""What no Sass can work out of a value: sums of units that do not go together, and its own functions that
are given what they do not take."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.sass.model import Call, Fault, plain

_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"
_SUM = lazy_pattern(
    rf"(?:\A|,|[\w)]\s)\s*([-+]?{_NUMBER}(%|[a-z]+)\s+[-+]\s+[-+]?{_NUMBER}(%|[a-z]+))(?![\w.(%-])(?!\s*[*/%])"
)
"""Two numbers with units, where nothing that binds closer stands beside them."""
_CONVERTED = (
    ("px", "cm", "mm", "in", "pt", "pc", "q"),
    ("deg", "grad", "rad", "turn"),
    ("s", "ms"),
    ("dpi", "dpcm", "dppx"),
)
_ALONE = ("em", "rem", "ex", "ch", "vw", "vh", "vmin", "vmax", "fr", "%")
_KINDS = {unit: kind for kind, units in enumerate((*_CONVERTED, *zip(_ALONE, strict=True))) for unit in units}
"""Units of one kind are added, those of two are not."""
_OF_MODULE = lazy_pattern(r"(?<![\w.$\\#%:-])([a-zA-Z_][\w-]*)\.(?:\$|[a-zA-Z_][\w-]*\()")
_CALL = lazy_pattern(
    r"(?<![\w.$\\%#-])(darken|lighten|desaturate|adjust-hue|opacify|fade-in|transparentize|fade-out|mix"
    r"|rgba?|hsl)\(([^()\"'{}:]*)\)"
)
_AMOUNT = lazy_pattern(rf"\s*[-+]?{_NUMBER}(?:%|[a-z]+)?\s*\Z")
_CHANNELS = ("rgb", "rgba", "hsl")
"""Functions that take a color, or its parts."""


def fault_of_value(value: str, start: int) -> Fault | None:
    """What no Sass can work out in a value that stands at ``start`` and is worked out for certain."""
    found = _SUM.search(value, 0, value.index("(") if "(" in value else len(value))
    if found is not None and _differ(found[2], found[3]):
        message = f"{found[2]} and {found[3]} cannot be added"
        return Fault(message, Span(start + found.start(1), start + found.end(1)))
    return None


def modules_named(value: str, start: int) -> Iterator[tuple[str, Span]]:
    """The names of modules of which a value that stands at ``start`` has a member."""
    for member in _OF_MODULE.finditer(value):
        yield member[1], Span(start + member.start(1), start + member.end(1))


def _differ(one: str, other: str) -> bool:
    return one in _KINDS and other in _KINDS and _KINDS[one] != _KINDS[other]


def refused_calls(value: str, start: int) -> Iterator[Call]:
    """Calls that Sass' own functions of those names refuse."""
    for found in _CALL.finditer(value):
        name, given = found[1], found[2].split(",")
        message = "" if "..." in found[2] else _refusal(name, given)
        if message:
            yield Call(f"{plain(name)}()", message, Span(start + found.start(1), start + found.end(1)))


def _refusal(name: str, given: list[str]) -> str:
    if name in _CHANNELS and len(given) != 2:
        return ""
    if _AMOUNT.match(given[0]):
        return f"{name}() wants a color, not {given[0].strip()}"
    return f"{name}() is given too little" if len(given) < 2 else ""
