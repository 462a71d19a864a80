"""Whether HTML is a page, or a piece that is shown on others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sitecheck.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from sitecheck.html import Tag

_WHOLE_PAGE = frozenset({"html", "head", "body"})
_DOCTYPE = lazy_pattern(r"<!(?i:doctype)\b")
"""Its beginning has no case, so that it is looked for at once: most pages have none."""


def is_whole_page(text: str, tags: Iterable[Tag]) -> bool:
    """Whether a text with these ``tags`` has what holds a page together."""
    return any(tag.name in _WHOLE_PAGE for tag in tags) or _DOCTYPE.search(text) is not None
