r"""Formulas judged as KaTeX and MathJax 2, 3, 4 would judge them, from generated tables and without Node.

    >>> from sitecheck.math import MacroEnv, check
    >>> check(r"\frac{a}{b}", display=False, engine="katex")
    ()
    >>> page = MacroEnv.of({r"\R": r"\mathbb{R}"}, page_level=True)  # one per page, formulas in order
    >>> check(r"x \in \R", display=False, engine="mathjax3", macros=page)
    ()

A check stops where the engine stops, at the first error. Positions are code points into the formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck.math.macros import EnvironmentDef, MacroDef, MacroEnv
from sitecheck.math.result import ENGINES, KINDS, Engine, Kind, MathError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "ENGINES",
    "KINDS",
    "Engine",
    "EnvironmentDef",
    "Kind",
    "MacroDef",
    "MacroEnv",
    "MathError",
    "check",
    "unexplained",
]


def check(tex: str, display: bool, engine: Engine, macros: MacroEnv | None = None) -> tuple[MathError, ...]:
    """What ``engine`` refuses in the formula ``tex``; empty if it renders.

    ``display`` tells a displayed formula from one in the running text. With ``macros.page_level`` what it
    defines for later formulas is added to ``macros``. Raises ValueError for an engine that is not in ENGINES.
    """
    errors = unexplained(tex, display, engine, macros)
    if errors and errors[0].kind in ("unknown-command", "unknown-environment"):
        from sitecheck.math.suggest import explained

        return tuple(explained(error, engine, tex, macros) for error in errors)
    return errors


def unexplained(
    tex: str, display: bool, engine: Engine, macros: MacroEnv | None = None
) -> tuple[MathError, ...]:
    """As :func:`check`, without looking for what an unknown name may have been meant to be: that costs much
    more than to refuse it."""
    return _checker(engine)(tex, display, macros)


def _checker(engine: Engine) -> Callable[[str, bool, MacroEnv | None], tuple[MathError, ...]]:
    """The check of an engine; its code and tables are loaded when it is first asked for."""
    if engine == "katex":
        from sitecheck.math.katex.check import check_katex

        return check_katex
    if engine not in ENGINES:
        raise ValueError(f"no such engine: {engine!r}; there are {', '.join(ENGINES)}")
    from sitecheck.math.mathjax.check import mathjax_checker

    return mathjax_checker(engine)
