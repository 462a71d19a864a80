"""What scripts of a page do with what stands behind ``#`` in its address."""

from __future__ import annotations

import re
from typing import Final

READS: Final = re.compile(
    r"location\.hash|\bfullpage\s*\(|\.href\s*={2,3}\s*(?:window\.|document\.)?location\b"
    r"|\sdata-main\s*=|\bthis\.hash\s*={2,3}\s*[\"']#\w"
)
"""What asks for the fragment, as fullPage.js does, too, and as what RequireJS loads may do (``data-main``
names the first of its scripts), or tells one link from others by it."""
LISTENS: Final = re.compile(
    r"""(?:addEventListener|\bon|\bbind)\(\s*["']hashchange\b|\bonhashchange\s*=[^=]"""
)
"""What acts when the fragment changes."""

_ADDRESS = re.compile(r"\blocation\.(?:hash|href)\b|\bthis\.hash\b|\bdocument\.URL\b")
_SAME_STATEMENT = 80
"""So far behind the address (characters, up to the end of the statement) stands what it is compared with."""
_NAMED = re.compile(
    r"""(?:[!=]==?|\.(?:startsWith|endsWith|includes|indexOf|search|match)\()\s*["'/]#([\w-]+)"""
)
_NAMED_BEFORE = re.compile(
    r"""["']#([\w-]+)["']\s*[!=]==?\s*(?:window\.|document\.)?(?:location\.hash|this\.hash)\b"""
)


def named_fragments(script: str) -> frozenset[str]:
    """The fragments, without ``#``, that a script compares the address of the page with: states of the
    script, which need no anchor."""
    found = {match[1] for match in _NAMED_BEFORE.finditer(script)}
    for address in _ADDRESS.finditer(script):
        statement = re.split(r"[;\n{]", script[address.end() : address.end() + _SAME_STATEMENT], maxsplit=1)[
            0
        ]
        found.update(match[1] for match in _NAMED.finditer(statement))
    return frozenset(found)
