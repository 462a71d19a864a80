"""HTML as kramdown writes it: escaping and attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitecheck.kramdown.tags import REFERENCE
from sitecheck.lazy_pattern import lazy_pattern

_MAP = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}
_ALL = lazy_pattern("[<>&]")
_TEXT = lazy_pattern(f"{REFERENCE.pattern}|[<>&]")
_ATTRIBUTE = lazy_pattern(f'{REFERENCE.pattern}|[<>&"]')


def _escaped(match: re.Match[str]) -> str:
    return _MAP.get(match[0], match[0])


def escape_all(text: str) -> str:
    """Escapes ``<``, ``>`` and every ``&``, as in code and formulas."""
    return _ALL.sub(_escaped, text)


def escape_text(text: str) -> str:
    """Escapes text but for what looks like a character reference."""
    if "&" in text or "<" in text or ">" in text:  # one piece of text in fifty
        return _TEXT.sub(_escaped, text)
    return text


def written(attrs: Mapping[str, str]) -> str:
    """Attributes as they stand in a start tag; a blank id is left out."""
    return "".join(
        f' {name}="{_ATTRIBUTE.sub(_escaped, value)}"'
        for name, value in attrs.items()
        # kramdown leaves out an id that is blank.
        if name != "id" or value.strip()
    )


def element(name: str, attrs: Mapping[str, str], body: str) -> str:
    """An element within a line."""
    return f"<{name}{written(attrs)}>{body}</{name}>"


def add_class(attrs: dict[str, str], name: str) -> None:
    """Adds a class after those that are there."""
    attrs["class"] = f"{attrs.get('class', '')} {name}".lstrip()
