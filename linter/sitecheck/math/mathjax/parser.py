"""The parser of MathJax's TeX input: one text at a time, with a stack of frames."""

from __future__ import annotations

from typing import Final

from sitecheck.math.mathjax.arguments import Origin, Piece, Reader
from sitecheck.math.mathjax.frames import CLOSING, LAST_HOLDER, OPEN, Frame, Kind
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.registry import handler
from sitecheck.math.mathjax.session import DEEPEST, Deeper, Session, Tag
from sitecheck.math.mathjax.sub_and_superscripts import wait_for_script, with_script
from sitecheck.math.mathjax.tables import MOVES, OPERATOR, PLAIN
from sitecheck.math.mathjax.tags import set_tag
from sitecheck.math.mathjax.user_macros import user_macro

_OPENERS: Final = (Kind.GROUP, Kind.LEFT)


class Parser(Reader):
    """Reads one text: the formula, an argument, mathematics inside text."""

    __slots__ = (
        "equation_open",
        "in_root",
        "macros_used",
        "moved_root",
        "several_letters",
        "stack",
    )

    def __init__(self, session: Session, text: str, piece: Piece, origin: Origin) -> None:
        super().__init__(session, text, piece, origin)
        self.stack = [Frame(Kind.FORMULA, (0, 0))]
        self.macros_used = 0
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
            self.atom(OPERATOR)  # a big operator typed as a character
            return
        self.command = character
        handler(entry[0])(self, character, *entry[1:])

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
        elif session.autoload("commands", name):
            self.control(name)
        elif not session.environment.complete:
            self.atom(PLAIN)
        else:
            raise self.refuse("unknown-command")

    # Things

    def atom(self, flags: int) -> None:
        """Something complete comes: a symbol, a group, a fraction."""
        stack = self.stack
        while True:
            top = stack[-1]
            kind = top.kind
            if kind <= LAST_HOLDER:
                break
            if kind == Kind.FUNCTION and top.last is None:
                break
            stack.pop()
            if kind == Kind.SCRIPT:
                flags = top.last or PLAIN
            elif kind == Kind.POSITION:
                flags &= self.session.core
            elif kind == Kind.BRAKET_ONE:
                flags = PLAIN
            elif kind != Kind.NONSCRIPT:
                self.atom(top.last or PLAIN)
                if kind == Kind.NOT and self.session.version == 4 and not flags & MOVES:
                    flags &= ~OPERATOR
        top.last = flags
        top.size += 1

    def wait(self, kind: Kind, flags: int | None = None, name: str = "") -> Frame:
        r"""Something incomplete comes: \sin, \displaystyle, \not, a script waiting for its argument."""
        self.flush(kind)
        frame = Frame(kind, self.command_place(), name or self.command)
        frame.last = flags
        if flags is not None:
            frame.size = 1
        self.stack.append(frame)
        return frame

    def open(self, kind: Kind, name: str = "") -> Frame:
        r"""Something opens: a brace, \left, \begin."""
        return self.wait(kind, None, name)

    def flush(self, coming: Kind | None) -> None:
        """Completes what waits and cannot hold what is coming (``None``: something that leaves no trace)."""
        while True:
            top = self.stack[-1]
            kind = top.kind
            if kind <= LAST_HOLDER or kind in (Kind.POSITION, Kind.BRAKET_ONE):
                return
            if kind == Kind.FUNCTION:
                if top.last is None or coming in OPEN:
                    return
            elif kind in (Kind.SCRIPT, Kind.NOT, Kind.DOTS) and coming in _OPENERS:
                return
            elif kind == Kind.SCRIPT:
                raise self._script_refusal(top)
            self.stack.pop()
            if kind != Kind.NONSCRIPT:
                self.atom(top.last or PLAIN)

    def _script_refusal(self, top: Frame) -> RefusalError:
        which = "superscript" if top.name == "^" else "subscript"
        return RefusalError(
            "script-brace", self.command_place(), which, self.command, related=top.place, name=self.command
        )

    # Closers

    def close(self, closer: str, name: str) -> None:
        r"""A closing thing comes: ``}``, ``\right``, ``&``, the end; ``name`` is shown, by \end compared."""
        while True:
            top = self.stack[-1]
            action = CLOSING[top.kind][closer]
            if action == "flush":
                self.stack.pop()
                self.atom(whole(top) & (self.session.core | ~OPERATOR if top.kind == Kind.STYLE else -1))
            elif action == "drop":
                self.stack.pop()
            elif action == "table":
                if self._close_table(top, closer):
                    return
            elif action == "equat":
                self.stack.pop()
                set_tag(self)
                self.session.end_tags()
                self.atom(PLAIN)
            else:
                self._act(action, top, closer, name)
                return

    def _act(self, action: str, top: Frame, closer: str, name: str) -> None:
        if action == "done":
            if closer == "stop":
                if self.session.display and not self.session.depth:
                    set_tag(self, final=True)
                return
            self.stack.pop()
            self.atom(whole(top) & self.session.core if closer == "}" else PLAIN)
        elif action == "hold":
            top.last, top.size = None, 0
            self.stack.append(Frame(Kind.OVER, self.command_place(), name))
        elif action == "entry":
            self._end_entry(top)
        elif action == "row":
            self._end_entry(top)
            self.end_row(top)
        elif action == "bar":
            top.last, top.size = None, 0
            top.bars -= 1
        elif action == "middle":
            top.last = PLAIN
            top.size += 1
        elif action == "end":
            if top.name != name:
                raise RefusalError("end-mismatch", self.here(), top.name, name, related=top.place, name=name)
            self.stack.pop()
            self.atom(whole(top) & self.session.core)
        elif action != "skip":
            raise self._closing_refusal(action, top, name)

    def _closing_refusal(self, action: str, top: Frame, name: str) -> RefusalError:
        place = (
            self.here() if self.pos < self.end or self.start < self.end else self.place(self.end, self.end)
        )
        related = top.place if top.kind != Kind.FORMULA else None
        if action == "script-brace":
            return self._script_refusal(top)
        if top.kind == Kind.SCRIPT:
            return RefusalError("missing-script", top.place, top.name, name=top.name)
        if action.startswith("missing"):
            return RefusalError(action, place, top.name, related=related, name=top.name)
        opener = {Kind.GROUP: "the {", Kind.LEFT: "\\left"}.get(top.kind)
        if opener and action.startswith("extra"):
            shown = f"\\end{{{name}}}" if action == "extra-end" else name
            return RefusalError("unclosed", place, shown, opener, related=related, name=top.name)
        return RefusalError(action, place, name, related=related, name=name)

    def _close_table(self, top: Frame, closer: str) -> bool:
        """Ends a table; true if the closer is used up by it."""
        if top.size or top.row:
            self._end_entry(top)
            self.end_row(top)
        self._end_table(top)
        self.stack.pop()
        self.atom(PLAIN)
        if not top.needs_brace:
            return False
        if closer == "}":
            return True
        raise RefusalError("missing-close", self.here(), related=top.place, name=top.name)

    def _end_entry(self, top: Frame) -> None:
        top.last, top.size = None, 0
        top.row += 1
        if top.columns and top.row > top.columns:
            raise self.refuse("columns", f"\\begin{{{top.name}}}")

    def end_row(self, top: Frame) -> None:
        """A row of a table ends."""
        if top.single_column and top.row != 1:
            raise self.refuse("multiline", top.name)
        if top.table == "equations":
            set_tag(self)
            if self.session.version != 2 or self.session.tag.taggable:
                self.session.tag.clear()
        top.row = 0
        top.rows += 1

    def _end_table(self, top: Frame) -> None:
        if top.table == "multline":
            set_tag(self)
            self.session.tag.clear()
        if top.table:
            self.session.end_tags()

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

    def count_macro(self, site: tuple[int, int]) -> None:
        """Refuses to expand for ever."""
        self.macros_used += 1
        if self.macros_used > self.session.most_macros:
            raise RefusalError("loop", site, self.command)

    def opaque(self) -> None:
        """Something nobody knows what it takes and makes; what follows is judged by its braces only."""
        self.session.opaque = True
        self.atom(PLAIN)


def whole(frame: Frame) -> int:
    """The flags of a frame's contents as one thing."""
    return frame.last if frame.size == 1 and frame.last is not None else PLAIN


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
