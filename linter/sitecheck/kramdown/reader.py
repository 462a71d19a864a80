"""Reads a document: block pass, structure pass, and the facts in the order of the converted HTML."""

from __future__ import annotations

from sitecheck.kramdown.facts.block_facts import facts_of, visible_text_of
from sitecheck.kramdown.model import Markdown, VisibleText
from sitecheck.kramdown.options import Options
from sitecheck.kramdown.span.leaf import Reading
from sitecheck.kramdown.structure import read_structure

_DEFAULT = Options()


def read(text: str, options: Options = _DEFAULT) -> Markdown:
    """What ``text`` holds, converted with ``options``; every span is an offset into ``text``."""
    if options.input == "CommonMark":
        from sitecheck.kramdown.commonmark import read_commonmark

        return read_commonmark(text, options)
    return facts_of(read_structure(text, options, Reading.FACTS))


def visible_text(text: str, options: Options = _DEFAULT) -> tuple[VisibleText, ...]:
    """What the browser shows of each block of ``text``, with maps back to ``text``.

    Code is left out; formulas that kramdown itself recognises are left out, too.
    """
    if options.input == "CommonMark":
        from sitecheck.kramdown.commonmark import visible_commonmark

        return visible_commonmark(text, options)
    return visible_text_of(read_structure(text, options, Reading.TEXT))
