"""Reads the text of leaf blocks with the inline engine and turns its tokens into facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it.token import Token

from sitecheck.html import RAW_ELEMENTS, Comment
from sitecheck.kramdown import attributes
from sitecheck.kramdown.attributes import Attributes, Value
from sitecheck.kramdown.facts.visible_text import segments
from sitecheck.kramdown.model import Code, Link, Math, UndefinedReference, VisibleText
from sitecheck.kramdown.source import Builder, Source
from sitecheck.kramdown.span.engine import engine, environment
from sitecheck.kramdown.span.parser import Piece
from sitecheck.kramdown.tags import placed, placed_end, rendered
from sitecheck.kramdown.tree import Block, LinkTarget, Page
from sitecheck.model.span import Span

if TYPE_CHECKING:
    from sitecheck.kramdown.facts.block_facts import Walk

_FACT = re.compile(r"[\[<`]|\$\$|\{:")
_MARKUP = re.compile(r"[*_`<\[\\&]|\$\$|\{:|~~|!\[|--|\.\.\.|<<|>>")
_LINES = re.compile(r"\n+")


class Note:
    """A footnote that the text refers to, and how often it does so again."""

    __slots__ = ("name", "repeats")

    def __init__(self, name: str) -> None:
        self.name = name
        self.repeats = 0


class Leaves:
    """The inline pass of one document."""

    def __init__(self, page: Page, walk: Walk, *, visible: bool) -> None:
        self.page = page
        self.walk = walk
        self.visible = visible
        self.notes: list[Note] = []
        self.noted: dict[str, Note] = {}
        gfm = page.options.input == "GFM"
        self.parser, self.inline, _ = engine(
            gfm, not (gfm and "no_auto_typographic" in page.options.gfm_quirks)
        )
        self.env = environment(page, [], full=False)

    def read(self, block: Block) -> None:
        """Gathers the facts of a leaf."""
        source, start, end = leaf_text(block)
        if not self.visible and not _FACT.search(source.text, start, end):
            return
        full = self.visible or source.text.find("{:", start, end) >= 0
        pieces = self._facts(source, start, end, full, block.value if block.type == "p" else "")
        if self.visible:
            self._show(block, source, start, pieces)

    def raw_text(self, block: Block) -> str:
        """Gathers the facts of a heading or term, and gives its text as ids are made from it."""
        source, start, end = leaf_text(block)
        text = source.text[start:end]
        stripping = self.page.options.input == "GFM" or self.page.options.auto_id_stripping
        if not self.visible and not _MARKUP.search(text):
            return text
        pieces = self._facts(source, start, end, True)
        if self.visible:
            self._show(block, source, start, pieces)
        if not stripping and block.type == "header":
            return text
        kinds = _ALL_TEXT if self.page.options.input == "GFM" else ("text", "raw", "cdata")
        return "".join(piece.text for piece in pieces if piece.kind in kinds)

    def _show(self, block: Block, source: Source, start: int, pieces: list[Piece]) -> None:
        options = self.page.options
        wrap = options.hard_wrap and options.input == "GFM" and self.walk.plain_depth == 0
        shown = segments(source, start, pieces, hard_wrap=wrap)
        if shown and not self.walk.hidden:
            self.walk.visible.append(VisibleText(block.source.span(block.start, block.end), shown))

    def _facts(self, source: Source, start: int, end: int, full: bool, tail: str = "") -> list[Piece]:
        pieces: list[Piece] = []
        tokens: list[Token] = []
        env = self.env
        env["full"], env["pieces"], env["options"] = full, pieces, self.page.options
        env["within_html"] = self.walk.plain_depth > 0
        self.inline.parse(source.text[start:end] + tail, self.parser, env, tokens)
        hidden = ""
        for token in tokens:
            if hidden:  # a browser reads no tags within a script
                if token.type != "html_end" or token.tag != hidden:
                    continue
                hidden = ""
            handler = _HANDLERS.get(token.type)
            if handler is not None:
                handler(self, token, source, start)
                if token.type == "html_inline" and token.tag in RAW_ELEMENTS and not token.meta["tag"].void:
                    hidden = token.tag
        return pieces

    def _listed(self, places: list[tuple[int, int]] | None, source: Source, start: int) -> Attributes | None:
        if not places:
            return None
        listed = Attributes()
        for first, last in places:
            listed.read(source, start + first, start + last)
        return listed

    def _attributes(self, token: Token, source: Source, start: int) -> None:
        listed = self._listed(token.meta["ial"], source, start)
        attrs: dict[str, Value] = {}
        if listed is not None:
            attributes.apply(attrs, listed, self.page.attribute_lists)
        self._id(attrs)

    def _id(self, attrs: dict[str, Value]) -> None:
        named = attrs.get("id")
        if named is not None:
            self.walk.facts.id(named.text, "attribute-list", Span(named.start, named.end))

    def _link(self, token: Token, source: Source, start: int) -> None:
        meta = token.meta
        target: LinkTarget | None = meta.get("target")
        attrs: dict[str, Value] = {}
        defined = self.page.attribute_lists
        if target is not None and target.mark is not None and target.mark.ial is not None:
            attributes.apply(attrs, target.mark.ial, defined)
        attrs.pop("href" if token.tag == "a" else "src", None)
        listed = self._listed(meta.get("ial"), source, start)
        if listed is not None:
            attributes.apply(attrs, listed, defined)
        self._id(attrs)
        if token.tag == "a" and "name" in attrs:
            name = attrs["name"]
            self.walk.facts.id(name.text, "attribute-list", Span(name.start, name.end))
        href, place = meta["href"], self._href_span(meta, source, start)
        changed = attrs.get("href" if token.tag == "a" else "src")
        if changed is not None:
            href, place = changed.text, Span(changed.start, changed.end)
        title = meta.get("title")
        first, last = meta["span"]
        self.walk.facts.links.append(
            Link(
                rendered(href),
                meta["kind"],
                token.tag,
                source.span(start + first, start + last),
                place,
                meta["text"],
                None if title is None else rendered(title),
                meta.get("label"),
            )
        )

    def _href_span(self, meta: dict[str, Any], source: Source, start: int) -> Span | None:
        target: LinkTarget | None = meta.get("target")
        if target is not None:
            return Span(*target.href_span) if target.span is not None else None
        first, last = meta["href_span"]
        return source.span(start + first, start + last)

    def _undefined(self, token: Token, source: Source, start: int) -> None:
        first, last = token.meta["span"]
        span = source.span(start + first, start + last)
        self.walk.facts.undefined.append(UndefinedReference(token.meta["label"], span, token.tag == "img"))

    def _code(self, token: Token, source: Source, start: int) -> None:
        first, last = token.meta["span"]
        self.walk.facts.code.append(Code("span", source.span(start + first, start + last)))

    def _math(self, token: Token, source: Source, start: int) -> None:
        first, last = token.meta["span"]
        begin, end = token.meta["tex"]
        self.walk.facts.math.append(
            Math(
                source.text[start + begin : start + end],
                "inline",
                source.span(start + first, start + last),
                source.span(start + begin, start + end),
                source.offsets(start + begin, start + end),
            )
        )

    def _html(self, token: Token, source: Source, start: int) -> None:
        tag = placed(token.meta["tag"], source, start + token.meta["base"])
        if any("\n" in attr.value for attr in tag.attrs):
            attrs = tuple(attr._replace(value=_LINES.sub(" ", attr.value)) for attr in tag.attrs)
            tag = tag._replace(attrs=attrs)
        listed = self._listed(token.meta.get("ial"), source, start)
        if listed is not None:
            attrs_listed: dict[str, Value] = {}
            attributes.apply(attrs_listed, listed, self.page.attribute_lists)
            tag = self.walk.with_attributes(tag, attrs_listed)
        self.walk.facts.tag(tag)

    def _html_end(self, token: Token, source: Source, start: int) -> None:
        first, last = token.meta["span"]
        self.walk.facts.tag(placed_end(token.tag, source.span(start + first, start + last)))

    def _verbatim(self, token: Token, source: Source, start: int) -> None:
        first, last = token.meta["span"]
        block = Block("raw", source, start + first, start + last)
        self.walk.verbatim_html(block, start + first, start + last, show=False)

    def _comment(self, token: Token, source: Source, start: int) -> None:
        first, last = token.meta["span"]
        text = source.text[start + first + 4 : start + last - 3]
        self.walk.facts.comments.append(Comment(text, *source.span(start + first, start + last)))

    def _footnote(self, token: Token, source: Source, start: int) -> None:
        name = token.meta["name"]
        note = self.noted.get(name)
        if note is None:
            note = self.noted[name] = Note(name)
            self.notes.append(note)
            suffix = ""
        else:
            note.repeats += 1
            suffix = f":{note.repeats}"
        first, last = token.meta["span"]
        span = source.span(start + first, start + last)
        name = self.page.options.footnote_prefix + name
        self.walk.facts.id(f"fnref:{name}{suffix}", "footnote", span)
        self.walk.facts.links.append(Link(f"#fn:{name}", "footnote", "a", span, span))

    def _options(self, token: Token, source: Source, start: int) -> None:
        listed = self._listed(token.meta["ial"], source, start)
        options = self.page.options
        for name, value in listed.values.items() if listed is not None else ():
            options = options.with_inline(name, value.text)
        if options != self.page.options:
            self.page.options = options


_ALL_TEXT = ("text", "symbol", "code", "math", "raw", "cdata")
_HANDLERS = {
    "attributes": Leaves._attributes,
    "link_open": Leaves._link,
    "image": Leaves._link,
    "undefined": Leaves._undefined,
    "code_inline": Leaves._code,
    "math_inline": Leaves._math,
    "html_inline": Leaves._html,
    "html_end": Leaves._html_end,
    "html_verbatim": Leaves._verbatim,
    "comment": Leaves._comment,
    "footnote_ref": Leaves._footnote,
    "options": Leaves._options,
}


def leaf_text(block: Block) -> tuple[Source, int, int]:
    """A leaf's text as a slice of a source."""
    if len(block.parts) == 1:
        return block.source, *block.parts[0]
    build = Builder()
    for number, (start, end) in enumerate(block.parts):
        if number and block.type == "p":
            build.made("\n", block.source.origin(start))
        build.add(block.source, start, end)
    return build.source(), 0, build.length
