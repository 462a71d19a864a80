"""Character references as browsers decode them (HTML standard, section 13.2.5.72 and following)."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

from sitecheck.lazy_pattern import lazy_pattern

_REFERENCE = lazy_pattern(r"&(?:#(?:[0-9]+|[xX][0-9a-fA-F]+);?|[A-Za-z][A-Za-z0-9]*;?)")
_LONG_NUMBER = lazy_pattern(r"&#0*([0-9]{10})[0-9]*")
"""A number that no character has, or one that zeros lead: Python reads none of more than 4,300 digits."""
_LONGEST_BARE = max(len(name) for name in html5 if not name.endswith(";"))


def decode_text(text: str) -> str:
    """``text`` with its character references decoded, as a browser does between tags."""
    return unescape(_LONG_NUMBER.sub(r"&#\1", text)) if "&" in text else text


def decode_attribute(text: str) -> str:
    """``text`` with its character references decoded, as a browser does in attribute values.

    There, a name without its semicolon stays as it is when a letter, a digit or ``=`` follows
    (``?a=1&copy=2``).
    """
    return _REFERENCE.sub(_decode, text) if "&" in text else text


def _decode(match: re.Match[str]) -> str:
    whole = match[0]
    if whole[1] == "#":
        return decode_text(whole)
    name = whole[1:]
    if name.endswith(";") and name in html5:
        return html5[name]
    for length in range(min(len(name), _LONGEST_BARE), 1, -1):
        if name[:length] in html5:
            return _bare(match, name, length)
    return whole


def _bare(match: re.Match[str], name: str, length: int) -> str:
    after = name[length:] or match.string[match.end() : match.end() + 1]
    if after[:1] == "=" or (after[:1].isascii() and after[:1].isalnum()):
        return match[0]
    return html5[name[:length]] + name[length:]
