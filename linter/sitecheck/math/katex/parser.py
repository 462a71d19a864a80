"""The parser shaped like KaTeX's: lists of atoms, groups, scripts, arguments, functions."""

# ruff: noqa: S105 - the tokens here are TeX's

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final

from sitecheck.math.katex.expander import TAG, Expander, Frozen
from sitecheck.math.katex.font_faces import NORMAL_FACE
from sitecheck.math.katex.nodes import NOTHING, SCRIPTED, SIZE_CHANGE, Node
from sitecheck.math.katex.refusal import Refusal, shown, unknown
from sitecheck.math.katex.tables import (
    ATOM,
    END,
    FUNCTION,
    LIMITS,
    LOWERED,
    MACRO,
    OPEN,
    PLAIN_MACRO,
    PRIME,
    RAISED,
    SPACE,
    STOP,
    SUBSCRIPT,
)
from sitecheck.math.katex.tokens import BAD, is_comment, is_verbatim

if TYPE_CHECKING:
    from sitecheck.math.katex.expander import Definition
    from sitecheck.math.katex.nodes import Piece

MAX_DEPTH: Final = 90
"""Ours: deeper than any formula written by people, and well inside Python's recursion limit."""

_HAS_SUPERSCRIPT: Final = 1
_HAS_SUBSCRIPT: Final = 2


def _put_scripts(body: list[Piece], base: Piece | None) -> None:
    """Note in a list that its last atom, the last symbol of a run, has scripts."""
    if base is not None:
        last = body.pop()
        if isinstance(last, str) and last[0] != "\\" and len(last.rstrip()) > 1:
            body.append(last.rstrip()[:-1])
    body.append(SCRIPTED)


class Parser(Expander, ABC):
    """Reads lists of atoms; :class:`~sitecheck.math.katex.formula.FormulaParser` knows what functions do."""

    def __init__(
        self, tokens: list[str], defined: dict[str, Definition], *, display: bool, in_place: bool
    ) -> None:
        super().__init__(tokens, defined, in_place=in_place)
        self.display = display
        self.depth = 0
        self.fences = 0
        self.face = NORMAL_FACE
        self.spoilt: Refusal | None = None
        """What KaTeX accepts when it reads, and cannot draw: refused if nothing else is."""

    def parse(self) -> None:
        """Read the whole formula."""
        if not self.global_group:
            self.open_scope()
        self.atoms()
        self.expect(END)
        if not self.global_group:
            self.close_scope()
        # KaTeX keeps the tag in a macro and sets it when the formula is done.
        if TAG in self.defined:
            if not self.display:
                raise Refusal("misplaced", r"\tag works in displayed formulas only", END, name="\\tag")
            self.read_tag()
        if self.spoilt is not None:
            raise self.spoilt

    def read_tag(self) -> None:
        r"""Read the text of a pending ``\tag``."""
        self.push((END, TAG))
        self.atoms()
        self.expect(END)
        self.pop()
        self.define(TAG, None, everywhere=True)

    def spoil(self, refusal: Refusal) -> None:
        """Keep the first thing that cannot be drawn."""
        if self.spoilt is None:
            self.spoilt = refusal

    # Lists

    def atoms(self, stop: str = "") -> list[Piece]:
        """Read atoms up to what cannot be one, or to ``stop``."""
        stack, kinds, defined = self.stack, self.kinds, self.defined
        body: list[Piece] = []
        base: Piece | None = None
        scripts = 0
        infixes: list[str] = []
        while True:
            token = stack[-1]
            kind = MACRO if token in defined and token.__class__ is not Frozen else kinds.get(token)
            if kind is None:
                kind = self._unlisted(token, bool(base or scripts))
                token = stack[-1]
            if kind == ATOM:
                base = stack.pop()
                scripts = 0
                body.append(base)
            elif kind == SPACE:
                stack.pop()
            elif kind == OPEN:
                base = self.group()
                scripts = 0
                body.append(base)
            elif kind == STOP:
                break
            elif kind == PLAIN_MACRO:
                base = self._plain_macro(token)
                scripts = 0
                body.append(stack.pop())
            elif kind == MACRO:
                self.expand()
            # KaTeX reads scripts and \limits after white space, too, and gives them to the atom before.
            elif kind < MACRO:
                scripts = self._attach(kind, base, scripts)
                if kind != LIMITS:
                    _put_scripts(body, base)
            elif token == stop:
                break
            else:
                base = self._function_atom(token, stop, body, infixes)
                scripts = 0
        # KaTeX makes one fraction of a whole list in which an infix such as \over stands.
        if infixes:
            self._infix(infixes)
            return [Node("genfrac")]
        return body

    def _plain_macro(self, token: str) -> str | None:
        self.count(self.tables.plain_macros[token])
        return None if token in self.tables.detached_macros else token

    def _unlisted(self, token: str, has_base: bool) -> int:
        """What a token does that is in no table: a run of symbols, a character beyond ASCII, a comment."""
        first = token[0]
        if first == "\\":
            return self._unlisted_command(token)
        if len(token) > 1 and is_comment(token):
            self.future()
            return SPACE if self.stack[-1] == " " else self._part(self.stack[-1], has_base)
        if first == BAD:
            self.pop()
        if first >= "\x80":
            return self._character(token, has_base)
        if len(token) == 1:
            return STOP
        if token.__class__ is str:
            return SPACE if token.isspace() else ATOM
        return self._character(token, has_base)

    def _part(self, token: str, has_base: bool) -> int:
        if token in self.defined and token.__class__ is not Frozen:
            return MACRO
        kind = self.kinds.get(token)
        return self._unlisted(token, has_base) if kind is None else kind

    def _unlisted_command(self, token: str) -> int:
        # KaTeX defines \cr within tables only.
        if token == "\\cr" and self.arrays:
            return MACRO
        if is_verbatim(token):
            return ATOM
        raise self.undefined(token)

    def undefined(self, token: str) -> Refusal:
        """The refusal of a command that is not known, or not in this mode."""
        if self.kinds is self.tables.text and token in self.tables.math:
            return Refusal("misplaced", f"{token} works in math only, not in text", token, name=token)
        if self.kinds is self.tables.math and token in self.tables.text:
            return Refusal("misplaced", f"{token} works in text only, not in math", token, name=token)
        if token == "\\cr":
            return Refusal("misplaced", "\\cr works in tables only", token, name=token)
        return unknown(token)

    def _character(self, token: str, has_base: bool) -> int:
        # KaTeX refuses an accent that no character comes before.
        if "\u0300" <= token[0] <= "\u036f":
            return STOP
        # KaTeX reads ² and ₂ as scripts, in mathematics only.
        if has_base and len(token) == 1 and self.kinds is self.tables.math and token in self.tables.scripts:
            return self.tables.scripts[token]
        for mark in token[1:]:
            if mark not in self.tables.accents:
                message = f"KaTeX cannot put the accent U+{ord(mark):04X} on {token[0]}"
                raise Refusal("syntax", message, token, name=mark)
        # With an accent no sign does what it does alone: there is no symbol `^`, `&` or `{`.
        return ATOM if token[0] >= "\x80" or self.kinds.get(token[0]) == ATOM else STOP

    def _function_atom(self, token: str, stop: str, body: list[Piece], infixes: list[str]) -> Piece | None:
        node = self.function(token, "", stop)
        if node is NOTHING:
            return None
        body.append(node)
        if node.type == "infix":
            infixes.append(node.token)
        elif node.type == "change":
            # KaTeX reads what follows a size as a list of its own: infixes before it are done with.
            if node is SIZE_CHANGE and infixes:
                self._infix(infixes)
                infixes.clear()
            return None
        return node

    def _infix(self, infixes: list[str]) -> None:
        if len(infixes) > 1:
            message = f"only one command like {infixes[0]} can stand in a group; set braces around one part"
            raise Refusal("syntax", message, infixes[1], name=infixes[1], partner=infixes[0])

    # Scripts

    def _attach(self, kind: int, base: Piece | None, scripts: int) -> int:
        token = self.stack.pop()
        if kind == LIMITS:
            if not isinstance(base, Node) or base.type not in ("op", "operatorname"):
                message = f"{token} has to follow an operator such as \\sum or \\lim"
                raise Refusal("misplaced", message, token, name=token)
            return scripts
        if isinstance(base, Node) and base.type == "infix":
            self.spoil(Refusal("syntax", f"{base.token} cannot have a script", base.token, name=base.token))
        # KaTeX takes a run of raised characters for one superscript, and one after ^ is no second one.
        if kind in (RAISED, LOWERED):
            while self.tables.scripts.get(self.peek()) == kind:
                self.stack.pop()
            return scripts | (_HAS_SUPERSCRIPT if kind == RAISED else _HAS_SUBSCRIPT)
        if kind == SUBSCRIPT:
            if scripts & _HAS_SUBSCRIPT:
                raise Refusal(
                    "double-script", "a second subscript: set braces around the first part", token, name="_"
                )
            self._script(token, "a subscript")
            return scripts | _HAS_SUBSCRIPT
        if scripts & _HAS_SUPERSCRIPT:
            what = "a prime after a superscript" if kind == PRIME else "a second superscript"
            raise Refusal("double-script", f"{what}: set braces around the first part", token, name=token)
        if kind == PRIME:
            self._primes()
        else:
            self._script(token, "a superscript")
        return scripts | _HAS_SUPERSCRIPT

    def _primes(self) -> None:
        while self.peek() == "'":
            self.stack.pop()
        # KaTeX joins primes and a superscript after them, in this order only.
        if self.stack[-1] == "^":
            self._script(self.stack.pop(), "a superscript")

    def _script(self, sign: str, role: str) -> None:
        if self.stack[-1] == "{":
            self.group()
            return
        self.skip_spaces()
        while True:
            node = self.piece(role)
            if node is None:
                raise Refusal(
                    "missing-argument", f"{sign} has nothing to raise or lower after it", sign, name=sign
                )
            # KaTeX passes over what leaves no trace, such as \relax, on its way to the script.
            if node is not NOTHING:
                return
            if self.in_place:
                self.skip_spaces()

    # Groups and arguments

    def piece(self, role: str) -> Piece | None:
        """One group, function or symbol, as a script or an argument that is not read from braces first."""
        token = self.peek()
        kind = self._part(token, False)
        if kind == ATOM or (kind == SPACE and self.kinds is self.tables.text):
            return self.stack.pop()
        if kind == PRIME:
            return None
        if kind == OPEN:
            return self.group()
        # KaTeX has \right and \end as functions, which refuse by themselves.
        if kind >= FUNCTION or (kind == STOP and token in ("\\right", "\\end")):
            return self.function(token, role, "")
        return None

    def group(self) -> Node:
        """A group in braces, the opening one being next."""
        opener = self.stack.pop()
        self.undo.append(None)
        self.enter()
        body = self.atoms()
        closer = "}" if opener == "{" else "\\endgroup"
        if self.stack[-1] != closer:
            raise self.unclosed(opener, closer)
        self.stack.pop()
        self.depth -= 1
        self.close_scope()
        return Node("ordgroup", body, opener)

    def enter(self) -> None:
        """Go one level deeper."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Refusal("limit", f"nested more than {MAX_DEPTH} levels deep: not checked", self.stack[-1])

    def unclosed(self, opener: str, closer: str) -> Refusal:
        """The refusal where ``opener`` has not been closed."""
        found = self.stack[-1]
        message = f"{shown(found)} comes before the {closer} that closes {opener}"
        if found == END:
            message = f"{opener} is not closed by a {closer}"
        return Refusal("unbalanced", message, found, name=opener, partner=opener)

    def expect(self, wanted: str) -> None:
        """Refuse what comes next unless it is ``wanted``, an end."""
        found = self.peek()
        if found != wanted:
            raise self.unexpected(found)

    def unexpected(self, found: str) -> Refusal:
        """The refusal of a token that can stand nowhere here."""
        if found == "}":
            return Refusal("unbalanced", "this } closes nothing", found, name=found)
        if found == "&":
            return Refusal(
                "misplaced", "& stands outside a table: write \\& for the character", found, name=found
            )
        if found in ("\\right", "\\end", "\\endgroup"):
            opener = {"\\right": "\\left", "\\end": "\\begin"}.get(found, "\\begingroup")
            return Refusal("unbalanced", f"{found} without {opener} before it", found, name=found)
        if found == END:
            return Refusal("missing-argument", "an argument ends too early", found)
        if found == "#":
            message = "# names an argument in definitions only: write \\# for the character"
            return Refusal("misplaced", message, found, name=found)
        if found in ("^", "_", "\\limits", "\\nolimits"):
            return Refusal("misplaced", f"{found} works in math only, not in text", found, name=found)
        return Refusal("misplaced", f"{shown(found)} cannot stand here", found, name=found)

    @abstractmethod
    def function(self, name: str, role: str, stop: str) -> Node:
        """The function ``name``, which is next, with its arguments; ``role``: what it is an argument as."""
