"""XML of reports: text of a site as attributes and content, whatever is in it."""

from __future__ import annotations

from xml.sax.saxutils import escape

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.output.safe import MAX_MESSAGE, REPLACEMENT, clip, one_line

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = lazy_pattern("[\ufffe\uffff]")
"""What XML 1.0 forbids (production [2]) and :func:`one_line` lets pass."""


def content(text: str) -> str:
    """``text`` in one line as the content of an element."""
    return escape(_FORBIDDEN.sub(REPLACEMENT, one_line(clip(text, MAX_MESSAGE))))


def attributes(**values: object) -> str:
    """Attributes, each with a blank before it; a final underscore is for names that Python keeps."""
    return "".join(f' {name.rstrip("_")}="{_quoted(str(value))}"' for name, value in values.items())


def _quoted(text: str) -> str:
    return content(text).replace('"', "&quot;")
