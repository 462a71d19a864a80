"""Reading arguments the way MathJax's TeX input does: as pieces of text, cut out before they are parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.tables import BLANK
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.math.mathjax.session import Session

_BLANKS: Final = rf"[{BLANK}]*"
_SPACE: Final = lazy_pattern(_BLANKS)
"""What MathJax skips before an argument."""
_COMMAND: Final = lazy_pattern(r"([A-Za-z]+) ?|[^\n\r\u2028\u2029]")
_BRACE: Final = lazy_pattern(r"\\.|[{}]", re.DOTALL)
_BRACKET: Final = lazy_pattern(r"\\.|[{}\]]", re.DOTALL)
_NEAR: Final = 400
"""How far a closing brace is looked for before those of the whole text are matched once."""
_COPIED: Final = 100
"""As many characters that are copied cost what one macro does that is replaced."""
_NUMBER: Final = r"[-+]?(?:[.,][0-9]+|[0-9]+(?:[.,][0-9]*)?)"
_UNIT: Final = r"(?:pt|em|ex|mu|px|mm|cm|in|pc)"
DIMENSION: Final = lazy_pattern(rf"{_BLANKS}{_NUMBER}{_BLANKS}{_UNIT}{_BLANKS}")
"""A length that fills a whole argument."""
_DIMENSION_REST: Final = lazy_pattern(rf"{_BLANKS}{_NUMBER}{_BLANKS}{_UNIT} ?")
_LETTERS_AT_END: Final = lazy_pattern(r"(?:^|[^\\])(?:\\\\)*\\[A-Za-z]+$")


class Piece(NamedTuple):
    """A range of a reader's text."""

    start: int
    end: int


class Origin(NamedTuple):
    """Where the text of a reader comes from.

    Before ``limit`` it was made by a macro that is used at ``site``; from there on it is the formula itself,
    ``shift`` further on.
    """

    limit: int = 0
    site: tuple[int, int] = (0, 0)
    shift: int = 0


class Reader:
    """A position in a text, and what takes arguments from it."""

    __slots__ = ("command", "end", "origin", "pos", "session", "start", "text")

    def __init__(self, session: Session, text: str, piece: Piece, origin: Origin) -> None:
        self.session = session
        self.text = text
        self.pos, self.end = piece
        self.origin = origin
        self.command = ""
        self.start = self.pos
        """Where the command that is being read begins."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a range of the text is in the formula."""
        origin = self.origin
        if start < origin.limit:
            return origin.site
        return start + origin.shift, max(start, end) + origin.shift

    def here(self) -> tuple[int, int]:
        """The place of the command that is being read, up to the reading position."""
        return self.place(self.start, min(self.pos, self.end))

    def command_place(self) -> tuple[int, int]:
        """The place of the command that is being read, without its arguments."""
        return self.place(self.start, min(self.start + max(1, len(self.command)), self.end))

    def refuse(self, key: str, *fill: str) -> RefusalError:
        """A refusal of the command that is being read."""
        return RefusalError(key, self.command_place(), *(fill or (self.command,)), name=self.command)

    def next_character(self) -> str:
        """Skips white space; the character that follows, ``""`` at the end."""
        match = _SPACE.match(self.text, self.pos, self.end)
        if match:
            self.pos = match.end()
        return self.text[self.pos] if self.pos < self.end else ""

    def command_name(self) -> str:
        """The name after a backslash; letters take one space with them."""
        match = _COMMAND.match(self.text, self.pos, self.end)
        if match is None:
            self.pos = min(self.pos + 1, self.end)
            return " "
        # MathJax's GetCS takes one space with a command of letters.
        self.pos = match.end()
        return match[1] or match[0]

    def argument(self) -> Piece:
        """The next argument: a group without its braces, a command, or one character."""
        found = self.argument_or_none()
        if found is None:
            if self.pos < self.end:
                raise RefusalError(
                    "missing-argument", self.command_place(), self.command or "^", name=self.command
                )
            raise self.refuse("missing-argument")
        return found

    def argument_or_none(self) -> Piece | None:
        """The next argument; ``None`` at the end or before a closing brace."""
        character = self.next_character()
        start = self.pos
        if character in ("", "}"):
            return None
        if character == "{":
            close = self.closing_brace(start)
            self.pos = close + 1
            return Piece(start + 1, close)
        self.pos += 1
        if character == "\\":
            name = self.command_name()
            return Piece(start, min(start + 1 + len(name), self.end))
        return Piece(start, self.pos)

    def closing_brace(self, start: int) -> int:
        """Where the group that opens at ``start`` ends; comments are not heeded."""
        near = min(self.end, start + _NEAR)
        depth = 0
        # MathJax cuts the argument out before it reads it: a % does not hide a brace.
        for match in _BRACE.finditer(self.text, start, near):
            sign = match[0]
            if sign == "{":
                depth += 1
            elif sign == "}":
                depth -= 1
                if not depth:
                    return match.start()
        close = self.session.closing_brace(self.text, start) if near < self.end else self.end
        if close < self.end:
            return close
        raise RefusalError(
            "missing-close", self.place(self.end, self.end), related=self.place(start, start + 1), name="{"
        )

    def bracket(self) -> Piece | None:
        """The bracketed argument that follows, if one does."""
        if self.next_character() != "[":
            return None
        start = self.pos
        depth = 0
        for match in _BRACKET.finditer(self.text, start + 1, self.end):
            sign = match[0]
            if sign == "{":
                depth += 1
            elif sign == "}":
                # MathJax: a brace that closes more than was opened ends the search for ].
                depth -= 1
                if depth < 0:
                    place = self.place(match.start(), match.end())
                    raise RefusalError(
                        "extra-bracket-brace", place, self.command, related=self.place(start, start + 1)
                    )
            elif sign == "]" and not depth:
                self.pos = match.end()
                return Piece(start + 1, match.start())
        raise RefusalError(
            "missing-bracket",
            self.place(self.end, self.end),
            self.command,
            related=self.place(start, start + 1),
        )

    def bracket_text(self) -> str | None:
        """The text of the bracketed argument that follows, if one does."""
        piece = self.bracket()
        return None if piece is None else self.text[piece.start : piece.end]

    def argument_text(self) -> str:
        """The text of the next argument."""
        start, end = self.argument()
        return self.text[start:end]

    def star(self) -> bool:
        """Takes a star if it follows."""
        if self.next_character() != "*":
            return False
        self.pos += 1
        return True

    def dimension(self) -> None:
        """Takes a length."""
        if self.next_character() == "{":
            if DIMENSION.fullmatch(self.argument_text()):
                return
        else:
            match = _DIMENSION_REST.match(self.text, self.pos, self.end)
            if match:
                self.pos = match.end()
                return
        raise self.refuse("missing-dimension")

    def delimiter(self, brace_allowed: bool = False) -> str:
        """Takes a delimiter."""
        name = self.next_character()
        self.pos += 1
        if name:
            if name == "\\":
                name += self.command_name()
            elif name == "{" and brace_allowed:
                self.pos -= 1
                name = trimmed(self.argument_text())
            if self.session.is_delimiter(name):
                return name
        self.pos = min(self.pos, self.end)
        raise self.refuse("bad-delimiter")

    def delimiter_argument(self) -> None:
        """Takes an argument that is empty or a delimiter."""
        name = trimmed(self.argument_text())
        if name and not self.session.is_delimiter(name):
            raise self.refuse("bad-delimiter")

    def up_to(self, token: str) -> Piece:
        """Takes everything up to a token outside braces."""
        self.next_character()
        start = self.pos
        depth = 0
        while self.pos < self.end:
            at = self.pos
            character = self.next_character()
            self.pos += 1
            if character == "\\":
                character += self.command_name()
            elif character == "{":
                depth += 1
            elif character == "}":
                if not depth:
                    raise RefusalError("unfinished-bracket", self.place(at, at + 1), self.command, token)
                depth -= 1
            if not depth and character == token:
                return Piece(start, at)
        raise self.refuse("missing-token", self.command, token)

    def replace(self, body: str, site: tuple[int, int], bounded: bool = True) -> None:
        """Puts the text of a macro that is used at ``site`` in front of what is still to be read."""
        rest = self.text[self.pos : self.end]
        text = joined(body, rest)
        self.session.work += 2 + len(text) // _COPIED
        # MathJax's maxBuffer counts the text that is put in front and all that follows.
        if bounded and len(text) > self.session.longest:
            raise RefusalError("too-long", site)
        origin = self.origin
        added = len(text) - len(rest)
        self.origin = Origin(added + max(0, origin.limit - self.pos), site, self.pos - added + origin.shift)
        self.text = text
        self.start = self.pos = 0
        self.end = len(self.text)


def trimmed(text: str) -> str:
    """``text`` without white space around it; a control space at its end keeps its space."""
    # MathJax's trimSpaces: `\ ` at the end keeps its space.
    found = text.strip()
    return found + " " if found.endswith("\\") and text.endswith(" ") else found


def filled(body: str, arguments: list[str], longest: int) -> str | None:
    """A replacement text with its arguments in place; ``None`` if it uses one that is not there.

    What grows beyond ``longest`` is not finished.
    """
    if "#" not in body:
        return body
    done = text = ""
    at = 0
    while at < len(body) and len(done) <= longest:
        character = body[at]
        if character == "\\":
            text += body[at : at + 2]
            at += 2
        elif character != "#":
            text += character
            at += 1
        else:
            number = body[at + 1 : at + 2]
            at += 2
            if number == "#":
                text += "#"
            elif not ("1" <= number <= "9") or int(number) > len(arguments):
                return None
            else:
                done = joined(joined(done, text), arguments[int(number) - 1])
                text = ""
    return joined(done, text)


def joined(first: str, second: str) -> str:
    """Two texts, with a space between where a command would otherwise run into letters."""
    # MathJax's addArgs: \a and b must not become \ab.
    if second[:1].isalpha() and second[:1].isascii() and _LETTERS_AT_END.search(first):
        return f"{first} {second}"
    return first + second
