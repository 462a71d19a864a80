r"""\begin and \end of MathJax, the environments, and the old commands that make tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitecheck.math.mathjax.arguments import DIMENSION
from sitecheck.math.mathjax.columns import check_columns
from sitecheck.math.mathjax.frames import Frame, Kind
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.registry import handler, method
from sitecheck.math.mathjax.user_environments import begin_user, end_user

if TYPE_CHECKING:
    from sitecheck.math.mathjax.parser import Parser


@method("base.BeginEnd")
def _begin_end(parser: Parser, command: str) -> None:
    name = parser.argument_text()
    # MathJax refuses commands in the name, and takes anything else.
    if "\\" in name:
        raise RefusalError("bad-environment-name", parser.here(), name=parser.command)
    session = parser.session
    user = session.environment.environments.get(name)
    if user is not None:
        parser.count_macro(parser.here())
        if command == "\\end":
            end_user(parser, user)
        else:
            begin_user(parser, user)
        return
    entry = session.dialect.environments.get(name)
    if entry is None and session.autoload("environments", name):
        entry = session.dialect.environments.get(name)
    if entry is None:
        raise RefusalError("unknown-environment", parser.here(), name)
    if command == "\\end":
        parser.close("end", name)
        return
    # MathJax counts environments and macros together, against loops.
    parser.count_macro(parser.here())
    place = parser.here()
    begin = Frame(Kind.BEGIN, place, name)
    parser.command = f"\\begin{{{name}}}"
    handler(entry[0])(parser, begin, *entry[2:])


def push_table(parser: Parser, begin: Frame, treats: str = "") -> Frame:
    """Opens an environment that is a table."""
    parser.flush(Kind.BEGIN)
    parser.stack.append(begin)
    table = Frame(Kind.TABLE, begin.place, begin.name)
    table.table = treats
    parser.stack.append(table)
    return table


def check_equation(parser: Parser, begin: Frame, nests: bool = True) -> None:
    """Refuses an equation in an equation; MathJax 4 also one after something else, but not in a gather."""
    top = parser.stack[-1]
    if parser.session.version == 4:
        refused = top.last is not None or (top.kind != Kind.FORMULA and not (top.nestable and nests))
    else:
        refused = parser.equation_open
    if refused:
        raise RefusalError("equation-nested", begin.place, begin.name, name=begin.name)
    parser.equation_open = True


@method("base.Array")
def array(parser: Parser, begin: Frame, *fixed: Any) -> None:
    """A table; its columns are an argument unless they are fixed."""
    columns = fixed[2] if len(fixed) > 2 else None
    fills_cells = False
    if not columns:
        columns = parser.argument_text()
        fills_cells = parser.session.version == 4 and check_columns(parser, columns)
    push_table(parser, begin).fills_cells = fills_cells


@method("mathtools.MtMatrix", "mathtools.MtSmallMatrix")
def _matrix_with_columns(parser: Parser, begin: Frame, *fixed: Any) -> None:
    if len(fixed) < 3 or not fixed[2]:
        parser.bracket()
    push_table(parser, begin)


@method("base.AlignedArray")
def _aligned_array(parser: Parser, begin: Frame, *_fixed: Any) -> None:
    parser.bracket()
    array(parser, begin)


@method("base.Equation")
def _equation(parser: Parser, begin: Frame, *_fixed: Any) -> None:
    check_equation(parser, begin)
    parser.flush(Kind.BEGIN)
    parser.stack.append(begin)
    parser.stack.append(Frame(Kind.EQUATION, begin.place, begin.name))
    parser.session.begin_tags("equation", taggable=True)


def equation_array(parser: Parser, begin: Frame, _numbered: Any, taggable: Any, *_fixed: Any) -> Frame:
    """Aligned equations, each with a tag of its own if ``taggable``."""
    gathers = begin.name in ("gather", "gather*")
    if taggable:
        check_equation(parser, begin, not gathers)
    table = push_table(parser, begin, "equations")
    table.nestable = gathers
    parser.session.begin_tags(begin.name, bool(taggable))
    return table


method("base.EqnArray")(equation_array)


@method("ams.AmsEqnArray")
def _inner_equations(parser: Parser, begin: Frame, *fixed: Any) -> None:
    start = parser.pos
    align = parser.bracket_text()
    # MathJax 4 puts back what is no position; 2 and 3 lose it.
    if parser.session.version == 4 and align not in (None, "t", "b", "c"):
        parser.pos = start
    equation_array(parser, begin, fixed[0], fixed[1])


def _count(parser: Parser) -> int:
    text = parser.argument_text()
    if any(character not in "0123456789" for character in text):
        raise parser.refuse("bad-count")
    return int(text[:6] or 0)


@method("ams.AlignAt")
def _align_at(parser: Parser, begin: Frame, numbered: Any, taggable: Any) -> None:
    if not taggable:
        parser.bracket()
    _count(parser)
    equation_array(parser, begin, numbered, taggable)


@method("ams.Multline")
def _multline(parser: Parser, begin: Frame, _numbered: Any) -> None:
    check_equation(parser, begin)
    table = push_table(parser, begin, "multline")
    table.single_column = True
    tag = parser.session.tag
    # MathJax 2: a multline goes on with the tag of what it stands in.
    if parser.session.version == 2:
        parser.session.begin_tags(tag.environment, tag.taggable or not tag.environment)
    else:
        parser.session.begin_tags("multline", taggable=True)


@method("ams.FlalignArray")
def _flalign(parser: Parser, begin: Frame, numbered: Any, *_fixed: Any) -> None:
    _full_width(parser, begin, numbered)


@method("ams.XalignAt")
def _xalign_at(parser: Parser, begin: Frame, numbered: Any, *_fixed: Any) -> None:
    count = _count(parser)
    _full_width(parser, begin, numbered).columns = 2 * count


def _full_width(parser: Parser, begin: Frame, numbered: Any) -> Frame:
    check_equation(parser, begin)
    table = push_table(parser, begin, "equations")
    parser.session.begin_tags(begin.name, bool(numbered))
    return table


@method("amscd.CD")
def _diagram(parser: Parser, begin: Frame, *_fixed: Any) -> None:
    push_table(parser, begin)


@method("base.IndentAlign")
def _indent(parser: Parser, begin: Frame, *_fixed: Any) -> None:
    for _ in range(3):
        given = parser.bracket_text()
        if given and not DIMENSION.fullmatch(given):
            raise parser.refuse("bad-bracket-dimension")
    columns = parser.argument_text()
    if len(columns) > 3 or any(column not in "lcr" for column in columns):
        raise parser.refuse("bad-column", f"\\begin{{{begin.name}}}", columns)
    parser.flush(Kind.BEGIN)
    parser.stack.append(begin)


@method("base.Matrix")
def _matrix(parser: Parser, name: str, *_fixed: Any) -> None:
    character = parser.next_character()
    if not character:
        raise parser.refuse("missing-argument")
    if character == "{":
        parser.pos += 1
    else:
        parser.pos += 1
        # MathJax: \matrix a is read as \matrix{a}, the brace put in.
        parser.replace(character + "}", parser.here(), bounded=False)
        parser.count_macro(parser.here())
    table = parser.open(Kind.TABLE, name)
    table.needs_brace = True


@method("base.NewColumnType")
def _new_column_type(parser: Parser, _name: str) -> None:
    letter = parser.argument_text()
    count = parser.bracket_text()
    body = parser.argument_text()
    if len(letter) != 1:
        raise parser.refuse("bad-column", parser.command, letter)
    if count is not None and not count.isdecimal():
        raise parser.refuse("bad-count")
    parser.session.column_types[letter] = (int(count or 0), body)
    parser.leave_no_trace()
