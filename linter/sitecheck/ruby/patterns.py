"""Regular expressions of Ruby as Python's, where both mean the same.

Ruby's engine (Onigmo) and Python's differ in much; what is not certain to be alike is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.ruby.nodes import NotReadError

_PART = lazy_pattern(
    r"\\(?P<escaped>.)|(?P<set>\[\^?(?:\\.|[^\\\[\]&])+\])|(?P<group>\((?:\?[:=!])?)"
    r"|(?P<repeat>[*+?]\??|\{\d{1,3}(?:,\d{0,3})?\})|(?P<mark>[$^.|)])|(?P<plain>[^\\\[\](){}*+?.^$|#])",
    re.DOTALL,
)
_IN_SET = lazy_pattern(r"\\([dwsnt]|[^\w\s])")
_SAME = frozenset("dwsDWSbntA")
"""Escapes that mean the same in both, in texts of ASCII."""
_OTHER = {"z": r"\Z", "Z": r"(?=\n?\Z)", "h": "[0-9a-fA-F]"}
_LINES = {"^": r"(?:\A|(?<=\n)(?!\Z))", "$": r"(?=\n|\Z)"}
"""Ruby's ``^`` and ``$`` are always those of lines, and a text that ends with a line has none behind it."""
_REPEATED_GROUP = lazy_pattern(r"\)[*+{]")
_MOST_CHOICES = 12


@lru_cache(maxsize=64)
def compiled(source: str, flags: str) -> re.Pattern[str]:
    """The pattern ``/source/flags``."""
    if not set(flags) <= set("imo") or not source.isascii() or len(source) > 300:
        raise NotReadError
    if _REPEATED_GROUP.search(source) or max(source.count("?"), source.count("|")) > _MOST_CHOICES:
        raise NotReadError  # what is repeated of repetitions may take forever
    parts: list[str] = []
    at, is_repeated = 0, True
    while at < len(source):
        match = _PART.match(source, at)
        if match is None or (is_repeated and match["repeat"]):
            raise NotReadError
        parts.append(_translated(match))
        is_repeated = bool(match["repeat"] or match["group"] or match[0] in ("|", "^", "$"))
        at = match.end()
    kinds = (re.IGNORECASE if "i" in flags else 0) | (re.DOTALL if "m" in flags else 0)
    try:
        return re.compile("".join(parts), re.ASCII | kinds)
    except re.error as error:
        raise NotReadError from error


def search_cost(pattern: re.Pattern[str], length: int) -> float:
    """About how many places a search of a text of that length may look at: each repetition may try every
    length of its own, but for one behind which nothing must stand, and each choice both ways."""
    source = pattern.pattern
    for translated in (*_OTHER.values(), *_LINES.values()):
        source = source.replace(translated, "")
    repeats, choices = sum(map(source.count, "*+{")), sum(map(source.count, "?|")) - source.count("(?")
    repeats -= pattern.pattern.endswith(("*", "+", "}"))
    return float(length + 1) ** min(repeats + 1, 12) * 2.0**choices


def _translated(match: re.Match[str]) -> str:
    if match["escaped"]:
        letter = match["escaped"]
        if letter in _OTHER:
            return _OTHER[letter]
        if letter in _SAME:
            return match[0]
        if letter.isalnum() or letter.isspace():
            raise NotReadError
        return re.escape(letter)
    if match["set"]:
        bare = _IN_SET.sub("", match[0])
        if "\\" in bare or any(twice in bare for twice in ("--", "~~", "||")):
            raise NotReadError
        return match[0].replace("\\/", "/")
    return _LINES.get(match[0], match[0]) if match["mark"] else match[0]
