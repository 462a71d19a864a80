r"""Definitions of MathJax: \newcommand, \def, \let, \newenvironment, \DeclareMathOperator and their kin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.macros import EnvironmentDef, MacroDef
from sitecheck.math.mathjax.arguments import trimmed
from sitecheck.math.mathjax.extensions import check_color
from sitecheck.math.mathjax.registry import method
from sitecheck.math.mathjax.tables import autoloads

if TYPE_CHECKING:
    from sitecheck.math.mathjax.parser import Parser
    from sitecheck.math.mathjax.session import Session

_NAME: Final = lazy_pattern(r"[A-Za-z]+|.")


def _define(parser: Parser, macro: MacroDef) -> None:
    parser.session.definitions().macros[macro.name] = macro
    parser.leave_no_trace()


def _count(parser: Parser) -> int:
    text = parser.bracket_text()
    if not text:
        return 0
    text = trimmed(text)
    if not re.fullmatch(r"[0-9]+", text):
        raise parser.refuse("bad-parameter-count")
    return int(text[:6])


@method("newcommand.NewCommand")
def _new_command(parser: Parser, _name: str) -> None:
    name = trimmed(parser.argument_text())
    # MathJax takes a name without its backslash, too.
    name = name[1:] if name[:1] == "\\" else name
    if not _NAME.fullmatch(name):
        raise parser.refuse("bad-command-name", parser.command, name)
    count = _count(parser)
    default = parser.bracket_text()
    body = parser.argument_text()
    _define(parser, MacroDef(name="\\" + name, body=body, arity=count, default=default))


@method("newcommand.NewEnvironment")
def _new_environment(parser: Parser, _name: str) -> None:
    name = trimmed(parser.argument_text())
    count = _count(parser)
    default = parser.bracket_text()
    begin, end = parser.argument_text(), parser.argument_text()
    parser.session.definitions().environments[name] = EnvironmentDef(
        name=name, begin=begin, end=end, arity=count, default=default
    )
    parser.leave_no_trace()


@method("ams.HandleDeclareOp")
def _declare_operator(parser: Parser, _name: str) -> None:
    star = "*" if parser.star() else ""
    name = trimmed(parser.argument_text())
    name = name[1:] if name[:1] == "\\" else name
    # MathJax 2 and 3 define whatever is written.
    if parser.session.version == 4 and not _NAME.fullmatch(name):
        raise parser.refuse("bad-command-name", parser.command, name)
    operator = parser.argument_text()
    _define(parser, MacroDef(name="\\" + name, body=f"\\operatorname{star}{{{operator}}}"))


def _defined_name(parser: Parser) -> str:
    if parser.next_character() != "\\":
        raise parser.refuse("missing-command")
    return trimmed(parser.argument_text())[1:]


@method("newcommand.MacroDef")
def _plain_definition(parser: Parser, _name: str) -> None:
    name = _defined_name(parser)
    count, between = _template(parser, name)
    body = parser.argument_text()
    if any(between):
        _define(
            parser,
            MacroDef(
                name="\\" + name,
                body=body,
                arity=count,
                default=None,
                kind="macro",
                prefix=between[0],
                parameters=tuple(between[1:]),
            ),
        )
    else:
        _define(parser, MacroDef(name="\\" + name, body=body, arity=count))


def _template(parser: Parser, name: str) -> tuple[int, list[str]]:
    r"""What stands between the name and the body of a \def: how many parameters, the texts around them."""
    parser.next_character()
    texts: list[str] = []
    start = parser.pos
    while parser.pos < parser.end:
        character = parser.next_character()
        if character == "{":
            texts.append(parser.text[start : parser.pos])
            # MathJax 4 ignores blanks before the body; in 2 and 3 they delimit the last parameter.
            if parser.session.version == 4 and not any(texts[:-1]) and not texts[-1].strip(" "):
                texts = [""] * len(texts)
            return len(texts) - 1, texts
        if character == "#":
            texts.append(parser.text[start : parser.pos])
            parser.pos += 1
            digit = parser.text[parser.pos : parser.pos + 1]
            if not "1" <= digit <= "9":
                raise parser.refuse("bad-template", "\\" + name)
            if int(digit) != len(texts):
                raise parser.refuse("bad-parameter-order", "\\" + name)
            start = parser.pos + 1
        parser.pos += 1
    raise parser.refuse("missing-replacement")


@method("newcommand.Let")
def _let(parser: Parser, _name: str) -> None:
    name = "\\" + _defined_name(parser)
    character = parser.next_character()
    if character == "=":
        parser.pos += 1
        character = parser.next_character()
    if character == "\\":
        _let_command(parser, name, _defined_name(parser))
        return
    parser.pos += 1
    if character:
        _define(parser, MacroDef(name=name, body=character, kind="character"))


def _let_command(parser: Parser, name: str, other: str) -> None:
    session = parser.session
    parser.leave_no_trace()
    # MathJax: \let\a\a changes nothing.
    if name == "\\" + other:
        return
    macro = session.macro(other)
    if macro is not None:
        _define(parser, macro._replace(name=name))
    elif other in session.dialect.commands or _comes_when_used(session, other):
        _define(parser, MacroDef(name=name, body="\\" + other, kind="alias"))
    # MathJax 4 undefines a command by \let to one that is not known; 2 and 3 do nothing.
    elif session.version == 4 and session.environment.complete:
        _define(parser, MacroDef(name=name, kind="alias"))


def _comes_when_used(session: Session, name: str) -> bool:
    # MathJax 2 copies what would load the extension, which is then loaded by the copy.
    if session.version == 2:
        return autoloads(2, "commands", name) is not None
    return session.autoload("commands", name)


@method("extpfeil.NewExtArrow")
def _new_arrow(parser: Parser, _name: str) -> None:
    name, space, character = (parser.argument_text() for _ in range(3))
    if not re.fullmatch(r"\\([A-Za-z]+|.)", name):
        raise parser.refuse("missing-command")
    if not re.fullmatch(r"\d+,\d+", space) or not re.fullmatch(r"\d+|0[xX][0-9A-Fa-f]+", character):
        raise parser.refuse("bad-character")
    _define(parser, MacroDef(name=name, body="\\xrightarrow", kind="alias"))


@method("mathtools.DeclarePairedDelimiter")
def _paired_delimiter(parser: Parser, _name: str) -> None:
    name = trimmed(parser.argument_text()).removeprefix("\\")
    if not _NAME.fullmatch(name):
        raise parser.refuse("bad-command-name", parser.command, name)
    parser.argument()
    parser.argument()
    _define(parser, MacroDef(name="\\" + name, kind="opaque"))


@method("color.DefineColor")
def _define_color(parser: Parser, _name: str) -> None:
    name, model, value = (parser.argument_text() for _ in range(3))
    check_color(parser, model, value)
    parser.session.definitions().colors.add(name)
    parser.leave_no_trace()
