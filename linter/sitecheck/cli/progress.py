"""Progress of the network for a person who watches; nothing for a log."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from sitecheck.net import Progress, ProgressCallback


def progress_for(stream: TextIO) -> ProgressCallback | None:
    """What draws progress on ``stream``; ``None`` when nobody watches (no terminal, or CI)."""
    if not stream.isatty() or os.environ.get("CI"):
        return None

    def draw(progress: Progress) -> None:
        hosts = ", ".join(f"{host.host} ({host.waiting})" for host in progress.slowest[:3])
        waiting = f"; waiting for {hosts}" if hosts else ""
        line = f"links: {progress.done}/{progress.total}, {progress.rate:.0f}/s{waiting}"
        end = "\n" if progress.done == progress.total else ""
        stream.write(f"\r\x1b[K{line[:110]}{end}")
        stream.flush()

    return draw
