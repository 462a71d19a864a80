"""What stands at the cursor, told from the raw text around it.

The text is broken by nature where somebody types: a link without its bracket, a tag without its end. So
nothing here parses; each question looks back a bounded way for what opens, and costs a few milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from sitecheck.document import Dialect
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import Kind
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.yaml_cursor import YamlAt, yaml_at
from sitecheck.text import fence
from sitecheck.text.code_fence import open_fence

REACH = 100_000
"""Characters before the cursor in which what opens a comment, raw text or code is looked for."""
NEAR = 2_000
"""Characters before the cursor in which a tag, a link or an attribute may begin."""

_HIDING = lazy_pattern(r"\{%-?\s{0,20}(end)?(raw|comment)\b")
_BLANK_LINE = lazy_pattern(r"\n[ \t]*\r?\n")
_TICKS = lazy_pattern(r"`+")
_TAG_NAME = lazy_pattern(r"\s*(\w*)")
_LIQUID = lazy_pattern(r"\{\{[^{}]*\}\}|\{%[^{}%]*%\}")
_ATTRIBUTE = lazy_pattern(r"([A-Za-z][\w:-]{0,40})\s*=\s*\Z")
_ELEMENT = lazy_pattern(r"<([A-Za-z][\w-]*)")
_DEFINITION = lazy_pattern(r"[ ]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]*")
_ADDRESS_END = lazy_pattern(r"[\s()<>\"'{}]")
_ATTRIBUTES = frozenset(
    ("href", "src", "action", "poster", "data-src", "srcset", "cite", "formaction", "data")
)
_PIECES = frozenset(("include", "layout"))
"""Kinds of files whose text may become a part of Markdown."""
_YAML_FILES = (".yml", ".yaml")

Syntax = Literal["markdown", "reference", "html"]


class StringAt(NamedTuple):
    """A text in quotation marks that is open at the cursor."""

    start: int
    """Where it begins, after the mark."""
    mark: str


class LiquidAt(NamedTuple):
    """A tag or output of Liquid that is open at the cursor."""

    start: int
    """Where ``{{`` or ``{%`` stands."""
    is_tag: bool
    name: str
    """The tag's name; "" while the cursor stands in it, and for an output."""
    name_span: Span
    markup: int
    """Where what comes after the name begins."""
    string: StringAt | None


class AddressAt(NamedTuple):
    """An address that is open at the cursor: ``[start, end)`` is all that is written of it."""

    syntax: Syntax
    attribute: str
    element: str
    """The HTML element; "" where it is not known."""
    start: int
    end: int


class Cursor(NamedTuple):
    """What is known of the place at which the cursor stands."""

    text: str
    offset: int
    body: int
    """Where the body begins, after the front matter."""
    hidden: str = ""
    """``raw`` or ``comment`` where Liquid does not read the place; else ""."""
    code: bool = False
    """Whether no link and no formula is read there: in code, a script or a comment of HTML."""
    liquid: LiquidAt | None = None
    address: AddressAt | None = None
    yaml: YamlAt | None = None

    def typed(self, start: int) -> str:
        """What is written from ``start`` to the cursor."""
        return self.text[start : self.offset]

    def word(self, characters: re.Pattern[str]) -> Span:
        """The word around the cursor made of ``characters`` (a pattern of one character)."""
        start = end = self.offset
        while start > max(0, self.offset - NEAR) and characters.match(self.text[start - 1]):
            start -= 1
        while end < min(len(self.text), self.offset + NEAR) and characters.match(self.text[end]):
            end += 1
        return Span(start, end)


def read_cursor(text: str, offset: int, path: str, kind: Kind | None, dialect: Dialect) -> Cursor:
    """What stands at ``offset`` of the file ``path``, which is ``kind`` to Jekyll (``None``: unknown); links
    are looked for as ``dialect`` writes them."""
    offset = max(0, min(offset, len(text)))
    if kind in ("config", "data") or (kind is None and path.endswith(_YAML_FILES)):
        is_yaml = path.endswith(_YAML_FILES)
        return Cursor(text, offset, len(text), yaml=yaml_at(text, offset, 0) if is_yaml else None)
    body = 0 if kind == "include" else body_of(text)
    if offset < body:
        first = text.find("\n") + 1
        return Cursor(text, offset, body, yaml=yaml_at(text, offset, first) if 0 < first <= offset else None)
    has_liquid = kind not in ("static", "static-page")
    begin = max(body, offset - REACH)
    hidden = _hidden_by(text, offset, begin) if has_liquid else ""
    liquid = _liquid_at(text, offset, body) if has_liquid else None
    if hidden == "raw" and liquid is not None and not liquid.is_tag:
        liquid = None  # braces that Liquid does not read
    code = _is_code(text, offset, begin)
    reads_links = hidden != "comment" and not code and dialect != "text"
    found = address_at(text, offset, body, liquid) if reads_links else None
    if found is not None and found.syntax != "html" and dialect == "html" and kind not in _PIECES:
        found = None
    return Cursor(text=text, offset=offset, body=body, hidden=hidden, code=code, liquid=liquid, address=found)


def body_of(text: str) -> int:
    """Where the body begins; front matter that nobody has closed yet ends with its first blank line."""
    parts = fence.split(text)
    if parts is not None:
        return parts.body
    if not fence.has_header(text[:200].encode("utf-8", "replace")):
        return 0
    blank = _BLANK_LINE.search(text, 0, NEAR)
    return blank.end() if blank is not None else min(len(text) + 1, NEAR)


def _hidden_by(text: str, offset: int, begin: int) -> str:
    """``raw`` or ``comment``, where the place is in one."""
    inside = ""
    for match in _HIDING.finditer(text, begin, offset):
        if not inside and not match[1]:
            inside = match[2]
        elif match[1] and match[2] == inside:
            inside = ""
    return inside


def _is_code(text: str, offset: int, begin: int) -> bool:
    """Whether the place is in a comment of HTML, a script, a style sheet, a code block or a span of code."""
    for opening, closing in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style")):
        at = text.rfind(opening, begin, offset)
        if at >= 0 and text.rfind(closing, begin, offset) < at and _is_past(text, at, offset, opening):
            return True
    return open_fence(text, offset, begin) is not None or _in_ticks(text, offset, begin)


def _is_past(text: str, at: int, offset: int, opening: str) -> bool:
    """Whether the cursor is behind the tag that opens a script, not in it."""
    return opening == "<!--" or text.find(">", at, offset) >= 0


def _in_ticks(text: str, offset: int, begin: int) -> bool:
    """Whether the place is in a span of code: between backticks of one length, in one paragraph."""
    start, end = paragraph(text, offset, begin)
    open_at, length = -1, 0
    for match in _TICKS.finditer(text, start, end):
        if open_at < 0:
            if match.start() >= offset:
                return False
            open_at, length = match.end(), len(match[0])
        elif len(match[0]) == length:
            if open_at <= offset <= match.start():
                return True
            open_at = -1
    return False


def paragraph(text: str, offset: int, begin: int) -> Span:
    """The stretch without a blank line around ``offset``, as far as it is near."""
    start = max(begin, offset - NEAR)
    for match in _BLANK_LINE.finditer(text, start, offset):
        start = match.end()
    after = _BLANK_LINE.search(text, offset, offset + NEAR)
    return Span(min(start, offset), after.start() if after is not None else min(len(text), offset + NEAR))


def _liquid_at(text: str, offset: int, body: int) -> LiquidAt | None:
    low = max(body, offset - NEAR)
    start = max(text.rfind("{{", low, offset), text.rfind("{%", low, offset))
    if start < 0 or max(text.rfind("}}", start, offset), text.rfind("%}", start, offset)) > start:
        return None
    is_tag = text[start + 1] == "%"
    at = start + 2 + (text[start + 2 : start + 3] == "-")
    if at > offset:
        return None
    name, name_span = "", Span(at, at)
    if is_tag:
        match = _TAG_NAME.match(text, at, offset)
        name_span = Span(*match.span(1)) if match is not None else name_span
        name = "" if name_span.end == offset else text[name_span.start : name_span.end]
        at = name_span.end
    return LiquidAt(
        start=start,
        is_tag=is_tag,
        name=name,
        name_span=name_span,
        markup=at,
        string=_string_at(text, at, offset),
    )


def _string_at(text: str, start: int, offset: int) -> StringAt | None:
    """The text in quotation marks that is open at ``offset``."""
    found: StringAt | None = None
    for at in range(start, offset):
        if found is None and text[at] in "\"'":
            found = StringAt(at + 1, text[at])
        elif found is not None and text[at] == found.mark:
            found = None
    return found


def address_at(text: str, offset: int, body: int, liquid: LiquidAt | None = None) -> AddressAt | None:
    """The address in which the cursor stands; where it stands in ``liquid``, that around it."""
    low = max(body, offset - NEAR)
    stop = liquid.start if liquid is not None else offset
    near = _LIQUID.sub(lambda match: "x" * len(match[0]), text[low:stop])
    end = _end_of(text, offset)
    for found in _openings(near):
        syntax, attribute, element, at = found
        return AddressAt(syntax=syntax, attribute=attribute, element=element, start=low + at, end=end)
    return None


def _openings(near: str) -> Iterator[tuple[Syntax, str, str, int]]:
    """What opens an address that runs to the end of ``near``: syntax, attribute, element, offset."""
    quote = max(near.rfind('"'), near.rfind("'"))
    attribute = _ATTRIBUTE.search(near, max(0, quote - 60), quote) if quote >= 0 else None
    if attribute is not None and attribute[1].lower() in _ATTRIBUTES and "\n" not in near[quote:]:
        element = _ELEMENT.match(near, max(0, near.rfind("<", 0, quote)))
        yield "html", attribute[1].lower(), element[1].lower() if element else "", quote + 1
        return
    line = near.rfind("\n") + 1
    definition = _DEFINITION.match(near, line)
    if definition is not None and not re.search(r"\s", near[definition.end() :]):
        yield "reference", "href", "a", definition.end() + near.startswith("<", definition.end())
        return
    opening = near.rfind("](")
    written = near[opening + 2 :]
    if opening >= 0 and not re.search(r"[\s<>]", written.lstrip(" ").removeprefix("<")) and _is_open(written):
        is_image = near.rfind("![", max(0, near.rfind("\n", 0, opening)), opening) >= 0
        is_image = is_image and near.rfind("[", 0, opening) == near.rfind("![", 0, opening) + 1
        skipped = len(written) - len(written.lstrip(" "))
        skipped += written[skipped : skipped + 1] == "<"
        element_name = "img" if is_image else "a"
        yield "markdown", "src" if is_image else "href", element_name, opening + 2 + skipped


def _is_open(written: str) -> bool:
    """Whether no bracket in ``written`` closes what was opened before it."""
    return written.count(")") <= written.count("(")


def _end_of(text: str, offset: int) -> int:
    match = _ADDRESS_END.search(text, offset, offset + NEAR)
    return match.start() if match is not None else min(len(text), offset + NEAR)
