from __future__ import annotations

from sitecheck.api import NO_LAYOUT, Document, ReasonKind, lazy_pattern

_START = lazy_pattern(r"<[A-Za-z]")
_HOLES = frozenset((ReasonKind.CONTENT, ReasonKind.EXCERPT, ReasonKind.PAGE, ReasonKind.TIME))
"""Why text of a layout is not known that closes nothing: the pages fill it in."""


def is_lost(doc: Document, start: int) -> bool:
    """Whether something is lost of a file that is not Markdown, in what is open from ``start`` to its end."""
    text = doc.rendered.text
    if may_be_closed(doc, start, len(text)):
        return False
    layout = doc.data.get("layout") if doc.kind != "layout" else None
    has_layout = isinstance(layout, str) and layout not in NO_LAYOUT
    holes = any(piece.kind == "unknown" for piece in doc.rendered.between(start, len(text)))
    return has_layout or holes or _START.search(text, start) is not None


def may_be_closed(doc: Document, start: int, end: int) -> bool:
    """Whether what opens right before ``start`` may be closed before ``end``: by what is not known of the
    text, or on another branch."""
    pieces = doc.rendered.between(start, end)
    unsure = any(reason.kind not in _HOLES for piece in pieces for reason in piece.reasons)
    return unsure or not is_on_one_branch(doc, start - 1, end)


def is_on_one_branch(doc: Document, start: int, end: int) -> bool:
    """Whether what stands at ``end`` follows wherever Liquid writes what stands at ``start``: both branches
    of a condition stand in the text, as ``<div class="a"<div>`` for one with a class and one without."""
    pieces = doc.rendered.between(start, end + 1)
    return len(pieces) == 1 or not pieces[0].maybe
