"""The head of an HTTP answer: a strict fast reader, and the record that the rest of the package reads."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_HEAD = lazy_pattern(
    rb"HTTP/1\.([01]) ([2-9][0-9][0-9])(?: [\t \x21-\x7e\x80-\xff]*)?\r\n"
    rb"((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t \x21-\x7e\x80-\xff]*\r\n)*)\r\n"
)
_FRAMING = lazy_pattern(rb"(?im)^(content-length|transfer-encoding|connection):([^\r\n]*)\r$")
_NOT_ASCII = lazy_pattern(rb"[\x80-\xff]")

_BLANKS = b" \t"


class Head(NamedTuple):
    """A status line and headers that were read without help: `length` is None when the body ends with EOF."""

    status: int
    fields: bytes
    end: int
    length: int | None
    keep_alive: bool


def read_head(data: bytes | bytearray) -> Head | None:
    """The head at the start of `data` when it is complete and entirely regular, else None.

    None does not mean that the head is wrong, only that the full parser (h11) has to judge.
    """
    match = _HEAD.match(data)
    if match is None:
        return None
    length = None
    keep_alive = match[1] == b"1"
    for name, text in _FRAMING.findall(match[3]):
        value = text.strip(_BLANKS)
        if len(name) == 10:
            keep_alive = keep_alive and value.lower() == b"keep-alive"
        elif len(name) != 14 or length is not None or not value.isdigit() or len(value) > 15:
            return None
        else:
            length = int(value)
    return Head(
        status=int(match[2]), fields=bytes(match[3]), end=match.end(), length=length, keep_alive=keep_alive
    )


@dataclass(slots=True)
class Reply:
    """An answer: status, header block (one `Name: value` CRLF per field), and the body if it was wanted."""

    status: int
    fields: bytes
    body: bytes = b""
    truncated: bool = False

    def header(self, name: str) -> str | None:
        """The first value of the header `name` as text, or None."""
        value = self._value(name)
        return None if value is None else _text(value)

    @property
    def location(self) -> str | None:
        """Where the answer leads, or None. Of an address that is no UTF-8 each byte is asked for as it is.

        Source: `IsRedirect` in Chromium's `net/http/http_response_headers.cc`.
        """
        value = self._value("location")
        if value is None:
            return None
        text = _utf8(value)
        return _NOT_ASCII.sub(_escape, value).decode("ascii") if text is None else text

    def _value(self, name: str) -> bytes | None:
        pattern = rb"(?im)^%b:([^\r\n]*)\r$" % re.escape(name.encode("ascii"))
        match = re.search(pattern, self.fields)
        return None if match is None else match[1].strip(_BLANKS)

    def decoded_body(self, limit: int) -> bytes | None:
        """The body without its content coding, at most `limit` bytes; None when the coding is not known, or
        what came is not all of it: a connection that breaks looks like the end of a body without a length."""
        coding = (self.header("content-encoding") or "identity").lower()
        if coding == "identity":
            return self.body[:limit]
        if coding not in ("gzip", "x-gzip", "deflate"):
            return None
        unpacking = zlib.decompressobj(wbits=47)
        try:
            body = unpacking.decompress(self.body, limit)
        except zlib.error:
            return None
        is_whole = unpacking.eof and not unpacking.unused_data
        return body if is_whole or len(body) >= limit else None


def _text(value: bytes) -> str:
    text = _utf8(value)
    return value.decode("latin-1") if text is None else text


def _utf8(value: bytes) -> str | None:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _escape(match: re.Match[bytes]) -> bytes:
    return b"%%%02X" % match[0][0]
