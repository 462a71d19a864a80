"""What raw HTML shows as it is: Markdown, and end tags of what is not the innermost element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from sitecheck.kramdown import grammar
from sitecheck.kramdown.block_tree import Block
from sitecheck.kramdown.facts.visible_text import NOT_SHOWN
from sitecheck.kramdown.model import Problem
from sitecheck.kramdown.tags import CLOSE, element_name
from sitecheck.lazy_pattern import lazy_pattern

_MARKDOWN = lazy_pattern(
    r"!?\[[^\[\]\n]{1,200}\]\((?:https?://|mailto:|\.{0,2}/|#|[\w.-]+\.(?:md|html?|png|jpe?g|svg|gif)\b)[^()\s]*\)"
    r"|(?<![\w*/])\*\*[^\s*][^*\n]{0,200}(?<=[^\s*])\*\*(?![\w*/])"
    r"|^ {0,3}`{3}[\w-]*[ \t]*$"
    r"|^ {0,3}#{2,6}[ \t]+[^\W\d_][^\n]*$",
    re.MULTILINE,
)
_MARKS = ("](", "**", "```", "##")
"""One of these is in what the pattern finds. Most raw text has none, which is told much sooner."""
_READ_BY_SCRIPTS = lazy_pattern(
    r"markdown|mermaid|diagram|slides|reveal|remark|tex2jax|katex|mathjax", re.IGNORECASE
)
"""Names of classes and types of elements whose text a script reads."""
_FOREIGN = NOT_SHOWN | {"svg", "math", "template", "noscript", "object", "select"}
_MOST_AROUND = 50


class RawTraps:
    """The elements that are open, and what was told of each."""

    def __init__(self) -> None:
        self._opened: list[Block] = []
        self._foreign = 0
        self._told: set[Block] = set()
        self._torn: set[Block] = set()

    def open(self, block: Block) -> None:
        """An element begins."""
        self._opened.append(block)
        self._foreign += _is_foreign(block)

    def close(self) -> None:
        """The innermost element ends."""
        self._foreign -= _is_foreign(self._opened.pop())

    def text(self, block: Block) -> Iterator[Problem]:
        """What is shown as it is in a run of text."""
        if self._foreign:
            return
        start, end = block.parts[0]
        if block.source.text.find("</", start, end) >= 0:
            yield from self._end_tags(block, start, end)
        if not self._is_torn():
            yield from self._markdown(block, start, end)

    def _is_torn(self) -> bool:
        """Whether an end tag was told in an open element: whatever follows stands in it, too."""
        return bool(self._torn) and any(each in self._torn for each in self._around())

    def _around(self) -> Iterator[Block]:
        return islice(reversed(self._opened), _MOST_AROUND)

    def _end_tags(self, block: Block, start: int, end: int) -> Iterator[Problem]:
        """End tags of HTML that are text: the first, and every ``</br>``, which is a slip by itself."""
        opened = {each.name: each for each in self._around()}
        for match in CLOSE.finditer(block.source.text, start, end):
            name = element_name(match[1])
            is_known = name in grammar.KNOWN_ELEMENTS or name in opened
            if not is_known or (name != "br" and self._is_torn()):
                continue
            inner = f" {self._opened[-1].name}" if name in opened else ""
            if name != "br":
                self._torn |= {self._opened[-1], opened.get(name, self._opened[-1])}
            yield Problem("end-tag-as-text", block.source.span(*match.span()), f"/{name}{inner}")

    def _markdown(self, block: Block, start: int, end: int) -> Iterator[Problem]:
        """Markdown: the first of each element that would have to be read as Markdown."""
        text = block.source.text
        if all(text.find(mark, start, end) < 0 for mark in _MARKS):
            return
        match = _MARKDOWN.search(text, start, end)
        if match is None:
            return
        element = next((each for each in self._around() if each.name not in grammar.SPAN_ELEMENTS), None)
        if element is not None and element not in self._told:
            self._told.add(element)
            known = "" if element.name in grammar.KNOWN_ELEMENTS else "?"
            if not known and not element.parts:
                known = "!"
            yield Problem("markdown-in-html", block.source.span(*match.span()), known + element.name)


def _is_foreign(block: Block) -> bool:
    """Whether an element's text is for something other than a reader, or is meant to stay as it is."""
    if block.name in _FOREIGN or "-" in block.name or block.tag is None:
        return True
    for attr in block.tag.attrs:
        if attr.name.startswith("data-") and "markdown" in attr.name:
            return True
        if attr.name in ("class", "id", "type") and _READ_BY_SCRIPTS.search(attr.value):
            return True
        if attr.name == "markdown" and attr.value == "0":
            return True
    return False
