"""Commands that MathJax 2 has otherwise than MathJax 3 and 4."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sitecheck.math.mathjax.environments import check_equation
from sitecheck.math.mathjax.frames import Frame, Kind
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.registry import method
from sitecheck.math.mathjax.tables import PLAIN, known_package

if TYPE_CHECKING:
    from sitecheck.math.mathjax.parser import Parser


@method("old.Color")
def _color(parser: Parser, _name: str) -> None:
    parser.argument()
    parser.atom(parser.math_argument() & parser.session.core)


@method("old.Middle")
def _middle(parser: Parser, name: str) -> None:
    parser.delimiter()
    # MathJax 2 completes what waits before it looks for the \left.
    parser.atom(PLAIN)
    if parser.stack[-1].kind != Kind.LEFT:
        raise RefusalError("extra-middle", parser.here(), name)
    parser.atom(PLAIN)


@method("old.SkipLimits")
def _skip_limits(parser: Parser, _name: str) -> None:
    if parser.next_character() == "\\":
        start = parser.pos
        parser.pos += 1
        if parser.command_name() != "limits":
            parser.pos = start


@method("old.EquationBegin", "old.null")
def _equation(parser: Parser, begin: Frame, *fixed: Any) -> None:
    # MathJax 2's null environment has no arguments, and may stand anywhere.
    if fixed:
        check_equation(parser, begin)
    parser.flush(Kind.BEGIN)
    parser.stack.append(begin)


@method("old.Require")
def _require(parser: Parser, _name: str) -> None:
    name = re.sub(r"[^A-Za-z0-9_.-]", "", parser.argument_text().rpartition("/")[2]).removesuffix(".js")
    # These extensions of MathJax 2 change no formula.
    if name not in ("noErrors", "noUndefined", "autobold", "autoload-all"):
        if not known_package(2, name):
            raise parser.refuse("bad-package", parser.command, name)
        parser.session.load(name)
