"""What a page shows as code, where Liquid runs all the same."""

from __future__ import annotations

import re
from bisect import bisect_right
from sys import maxsize

from sitecheck.api import Document, Place, Span, lazy_pattern

SEEN = "put {% raw %} before and {% endraw %} behind code that is to be seen as it is: Liquid runs in it, too"
_CODE = lazy_pattern(
    r"^[ \t>]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t>]*(?P=fence)|\Z)"
    r"|(?<!`)(?P<ticks>`{1,9})(?!`)[^\n]{0,500}?(?<!`)(?P=ticks)(?!`)"
    r"|<(?P<element>pre|code)\b.*?(?:</(?P=element)\b|\Z)"
    r"|\{%-?\s*highlight\b.*?(?:\{%-?\s*endhighlight\b|\Z)",
    re.MULTILINE | re.DOTALL,
)
"""A block between fences, a span of code, an element of HTML for code, and the tag of Jekyll's. Of what does
not end, the rest of the file."""


class Code:
    """The code that the files of a document show, each looked through once."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._spans: dict[str, list[tuple[int, int]]] = {}

    def advice(self, place: Place) -> str:
        """What to do about a tag or a filter that stands in code; "" elsewhere."""
        if place.path not in self._spans:
            text = self._doc.written(Place(place.path, Span(0, maxsize)))
            self._spans[place.path] = [match.span() for match in _CODE.finditer(text)]
        spans, at = self._spans[place.path], place.span.start
        found = bisect_right(spans, (at, at)) - 1
        return SEEN if found >= 0 and at < spans[found][1] else ""
