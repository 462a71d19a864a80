"""Fixes: spans and the text to put there, nothing cleverer."""

from __future__ import annotations

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


def overlaps(edits: Iterable[Edit], taken: Iterable[Edit]) -> bool:
    """Whether one of ``edits`` touches text that one of ``taken`` replaces, or the same insertion point."""
    return any(
        a.span == b.span or (a.span.start < b.span.end and b.span.start < a.span.end)
        for a in edits
        for b in taken
    )


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with all edits made; they must not overlap (:func:`overlaps`)."""
    parts: list[str] = []
    done = 0
    for edit in sorted(edits):
        parts += (text[done : edit.span.start], edit.text)
        done = edit.span.end
    return "".join((*parts, text[done:]))
