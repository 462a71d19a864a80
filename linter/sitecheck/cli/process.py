"""What the process is to its caller: streams that may be closed or full, and signals that end it in order."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator
from io import TextIOWrapper
from types import FrameType
from typing import Any, TextIO

from sitecheck.errors import Stopped

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_USUAL = (signal.SIG_DFL, signal.default_int_handler)
_OF_STREAMS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EAGAIN})


def secure_streams() -> None:
    """Takes the numbers of standard streams that the caller has closed, and makes any text printable.

    Else the next file to be opened would get the number, and what is meant for the terminal. The stand-in
    for stdout refuses to be written to, as a closed one does; what goes to a closed stderr is lost.
    """
    for number, flags in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        if not _is_open(number):
            os.open(os.devnull, flags)
    sys.stdin = sys.stdin or _stream(0, "r")
    sys.stdout = sys.stdout or _stream(1, "w")
    sys.stderr = sys.stderr or _stream(2, "w")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _stream(number: int, mode: str) -> TextIO:
    lasting = open(number, f"{mode}b", closefd=False)  # noqa: SIM115 - as long as the process
    return TextIOWrapper(lasting, "utf-8", "backslashreplace")


def discard_streams() -> None:
    """Keeps the interpreter from complaining about a stream that takes nothing on its way out: the exit
    status would be another then (120)."""
    for stream in (sys.stdout, sys.stderr):
        _discard(stream)


def _discard(stream: TextIO) -> None:
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[list[Stopped]]:
    """SIGINT, SIGTERM and SIGHUP raise :class:`Stopped`, so that everything is cleaned up; those that came.

    An exception that is raised in a destructor or a hook is lost: the list is not.
    """
    came: list[Stopped] = []

    def stop(number: int, _: FrameType | None) -> None:
        came.append(Stopped(number))
        raise came[-1]

    usual = _handlers()
    taken = [number for number, handler in usual.items() if handler in _USUAL]
    for number in taken:
        signal.signal(number, stop)
    try:
        yield came
    finally:
        for number in taken:
            signal.signal(number, usual[number])


def end_by_signals() -> None:
    """From now on SIGINT, SIGTERM and SIGHUP end the process as it stands, but where its caller ignores them:
    a thread waits for input, and would keep it until that ends."""
    for number, handler in _handlers().items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, lambda number, _: os._exit(Stopped(number).status))


def _handlers() -> dict[int, Any]:
    """Who hears of each signal now; nobody, where only the main thread may change that."""
    main = threading.current_thread() is threading.main_thread()
    return {number: signal.getsignal(number) for number in _SIGNALS if main}


def describe_fault(error: OSError) -> str:
    """One line for an error of the system that nobody expected: where, and what."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {reason}"
    return f"the output cannot be written: {reason}" if error.errno in _OF_STREAMS else reason
