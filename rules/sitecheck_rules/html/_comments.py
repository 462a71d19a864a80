from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from sitecheck.api import Comment, Document, Place, Stretches, lazy_pattern

_OPENING = "<!--"
_END = lazy_pattern(r"-->(?=\s*(?:<|-->|\Z)|[ \t]*[\r\n])")
"""Behind the end of a comment that hid something stands no word: ``A --> B`` is an arrow."""


class Comments:
    """The comments of a page or layout; not what browsers read as one, as a doctype."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc

    def __iter__(self) -> Iterator[Comment]:
        doc, text = self._doc, self._doc.rendered.text
        found = doc.markdown.comments if doc.markdown is not None else doc.html.comments if doc.html else ()
        return (each for each in found if text.startswith(_OPENING, each.start))

    def begin(self, comment: Comment) -> int:
        """Where what a comment says begins."""
        return comment.start + len(_OPENING)

    def place(self, comment: Comment) -> Place:
        """Where a comment is opened."""
        return self._doc.place(comment.start, self.begin(comment))

    def again(self, comment: Comment) -> int | None:
        """Where in a comment another one begins."""
        at = self._doc.rendered.text.find(_OPENING, self.begin(comment), comment.end)
        return at if at != -1 else None

    def ends_twice(self, comment: Comment) -> bool:
        """Whether behind ``comment`` the end of another is shown, which began nowhere."""
        text = self._doc.rendered.text
        next_start = text.find(_OPENING, comment.end)
        ends = _END.finditer(text, comment.end, next_start if next_start != -1 else len(text))
        return any(match.start() not in self._code for match in ends)

    @cached_property
    def _code(self) -> Stretches:
        """Where ``-->`` ends no comment: in code, and in scripts."""
        markdown = self._doc.markdown
        code = [each.span for each in markdown.code] if markdown is not None else []
        return Stretches([*code, *((raw.start, raw.end) for raw in self._doc.raws)])
