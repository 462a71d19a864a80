"""Advisory locks on whole files, which the operating system drops when their holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import IO

File = IO[bytes] | int
"""An open file, or the descriptor of one."""

if sys.platform == "win32":
    import msvcrt

    def try_lock(file: File) -> bool:
        """Lock `file` until it is closed, if nobody else has it locked; whether that worked."""
        handle = file if isinstance(file, int) else file.fileno()
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def hold(file: File) -> None:
        """Lock `file` until it is closed. Windows removes no file that is open: that is lock enough."""

else:
    import fcntl

    def try_lock(file: File) -> bool:
        """Lock `file` until it is closed, if nobody else has it locked; whether that worked."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def hold(file: File) -> None:
        """Lock `file` until it is closed; on a file system without locks, do nothing."""
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)


def lock(file: File, patience: float = 10.0) -> bool:
    """Lock `file`, waiting up to `patience` seconds for whoever has it; whether that worked."""
    give_up = time.monotonic() + patience
    while not try_lock(file):
        if time.monotonic() > give_up:
            return False
        time.sleep(0.02)
    return True
