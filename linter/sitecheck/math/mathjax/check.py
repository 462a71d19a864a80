"""Formulas judged as MathJax 2, 3 and 4 judge them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sitecheck.math.macros import MacroEnv
from sitecheck.math.mathjax import (  # noqa: F401 - each registers the methods that it brings
    base,
    definitions,
    environments,
    extensions,
    physics,
    signatures,
    tags,
    text,
    version2,
)
from sitecheck.math.mathjax.arguments import Origin, Piece
from sitecheck.math.mathjax.parser import Parser
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitecheck.math.mathjax.tables import Version
    from sitecheck.math.result import Engine, MathError

__all__ = ["mathjax_checker"]

_VERSIONS: Final[dict[str, Version]] = {"mathjax2": 2, "mathjax3": 3, "mathjax4": 4}
_CERTAIN: Final = ("extra-close", "missing-close")
"""What is refused even if the formula uses something unknown."""
_ORIGIN: Final = Origin()


def mathjax_checker(engine: Engine) -> Callable[[str, bool, MacroEnv | None], tuple[MathError, ...]]:
    """The check of one MathJax version; see :func:`sitecheck.math.check`."""
    version = _VERSIONS[engine]

    def check(tex: str, display: bool, macros: MacroEnv | None) -> tuple[MathError, ...]:
        session = Session(version, MacroEnv() if macros is None else macros, display)
        try:
            Parser(session, tex, Piece(0, len(tex)), _ORIGIN).run()
        except RefusalError as refusal:
            if not session.opaque or refusal.key in _CERTAIN:
                return (refusal.error(),)
        finally:
            if macros is not None and macros.page_level:
                macros.labels |= session.labels
                macros.latest_labels = session.labels
                macros.work += session.work
        return ()

    return check
