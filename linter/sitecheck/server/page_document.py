"""The document of a page as it is now, kept while nothing changes."""

from __future__ import annotations

from sitecheck.document import Document
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.server.asked import Asked

_LONGEST = 30_000
_MOST_MARKS = 3_000
"""A page of more characters, or with more marks among them, is not read for an answer that cannot wait."""
_MARK = lazy_pattern(r"[\[\]{}$`*_<|\\\"']")


def is_quick(text: str) -> bool:
    """Whether a page is read in some hundredths of a second, whatever stands in it."""
    return len(text) <= _LONGEST and len(_MARK.findall(text)) <= _MOST_MARKS


def document_of(asked: Asked) -> Document | None:
    """The document of the file as it is now; ``None`` for one that is too long or none."""
    text = asked.cursor.text
    if not is_quick(text) or asked.kind in (None, "config", "data", "static"):
        return None
    kept = asked.index.kept.get(("document",))
    if not isinstance(kept, tuple) or kept[:2] != (asked.path, text):
        kept = asked.index.kept[("document",)] = asked.path, text, asked.view.document(asked.path)
    return kept[2]  # type: ignore[no-any-return]
