"""Raw HTML within a text."""

from __future__ import annotations

import re
from html import escape
from typing import cast

from markdown_it.rules_inline import StateInline

from sitecheck.kramdown import grammar
from sitecheck.kramdown.grammar import S
from sitecheck.kramdown.span.parser import TRIED, InlineState, Level
from sitecheck.kramdown.tags import CLOSE, OpenTag, element_name, open_tag
from sitecheck.lazy_pattern import lazy_pattern


def html(inline: StateInline, silent: bool) -> bool:
    """Comments, tags and what stands between them."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    if src.startswith("<!--", pos):
        end = state.find("-->", pos + 4)
        if end >= 0:
            state.pos = end + 3
            state.element("symbol", state.pos, len(state.tokens))
            state.token("comment", "", 0, span=(state.base + pos, state.base + state.pos))
            state.piece("break", "!", pos, state.pos)
            return True
    elif src.startswith("<![CDATA[", pos):
        end = state.find("]]>", pos + 9)
        if end >= 0:
            state.pos = end + 3
            # kramdown shows a CDATA section as text.
            state.piece("cdata", escape(src[pos + 9 : end], quote=False), pos + 9, end)
            return True
    elif src.startswith("/", pos + 1):
        close = CLOSE.match(src, pos)
        # kramdown shows an end tag that ends nothing as text.
        if close is not None:
            return _text_of_tag(state, close.end())
    tag = open_tag(src, pos, state.quotes)
    if tag is not None:
        return _element(state, tag)
    return _text_of_markup(state)


_MARKUP = lazy_pattern(rf"<(?:{grammar.NAME}|!--|/|!\[CDATA\[)")


def _text_of_markup(state: InlineState) -> bool:
    if not _MARKUP.match(state.src, state.pos):
        return False
    return _text_of_tag(state, state.pos + 1)


def _text_of_tag(state: InlineState, end: int) -> bool:
    if not state.raw:
        state.light_token("html_text", at=state.base + state.pos)
    state.text(state.pos, end)
    state.pos = end
    return True


def _element(state: InlineState, tag: OpenTag) -> bool:
    name, pos = tag.name, state.pos
    # kramdown shows the tag of a block within a text as text.
    if name in grammar.BLOCK_ELEMENTS:
        return _text_of_tag(state, tag.end)
    state.pos = tag.end
    token = len(state.tokens)
    state.token("html_inline", name, 1, tag=tag, base=state.base)
    state.piece("break", name.lower(), pos, tag.end)
    if not tag.void and len(state.kinds) < MAX_HTML_DEPTH:
        _element_content(state, tag)
    state.element("html", state.pos, token)
    return True


MAX_HTML_DEPTH = 60


def _element_content(state: InlineState, tag: OpenTag) -> None:
    """Reads to the end tag; without one the element takes in the rest of the text."""
    closer = re.compile(
        rf"</{re.escape(tag.name)}{S}*>",
        re.IGNORECASE if element_name(tag.name) in grammar.KNOWN_ELEMENTS else 0,
    )
    state.effort.turns -= 2 * TRIED
    raw, state.raw = state.raw, not _is_parsed(state, tag)
    level = Level("html", "", tag.end, closer)
    state.element_end = -1
    state.levels.append(level)
    state.kinds.append("html")
    found = state.engine.tokenize(state)
    state.levels.pop()
    state.kinds.pop()
    src, pos = state.src, state.pos
    if not found:
        state.text(pos, len(src))
        state.pos = len(src)
    state.raw = raw
    if not found:
        return
    close = closer.match(src, pos)
    state.pos = pos if close is None else close.end()
    state.token("html_end", tag.name, -1, span=(state.base + pos, state.base + state.pos))
    state.piece("break", "/" + tag.name.lower(), pos, state.pos)


def _is_parsed(state: InlineState, tag: OpenTag) -> bool:
    natural = grammar.content_model(tag.name) != "raw"
    parsed = natural and not state.raw and state.options.parse_span_html
    # kramdown reads markdown="block" within a text as if it were not there.
    written = grammar.MARKDOWN_ATTRIBUTE.get(tag.value("markdown") or "")
    if written == "span":
        return True
    if written == "default":
        return natural
    return parsed and written != "raw"
