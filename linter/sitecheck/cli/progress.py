"""Progress for a person who watches; nothing for a log."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitecheck.output.streams import redraw, watched_columns

if TYPE_CHECKING:
    from sitecheck.net import Progress, ProgressCallback


def line_for_terminal() -> Callable[[str], None] | None:
    """What shows a line on standard error in place of the last one; ``None`` when nobody watches (no
    terminal, or CI)."""
    columns = watched_columns()
    if not columns or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        return None
    return lambda line: redraw(line, columns - 1)


def progress_for_terminal() -> ProgressCallback | None:
    """What draws progress of the network on standard error; ``None`` when nobody watches."""
    draw = line_for_terminal()
    if draw is None:
        return None
    return lambda progress: draw("" if progress.ended else progress_line(progress))


def progress_line(progress: Progress) -> str:
    """How far the check is, how fast, and which hosts it waits for."""
    hosts = ", ".join(f"{host.host} ({host.waiting + host.in_flight})" for host in progress.slowest[:3])
    waiting = f"; waiting for {hosts}" if hosts else ""
    return f"links: {progress.done}/{progress.total}, {progress.rate:.0f}/s{waiting}"
