from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    UNKNOWN,
    Document,
    FileRule,
    Finding,
    Invalid,
    Tag,
    Valid,
    decode_text,
    lazy_pattern,
)

_NAMES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BREAKS = lazy_pattern(r"<w?br\s*/?>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_STRING = lazy_pattern(r"""(["'`])((?:(?!\1)[^\\\n]|\\.){0,300})\1""")
_CHOSEN = lazy_pattern(r"(?:^|[\s>+~,])(h[1-6])(?![\w-])")
"""A heading in a selector."""
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


class EmptyHeading(FileRule):
    """A heading has no text.

    ## What it does

    Reports headings in which there is nothing to read: `<h2></h2>`, a heading of blanks or of a line break. A
    picture with a text, an `aria-label`, and an `id` or class by which a script may fill it count as text;
    what is in a `<template>` or `<dialog>`, or what a script of the page chooses, is left to the script that
    fills it.

    ## Why is this bad?

    A screen reader announces a heading and says nothing; in a list of headings it is an empty line.

    ## References

    - <https://www.w3.org/WAI/WCAG22/Understanding/headings-and-labels.html>
    """

    valid = (
        Valid("## A title\n\n<h3>B</h3>\n"),
        Valid('<h2 id="count"></h2>\n', why="a script may fill it"),
        Valid("<template><h2></h2></template>\n", why="a script fills it"),
        Valid(
            '<div id="clock"><h2></h2></div>\n<script>$("#clock > h2").countdown(end)</script>\n',
            why="a script of the page fills it",
        ),
        Valid('<h2><img src="/a.png" alt="A"></h2>\n', files={"a.png": ""}),
        Valid("<h2>{{ page.unknown_key }}{% unknown %}</h2>\n"),
    )
    invalid = (
        Invalid("<h2></h2>\n", at="<h2>", message="no text", help="take it away"),
        Invalid("<h3> &nbsp; </h3>\n", at="<h3>"),
        Invalid("<h3><br></h3>\n", at="<h3>"),
        Invalid(
            '<h3></h3>\n<script>$("#clock > h2, .h3").html("<h3>"); h3()</script>\n',
            at="<h3>",
            why="the script chooses others",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        empty = [*_empty(doc)]
        chosen = _chosen(doc) if empty else frozenset()
        for tag in empty:
            if tag.name not in chosen:
                yield self.finding(
                    "the heading has no text",
                    doc.place(tag.start, tag.end),
                    help="give it a text, or take it away",
                )


def _empty(doc: Document) -> Iterator[Tag]:
    """The start tags of headings without an attribute that hold nothing to read."""
    tags = doc.tags
    elements = iter(doc.elements)
    for number, tag in enumerate(tags):
        if tag.kind == "end":
            continue
        is_pattern = next(elements).pattern
        if tag.name not in _NAMES or tag.attrs or is_pattern:
            continue
        after = number + 1
        while after < len(tags) and tags[after].name in ("br", "wbr"):
            after += 1
        if after == len(tags) or tags[after].name != tag.name or tags[after].kind != "end":
            continue
        inside = _BREAKS.sub("", doc.rendered.text[tag.end : tags[after].start])
        if UNKNOWN not in inside and not doc.maybe(tag.start) and not _is_shown(inside):
            yield tag


def _chosen(doc: Document) -> frozenset[str]:
    """The headings that scripts of the page itself choose, and may fill."""
    scripts = (element.body for element in doc.elements if element.name == "script")
    strings = (string[2] for script in scripts for string in _STRING.finditer(script))
    return frozenset(name for string in strings for name in _CHOSEN.findall(string))


def _is_shown(text: str) -> bool:
    return bool(decode_text(text).strip().strip(_INVISIBLE).strip())
