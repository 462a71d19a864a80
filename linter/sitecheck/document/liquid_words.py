"""What the Liquid of a file names, as it is written: also where it is not run, and on every branch."""

from __future__ import annotations

from collections.abc import Iterable

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_LIQUID = lazy_pattern(r"\{[{%][^{}]*[%}]\}")
_TAG = lazy_pattern(r"\{%-?\s*(\w+)\s*((?:\{\{[^{}]*\}\}|[^\s%{}])*)([^%{}]*)")
"""A tag's name, its first word, which may hold outputs, and what comes then."""
_OUTPUT = lazy_pattern(r"\{\{[^{}]*\}\}")
_PARAMETER_NAME = lazy_pattern(r"\{\{-?\s*include\.([\w-]+)\s*-?\}\}")
"""The name of an include that is a parameter of the include it stands in."""
_HANDED_ON = lazy_pattern(r"(?<![\w-])([\w-]+)\s*=\s*([\w.-]+)")
"""A parameter whose value is not written as text."""
_FILE_NAME = lazy_pattern(r"(?<![\w./-])[\w./-]+\.\w+")
_PROPERTY = lazy_pattern(r"""[.\]]\s*([A-Za-z_][\w-]*)|\[\s*["']([\w-]+)["']\s*\]""")
_COMPARED = lazy_pattern(
    r"""(?:[=!]=|\bcontains|\bwhen|\bor|[,:])\s*(?:"([^"{}%]{1,99})"|'([^'{}%]{1,99})')"""
)
_RESPELLING = lazy_pattern(r"\s*(?:downcase|slugify|handleize)\b")
_LAST_NAME = lazy_pattern(r"""(?<![\w-])([\w-]+)["'\]\s]*$""")


class LiquidWords(NamedTuple):
    """The words by what they are, each kind sorted; the fields are those of
    :class:`~sitecheck.model.facts.PageFacts`."""

    names: tuple[str, ...]
    compared: tuple[str, ...]
    respelt: tuple[str, ...]
    asks: tuple[str, ...]


def liquid_words(templates: Iterable[str]) -> LiquidWords:
    """What the Liquid in these texts names."""
    names: set[str] = set()
    compared: set[str] = set()
    respelt: set[str] = set()
    asks: set[str] = set()
    for text in templates:
        for match in _LIQUID.finditer(text):
            names.update(dotted or quoted for dotted, quoted in _PROPERTY.findall(match[0]))
            compared.update(double or single for double, single in _COMPARED.findall(match[0]))
            value, *filters = match[0].split("|")
            if any(map(_RESPELLING.match, filters)) and (name := _LAST_NAME.search(value)):
                respelt.add(name[1])
        for match in _TAG.finditer(text):
            asks |= _asked(*match.groups())
    return LiquidWords(*(tuple(sorted(each)) for each in (names, compared, respelt, asks)))


def _asked(tag: str, name: str, rest: str) -> set[str]:
    """The names of includes in a tag, as they are written; any file name may be one."""
    found = set(_FILE_NAME.findall(f"{name} {rest}"))
    if tag.startswith("include"):
        whole = _PARAMETER_NAME.fullmatch(name)
        found.add(f"?{whole[1]}" if whole else _OUTPUT.sub("*", name).strip("\"'"))
        found.update(f"={key}" for key, value in _HANDED_ON.findall(rest) if value != f"include.{key}")
    return found
