"""Reads a document: block pass, inline pass, and the facts in the order of the converted HTML."""

from __future__ import annotations

from sitecheck.kramdown.block import order, parser
from sitecheck.kramdown.facts.block_facts import Walk
from sitecheck.kramdown.model import Markdown, VisibleText
from sitecheck.kramdown.options import Options
from sitecheck.kramdown.source import Source
from sitecheck.kramdown.tree import Page

_DEFAULT = Options()


def read(text: str, options: Options = _DEFAULT) -> Markdown:
    """What ``text`` holds, converted with ``options``; every span is an offset into ``text``."""
    if options.input == "CommonMark":
        from sitecheck.kramdown.commonmark import read_commonmark

        return read_commonmark(text, options)
    return _walk(text, options, visible=False).result()


def visible_text(text: str, options: Options = _DEFAULT) -> tuple[VisibleText, ...]:
    """What the browser shows of each block of ``text``, with maps back to ``text``.

    Code is left out; formulas that kramdown itself recognises are left out, too.
    """
    if options.input == "CommonMark":
        from sitecheck.kramdown.commonmark import visible_commonmark

        return visible_commonmark(text, options)
    return tuple(_walk(text, options, visible=True).visible)


def _walk(text: str, options: Options, *, visible: bool) -> Walk:
    page = Page(options, order.RULES)
    root = parser.parse(page, Source.of(text))
    problems = list(page.problems)
    walk = Walk(page, visible=visible)
    settings = page.options
    walk.document(root)
    if page.options is not settings:  # set within a paragraph: it holds for what stands before it, too
        page.problems = problems
        walk = Walk(page, visible=visible)
        walk.document(root)
    return walk
