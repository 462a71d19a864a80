"""``sitecheck check --watch``: judges the site again whenever something of it changes."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable

from sitecheck.engine.cache.run_cache import take_stamp
from sitecheck.errors import SitecheckError
from sitecheck.files import changed_at, clock_grain
from sitecheck.model.report import Seen
from sitecheck.named_tuple import NamedTuple
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
        after = _look(site, config, seen)
        was_faster = after.newest >= began - clock_grain(after.newest)  # somebody than the check
        _wait(site, config, seen, after, is_stale=was_faster and not writes)
        clear()


class _Look(NamedTuple):
    """What a look at the files saw; ``newest``: when the last of them changed, in nanoseconds."""

    state: tuple[str, int]
    newest: int


def _wait(site: str, config: str | None, seen: Seen, before: _Look, *, is_stale: bool) -> None:
    """Returns when something has changed and is still, or when time alone makes another site of it.

    ``is_stale``: whether something has changed already, when ``before`` was looked at.
    """
    last = before
    while True:
        time.sleep(EVERY)
        now = _look(site, config, seen)
        if seen.until is not None and time.time() >= seen.until:
            return
        if (is_stale or now.state != before.state) and now.state == last.state:
            return
        last = now


def _look(site: str, config: str | None, seen: Seen) -> _Look:
    try:
        changed = changed_at(os.stat(config)) if config else 0
    except OSError:
        changed = 0
    stamp = take_stamp(site, seen)
    return _Look((stamp.digest, changed), max(stamp.newest, changed))
