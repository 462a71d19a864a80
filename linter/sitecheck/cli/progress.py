"""Progress of the network for a person who watches; nothing for a log."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from sitecheck.net import Progress, ProgressCallback

_CLEAR = "\r\x1b[K"


def progress_for(stream: TextIO) -> ProgressCallback | None:
    """What draws progress on ``stream``; ``None`` when nobody watches (no terminal, or CI)."""
    if not stream.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        return None
    width = os.get_terminal_size(stream.fileno()).columns or 80

    def draw(progress: Progress) -> None:
        line = "" if progress.ended else progress_line(progress)
        stream.write(_CLEAR + line[: width - 1])
        stream.flush()

    return draw


def progress_line(progress: Progress) -> str:
    """How far the check is, how fast, and which hosts it waits for."""
    hosts = ", ".join(f"{host.host} ({host.waiting + host.in_flight})" for host in progress.slowest[:3])
    waiting = f"; waiting for {hosts}" if hosts else ""
    return f"links: {progress.done}/{progress.total}, {progress.rate:.0f}/s{waiting}"
