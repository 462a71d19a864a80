"""How KaTeX reads arguments: in braces or one token, as math or text, or as a size, a colour, raw text."""

# ruff: noqa: S105 - the tokens here are TeX's

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.katex.nodes import NOTHING, Node
from sitecheck.math.katex.refusal import Refusal, missing
from sitecheck.math.katex.tables import ATOM, END
from sitecheck.math.katex.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitecheck.math.katex.nodes import Piece
    from sitecheck.math.katex.parser import Parser
    from sitecheck.math.katex.tables import Signature

_COLOR: Final = lazy_pattern(r"#[a-f0-9]{3,4}|#[a-f0-9]{6}|#[a-f0-9]{8}|[a-f0-9]{6}|[a-z]+", re.I | re.A)
_BARE_SIZE: Final = lazy_pattern(r"[-+]? *(?:(?:[0-9]+\.?[0-9]*|\.[0-9]*) *[a-z]{0,2} *)?")
_SIZE: Final = lazy_pattern(r"[-+]? *(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+) *([a-z]{2})")
_LONGEST_SIZE: Final = 200
"""Ours: of a longer text it is not said that it is no length."""
UNITS: Final = frozenset(
    ["pt", "mm", "cm", "in", "bp", "pc", "dd", "cc", "nd", "nc", "sp", "px", "ex", "em", "mu"]
)
"""The units of the documentation, "Units"."""


def arguments(p: Parser, signature: Signature, name: str) -> tuple[list[Piece], list[Piece | None]]:
    """The arguments of a function or environment: the required ones, and the optional ones."""
    required: list[Piece] = []
    optional: list[Piece | None] = []
    try:
        for index, kind in enumerate(signature.kinds):
            if index < signature.optional:
                optional.append(_optional(p, kind))
            # KaTeX reads a primitive's argument, and \sqrt's without an index, as one piece, macros replaced.
            elif kind == "primitive" or (signature.type == "sqrt" and optional == [None]):
                required.append(_primitive(p, name, is_first=not required))
            else:
                required.append(_READERS[kind](p))
    except Refusal as refusal:
        if refusal.kind == "missing-argument" and not refusal.name:
            refusal.message = missing(name, len(required), signature.required)
            refusal.name = name
        raise
    if p.held:
        _release(p)
    return required, optional


def read_argument(p: Parser, kinds: dict[str, int] | None = None) -> Piece:
    """One argument, a list of atoms in the given mode or the present one."""
    if p.in_place and not p.held:
        stack = p.stack
        token = stack[-1]
        if token != "{":
            p.skip_spaces()
            token = stack[-1]
        if token == "{":
            if kinds is None or kinds is p.kinds:
                return p.group()
            outer, p.kinds = p.kinds, kinds
            group = p.group()
            p.kinds = outer
            return group
        if kinds is None and p.kinds.get(token) == ATOM and token not in p.defined:
            return stack.pop()
    return _read_tokens(p, p.take_argument(), kinds)


def _read_tokens(p: Parser, tokens: list[str], kinds: dict[str, int] | None) -> Node:
    start = p.first_taken
    _push_closed(p, tokens)
    outer, p.kinds = p.kinds, kinds or p.kinds
    p.open_scope()
    p.enter()
    body = p.atoms()
    p.expect(END)
    p.pop()
    p.depth -= 1
    p.close_scope()
    p.kinds = outer
    return Node("ordgroup", body, start)


def _push_closed(p: Parser, tokens: list[str]) -> None:
    """Put an argument's tokens in front, with an end behind them at the place of its last token."""
    if p.held:
        tokens, p.held = [p.held, *tokens], ""
    last = p.last_taken
    end = Token.at(END, last.start, last.end) if isinstance(last, Token) else END
    p.push((end, *reversed(tokens)))


def _optional(p: Parser, kind: str | None) -> Piece | None:
    p.skip_spaces()
    if p.future() != "[":
        return None
    p.pop()
    if kind == "raw":
        return _with_percents(p, lambda: p.take_argument("]"))
    tokens = p.take_argument("]")
    if kind == "size":
        size = joined(p, tokens)
        return check_size(size, size)
    if kind == "color":
        return joined(p, tokens)
    return _read_tokens(p, tokens, None)


def joined(p: Parser, tokens: list[str]) -> str:
    """The text of an argument, macros replaced, at the place of its tokens."""
    _push_closed(p, tokens)
    place: str = tokens[0] if tokens else p.last_taken
    text = ""
    while (token := p.peek()) != END:
        text += token
        p.stack.pop()
    p.pop()
    if not isinstance(place, Token):
        return text
    last = tokens[-1] if tokens else ""
    return Token.at(text, place.start, last.end if isinstance(last, Token) else place.start)


def _raw(p: Parser) -> str:
    p.skip_spaces()  # before the argument a % is a comment still, other than before an address
    return _with_percents(p, p.take_argument)


def _address(p: Parser) -> str:
    return _with_percents(p, p.take_argument)


def _with_percents(p: Parser, take: Callable[[], list[str]]) -> str:
    """An argument in which KaTeX takes % for a character, and for no comment."""
    p.percent_is_text = True
    tokens = take()
    p.percent_is_text = False
    return joined(p, tokens)


def _color(p: Parser) -> str:
    color = joined(p, p.take_argument())
    if not _COLOR.fullmatch(color):
        raise Refusal("bad-argument", f"{color!r} is no colour: a name, or # and 3 or 6 digits", color)
    return color


def size(p: Parser) -> str:
    """A length such as ``2em``, in braces or bare."""
    p.skip_spaces()
    if p.future() == "{":
        text = joined(p, p.take_argument())
        return text if not text else check_size(text, text)
    if p.held:
        _release(p)
    text = _bare_size(p)
    check_size(text, text)
    # KaTeX's reader of bare lengths takes one token too many and gives it to the next argument.
    if p.peek() != END:
        p.held = p.pop()
    return text


def _release(p: Parser) -> None:
    p.stack.append(p.held)
    p.held = ""


def optional_size(p: Parser) -> None:
    """A length in brackets, if there is one."""
    _optional(p, "size")


def _bare_size(p: Parser) -> str:
    first = p.peek()
    text = ""
    while (token := p.peek()) != END and len(text) < _LONGEST_SIZE and _BARE_SIZE.fullmatch(text + token):
        text += token
        p.stack.pop()
    if not text:
        kind, what = ("missing-argument", "a length is missing") if first == END else ("bad-argument", "")
        if kind == "missing-argument":
            raise Refusal("missing-argument", what, first)
        raise Refusal("bad-argument", f"{first!r} is no length: a number and a unit such as 2em", first)
    return Token.at(text, first.start, first.start + len(text)) if isinstance(first, Token) else text


def check_size(text: str, place: str) -> str:
    """Refuse a text that holds no length in a known unit."""
    if len(text) >= _LONGEST_SIZE:
        return text
    # KaTeX searches the text for a length; what stands around one is not looked at.
    match = _SIZE.search(text)
    if match is None:
        raise Refusal("bad-argument", f"{text!r} is no length: a number and a unit such as 2em", place)
    if match[1] not in UNITS:
        raise Refusal("bad-argument", f"KaTeX does not know the unit {match[1]!r}", place)
    return text


def _primitive(p: Parser, name: str, *, is_first: bool) -> Piece:
    # KaTeX's lexer takes white space with a command of letters.
    if p.in_place and is_first and name[-1].isalpha():
        p.skip_spaces()
    piece = p.piece(f"the argument of {name}")
    if piece is None:
        raise Refusal("missing-argument", "", p.peek())
    # KaTeX's builder fails on it; \mathchoice builds one of its arguments only.
    if piece is NOTHING and name != "\\mathchoice":
        p.spoil(Refusal("bad-argument", f"{name} has an argument that draws nothing", name, name=name))
    return piece


_READERS: Final[dict[str | None, Callable[[Parser], Piece]]] = {
    None: read_argument,
    "original": read_argument,
    "math": lambda p: read_argument(p, p.tables.math),
    "text": lambda p: read_argument(p, p.tables.text),
    "hbox": lambda p: read_argument(p, p.tables.text),
    "size": size,
    "color": _color,
    "url": _address,
    "raw": _raw,
}
