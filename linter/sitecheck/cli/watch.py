"""``sitecheck check --watch``: judges the site again whenever something of it changes."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable

from sitecheck.engine.run_cache import take_stamp
from sitecheck.errors import SitecheckError
from sitecheck.model.report import Seen
from sitecheck.output.streams import clear, warn

EVERY = 0.3
"""Seconds between two looks at the files; what changes is judged once it has been still for as long."""
_UNKNOWN = Seen(folders=("",))
"""What is looked at when settings cannot be read."""


def watch(check: Callable[[], Seen], site: str, config: str | None, *, writes: bool) -> int:
    """Calls ``check`` now, and after every change of what it looked at, until a signal ends the process.

    What is wrong with the settings (``config``, or those in the site) is told, and waits for a change, too.
    ``writes``: whether ``check`` writes files itself, perhaps into the site.
    """
    while True:
        began = time.time_ns()
        try:
            seen = check()
        except SitecheckError as error:
            warn(f"sitecheck: {error}")
            seen = _UNKNOWN
        gc.collect()
        warn("sitecheck: waiting for changes; Ctrl-C ends")
        if writes or take_stamp(site, seen).newest < began:  # else somebody was faster than the check
            _wait(site, config, seen)
        clear()


def _wait(site: str, config: str | None, seen: Seen) -> None:
    """Returns when something has changed and is still, or when time alone makes another site of it."""
    before = _state(site, config, seen)
    last = before
    while True:
        time.sleep(EVERY)
        now = _state(site, config, seen)
        if seen.until is not None and time.time() >= seen.until:
            return
        if now != before and now == last:
            return
        last = now


def _state(site: str, config: str | None, seen: Seen) -> tuple[str, int]:
    try:
        changed = os.stat(config).st_mtime_ns if config else 0
    except OSError:
        changed = 0
    return take_stamp(site, seen).digest, changed
