"""What is open while a text is read: things come, wait for others, and are closed."""

from __future__ import annotations

from typing import Final

from sitecheck.math.mathjax.arguments import Origin, Piece, Reader
from sitecheck.math.mathjax.frames import CLOSING, LAST_HOLDER, OPEN, Frame, Kind
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.registry import READ_TAG, handler
from sitecheck.math.mathjax.session import Session
from sitecheck.math.mathjax.tables import MOVES, OPERATOR, PLAIN

_OPENERS: Final = (Kind.GROUP, Kind.LEFT)


class Stack(Reader):
    """A reader with the stack of frames that are open."""

    __slots__ = ("macros_used", "stack")

    def __init__(self, session: Session, text: str, piece: Piece, origin: Origin) -> None:
        super().__init__(session, text, piece, origin)
        self.stack = [Frame(Kind.FORMULA, (0, 0))]
        self.macros_used = 0

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
                # Measured: MathJax 4 refuses \limits after what \not struck out.
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
            # MathJax: braces and \left may follow a script sign, what has no braces may not.
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
                # From MathJax 3 on \limits sees the operator at the core of a style, too.
                self.atom(whole(top) & (self.session.core | ~OPERATOR if top.kind == Kind.STYLE else -1))
            elif action == "drop":
                self.stack.pop()
            elif action == "table":
                if self._close_table(top, closer):
                    return
            elif action == "equat":
                self.stack.pop()
                self.set_tag()
                self.session.end_tags()
                self.atom(PLAIN)
            else:
                self._act(action, top, closer, name)
                return

    def _act(self, action: str, top: Frame, closer: str, name: str) -> None:
        if action == "done":
            if closer == "stop":
                if self.session.display and not self.session.depth:
                    self.set_tag(final=True)
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
        # The old \matrix{…} is closed by the brace that opened it, not by an \end.
        if not top.needs_brace:
            return False
        if closer == "}":
            return True
        raise RefusalError("missing-close", self.here(), related=top.place, name=top.name)

    def _end_entry(self, top: Frame) -> None:
        top.last, top.size = None, 0
        top.row += 1
        # amsmath's xalignat states its columns; MathJax counts cells against them.
        if top.columns and top.row > top.columns:
            raise self.refuse("columns", f"\\begin{{{top.name}}}")

    def end_row(self, top: Frame) -> None:
        """A row of a table ends."""
        if top.single_column and top.row != 1:
            raise self.refuse("multiline", top.name)
        if top.table == "equations":
            self.set_tag()
            # MathJax 2 keeps the tag for the formula when the environment has none of its own.
            if self.session.version != 2 or self.session.tag.taggable:
                self.session.tag.clear(waits=self.session.labels_wait)
        top.row = 0
        top.rows += 1

    def _end_table(self, top: Frame) -> None:
        if top.table == "multline":
            self.set_tag()
            self.session.tag.clear(waits=self.session.labels_wait)
        if top.table:
            self.session.end_tags()

    def leave_no_trace(self) -> None:
        """MathJax 4 lets a definition and its like complete what waits before it."""
        if self.session.version == 4:
            self.flush(None)

    # Tags, macros, the unknown

    def set_tag(self, final: bool = False) -> None:
        """Sets the tag of a line (``final``: of the formula), if it has one, as text; MathJax 2 does not."""
        tag = self.session.tag
        if self.session.version == 2:
            return
        if final:
            wanted = not tag.environment and tag.tag is not None
        else:
            wanted = tag.taggable and not tag.suppressed and bool(tag.tag)
        if wanted:
            handler(READ_TAG)(self)
            if self.session.labels_wait:
                tag.label = ""

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
