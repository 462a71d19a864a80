r"""Text read command by command, as MathJax does with the package textmacros (in MathJax 4 by default)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.mathjax.arguments import Piece
from sitecheck.math.mathjax.frames import Frame, Kind
from sitecheck.math.mathjax.parser import Parser
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.registry import handler
from sitecheck.math.mathjax.tables import PLAIN
from sitecheck.math.mathjax.user_macros import user_macro

if TYPE_CHECKING:
    from sitecheck.math.macros import MacroDef

_ENDS: Final = lazy_pattern(r"\\.|[${}]", re.DOTALL)
_SPECIAL: Final = lazy_pattern(r"[\\${}%^_&#]")


def read_text(parser: Parser, piece: Piece) -> None:
    """Reads a piece as text with commands. Raises RefusalError."""
    TextParser(parser.session, parser.text, piece, parser.origin).read()


class TextParser(Parser):
    """Reads text: what commands make is printed, their arguments are text again."""

    __slots__ = ()

    def read(self) -> None:
        """Reads to the end."""
        braces: list[tuple[int, int]] = []
        while self.pos < self.end:
            match = _SPECIAL.search(self.text, self.pos, self.end)
            if match is None:
                self.pos = self.end
                break
            self.start = match.start()
            self.pos = match.end()
            self._character(match[0], braces)

    def _character(self, character: str, braces: list[tuple[int, int]]) -> None:
        self.command = character
        if character == "\\":
            self.control(self.command_name())
        elif character == "$":
            self._mathematics("$")
        elif character == "%":
            end = self.text.find("\n", self.pos, self.end)
            self.pos = self.end if end < 0 else end + 1
        elif character == "{":
            braces.append(self.here())
        elif character != "}":
            raise self.refuse("text-script" if character in "^_" else "misplaced-text")
        elif braces:
            braces.pop()
        else:
            raise self.refuse("extra-close")

    def _mathematics(self, closing: str) -> None:
        start, depth = self.pos, 0
        opened = self.command_place()
        for match in _ENDS.finditer(self.text, start, self.end):
            sign = match[0]
            if sign == closing and not depth:
                self.pos = match.end()
                Parser(self.session, self.text, Piece(start, match.start()), self.origin).run()
                return
            if sign == "{":
                depth += 1
            elif sign == "}":
                if not depth:
                    place = self.place(match.start(), match.end())
                    raise RefusalError("extra-close", place, related=opened, name="}")
                depth -= 1
        raise RefusalError("math-in-text", self.place(self.end, self.end), "\\text", related=opened)

    def control(self, name: str) -> None:
        """A command in text."""
        self.command = "\\" + name
        session = self.session
        entry = session.dialect.text_commands.get(name)
        if entry is not None:
            self._known(entry, name)
            return
        macro = session.macro(name)
        if macro is not None:
            self._user(macro)
            return
        self._mathematical(name)

    def _known(self, entry: list[Any], name: str) -> None:
        package, _, method = entry[0].partition(".")
        if package == "base":
            handler(entry[0])(self, self.command, *entry[1:])
        elif method in ("Accent", "Emph", "TextFont"):
            self.math_argument()
        elif method == "Math":
            self._mathematics("\\)")
        elif method == "CheckAutoload":
            self.session.autoload("commands", name)
            found = self.session.dialect.commands.get(name)
            if not isinstance(found, list):
                raise self.refuse("unknown-command")
            handler(found[0])(self, self.command, *found[1:])

    def _user(self, macro: MacroDef) -> None:
        if macro.kind == "alias":
            self._mathematical(macro.body[1:])
        elif macro.kind == "character" and macro.body in self.session.dialect.delimiters:
            return
        # MathJax's textmacros has no macros with a template.
        elif macro.prefix or macro.parameters:
            raise self.refuse("text-command")
        else:
            user_macro(self, macro)

    def _mathematical(self, name: str) -> None:
        """A command of mathematics: only a macro may be used, which is read as text."""
        entry = self.session.dialect.commands.get(name)
        if isinstance(entry, list) and entry[0] in ("base.Macro", "textcomp.Insert"):
            handler(entry[0])(self, self.command, *entry[1:])
        elif "\\" + name in self.session.dialect.text_delimiters:
            return
        elif entry is not None or self.session.autoload("commands", name):
            raise self.refuse("text-command")
        elif self.session.environment.complete:
            raise self.refuse("unknown-command")

    def atom(self, flags: int) -> None:
        """Something is printed."""

    def flush(self, coming: Kind | None) -> None:
        """Nothing waits in text."""

    def wait(self, kind: Kind, flags: int | None = None, name: str = "") -> Frame:
        """Nothing waits in text."""
        return self.stack[0]

    def math_argument(self) -> int:
        """Takes an argument and reads it as text."""
        piece = self.argument()
        with self.deeper():
            read_text(self, piece)
        return PLAIN
