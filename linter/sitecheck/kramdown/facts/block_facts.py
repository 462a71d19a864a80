"""Walks the tree of blocks in the order of the converted HTML, reads the leaves, and gathers facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sitecheck import html
from sitecheck.html import RAW_ELEMENTS, Attr, Comment, Raw, Tag
from sitecheck.kramdown import attributes
from sitecheck.kramdown.attributes import Value
from sitecheck.kramdown.facts.gathered import Facts
from sitecheck.kramdown.facts.span_facts import Leaves
from sitecheck.kramdown.facts.visible_text import NOT_SHOWN, raw_segments
from sitecheck.kramdown.grammar import STRIP
from sitecheck.kramdown.ids import GfmIds, PlainIds, plain_id
from sitecheck.kramdown.model import (
    Abbreviation,
    Cell,
    Code,
    Definition,
    Heading,
    Link,
    Markdown,
    Math,
    Problem,
    Table,
    VisibleText,
)
from sitecheck.kramdown.tags import placed, placed_end, rendered
from sitecheck.kramdown.tree import Block, Page
from sitecheck.model.span import Span
from sitecheck.text.source_map import UNKNOWN

_NO_TOC = re.compile(r"\bno_toc\b")
_AUTO_IDS = re.compile(r"auto_ids(?:-([A-Za-z0-9_-]+))?")


class Walk:
    """One pass over a document's tree."""

    def __init__(self, page: Page, *, visible: bool) -> None:
        self.page = page
        self.facts = Facts()
        self.leaves = Leaves(page, self, visible=visible)
        self.visible: list[VisibleText] = []
        self.gfm_ids = GfmIds()
        self.plain_ids = PlainIds()
        self.plain_depth = 0
        self.hidden = 0
        self.toc: Block | None = None
        self.toc_mark: tuple[int, ...] = ()
        self.toc_entries: list[tuple[str, Span]] = []
        self.footnote_mark: tuple[int, ...] | None = None
        self.handlers: dict[str, Callable[[Block], None]] = {
            "p": self._paragraph,
            "text": self.leaves.read,
            "header": self._heading,
            "ul": self._list,
            "ol": self._list,
            "dl": self._definitions,
            "li": self._container,
            "dd": self._container,
            "blockquote": self._container,
            "code": self._code,
            "hr": self._container,
            "table": self._table,
            "math": self._math,
            "html": self._html,
            "html_comment": self._comment,
            "raw": self._raw,
            "raw_text": self._raw_text,
        }

    def document(self, root: Block) -> None:
        """Gathers everything."""
        self._children(root)
        self._footnotes()
        self._table_of_contents()
        for kind, start, end, detail in self.page.problems:
            self.facts.problems.append(Problem(kind, Span(start, end), detail))  # type: ignore[arg-type]

    def result(self) -> Markdown:
        """What was gathered."""
        page = self.page
        definitions = [
            Definition(
                target.label,
                rendered(target.href),
                Span(*(target.span or (0, 0))),
                Span(*target.href_span),
                target.used,
            )
            for target in page.definitions
        ]
        abbreviations = [Abbreviation(n, t, Span(start, end)) for n, t, start, end in page.abbreviations]
        toc = None if self.toc is None else self.toc.source.span(self.toc.start, self.toc.end)
        return self.facts.result(definitions, abbreviations, toc)

    def _children(self, block: Block) -> None:
        handlers = self.handlers
        for child in block.children:
            handler = handlers.get(child.type)
            if handler is not None:
                handler(child)

    def attributes(self, block: Block) -> dict[str, Value]:
        """The attributes of a block after the lists for it."""
        attrs = {} if block.named is None else {"id": block.named}
        if block.ial is not None:
            attributes.apply(attrs, block.ial, self.page.attribute_lists)
        return attrs

    def _own_id(self, block: Block) -> None:
        if block.ial is not None or block.named:
            named = self.attributes(block).get("id")
            if named is not None:
                self.facts.id(named.text, "attribute-list", Span(named.start, named.end))

    def _container(self, block: Block) -> None:
        self._own_id(block)
        self._children(block)

    def _paragraph(self, block: Block) -> None:
        if not block.transparent:
            self._own_id(block)
        self.leaves.read(block)

    def _list(self, block: Block) -> None:
        refs = block.ial.refs if block.ial is not None else []
        if self.toc is None and "toc" in refs:
            self.toc, self.toc_mark = block, self.facts.mark()
        elif self.footnote_mark is None and "footnotes" in refs:
            self.footnote_mark = self.facts.mark()
        else:
            self._container(block)

    def _definitions(self, block: Block) -> None:
        self._own_id(block)
        prefix = None
        for ref in block.ial.refs if block.ial is not None else ():
            match = _AUTO_IDS.match(ref)
            if match is not None:
                prefix = match[1] or ""
                break
        for child in block.children:
            if child.type == "dt":
                self._term(child, prefix)
            else:
                self._container(child)

    def _term(self, block: Block, prefix: str | None) -> None:
        if prefix is None or "id" in self.attributes(block):
            self._own_id(block)
            self.leaves.read(block)
            return
        mark = self.facts.mark()
        text = self.leaves.raw_text(block)
        late, self.facts = self._since(mark), self.facts
        self.facts.id(prefix + plain_id(text), "attribute-list", self._span(block))
        self.facts.insert(self.facts.mark(), late)

    def _since(self, mark: tuple[int, ...]) -> Facts:
        """Takes out what was gathered after a mark."""
        late = Facts()
        for taken, facts, at in zip(late.lists(), self.facts.lists(), mark, strict=True):
            taken.extend(facts[at:])
            del facts[at:]
        return late

    def _span(self, block: Block) -> Span:
        return block.source.span(block.start, block.end)

    def _heading(self, block: Block) -> None:
        mark = self.facts.mark()
        text = self.leaves.raw_text(block)
        late = self._since(mark)
        attrs = self.attributes(block)
        value, place, known = self._heading_id(block, attrs.get("id"), text)
        span = self._span(block)
        level = max(1, min(6, block.level + self.page.options.header_offset))
        style = "setext" if block.name == "setext" else "atx"
        shown = value if value and value.strip() else None
        self.facts.headings.append(Heading(level, shown, text, span, style, known))  # type: ignore[arg-type]
        if value is not None:
            origin = "heading" if place is None or block.named else "attribute-list"
            self.facts.id(value, origin, place or span, known)  # type: ignore[arg-type]
            if self.page.options.header_links and value:
                self.facts.links.append(Link(f"#{rendered(value)}", "toc", "a", span, None))
            classes = attrs["class"].text if "class" in attrs else ""
            if block.level in self.page.options.toc_levels and not _NO_TOC.search(classes):
                self.toc_entries.append((value, span))
        self.facts.insert(self.facts.mark(), late)

    def _heading_id(
        self, block: Block, explicit: Value | None, text: str
    ) -> tuple[str | None, Span | None, bool]:
        """A heading's id, where it is written, and whether it is certain."""
        options = self.page.options
        if explicit is not None:
            return explicit.text, Span(explicit.start, explicit.end), UNKNOWN not in explicit.text
        if not options.auto_ids:
            return None, None, True
        known = UNKNOWN not in text
        if options.input == "GFM" and self.plain_depth == 0:
            return self.gfm_ids.make(text, options.auto_id_prefix), None, known
        if options.transliterated_header_ids:
            known = known and text.isascii()
        return self.plain_ids.make(text, options.auto_id_prefix), None, known

    def _code(self, block: Block) -> None:
        self._own_id(block)
        kind = "fenced" if block.value == "fenced" else "indented"
        self.facts.code.append(Code(kind, self._span(block), block.name))  # type: ignore[arg-type]

    def _table(self, block: Block) -> None:
        self._own_id(block)
        cells = []
        for cell in block.children:
            span = self._span(cell)
            cells.append(Cell(cell.level, int(cell.value), span))
            if cell.source.text.count("$$", cell.start, cell.end) % 2:
                self.facts.problems.append(Problem("table-cuts-math", span))
        self.facts.tables.append(Table(self._span(block), tuple(cells)))
        for cell in block.children:
            self.leaves.read(cell)

    def _math(self, block: Block) -> None:
        self._own_id(block)
        start, end = block.parts[0]
        text = block.source.text
        while start < end and text[start] in STRIP:
            start += 1
        while end > start and text[end - 1] in STRIP:
            end -= 1
        span, place = self._span(block), block.source.span(start, end)
        self.facts.math.append(Math(text[start:end], "block", span, place, block.source.offsets(start, end)))

    def _html(self, block: Block) -> None:
        """An element with what is in it; not by recursion, since raw HTML may nest without bound."""
        opened = [(block, self._open(block))]
        while opened:
            element, children = opened[-1]
            for child in children:
                if child.type == "html":
                    opened.append((child, self._open(child)))
                    break
                handler = self.handlers.get(child.type)
                if handler is not None:
                    handler(child)
            else:
                opened.pop()
                self._close(element)

    def _open(self, block: Block) -> Iterator[Block]:
        if block.tag is not None:
            self.facts.tag(self.with_attributes(placed(block.tag, block.source, 0), self._listed(block)))
        self.plain_depth += 1
        self.hidden += block.name in NOT_SHOWN
        if block.name in RAW_ELEMENTS:
            self._verbatim(block)
            return iter(())
        return iter(block.children)

    def _close(self, block: Block) -> None:
        self.hidden -= block.name in NOT_SHOWN
        self.plain_depth -= 1
        for start, end in block.parts:
            self.facts.tag(placed_end(block.name, block.source.span(start, end)))

    def _listed(self, block: Block) -> dict[str, Value]:
        return {} if block.ial is None else self.attributes(block)

    def with_attributes(self, tag: Tag, listed: dict[str, Value]) -> Tag:
        """A tag with the attributes that a list adds to it."""
        if not listed:
            return tag
        attrs = {attr.name: attr for attr in tag.attrs}
        for name, value in listed.items():
            before = attrs.get(name)
            text = rendered(value.text)
            if name == "class" and before is not None:
                text = f"{before.value} {text}"
            attrs[name] = Attr(name, text, value.start, value.end, value.start, value.end)
        return tag._replace(attrs=tuple(attrs.values()))

    def _comment(self, block: Block) -> None:
        start, end = block.parts[0]
        span = block.source.span(start, end)
        self.facts.comments.append(Comment(block.source.text[start + 4 : end - 3], *span))

    def _raw(self, block: Block) -> None:
        start, end = block.parts[0]
        self.verbatim_html(block, start, end, show=self.leaves.visible)

    def verbatim_html(self, block: Block, start: int, end: int, *, show: bool) -> None:
        """HTML that kramdown passes on as it is."""
        source = block.source
        found = html.read(source.text, start, end)
        for tag in found.tags:
            self.facts.tag(_moved(tag, block))
        for raw in found.raws:
            self.facts.raws.append(Raw(raw.element, *source.span(raw.start, raw.end)))
        for comment in found.comments:
            self.facts.comments.append(Comment(comment.text, *source.span(comment.start, comment.end)))
        if show:
            for text in found.texts:
                self._show_raw(block, text.start, text.end)

    def _raw_text(self, block: Block) -> None:
        if self.leaves.visible:
            self._show_raw(block, *block.parts[0])

    def _show_raw(self, block: Block, start: int, end: int) -> None:
        segments = raw_segments(block.source, start, end)
        if segments and not self.hidden:
            self.visible.append(VisibleText(block.source.span(start, end), segments))

    def _verbatim(self, block: Block) -> None:
        """The content of an element in which a browser reads no tags."""
        start = block.children[0].start if block.children else block.start
        end = max((child.end for child in block.children), default=start)
        if end > start:
            self.facts.raws.append(Raw(block.name, *block.source.span(start, end)))

    def _footnotes(self) -> None:
        """What stands in footnotes, in the order of their first marks, at the end or at ``{:footnotes}``."""
        body, self.facts = self.facts, Facts()
        self.plain_depth += 1
        notes = self.leaves.notes
        done = 0
        while done < len(notes):
            note = notes[done]
            footnote = self.page.footnotes[note.name]
            name = self.page.options.footnote_prefix + note.name
            self.facts.id(f"fn:{name}", "footnote", self._span(footnote.content))
            repeats = note.repeats
            self._children(footnote.content)
            for number in range(repeats + 1) if self.page.options.footnote_backlink else ():
                target = f"#fnref:{name}:{number}" if number else f"#fnref:{name}"
                self.facts.links.append(Link(target, "footnote", "a", self._span(footnote.content), None))
            done += 1
        self.plain_depth -= 1
        late, self.facts = self.facts, body
        mark = self.footnote_mark or body.mark()
        body.insert(mark, late)
        if self.toc is not None and self.footnote_mark is not None and self.toc_mark > mark:
            sizes = late.mark()
            self.toc_mark = tuple(at + size for at, size in zip(self.toc_mark, sizes, strict=True))

    def _table_of_contents(self) -> None:
        if self.toc is None or not self.toc_entries:
            return
        listed = self.attributes(self.toc)
        name = listed["id"].text if "id" in listed else "markdown-toc"
        place = self._span(self.toc)
        made = Facts()
        made.id(name, "toc", place)
        for value, span in self.toc_entries:
            made.links.append(Link(f"#{rendered(value)}", "toc", "a", place, None))
            made.id(f"{name}-{value}", "toc", span)
        self.facts.insert(self.toc_mark, made)


def _moved(tag: Tag, block: Block) -> Tag:
    source = block.source
    attrs = tuple(
        Attr(
            attr.name,
            attr.value,
            *source.span(attr.start, attr.end),
            *source.span(attr.value_start, attr.value_end),
        )
        for attr in tag.attrs
    )
    return Tag(tag.name, attrs, *source.span(tag.start, tag.end), tag.kind)
