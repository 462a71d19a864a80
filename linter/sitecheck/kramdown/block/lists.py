"""Lists and definition lists.

An item's lines lose its indent and become a text of their own; a nested list that begins at the item's
indent starts a new part, so that it need not follow a blank line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from sitecheck.kramdown import grammar
from sitecheck.kramdown.attributes import Attributes
from sitecheck.kramdown.block.parser import parse_text
from sitecheck.kramdown.block_tree import Block, State
from sitecheck.kramdown.grammar import SPACE, S
from sitecheck.kramdown.source import Builder
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple


class Patterns(NamedTuple):
    """What lines continue an item whose text is indented by so many blanks."""

    content: re.Pattern[str]
    lazy: re.Pattern[str]


@lru_cache(maxsize=64)
def _patterns(indent: int) -> Patterns:
    tabs, blanks = divmod(indent, 4)
    step = r"(?:\t| {4})"
    content = rf"(?:{step}{{{tabs}}} {{{blanks}}}|{step}{{{tabs + 1}}}).*[^{SPACE}].*\n"
    ends = rf" {{0,{min(indent, 3)}}}(?:{grammar.HTML_END}|{grammar.HTML_START})"
    return Patterns(re.compile(content), re.compile(rf"(?!{ends}).*[^{SPACE}].*\n"))


_STARTS = {
    (kind, width): lazy_pattern(rf"( {{0,{width}}}{mark})([\t| ].*?\n)")
    for kind, mark in (("ul", "[+*-]"), ("ol", r"[0-9]+\."), ("dl", ":"))
    for width in range(4)
}


def _item_start(kind: str, indent: int) -> re.Pattern[str]:
    return _STARTS[kind, indent - 1 if indent in (1, 2, 3) else 3]


_LIST_LINE = lazy_pattern(r" {0,3}(?:[+*-]|[0-9]+\.)[\t| ]")


class Item:
    """An item while its lines are gathered."""

    __slots__ = ("block", "first_as_paragraph", "indent", "parts", "patterns")

    def __init__(self, block: Block) -> None:
        self.block = block
        self.parts: list[Builder] = [Builder()]
        self.indent = 0
        self.first_as_paragraph = False
        self.patterns: Patterns


def _first_line(state: State, item: Item, match: re.Match[str]) -> str:
    """Takes in an item's first line after its mark and measures its indent; returns what is left of it."""
    source, (start, end) = state.source, match.span(2)
    column = len(match[1])
    content = match[2]
    # kramdown gives an item without text on its first line the indent of a code block.
    listed = grammar.ITEM_ATTRIBUTES.match(content)
    if not content[listed.end() if listed is not None else 0 :].strip(SPACE):
        item.indent = 4
    else:
        width = 0
        while start < end and state.text[start] in " \t":
            # kramdown's tab stops count from the column of the mark.
            width += 1 if state.text[start] == " " else 4 - (column + width) % 4
            start += 1
        item.indent = column + width
    while start < end and state.text[start] in SPACE:
        start += 1
    listed = grammar.ITEM_ATTRIBUTES.match(state.text, start, end)
    if listed is not None:
        item.block.ial = Attributes()
        item.block.ial.read(source, *listed.span(1))
        start = listed.end()
    item.patterns = _patterns(item.indent)
    item.parts[-1].add(source, start, end)
    return state.text[start:end]


def _content_line(state: State, last_is_blank: bool, item: Item) -> re.Match[str] | None:
    # Lazy: unless a blank line came, kramdown takes lines without the indent into the item.
    line = item.patterns.content.match(state.text, state.pos)
    if line is None and not last_is_blank:
        line = item.patterns.lazy.match(state.text, state.pos)
        if line is not None and _is_attribute_list(state, item.indent):
            return None
    return line


def _is_attribute_list(state: State, indent: int) -> bool:
    listing = state.attribute_list(state.pos)
    return listing is not None and listing.start - state.pos - 2 <= min(indent, 3)


def _add_line(state: State, item: Item, line: re.Match[str]) -> tuple[int, int, str]:
    """Start and blanks to put in front of a line without its indent; ``""`` when it was not indented."""
    text, start = state.text, line.start()
    tabs = start
    while text[tabs] == "\t":
        tabs += 1
    width = (tabs - start) * 4
    pos = tabs
    while width < item.indent and text[pos] == " ":
        width += 1
        pos += 1
    if width < item.indent:
        return tabs, (tabs - start) * 4, ""
    return pos, width - item.indent, "indented"


def unordered(state: State) -> bool:
    """A list whose items begin with ``*``, ``+`` or ``-``."""
    return grammar.LIST_UL.match(state.text, state.pos) is not None and _list(state, "ul")


def ordered(state: State) -> bool:
    """A list whose items begin with a number and a dot."""
    return grammar.LIST_OL.match(state.text, state.pos) is not None and _list(state, "ol")


def _list(state: State, kind: Literal["ul", "ol"]) -> bool:
    block = state.block(kind, state.pos, state.pos)
    items, closed = _gather(state, kind, block)
    block.end = state.pos
    state.tree.children.append(block)
    last: Block | None = None
    for item in items:
        for part in item.parts:
            parse_text(state.page, part.source(), item.block, state.depth + 1)
        children = item.block.children
        if children:
            _loosen(block, item.block, closed)
            last = children.pop() if children[-1].type == "blank" else None
    if last is not None and not closed:
        state.tree.children.append(last)
    if state.page.options.input == "GFM":
        for item in items:
            _task(item.block)
    return True


def _gather(state: State, kind: str, block: Block) -> tuple[list[Item], bool]:
    """The items with their lines, and whether ``^`` ended the list."""
    items: list[Item] = []
    start = grammar.LIST_UL if kind == "ul" else grammar.LIST_OL
    nested = last_is_blank = False
    while state.pos < state.end:
        text, pos = state.text, state.pos
        # `* * *` is an item of a list, but after a blank line kramdown takes it for a rule.
        if last_is_blank and grammar.RULE.match(text, pos):
            break
        end_mark = grammar.EOB.match(text, pos)
        if end_mark is not None:
            state.pos = end_mark.end()
            return items, True
        match = start.match(text, pos)
        if match is not None:
            item = Item(Block("li", state.source, pos, match.end()))
            items.append(item)
            block.children.append(item.block)
            content = _first_line(state, item, match)
            # kramdown: the next item may be indented by less than the text of the last one.
            start = _item_start(kind, item.indent)
            nested = _LIST_LINE.match(content) is not None
            last_is_blank = False
            state.pos = match.end()
            continue
        item = items[-1]
        line = _content_line(state, last_is_blank, item)
        if line is not None:
            nested = _list_line(state, item, line, nested)
            last_is_blank = False
            state.pos = item.block.end = line.end()
            continue
        blank = grammar.BLANK.match(text, pos)
        if blank is None:
            break
        nested = last_is_blank = True
        item.parts[-1].add(state.source, pos, blank.end())
        state.pos = blank.end()
    return items, False


def _list_line(state: State, item: Item, line: re.Match[str], nested: bool) -> bool:
    """Adds a line to an item; returns whether the item holds a nested list now."""
    start, blanks, indented = _add_line(state, item, line)
    if blanks:
        opens = blanks < 4 and _LIST_LINE.match(" " * blanks + line[0].lstrip("\t")) is not None
    else:
        opens = _LIST_LINE.match(state.text, start) is not None
    # kramdown puts a mark between texts so that a nested list need not follow a blank line.
    if opens and not nested and indented:
        item.parts.append(Builder())
        nested = True
    # kramdown indents such a line further, so that it goes on with the nested item.
    elif opens and nested and not indented:
        blanks += item.indent + 4
    if blanks:
        item.parts[-1].made(" " * blanks, state.source.origin(line.start()))
    item.parts[-1].add(state.source, start, line.end())
    return nested


def _loosen(block: Block, item: Block, closed: bool) -> None:
    """Decides whether an item's first paragraph is shown without ``<p>`` (and so without its attributes)."""
    children = item.children
    first = children[0]
    if first.type != "p":
        return
    # kramdown takes out the block end that an attribute list for the paragraph leaves.
    if len(children) >= 2 and children[1].type == "eob" and first.ial is not None:
        del children[1]
    siblings = block.children
    is_last = item is siblings[-1]
    followed = len(children) >= 2 and children[1].type == "blank"
    if followed and not (is_last and len(children) == 2 and not closed):
        return
    # kramdown: the last item is as loose as the others.
    if is_last and len(siblings) > 1 and not any(_tight(other) for other in siblings[:-1]):
        return
    first.transparent = True
    # kramdown adds this line end, which hard_wrap makes a <br />.
    first.value = "\n" if len(children) >= 2 and not followed else ""


def _tight(item: Block) -> bool:
    return not item.children or item.children[0].type != "p" or item.children[0].transparent


_TASK = lazy_pattern(rf"{S}*\[[ xX]\](?:{S}+|\Z)")


def _task(item: Block) -> None:
    """``[ ]`` and ``[x]`` at the start of an item's first paragraph become check boxes."""
    if item.children and item.children[0].type == "p":
        paragraph = item.children[0]
        start, end = paragraph.parts[0]
        match = _TASK.match(paragraph.source.text, start, end)
        # The GFM parser asks for white space after the box; the line end that was added counts.
        if match is not None and (match.end() < end or paragraph.value):
            paragraph.parts[0] = (match.end(), end)


def definitions(state: State) -> bool:
    """Lines that begin with ``:`` after a paragraph, whose lines become the terms."""
    children = state.tree.children
    if grammar.DEFINITION.match(state.text, state.pos) is None or not children:
        return False
    # kramdown allows one blank line between term and definition, and it must be empty.
    loose = len(children) >= 2 and children[-1].type == "blank" and children[-2].type == "p"
    if loose:
        blank = children[-1]
        loose = blank.source.text[blank.start : blank.end] == "\n"
    if children[-1].type != "p" and not loose:
        return False
    block = state.block("dl", state.pos, state.pos)
    if loose:
        children.pop()
    paragraph = children.pop()
    block.start = paragraph.start
    # An attribute list for the paragraph is one for the list that kramdown makes of it.
    block.ial = paragraph.ial
    _terms(block, paragraph)
    items = _gather_definitions(state, block, loose)
    block.end = state.pos
    last: Block | None = None
    for item in items:
        parse_text(state.page, item.parts[0].source(), item.block, state.depth + 1)
        last = _close_definition(item) if item.block.children else last
    _join_definitions(children, block)
    if last is not None:
        children.append(last)
    return True


def _terms(block: Block, paragraph: Block) -> None:
    for start, end in paragraph.parts:
        text, pos = paragraph.source.text, start
        while pos < end:
            line_end = text.find("\n", pos, end)
            line_end = end if line_end < 0 else line_end
            term = Block("dt", paragraph.source, pos, line_end)
            listed = grammar.ITEM_ATTRIBUTES.match(text, pos, line_end)
            if listed is not None:
                term.ial = Attributes()
                term.ial.read(paragraph.source, *listed.span(1))
                pos = listed.end()
            term.parts = [(pos, line_end)]
            block.children.append(term)
            pos = line_end + 1


def _gather_definitions(state: State, block: Block, loose: bool) -> list[Item]:
    items: list[Item] = []
    start = grammar.DEFINITION
    last_is_blank = False
    while state.pos < state.end:
        text, pos = state.text, state.pos
        match = start.match(text, pos)
        if match is not None:
            item = Item(Block("dd", state.source, pos, match.end()))
            item.first_as_paragraph, loose = loose, False
            items.append(item)
            block.children.append(item.block)
            _first_line(state, item, match)
            start = _item_start("dl", item.indent)
            last_is_blank = False
            state.pos = match.end()
            continue
        if grammar.EOB.match(text, pos):
            break
        item = items[-1]
        line = _content_line(state, last_is_blank, item)
        if line is not None:
            begin, blanks, _ = _add_line(state, item, line)
            if blanks:
                item.parts[0].made(" " * blanks, state.source.origin(line.start()))
            item.parts[0].add(state.source, begin, line.end())
            loose = last_is_blank = False
            state.pos = item.block.end = line.end()
            continue
        blank = grammar.BLANK.match(text, pos)
        if blank is None:
            break
        loose = last_is_blank = True
        item.parts[0].add(state.source, pos, blank.end())
        state.pos = blank.end()
    return items


def _close_definition(item: Item) -> Block | None:
    children = item.block.children
    last = children.pop() if children[-1].type == "blank" else None
    # kramdown: a definition after a blank line is set as a paragraph.
    if children and children[0].type == "p" and not item.first_as_paragraph:
        children[0].transparent = True
        children[0].value = "\n" if len(children) >= 2 else ""
    return last


def _join_definitions(children: list[Block], block: Block) -> None:
    """A definition list right after another one continues it."""
    if children and children[-1].type == "dl":
        children[-1].children.extend(block.children)
    elif len(children) >= 2 and children[-1].type == "blank" and children[-2].type == "dl":
        children.pop()
        children[-1].children.extend(block.children)
    else:
        children.append(block)
