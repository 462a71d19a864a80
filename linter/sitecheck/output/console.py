"""What is at the other end of a stream: which characters it shows, and whether it obeys escape sequences."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping
from typing import Protocol

_ASCII = "".join(map(chr, range(32, 127)))
_SIGNS = {"…": "...", "→": "->", "×": "x", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"'}
"""What we write ourselves, for an encoding that does not have it."""


class Stream(Protocol):
    """What is asked of a stream."""

    @property
    def encoding(self) -> str | None:
        """The name of its encoding, if it has one."""

    def isatty(self) -> bool:
        """Whether it is a terminal."""

    def fileno(self) -> int:
        """Its number."""


def text_encoding(stream: Stream, environment: Mapping[str, str], *, windows: bool) -> str:
    """How text for people is written to a stream: as its terminal, the locale or PYTHONIOENCODING have it.

    UTF-8 for what is no superset of ASCII, and for a pipe or file of Windows' of which nobody has said
    anything: the code page that Python would take there is that of programs of the last century.
    """
    declared = bool(environment.get("PYTHONIOENCODING"))
    if windows and not declared and not stream.isatty():
        return "utf-8"
    name = stream.encoding or "utf-8"
    try:
        plain = _ASCII.encode(name) == _ASCII.encode("ascii")
    except (LookupError, UnicodeError):
        return "utf-8"
    return name if plain else "utf-8"


def encoded(text: str, encoding: str) -> bytes:
    """``text`` in an encoding; what that does not have is written in ASCII."""
    return text.encode(encoding, "sitecheck.signs")


def _signs(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_SIGNS.get(char) or _escaped(char) for char in missing), error.end


def _escaped(char: str) -> str:
    return char.encode("ascii", "backslashreplace").decode("ascii")


codecs.register_error("sitecheck.signs", _signs)


def obeys_escapes(stream: Stream, *, windows: bool = os.name == "nt") -> bool:
    """Whether a terminal understands colours and the like: all but consoles of Windows before 10.

    Those of Windows 10 and later have to be told to.
    """
    if not windows:
        return True
    from colorama.winterm import enable_vt_processing

    return bool(enable_vt_processing(stream.fileno()))
