"""The parser of MathJax's TeX input: one text at a time, with a stack of frames."""

from __future__ import annotations

from typing import Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.mathjax.arguments import Origin, Piece
from sitecheck.math.mathjax.frames import LAST_HOLDER, Frame, Kind
from sitecheck.math.mathjax.registry import handler
from sitecheck.math.mathjax.session import DEEPEST, Deeper, Session, Tag
from sitecheck.math.mathjax.stack import Stack, whole
from sitecheck.math.mathjax.sub_and_superscripts import wait_for_script, with_script
from sitecheck.math.mathjax.tables import OPERATOR, PLAIN
from sitecheck.math.mathjax.user_macros import user_macro

_TAKEN_OFF: Final = lazy_pattern(r"hline|hdashline|hfil{1,3}")


class Parser(Stack):
    """Reads one text: the formula, an argument, mathematics inside text."""

    __slots__ = (
        "equation_open",
        "in_root",
        "moved_root",
        "several_letters",
    )

    def __init__(self, session: Session, text: str, piece: Piece, origin: Origin) -> None:
        super().__init__(session, text, piece, origin)
        self.in_root = False
        self.moved_root: tuple[str, ...] = ()
        self.several_letters = False
        self.equation_open = False

    # Running

    def run(self) -> Frame:
        """Reads everything; the frame of the whole, with the flags of its last thing. Raises RefusalError."""
        self.read()
        self.start = self.pos = self.end
        self.close("stop", "")
        return self.stack[0]

    def read(self) -> None:
        """Reads to the end of the text, leaving open what is open."""
        session, stack = self.session, self.stack
        while self.pos < self.end:
            match = session.dialect.token.match(self.text, self.pos, self.end)
            if match is None:  # pragma: no cover - the pattern matches any character
                break
            self.start = self.pos
            self.pos = match.end()
            group = match.lastindex
            if group == 1:
                top = stack[-1]
                if top.kind <= LAST_HOLDER:
                    top.last = PLAIN
                    top.size += 1
                else:
                    self._printed(match[1])
            elif group == 2:
                self.control(match[3])
            elif group == 4:
                self._simple_script(match.start(4), match[5])
            elif group == 6:
                self.atom(PLAIN)
            elif group == 8:
                self._special(match[8])

    def _printed(self, run: str) -> None:
        """A run of printed characters, with white space, the first of which something waits for."""
        top = self.stack[-1]
        text = run.lstrip(" \t\r\n\xa0")
        # MathJax: x^12 is x^1 2, but \not12 takes the number.
        one_digit = top.kind == Kind.SCRIPT and text[:1].isdigit()
        taken = 1 if one_digit else _atom_length(text, self.several_letters)
        self.pos = self.start + len(run) - len(text) + taken
        self.atom(PLAIN)

    def _special(self, character: str) -> None:
        """A character that is not simply printed."""
        if character == "\\":
            self.pos = self.start + 1
            self.control(self.command_name())
            return
        entry = self.session.dialect.characters.get(character)
        if entry is None:
            self._rare(character)
            return
        self.command = character
        handler(entry[0])(self, character, *entry[1:])

    def _rare(self, character: str) -> None:
        """A big operator typed as a character, or one that MathJax has no range for."""
        session = self.session
        if session.dialect.unshown.match(character) is None:
            self.atom(OPERATOR)
        elif session.environment.newest:
            self.command = character
            shown = f" ({character})" if character.isprintable() else ""
            raise self.refuse("unshown-character", f"U+{ord(character):04X}{shown}")
        else:
            self.atom(PLAIN)

    def control(self, name: str) -> None:
        """A command."""
        session = self.session
        macros = session.environment.macros
        if macros and (macro := macros.get("\\" + name)) is not None:
            self.command = "\\" + name
            user_macro(self, macro)
            return
        entry = session.dialect.commands.get(name)
        if isinstance(entry, int):
            self.atom(entry)
            return
        self.command = "\\" + name
        if entry is not None:
            handler(entry[0])(self, self.command, *entry[1:])
        # MathJax's autoload: the command loads its package and is then read again.
        elif session.autoload("commands", name):
            self.control(name)
        elif self.stack[-1].fills_cells and not self.stack[-1].size and (taken := _TAKEN_OFF.match(name)):
            # MathJax 4: a column that puts text into its cells takes the lines off them as text first, so
            # that `\hlinex` is a line and an x.
            self.pos = self.start + 1 + taken.end()
            self.control(taken.group())
        elif not session.environment.complete:
            self.opaque()
        else:
            raise self.refuse("unknown-command")

    def _simple_script(self, start: int, sign: str) -> None:
        """A script on one letter, digit or plain group."""
        top = self.stack[-1]
        self.command = sign
        if top.kind > LAST_HOLDER or (self.several_letters and self.text[self.pos - 1].isalpha()):
            self.pos = start + 1
            wait_for_script(self, sign)
            return
        if top.last is None:
            top.size += 1
        top.last = with_script(self, top.last or PLAIN, sign)

    # Arguments and texts of their own

    def child(self, text: str, piece: Piece, origin: Origin) -> Parser:
        """A parser for a text that stands inside this one."""
        return Parser(self.session, text, piece, origin)

    def parse(self, piece: Piece, in_root: bool = False, several_letters: bool | None = None) -> Frame:
        """Reads a piece of the text by itself; the frame of the whole. Raises RefusalError."""
        session = self.session
        child = Parser(session, self.text, piece, self.origin)
        child.in_root = in_root or self.in_root
        child.several_letters = self.several_letters if several_letters is None else several_letters
        child.command = self.command
        child.stack[0].place = self.place(*piece)
        outer_tag = session.tag
        # MathJax 2 gives an argument tags of its own.
        if session.version == 2:
            session.tag = Tag("", taggable=True)
        with self.deeper():
            frame = child.run()
        session.tag = outer_tag
        return frame

    def parse_in_braces(self, piece: Piece) -> None:
        """Reads a piece as a group; a comment at its end hides the brace that MathJax puts there."""
        text = self.text[piece.start : piece.end] + "}"
        place = self.place(*piece)
        origin = self.origin
        inside = piece.start < origin.limit
        mapped = Origin(len(text), place) if inside else Origin(shift=piece.start + origin.shift)
        child = self.child(text, Piece(0, len(text)), mapped)
        child.stack.append(Frame(Kind.GROUP, place, self.command))
        with self.deeper():
            child.run()

    def deeper(self, levels: int = 1) -> Deeper:
        """Goes deeper while something inside is read."""
        self.session.work += 1 + self.session.depth
        if self.session.depth + levels > DEEPEST:
            raise self.refuse("too-deep")
        return Deeper(self.session, levels)

    def math_argument(self) -> int:
        """Takes an argument and reads it; the flags of what it is."""
        match = self.session.dialect.simple.match(self.text, self.pos, self.end)
        if match:
            self.pos = match.end()
            return PLAIN
        return self.flags_of(self.argument())

    def flags_of(self, piece: Piece, several_letters: bool | None = None) -> int:
        """Reads a piece; the flags of what it is."""
        return whole(self.parse(piece, several_letters=several_letters))


def _atom_length(run: str, several_letters: bool) -> int:
    """How many characters at the start of a run are one thing: a number, a character, an identifier."""
    count = 0
    if run[:1].isdigit() or (run[:1] == "." and run[1:2].isdigit()):
        while count < len(run) and (run[count].isdigit() or run[count] == "."):
            count += 1
    elif several_letters and run[:1].isalpha():
        while count < len(run) and run[count].isalpha():
            count += 1
    return max(1, count)
