"""Markdown to HTML, as kramdown 2.5 writes it (read from its HTML converter and measured).

>>> to_html("# A *title*\\n")
'<h1 id="a-title">A <em>title</em></h1>\\n'

Colours of highlighted code are left out. Not written as kramdown does: processing instructions outside of
raw HTML, ``show-whitespaces``, attribute lists of abbreviations and math engines other than MathJax's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from sitecheck.kramdown.block.html_blocks import RAW
from sitecheck.kramdown.block_tree import Block, BlockType
from sitecheck.kramdown.grammar import MARKDOWN_ATTRIBUTE, STRIP, VOID_ELEMENTS, content_model
from sitecheck.kramdown.html.block_text import (
    check_box,
    code_text,
    indent_of,
    is_task,
    shown_children,
    value_of,
)
from sitecheck.kramdown.html.escaping import add_class, escape_all, escape_text, written
from sitecheck.kramdown.html.highlight import Highlighter, code_block
from sitecheck.kramdown.html.span_writer import Attrs, SpanWriter, apply_listed
from sitecheck.kramdown.html.table_of_contents import TocEntry, table_of_contents
from sitecheck.kramdown.html.table_writer import Row, table_rows
from sitecheck.kramdown.options import Options
from sitecheck.kramdown.span.leaf import Reading
from sitecheck.kramdown.structure import Note, Structure, read_start, read_structure
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_DEFAULT = Options()
_AUTO_IDS = lazy_pattern(r"auto_ids(?:-([A-Za-z0-9_-]+))?")
_NO_TOC = lazy_pattern(r"\bno_toc\b")
_CDATA = lazy_pattern(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_PLAIN = lazy_pattern(r"[^\W\d_](?:[^\W_]|[,;?!%@()/+](?![,;?!%@()/+])|[.:-](?![.:-])| (?![ :]))*(?<! )\n?")
"""One line of words, in which kramdown sees no mark of any kind."""
_RAW_TEXT = r"(?:[^<>&{}\r\n]|\n(?=[^\s<>&{}]))"
_PARAGRAPH = lazy_pattern(
    rf"<p>(?!\s)(?:{_RAW_TEXT}|<(a|code|em|span|strong)(?: [a-z-]+=\"[^\"<>&{{}}\r\n]*\")*>"
    rf"{_RAW_TEXT}*</\1>)*</p>\n?"
)
"""A paragraph of raw HTML that kramdown writes as it is: no entities, no elements in elements."""


def to_html(
    text: str,
    options: Options = _DEFAULT,
    highlighter: Highlighter | None = None,
    pay: Callable[[int], None] = lambda again: None,
) -> str:
    """The HTML of a Markdown text; raises :class:`ValueError` for ``CommonMark``, which is not written here.

    Characters that stand for unknown output stay in it. ``pay`` is told how many marks were looked at again,
    as elements found no end: hostile texts have many more of those than characters.
    """
    if options.input == "CommonMark":
        raise ValueError("only kramdown's own dialects are converted")
    if _PLAIN.fullmatch(text):  # most titles
        return f"<p>{text.rstrip()}</p>\n"
    if not options.parse_block_html and _PARAGRAPH.fullmatch(text):  # most excerpts that are converted again
        return f"{text.rstrip()}\n"
    structure = read_structure(text, options, Reading.HTML)
    pay(max(0, structure.turns - len(text)))
    return write_html(structure, highlighter)


def html_start(
    text: str, size: int, options: Options = _DEFAULT, highlighter: Highlighter | None = None
) -> str | None:
    """What :func:`to_html` gives for the first blocks of a text, as many as hold ``size`` characters of it:
    lists of posts show how each begins. ``None`` where what follows may change it; raises as that does.

    >>> html_start("A *word*.\\n\\nMore, and [more].\\n\\n[more]: b.html\\n", 5)
    '<p>A <em>word</em>.</p>\\n'
    """
    if options.input == "CommonMark":
        raise ValueError("only kramdown's own dialects are converted")
    structure = read_start(text, options, size)
    return None if structure is None else _BlockWriter(structure, highlighter).children(structure.root, 0)


def write_html(structure: Structure, highlighter: Highlighter | None) -> str:
    """The HTML of a document that was read for it."""
    return _BlockWriter(structure, highlighter).document()


class _Element:
    """A raw HTML element being written."""

    __slots__ = ("block", "children", "indent", "model", "parts", "within_raw")

    def __init__(self, block: Block, model: str, indent: int, within_raw: bool) -> None:
        self.block = block
        self.model = model
        self.indent = indent
        self.within_raw = within_raw
        self.parts: list[str] = []
        kept: list[Block | _Gap] = [*_with_gaps(block)] if model == "raw" else [*shown_children(block)]
        self.children: Iterator[Block | _Gap] = iter(kept)


class _Gap(NamedTuple):
    """What stands between the children of a raw element."""

    text: str


def _with_gaps(block: Block) -> Iterator[Block | _Gap]:
    """The children of a raw element, and what stands between them: CDATA sections."""
    pos = block.tag.end if block.tag is not None else block.start
    end = block.parts[0][0] if block.parts else block.end
    for child in block.children:
        if child.start > pos:
            yield _Gap(block.source.text[pos : child.start])
        yield child
        pos = max(pos, child.end)
    if end > pos and block.tag is not None and not block.tag.void:
        yield _Gap(block.source.text[pos:end])


class _BlockWriter:
    """One document being written."""

    def __init__(self, structure: Structure, highlighter: Highlighter | None) -> None:
        self.structure = structure
        self.page = structure.page
        self.highlighter = highlighter
        self.spans = SpanWriter(self.page, highlighter)
        self.suffixes: dict[Block, str] = {}

    def document(self) -> str:
        """The HTML of the document."""
        html = self.children(self.structure.root, 0)
        return html if self.structure.footnotes is not None else html + self._footnotes()

    def children(self, block: Block, indent: int) -> str:
        """The content of a block whose children are indented by so much."""
        return "".join(HANDLERS[child.type](self, child, indent) for child in shown_children(block))

    def attrs(self, block: Block, attrs: Attrs | None = None) -> Attrs:
        """The attributes of a block after the lists for it."""
        attrs = {} if attrs is None else attrs
        if block.ial is not None:
            apply_listed(attrs, block.ial, self.page)
        return attrs

    def _blank(self, block: Block, indent: int) -> str:
        return "\n"

    def _nothing(self, block: Block, indent: int) -> str:
        return ""

    def _rule(self, block: Block, indent: int) -> str:
        return f"{' ' * indent}<hr{written(self.attrs(block))} />\n"

    def _comment(self, block: Block, indent: int) -> str:
        return f"{' ' * indent}{value_of(block)}\n"

    def _raw(self, block: Block, indent: int) -> str:
        return value_of(block).removesuffix("\n") + "\n"

    def _raw_text(self, block: Block, indent: int) -> str:
        return escape_text(value_of(block))

    def _verbatim(self, block: Block, indent: int) -> str:
        return block.source.text[block.start : block.end]

    def _hidden(self, block: Block, indent: int) -> str:
        """A block of ``{::comment}``, or one of ``{::nomarkdown}`` that is not for HTML."""
        if block.source.text.startswith("{::nomarkdown", block.start + indent_of(block)):
            return ""
        return f"{' ' * indent}<!-- {value_of(block).removesuffix(_NL)} -->\n"

    def _leaf(self, block: Block, indent: int) -> str:
        return self.spans.write(self.structure.leaves[block])

    def _paragraph(self, block: Block, indent: int) -> str:
        body = check_box(block) + self._leaf(block, indent) + self.suffixes.get(block, "")
        if block.transparent:
            return body
        return f"{' ' * indent}<p{written(self.attrs(block))}>{body}</p>\n"

    def _heading(self, block: Block, indent: int) -> str:
        attrs = self.attrs(block, {} if block.named is None else {"id": block.named.text})
        heading = self.structure.headings[block]
        value, level = heading.id, heading.level
        if value is not None:
            attrs["id"] = value
        link = f'<a href="#{escape_text(value)}"></a>' if self.page.options.header_links and value else ""
        body = link + self._leaf(block, indent) + self.suffixes.get(block, "")
        return f"{' ' * indent}<h{level}{written(attrs)}>{body}</h{level}>\n"

    def _list(self, block: Block, indent: int) -> str:
        if block is self.structure.toc:
            attrs = self._list_attrs(block) | {"id": self.structure.toc_id}
            return table_of_contents(self._entries(), block.type, attrs)
        if block is self.structure.footnotes:
            return self._footnotes()
        return self._indented(block, indent)

    def _entries(self) -> list[TocEntry]:
        found = []
        for block in self.structure.contents:
            text = self.spans.write(self.structure.leaves[block], unlinked=True)
            found.append(TocEntry(block.level, self.structure.headings[block].id or "", text))
        return found

    def _indented(self, block: Block, indent: int) -> str:
        pad, name = " " * indent, block.type
        attrs = self._list_attrs(block)
        body = self._items(block, indent + 2) if _has_tasks(block) else self.children(block, indent + 2)
        return f"{pad}<{name}{written(attrs)}>\n{body}{pad}</{name}>\n"

    def _list_attrs(self, block: Block) -> Attrs:
        return self.attrs(block, {"class": "task-list"} if _has_tasks(block) else None)

    def _items(self, block: Block, indent: int) -> str:
        """The items of a list with check boxes: from the first one on, those that begin with text."""
        found, parts = False, []
        for item in block.children:
            # The GFM parser's class: set from the first box on, also for items without one.
            found = found or is_task(item)
            marked = found and bool(item.children) and item.children[0].type == "p"
            parts.append(self._item(item, indent, {"class": "task-list-item"} if marked else None))
        return "".join(parts)

    def _item(self, block: Block, indent: int, attrs: Attrs | None = None) -> str:
        pad, name = " " * indent, block.type
        children = shown_children(block)
        body = self.children(block, indent + 2)
        start = f"{pad}<{name}{written(self.attrs(block, attrs))}>"
        # kramdown begins the item's line with its text only when no block comes first.
        if not children or (children[0].type == "p" and children[0].transparent):
            return f"{start}{body}{pad if body.endswith(_NL) else ''}</{name}>\n"
        return f"{start}\n{body}{pad}</{name}>\n"

    def _term(self, block: Block, indent: int) -> str:
        attrs = self.attrs(block)
        made = self.structure.terms.get(block)
        if made is not None:
            attrs["id"] = made
        return f"{' ' * indent}<dt{written(attrs)}>{self._leaf(block, indent)}</dt>\n"

    def _code(self, block: Block, indent: int) -> str:
        attrs = {"class": f"language-{block.name}"} if block.name else {}
        return code_block(self.attrs(block, attrs), code_text(block), " " * indent, self.highlighter)

    def _math(self, block: Block, indent: int) -> str:
        tex, pad, attrs = value_of(block).strip(STRIP), " " * indent, self.attrs(block)
        # kramdown: MathJax gets delimiters as text; without an engine the formula is in dollars and a class.
        if self.page.options.math_engine == "mathjax":
            shown = f"\\[{escape_all(tex)}\\]\n"
            return f"{pad}<div{written(attrs)}>{shown}</div>\n" if attrs else shown
        add_class(attrs, "kdmath")
        return f"{pad}<div{written(attrs)}>$$\n{tex}\n$$</div>\n"

    def _table(self, block: Block, indent: int) -> str:
        pad = " " * indent
        parts = [f"{pad}<table{written(self.attrs(block))}>\n"]
        groups, alignment = table_rows(block)
        for name, rows in groups:
            parts.append(f"{pad}  <{name}>\n")
            parts.extend(
                self._row(row, "th" if name == "thead" else "td", alignment, indent + 4) for row in rows
            )
            parts.append(f"{pad}  </{name}>\n")
        return f"{''.join(parts)}{pad}</table>\n"

    def _row(self, row: Row, name: str, alignment: list[str], indent: int) -> str:
        pad = " " * indent
        cells = []
        for cell, align in zip(row, alignment, strict=True):
            attrs = {"style": f"text-align: {align}"} if align else {}
            # kramdown fills empty cells with a no-break space.
            body = (self._leaf(cell, 0) if cell is not None else "") or "\u00a0"
            cells.append(f"{pad}  <{name}{written(attrs)}>{body}</{name}>\n")
        return f"{pad}<tr>\n{''.join(cells)}{pad}</tr>\n"

    # raw HTML; not by recursion, since it may nest without bound

    def _html(self, block: Block, indent: int) -> str:
        opened = [self._open(block, indent, False)]
        while True:
            element = opened[-1]
            child = next(element.children, None)
            if child is None:
                opened.pop()
                shown = self._element(element)
                if not opened:
                    return shown
                opened[-1].parts.append(shown)
            elif isinstance(child, Block) and child.type == "html":
                opened.append(self._open(child, element.indent + 2, element.model == "raw"))
            else:
                element.parts.append(self._content(child, element))

    def _open(self, block: Block, indent: int, within_raw: bool) -> _Element:
        return _Element(block, self._model(block, within_raw), indent, within_raw)

    def _model(self, block: Block, within_raw: bool) -> str:
        if block.level == RAW or block.tag is None:
            return "raw"
        natural = content_model(block.name)
        model = natural if self.page.options.parse_block_html and not within_raw else "raw"
        said = MARKDOWN_ATTRIBUTE.get(block.tag.value("markdown") or "")
        return model if said is None else natural if said == "default" else said

    def _content(self, child: Block | _Gap, element: _Element) -> str:
        if isinstance(child, _Gap):
            return _CDATA.sub(lambda match: escape_text(match[1]), child.text)
        if child.type in ("html_comment", "instruction") and element.model == "raw":
            return self._verbatim(child, 0)
        return HANDLERS[child.type](self, child, element.indent + 2)

    def _element(self, element: _Element) -> str:
        block, name, body = element.block, element.block.name, "".join(element.parts)
        pad = "" if element.within_raw else " " * element.indent
        tag = block.tag
        attrs = {attr.name: attr.value for attr in tag.attrs if attr.name != "markdown"} if tag else {}
        start = f"{pad}<{name}{written(self.attrs(block, attrs))}"
        # kramdown closes an empty element with /> where it was written so, and where HTML has it so.
        if tag is not None and tag.void and element.model == "raw" and name not in ("script", "style"):
            end = " />"
        elif body and element.model != "block":
            end = f">{body}</{name}>"
        elif body:
            end = f">\n{body.removesuffix(_NL)}\n{' ' * element.indent}</{name}>"
        else:
            end = " />" if name in VOID_ELEMENTS else f"></{name}>"
        return start + end + ("" if element.within_raw else "\n")

    # footnotes

    def _footnotes(self) -> str:
        items = []
        for note in self.structure.notes:
            last = self._backlinks(note)
            body = self.children(note.content, 6)
            items.append(f'    <li id="{note.id}">\n{body}{last}    </li>\n\n')
        if not items:
            return ""
        # kramdown numbers the list only when it does not begin with 1.
        first = self.page.options.footnote_nr
        start = f' start="{first}"' if first != 1 else ""
        inner = "".join(item.removesuffix("\n") for item in items)
        return f'<div class="footnotes" role="doc-endnotes">\n  <ol{start}>\n{inner}  </ol>\n</div>\n'

    def _backlinks(self, note: Note) -> str:
        """Puts links back into a footnote's last paragraph; returns a paragraph of their own for others."""
        mark = escape_text(self.page.options.footnote_backlink)
        children = shown_children(note.content)
        last = children[-1] if children and children[-1].type == "p" else None
        if not note.backlinks:
            return "" if last is not None else "      <p></p>\n"
        links = _NBSP.join(
            _backlink(target, f"{mark}<sup>{number}</sup>" if number > 1 else mark)
            for number, target in enumerate(note.backlinks, 1)
        )
        if last is None:
            return f"      <p>{links}</p>\n"
        self.suffixes[last] = _NBSP + links
        return ""


_NL = "\n"
_NBSP = "\u00a0"


def _has_tasks(block: Block) -> bool:
    return any(child.type == "li" and is_task(child) for child in block.children)


def _backlink(target: str, text: str) -> str:
    return f'<a href="#{target}" class="reversefootnote" role="doc-backlink">{text}</a>'


HANDLERS: Mapping[BlockType, Callable[[_BlockWriter, Block, int], str]] = {
    "blank": _BlockWriter._blank,
    "p": _BlockWriter._paragraph,
    "text": _BlockWriter._leaf,
    "td": _BlockWriter._leaf,
    "dt": _BlockWriter._term,
    "header": _BlockWriter._heading,
    "ul": _BlockWriter._list,
    "ol": _BlockWriter._list,
    "dl": _BlockWriter._indented,
    "li": _BlockWriter._item,
    "dd": _BlockWriter._item,
    "blockquote": _BlockWriter._indented,
    "code": _BlockWriter._code,
    "hr": _BlockWriter._rule,
    "table": _BlockWriter._table,
    "math": _BlockWriter._math,
    "html": _BlockWriter._html,
    "html_comment": _BlockWriter._comment,
    "instruction": _BlockWriter._verbatim,
    "comment": _BlockWriter._hidden,
    "raw": _BlockWriter._raw,
    "raw_text": _BlockWriter._raw_text,
    "verbatim": _BlockWriter._verbatim,
    "eob": _BlockWriter._nothing,
}
"""How each type of block is written, indented by so many blanks."""
