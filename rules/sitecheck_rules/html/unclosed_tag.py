from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sitecheck.api import (
    Attr,
    Document,
    FileRule,
    Finding,
    Html,
    Invalid,
    Severity,
    Span,
    Tag,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.html._as_html import is_xml
from sitecheck_rules.html._lost import is_lost, is_on_one_branch

_QUOTES = ('"', "'")
_NEXT_NAME = lazy_pattern(r"\s[A-Za-z][\w:-]*\s*=\s*\Z")
"""What a value ends with that goes on up to the quote of the next attribute."""
_TAG = lazy_pattern(r"<(?:[A-Za-z]|/[A-Za-z]|!--)")
_CUT = lazy_pattern(r"</?[A-Za-z][^\s/>]*")


class UnclosedTag(FileRule):
    """A quote or the `>` of a tag is missing, so that the tag takes in what follows.

    ## What it does

    Reports tags of pages, layouts and includes whose quotes do not pair, so that the value of an attribute
    ends at the quote with which another was to begin; tags in which the next tag begins; and those that the
    end of the file cuts off. Of Markdown, where kramdown shows such a tag as text, `html-as-text` tells.

    ## Why is this bad?

    Up to the next quote everything is a part of the tag: the link leads nowhere, and the text behind it, with
    its other links, is not on the page. Where no quote follows, the rest of the page is gone.

    ## References

    - <https://html.spec.whatwg.org/multipage/parsing.html#parse-errors>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout"})
    valid = (
        Valid('---\n---\n<a href="/" title="a < b">Home</a>\n', path="a.html"),
        Valid('---\n---\n<img src="/?q="alt="">\n', path="a.html", why="only a blank is missing"),
        Valid('---\n---\n<input placeholder="write a=">\n', path="a.html"),
        Valid("---\n---\n<p>1 < 2, and a tag begins with <a\n", path="a.html", why="nothing follows"),
    )
    invalid = (
        Invalid(
            '---\n---\n<p class="note>Text</p>\n<p class="more">Text</p>\n',
            path="a.html",
            at='class="',
            message="the quotes of <p> do not pair: the value of class goes on to the quote with which "
            "another was to begin",
            help='write the quote that is missing, as in class="…"',
        ),
        Invalid(
            '---\n---\n<div class="box"\n<p>Text</p>\n</div>\n',
            path="a.html",
            at="<div",
            message="<div> is not closed before the next tag begins, which is taken for a part of it",
            help="write > where it ends",
        ),
        Invalid(
            '<a href="/>Home</a>\n{{ content }}\n',
            path="_layouts/default.html",
            files={"index.md": "---\nlayout: default\n---\nText.\n"},
            at="<a",
            message="<a> is never closed: what follows is part of it, to the end of the page",
            help="write the quote or the > that is missing",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.html is None or doc.is_rewritten or is_xml(doc):
            return
        text = doc.rendered.text
        for tag in doc.html.tags:
            if (torn := _torn(doc, tag)) is not None:
                yield self.finding(
                    f"the quotes of <{tag.name}> do not pair: the value of {torn.name} goes on to the quote "
                    "with which another was to begin",
                    doc.place(torn.start, torn.value_start),
                    help=f'write the quote that is missing, as in {torn.name}="…"',
                )
            elif (held := _held(text, tag)) is not None and is_on_one_branch(doc, tag.start, held):
                yield self.finding(
                    f"<{tag.name}> is not closed before the next tag begins, which is taken for a part of it",
                    doc.place(tag.start, tag.start + 1 + len(tag.name)),
                    help="write > where it ends",
                )
        if (cut := _cut(doc, doc.html)) is not None and is_lost(doc, cut.end):
            name = text[cut.start + 1 : cut.end].lower()
            yield self.finding(
                f"<{name}> is never closed: what follows is part of it, to the end of the page",
                doc.place(*cut),
                help="write the quote or the > that is missing",
            )


def _torn(doc: Document, tag: Tag) -> Attr | None:
    """The attribute whose value ends at the quote with which that of another was to begin."""
    text = doc.rendered.text
    for attr, after in pairwise(tag.attrs):
        is_close = text[attr.end : after.start] in ("", "/")
        if is_close and _NEXT_NAME.search(text, attr.value_start, attr.value_end):
            starts = (tag.start, attr.start)
            return attr if all(is_on_one_branch(doc, at, attr.value_end) for at in starts) else None
    return None


def _held(text: str, tag: Tag) -> int | None:
    """Where a tag begins that is taken for an attribute of this one, or for a value without quotes."""
    if text.find("<", tag.start + 1, tag.end) == -1:
        return None
    for attr in tag.attrs:
        is_bare = not text.startswith(_QUOTES, attr.value_end)
        found = _TAG.match(text, attr.start)
        if found is None and is_bare:
            found = _TAG.search(text, attr.value_start, attr.value_end)
        if found is not None:
            return found.start()
    return None


def _cut(doc: Document, html: Html) -> Span | None:
    """The beginning of a tag that the end of the text cuts off, if not by the quotes of several branches."""
    text = doc.rendered.text
    kinds = (html.tags, html.comments, html.raws, html.texts)
    end = max((tokens[-1].end for tokens in kinds if tokens), default=0)
    found = _CUT.match(text, end)
    if found is None or any(piece.maybe for piece in doc.rendered.between(end, len(text))):
        return None
    return Span(*found.span())
