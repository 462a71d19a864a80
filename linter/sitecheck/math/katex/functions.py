"""KaTeX's functions that do more than read their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.katex.arguments import arguments, check_size, optional_size
from sitecheck.math.katex.code_macros import LAST_CHARACTER
from sitecheck.math.katex.definitions import define_function
from sitecheck.math.katex.environments import begin, end
from sitecheck.math.katex.font_faces import NORMAL_FACE, describe, face_after, has_characters, is_available
from sitecheck.math.katex.nodes import CHANGE, SIZE_CHANGE, Node, Piece, pieces
from sitecheck.math.katex.refusal import Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitecheck.math.katex.parser import Parser
    from sitecheck.math.katex.tables import Signature

_NUMBER: Final = lazy_pattern(r"[-+]? *(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_SPACES: Final = frozenset((" ", "\\ ", "\\space", "\\nobreakspace"))
_OPERATOR: Final = Node("op")


def _delimiter(p: Parser, signature: Signature, name: str) -> str:
    """The delimiter after ``name``."""
    (piece,), _ = arguments(p, signature, name)
    # KaTeX takes \big{(} but not \left{(}.
    symbol = _symbol(piece, in_braces=signature.type == "delimsizing")
    if symbol is None or symbol not in p.tables.delimiters:
        what = shown(symbol) if symbol is not None else "a group"
        message = f"{name} needs a delimiter such as ( or \\lbrace after it, and {what} is none"
        raise Refusal("bad-argument", message, _place(piece), name=name)
    return symbol


def _symbol(piece: Piece, *, in_braces: bool) -> str | None:
    """The one symbol that a piece is, or has in its braces."""
    if isinstance(piece, str):
        return piece
    if in_braces and piece.type == "ordgroup":
        body = list(pieces(piece.body))
        if len(body) == 1 and isinstance(body[0], str):
            return body[0]
    return None


def _place(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece.token


def _sized(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    _delimiter(p, signature, name)
    return Node(signature.type)


def _left(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    opener = name
    _delimiter(p, signature, name)
    p.fences += 1
    p.enter()
    p.atoms()
    p.depth -= 1
    p.fences -= 1
    found = p.peek()
    if found != "\\right":
        message = f"\\left has no \\right: {shown(found)} comes first"
        raise Refusal("unbalanced", message, found, name="\\left", partner=opener)
    p.stack.pop()
    _delimiter(p, p.tables.functions["\\right"], found)
    return Node("leftright")


def _middle(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    _delimiter(p, signature, name)
    if not p.fences:
        raise Refusal("misplaced", "\\middle works between \\left and \\right only", name, name=name)
    return Node("middle")


def _change(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    arguments(p, signature, name)
    return CHANGE


def _size_change(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    return SIZE_CHANGE


def _color(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    if name == "\\color":
        return _change(p, signature, name, stop)
    arguments(p, signature, name)
    return Node("color")


def _font(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    if not signature.required:
        return _change(p, signature, name, stop)
    arguments(p, signature, name)
    return Node("font")


def _styling(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    if name not in ("$", "\\("):
        return _change(p, signature, name, stop)
    closer = "$" if name == "$" else "\\)"
    outer, p.kinds = p.kinds, p.tables.math
    face, p.face = p.face, NORMAL_FACE
    p.enter()
    p.atoms(stop=closer)
    p.depth -= 1
    found = p.peek()
    if found != closer:
        message = f"math in text is opened by {name} and not closed by {closer}"
        raise Refusal("unbalanced", message, found, name=name, partner=name)
    p.stack.pop()
    p.kinds, p.face = outer, face
    return Node("styling")


def _text(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    if name in ("\\hline", "\\hdashline"):
        message = f"{name} works at the start of a row of a table only"
        raise Refusal("misplaced", message, name, name=name)
    if name in ("\\)", "\\]"):
        raise Refusal("unbalanced", f"{name} closes nothing here", name, name=name)
    outer, p.face = p.face, face_after(p.face, name)
    (body,), _ = arguments(p, signature, name)
    if not is_available(p.face) and has_characters(body):
        message = f"KaTeX has no {describe(p.face)} letters, which {name} asks for here"
        p.spoil(Refusal("misplaced", message, name, name=name))
    p.face = outer
    return Node("text")


def _new_line(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    if p.future() == "[":
        optional_size(p)
    return Node("cr")


def _infix(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    arguments(p, signature, name)
    return Node("infix", token=name)


def _operator(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    if signature.required:
        arguments(p, signature, name)
    return _OPERATOR


def _fraction(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    required, _ = arguments(p, signature, name)
    if name == "\\genfrac":
        style = required[3]
        first = next(iter(pieces(style.body)), None) if isinstance(style, Node) else style
        # KaTeX's builder needs a character there; it does not look at which.
        if first is not None and (not isinstance(first, str) or first in _SPACES):
            message = "the fourth argument of \\genfrac is a number from 0 to 3, or nothing"
            raise Refusal("bad-argument", message, _place(style), name=name)
    return Node("genfrac")


def _smash(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    _, (side,) = arguments(p, signature, name)
    for letter in pieces(side.body) if isinstance(side, Node) else ():
        if not isinstance(letter, str):
            message = "\\smash takes [t], [b] or nothing in brackets"
            raise Refusal("bad-argument", message, letter.token or name, name=name)
        # KaTeX stops at another letter and says nothing about those after it.
        if letter not in "tb":
            break
    return Node("smash")


def _verbatim(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    message = "\\verb needs the same character at both ends of its text, on one line"
    raise Refusal("unbalanced", message, name, name=name)


def _character(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    (piece,), _ = arguments(p, signature, name)
    digits = list(pieces(piece.body)) if isinstance(piece, Node) else [piece]
    number = "".join(digit if isinstance(digit, str) else "?" for digit in digits)
    if not (number.isascii() and number.isdecimal()) or int(number[:9]) >= LAST_CHARACTER:
        message = f"{number} is the number of no character"
        raise Refusal("bad-argument", message, _place(piece), name="\\char")
    return Node("textord")


def _html(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    (text, _), _ = arguments(p, signature, name)
    if name == "\\htmlData" and isinstance(text, str):
        for part in text.replace("{,}", "").split(","):  # KaTeX 0.19 reads {,} as a comma of the value
            if "=" not in part:
                message = f"\\htmlData needs name=value, and {part!r} has no ="
                raise Refusal("bad-argument", message, text, name=name)
    return Node("html")


def _graphics(p: Parser, signature: Signature, name: str, stop: str) -> Node:
    _, (options,) = arguments(p, signature, name)
    for option in options.split(",") if isinstance(options, str) else ():
        key, *values = (part.strip() for part in option.split("="))
        if len(values) != 1 or key == "alt":
            continue
        if key not in ("width", "height", "totalheight"):
            message = f"\\includegraphics has no option {key!r}: there are width, height, totalheight and alt"
            raise Refusal("bad-argument", message, name, name=name)
        if not _NUMBER.fullmatch(values[0]):
            check_size(values[0], name)
    return Node("includegraphics")


HANDLERS: Final[dict[str, Callable[[Parser, Signature, str, str], Node]]] = {
    "delimsizing": _sized,
    "leftright": _left,
    "leftright-right": _sized,
    "middle": _middle,
    "sizing": _size_change,
    "styling": _styling,
    "color": _color,
    "font": _font,
    "text": _text,
    "cr": _new_line,
    "infix": _infix,
    "op": _operator,
    "genfrac": _fraction,
    "smash": _smash,
    "includegraphics": _graphics,
    "verb": _verbatim,
    "textord": _character,
    "html": _html,
    "internal": define_function,
    "environment": lambda p, signature, name, stop: begin(p, name) if name == "\\begin" else end(p, name),
}
