"""The files of data that come with the program."""

from __future__ import annotations

from pkgutil import get_data


def package_text(package: str, path: str) -> str:
    """The text of the file ``path`` of a package of ours.

    Raises :class:`OSError` when it cannot be opened. (``importlib.resources`` would do the same, but loads
    what it takes to make temporary files and to read archives: a tenth of the start of a warm run.)
    """
    return (get_data(package, path) or b"").decode("utf-8")
