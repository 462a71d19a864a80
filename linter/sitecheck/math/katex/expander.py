"""KaTeX's macro expander: the stack of tokens still to read, and what is defined."""

# ruff: noqa: S105 - the tokens here are TeX's

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final

from sitecheck.math.katex.refusal import Refusal, missing, shown, unknown
from sitecheck.math.katex.tables import END, MACRO, PLAIN_MACRO, tables
from sitecheck.math.katex.tokens import BAD, Token, exact_tokens, is_comment
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MAX_EXPANSIONS: Final = 1000
"""KaTeX's own limit (setting ``maxExpand``)."""
_RUN: Final = 32
DIGITS: Final = frozenset("0123456789")
MAX_WORK: Final = 1_000_000
"""Ours: how many tokens are taken as arguments; those of arguments in arguments count each time."""
MAX_TOKENS: Final = 500_000
"""Ours: a formula that grows to more tokens is not read on."""


TAG: Final = "\\df@tag"
r"""The macro in which KaTeX keeps the text of ``\tag`` until it is set."""


class Frozen(Token):
    r"""A token that is not expanded again: what ``\let`` to something that is no macro stands for.

    It has no place of its own: what is wrong with it is wrong where the macro is used.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Frozen:
        token = super().__new__(cls, text)
        token.start = token.end = -1
        return token


class Relaxed(Frozen):
    r"""A token after ``\noexpand``: it is kept while a definition is expanded, and does nothing otherwise."""

    __slots__ = ()


class Unjudged(Exception):  # noqa: N818 - no error, a way out
    """The formula uses a macro of which nobody knows what it does."""


class Definition(NamedTuple):
    """A macro: replacement tokens last first, and how its arguments are written."""

    tokens: tuple[str, ...]
    arity: int = 0
    delimiters: tuple[tuple[str, ...], ...] | None = None
    expandable: bool = True
    opaque: bool = False


def definition_of(body: str, arity: int | None = None) -> Definition:
    """The macro with this replacement text; its arity is how many of #1, #2 … it uses unless given."""
    tokens = tuple(str(token) for token in exact_tokens(body)[1:])
    if arity is None:
        arity = 0
        # KaTeX counts #1, #2 … up to the first that is not in the text, ## aside.
        plain = body.replace("##", "")
        while f"#{arity + 1}" in plain:
            arity += 1
    return Definition(tokens=tokens, arity=arity)


@cache
def built_in(name: str) -> Definition:
    """KaTeX's own macro ``name``, one with a replacement text."""
    return definition_of(tables().macros[name])


class Expander:
    """Hands out tokens, with macros expanded or as they are written."""

    code: ClassVar[Mapping[str, Callable[[Any], None]]] = {}
    """The macros that are no text: each takes the expander and pushes what replaces it."""

    def __init__(self, tokens: list[str], defined: dict[str, Definition], *, in_place: bool) -> None:
        self.tables = tables()
        self.stack = tokens
        self.unread = len(tokens)
        """How many tokens of the stack are of the formula and have not been taken yet."""
        self.in_place = in_place
        """Whether braces are known to balance, so that arguments may be read where they stand."""
        self.defined = defined
        self.globals: dict[str, Definition | None] = {}
        self.undo: list[dict[str, Definition | None] | None] = [None]
        self.global_group = False
        """Whether the formula is no group of its own, so that what it defines outlives it."""
        self.expansions = 0
        self.work = 0
        self.use: str = ""
        """The macro of the formula that is being replaced: where an error inside its text is reported."""
        self.kinds = self.tables.math
        self.arrays = 0
        self.percent_is_text = False
        self.keeps_relaxed = False
        self.held = ""
        """The token after a bare length: KaTeX has read it, so it comes first in the next argument."""
        self.first_taken: str = ""
        self.last_taken: str = ""
        """The tokens that began and ended the argument taken last."""
        self.last_name: str = ""
        """Where the name of the environment read last is written."""

    # Reading tokens as they are written

    def pop(self) -> str:
        """The next token, not expanded; of a run its first; at the end always the end."""
        token = self.future()
        if len(self.stack) > 1:
            self.stack.pop()
            self.unread = min(self.unread, len(self.stack))
        return token

    def future(self) -> str:
        """The token :meth:`pop` gives next."""
        stack = self.stack
        while True:
            token = stack[-1]
            if len(token) == 1 or token[0] == "\\":
                return token
            if not isinstance(token, Token):
                self._split(token)
            elif token[0] == BAD:
                raise Refusal(
                    "syntax", f"the character {token[1]!r} cannot be used here", token, name=token[1]
                )
            elif is_comment(token):
                stack.pop()
                if self.percent_is_text:
                    self.push(exact_tokens(token[1:], token.start + 1)[1:])
                    stack.append(Token.at("%", token.start, token.start + 1))
            else:
                return token

    def _split(self, run: str) -> None:
        """Take the first symbol off a run; a long run is cut into shorter ones as well."""
        self.stack.pop()
        self.stack += [part for part in (run[_RUN:], run[1:_RUN], run[0]) if part]

    def skip_spaces(self) -> None:
        """Pass over white space."""
        while self.future() == " ":
            self.pop()

    def push(self, tokens: Iterable[str]) -> None:
        """Put tokens, last first, in front of what is to be read."""
        self.stack.extend(tokens)
        if len(self.stack) > MAX_TOKENS:
            raise Refusal("limit", "the macros make more text than can be checked", self.use)

    def take_argument(self, delimiters: Sequence[str] = ()) -> list[str]:
        """One argument's tokens: those of a group without its braces, one, or all up to ``delimiters``."""
        if not delimiters:
            self.skip_spaces()
        taken: list[str] = []
        depth = matched = 0
        while True:
            token = self.pop()
            taken.append(token)
            if token == "{":
                depth += 1
            elif token == "}":
                depth -= 1
                if depth < 0:
                    raise Refusal("unbalanced", "this } closes nothing", token, name="}")
            elif token == END:
                raise self._unfinished(taken, delimiters, matched)
            # KaTeX: a delimiter counts outside of braces, or when it is the brace that opens.
            if delimiters:
                inside = depth == 0 or (depth == 1 and delimiters[matched] == "{")
                matched = matched + 1 if inside and token == delimiters[matched] else 0
                if matched == len(delimiters):
                    del taken[-matched:]
                    # KaTeX's own fault: it looks at the last token of an argument that has none.
                    if not taken and token == "{":
                        raise Refusal("syntax", "KaTeX fails on an empty argument that ends at {", token)
                    break
            elif depth == 0:
                break
        self.first_taken, self.last_taken = taken[0] if taken else token, token
        self._count_work(len(taken))
        # KaTeX strips braces that begin and end the tokens, even if they are no pair.
        if taken and taken[0] == "{" and taken[-1] == "}":
            return taken[1:-1]
        return taken

    def _count_work(self, tokens: int) -> None:
        self.work += tokens
        if self.work > MAX_WORK:
            raise Refusal("limit", "arguments in arguments are too much to check", self.use or END)

    def _unfinished(self, taken: list[str], delimiters: Sequence[str], matched: int) -> Refusal:
        end = taken[-1]
        if delimiters and delimiters[matched] != "{":
            message = f"{delimiters[matched]} is missing before the end"
            return Refusal("unbalanced", message, end, name=delimiters[matched])
        opened = next((token for token in taken if token == "{"), None)
        if opened is None:
            return Refusal("missing-argument", "an argument is missing", end)
        return Refusal("unbalanced", "{ is not closed by a }", end, name="{", partner=opened)

    # Definitions

    def open_scope(self) -> None:
        """Definitions made from here on end with :meth:`close_scope`, unless they are global."""
        self.undo.append(None)

    def close_scope(self) -> None:
        """Forget what was defined since the scope was opened."""
        saved = self.undo.pop()
        if saved:
            for name, definition in saved.items():
                self._set(name, definition)

    def define(self, name: str, definition: Definition | None, *, everywhere: bool = False) -> None:
        """Give ``name`` a meaning, in this scope or in all."""
        # KaTeX: a global definition takes what inner scopes would restore with it.
        if everywhere or len(self.undo) == 1:
            for scope in self.undo:
                if scope:
                    scope.pop(name, None)
            self.globals[name] = definition
        else:
            scope = self.undo[-1]
            if scope is None:
                scope = self.undo[-1] = {}
            scope.setdefault(name, self.defined.get(name))
        self._set(name, definition)

    def _set(self, name: str, definition: Definition | None) -> None:
        if definition is None:
            self.defined.pop(name, None)
        else:
            self.defined[name] = definition

    def macro(self, name: str) -> Definition | None:
        """The macro ``name``, by the formula, the site or KaTeX; ``None`` if it is none or is code."""
        definition = self.defined.get(name)
        if definition is None and name in self.tables.macros:
            return built_in(name)
        return definition

    def is_macro(self, name: str) -> bool:
        """Whether ``name`` is replaced by other tokens."""
        if name in self.defined:
            return True
        # KaTeX defines \cr when a table begins and forgets it when it ends.
        if name == "\\cr":
            return self.arrays > 0
        return name in self.tables.macros or name in self.tables.code_macros

    def is_defined(self, name: str) -> bool:
        r"""Whether ``\newcommand`` would refuse ``name``."""
        known = self.tables
        return (
            self.is_macro(name)
            or name in known.functions
            or name in known.symbols
            or name in ("^", "_", "\\limits", "\\nolimits")
        )

    def is_expandable(self, name: str) -> bool:
        """As KaTeX asks before it leaves a token alone."""
        if name in self.defined:
            return self.defined[name].expandable
        if self.is_macro(name):
            return True
        # KaTeX calls functions expandable unless they are primitive.
        signature = self.tables.functions.get(name)
        return signature is not None and not signature.primitive

    # Expanding

    def peek(self) -> str:
        """The next token that is no macro; it stays the next one."""
        while True:
            token = self.future()
            if not self._replaces(token):
                return token
            self.expand()

    def _replaces(self, token: str) -> bool:
        if token in self.defined:
            return not isinstance(token, Frozen)
        kind = self.kinds.get(token)
        if kind is None:
            return token == "\\cr" and self.arrays > 0
        return MACRO <= kind <= PLAIN_MACRO and not isinstance(token, Frozen)

    def expand(self) -> None:
        """Replace the macro that comes next by its text."""
        token = self.pop()
        self.count(1)
        if token.__class__ is Token:
            self.use = token
        if token not in self.defined and token in self.code:
            self._run_code(token)
        # KaTeX's \cr within a table is the macro \\\relax.
        elif token == "\\cr" and token not in self.defined:
            self.push(("\\relax", "\\\\"))
        else:
            definition = self.macro(token)
            assert definition is not None  # noqa: S101 - callers ask _replaces first
            self.push(self._replacement(definition, token))

    def _run_code(self, token: str) -> None:
        try:
            self.code[token](self)
        except Refusal as refusal:
            if refusal.kind == "missing-argument" and not refusal.name:
                refusal.message, refusal.name = f"{token} needs an argument, and one is missing", token
            raise

    def expand_once(self) -> None:
        """Replace what comes next by its text once, if it is a macro."""
        token = self.future()
        if self._replaces(token):
            self.expand()

    def count(self, expansions: int) -> None:
        """Count expansions against KaTeX's limit."""
        self.expansions += expansions
        if self.expansions > MAX_EXPANSIONS:
            message = f"more than {MAX_EXPANSIONS} macros to replace: a macro that uses itself, or too many"
            raise Refusal("limit", message, self.use)

    def _replacement(self, definition: Definition, token: str) -> Sequence[str]:
        if definition.opaque:
            raise Unjudged
        if definition.delimiters:
            self._match(definition.delimiters[0], token)
        arguments = [self._argument(definition, index, token) for index in range(definition.arity)]
        if not arguments:
            return definition.tokens
        body: list[str] = []
        tokens = iter(reversed(definition.tokens))
        for part in tokens:
            if part != "#":
                body.append(part)
                continue
            number = next(tokens, "")
            if number == "#":
                body.append(number)
            elif number in DIGITS and 0 < int(number) <= len(arguments):
                body += arguments[int(number) - 1]
            else:
                message = f"the definition of {token} uses #{number}, an argument it does not have"
                raise Refusal("definition", message, number, name=token)
        body.reverse()
        return body

    def _match(self, expected: Sequence[str], token: str) -> None:
        for text in expected:
            found = self.pop()
            if found != text:
                message = f"{token} has to be followed by {shown(text)}, as it was defined"
                raise Refusal("syntax", message, found, name=token)

    def _argument(self, definition: Definition, index: int, token: str) -> list[str]:
        try:
            return self.take_argument(definition.delimiters[index + 1] if definition.delimiters else ())
        except Refusal as refusal:
            if refusal.kind == "missing-argument":
                refusal.message = missing(token, index, definition.arity)
                refusal.name = token
            raise

    def expand_all(self, tokens: Iterable[str]) -> list[str]:
        r"""The tokens, last first, with every macro replaced, last first again: what ``\edef`` keeps.

        Arguments may be taken from what follows in the formula.
        """
        ahead = len(self.stack) - self.unread
        outer, self.keeps_relaxed = self.keeps_relaxed, True
        self.push(tokens)
        result: list[str] = []
        while len(self.stack) - self.unread > ahead:
            self._expand_into(result)
        self.count(len(result))
        self.keeps_relaxed = outer
        result.reverse()
        return result

    def _expand_into(self, result: list[str]) -> None:
        token = self.pop()
        if token.__class__ is Relaxed:
            result.append(str(token))
        elif self._replaces(token) and self.is_expandable(token):
            self.stack.append(token)
            self.expand()
        elif token[0] == "\\" and len(token) > 1 and not self.is_defined(token):
            raise unknown(token)
        else:
            result.append(token)
