"""Markdown to HTML, as kramdown 2.5 writes it (read from its HTML converter and measured).

>>> to_html("# A *title*\\n")
'<h1 id="a-title">A <em>title</em></h1>\\n'

Colours of highlighted code are left out. Not written as kramdown does: processing instructions outside of
raw HTML, ``show-whitespaces``, attribute lists of abbreviations and math engines other than MathJax's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sitecheck.kramdown.block import order, parser
from sitecheck.kramdown.block.html_blocks import RAW
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
from sitecheck.kramdown.html.table_of_contents import Entry, table_of_contents
from sitecheck.kramdown.html.table_writer import Row, table_rows
from sitecheck.kramdown.ids import GfmIds, PlainIds, plain_id
from sitecheck.kramdown.options import Options
from sitecheck.kramdown.source import Source
from sitecheck.kramdown.tree import Block, Page

_DEFAULT = Options()
_AUTO_IDS = re.compile(r"auto_ids(?:-([A-Za-z0-9_-]+))?")
_NO_TOC = re.compile(r"\bno_toc\b")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def to_html(text: str, options: Options = _DEFAULT, highlighter: Highlighter | None = None) -> str:
    """The HTML of a Markdown text; raises :class:`ValueError` for ``CommonMark``, which is not written here.

    Characters that stand for unknown output stay in it.
    """
    if options.input == "CommonMark":
        raise ValueError("only kramdown's own dialects are converted")
    page = Page(options, order.RULES)
    root = parser.parse(page, Source.of(text))
    settings = page.options
    html = _Writer(page, highlighter, text).document(root)
    if page.options is not settings:  # set within a paragraph: it holds for what stands before it, too
        html = _Writer(page, highlighter, text).document(root)
    return html


class _Element:
    """A raw HTML element being written."""

    __slots__ = ("block", "children", "indent", "model", "parts", "within_raw")

    def __init__(self, block: Block, model: str, indent: int, within_raw: bool) -> None:
        self.block = block
        self.model = model
        self.indent = indent
        self.within_raw = within_raw
        self.parts: list[str] = []
        kept = list(_with_gaps(block)) if model == "raw" else shown_children(block)
        self.children: Iterator[Block] = iter(kept)


def _with_gaps(block: Block) -> Iterator[Block]:
    """The children of a raw element, and what stands between them: instructions and CDATA sections."""
    pos = block.tag.end if block.tag is not None else block.start
    end = block.parts[0][0] if block.parts else block.end
    for child in block.children:
        if child.start > pos:
            yield Block("gap", block.source, pos, child.start)
        yield child
        pos = max(pos, child.end)
    if end > pos and block.tag is not None and not block.tag.void:
        yield Block("gap", block.source, pos, end)


class _Writer:
    """One document being written."""

    def __init__(self, page: Page, highlighter: Highlighter | None, text: str) -> None:
        self.page = page
        self.highlighter = highlighter
        self.spans = SpanWriter(page, highlighter)
        self.gfm_ids = GfmIds()
        self.plain_ids = PlainIds()
        self.plain_depth = 0
        self.entries: list[Entry] = []
        self.toc: Block | None = None
        self.has_footnote_place = False
        self.suffixes: dict[int, str] = {}
        mark = "\0"
        while mark in text:
            mark += "\1"
        self.toc_mark, self.footnote_mark = f"{mark}toc{mark}", f"{mark}notes{mark}"
        self.handlers: dict[str, Callable[[Block, int], str]] = {
            "blank": lambda _, __: "\n",
            "p": self._paragraph,
            "text": self._leaf,
            "header": self._heading,
            "ul": self._list,
            "ol": self._list,
            "dl": self._indented,
            "dt": self._term,
            "li": self._item,
            "dd": self._item,
            "blockquote": self._indented,
            "code": self._code,
            "hr": lambda block, indent: f"{' ' * indent}<hr{written(self.attrs(block))} />\n",
            "table": self._table,
            "math": self._math,
            "html": lambda block, indent: self._html(block, indent, False),
            "html_comment": lambda block, indent: f"{' ' * indent}{value_of(block)}\n",
            "comment": self._hidden,
            "raw": lambda block, _: value_of(block).removesuffix("\n") + "\n",
        }

    def document(self, root: Block) -> str:
        """The HTML of the document."""
        html = self.children(root, 0)
        notes = self._footnotes()
        html = html.replace(self.footnote_mark, notes, 1) if self.has_footnote_place else html + notes
        if self.toc is not None:
            made = table_of_contents(self.entries, self.toc.type, self._list_attrs(self.toc), self.spans)
            html = html.replace(self.toc_mark, made, 1)
        return html

    def children(self, block: Block, indent: int) -> str:
        """The content of a block whose children are indented by so much."""
        handlers = self.handlers
        return "".join(handlers[child.type](child, indent) for child in shown_children(block))

    def attrs(self, block: Block, attrs: Attrs | None = None) -> Attrs:
        """The attributes of a block after the lists for it."""
        attrs = {} if attrs is None else attrs
        if block.ial is not None:
            apply_listed(attrs, block.ial, self.page)
        return attrs

    def _hidden(self, block: Block, indent: int) -> str:
        """A block of ``{::comment}``, or one of ``{::nomarkdown}`` that is not for HTML."""
        if block.source.text.startswith("{::nomarkdown", block.start + indent_of(block)):
            return ""
        return f"{' ' * indent}<!-- {value_of(block).removesuffix(_NL)} -->\n"

    def _leaf(self, block: Block, indent: int) -> str:
        within = self.plain_depth > 0
        return self.spans.write(self.spans.read(block, within), within_html=within)

    def _paragraph(self, block: Block, indent: int) -> str:
        body = check_box(block) + self._leaf(block, indent) + self.suffixes.get(id(block), "")
        if block.transparent:
            return body
        return f"{' ' * indent}<p{written(self.attrs(block))}>{body}</p>\n"

    def _heading(self, block: Block, indent: int) -> str:
        options = self.page.options
        within = self.plain_depth > 0
        leaf = self.spans.read(block, within)
        attrs = self.attrs(block, {} if block.named is None else {"id": block.named.text})
        if options.auto_ids and not (attrs.get("id") if within or options.input != "GFM" else "id" in attrs):
            attrs["id"] = self._id(self.spans.raw_text(leaf), within)
        link = (
            f'<a href="#{escape_text(attrs["id"])}"></a>' if options.header_links and attrs.get("id") else ""
        )
        shown = not _NO_TOC.search(attrs.get("class", "")) and block.level in options.toc_levels
        if shown and "id" in attrs:
            self.entries.append(Entry(block.level, attrs["id"], leaf))
        body = link + self.spans.write(leaf, within_html=within) + self.suffixes.get(id(block), "")
        level = max(1, min(6, block.level + options.header_offset))
        return f"{' ' * indent}<h{level}{written(attrs)}>{body}</h{level}>\n"

    def _id(self, text: str, within: bool) -> str:
        options = self.page.options
        ids = self.gfm_ids if options.input == "GFM" and not within else self.plain_ids
        return ids.make(text, options.auto_id_prefix)

    def _list(self, block: Block, indent: int) -> str:
        refs = block.ial.refs if block.ial is not None else []
        if self.toc is None and "toc" in refs:
            self.toc = block
            return self.toc_mark
        if not self.has_footnote_place and "footnotes" in refs:
            self.has_footnote_place = True
            return self.footnote_mark
        return self._indented(block, indent)

    def _indented(self, block: Block, indent: int) -> str:
        pad, name = " " * indent, block.type
        attrs = self._list_attrs(block)
        if name == "dl":
            body = "".join(self._definition(block, child, indent + 2) for child in shown_children(block))
        else:
            body = self._items(block, indent + 2) if _has_tasks(block) else self.children(block, indent + 2)
        return f"{pad}<{name}{written(attrs)}>\n{body}{pad}</{name}>\n"

    def _list_attrs(self, block: Block) -> Attrs:
        return self.attrs(block, {"class": "task-list"} if _has_tasks(block) else None)

    def _items(self, block: Block, indent: int) -> str:
        """The items of a list with check boxes: from the first one on, those that begin with text."""
        found, parts = False, []
        for item in block.children:
            found = found or is_task(item)
            marked = found and bool(item.children) and item.children[0].type == "p"
            parts.append(self._item(item, indent, {"class": "task-list-item"} if marked else None))
        return "".join(parts)

    def _item(self, block: Block, indent: int, attrs: Attrs | None = None) -> str:
        pad, name = " " * indent, block.type
        children = shown_children(block)
        body = self.children(block, indent + 2)
        start = f"{pad}<{name}{written(self.attrs(block, attrs))}>"
        if not children or (children[0].type == "p" and children[0].transparent):
            return f"{start}{body}{pad if body.endswith(_NL) else ''}</{name}>\n"
        return f"{start}\n{body}{pad}</{name}>\n"

    def _definition(self, dl: Block, block: Block, indent: int) -> str:
        if block.type != "dt":
            return self.handlers[block.type](block, indent)
        return self._term(block, indent, dl)

    def _term(self, block: Block, indent: int, dl: Block | None = None) -> str:
        attrs = self.attrs(block)
        leaf = self.spans.read(block, self.plain_depth > 0)
        refs = dl.ial.refs if dl is not None and dl.ial is not None else []
        prefix = next((match[1] or "" for ref in refs if (match := _AUTO_IDS.match(ref))), None)
        if prefix is not None and not attrs.get("id"):
            attrs["id"] = (prefix + plain_id(value_of(block))).lstrip()
        body = self.spans.write(leaf, within_html=self.plain_depth > 0)
        return f"{' ' * indent}<dt{written(attrs)}>{body}</dt>\n"

    def _code(self, block: Block, indent: int) -> str:
        attrs = {"class": f"language-{block.name}"} if block.name else {}
        return code_block(self.attrs(block, attrs), code_text(block), " " * indent, self.highlighter)

    def _math(self, block: Block, indent: int) -> str:
        tex, pad, attrs = value_of(block).strip(STRIP), " " * indent, self.attrs(block)
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
            body = (self._leaf(cell, 0) if cell is not None else "") or "\u00a0"
            cells.append(f"{pad}  <{name}{written(attrs)}>{body}</{name}>\n")
        return f"{pad}<tr>\n{''.join(cells)}{pad}</tr>\n"

    # raw HTML; not by recursion, since it may nest without bound

    def _html(self, block: Block, indent: int, within_raw: bool) -> str:
        opened = [self._open(block, indent, within_raw)]
        while True:
            element = opened[-1]
            for child in element.children:
                if child.type == "html":
                    opened.append(self._open(child, element.indent + 2, element.model == "raw"))
                    break
                element.parts.append(self._content(child, element))
            else:
                self.plain_depth -= 1
                opened.pop()
                shown = self._element(element)
                if not opened:
                    return shown
                opened[-1].parts.append(shown)

    def _open(self, block: Block, indent: int, within_raw: bool) -> _Element:
        self.plain_depth += 1
        return _Element(block, self._model(block, within_raw), indent, within_raw)

    def _model(self, block: Block, within_raw: bool) -> str:
        if block.level == RAW or block.tag is None:
            return "raw"
        natural = content_model(block.name)
        model = natural if self.page.options.parse_block_html and not within_raw else "raw"
        said = MARKDOWN_ATTRIBUTE.get(block.tag.value("markdown") or "")
        return model if said is None else natural if said == "default" else said

    def _content(self, child: Block, element: _Element) -> str:
        if child.type == "verbatim" or (child.type == "html_comment" and element.model == "raw"):
            return child.source.text[child.start : child.end]
        if child.type == "raw_text":
            return escape_text(value_of(child))
        if child.type == "gap":
            text = child.source.text[child.start : child.end]
            return _CDATA.sub(lambda match: escape_text(match[1]), text)
        return self.handlers[child.type](child, element.indent + 2)

    def _element(self, element: _Element) -> str:
        block, name, body = element.block, element.block.name, "".join(element.parts)
        pad = "" if element.within_raw else " " * element.indent
        tag = block.tag
        attrs = {attr.name: attr.value for attr in tag.attrs if attr.name != "markdown"} if tag else {}
        start = f"{pad}<{name}{written(self.attrs(block, attrs))}"
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
        notes, items, done = self.spans.notes, [], 0
        self.plain_depth += 1
        while done < len(notes):
            note = notes[done]
            content = self.page.footnotes[note.name].content
            name = self.page.options.footnote_prefix + note.name
            last = self._backlinks(content, name, note.repeats)
            body = self.children(content, 6)
            items.append(f'    <li id="fn:{name}">\n{body}{last}    </li>\n\n')
            done += 1
        self.plain_depth -= 1
        if not items:
            return ""
        first = self.page.options.footnote_nr
        start = f' start="{first}"' if first != 1 else ""
        inner = "".join(item.removesuffix("\n") for item in items)
        return f'<div class="footnotes" role="doc-endnotes">\n  <ol{start}>\n{inner}  </ol>\n</div>\n'

    def _backlinks(self, content: Block, name: str, repeats: int) -> str:
        """Puts links back into a footnote's last paragraph; returns a paragraph of their own for others."""
        mark = escape_text(self.page.options.footnote_backlink)
        children = shown_children(content)
        last = children[-1] if children and children[-1].type == "p" else None
        if not self.page.options.footnote_backlink:
            return "" if last is not None else "      <p></p>\n"
        links = [_backlink(name, mark)]
        links.extend(
            _backlink(f"{name}:{number}", f"{mark}<sup>{number + 1}</sup>")
            for number in range(1, repeats + 1)
        )
        if last is None:
            return f"      <p>{_NBSP.join(links)}</p>\n"
        self.suffixes[id(last)] = _NBSP + _NBSP.join(links)
        return ""


_NL = "\n"
_NBSP = "\u00a0"


def _has_tasks(block: Block) -> bool:
    return any(child.type == "li" and is_task(child) for child in block.children)


def _backlink(name: str, text: str) -> str:
    return f'<a href="#fnref:{name}" class="reversefootnote" role="doc-backlink">{text}</a>'
