"""What the owner of a site says about its formulas, where the sources do not tell."""

from __future__ import annotations

from collections.abc import Mapping

from sitecheck.math.macros import MacroDef
from sitecheck.math.result import Engine
from sitecheck.named_tuple import NamedTuple


class MathSettings(NamedTuple):
    r"""The engine that shows the formulas, and macros that it knows.

    ``engine`` is ``None`` where the page's scripts decide. ``macros`` are by name with backslash (``\R``).
    """

    engine: Engine | None = None
    macros: Mapping[str, MacroDef] = {}
