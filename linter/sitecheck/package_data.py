"""The files of data that come with the program."""

from __future__ import annotations

import json
from pkgutil import get_data
from typing import Any


def package_text(package: str, path: str) -> str:
    """The text of the file ``path`` of a package of ours.

    Raises :class:`OSError` when it cannot be opened. (``importlib.resources`` would do the same, but loads
    what it takes to make temporary files and to read archives: a tenth of the start of a warm run.)
    """
    return (get_data(package, path) or b"").decode("utf-8")


def package_table(package: str, path: str) -> dict[str, Any]:
    """The JSON object in the file ``path`` of a package of ours. Raises as :func:`package_text` does."""
    table: dict[str, Any] = json.loads(package_text(package, path))
    return table
