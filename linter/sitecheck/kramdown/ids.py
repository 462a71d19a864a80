"""Header ids as kramdown's GFM parser and plain kramdown make them."""

from __future__ import annotations

import re
import unicodedata

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.text.source_map import UNKNOWN

_ASCII_DROPPED = lazy_pattern(r"[^A-Za-z0-9_\- \t]")
# kramdown's basic_generate_id; Ruby's ^ is the start of every line.
_LEADING = lazy_pattern(r"^[^a-zA-Z]+", re.MULTILINE)
_PLAIN_DROPPED = lazy_pattern(r"[^a-zA-Z0-9 -]")


def is_word(character: str) -> bool:
    """Whether Ruby's ``\\p{Word}`` has it: letters, marks, decimal and letter numbers, connectors."""
    if character.isascii():
        return character.isalnum() or character == "_"
    category = unicodedata.category(character)
    if category[0] in "LM" or category in ("Nd", "Nl", "Pc") or character == UNKNOWN:
        return True
    return category == "So" and (
        "\u24b6" <= character <= "\u24e9"
        or "\U0001f130" <= character <= "\U0001f149"
        or "\U0001f150" <= character <= "\U0001f169"
        or "\U0001f170" <= character <= "\U0001f189"
    )


def lower(text: str) -> str:
    """Ruby's ``downcase``: a final sigma is no special case."""
    return text.replace("Σ", "σ").lower() if not text.isascii() else text.lower()


class GfmIds:
    """Ids of the GFM parser; equal bases are numbered, without looking whether the number is free."""

    __slots__ = ("seen",)

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def make(self, text: str, prefix: str) -> str:
        """The next id for a heading's text; empty when nothing is left of it."""
        base = lower(text)
        if base.isascii():
            base = _ASCII_DROPPED.sub("", base)
        else:
            base = "".join(c for c in base if c in "- \t" or is_word(c))
        base = base.replace(" ", "-").replace("\t", "-")
        # kramdown-parser-gfm counts bases only: of `A`, `A-1`, `A` two get the id `a-1`.
        count = self.seen.get(base, -1) + 1
        self.seen[base] = count
        return f"{prefix}{base}-{count}" if count else prefix + base


class PlainIds:
    """Ids of plain kramdown: ASCII only, ``section`` when nothing is left."""

    __slots__ = ("seen",)

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def make(self, text: str, prefix: str) -> str:
        """The next id for a heading's text."""
        # kramdown's name for a heading of which nothing is left.
        base = plain_id(text) or "section"
        count = self.seen.get(base)
        if count is None:
            self.seen[base] = 0
            return prefix + base
        self.seen[base] = count + 1
        return f"{prefix}{base}-{count + 1}"


def plain_id(text: str) -> str:
    """The id of a text before it is numbered."""
    base = _PLAIN_DROPPED.sub("", _LEADING.sub("", text))
    return base.replace(" ", "-").lower()
