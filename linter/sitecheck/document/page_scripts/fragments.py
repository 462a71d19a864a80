"""What scripts of a page do with what stands behind ``#`` in its address."""

from __future__ import annotations

from itertools import islice
from typing import Final

from sitecheck.lazy_pattern import lazy_pattern

READS: Final = lazy_pattern(
    r"location\.hash|f(?<=\bf)ullpage\s*\(|\.href\s*={2,3}\s*(?:window\.|document\.)?location\b"
    r"|d(?<=\sd)ata-main\s*=|t(?<=\bt)his\.hash\s*={2,3}\s*[\"']#\w"
)
"""What asks for the fragment, as fullPage.js does, too, and as what RequireJS loads may do (``data-main``
names the first of its scripts), or tells one link from others by it. (Each alternative begins with a
character, what stands before it being asked behind that: so Python looks through a text in a fifth of the
time, which manuals with scripts on thousands of pages take.)"""
_LISTENS = lazy_pattern(r"""(?:addEventListener|\bon|\bbind)\(\s*["']hashchange\b|\bonhashchange\s*=[^=]""")
"""What acts when the fragment changes."""
HAS_TABS: Final = lazy_pattern(r"""<[uo]l\s[^<>]{0,200}?\bclass\s*=\s*["'][^"'<>]{0,200}?\btabs-content\b""")
"""What holds the tabs of Foundation 2 and 3: at ``#x`` and a click on a link to that it shows ``#xTab``
(``foundationTabs`` of 3.2). Later releases show ``#x`` itself."""

_NO_STATE = lazy_pattern(
    r"\bif\s*\(\s*!?(?:(?:window|document)\.)?location\.hash\s*\)"
    r"|(?:\$|\bjQuery|\bquerySelector(?:All)?|\bgetElementById)\(\s*(?:(?:window|document)\.)?location\.hash"
    r"(?:\.(?:slice|substr|substring|replace)\([^()]*\))?\s*\)"
    r"|location\.hash\s*(?:=(?!=)|\.length\b|[!=]==?\s*(?:\"\"|'')|&&|\|\|)"
)
"""What asks for the element of that name, which needs an anchor, or only whether there is a fragment."""
_ADDRESS = lazy_pattern(r"\blocation\.(?:hash|href)\b|\bthis\.hash\b|\bdocument\.URL\b")
_STATEMENT = lazy_pattern(r"[^;\n{]{1,80}")
"""So far behind the address stands what it is compared with."""
_NAMED = lazy_pattern(
    r"""(?:[!=]==?|\.(?:startsWith|endsWith|includes|indexOf|search|match)\()\s*["'/]#([\w-]+)"""
)
_NAMED_BEFORE = lazy_pattern(
    r"""["']#([\w-]+)["']\s*[!=]==?\s*(?:window\.|document\.)?(?:location\.hash|this\.hash)\b"""
)
_JOINED = lazy_pattern(r"""\+\s*(["'])(?P<behind>[\w-]{1,60})\1|(["'])#?(?P<before>[\w-]{1,60})\3\s*\+""")
_MOST_JOINED = 20
"""So many texts of a script are taken for parts of ids."""


def listens(script: str) -> bool:
    """Whether a script acts when the fragment changes."""
    return _LISTENS.search(script) is not None


def takes_state(script: str) -> bool:
    """Whether a script does something of its own with the fragment: shows a tab, filters a list."""
    return "location.hash" in _NO_STATE.sub("", script)


def joined_fragments(script: str) -> frozenset[str]:
    """Ids of elements that a script may make of the fragment, which is written ``*``: ``*-tab`` for
    ``$(location.hash + '-tab')``."""
    if not takes_state(script):
        return frozenset()
    joined = islice(_JOINED.finditer(script), _MOST_JOINED)
    return frozenset(f"{each['before'] or ''}*{each['behind'] or ''}" for each in joined)


def named_fragments(script: str) -> frozenset[str]:
    """The fragments, without ``#``, that a script compares the address of the page with: states of the
    script, which need no anchor."""
    found = {match[1] for match in _NAMED_BEFORE.finditer(script)}
    for address in _ADDRESS.finditer(script):
        start = address.end()
        if statement := _STATEMENT.match(script, start):
            found.update(match[1] for match in _NAMED.finditer(script, start, statement.end()))
    return frozenset(found)
