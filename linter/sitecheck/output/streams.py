"""The one place that writes to standard output and standard error.

A command says lines (:func:`say`, :func:`warn`): whatever they quote is masked and made harmless here, so no
command can forget it. What is made for machines, or painted, is harmless by its making and passes whole
(:func:`put`, :func:`put_json`); a control in it that is none of our own colours and links is shown, not sent.
People get the encoding of their terminal, machines UTF-8.
A test holds that no other module writes to a stream.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterable
from typing import BinaryIO, TextIO

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.output.console import encoded, obeys_escapes, text_encoding
from sitecheck.output.json_text import dumps
from sitecheck.output.safe import MAX_MESSAGE, clip, one_line, patch_line, whole_line, without_controls
from sitecheck.output.secrets import mask_text, mask_values

_PAINT = lazy_pattern(r"(\x1b\[[\d;]*m|\x1b\]8;;[!-~]*\x1b\\)")
_PATCH_LINE = lazy_pattern(r"[^\n]*\n|[^\n]+")
_REDRAW = "\r\x1b[K"
_CLEAR = "\x1b[2J\x1b[H"


def say(*lines: str) -> None:
    """Write each of ``lines``, whatever it quotes, as one harmless line to standard output."""
    _write(sys.stdout, _lines(lines))


def warn(*lines: str) -> None:
    """Write each of ``lines`` as one harmless line of bounded length to standard error."""
    with contextlib.suppress(OSError):
        _write(sys.stderr, _lines(clip(mask_text(line), MAX_MESSAGE) for line in lines))


def put(text: str, *, painted: bool = False, exact: bool = False) -> None:
    """Write a whole report to standard output as it was made; ``painted``: with our own colours and links;
    ``exact``: in UTF-8, for machines."""
    parts = _PAINT.split(text) if painted else [text]
    parts[::2] = [without_controls(part, keep="\n") for part in parts[::2]]
    _write(sys.stdout, "".join(parts), exact=exact)


def put_json(value: object, *, indent: int | None = 1) -> None:
    """Write ``value`` to standard output as JSON, secrets in its texts masked."""
    _write(sys.stdout, dumps(mask_values(value), indent=indent), exact=True)


def put_patch(patch: str) -> int:
    """Write a unified diff to standard output; how many of its lines are not shown as they are.

    Without such lines it is a patch as ``git apply`` and ``patch`` read it, blanks and line ends kept.
    """
    lines = _PATCH_LINE.findall(patch)
    shown = [patch_line(mask_text(line)) for line in lines]
    _write(sys.stdout, "".join(shown), exact=True)
    return sum(line != safe for line, safe in zip(lines, shown, strict=True))


def redraw(line: str, width: int) -> None:
    """Show ``line``, cut to ``width``, in place of the last line of the terminal that is standard error."""
    with contextlib.suppress(OSError):
        _write(sys.stderr, _REDRAW + one_line(line)[:width])


def clear() -> None:
    """Begin at the top of an empty terminal, when standard output is one that can."""
    if is_painted_terminal():
        _write(sys.stdout, _CLEAR)


def is_terminal() -> bool:
    """Whether a person reads standard output on a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def is_painted_terminal() -> bool:
    """Whether standard output is a terminal that shows colours and links."""
    return is_terminal() and obeys_escapes(sys.stdout)


def watched_columns() -> int:
    """How many columns the terminal has that standard error is, 0 when nothing can be drawn on it."""
    if sys.stderr is None or not sys.stderr.isatty() or not obeys_escapes(sys.stderr):
        return 0
    return os.get_terminal_size(sys.stderr.fileno()).columns or 80


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{whole_line(mask_text(line))}\n" for line in lines)


def _write(stream: TextIO | None, text: str, *, exact: bool = False) -> None:
    """Raises :class:`OSError` for a stream that is closed or full, BrokenPipeError when nobody reads."""
    if stream is None:
        raise OSError(errno.EBADF, "it is closed")
    stream.flush()
    if hasattr(stream, "buffer"):
        name = "utf-8" if exact else text_encoding(stream, os.environ, windows=os.name == "nt")
        _pour(stream.buffer, encoded(text, name))
    else:
        stream.write(text)  # a program that calls us keeps what we say as text
    stream.flush()


def _pour(stream: BinaryIO, data: bytes) -> None:
    """Write all of ``data``: a stream without a buffer (PYTHONUNBUFFERED) takes a part and says how much."""
    rest = memoryview(data)
    while rest:
        taken = stream.write(rest)
        if not taken:
            raise BlockingIOError(errno.EAGAIN, "it takes no more for now")
        rest = rest[taken:]
