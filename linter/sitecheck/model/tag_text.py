"""What a tag of a site's own Ruby prints: texts, and what is known only where the tag stands."""

from __future__ import annotations

from typing import TypeAlias

from sitecheck.named_tuple import NamedTuple


class Shown(NamedTuple):
    """The body of a block, rendered."""

    is_stripped: bool = False


class Converted(NamedTuple):
    """What the site's Markdown makes of a text."""

    parts: tuple[TagPart, ...]


TagPart: TypeAlias = "str | Shown | Converted"
