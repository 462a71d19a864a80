"""What reading a Markdown document gives: plain records with offsets into the text that was read.

Sequences stand in the order of the converted HTML (footnote contents stand where kramdown puts them).
"""

from __future__ import annotations

from typing import Literal

from sitecheck.html import Comment, Raw, Tag
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple

HeadingStyle = Literal["atx", "setext"]
IdOrigin = Literal["heading", "attribute-list", "html", "footnote", "toc"]
LinkKind = Literal["inline", "reference", "autolink", "html", "footnote", "toc"]
CodeKind = Literal["span", "fenced", "indented"]
MathKind = Literal["block", "inline"]
ProblemKind = Literal[
    "unclosed-fence",
    "unclosed-html",
    "table-cuts-math",
    "unclosed-extension",
    "nested-too-deep",
    "too-many-marks",
    "raw-emphasis",
    "torn-link",
    "swapped-link",
    "half-link",
    "raw-attribute-list",
    "lost-attribute-list",
    "refused-fence",
    "swallowed-fence",
    "fence-as-span",
    "unspaced-heading",
    "lone-heading-mark",
    "glued-heading",
    "list-as-text",
    "definition-as-text",
    "accidental-list",
    "restarted-list",
    "accidental-table",
    "front-matter-as-text",
    "markdown-in-html",
    "html-as-code",
    "html-as-text",
    "comment-as-text",
    "end-tag-as-text",
    "repeated-footnote",
    "uncalled-footnote",
    "undefined-footnote",
]
"""What kramdown reads otherwise than its author meant; rules of the group ``markdown`` say it to people."""


class Heading(NamedTuple):
    """A Markdown heading: level as converted, its id, its text without markup, the span of its lines.

    ``id`` is None when the converted heading has none (``auto_ids: false``, or nothing left of the text).
    ``known`` is False when the id depends on something that cannot be known; ``id`` is then our best guess.
    """

    level: int
    id: str | None
    text: str
    span: Span
    style: HeadingStyle
    known: bool = True


class MarkdownId(NamedTuple):
    """An element id (or ``name`` of an ``<a>``) of the converted content and what it was made from."""

    value: str
    origin: IdOrigin
    span: Span
    known: bool = True


class MarkdownLink(NamedTuple):
    """A link or an image as a browser gets it.

    ``href`` is the value of the attribute after character references are decoded; ``span`` covers the
    whole construct, ``href_span`` the destination as written (None where nothing is written, as in the
    links of a table of contents; the definition's for a reference). ``attribute`` is ``href`` or ``src``;
    links of raw HTML are read from :attr:`Markdown.tags` and repeated here for ``a`` and ``img``.
    """

    href: str
    kind: LinkKind
    element: str
    span: Span
    href_span: Span | None
    text: str = ""
    title: str | None = None
    label: str | None = None


class UndefinedReference(NamedTuple):
    """``[text][label]`` whose label is defined nowhere, so that the page shows it as text."""

    label: str
    span: Span


class Definition(NamedTuple):
    """``[label]: destination "title"``; ``used`` is False when no link of the page refers to it."""

    label: str
    href: str
    span: Span
    href_span: Span
    used: bool


class Math(NamedTuple):
    """A formula in ``$$``: source, place.

    ``tex`` is what kramdown hands to the math engine; ``offsets`` maps its characters to the text: pairs
    (offset in ``tex``, offset in the text), each valid up to the next pair.
    """

    tex: str
    kind: MathKind
    span: Span
    offsets: tuple[tuple[int, int], ...]

    @property
    def display(self) -> bool:
        """Whether the formula is set as a block."""
        return self.kind == "block"

    def place(self, start: int, end: int) -> Span:
        """The span of the text in which ``tex[start:end]`` is written."""
        return mapped(self.offsets, start, end)


class Code(NamedTuple):
    """A code span or code block; ``language`` is the first word after an opening fence."""

    kind: CodeKind
    span: Span
    language: str = ""


class Cell(NamedTuple):
    """A cell of a table made by bars: row and column from 0, span of its content."""

    row: int
    column: int
    span: Span


class Table(NamedTuple):
    """A table made by bars."""

    span: Span
    cells: tuple[Cell, ...]


class Abbreviation(NamedTuple):
    """``*[HTML]: Hypertext …``"""

    name: str
    title: str
    span: Span


class Problem(NamedTuple):
    """Something kramdown reads otherwise than its author meant; ``detail`` names the element or the mark."""

    kind: ProblemKind
    span: Span
    detail: str = ""


class Segment(NamedTuple):
    """A run of text as the browser shows it, unbroken by elements; ``offsets`` as in :class:`Math`.

    ``before`` says what ends it: an element's name (``br``, ``em``, ``/em`` …), ``code``, ``math`` or ``""``
    at the end of the block.
    """

    text: str
    offsets: tuple[tuple[int, int], ...]
    before: str = ""

    def place(self, start: int, end: int) -> Span:
        """The span of the document's text in which ``text[start:end]`` is written."""
        return mapped(self.offsets, start, end)


class VisibleText(NamedTuple):
    """The text of one leaf block as the browser sees it, in segments that element boundaries separate."""

    span: Span
    segments: tuple[Segment, ...]


def mapped(offsets: tuple[tuple[int, int], ...], start: int, end: int) -> Span:
    """Where ``[start, end)`` of a derived text is written: each pair of ``offsets`` holds up to the next."""
    first = _at(offsets, start)
    if end <= start:
        return Span(first, first)
    return Span(first, max(first, _at(offsets, end - 1) + 1))


def _at(offsets: tuple[tuple[int, int], ...], position: int) -> int:
    low, high = 0, len(offsets)
    while low < high:
        middle = (low + high) // 2
        if offsets[middle][0] <= position:
            low = middle + 1
        else:
            high = middle
    if low == 0:
        return 0
    start, origin = offsets[low - 1]
    if low < len(offsets):  # produced text has no more places than its source
        return min(origin + position - start, max(origin, offsets[low][1] - 1))
    return origin + position - start


class Markdown(NamedTuple):
    """Everything read from one document.

    ``tags`` are the tags of raw HTML as kramdown passes them on, ``raws`` the contents of its scripts and
    styles, ``comments`` its comments. ``toc`` is where ``{:toc}`` stands.
    """

    headings: tuple[Heading, ...]
    ids: tuple[MarkdownId, ...]
    links: tuple[MarkdownLink, ...]
    undefined: tuple[UndefinedReference, ...]
    definitions: tuple[Definition, ...]
    math: tuple[Math, ...]
    tags: tuple[Tag, ...]
    raws: tuple[Raw, ...]
    comments: tuple[Comment, ...]
    code: tuple[Code, ...]
    tables: tuple[Table, ...]
    abbreviations: tuple[Abbreviation, ...]
    problems: tuple[Problem, ...]
    toc: Span | None
