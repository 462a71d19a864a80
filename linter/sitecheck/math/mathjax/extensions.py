"""Commands of MathJax extensions that need more than taking their arguments."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.mathjax.arguments import trimmed
from sitecheck.math.mathjax.frames import Kind
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.registry import handler, method
from sitecheck.math.mathjax.tables import OPERATOR, PLAIN, big_operators, token_attributes
from sitecheck.math.mathjax.text import text_piece

if TYPE_CHECKING:
    from sitecheck.math.mathjax.parser import Parser
    from sitecheck.math.mathjax.tables import Version

_PASSED_ON: Final = ("unknown-command", "extra-right", "extra-end", "missing-end", "unclosed")
_CHEMISTRY: Final = ("\\bond", "\\ca")
r"""Commands that only mhchem knows, inside \ce."""
_ANY_NUMBER: Final = sys.maxsize
_LAST_CHARACTER: Final = 0x10FFFF
_NUMBERED: Final = lazy_pattern(
    r"'([0-7]{1,7}) ?|\"([0-9A-F]{1,6}) ?|([0-9]{1,7}) ?|`(\\[^A-Za-z\s]|\\[A-Za-z](?![A-Za-z]) ?|[^\\\n])"
)
_DECIMAL: Final = lazy_pattern(r"\d+(\.\d*)?|\.\d+", re.ASCII)
_PADDING: Final = lazy_pattern(r"(\.\d+|\d+(\.\d*)?)(pt|em|ex|mu|px|in|cm|mm)", re.ASCII)
_HEIGHT_AND_DEPTH: Final = lazy_pattern(r"(\d+(\.\d*)?|\.\d+),(\d+(\.\d*)?|\.\d+)", re.ASCII)
_ATTRIBUTE: Final = lazy_pattern(r"([A-Za-z]+)\s*=\s*('[^']*'|\"[^\"]*\"|[^ ,]*)\s*,?\s*")
_ATTRIBUTES_ALLOWED: Final = frozenset(
    (
        "fontfamily",
        "fontsize",
        "fontweight",
        "fontstyle",
        "color",
        "background",
        "id",
        "class",
        "href",
        "style",
    )
)
_UNICODE: Final = lazy_pattern(r"\\U(?:[0-9A-Fa-f]{4}|\{\s*[0-9A-Fa-f]{1,6}\s*\})|\\\\")
"""What may follow a backslash in a MathML token of MathJax 4."""
_BACKGROUND: Final = lazy_pattern(r"[a-z0-9]+|#[0-9a-f]{6}|#[0-9a-f]{3}", re.IGNORECASE)


@method("action.Toggle")
def _toggle(parser: Parser, _name: str) -> None:
    while True:
        piece = parser.argument()
        if parser.text[piece.start : piece.end] == "\\endtoggle":
            break
        parser.parse(piece)
    parser.atom(PLAIN)


@method("amscd.arrow", "old.CD_arrow")
def _diagram_arrow(parser: Parser, name: str) -> None:
    character = parser.text[parser.pos : parser.pos + 1] if parser.pos < parser.end else ""
    if character not in tuple("><VA.|="):
        parser.atom(PLAIN)
        return
    parser.pos += 1
    parser.command = name + character
    top = parser.stack[-1]
    if top.kind != Kind.TABLE or top.size:
        _diagram_cell(parser)
        top = parser.stack[-1]
    # amscd: objects and arrows take turns; MathJax puts in the cell that is missing.
    if (top.row + (0 if top.rows % 2 else 1)) % 2:
        _diagram_cell(parser)
    if character not in ".|=":
        labels = (parser.up_to(character), parser.up_to(character))
        for label in labels:
            parser.parse(label)
    if character != ".":
        parser.atom(PLAIN)
    _diagram_cell(parser)


def _diagram_cell(parser: Parser) -> None:
    top = parser.stack[-1]
    if top.kind != Kind.TABLE or not (top.rows % 2 or top.row):
        parser.atom(PLAIN)
    parser.close("&", parser.command)


@method("bbox.BBox")
def _box(parser: Parser, _name: str) -> None:
    given = parser.bracket_text() or ""
    flags = parser.math_argument()
    seen: set[str] = set()
    for part in (part.strip() for part in given.split(",")):
        if _PADDING.fullmatch(part):
            kind = "padding"
        elif _BACKGROUND.fullmatch(part):
            kind = "background"
        elif re.match(r"[-a-z]+:", part, re.IGNORECASE):
            kind = "style"
        elif part:
            raise parser.refuse("bad-bbox", parser.command, part)
        else:
            continue
        if kind in seen:
            raise parser.refuse("bad-bbox", parser.command, part)
        seen.add(kind)
    parser.atom(flags & parser.session.core if seen else flags)


@method("braket.Braket")
def _braket(
    parser: Parser, _name: str, _open: str, _close: str, stretchy: bool, bars: int | None, *_: Any
) -> None:
    start = parser.pos
    # MathJax 4 asks for the argument before it reads it piece by piece, for the bars.
    if parser.session.version == 4:
        parser.argument()
        parser.pos = start
    character = parser.next_character()
    if not character:
        raise parser.refuse("missing-argument")
    if character == "{":
        parser.pos += 1
    frame = parser.open(Kind.BRAKET if character == "{" else Kind.BRAKET_ONE, parser.command)
    frame.bars = (_ANY_NUMBER if bars is None else bars) if stretchy and parser.session.version == 4 else 0


@method("braket.Bar")
def _bar(parser: Parser, _name: str) -> None:
    for frame in reversed(parser.stack):
        if frame.kind in (Kind.BRAKET, Kind.BRAKET_ONE) and frame.bars > 0:
            if parser.next_character() == "|" and parser.command == "|":
                parser.pos += 1
            parser.close("bar", parser.command)
            return
        if frame.kind in (Kind.BRAKET, Kind.BRAKET_ONE, Kind.TABLE):
            break
    # MathJax 4 leaves it to the next package that reads bars.
    if parser.session.version == 4 and parser.session.dialect.has("physics"):
        handler("physics.AutoClose")(parser, parser.command)
    else:
        parser.atom(PLAIN)


@method("color.Color")
def _color(parser: Parser, _name: str) -> None:
    model = parser.bracket_text()
    check_color(parser, model, parser.argument_text())
    parser.wait(Kind.STYLE)


@method("color.TextColor")
def _text_color(parser: Parser, _name: str) -> None:
    model = parser.bracket_text()
    check_color(parser, model, parser.argument_text())
    parser.atom(parser.math_argument() & parser.session.core)


@method("color.ColorBox", "color.FColorBox")
def _color_box(parser: Parser, name: str) -> None:
    count = 2 if name == "\\fcolorbox" else 1
    models: list[str | None] = [None, None]
    if parser.session.version == 4:
        models = [parser.bracket_text() for _ in range(count)]
        models.append(models[0])
    values = [parser.argument_text() for _ in range(count)]
    text_piece(parser, parser.argument())
    for model, value in zip(models, values, strict=False):
        check_color(parser, model, value)
    parser.atom(PLAIN)


def check_color(parser: Parser, model: str | None, value: str) -> None:
    """Refuses a colour that its model cannot read; names are not checked."""
    # MathJax 4 refuses what could add to a style attribute.
    if not model or model == "named":
        if parser.session.version == 4 and ";" in value and value not in parser.session.environment.colors:
            raise parser.refuse("bad-color", parser.command, value)
        return
    if model == "gray":
        good = _DECIMAL.fullmatch(value.strip()) is not None and float(value) <= 1
    elif model in ("rgb", "RGB"):
        parts = [part.strip() for part in value.split(",")]
        good = len(parts) == 3 and all(_good_part(model, part) for part in parts)
    else:
        raise parser.refuse("bad-color-model", parser.command, model)
    if not good:
        raise parser.refuse("bad-color", parser.command, value)


def _good_part(model: str, part: str) -> bool:
    if model == "rgb":
        return _DECIMAL.fullmatch(part) is not None and float(part) <= 1
    return re.fullmatch(r"\d+", part, re.ASCII) is not None and float(part) <= 255


@method("setoptions.SetOptions")
def _set_options(parser: Parser, _name: str) -> None:
    """What an option changes is not known, but a % in its value is no comment."""
    parser.bracket()
    parser.argument()
    parser.opaque()


@method("mhchem.Machine")
def _chemistry(parser: Parser, _name: str, *_fixed: Any) -> None:
    r"""The body is mhchem's own language; only what it passes on as it is, commands, is judged."""
    piece = parser.argument()
    session = parser.session
    tag, tags = session.tag, list(session.tags)
    try:
        parser.parse(piece)
    except RefusalError as refusal:
        if refusal.key in _PASSED_ON and refusal.name not in _CHEMISTRY:
            raise
    session.tag, session.tags = tag, tags
    parser.atom(PLAIN)


@method("unicode.Unicode")
def _unicode(parser: Parser, _name: str) -> None:
    # MathJax: the first bracket is height and depth if it looks so, else the font.
    font = parser.bracket_text() or ""
    if _HEIGHT_AND_DEPTH.fullmatch(font.replace(" ", "")):
        font = parser.bracket_text() or ""
    if parser.session.version == 4 and ";" in font:
        raise parser.refuse("bad-character")
    number = trimmed(parser.argument_text())
    if not re.fullmatch(r"(0?x[0-9A-Fa-f]+|[0-9]+)", number):
        raise parser.refuse("bad-character")
    parser.atom(PLAIN)


@method("unicode.RawUnicode")
def _raw_unicode(parser: Parser, _name: str) -> None:
    number = parser.argument_text().strip()
    if not re.fullmatch(r"[0-9A-F]{1,6}", number) or int(number, 16) > _LAST_CHARACTER:
        raise parser.refuse("bad-character")
    character = chr(int(number, 16))
    # MathJax 4 reads an ASCII character made by its number as if it were typed.
    if character.isascii():
        parser.replace(character, parser.here(), bounded=False)
        parser.count_macro(parser.here())
    else:
        parser.atom(OPERATOR if character in big_operators(4) else PLAIN)


@method("unicode.Char")
def _character(parser: Parser, _name: str) -> None:
    parser.next_character()
    match = _NUMBERED.match(parser.text, parser.pos, parser.end)
    if match is None:
        raise parser.refuse("bad-character")
    digits, base = next(
        (match[group], base) for group, base in ((1, 8), (2, 16), (3, 10), (4, 0)) if match[group]
    )
    if base and int(digits, base) > _LAST_CHARACTER:
        raise parser.refuse("bad-character")
    parser.pos = match.end()
    parser.atom(PLAIN)


@method("html.Data")
def _data(parser: Parser, _name: str) -> None:
    given = parser.argument_text()
    flags = parser.math_argument()
    for pair in given.split(","):
        if re.search(r"[ \"'>/\x00-\x1f\x7f-\x9f]", pair.partition("=")[0].strip()):
            raise parser.refuse("bad-html")
    parser.atom(flags)


@method("verb.Verb")
def _verbatim(parser: Parser, _name: str) -> None:
    sign = parser.next_character()
    start = parser.pos
    if not sign:
        raise parser.refuse("missing-argument")
    end = parser.text.find(sign, start + 1, parser.end)
    if end < 0:
        raise RefusalError("verb", parser.here(), parser.command, related=parser.place(start, start + 1))
    parser.pos = end + 1
    parser.atom(PLAIN)


@method("base.MmlToken")
def _mathml_token(parser: Parser, _name: str) -> None:
    kind = parser.argument_text()
    attributes = (parser.bracket_text() or "").lstrip()
    text = parser.argument_text()
    known = token_attributes(parser.session.version, kind)
    if known is None:
        raise parser.refuse("bad-mathml", parser.command, kind)
    at = 0
    while at < len(attributes):
        match = _ATTRIBUTE.match(attributes, at)
        if not match or (match[1] not in known and match[1] not in _ATTRIBUTES_ALLOWED):
            raise parser.refuse("bad-mathml", parser.command, match[1] if match else attributes[at : at + 40])
        at = match.end()
    if parser.session.version == 4 and any(not _UNICODE.match(text, at) for at in _escapes(text)):
        raise parser.refuse("bad-mathml", parser.command, text[:40])
    parser.atom(OPERATOR if kind == "mo" and _is_operator(parser.session.version, text) else PLAIN)


def _escapes(text: str) -> list[int]:
    return [match.start() for match in re.finditer(r"\\.", text)]


def _is_operator(version: Version, text: str) -> bool:
    r"""Whether an operator made of this text may take \limits: measured, for words in MathJax 2 and 4."""
    shortest = {2: 1, 3: sys.maxsize, 4: 2}[version]
    return text in big_operators(version) or (len(text) >= shortest and text.isascii() and text.isalpha())
