"""What kramdown makes of single blocks before they are written."""

from __future__ import annotations

import re

from sitecheck.kramdown.block_tree import Block
from sitecheck.lazy_pattern import lazy_pattern

_CHECK_BOX = '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled"{} />'


def shown_children(block: Block) -> list[Block]:
    """A block's children as kramdown converts them: without block ends, blank runs made one."""
    kept: list[Block] = []
    blank = False
    for child in block.children:
        if child.type == "eob" or (child.type == "blank" and blank):
            continue
        blank = child.type == "blank"
        kept.append(child)
    return kept


def indent_of(block: Block) -> int:
    """How many blanks a block's first line begins with."""
    text = block.source.text[block.start : block.start + 4]
    return len(text) - len(text.lstrip(" "))


def value_of(block: Block) -> str:
    """The text of a block that is one slice of its source."""
    start, end = block.parts[0]
    return block.source.text[start:end]


def is_task(item: Block) -> bool:
    """Whether a list item begins with a check box."""
    return bool(item.children) and bool(check_box(item.children[0]))


def check_box(block: Block) -> str:
    """The check box of an item whose paragraph begins with ``[ ]`` or ``[x]``, which is not in its parts."""
    if block.type != "p" or block.parts[0][0] <= block.start:
        return ""
    mark = block.source.text[block.start : block.parts[0][0]].strip()
    if mark == "[ ]":
        return _CHECK_BOX.format("")
    return _CHECK_BOX.format(' checked="checked"') if mark.lower() == "[x]" else ""


_LAZY = lazy_pattern(r"\n( {0,3}[^ \t\n\r\f\v])")
_INDENT = lazy_pattern(r"^(?:\t| {4})", re.MULTILINE)


def code_text(block: Block) -> str:
    """The code of a fenced or indented block."""
    text = block.source.text[block.start : block.end]
    if block.value == "fenced":
        start, end = text.index("\n") + 1, text.rindex("\n", 0, -1) + 1
        return text[start:end]
    # kramdown joins a line without an indent to the one before it.
    return _INDENT.sub("", _LAZY.sub(r" \1", text))
