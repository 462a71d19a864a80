"""Environments of the user, put in place of their use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck.math.mathjax.arguments import Origin, filled
from sitecheck.math.mathjax.frames import Kind
from sitecheck.math.mathjax.user_macros import macro_arguments

if TYPE_CHECKING:
    from sitecheck.math.macros import EnvironmentDef
    from sitecheck.math.mathjax.parser import Parser


def begin_user(parser: Parser, definition: EnvironmentDef) -> None:
    r"""\begin of an environment that the user defined."""
    place = parser.here()
    arguments = macro_arguments(parser, definition.arity, definition.default)
    longest = parser.session.longest
    body = filled(definition.begin, arguments, longest) if definition.arity else definition.begin
    if body is None or (definition.arity and filled(definition.end, [], longest) is None):
        raise parser.refuse("bad-parameter")
    parser.replace(body, place)
    frame = parser.open(Kind.USER_BEGIN, definition.name)
    frame.place = place


def end_user(parser: Parser, definition: EnvironmentDef) -> None:
    r"""\end of an environment that the user defined."""
    saved = (parser.text, parser.pos, parser.end, parser.origin, parser.start)
    place = parser.here()
    # MathJax reads the end text by itself, then closes: what it opens must be closed there.
    parser.text, parser.pos, parser.end = definition.end, 0, len(definition.end)
    parser.origin = Origin(len(definition.end) + 1, place)
    with parser.deeper():
        parser.read()
    parser.text, parser.pos, parser.end, parser.origin, parser.start = saved
    parser.close("end", definition.name)
