"""Writes the text of leaf blocks as HTML.

The inline engine gives tokens (links, code, tags …) and pieces (text as it is shown), which the reader of
leaves has put among the tokens, so that one list holds everything in order.
"""

from __future__ import annotations

from typing import Any

from markdown_it.token import Token

from sitecheck.kramdown import attributes
from sitecheck.kramdown.attributes import Attributes, Value
from sitecheck.kramdown.block_tree import LinkTarget, Page
from sitecheck.kramdown.grammar import VOID_ELEMENTS
from sitecheck.kramdown.html.escaping import element, escape_all, escape_text, written
from sitecheck.kramdown.html.highlight import Highlighter, code_span
from sitecheck.kramdown.span.abbreviations import Abbreviations
from sitecheck.kramdown.span.leaf import Leaf
from sitecheck.kramdown.span.parser import Piece
from sitecheck.kramdown.span.typography import SYMBOL_NAMES
from sitecheck.kramdown.structure import Reference
from sitecheck.kramdown.tags import OpenTag
from sitecheck.lazy_pattern import lazy_pattern

Attrs = dict[str, str]
_NO_ENTITY = lazy_pattern(r"&(?:\w|[:#])[^\s;]*;\Z")
_ELEMENTS = ("em", "strong", "del")
_CJK = (
    "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9"
    "\U00020000-\U0003ffff\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d"
)
"""The scripts Han, Hiragana and Katakana of Unicode, which Ruby knows by name."""
_CJK_LINE_END = lazy_pattern(rf"(?<=[{_CJK}])\n(?=[{_CJK}])")
_OWN_PIECE = ("html_inline", "html_end", "link_open", "comment", "html_verbatim", "footnote_ref")
"""Tokens after which the engine gives a piece that says nothing new."""


class SpanWriter:
    """Writes the leaves of one document."""

    def __init__(self, page: Page, highlighter: Highlighter | None) -> None:
        self.page = page
        self.highlighter = highlighter
        self.symbols = dict(page.options.typographic_symbols)
        self.abbreviations = Abbreviations({name: title for name, title, *_ in page.abbreviations})

    def write(self, leaf: Leaf, *, unlinked: bool = False) -> str:
        """The HTML of a leaf; ``unlinked`` leaves out links and footnotes, as in a table of contents."""
        return _Writing(self, leaf, unlinked).result()


class _Writing:
    """One leaf being written."""

    def __init__(self, spans: SpanWriter, leaf: Leaf, unlinked: bool) -> None:
        self.spans = spans
        self.leaf = leaf
        self.unlinked = unlinked
        self.out: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.waiting: Attrs = {}
        self.silent = False
        self.autolink = False
        self.raw = False
        self.backslash = -1

    def result(self) -> str:
        for token in self.leaf.tokens:
            if token.type == "piece":
                if self.silent:
                    self.silent = False
                else:
                    self._piece(token.meta["piece"], token.meta.get("ial"))
                continue
            handler = _HANDLERS.get(token.type)
            if handler is not None:
                self.flush()
                handler(self, token)
            self.silent = token.type in _OWN_PIECE
        self.flush(last=True)
        if self.backslash >= 0 and not self.open and self.out[self.backslash + 1 :] == ["\n"]:
            self.out[self.backslash] = ""  # one backslash at the very end breaks no line
        self._close_to(0)
        return "".join(self.out)

    # text

    def _add(self, text: str, raw: bool) -> None:
        if raw != self.raw:
            self.flush()
            self.raw = raw
        self.text.append(text)

    def flush(self, last: bool = False) -> None:
        """Writes the text that has come together."""
        if not self.text:
            return
        text = "".join(self.text)
        self.text.clear()
        if self.raw:
            self.out.append(escape_text(text))
            return
        for plain, name in self.spans.abbreviations.split(text):
            self.out.append(self._plain(plain, last and name is None))
            if name is not None:
                title = self.spans.abbreviations.titles.get(name, "")
                self.out.append(element("abbr", {"title": title} if title else {}, escape_all(name)))

    def _plain(self, text: str, last: bool) -> str:
        shown = escape_text(text)
        if self.spans.page.options.remove_line_breaks_for_cjk and not self.leaf.hard_wrap:
            shown = _CJK_LINE_END.sub("", shown)
        if (
            not self.leaf.hard_wrap
            or "\n" not in shown
            # The GFM parser's line breaks do not get into HTML elements.
            or any(name not in ("em", "strong", "a") for name in self.open)
        ):
            return shown
        end = "\n" if last and not self.open and shown.endswith("\n") else ""
        return shown.removesuffix("\n" if end else "").replace("\n", "<br />\n") + end

    def _piece(self, piece: Piece, ial: list[tuple[int, int]] | None) -> None:
        kind, text, start, end = piece
        if kind in ("text", "cdata", "raw"):
            # kramdown escapes the & of a name it does not know, and leaves other references alone.
            if len(text) > 1 and kind == "text" and _NO_ENTITY.match(text):
                text = f"&amp;{text[1:]}"
            self._add(text, kind == "raw" and not self.autolink)
            return
        self.flush()
        if kind == "symbol":
            self.out.append(self._symbol(text, start, end))
        elif kind == "code":
            self.out.append(code_span(self._attrs(), text, self.spans.highlighter))
        elif kind == "math":
            self.out.append(self._math(text))
        elif kind == "break":
            self._break(text, start, end, ial)

    def _written(self, start: int, end: int) -> str:
        return self.leaf.source.text[self.leaf.start + start : self.leaf.start + end]

    def _symbol(self, text: str, start: int, end: int) -> str:
        own = self.spans.symbols.get(SYMBOL_NAMES.get(self._written(start, end), ""))
        if own is not None:
            return escape_text(own)
        if text not in ("<", ">", "&"):
            return escape_all(text)
        original = self._written(start, end)
        # kramdown's entity_output as_char, but for characters that HTML needs escaped.
        return original if original.startswith("&") else escape_all(text)

    def _math(self, tex: str) -> str:
        attrs = self._attrs()
        return inline_math(tex, attrs, self.spans.page.options.math_engine)

    # elements

    def _attrs(self) -> Attrs:
        attrs, self.waiting = self.waiting, {}
        return attrs

    def _apply(self, attrs: Attrs, places: list[tuple[int, int]] | None) -> Attrs:
        if places:
            apply_listed(attrs, self.leaf.listed(places), self.spans.page)
        return attrs

    def _close_to(self, depth: int) -> None:
        while len(self.open) > depth:
            self.out.append(f"</{self.open.pop()}>")

    def _break(self, name: str, start: int, end: int, ial: list[tuple[int, int]] | None) -> None:
        if name in _ELEMENTS:
            attrs = self._apply(self._attrs(), ial)
            self.out.append(f"<{name}{written(attrs)}>")
            self.open.append(name)
        elif name == "br":
            self.backslash = len(self.out) if end - start == 1 else -1
            self.out.append("<br />")
        elif name == "!" and self._written(start, end).startswith("{::comment}"):
            body = self._written(start, end)
            self.out.append(f"<!-- {body[len('{::comment}') : body.rindex('{:/')]} -->")
        elif name.startswith("/"):
            self._end(name[1:])

    def _end(self, name: str) -> None:
        self.autolink = False
        if name in self.open and not (name == "a" and self.unlinked):
            while self.open and self.open[-1] != name:
                self.out.append(f"</{self.open.pop()}>")
            self._close_to(len(self.open) - 1)

    def _attributes(self, token: Token) -> None:
        self.waiting = self._apply(self.waiting, token.meta["ial"])

    def _link(self, token: Token) -> None:
        self.autolink = token.meta["kind"] == "autolink"
        if self.unlinked:
            return
        self.out.append(f"<a{written(self._link_attrs(token, 'href'))}>")
        self.open.append("a")

    def _image(self, token: Token) -> None:
        self.out.append(f"<img{written(self._link_attrs(token, 'src'))} />")

    def _link_attrs(self, token: Token, name: str) -> Attrs:
        meta: dict[str, Any] = token.meta
        target: LinkTarget | None = meta.get("target")
        attrs: Attrs = {}
        if target is not None and target.mark is not None and target.mark.ial is not None:
            apply_listed(attrs, target.mark.ial, self.spans.page)
        attrs[name] = meta["href"]
        if name == "src":
            attrs["alt"] = meta["text"]
        if meta.get("title") is not None:
            attrs["title"] = meta["title"]
        return self._apply(attrs, meta.get("ial"))

    def _html(self, token: Token) -> None:
        tag: OpenTag = token.meta["tag"]
        attrs = {attr.name: _one_line(attr.value) for attr in tag.attrs if attr.name != "markdown"}
        self._apply(attrs, token.meta.get("ial"))
        self.out.append(f"<{tag.name}{written(attrs)}")
        if tag.name in VOID_ELEMENTS:
            self.out.append(" />")
        # kramdown writes an end tag where HTML knows no empty element of that name.
        elif tag.void:
            self.out.append(f"></{tag.name}>")
        else:
            self.out.append(">")
            self.open.append(tag.name)

    def _html_end(self, token: Token) -> None:
        self._end(token.tag)

    def _verbatim(self, token: Token) -> None:
        self.out.append(self._written(*token.meta["span"]))

    def _footnote(self, token: Token) -> None:
        if self.unlinked:
            return
        reference: Reference = token.meta["reference"]
        text = self.spans.page.options.footnote_link_text.replace("%s", str(reference.note.number))
        self.out.append(
            f'<sup id="{reference.id}"><a href="#{reference.note.id}" class="footnote" '
            f'rel="footnote" role="doc-noteref">{text}</a></sup>'
        )


def _one_line(value: str) -> str:
    return " ".join(part for part in value.split("\n") if part) if "\n" in value else value


def inline_math(tex: str, attrs: Attrs, math_engine: str | None) -> str:
    """A formula within a line."""
    if math_engine == "mathjax":
        return element("span", attrs, f"${tex}$") if attrs else f"\\({escape_all(tex)}\\)"
    attrs["class"] = f"{attrs.get('class', '')} kdmath".lstrip()
    return element("span", attrs, f"${tex}$")


def apply_listed(attrs: Attrs, listed: Attributes, page: Page) -> None:
    """Sets on an element what an attribute list says."""
    values = {name: Value(value, 0, 0) for name, value in attrs.items()}
    attributes.apply(values, listed, page.attribute_lists)
    attrs.update((name, value.text) for name, value in values.items())


_HANDLERS = {
    "attributes": _Writing._attributes,
    "link_open": _Writing._link,
    "image": _Writing._image,
    "html_inline": _Writing._html,
    "html_end": _Writing._html_end,
    "html_verbatim": _Writing._verbatim,
    "comment": _Writing._verbatim,
    "footnote_ref": _Writing._footnote,
}
