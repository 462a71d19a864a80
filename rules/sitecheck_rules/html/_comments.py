from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Comment, Document

_START, _END = "<!--", "-->"


def comments(doc: Document) -> Iterator[Comment]:
    """The comments of a page or layout; not what browsers read as one, as a doctype."""
    text = doc.rendered.text
    found = doc.markdown.comments if doc.markdown is not None else doc.html.comments if doc.html else ()
    return (each for each in found if text.startswith(_START, each.start))


def ends_twice(text: str, end: int) -> bool:
    """Whether behind the comment that ends at ``end`` the end of another stands that began nowhere."""
    again = text.find(_END, end)
    return again != -1 and text.find(_START, end, again) == -1
