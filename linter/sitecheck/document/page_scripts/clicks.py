"""Which links a script of the page answers a click on, so that nobody goes where they lead.

A handler keeps the page (``preventDefault``, ``return false``) and asks for nothing that the link says: one
that scrolls there, or shows what the address names, needs the anchor. Of selectors, classes, ids and names of
elements are heeded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from sitecheck.document.tags.click_marks import ANY_AROUND, KEEPS_PAGE
from sitecheck.lazy_pattern import lazy_pattern

_MOST = 100
"""So many handlers of a script are read, and selectors kept."""
_LONGEST = 2000
"""So much of a handler (characters) is read."""
_BEFORE = 250
"""So far before a handler (characters) its elements are chosen."""
_BINDS = lazy_pattern(
    r"\.(?:click|on|one|bind|live|addEventListener)"
    r"""(?P<open>\()\s*(?:["'][\w.\s-]{0,80}["']\s*,\s*(?:(?P<mark>["'])(?P<inner>[^"'\n]{1,200})(?P=mark)\s*,)?)?"""
    r"""|\.delegate(?P<opened>\()\s*(?P<quote>["'])(?P<under>[^"'\n]{1,200})(?P=quote)\s*,\s*["'][^"']*\bclick\b"""
)
_CLICK = lazy_pattern(r"""\.click\(|\(\s*["'][^"']*\bclick\b""")
_CHOSEN = lazy_pattern(
    r"""(?P<how>\$|\bjQuery|\.querySelector(?:All)?|\.getElementById|\.getElementsByClassName)"""
    r"""\s*\(\s*(?:(["'])(?P<what>[^"'\n]{1,200})\2|(?P<all>document|window|this|["']body["'])\s*\))"""
)
_HELD = lazy_pattern(
    r"(?<![\w$.])([\w$]{1,60})[ \t]*=\s*(?:\[\s*\.{3}\s*|Array\.from\(\s*|\$\(\s*)?[\w$]{0,60}\Z"
)
"""What stands before elements that are chosen to be kept in a variable."""
_LONGEST_HELD = 150
_OF_HELD = lazy_pattern(
    r"(?<![\w$.])([\w$]{1,60})(?:\[\w{1,60}\])?(?:\s*\.(?:forEach|map|each)\s*\(|\Z)|\bof\s+([\w$]{1,60})\s*\)"
)
"""A variable each of whose elements is gone through, or to which something is bound at the text's end."""
_NESTS = lazy_pattern(r"[(){}\[\]]")
_HEEDS_ADDRESS = lazy_pattern(
    r"\bscroll\w*|\boffset\b|offsetTop|getBoundingClientRect|\.hash\b|\.href\b|location\b"
    r"""|(?:attr|prop|getAttribute)\(\s*["']href"""
)
"""What a handler says that goes where the link leads, or shows what it names."""
_IS_LINK = lazy_pattern(r"(?:^| )a(?:[.#][^ ]*)?$")
"""A selector of links, in which no other stands."""
_CHOOSES = lazy_pattern(r"\b(?:if|switch|case|return|closest|matches|target)\b|&&|\|\||\?")
"""What a handler says that keeps the page at some clicks only."""
_LEFT_OUT = lazy_pattern(r"\[[^\]]*\]|::?[\w-]+(?:\([^)]*\))?")
"""Attributes and states in a selector."""
_MARK = lazy_pattern(r"[.#]?-?[a-zA-Z_][\w-]*")


def answered(script: str) -> frozenset[str]:
    """The selectors of elements whose clicks a script answers so that the browser stays on the page."""
    found = set[str]()
    held: dict[str, str] | None = None
    for number, bound in enumerate(_BINDS.finditer(script)):
        if number >= _MOST:
            break
        open_ = bound.start("opened" if bound["opened"] else "open")
        is_click = bound["opened"] or any(_CLICK.match(script, at) for at in (bound.start(), open_))
        if is_click:
            handler = _handler(script, open_)
            keeps = KEEPS_PAGE.search(handler)
            if keeps and not _HEEDS_ADDRESS.search(handler):
                is_sure = _CHOOSES.search(handler, 0, keeps.start()) is None
                held = _held(script) if held is None else held
                found.update(_selectors(_chosen_before(script, bound, held), bound, around=is_sure))
    return frozenset(sorted(found)[:_MOST])


def _handler(script: str, start: int) -> str:
    """What stands in the brackets that open at ``start``."""
    depth = 0
    for bracket in _NESTS.finditer(script, start, start + _LONGEST):
        depth += 1 if bracket[0] in "([{" else -1
        if depth <= 0:
            return script[start : bracket.start()]
    return script[start : start + _LONGEST]


def _held(script: str) -> dict[str, str]:
    """What is chosen once and kept: the selectors of variables."""
    found: dict[str, str] = {}
    for match in islice(_CHOSEN.finditer(script), _MOST):
        before = script[max(0, match.start() - _LONGEST_HELD) : match.start()]
        if (name := _HELD.search(before)) and (selector := _chosen(match)):
            found[name[1]] = selector
    return found


def _chosen_before(script: str, bound: re.Match[str], held: Mapping[str, str]) -> str:
    """The selector of what a handler is bound to: it is chosen there, or kept in a variable since before."""
    start = max(0, bound.start() - _BEFORE)
    there = [*_CHOSEN.finditer(script, start, bound.start() + 1)]
    at = there[-1].start() if there else 0
    for match in [*_OF_HELD.finditer(script[start : bound.start()])][::-1]:
        if start + match.start() > at and (selector := held.get(match[1] or match[2])):
            return selector
    return _chosen(there[-1]) if there else ""


def _selectors(chosen: str, bound: re.Match[str], *, around: bool) -> Iterator[str]:
    """What is chosen; and all ``around`` which it is, as a click on a link comes to what the link stands in,
    too, which may keep the page as well."""
    inner = bound["inner"] or bound["under"]
    for outside in chosen.split(",") if chosen else [""]:
        for inside in inner.split(",") if inner is not None else [""]:
            selector = _plain(f"{outside} {inside}")
            if "." in selector or "#" in selector:
                yield selector
                if around and inner is None and not _IS_LINK.search(selector):
                    yield f"{selector} *"


def _chosen(match: re.Match[str]) -> str:
    if match["what"] is None:
        return ""
    mark = {".getElementById": "#", ".getElementsByClassName": "."}.get(match["how"], "")
    return mark + match["what"]


def _plain(selector: str) -> str:
    """A selector with nothing but blanks between the elements it asks for."""
    parts = _LEFT_OUT.sub("", selector).replace(">", " ").replace("+", " ").replace("~", " ").split()
    return " ".join("".join(_MARK.findall(part)) or "*" for part in parts)


def is_answered(selectors: Iterable[str], marks: Iterable[str]) -> bool:
    """Whether one of ``selectors`` may choose a link with these marks: its own, and those of what it stands
    in with ``^`` before them."""
    known = frozenset(marks)
    return any(_fits(selector.split(), known) for selector in selectors)


def _fits(parts: list[str], marks: frozenset[str]) -> bool:
    own = frozenset(_MARK.findall(parts[-1]))
    if not own <= marks:
        return False
    around = {f"^{mark}" for part in parts[:-1] for mark in _MARK.findall(part) if mark[0] in ".#"}
    return (ANY_AROUND in marks and bool(own)) or around <= marks
