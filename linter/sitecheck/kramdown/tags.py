"""HTML tags as kramdown reads them: stricter than a browser, what does not fit is text."""

from __future__ import annotations

import re

from sitecheck.html import Attr, Tag, decode_attribute
from sitecheck.kramdown.grammar import KNOWN_ELEMENTS, NAME, VOID_ELEMENTS, S
from sitecheck.kramdown.source import Source
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN

_NAME = lazy_pattern(rf"<({NAME})")
_ATTR = lazy_pattern(rf"{S}+({NAME})")
_VALUE = lazy_pattern(rf"{S}*={S}*")
_WORD = lazy_pattern(rf"[\w{UNKNOWN}]+")
_END = lazy_pattern(rf"{S}*(/)?>")
CLOSE = lazy_pattern(rf"</({NAME}){S}*>")
# `[:A-Z_a-z\u00c0-\U000effff]`, and the same with `[-.0-9\u00b7]`, told by what they do not hold: a class
# that reaches from there so far up takes Python 3 ms to compile, in every process and pattern.
_FIRST = r"[^\x00-9;-@\[-^`{-\xbf\U000f0000-\U0010ffff]"
_FURTHER = r"[^\x00-,/;-@\[-^`{-\xb6\xb8-\xbf\U000f0000-\U0010ffff]"
REFERENCE = lazy_pattern(rf"&(?:{_FIRST}{_FURTHER}*|#[0-9]+|#x[0-9a-fA-F]+);")


class RawAttr(NamedTuple):
    """An attribute as written, with offsets into the text it was read from."""

    name: str
    value: str
    start: int
    end: int
    value_start: int
    value_end: int


class OpenTag(NamedTuple):
    """A start tag with offsets into the text it was read from."""

    name: str
    attrs: list[RawAttr]
    start: int
    end: int
    closed: bool

    @property
    def void(self) -> bool:
        """Whether the element has no content: written so, or by its name."""
        return self.closed or self.name in VOID_ELEMENTS

    def value(self, name: str) -> str | None:
        """The value kramdown uses: the last of that name."""
        for attr in reversed(self.attrs):
            if attr.name == name:
                return attr.value
        return None


class Quotes:
    """Finds closing quotes and remembers that there are none, so that hostile text costs linear time."""

    __slots__ = ("missing",)

    def __init__(self) -> None:
        self.missing: dict[str, int] = {}

    def find(self, text: str, quote: str, pos: int) -> int:
        """Where the next ``quote`` is, or -1."""
        if self.missing.get(quote, len(text) + 1) <= pos:
            return -1
        at = text.find(quote, pos)
        if at < 0:
            self.missing[quote] = pos
        return at


def element_name(written: str) -> str:
    """The name kramdown knows an element by: lower case when it knows the element at all."""
    # kramdown changes the case of elements it knows only.
    lower = written.lower()
    return lower if lower in KNOWN_ELEMENTS else written


def open_tag(text: str, pos: int, quotes: Quotes) -> OpenTag | None:
    """The start tag at ``pos``."""
    opening = _NAME.match(text, pos)
    if opening is None:
        return None
    name = element_name(opening[1])
    attrs: list[RawAttr] = []
    at = opening.end()
    while (attr := _ATTR.match(text, at)) is not None:
        found = _attribute(text, attr, quotes, name in KNOWN_ELEMENTS)
        attrs.append(found)
        at = found.end
    end = _END.match(text, at)
    if end is None:
        return None
    return OpenTag(name=name, attrs=attrs, start=pos, end=end.end(), closed=end[1] is not None)


def _attribute(text: str, match: re.Match[str], quotes: Quotes, known: bool) -> RawAttr:
    end = match.end(1)
    value_start, value_end, end = _value(text, end, quotes) or (end, end, end)
    return RawAttr(
        name=match[1].lower() if known else match[1],
        value=text[value_start:value_end],
        start=match.start(1),
        end=end,
        value_start=value_start,
        value_end=value_end,
    )


def _value(text: str, pos: int, quotes: Quotes) -> tuple[int, int, int] | None:
    """Start and end of the value after an attribute's name, and where the attribute ends."""
    equals = _VALUE.match(text, pos)
    if equals is None:
        return None
    at = equals.end()
    quote = text[at : at + 1]
    if quote in ('"', "'") and quote:
        close = quotes.find(text, quote, at + 1)
        return None if close < 0 else (at + 1, close, close + 1)
    # kramdown allows letters and digits only in a value without quotes.
    word = _WORD.match(text, at)
    return None if word is None else (at, word.end(), word.end())


def rendered(value: str) -> str:
    """An attribute value as the browser gets it: kramdown escapes every ``&`` but that of a reference."""
    if "&" not in value:
        return value
    pieces, pos = [], 0
    for match in REFERENCE.finditer(value):
        pieces.append(value[pos : match.start()].replace("&", "&amp;"))
        pieces.append(match[0])
        pos = match.end()
    pieces.append(value[pos:].replace("&", "&amp;"))
    return decode_attribute("".join(pieces))


def placed(tag: OpenTag, source: Source, base: int) -> Tag:
    """The tag as the converted page has it, with places in the document; ``base`` is its text's offset."""
    attrs: dict[str, Attr] = {}
    for attr in tag.attrs:
        start, end = source.span(base + attr.start, base + attr.end)
        value_start, value_end = source.span(base + attr.value_start, base + attr.value_end)
        name = attr.name.lower()
        attrs[attr.name] = Attr(
            name=name,
            value=rendered(attr.value),
            start=start,
            end=end,
            value_start=value_start,
            value_end=max(value_start, value_end),
        )
    attrs.pop("markdown", None)
    start, end = source.span(base + tag.start, base + tag.end)
    kind = "self-closing" if tag.closed else "start"
    return Tag(name=tag.name.lower(), attrs=tuple(attrs.values()), start=start, end=end, kind=kind)  # type: ignore[arg-type]


def placed_end(name: str, span: Span) -> Tag:
    """An end tag."""
    return Tag(name=name.lower(), attrs=(), start=span.start, end=span.end, kind="end")
