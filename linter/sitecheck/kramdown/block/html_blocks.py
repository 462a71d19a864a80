"""Raw HTML at block level.

An element runs to its end tag, across blank lines. Its content is left alone, or read as blocks or as one
text, as its ``markdown`` attribute or ``parse_block_html`` say.
"""

from __future__ import annotations

import re

from sitecheck.kramdown import grammar
from sitecheck.kramdown.block.parser import CLOSED, MAX_DEPTH, parse_blocks
from sitecheck.kramdown.block_tree import Block, BlockType, State
from sitecheck.kramdown.grammar import NAME, S
from sitecheck.kramdown.tags import CLOSE, OpenTag, element_name, open_tag
from sitecheck.lazy_pattern import lazy_pattern

_OPENS = lazy_pattern(rf" {{0,3}}<(?:{NAME}|!--|/)")
_TRAILING = lazy_pattern(r"[ \t]*\n")
_RAW_MARKUP = lazy_pattern(rf"<(?:{NAME}|/|!--|\?|!\[CDATA\[)")


def element(state: State) -> bool:
    """A line that begins with ``<``."""
    text, pos = state.text, state.pos
    if not _OPENS.match(text, pos):
        return False
    if text.startswith("<!--", pos):
        return _comment(state)
    start = pos
    while text[start] == " ":
        start += 1
    tag = open_tag(text, start, state.quotes)
    # kramdown begins a paragraph with elements that stand in text.
    if tag is not None:
        if tag.name.lower() in grammar.SPAN_ELEMENTS:
            return False
        state.pos = tag.end
        _open(state, tag)
        return True
    close = CLOSE.match(text, start)
    if close is None or close[1].lower() in grammar.SPAN_ELEMENTS:
        return False
    tree = state.tree
    if tree.type != "html" or tree.name != close[1].lower():
        return False
    _close(state, tree, start, close.end())
    tree.value = CLOSED
    return True


def _comment(state: State) -> bool:
    close = state.find("-->", state.pos + 4)
    if close < 0:
        return False
    block = Block("html_comment", state.source, state.pos, close + 3)
    block.parts = [(state.pos, close + 3)]
    state.tree.children.append(block)
    state.pos = close + 3
    _skip_line_end(state)
    return True


def _skip_line_end(state: State) -> None:
    trailing = _TRAILING.match(state.text, state.pos)
    if trailing is not None:
        state.pos = trailing.end()


def _close(state: State, block: Block, start: int, end: int) -> None:
    block.end = end
    block.parts.append((start, end))
    state.pos = end


def _open(state: State, tag: OpenTag) -> None:
    """Adds the element whose start tag was just read, with its content."""
    block = _element_block(state, tag)
    if tag.name in ("script", "style"):
        _verbatim(state, block, tag)
        return
    block.value = _model(state, tag)
    if block.value == "block":
        _skip_line_end(state)
    if not tag.void:
        _content(state, block)
        if not _is_raw(state.tree):
            _skip_line_end(state)
    block.value = ""


def _element_block(state: State, tag: OpenTag) -> Block:
    block = state.add("html", tag.start, tag.end)
    block.name = tag.name
    block.tag = tag
    return block


def _is_raw(tree: Block) -> bool:
    return tree.type == "html" and tree.level == RAW


RAW = 1
"""Level of an element's block whose content is left alone."""


def _model(state: State, tag: OpenTag) -> str:
    model = "raw"
    # kramdown: parse_block_html does not reach into an element that is left alone; markdown="1" does.
    if not _is_raw(state.tree) and state.page.options.parse_block_html:
        model = grammar.content_model(tag.name)
    written = grammar.MARKDOWN_ATTRIBUTE.get(tag.value("markdown") or "")
    if written is not None:
        model = grammar.content_model(tag.name) if written == "default" else written
    return model


def _content(state: State, block: Block) -> None:
    model, block.value = block.value, ""
    if model == "block" and state.depth < MAX_DEPTH:
        _block_content(state, block)
    elif model == "span":
        _span_content(state, block)
    else:
        block.level = RAW
        _raw_content(state, block)


def _block_content(state: State, block: Block) -> None:
    tree, ial = state.tree, state.ial
    state.tree, state.ial = block, None
    state.depth += 1
    found = parse_blocks(state)
    state.depth -= 1
    state.tree, state.ial = tree, ial
    if not found:
        _unclosed(state, block)


def _unclosed(state: State, block: Block) -> None:
    block.end = state.end
    if block.tag is not None:
        state.problem("unclosed-html", block.tag.start, block.tag.end, block.name)


def _closer(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}{S}*>", re.IGNORECASE)


def _span_content(state: State, block: Block) -> None:
    start = state.pos
    close = state.search(_closer(block.name), start)
    text = Block("text", state.source, start, state.end if close is None else close.start())
    text.parts = [(text.start, text.end)]
    block.children.append(text)
    if close is None:
        state.pos = state.end
        _unclosed(state, block)
    else:
        _close(state, block, close.start(), close.end())


def _verbatim(state: State, block: Block, tag: OpenTag) -> None:
    """Script and style: everything up to the end tag, even after ``/>``."""
    start = state.pos
    close = state.search(_closer(tag.name), start)
    content = Block("verbatim", state.source, start, state.end if close is None else close.start())
    block.children.append(content)
    if close is None:
        state.pos = state.end
        _unclosed(state, block)
    else:
        _close(state, block, close.start(), close.end())


def _raw_content(state: State, block: Block) -> None:
    """Content left alone, but for elements in it whose ``markdown`` attribute says otherwise."""
    opened = [block]
    base = state.tree
    run = state.pos
    while opened:
        markup = state.search(_RAW_MARKUP, state.pos)
        if markup is None:
            _text(state, opened[-1], run, state.end)
            state.pos = state.end
            for left in opened:
                _unclosed(state, left)
            break
        at = markup.start()
        run = _markup(state, opened, run, at)
        state.pos = max(state.pos, at + 1)
    state.tree = base


def _markup(state: State, opened: list[Block], run: int, at: int) -> int:
    """Reads the markup at ``at``; returns where the text that comes next begins."""
    text, tree = state.text, opened[-1]
    end = _skipped_markup(state, at)
    if end:
        _text(state, tree, run, at)
        if not text.startswith("<![", at):
            kind: BlockType = "html_comment" if text.startswith("<!--", at) else "instruction"
            kept = Block(kind, state.source, at, end)
            kept.parts = [(at, end)]
            tree.children.append(kept)
        state.pos = end
        return end
    tag = open_tag(text, at, state.quotes)
    if tag is not None:
        _text(state, tree, run, at)
        state.pos = tag.end
        state.tree = tree
        _raw_element(state, opened, tag)
        return state.pos
    close = CLOSE.match(text, at)
    if close is not None:
        if element_name(close[1]) == tree.name:
            _text(state, tree, run, at)
            _close(state, tree, at, close.end())
            opened.pop()
            return close.end()
        state.pos = close.end()
    return run


def _skipped_markup(state: State, at: int) -> int:
    """The end of the comment, instruction or CDATA section at ``at``; 0 when there is none."""
    text = state.text
    for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")):
        if text.startswith(opening, at):
            end = state.find(closing, at + len(opening))
            return 0 if end < 0 else end + len(closing)
    return 0


def _raw_element(state: State, opened: list[Block], tag: OpenTag) -> None:
    block = _element_block(state, tag)
    if tag.name in ("script", "style"):
        _verbatim(state, block, tag)
        return
    model = _model(state, tag)
    if model == "block":
        _skip_line_end(state)
    if tag.void:
        return
    if model == "raw" or (model == "block" and state.depth >= MAX_DEPTH):
        block.level = RAW
        opened.append(block)
        return
    block.value = model
    _content(state, block)


def _text(state: State, tree: Block, start: int, end: int) -> None:
    if end > start:
        block = Block("raw_text", state.source, start, end)
        block.parts = [(start, end)]
        tree.children.append(block)
