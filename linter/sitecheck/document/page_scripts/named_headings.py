"""The ids that scripts give to headings which have none.

AnchorJS makes them of what a heading shows: in small letters, with hyphens for what is no letter. Which signs
go where differs between its releases (1.0 to 5.0), so only letters and digits are compared.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from sitecheck.html.entities import decode_text
from sitecheck.html.model import HEADING_LEVELS, Tag
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import Naming
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.document.rendered import RenderedFile

_ANCHORJS = lazy_pattern(r"a(?<=\ba)nchors\.add\(|n(?<=\bn)ew\s+AnchorJS\b")
"""AnchorJS, as its documentation has it called (written for speed, as is ``fragments.READS``)."""
_SETS_ID = lazy_pattern(
    r"""(?:\.(?:attr|prop|setAttribute)\(\s*["']id["']\s*,|\.id\s*=(?!=))(?!\s*["'][^"'\n]*["']\s*[;,)\n])"""
)
"""What gives an element an id that is not written there."""
_BEHIND = lazy_pattern(
    r"""(?:\.(?:attr|prop|setAttribute)\(\s*["']id["']\s*,|\.id\s*=(?!=))\s*(["'])([\w-]{1,40})\1\s*\+"""
)
"""The same where what the id begins with is written: `item.id = 'part' + number`."""
_OF_NEW = lazy_pattern(
    r"""(?<![\w$.])([\w$]{1,40})\s*=\s*[\w$]{1,40}\.createElement\("""
    r"""(?!\s*["'`]h[1-6])[^()\n]{0,40}\)\s*;\s*\1(?=\.id\s*=)"""
)
"""What makes an element that is no heading right before it gets an id, as scripts of Twitter and Facebook do
that pages hold: `js = d.createElement(s); js.id = id`."""
_CHOOSES_HEADINGS = lazy_pattern(
    r"""(?:\$|\bjQuery|\.(?:querySelectorAll|getElementsByTagName|find|children|filter|is))\(\s*"""
    r"""(["'`])[^"'`\n]*(?<![\w.#-])h[1-6](?![\w-])"""
)
NAMES_HEADINGS = lazy_pattern(f"{_ANCHORJS.pattern}|{_SETS_ID.pattern}")
"""What may give ids to headings."""
LISTS_HEADINGS = lazy_pattern(r"\.tocify\(")
"""A table of contents by jQuery Tocify (1.2 to 1.9), at whose load a fragment is looked up among the names it
has made of the headings, be it that they have ids."""
_CALL = lazy_pattern(r"""\banchors\.add\(\s*(?:(["'])([^"'\\]*)\1\s*)?\)""")
_LIBRARY = lazy_pattern(r"\banchors\s*=\s*new\s+AnchorJS\b")
_OTHERWISE = lazy_pattern(r"\banchors\.urlify\s*=|\btruncate[\"']?\s*:|\boptions\.truncate\b")
_HEADING = lazy_pattern(r"(?:[^,]*[\s>+~])?h[1-6](?:[.:#\[][^\s,>+~]*)?\s*")
_TAG = lazy_pattern(r"<[^<>]*>")
_EMOJI = lazy_pattern(r"(:[\w+-]+:)")
_OUTPUT = lazy_pattern(r"(\{\{[^{}]*\}\})")
_VALUE = lazy_pattern(
    r"\{\{-?\s*page\.([\w-]+)\s*"
    r"(?:\|\s*(?:escape|escape_once|xml_escape|strip|strip_html|smartify|capitalize|upcase|downcase)\s*)*-?\}\}"
)
_NUMBER = lazy_pattern(r"-\d+\Z", re.ASCII)
"""What tells the second of two ids that are alike from the first."""
_NEVER = lazy_pattern(r"[& +$,:;=?@\"#{}|^~\[`%!'\].()/*\\]")
"""What every release takes out."""
_LONGEST = 64
"""So many characters ids have, in old releases 32 …"""
_SHORTEST_CUT = 28
"""… without hyphens at the end: this long, one may be cut."""
_MOST_SEVERAL = 200
"""Beyond so many headings with emoji or values in them, an id may be of any: each is compared with each …"""
_MOST_PARTS = 1_000
"""… and so beyond so many parts of them all …"""
_LONGEST_VALUE = 2_000
"""… and where a value is longer: nobody shows it in a heading, and a layout may show it in many."""
_MADE = frozenset(
    ["title", "url", "content", "excerpt", "path", "id", "collection", "date", "name", "dir", "slug"]
)
"""What Jekyll or a plugin may give a page that its front matter lacks."""


def naming(script: str) -> Naming:
    """How a script gives ids to headings that have none, leaving aside those of :func:`begun_ids`."""
    known = {found.start() for found in _BEHIND.finditer(script)}
    known.update(found.end() for found in _OF_NEW.finditer(script))
    is_free = any(found.start() not in known for found in _SETS_ID.finditer(script))
    if is_free and _CHOOSES_HEADINGS.search(script):
        return "freely"
    found = len(_ANCHORJS.findall(script))
    if not found:
        return ""
    calls = _CALL.finditer(script)
    plain = sum(all(map(_HEADING.fullmatch, (call[2] or "h2").split(","))) for call in calls)
    by_text = found == plain + len(_LIBRARY.findall(script)) and not _OTHERWISE.search(script)
    return "by-text" if by_text else "freely"


def lists_headings(script: str) -> bool:
    """Whether a script has a table of contents made that finds headings by names of its own."""
    return LISTS_HEADINGS.search(script) is not None


def begun_ids(script: str) -> frozenset[str]:
    """What the ids begin with that a script gives to headings, where that is written."""
    found = frozenset(each[2] for each in _BEHIND.finditer(script))
    return found if found and _CHOOSES_HEADINGS.search(script) else frozenset()


def nameless(doc: RenderedFile) -> tuple[str, ...]:
    """What the headings of a file show that have no id; outputs of a layout as they are written, and
    :data:`UNKNOWN` for what else cannot be known."""
    markdown = doc.markdown.headings if doc.markdown else ()
    text = doc.rendered.text
    shown = (
        heading.text if heading.known and "[^" not in text[slice(*heading.span)] else UNKNOWN
        for heading in markdown
        if heading.id is None
    )
    return tuple(chain(shown, _tagged(doc)))


def _tagged(doc: RenderedFile) -> Iterator[str]:
    opened: Tag | None = None
    for tag in doc.tags:
        if tag.name not in HEADING_LEVELS:
            continue
        if tag.kind == "end" and opened is not None:
            shown = _written(doc, opened.end, tag.start)
            yield UNKNOWN if doc.markdown and "](" in shown else decode_text(_TAG.sub("", shown))
        opened = tag if tag.kind != "end" and tag.get("id") is None else None


def _written(doc: RenderedFile, start: int, end: int) -> str:
    """The text of a stretch of the rendered file, with outputs that are not known as written, be it in an
    include."""
    text = doc.rendered.text[start:end]
    if UNKNOWN not in text:
        return text
    places = (doc.place(at, at + 1) for at in range(start, end) if doc.rendered.text[at] == UNKNOWN)
    found = [doc.written(place) or UNKNOWN for place in places]
    return "".join(part + output for part, output in zip(text.split(UNKNOWN), [*found, ""], strict=True))


class MadeIds:
    """What AnchorJS may make of the headings of a page with ``data``, which show ``shown``."""

    def __init__(self, shown: Iterable[str], data: Mapping[str, Any]) -> None:
        found = [_parts(text, data) for text in dict.fromkeys(shown)]
        parts = [each for each in found if each is not None]
        self._full = _Letters(parts)
        # before 2.0 letters that are not ASCII are left out
        self._ascii = _Letters([["".join(filter(str.isascii, part)) for part in each] for each in parts])
        several = self._full.several
        too_many = len(several) > _MOST_SEVERAL or sum(map(len, several)) > _MOST_PARTS
        self._may_be_any = len(parts) < len(found) or too_many

    def may_hold(self, fragment: str) -> bool:
        """Whether ``fragment`` may be one of them."""
        if fragment != fragment.lower() or _NEVER.search(fragment):
            return False
        if self._may_be_any:
            return True
        tables = (self._full, self._ascii) if fragment.isascii() else (self._full,)
        names = (fragment, _NUMBER.sub("", fragment))
        return any(
            table.may_make(_letters(name), len(name) >= _SHORTEST_CUT) for table in tables for name in names
        )


class _Letters:
    """Letters and digits of headings: of those that show one thing, and of those of several parts."""

    def __init__(self, headings: Iterable[list[str]]) -> None:
        letters = [[found for part in parts if (found := _letters(part))] for parts in headings]
        self.whole = sorted({parts[0] for parts in letters if len(parts) == 1})
        self.several = [parts for parts in letters if len(parts) > 1]

    def may_make(self, name: str, may_be_cut: bool) -> bool:
        """Whether ``name`` is what a heading shows, or the beginning of that."""
        if not name or len(name) > _LONGEST:
            return False
        at = bisect_left(self.whole, name)
        nearest = self.whole[at] if at < len(self.whole) else ""
        if nearest == name or (may_be_cut and nearest.startswith(name)):
            return True
        return any(_made_of(name, parts, may_be_cut) for parts in self.several)


def _parts(shown: str, data: Mapping[str, Any]) -> list[str] | None:
    """The parts of what a heading shows, each of which may be missing; ``None`` where one is not known."""
    parts: list[str] = []
    for part in _OUTPUT.split(shown):
        value = _VALUE.fullmatch(part)
        if value is not None:
            found = data.get(value[1])
            if found is None and value[1] not in _MADE:
                continue
            said = _said(found)
            if said is None:
                return None
            parts.append(decode_text(_TAG.sub("", said)))
        elif UNKNOWN in part or "{{" in part:
            return None
        else:
            parts += _EMOJI.split(part)
    return parts


def _said(value: object) -> str | None:
    """A text or a number as it is shown, if it is not too long."""
    if isinstance(value, int):
        return str(value) if value.bit_length() < _LONGEST_VALUE else None
    return value if isinstance(value, str) and len(value) <= _LONGEST_VALUE else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _made_of(name: str, parts: list[str], may_be_cut: bool) -> bool:
    """Whether ``name`` is some of ``parts`` in their order, or the beginning of that."""
    reached = {0}
    for part in parts:
        for at in tuple(reached):
            rest = name[at:]
            if rest.startswith(part):
                reached.add(at + len(part))
            elif may_be_cut and part.startswith(rest):
                return True
    return len(name) in reached
