r"""KaTeX's ``\def``, ``\let`` and their relatives, and ``\relax``."""

# ruff: noqa: S105 - the tokens here are TeX's

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sitecheck.math.katex.expander import Definition, Frozen
from sitecheck.math.katex.nodes import NOTHING, Node
from sitecheck.math.katex.refusal import Refusal, shown
from sitecheck.math.katex.tables import END
from sitecheck.math.katex.tokens import Token

if TYPE_CHECKING:
    from sitecheck.math.katex.parser import Parser
    from sitecheck.math.katex.tables import Signature

_GLOBAL: Final = {
    "\\global": "\\global",
    "\\long": "\\\\globallong",
    "\\\\globallong": "\\\\globallong",
    "\\def": "\\gdef",
    "\\gdef": "\\gdef",
    "\\edef": "\\xdef",
    "\\xdef": "\\xdef",
    "\\let": "\\\\globallet",
    "\\futurelet": "\\\\globalfuture",
}
_NOT_DEFINABLE: Final = frozenset(("\\", "{", "}", "$", "&", "#", "^", "_", END))


def define_function(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    r"""A definition, a prefix of one, or ``\relax``."""
    if name == "\\relax":
        return NOTHING
    if name in ("\\global", "\\long", "\\\\globallong"):
        _prefix(p, name)
    elif name in ("\\def", "\\gdef", "\\edef", "\\xdef"):
        _def(p, name)
    elif name in ("\\let", "\\\\globallet"):
        _let(p, name)
    else:
        _future_let(p, name)
    return NOTHING


def _prefix(p: Parser, name: str) -> None:
    while p.peek() == " ":
        p.pop()
    token = p.peek()
    if token not in _GLOBAL:
        message = f"{name} has to be followed by a definition, such as \\def"
        raise Refusal("definition", message, token, name=name)
    # KaTeX puts the global twin of a definition in place of it.
    target = token if name == "\\long" else _GLOBAL[token]
    p.stack[-1] = Token.at(target, token.start, token.end) if isinstance(token, Token) else target
    p.function(p.stack[-1], "", "")


def _def(p: Parser, name: str) -> None:
    target = p.pop()
    if target in _NOT_DEFINABLE:
        raise Refusal("definition", f"{name} needs the name of a command first", target, name=name)
    arity, delimiters, insert = _parameters(p, name)
    body = p.take_argument() + insert
    body.reverse()
    if name in ("\\edef", "\\xdef"):
        body = p.expand_all(body)
    definition = Definition(tokens=tuple(body), arity=arity, delimiters=tuple(map(tuple, delimiters)))
    p.define(target, definition, everywhere=name in ("\\gdef", "\\xdef"))


def _parameters(p: Parser, name: str) -> tuple[int, list[list[str]], list[str]]:
    """The parameter text of a definition: their number, the text before, between and after them."""
    arity = 0
    delimiters: list[list[str]] = [[]]
    while p.future() != "{":
        token = p.pop()
        if token == END:
            raise Refusal("definition", f"{name} has no replacement text in braces", token, name=name)
        if token != "#":
            delimiters[arity].append(token)
            continue
        # TeX's #{: the brace delimits the last argument and stays in the text.
        if p.future() == "{":
            delimiters[arity].append("{")
            return arity, delimiters, ["{"]
        number = p.pop()
        if number != str(arity + 1) or arity == 9:
            message = f"the parameters of {name} are #1, #2 … in order; #{shown(number)} is not next"
            raise Refusal("definition", message, number, name=name)
        arity += 1
        delimiters.append([])
    return arity, delimiters, []


def _let(p: Parser, name: str) -> None:
    target = _command(p, name)
    p.skip_spaces()
    token = p.pop()
    # KaTeX, as TeX, drops one space after the = of \let.
    if token == "=":
        token = p.pop()
        if token == " ":
            token = p.pop()
    _assign(p, target, token, everywhere=name != "\\let")


def _future_let(p: Parser, name: str) -> None:
    target = _command(p, name)
    middle, token = p.pop(), p.pop()
    meaning = _assign(p, target, token, everywhere=name != "\\futurelet")
    p.push((meaning, middle))


def _command(p: Parser, name: str) -> str:
    target = p.pop()
    if target in _NOT_DEFINABLE:
        raise Refusal("definition", f"{name} needs the name of a command first", target, name=name)
    return target


def _assign(p: Parser, target: str, token: str, *, everywhere: bool) -> str:
    """Let ``target`` mean what ``token`` means; the token, not expanded any more if it is no macro."""
    definition = p.macro(token)
    if definition is None and token in p.code:
        definition = Definition(tokens=(str(token),))
    if definition is None:
        token = Frozen(token)
        definition = Definition(tokens=(token,), expandable=p.is_expandable(token))
    p.define(target, definition, everywhere=everywhere)
    return token
