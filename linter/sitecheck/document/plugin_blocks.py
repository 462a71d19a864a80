"""Where the body of a plugin's block tag stands in what Liquid makes of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sitecheck.model.unknown import ReasonKind
from sitecheck.text.source_map import Piece


def plugin_blocks(pieces: Iterable[Piece]) -> Iterator[tuple[int, int]]:
    """The stretches between what a plugin's tag prints before the body of its block and after it."""
    begun: list[tuple[str, int]] = []
    names: Counter[str] = Counter()
    for name, at in _tags(pieces):
        opened = name.removeprefix("end")
        if opened == name or not names[opened]:
            begun.append((name, at))
            names[name] += 1
            continue
        while (last := begun.pop())[0] != opened:
            names[last[0]] -= 1
        names[opened] -= 1
        yield last[1], at


def _tags(pieces: Iterable[Piece]) -> Iterator[tuple[str, int]]:
    for piece in pieces:
        for reason in piece.reasons:
            if reason.kind is ReasonKind.PLUGIN_TAG:
                yield reason.detail, piece.out
