"""Whether a place of a Markdown text is in a block of code between fences, as a writer sees it."""

from __future__ import annotations

from sitecheck.lazy_pattern import lazy_pattern

_FENCE = lazy_pattern(r"(?m)^[ \t>]{0,40}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,20})?(`{3,}|~{3,})([^\n]{0,200})")


def open_fence(text: str, offset: int, begin: int = 0) -> int | None:
    """Where the line of the fence begins that is not closed between ``begin`` and ``offset``, if any is not.

    It may be indented, as in lists, and kramdown may not take it for one, for what stands behind it.
    """
    mark, opened = "", None
    for match in _FENCE.finditer(text, begin, offset):
        if not mark:
            if match[1][0] == "~" or "`" not in match[2]:  # a span of code may have three backticks, too
                mark, opened = match[1], match.start()
        elif match[1].startswith(mark) and not match[2].strip():
            mark, opened = "", None
    return opened
