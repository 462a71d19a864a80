"""Finds the words of a text that an abbreviation definition explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sitecheck.kramdown.grammar import S


class Abbreviations:
    """The abbreviations of a page; the longest one wins."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.titles = titles
        # kramdown: the longest name wins; a blank in it stands for any white space.
        names = sorted(titles, key=len, reverse=True)
        union = "|".join(re.sub(r"\\\s", lambda _: f"{S}+", re.escape(name)) for name in names)
        self._pattern = re.compile(rf"(?:\W|^)({union})(?!\w)", re.ASCII | re.MULTILINE) if names else None

    def split(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Pairs of plain text and the abbreviation after it (``None`` at the end)."""
        pos = 0
        while self._pattern is not None and (match := self._pattern.search(text, pos)) is not None:
            yield text[pos : match.start(1)], match[1]
            pos = match.end()
        yield text[pos:], None
