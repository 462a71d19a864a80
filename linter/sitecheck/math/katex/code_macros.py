"""KaTeX's macros that are no replacement text: they look at what follows, or define something."""

# ruff: noqa: S105 - the tokens here are TeX's

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.katex.expander import TAG, Definition, Relaxed
from sitecheck.math.katex.refusal import Refusal, shown, unknown
from sitecheck.math.katex.tables import END, OPERATOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitecheck.math.katex.expander import Expander

LAST_CHARACTER: Final = 0x10FFFF
_NUMBER: Final = lazy_pattern(r" *[0-9]+ *")
_LONGEST_NUMBER: Final = 9
_DIGITS: Final = {digit: value for value, digit in enumerate("0123456789abcdef")} | {
    digit: value for value, digit in enumerate("ABCDEF", 10)
}


def _noexpand(p: Expander) -> None:
    token = p.pop()
    # KaTeX's \noexpand marks a token for \edef; it is \relax when it is executed.
    if not p.is_expandable(token):
        p.stack.append(token)
    elif p.keeps_relaxed:
        p.stack.append(Relaxed(token))
    else:
        p.stack.append("\\relax")


def _expandafter(p: Expander) -> None:
    token = p.pop()
    following = p.future()
    if len(following) > 1 and following[0] == "\\" and not p.is_defined(following):
        raise unknown(following)
    if following not in p.defined or p.defined[following].expandable:
        p.expand_once()
    p.stack.append(token)


def _first_of_two(p: Expander) -> None:
    first = p.take_argument()
    p.take_argument()
    p.push(reversed(first))


def _second_of_two(p: Expander) -> None:
    p.take_argument()
    p.push(reversed(p.take_argument()))


def _if_next(p: Expander) -> None:
    wanted, then, otherwise = p.take_argument(), p.take_argument(), p.take_argument()
    p.skip_spaces()
    # KaTeX compares one token; a longer text is never next.
    p.push(reversed(then if len(wanted) == 1 and wanted[0] == p.future() else otherwise))


def _text_or_math(p: Expander) -> None:
    text, math = p.take_argument(), p.take_argument()
    p.push(reversed(text if p.kinds is p.tables.text else math))


def _char(p: Expander) -> None:
    token = p.pop()
    if token == "`":
        token = p.pop()
        if token == END:
            raise Refusal("missing-argument", "\\char` needs a character after it", token, name="\\char")
        # KaTeX takes the character after the backslash of a command.
        _push_char(p, ord(token[1:2] or token[0]))
        return
    base = {"'": 8, '"': 16}.get(token, 10)
    if base != 10:
        token = p.pop()
    number = _DIGITS.get(token, base)
    if number >= base:
        message = f"\\char needs a number of base {base}, and {shown(token)} is none"
        raise Refusal("bad-argument", message, token, name="\\char")
    while _DIGITS.get(p.future(), base) < base:
        number = min(number * base + _DIGITS[p.pop()], LAST_CHARACTER + 1)
    _push_char(p, number)


def _push_char(p: Expander, number: int) -> None:
    p.push(("}", *reversed(str(number)), "{", "\\@char"))


def _new_command(may_exist: bool, must_exist: bool) -> Callable[[Expander], None]:
    def define(p: Expander) -> None:
        by = p.use if p.use.startswith(("\\new", "\\renew", "\\provide")) else "\\newcommand"
        name = _defined_name(p, by)
        if p.is_defined(name) and not may_exist:
            message = f"{by}{{{name}}} would redefine a command that exists: use \\renewcommand"
            raise Refusal("definition", message, by, name=name)
        if must_exist and not p.is_defined(name):
            message = f"\\renewcommand{{{name}}} needs a command that exists: use \\newcommand"
            raise Refusal("definition", message, by, name=name)
        arity = 0
        body = p.take_argument()
        if body == ["["]:
            arity = _arity(p, by)
            body = p.take_argument()
        # KaTeX: \providecommand reads its arguments and leaves what there is.
        if not (may_exist and not must_exist and p.is_defined(name)):
            p.define(name, Definition(tokens=tuple(reversed(body)), arity=arity))

    return define


def _defined_name(p: Expander, by: str) -> str:
    tokens = p.take_argument()
    if len(tokens) != 1:
        place = tokens[0] if tokens else by
        raise Refusal("definition", f"{by} needs the name of one command first", place, name=by)
    return tokens[0]


def _arity(p: Expander, by: str) -> int:
    text = ""
    while True:
        token = p.peek()
        p.pop()
        if token in ("]", END):
            break
        text += token
    if not _NUMBER.fullmatch(text):
        raise Refusal("definition", f"{by}: [{text}] is no number of arguments", by, name=by)
    return int(text[:_LONGEST_NUMBER])


def _message(p: Expander) -> None:
    p.take_argument()


def _show(p: Expander) -> None:
    p.pop()


def _dots(p: Expander) -> None:
    if p.in_place:
        p.skip_spaces()
    p.expand_once()
    following = p.future()
    operator = p.tables.math.get(following) == OPERATOR or following == "\\mathop"
    if following == ",":
        p.stack.append("\\dotsc")
    elif following.startswith(("\\int", "\\iint", "\\iiint", "\\oint", "\\DOTSI", "\\idotsint")):
        p.stack.append("\\dotsi")
    elif operator or following.startswith(("\\not", "\\DOTSB")) or following in p.tables.relations:
        p.stack.append("\\dotsb")
    else:
        p.stack.append("\\dotso")


def _low_dots(p: Expander) -> None:
    p.stack.append("\\ldots")


def _middle_dots(p: Expander) -> None:
    p.stack.append("\\@cdots")


def _tag(p: Expander) -> None:
    if TAG in p.defined:
        raise Refusal("duplicate-label", "a second \\tag in the same row", p.use, name="\\tag")
    p.push(("}", "}", *reversed(p.take_argument()), "{", "\\text", "{", TAG, "\\gdef"))


def _bra_ket(once: bool) -> Callable[[Expander], None]:
    def replace(p: Expander) -> None:
        left, middle, double, right = (p.take_argument() for _ in range(4))
        content = p.take_argument()
        bars = {"|": middle, "\\|": double} if double else {"|": middle}
        tokens = _with_bars(content, bars, once)
        p.push(p.expand_all([*reversed(right), *reversed(tokens), *reversed(left)]))

    return replace


def _with_bars(content: list[str], bars: dict[str, list[str]], once: bool) -> list[str]:
    tokens: list[str] = []
    index = 0
    while index < len(content):
        token = content[index]
        if token not in bars:
            tokens.append(token)
        # KaTeX reads || as \| where the command has a double bar.
        elif token == "|" and "\\|" in bars and content[index + 1 : index + 2] == ["|"]:
            tokens += bars["\\|"]
            index += 1
        else:
            tokens += bars[token]
        if once and token in bars:
            bars = {}
        index += 1
    return tokens


CODE_MACROS: Final[dict[str, Callable[..., None]]] = {
    "\\noexpand": _noexpand,
    "\\expandafter": _expandafter,
    "\\@firstoftwo": _first_of_two,
    "\\@secondoftwo": _second_of_two,
    "\\@ifnextchar": _if_next,
    "\\TextOrMath": _text_or_math,
    "\\char": _char,
    "\\newcommand": _new_command(may_exist=False, must_exist=False),
    "\\renewcommand": _new_command(may_exist=True, must_exist=True),
    "\\providecommand": _new_command(may_exist=True, must_exist=False),
    "\\message": _message,
    "\\errmessage": _message,
    "\\show": _show,
    "\\dots": _dots,
    "\\dotso": _low_dots,
    "\\dotsc": _low_dots,
    "\\cdots": _middle_dots,
    "\\tag@literal": _tag,
    "\\bra@ket": _bra_ket(once=False),
    "\\bra@set": _bra_ket(once=True),
}
