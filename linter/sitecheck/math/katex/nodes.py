"""The little that is kept of a parsed KaTeX formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


class Node:
    """A parsed piece that is more than a symbol; symbols, and runs of them, are strings."""

    __slots__ = ("body", "token", "type")

    def __init__(self, kind: str, body: list[Piece] | None = None, token: str = "") -> None:
        self.type = kind
        self.body: list[Piece] = [] if body is None else body
        self.token = token


Piece: TypeAlias = "Node | str"

NOTHING: Final = Node("internal")
r"""What leaves no trace: ``\relax``, a definition."""


CHANGE: Final = Node("change")
"""What changes the look of all that follows in its group."""

SIZE_CHANGE: Final = Node("change")
"""The same; KaTeX reads what follows as a list of its own."""

SCRIPTED: Final = Node("supsub")
"""An atom with scripts."""


def pieces(body: list[Piece]) -> Iterator[Piece]:
    """The pieces of a list, with runs of symbols cut into symbols."""
    for piece in body:
        if isinstance(piece, str) and len(piece) > 1 and piece[0] != "\\" and piece.__class__ is str:
            yield from piece.replace(" ", "")
        else:
            yield piece
