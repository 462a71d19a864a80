"""What a golden result is: what an engine, or we ourselves, once made, kept beside the tests.

A module below ``tests/`` that can write some lists them as ``GOLDENS``; ``make golden`` writes all of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import NamedTuple


class Golden(NamedTuple):
    """A kept result: its name, how to write it anew, and why that is not possible here ("" when it is)."""

    name: str
    write: Callable[[], object]
    unavailable: Callable[[], str] = str


def needs(*commands: str) -> Callable[[], str]:
    """Tells which of the commands an engine is run by are not installed."""

    def unavailable() -> str:
        missing = [command for command in commands if shutil.which(command) is None]
        return f"not installed: {', '.join(missing)}" if missing else ""

    return unavailable
