"""What a string of Ruby holds, as far as its letters are those of the script."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.ruby.nodes import NotReadError
from sitecheck.ruby.tokens import Part, Token

_ESCAPED = lazy_pattern(r"\\([0-9A-Za-df-mo-ru-z])")
"""Escapes that the tokens do not read to the letter: all but those of blanks and of marks."""
_BLANK_LINE = lazy_pattern(r"^ +$", re.MULTILINE)


def string_parts(token: Token) -> Sequence[Part]:
    """The texts of a string and the code between them. Raises :class:`NotReadError` for one whose letters are
    not those that are written, as one with other ends of lines, of which Ruby makes a ``\\n``."""
    if not token.raw or "\r" in token.raw or not _is_to_the_letter(token.raw):
        raise NotReadError
    return _dedented(token.parts) if token.raw.startswith("<<~") else token.parts


def _is_to_the_letter(raw: str) -> bool:
    """Whether the parts of a string are its letters, escapes among them. In a ``<<~``, Ruby counts a tab as
    up to eight blanks, and some releases those of a line that has nothing else to the line behind it."""
    if raw.startswith("<<~") and ("\t" in raw or _BLANK_LINE.search(raw[3:].removeprefix("'"))):
        return False
    if raw[0] == "'" or raw.startswith(("<<'", "<<-'", "<<~'")):
        return True
    if raw.startswith(("<<", "%q")):
        return "\\" not in raw
    return raw[0] in '"%' and not _ESCAPED.search(raw.replace("\\\\", ""))


def _dedented(parts: Sequence[Part]) -> list[Part]:
    """The parts of a ``<<~`` without the blanks that all of its lines begin with; lines of blanks alone do
    not count."""
    width, begins = _most_blanks(parts), True
    found: list[Part] = []
    for part in parts:
        if isinstance(part, str):
            lines = _lines(part)
            cut = [line[min(width, _blanks(line)) :] for line in lines[0 if begins else 1 :]]
            found.append("".join((*(() if begins else lines[:1]), *cut)))
        else:
            found.append(part)
        begins = isinstance(part, str) and part.endswith("\n")
    return found


def _most_blanks(parts: Sequence[Part]) -> int:
    """How many blanks all lines of a heredoc begin with."""
    width, begins = None, True
    for at, part in enumerate(parts):
        lines = _lines(part) if isinstance(part, str) else [""]
        for number, line in enumerate(lines):
            is_whole = line.endswith("\n") or (number + 1 == len(lines) and at + 1 == len(parts))
            if (begins or number) and not (is_whole and not line.strip(" \n")):
                width = min(_blanks(line), _blanks(line) if width is None else width)
        begins = isinstance(part, str) and part.endswith("\n")
    return width or 0


def _lines(text: str) -> list[str]:
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
