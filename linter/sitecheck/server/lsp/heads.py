"""The heads of an editor's messages, which say how long each is, as pygls reads them."""

from __future__ import annotations

import re
from typing import BinaryIO

from sitecheck.lazy_pattern import lazy_pattern

LONGEST_LINE = 1 << 16
_LENGTH = lazy_pattern(rb"Content-Length:[ \t]*(\d{1,9})[ \t]*\r?\n\Z", re.IGNORECASE)
"""At the end of a line: before it may stand what a message of a wrong length has left over."""


class ReadableHeads:
    """The stream ``source``, of whose heads pygls understands every length.

    What it takes for none, such as a negative number, would have it wait for ever: that message is never
    read, and as it has no line end, the head of each message stands behind the one before it. What no machine
    counts to would end it.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def readline(self) -> bytes:
        """The next line of a head; of fields other than the length only that there is one."""
        line = self._source.readline(LONGEST_LINE)
        length = _LENGTH.search(line)
        if length is not None:
            return b"Content-Length: %d\r\n" % int(length[1])
        return b"another field" if line.strip() else line

    def read(self, size: int) -> bytes:
        """A message."""
        return self._source.read(size)
