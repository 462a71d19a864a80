"""What the tokenizer gives: plain records with offsets into the text that was read."""

from __future__ import annotations

from typing import Literal

from sitecheck.named_tuple import NamedTuple

TagKind = Literal["start", "end", "self-closing"]
HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
"""The names of elements that are headings, and their levels."""


class Attr(NamedTuple):
    """One attribute: lower-case name, decoded value, the spans of the whole and of the value as written.

    An attribute without a value has the value ``""`` and an empty value span at its end. The value span
    leaves the quotes out.
    """

    name: str
    value: str
    start: int
    end: int
    value_start: int
    value_end: int

    @property
    def keyword(self) -> str:
        """The value as keywords are compared: without white space around it, in lower case."""
        return self.value.strip().lower()


class Tag(NamedTuple):
    """A start, end or self-closing tag: lower-case name, attributes as written, span."""

    name: str
    attrs: tuple[Attr, ...]
    start: int
    end: int
    kind: TagKind = "start"

    def get(self, name: str) -> Attr | None:
        """The attribute a browser would use: the first of that name."""
        for attr in self.attrs:
            if attr.name == name:
                return attr
        return None


class Comment(NamedTuple):
    """A comment, doctype or anything else a browser reads as markup without effect."""

    text: str
    start: int
    end: int


class Raw(NamedTuple):
    """Text in which no tag is read: the content of ``element`` (script, style, textarea, title …)."""

    element: str
    start: int
    end: int


class Text(NamedTuple):
    """A run of text between two pieces of markup; ``start`` and ``end`` delimit it as written."""

    start: int
    end: int


Token = Tag | Comment | Raw | Text


class Html(NamedTuple):
    """The tokens of a text by kind, each kind in the order of the text."""

    tags: tuple[Tag, ...]
    comments: tuple[Comment, ...]
    raws: tuple[Raw, ...]
    texts: tuple[Text, ...]
