"""Derived texts (a quote without its marks, an item without its indent) that know where they stand."""

from __future__ import annotations

from bisect import bisect_right

from sitecheck.model.span import Span


class Source:
    """A text made of pieces of the document; piece ``k``, from ``starts[k]`` on, stands at ``origins[k]``.

    Characters that stand nowhere (a tab made into four blanks) share the place of what they were made from.
    """

    __slots__ = ("origins", "starts", "text")

    def __init__(self, text: str, starts: list[int], origins: list[int]) -> None:
        self.text = text
        self.starts = starts
        self.origins = origins

    @classmethod
    def of(cls, text: str) -> Source:
        """The document itself: line ends made ``\\n`` as kramdown does, one at the end."""
        last = max(len(text) - 1, 0)  # where the line end that kramdown adds is placed
        # kramdown: every kind of line end becomes one, and one is added at the end.
        if "\r" not in text:
            if text.endswith("\n"):
                return cls(text, [0], [0])
            return cls(text + "\n", [0, len(text)] if text else [0], [0, last] if text else [0])
        build = Builder()
        pos = 0
        while (at := text.find("\r", pos)) >= 0:
            build.copy(text, pos, at, pos)
            build.made("\n", at)
            pos = at + 2 if text.startswith("\n", at + 1) else at + 1
        build.copy(text, pos, len(text), pos)
        if not text.endswith(("\n", "\r")):
            build.made("\n", last)
        return build.source()

    def origin(self, offset: int) -> int:
        """Where the character at ``offset`` stands in the document."""
        starts = self.starts
        if len(starts) == 1:
            return self.origins[0] + offset
        piece = bisect_right(starts, offset) - 1
        place = self.origins[piece] + offset - starts[piece]
        if piece + 1 < len(starts) and place > self.origins[piece + 1] > self.origins[piece]:
            return self.origins[piece + 1]
        return place

    def span(self, start: int, end: int) -> Span:
        """The place of ``[start, end)``: from its first to its last character."""
        first = self.origin(start)
        return Span(first, max(first, self.origin(end - 1) + 1) if end > start else first)

    def offsets(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The map of ``text[start:end]``: pairs (offset in it, offset in the document)."""
        pairs = [(0, self.origin(start))]
        piece = bisect_right(self.starts, start)
        while piece < len(self.starts) and self.starts[piece] < end:
            pairs.append((self.starts[piece] - start, self.origins[piece]))
            piece += 1
        return tuple(pairs)


class Builder:
    """Puts a derived text together from slices of others."""

    __slots__ = ("length", "origins", "parts", "starts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.length = 0

    def _piece(self, origin: int) -> None:
        if self.starts and origin - self.origins[-1] == self.length - self.starts[-1]:
            return
        if self.starts and self.starts[-1] == self.length:
            self.origins[-1] = origin
            return
        self.starts.append(self.length)
        self.origins.append(origin)

    def copy(self, text: str, start: int, end: int, origin: int) -> None:
        """Adds ``text[start:end]``, which stands at ``origin`` of the document."""
        if end > start:
            self._piece(origin)
            self.parts.append(text[start:end])
            self.length += end - start

    def made(self, text: str, origin: int) -> None:
        """Adds text that stands nowhere and was made from what stands at ``origin``."""
        if text:
            self.starts.append(self.length)
            self.origins.append(origin)
            self.parts.append(text)
            self.length += len(text)
            self.starts.append(self.length)
            self.origins.append(origin + 1)

    def add(self, source: Source, start: int, end: int) -> None:
        """Adds ``source.text[start:end]`` with its places."""
        if end <= start:
            return
        starts, base = source.starts, self.length - start
        self._piece(source.origin(start))
        if len(starts) > 1:
            piece = bisect_right(starts, start)
            while piece < len(starts) and starts[piece] < end:
                self.starts.append(starts[piece] + base)
                self.origins.append(source.origins[piece])
                piece += 1
        self.parts.append(source.text[start:end])
        self.length += end - start

    def source(self) -> Source:
        """What was put together."""
        return Source("".join(self.parts), self.starts, self.origins) if self.starts else _NOTHING


_NOTHING = Source("", [0], [0])
"""Of the empty cells of a table there may be a million."""
