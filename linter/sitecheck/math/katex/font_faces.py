"""The faces of KaTeX's text fonts: some of the combinations that commands can ask for do not exist."""

from __future__ import annotations

from typing import Final

from sitecheck.math.katex.nodes import Node, Piece
from sitecheck.named_tuple import NamedTuple


class Face(NamedTuple):
    """A text font."""

    family: str = ""
    bold: bool = False
    italic: bool = False


NORMAL_FACE: Final = Face()

# Measured with KaTeX 0.19: every other combination is drawn.
_UNAVAILABLE: Final = frozenset(
    (
        Face("sans-serif", bold=True, italic=True),
        Face("monospace", bold=True, italic=True),
        Face("monospace", bold=True),
        Face("monospace", italic=True),
    )
)
_ELLIPSIS: Final = "\u2026"
_DOTS: Final = frozenset(("\\ldots", "\\textellipsis"))
"""Of the symbols of text these alone are taken from the main font, whatever the face."""
_FAMILIES: Final = {
    "\\textrm": "",
    "\\textnormal": "",
    "\\textsf": "sans-serif",
    "\\texttt": "monospace",
}


def face_after(face: Face, command: str) -> Face:
    """The face that ``command`` changes ``face`` to."""
    if command in _FAMILIES:
        return face._replace(family=_FAMILIES[command])
    if command in ("\\textbf", "\\textmd"):
        return face._replace(bold=command == "\\textbf")
    # KaTeX's \text resets the shape and keeps family and weight.
    if command in ("\\textit", "\\textup", "\\text"):
        return face._replace(italic=command == "\\textit")
    return face._replace(italic=not face.italic) if command == "\\emph" else face


def is_available(face: Face) -> bool:
    """Whether KaTeX has that font."""
    return face not in _UNAVAILABLE


def describe(face: Face) -> str:
    """The face in words."""
    return " ".join(("bold " * face.bold + "italic " * face.italic + face.family).split())


def has_characters(piece: Piece) -> bool:
    """Whether something is written in the face itself, not only in one changed again inside."""
    if isinstance(piece, Node):
        return piece.type == "ordgroup" and any(map(has_characters, piece.body))
    return piece not in _DOTS and piece.strip(_ELLIPSIS) != ""
