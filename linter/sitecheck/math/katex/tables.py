"""What KaTeX knows: ``data/katex.json``, which ``tools/gen_katex_tables.mjs`` writes, read when needed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from sitecheck.named_tuple import NamedTuple

# What a token does in a list of atoms. A token that is in no table is a run of symbols, or unknown.
SPACE: Final = 0
ATOM: Final = 1
OPEN: Final = 2
STOP: Final = 3
SUPERSCRIPT: Final = 4
SUBSCRIPT: Final = 5
PRIME: Final = 6
LIMITS: Final = 7
RAISED: Final = 8
LOWERED: Final = 9
MACRO: Final = 10
PLAIN_MACRO: Final = 11
FUNCTION: Final = 12
ROW_END: Final = 13
OPERATOR: Final = 14

END: Final = "\x03"
"""The token that ends the formula, and each argument while it is read; no formula can have it inside."""

_STOPS: Final = ("}", "&", "\\end", "\\right", "\\endgroup", END)


class Signature(NamedTuple):
    """How a function or environment is called: counts and kinds of its arguments, and where it may stand."""

    type: str
    required: int
    optional: int
    kinds: tuple[str | None, ...]
    as_argument: bool
    in_text: bool
    in_math: bool
    primitive: bool


class Tables(NamedTuple):
    """The engine's registries, and each token's part in a list of atoms per mode."""

    version: str
    functions: dict[str, Signature]
    environments: dict[str, Signature]
    macros: dict[str, str]
    code_macros: frozenset[str]
    plain_macros: dict[str, int]
    """Macros that are one symbol in the middle of math, with the number of expansions they cost."""
    detached_macros: frozenset[str]
    """Those of them to which no script belongs: they end with something that draws nothing."""
    display_only: frozenset[str]
    delimiters: frozenset[str]
    accents: frozenset[str]
    scripts: dict[str, int]
    """Characters that are a script of the atom before them: RAISED or LOWERED."""
    math: dict[str, int]
    text: dict[str, int]
    symbols: frozenset[str]
    """What is defined in either mode, without functions and macros."""
    relations: frozenset[str]
    """Binary operators and relations."""


@cache
def tables() -> Tables:
    """The tables, read once."""
    data = json.loads(Path(__file__).with_name("data").joinpath("katex.json").read_text("utf-8"))
    functions = _signatures(data["functions"])
    code_macros = frozenset(data["code_macros"])
    plain = data["plain_macros"]
    macros = data["macros"]
    names = [name for mode in data["symbols"].values() for group in mode.values() for name in group]
    return Tables(
        version=data["about"]["version"],
        functions=functions,
        environments=_signatures(data["environments"]),
        macros=macros,
        code_macros=code_macros,
        plain_macros=plain,
        detached_macros=frozenset(data["detached_macros"]),
        display_only=frozenset(data["display_only"]),
        delimiters=frozenset(data["delimiters"]),
        accents=frozenset(data["characters"]["accents"]),
        scripts=dict.fromkeys(data["characters"]["raised"], RAISED)
        | dict.fromkeys(data["characters"]["lowered"], LOWERED),
        math=_math_parts(data, functions),
        text=_text_parts(data, functions),
        symbols=frozenset(names).union(data["characters"]["symbols"]),
        relations=frozenset(data["symbols"]["math"]["bin"] + data["symbols"]["math"]["rel"]),
    )


def _signatures(rows: list[dict[str, Any]]) -> dict[str, Signature]:
    found = {}
    for row in rows:
        required, optional = row.get("args", 0), row.get("optional", 0)
        default = "primitive" if row.get("primitive") else None
        kinds = tuple(kind or default for kind in row.get("kinds", ()))
        signature = Signature(
            type=row["type"],
            required=required,
            optional=optional,
            kinds=kinds + (default,) * (required + optional - len(kinds)),
            as_argument=row.get("argument", False),
            in_text=row.get("text", False),
            in_math=row.get("math", True),
            primitive=row.get("primitive", False),
        )
        for name in row["names"]:
            found[name] = signature
    return found


def _math_parts(data: dict[str, Any], functions: dict[str, Signature]) -> dict[str, int]:
    parts: dict[str, int] = {name: ATOM for group in data["symbols"]["math"].values() for name in group}
    parts |= {"\\ ": ATOM}
    for name, signature in functions.items():
        is_operator = signature.type == "op" and not signature.required
        parts[name] = OPERATOR if is_operator else FUNCTION
    parts |= dict.fromkeys(data["macros"], MACRO) | dict.fromkeys(data["code_macros"], MACRO)
    parts |= dict.fromkeys(data["plain_macros"], PLAIN_MACRO)
    parts |= dict.fromkeys(_STOPS, STOP)
    parts |= {" ": SPACE, "{": OPEN, "\\begingroup": OPEN, "^": SUPERSCRIPT, "_": SUBSCRIPT, "'": PRIME}
    return parts | {"\\\\": ROW_END, "\\limits": LIMITS, "\\nolimits": LIMITS}


def _text_parts(data: dict[str, Any], functions: dict[str, Signature]) -> dict[str, int]:
    parts: dict[str, int] = {name: ATOM for group in data["symbols"]["text"].values() for name in group}
    parts |= {"\\ ": ATOM} | dict.fromkeys(functions, FUNCTION)
    parts |= dict.fromkeys(data["macros"], MACRO) | dict.fromkeys(data["code_macros"], MACRO)
    parts |= dict.fromkeys(_STOPS, STOP) | dict.fromkeys(data["implicit"], STOP)
    return parts | {"#": STOP, " ": ATOM, "{": OPEN, "\\begingroup": OPEN, "\\\\": ROW_END}
