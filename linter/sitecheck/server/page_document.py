"""The document of a page as it is now, read once for each text."""

from __future__ import annotations

import re

from sitecheck.document import Document
from sitecheck.server.asked import Asked

_LONGEST = 30_000
_MOST_MARKS = 3_000
"""A page of more characters, or with more marks among them, is not read for an answer that cannot wait."""
_MARK = re.compile(r"[\[\]{}$`*_<|\\\"']")


def is_quick(text: str) -> bool:
    """Whether a page is read in some hundredths of a second, whatever stands in it."""
    return len(text) <= _LONGEST and len(_MARK.findall(text)) <= _MOST_MARKS


def document_of(asked: Asked) -> Document | None:
    """The document of the file as it is now; ``None`` for one that is too long or none."""
    text = asked.cursor.text
    if not is_quick(text) or asked.kind in (None, "config", "data", "static"):
        return None
    key = ("document", asked.path)
    kept = asked.index.kept.get(key)
    if not isinstance(kept, tuple) or kept[0] != text:
        kept = asked.index.kept[key] = text, asked.view.document(asked.path)
    return kept[1]  # type: ignore[no-any-return]
