"""The parser of MathJax's TeX input: one text at a time, with a stack of frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sitecheck.math.mathjax_frames import CLOSING, LAST_HOLDER, Frame, Kind
from sitecheck.math.mathjax_reader import Origin, Piece, Reader, filled
from sitecheck.math.mathjax_refusal import Refusal
from sitecheck.math.mathjax_session import DEEPEST, Session, Tag
from sitecheck.math.mathjax_tables import (
    FIXED, FREE, HAS_SUB, HAS_SUP, MOVES, NAMED, OPERATOR, OVER, PLAIN, SCRIPTS, STACKED,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitecheck.math.macros import EnvironmentDef, MacroDef


_OPENERS: Final = (Kind.GROUP, Kind.LEFT)


class Parser(Reader):
    """Reads one text: the formula, an argument, mathematics inside text."""

    __slots__ = (
        "closing",
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
        self.closing = ""

    # Running

    def run(self) -> Frame:
        """Reads everything; the frame of the whole, with the flags of its last thing. Raises Refusal."""
        self.read()
        self.start = self.pos = self.end
        self.close("stop", "")
        return self.stack[0]

    def read(self) -> None:
        """Reads to the end of the text, leaving open what is open."""
        while self.pos < self.end:
            match = self.session.dialect.token.match(self.text, self.pos, self.end)
            if match is None:  # pragma: no cover - the pattern matches any character
                break
            self.start = self.pos
            self.pos = match.end()
            group = match.lastindex
            if group == 1:
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
        """A run of printed characters, with white space."""
        top = self.stack[-1]
        if top.kind <= LAST_HOLDER:
            top.last = PLAIN
            top.size += 1
            return
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
        _handler(entry[0])(self, character, *entry[1:])

    def control(self, name: str) -> None:
        """A command."""
        session = self.session
        macro = session.environment.macros.get("\\" + name)
        if macro is not None:
            self.command = "\\" + name
            self.user_macro(macro)
            return
        entry = session.dialect.commands.get(name)
        if isinstance(entry, int):
            self.atom(entry)
            return
        self.command = "\\" + name
        if entry is not None and not (name == "color" and session.autoload("commands", name)):
            _handler(entry[0])(self, self.command, *entry[1:])
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
                if top.last is None or _is_open(coming):
                    return
            elif kind in (Kind.SCRIPT, Kind.NOT, Kind.DOTS) and coming in _OPENERS:
                return
            elif kind == Kind.SCRIPT:
                raise self._script_refusal(top)
            self.stack.pop()
            if kind != Kind.NONSCRIPT:
                self.atom(top.last or PLAIN)

    def _script_refusal(self, top: Frame) -> Refusal:
        which = "superscript" if top.name == "^" else "subscript"
        return Refusal(
            "script-brace", self.command_place(), which, self.command, related=top.place, name=self.command
        )

    # Closers

    def close(self, closer: str, name: str) -> None:
        r"""A closing thing comes: ``}``, ``\right``, ``&``, the end … ``name`` is shown, or compared by \end."""
        while True:
            top = self.stack[-1]
            action = CLOSING[top.kind, closer]
            if action == "flush":
                self.stack.pop()
                self.atom(_whole(top) & (self.session.core | ~OPERATOR if top.kind == Kind.STYLE else -1))
            elif action == "drop":
                self.stack.pop()
            elif action == "table":
                if self._close_table(top, closer):
                    return
            elif action == "equation":
                self.stack.pop()
                self.make_tag()
                self.session.end_tags()
                self.atom(PLAIN)
            else:
                self._act(action, top, closer, name)
                return

    def _act(self, action: str, top: Frame, closer: str, name: str) -> None:
        if action == "finish":
            if closer == "stop":
                if self.session.display and not self.session.depth:
                    self.make_tag(final=True)
                return
            self.stack.pop()
            self.atom(_whole(top) & self.session.core if closer == "}" else PLAIN)
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
                raise Refusal("end-mismatch", self.here(), top.name, name, related=top.place, name=name)
            self.stack.pop()
            self.atom(_whole(top) & self.session.core)
        elif action != "ignore":
            raise self._closing_refusal(action, top, name)

    def _closing_refusal(self, action: str, top: Frame, name: str) -> Refusal:
        place = (
            self.here() if self.pos < self.end or self.start < self.end else self.place(self.end, self.end)
        )
        related = top.place if top.kind != Kind.FORMULA else None
        if action == "missing-end":
            return Refusal(action, place, top.name, related=related, name=top.name)
        if action == "missing-script":
            return Refusal(action, top.place, top.name, name=top.name)
        if action == "script-brace":
            return self._script_refusal(top)
        if action == "missing-box":
            return Refusal(action, place, top.name, related=related, name=top.name)
        return Refusal(action, place, name, related=related, name=name)

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
        raise Refusal("missing-close", self.here(), related=top.place, name=top.name)

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
            self.make_tag()
            if self.session.version != 2 or self.session.tag.taggable:
                self.session.tag.clear()
        top.row = 0
        top.rows += 1

    def _end_table(self, top: Frame) -> None:
        if top.table == "multline":
            self.make_tag()
            self.session.tag.clear()
        if top.table:
            self.session.end_tags()

    def make_tag(self, final: bool = False, now: bool = False) -> None:
        """The tag of a line, if it has one, is set as text; MathJax 2 does it where the tag is given."""
        tag: Tag = self.session.tag
        if now:
            pass
        elif self.session.version == 2:
            return
        elif final:
            if tag.environment or tag.tag is None:
                return
        elif not tag.taggable or tag.suppressed or not tag.tag:
            return
        from sitecheck.math.mathjax_text import text_argument

        text = tag.tag or "" if self.session.dialect.in_text else f"({tag.tag})"
        text_argument(self.child(text, Piece(0, len(text)), Origin(len(text), self.here(), 0)), "\\tag")

    # Scripts

    def _simple_script(self, start: int, sign: str) -> None:
        """A script on one letter, digit or plain group."""
        top = self.stack[-1]
        if top.kind > LAST_HOLDER or (self.several_letters and self.text[self.pos - 1].isalpha()):
            self.pos = start + 1
            self.command = sign
            self.script(sign)
            return
        flags = top.last
        if flags is None or flags == PLAIN:
            top.last = SCRIPTS | (HAS_SUP if sign == "^" else HAS_SUB)
            if flags is None:
                top.size += 1
            return
        self.command = sign
        top.last = self._scripted(flags, sign)

    def script(self, sign: str) -> None:
        """A superscript or subscript whose argument comes next."""
        top = self.stack[-1]
        primes = False
        if top.kind == Kind.PRIME:
            self.stack.pop()
            flags, primes = top.row, True
        else:
            flags = self._take_last(top)
        flags = self._scripted(flags, sign)
        if primes:
            flags |= HAS_SUP
        self.wait(Kind.SCRIPT, flags, sign)

    def _take_last(self, top: Frame) -> int:
        """Takes the last thing out of a frame to make it a base; nothing there makes an empty base."""
        flags = top.last
        if flags is None:
            return PLAIN
        top.last = None
        top.size -= 1
        return flags

    def _scripted(self, flags: int, sign: str) -> int:
        """The flags of a base after it got a script."""
        mine = HAS_SUP if sign == "^" else HAS_SUB
        if flags & SCRIPTS:
            if flags & mine:
                raise self.refuse("double-sup" if sign == "^" else "double-sub", sign)
            return flags | mine
        if flags & STACKED and flags & mine and not flags & (FREE | OVER):
            raise self.refuse("double-sup" if sign == "^" else "double-sub", sign)
        kept = flags & (MOVES | FIXED | OPERATOR | NAMED)
        if not flags & MOVES:
            return SCRIPTS | mine | kept
        if not flags & STACKED or flags & OVER or flags & mine:
            return STACKED | mine | kept
        return flags | mine

    def limits(self, stacked: bool) -> None:
        r"""\limits or \nolimits."""
        top = self.stack[-1]
        flags = top.last
        if flags is None or top.kind == Kind.PRIME or not flags & (OPERATOR | NAMED | MOVES | FIXED):
            raise self.refuse("limits")
        if stacked and flags & SCRIPTS:
            flags = flags & ~SCRIPTS | STACKED
        elif not stacked and flags & STACKED:
            flags = flags & ~(STACKED | OVER | FREE) | SCRIPTS
        top.last = (flags | MOVES if stacked else flags & ~MOVES) | FIXED

    def prime(self) -> None:
        """A prime, and those that follow it."""
        flags = self._take_last(self.stack[-1])
        blocked = flags & SCRIPTS and flags & HAS_SUP
        if self.session.version == 4:
            blocked = blocked or (flags & STACKED and flags & HAS_SUP and not flags & (FREE | OVER))
        if blocked:
            raise self.refuse("double-prime")
        while self.next_character() in ("'", "’"):
            self.pos += 1
        after = flags | HAS_SUP if flags & SCRIPTS else PLAIN | flags & OPERATOR
        self.wait(Kind.PRIME, after).row = flags

    # Arguments and texts of their own

    def child(self, text: str, piece: Piece, origin: Origin) -> Parser:
        """A parser for a text that stands inside this one."""
        return Parser(self.session, text, piece, origin)

    def parse(self, piece: Piece, in_root: bool = False, several_letters: bool | None = None) -> Frame | None:
        """Reads a piece of the text by itself; ``None`` if it is too simple to be worth it."""
        session = self.session
        if session.depth >= DEEPEST:
            raise self.refuse("too-deep")
        child = Parser(session, self.text, piece, self.origin)
        child.in_root = in_root or self.in_root
        child.several_letters = self.several_letters if several_letters is None else several_letters
        child.command = self.command
        child.stack[0].place = self.place(*piece)
        session.depth += 1
        own_tags = session.version == 2
        outer_tag = session.tag
        if own_tags:
            session.tag = Tag("", taggable=True)
        frame = child.run()
        session.tag = outer_tag
        session.depth -= 1
        self.moved_root += child.moved_root if in_root else ()
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
        if self.session.depth >= DEEPEST:
            raise self.refuse("too-deep")
        self.session.depth += 1
        child.run()
        self.session.depth -= 1

    def math_argument(self) -> int:
        """Takes an argument and reads it; the flags of what it is."""
        match = self.session.dialect.simple.match(self.text, self.pos, self.end)
        if match:
            self.pos = match.end()
            return PLAIN
        return self.flags_of(self.argument())

    def flags_of(self, piece: Piece, several_letters: bool | None = None) -> int:
        """Reads a piece; the flags of what it is."""
        frame = self.parse(piece, several_letters=several_letters)
        return PLAIN if frame is None else _whole(frame)

    # Macros

    def expand(self, body: str, site: tuple[int, int]) -> None:
        """Goes on with the text of a macro."""
        self.replace(body, site)
        self.count_macro(site)

    def count_macro(self, site: tuple[int, int]) -> None:
        """Refuses to expand for ever."""
        self.macros_used += 1
        if self.macros_used > self.session.most_macros:
            raise Refusal("loop", site, self.command)

    def user_macro(self, macro: MacroDef) -> None:
        """A command that the user defined."""
        if macro.kind == "opaque":
            self.opaque()
        elif macro.kind == "alias":
            self._alias(macro.body[1:] if macro.body[:1] == "\\" else macro.body)
        elif macro.prefix or macro.parameters:
            from sitecheck.math.mathjax_define import templated_arguments

            self.macro(macro.body, templated_arguments(self, macro))
        elif macro.kind == "character" and macro.body in self.session.dialect.delimiters:
            self.atom(PLAIN)
        else:
            self.macro(macro.body, self.macro_arguments(macro.arity, macro.default))

    def macro(self, body: str, arguments: list[str]) -> None:
        """Expands a macro with its arguments."""
        site = self.here()
        text = filled(body, arguments) if arguments else body
        if text is None:
            raise self.refuse("bad-parameter")
        self.expand(text, site)

    def macro_arguments(self, count: int, default: str | None) -> list[str]:
        """The arguments of a macro; the first is optional if it has a default."""
        arguments: list[str] = []
        if count and default is not None:
            given = self.bracket_text()
            arguments.append(default if given is None else given)
        while len(arguments) < count:
            arguments.append(self.argument_text())
        return arguments

    def _alias(self, name: str) -> None:
        entry = self.session.dialect.commands.get(name)
        if entry is None:
            raise self.refuse("unknown-command")
        if isinstance(entry, int):
            self.atom(entry)
        else:
            _handler(entry[0])(self, "\\" + name, *entry[1:])

    def opaque(self) -> None:
        """Something nobody knows what it takes and makes; what follows is judged by its braces only."""
        self.session.opaque = True
        self.atom(PLAIN)

    def begin_user(self, definition: EnvironmentDef) -> None:
        r"""\begin of an environment that the user defined."""
        frame_place = self.here()
        arguments = self.macro_arguments(definition.arity, definition.default)
        body = filled(definition.begin, arguments) if definition.arity else definition.begin
        if body is None or (definition.arity and filled(definition.end, []) is None):
            raise self.refuse("bad-parameter")
        self.replace(body, frame_place)
        frame = self.open(Kind.USER_BEGIN, definition.name)
        frame.place = frame_place

    def end_user(self, definition: EnvironmentDef) -> None:
        r"""\end of an environment that the user defined."""
        saved = (self.text, self.pos, self.end, self.origin, self.start)
        place = self.here()
        self.text, self.pos, self.end = definition.end, 0, len(definition.end)
        self.origin = Origin(len(definition.end) + 1, place, 0)
        self.read()
        self.text, self.pos, self.end, self.origin, self.start = saved
        self.close("end", definition.name)


def _is_open(kind: Kind | None) -> bool:
    return kind in (
        Kind.GROUP, Kind.LEFT, Kind.BEGIN, Kind.USER_BEGIN, Kind.TABLE, Kind.EQUATION, Kind.BRAKET, Kind.BRAKET_ONE
    )  # fmt: skip


def _whole(frame: Frame) -> int:
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


def _handler(method: str) -> Callable[..., object]:
    from sitecheck.math.mathjax_methods import handler

    return handler(method)
