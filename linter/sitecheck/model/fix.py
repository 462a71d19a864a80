"""Fixes: spans and the text to put there, nothing cleverer."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from enum import IntEnum

from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple


class Safety(IntEnum):
    """How sure a fix is; "apply at this level" is one comparison."""

    DISPLAY = 0
    UNSAFE = 1
    SAFE = 2


class Edit(NamedTuple):
    """Replace ``span`` of the finding's own file by ``text``."""

    span: Span
    text: str


class Fix(NamedTuple):
    """What to do about a finding, in words for a person and as edits of the finding's own file."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety = Safety.SAFE


class TakenSpans:
    """Spans of a text that are to be replaced and do not overlap. Whether another one does is looked up among
    its neighbours: a page may have as many fixes as words."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def overlap(self, span: Span) -> bool:
        """Whether text of ``span`` is taken, or the same insertion point."""
        at = bisect_left(self._spans, Span(span.start, span.start))
        near = self._spans[max(0, at - 1) : at + 2]  # the one before, an insertion, what begins there
        return any(each == span or (span.start < each.end and each.start < span.end) for each in near)

    def take(self, span: Span) -> None:
        """Take ``span``, which does not overlap."""
        insort(self._spans, span)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with all edits made; they must not overlap (:class:`TakenSpans`)."""
    parts: list[str] = []
    done = 0
    for edit in sorted(edits):
        parts += (text[done : edit.span.start], edit.text)
        done = edit.span.end
    return "".join((*parts, text[done:]))
