"""The settings below ``math:``: which engine shows the formulas, and macros that it knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sitecheck.errors import ConfigError
from sitecheck.math.macros import MacroDef, highest_parameter
from sitecheck.math.result import ENGINES
from sitecheck.math.settings import MathSettings
from sitecheck.rule.options import check_keys

_KEYS: Final = ("engine", "macros")
_FORMS: Final = r"must be TeX in quotes ('\mathbb{R}'), or a list of TeX, argument count and default argument"
_MAX_ARGUMENTS: Final = 9
"""TeX has parameters #1 to #9."""

MATH_SCHEMA: Final[dict[str, Any]] = {
    "type": ["object", "null"],
    "additionalProperties": False,
    "description": "What shows the formulas, where the sources do not tell, and macros it knows.",
    "properties": {
        "engine": {"enum": list(ENGINES)},
        "macros": {
            "type": "object",
            "description": "By name, such as R: what it stands for, or a list of that, the argument count"
            " and the default of the first argument, as MathJax has it.",
            "additionalProperties": {
                "anyOf": [
                    {"type": "string"},
                    {
                        "type": "array",
                        "items": [
                            {"type": "string"},
                            {"type": "integer", "minimum": 0, "maximum": _MAX_ARGUMENTS},
                            {"type": "string"},
                        ],
                        "additionalItems": False,
                        "minItems": 1,
                    },
                ]
            },
        },
    },
}
"""JSON Schema (draft-07) of what :func:`read_math` takes."""


def read_math(raw: Mapping[str, Any], where: str) -> MathSettings:
    """The settings; raises :class:`ConfigError` for what is wrong. ``where`` names them for the message."""
    check_keys(raw, _KEYS, where)
    engine = raw.get("engine")
    if engine is not None and engine not in ENGINES:
        raise ConfigError(f"{where}.engine", f"must be one of {', '.join(ENGINES)}, not {engine!r}")
    macros = raw.get("macros")
    if macros is not None and not isinstance(macros, dict):
        raise ConfigError(f"{where}.macros", f"must hold names and what they stand for, not {macros!r}")
    read = [_macro(name, value, f"{where}.macros") for name, value in (macros or {}).items()]
    return MathSettings(engine=engine, macros={macro.name: macro for macro in read})


def _macro(name: object, value: object, where: str) -> MacroDef:
    if not isinstance(name, str) or not name.removeprefix("\\"):
        raise ConfigError(where, f"a macro's name must be a word such as R, not {name!r}")
    body, arity, default = _parts(value, f"{where}.{name}")
    return MacroDef("\\" + name.removeprefix("\\"), body=body, arity=arity, default=default)


def _parts(value: object, where: str) -> tuple[str, int, str | None]:
    """Text alone takes as many arguments as its highest ``#n`` says, as KaTeX counts them."""
    parts = value if isinstance(value, list) else [value]
    body, count, default = (*parts, None, None, None)[:3] if len(parts) < 4 else (None,) * 3
    if not isinstance(body, str) or not isinstance(default, str | None):
        raise ConfigError(where, f"{_FORMS}, not {value!r}")
    if count is None:
        return body, highest_parameter(body), default
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= _MAX_ARGUMENTS:
        raise ConfigError(where, f"the argument count must be a number from 0 to 9, not {count!r}")
    return body, count, default
