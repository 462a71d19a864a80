"""Reads Markdown as kramdown does (GFM parser or plain), or as CommonMark, and says what is in it.

>>> from sitecheck import kramdown
>>> page = kramdown.read('# A title\\n\\nSee [this](b.html "t"), $$x^2$$.\\n', kramdown.Options())
>>> page.headings[0].id
'a-title'
>>> [(link.href, link.span) for link in page.links]
[('b.html', Span(start=15, end=33))]
>>> page.math[0].tex
'x^2'
>>> kramdown.to_html("*a*\\n")
'<p><em>a</em></p>\\n'

Spans are offsets into the text given to :func:`read`; :func:`visible_text` gives what a script in the
browser (MathJax, KaTeX auto-render) will find in each block, with a map back to the text.

Importing this package is cheap: the parser, and markdown-it with it, is loaded when one of its functions is
first asked for. Most of the program needs no more of it than the names of its options.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck.kramdown.html.highlight import Highlighter
from sitecheck.kramdown.model import (
    Abbreviation,
    Cell,
    Code,
    Definition,
    Heading,
    Markdown,
    MarkdownId,
    MarkdownLink,
    Math,
    Problem,
    Segment,
    Table,
    UndefinedReference,
    VisibleText,
)
from sitecheck.kramdown.options import Options
from sitecheck.lazy_names import lazy_names

if TYPE_CHECKING:
    from sitecheck.kramdown.html.block_writer import html_start, to_html
    from sitecheck.kramdown.reader import MarkdownText, read, visible_text

__all__ = [
    "Abbreviation",
    "Cell",
    "Code",
    "Definition",
    "Heading",
    "Highlighter",
    "Markdown",
    "MarkdownId",
    "MarkdownLink",
    "MarkdownText",
    "Math",
    "Options",
    "Problem",
    "Segment",
    "Table",
    "UndefinedReference",
    "VisibleText",
    "html_start",
    "read",
    "to_html",
    "visible_text",
]

__getattr__ = lazy_names(
    __name__,
    {
        "MarkdownText": "sitecheck.kramdown.reader",
        "html_start": "sitecheck.kramdown.html.block_writer",
        "read": "sitecheck.kramdown.reader",
        "to_html": "sitecheck.kramdown.html.block_writer",
        "visible_text": "sitecheck.kramdown.reader",
    },
)
