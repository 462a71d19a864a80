"""Bytes to text: UTF-8 as Jekyll reads it, with what is needed to write the same bytes back."""

from __future__ import annotations

from typing import Literal

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

Newline = Literal["\n", "\r\n", "\r", "mixed", ""]
TextProblemKind = Literal["undecodable", "utf-16", "nul"]

_BOM = b"\xef\xbb\xbf"
_NEWLINE = lazy_pattern(r"\r\n|\n|\r")


class Source(NamedTuple):
    """A decoded file: ``text`` is without the byte order mark, line ends as written.

    ``newline`` is the line end that the file uses, ``mixed`` for several and empty for none.
    """

    path: str
    text: str
    bom: bool = False
    newline: Newline = "\n"

    def encode(self, text: str | None = None) -> bytes:
        """The bytes of ``text`` (the source's own by default), with the mark when the file had one."""
        data = (self.text if text is None else text).encode("utf-8")
        return _BOM + data if self.bom else data


class TextProblem(NamedTuple):
    """Why a file is not text; ``offset`` counts bytes, ``line`` is the line (from 1) it falls in.

    ``has_liquid`` tells whether the bytes hold what Jekyll takes for Liquid (``has_liquid_construct?``).
    """

    path: str
    kind: TextProblemKind
    offset: int
    line: int
    message: str
    has_liquid: bool = False


def decode(path: str, data: bytes) -> Source | TextProblem:
    """Decode a file as UTF-8, with or without a byte order mark."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return TextProblem(
            path=path, kind="utf-16", offset=0, line=1, message="the file is UTF-16; Jekyll reads UTF-8"
        )
    bom = data.startswith(_BOM)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        offset = error.start + (len(_BOM) if bom else 0)
        byte = data[offset]
        message = f"the byte 0x{byte:02X} is not UTF-8; save the file as UTF-8"
        return TextProblem(
            path=path,
            kind="undecodable",
            offset=offset,
            line=data.count(b"\n", 0, offset) + 1,
            message=message,
            has_liquid=b"{{" in data or b"{%" in data,
        )
    nul = data.find(b"\0")
    if nul >= 0:
        message = "a NUL byte: this is not a text file"
        return TextProblem(
            path=path, kind="nul", offset=nul, line=data.count(b"\n", 0, nul) + 1, message=message
        )
    return Source(path, text, bom, newline_of(text))


def newline_of(text: str) -> Newline:
    """The line end that ``text`` uses."""
    if "\r" not in text:
        return "\n" if "\n" in text else ""
    kinds = {match.group() for match in _NEWLINE.finditer(text)}
    if kinds == {"\r\n"}:
        return "\r\n"
    return "\r" if kinds == {"\r"} else "mixed"
