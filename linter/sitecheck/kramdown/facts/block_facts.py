"""Gathers the facts of a page from its structure, in the order of the converted HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sitecheck.html import RAW_ELEMENTS, Comment, Raw
from sitecheck.html.model import HEADING_LEVELS
from sitecheck.kramdown.attributes import Value
from sitecheck.kramdown.block_tree import Block, BlockType
from sitecheck.kramdown.facts.gathered import Facts
from sitecheck.kramdown.facts.html_facts import gather_html, with_attributes
from sitecheck.kramdown.facts.span_facts import SpanFacts
from sitecheck.kramdown.facts.traps import Traps
from sitecheck.kramdown.facts.visible_text import NOT_SHOWN, raw_segments, segments
from sitecheck.kramdown.grammar import STRIP
from sitecheck.kramdown.model import (
    Abbreviation,
    Cell,
    Code,
    Definition,
    Heading,
    Markdown,
    MarkdownLink,
    Math,
    Problem,
    Table,
    VisibleText,
)
from sitecheck.kramdown.span.leaf import Reading, may_hold_facts
from sitecheck.kramdown.structure import Note, Structure
from sitecheck.kramdown.tags import placed, placed_end, rendered
from sitecheck.model.span import Span


def facts_of(structure: Structure) -> Markdown:
    """What a page holds."""
    gatherer = BlockFacts(structure, visible=False)
    gatherer.document()
    return gatherer.result()


def visible_text_of(structure: Structure) -> tuple[VisibleText, ...]:
    """What a browser shows of each block of a page that was read with its text."""
    gatherer = BlockFacts(structure, visible=True)
    gatherer.document()
    return tuple(gatherer.visible)


class BlockFacts:
    """One pass over a page's tree; ``visible``: with the text that is shown."""

    def __init__(self, structure: Structure, *, visible: bool) -> None:
        self.structure = structure
        self.page = structure.page
        self.shows = visible
        self.facts = Facts()
        self.visible: list[VisibleText] = []
        self.spans = SpanFacts(self.page, self.facts)
        self.hidden = 0
        self.traps = Traps(self.page, self.facts.problems)

    def document(self) -> None:
        """Gathers everything."""
        self._children(self.structure.root)
        if self.structure.footnotes is None:
            self._footnotes()
        called = {note.content for note in self.structure.notes}
        for footnote in self.page.footnotes.values():
            if footnote.content not in called:
                self.facts.problems.append(Problem("uncalled-footnote", Span(*footnote.span), footnote.name))
        for kind, start, end, detail in self.page.problems:
            self.facts.problems.append(Problem(kind, Span(start, end), detail))  # type: ignore[arg-type]

    def result(self) -> Markdown:
        """What was gathered."""
        page, toc = self.page, self.structure.toc
        definitions = [
            Definition(
                label=target.label,
                href=rendered(target.href),
                span=Span(*(target.span or (0, 0))),
                href_span=Span(*target.href_span),
                used=target.used,
            )
            for target in page.definitions
        ]
        abbreviations = [Abbreviation(n, t, Span(start, end)) for n, t, start, end in page.abbreviations]
        return self.facts.result(definitions, abbreviations, None if toc is None else _span(toc))

    def _children(self, block: Block) -> None:
        if not self.shows:
            self.traps.children(block)
        for child in block.children:
            HANDLERS[child.type](self, child)

    def _nothing(self, block: Block) -> None:
        """A block of which nothing is in the page, or nothing that is a fact."""

    def _own_id(self, block: Block) -> None:
        if block.ial is not None or block.named:
            named = self.page.attributes(block).get("id")
            if named is not None:
                self.facts.id(named.text, "attribute-list", Span(named.start, named.end))

    def _container(self, block: Block) -> None:
        self._own_id(block)
        self._children(block)

    def _leaf(self, block: Block) -> None:
        """A leaf's text; the structure pass leaves out those in which there is nothing to gather."""
        leaf = self.structure.leaves.get(block)
        if not self.shows:
            if leaf is not None and self.structure.reading is Reading.HTML and not may_hold_facts(block):
                leaf = None  # read for its text
            self.traps.leaf(block, leaf)
        if leaf is None:
            return
        self.spans.gather(leaf)
        if self.shows and not self.hidden:
            shown = segments(leaf.source, leaf.start, leaf.pieces, hard_wrap=leaf.hard_wrap)
            if shown:
                self.visible.append(VisibleText(_span(block), shown))

    def _paragraph(self, block: Block) -> None:
        if not block.transparent:
            self._own_id(block)
        self._leaf(block)

    def _list(self, block: Block) -> None:
        if block is self.structure.toc:
            self._table_of_contents(block)
        elif block is self.structure.footnotes:
            self._footnotes()
        else:
            self._container(block)

    def _term(self, block: Block) -> None:
        made = self.structure.terms.get(block)
        if made is not None:
            self.facts.id(made, "attribute-list", _span(block))
        else:
            self._own_id(block)
        self._leaf(block)

    def _heading(self, block: Block) -> None:
        level, text, value, written, known = self.structure.headings[block]
        span = _span(block)
        self.facts.headings.append(
            Heading(
                level=level,
                id=value if value and value.strip() else None,
                text=text,
                span=span,
                style="setext" if block.name == "setext" else "atx",
                known=known,
            )
        )
        if value is not None:
            own = written is None or block.named is not None
            place = span if written is None else Span(written.start, written.end)
            self.facts.id(value, "heading" if own else "attribute-list", place, known)
            if self.page.options.header_links and value:
                self.facts.links.append(_toc_link(value, span))
        self._leaf(block)

    def _code(self, block: Block) -> None:
        self._own_id(block)
        kind = "fenced" if block.value == "fenced" else "indented"
        self.facts.code.append(Code(kind, _span(block), block.name))  # type: ignore[arg-type]

    def _table(self, block: Block) -> None:
        self._own_id(block)
        cells = []
        for cell in block.children:
            span = _span(cell)
            cells.append(Cell(cell.level, int(cell.value), span))
            if cell.source.text.count("$$", cell.start, cell.end) % 2:
                self.facts.problems.append(Problem("table-cuts-math", span))
        self.facts.tables.append(Table(_span(block), tuple(cells)))
        self.traps.table(block)
        self._children(block)

    def _math(self, block: Block) -> None:
        self._own_id(block)
        start, end = block.parts[0]
        source = block.source
        while start < end and source.text[start] in STRIP:
            start += 1
        while end > start and source.text[end - 1] in STRIP:
            end -= 1
        self.facts.math.append(
            Math(
                tex=source.text[start:end],
                kind="block",
                span=_span(block),
                offsets=source.offsets(start, end),
            )
        )

    def _html(self, block: Block) -> None:
        """An element with what is in it; not by recursion, since raw HTML may nest without bound."""
        opened = [(block, self._open(block))]
        while opened:
            element, children = opened[-1]
            child = next(children, None)
            if child is None:
                opened.pop()
                self._close(element)
            elif child.type == "html":
                opened.append((child, self._open(child)))
            else:
                HANDLERS[child.type](self, child)

    def _open(self, block: Block) -> Iterator[Block]:
        if block.tag is not None:
            listed: dict[str, Value] = {} if block.ial is None else self.page.attributes(block)
            tag = with_attributes(placed(block.tag, block.source, 0), listed)
            self.facts.tag(tag)
            if block.name in HEADING_LEVELS and tag.get("id") is None:
                self._made_native(block)
        self.hidden += block.name in NOT_SHOWN
        self.traps.open(block)
        if block.name in RAW_ELEMENTS:
            self._verbatim(block)
            return iter(())
        return iter(block.children)

    def _made_native(self, block: Block) -> None:
        """A raw heading that kramdown takes for one of its own has an id; which one is not followed."""
        options = self.page.options
        if options.html_to_native and options.auto_ids:
            self.facts.id(block.name, "heading", _span(block), known=False)

    def _close(self, block: Block) -> None:
        self.hidden -= block.name in NOT_SHOWN
        self.traps.close()
        for start, end in block.parts:
            self.facts.tag(placed_end(block.name, block.source.span(start, end)))

    def _verbatim(self, block: Block) -> None:
        """The content of an element in which a browser reads no tags."""
        start = block.children[0].start if block.children else block.start
        end = max((child.end for child in block.children), default=start)
        if end > start:
            self.facts.raws.append(Raw(block.name, *block.source.span(start, end)))

    def _comment(self, block: Block) -> None:
        start, end = block.parts[0]
        span = block.source.span(start, end)
        self.facts.comments.append(Comment(block.source.text[start + 4 : end - 3], *span))

    def _raw(self, block: Block) -> None:
        for text in gather_html(self.facts, block.source, *block.parts[0]):
            self._show_raw(block, text.start, text.end)

    def _raw_text(self, block: Block) -> None:
        self.traps.raw_text(block)
        self._show_raw(block, *block.parts[0])

    def _show_raw(self, block: Block, start: int, end: int) -> None:
        if self.shows and not self.hidden:
            shown = raw_segments(block.source, start, end)
            if shown:
                self.visible.append(VisibleText(block.source.span(start, end), shown))

    def _footnotes(self) -> None:
        for note in self.structure.notes:
            self._note(note)

    def _note(self, note: Note) -> None:
        span = _span(note.content)
        self.facts.id(note.id, "footnote", span)
        self._children(note.content)
        for target in note.backlinks:
            self.facts.links.append(
                MarkdownLink(href=f"#{target}", kind="footnote", element="a", span=span, href_span=None)
            )

    def _table_of_contents(self, block: Block) -> None:
        if not self.structure.contents:
            return
        name, place = self.structure.toc_id, _span(block)
        self.facts.id(name, "toc", place)
        for heading in self.structure.contents:
            value = self.structure.headings[heading].id or ""
            self.facts.links.append(_toc_link(value, place))
            self.facts.id(f"{name}-{value}", "toc", _span(heading))


def _span(block: Block) -> Span:
    return block.source.span(block.start, block.end)


def _toc_link(value: str, span: Span) -> MarkdownLink:
    return MarkdownLink(href=f"#{rendered(value)}", kind="toc", element="a", span=span, href_span=None)


HANDLERS: Mapping[BlockType, Callable[[BlockFacts, Block], None]] = {
    "p": BlockFacts._paragraph,
    "text": BlockFacts._leaf,
    "dt": BlockFacts._term,
    "td": BlockFacts._leaf,
    "header": BlockFacts._heading,
    "ul": BlockFacts._list,
    "ol": BlockFacts._list,
    "dl": BlockFacts._container,
    "li": BlockFacts._container,
    "dd": BlockFacts._container,
    "blockquote": BlockFacts._container,
    "hr": BlockFacts._container,
    "table": BlockFacts._table,
    "code": BlockFacts._code,
    "math": BlockFacts._math,
    "html": BlockFacts._html,
    "html_comment": BlockFacts._comment,
    "instruction": BlockFacts._raw,  # to a browser it ends at its first ">"
    "raw": BlockFacts._raw,
    "raw_text": BlockFacts._raw_text,
    "verbatim": BlockFacts._nothing,
    "blank": BlockFacts._nothing,
    "eob": BlockFacts._nothing,
    "comment": BlockFacts._nothing,
}
"""What is gathered of each type of block."""
