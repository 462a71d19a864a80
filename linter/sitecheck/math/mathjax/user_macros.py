"""Macros of the user, put in place of their use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.macros import MacroDef
from sitecheck.math.mathjax.arguments import filled
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.registry import handler
from sitecheck.math.mathjax.tables import PLAIN

if TYPE_CHECKING:
    from sitecheck.math.mathjax.stack import Stack

_NAME: Final = lazy_pattern(r"[A-Za-z]+|.")
_NAME_AT_END: Final = lazy_pattern(r"\\[A-Za-z]+$")


def user_macro(parser: Stack, macro: MacroDef) -> None:
    """A command that the user defined."""
    if macro.kind == "opaque":
        parser.opaque()
    elif macro.kind == "alias":
        _alias(parser, macro.body.removeprefix("\\"))
    elif macro.prefix or macro.parameters:
        expand(parser, macro.body, _templated_arguments(parser, macro))
    elif macro.kind == "character" and macro.body in parser.session.dialect.delimiters:
        parser.atom(PLAIN)
    else:
        expand(parser, macro.body, macro_arguments(parser, macro.arity, macro.default))


def expand(parser: Stack, body: str, arguments: list[str]) -> None:
    """Goes on with the text of a macro and its arguments."""
    site = parser.here()
    text = filled(body, arguments, parser.session.longest) if arguments else body
    if text is None:
        raise parser.refuse("bad-parameter")
    # MathJax puts the text in front of the rest and reads on: braces need not balance in it.
    parser.replace(text, site)
    parser.count_macro(site)


def macro_arguments(parser: Stack, count: int, default: str | None) -> list[str]:
    """The arguments of a macro; the first is optional if it has a default."""
    arguments: list[str] = []
    if count and default is not None:
        given = parser.bracket_text()
        arguments.append(default if given is None else given)
    while len(arguments) < count:
        arguments.append(parser.argument_text())
    return arguments


def _alias(parser: Stack, name: str) -> None:
    session = parser.session
    entry = session.dialect.commands.get(name)
    if isinstance(entry, int):
        parser.atom(entry)
    elif entry is not None:
        handler(entry[0])(parser, "\\" + name, *entry[1:])
    elif session.version == 2 and session.autoload("commands", name):
        _spoil(parser, name)
    elif session.environment.complete:
        raise parser.refuse("unknown-command")
    else:
        parser.opaque()


def _spoil(parser: Stack, name: str) -> None:
    r"""MathJax 2's copy by \let of a command whose extension is not there yet loads that and does nothing.

    \let has marked what it copied as the user's, so the extension leaves the command itself as it is, too.
    """
    macros = parser.session.definitions().macros
    for spoilt in (parser.command, "\\" + name):
        macros[spoilt] = MacroDef(name=spoilt)


def _templated_arguments(parser: Stack, macro: MacroDef) -> list[str]:
    r"""The arguments of a macro that was defined by \def with text around its parameters."""
    if parser.session.version < 4 and not macro.parameters:
        return []  # MathJax 2 and 3 look at the text in front of parameters only where there are some
    parser.next_character()
    if macro.prefix and not _matches(parser, macro.prefix):
        raise parser.refuse("use-mismatch")
    return [_delimited(parser, after) for after in macro.parameters]


def _matches(parser: Stack, text: str) -> bool:
    if not parser.text.startswith(text, parser.pos, parser.end):
        return False
    after = parser.text[parser.pos + len(text) : parser.pos + len(text) + 1]
    # MathJax: \a in a template does not match the start of \ab.
    if _NAME_AT_END.search(text) and after.isascii() and after.isalpha():
        return False
    parser.pos += len(text)
    return True


def _delimited(parser: Stack, after: str) -> str:
    if not after:
        return parser.argument_text()
    start = end = parser.pos
    braced = False
    while parser.pos < parser.end:
        character = parser.text[parser.pos]
        # TeX: an argument that is one group loses its braces.
        if character == "{":
            braced = parser.pos == start
            parser.argument()
        elif _matches(parser, after):
            return parser.text[start + 1 : end - 1] if braced else parser.text[start:end]
        elif character == "\\":
            braced = False
            match = _NAME.match(parser.text, parser.pos + 1, parser.end)
            parser.pos = match.end() if match else parser.pos + 1
        else:
            braced = False
            parser.pos += 1
        end = parser.pos
    raise RefusalError("use-mismatch", parser.here(), parser.command)
