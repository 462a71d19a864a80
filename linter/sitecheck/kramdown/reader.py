"""Reads a document: block pass, structure pass, and the facts in the order of the converted HTML."""

from __future__ import annotations

import re
from functools import cached_property

from sitecheck.kramdown.facts.block_facts import facts_of, visible_text_of
from sitecheck.kramdown.html.block_writer import write_html
from sitecheck.kramdown.html.highlight import Highlighter
from sitecheck.kramdown.model import Markdown, VisibleText
from sitecheck.kramdown.options import Options
from sitecheck.kramdown.span.leaf import Reading
from sitecheck.kramdown.structure import Structure, leaves_of, read_again, read_structure
from sitecheck.lazy_pattern import lazy_pattern

_DEFAULT = Options()
_EMPHASIS = lazy_pattern("[*_]")


class MarkdownText:
    """A document whose blocks are found once for all that is asked of it."""

    def __init__(self, text: str, options: Options = _DEFAULT, *, written: bool = False) -> None:
        """``written``: its HTML will be asked for, too."""
        self._text = text
        self._options = options
        self._reading = Reading.HTML if written else Reading.FACTS

    @cached_property
    def _structure(self) -> Structure:
        return read_structure(self._text, self._options, self._reading)

    @cached_property
    def facts(self) -> Markdown:
        """What the document holds; every span is an offset into its text."""
        if self._options.input == "CommonMark":
            from sitecheck.kramdown.commonmark import read_commonmark

            return read_commonmark(self._text, self._options)
        return facts_of(self._structure)

    @cached_property
    def visible(self) -> tuple[VisibleText, ...]:
        """What the browser shows of each block, with maps back to the text.

        Code is left out; formulas that kramdown itself recognises are left out, too.
        """
        if self._options.input == "CommonMark":
            from sitecheck.kramdown.commonmark import visible_commonmark

            return visible_commonmark(self._text, self._options)
        return visible_text_of(read_again(self._structure, Reading.TEXT))

    def html(self, highlighter: Highlighter | None) -> str | None:
        """The document as kramdown writes it; ``None`` for ``CommonMark``."""
        if self._options.input == "CommonMark":
            return None
        read = self._reading is Reading.HTML
        return write_html(self._structure if read else read_again(self._structure, Reading.HTML), highlighter)

    def may_emphasize(self, beside: re.Pattern[str]) -> bool:
        """Whether emphasis may stand in the same paragraph, heading or cell as something that matches."""
        if self._options.input == "CommonMark":
            return True
        return any(
            beside.search(source.text, start, end) and _EMPHASIS.search(source.text, start, end)
            for source, start, end in leaves_of(self._structure)
        )


def read(text: str, options: Options = _DEFAULT) -> Markdown:
    """What ``text`` holds, converted with ``options``; see :class:`MarkdownText`."""
    return MarkdownText(text, options).facts


def visible_text(text: str, options: Options = _DEFAULT) -> tuple[VisibleText, ...]:
    """What the browser shows of each block of ``text``; see :class:`MarkdownText`."""
    return MarkdownText(text, options).visible
