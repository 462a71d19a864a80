"""Advisory locks on whole files, which the operating system drops when their holder dies."""

from __future__ import annotations

import sys
import time
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def try_lock(file: IO[bytes]) -> bool:
        """Lock `file` until it is closed, if nobody else has it locked; whether that worked."""
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(file: IO[bytes]) -> bool:
        """Lock `file` until it is closed, if nobody else has it locked; whether that worked."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def lock(file: IO[bytes], patience: float = 10.0) -> bool:
    """Lock `file`, waiting up to `patience` seconds for whoever has it; whether that worked."""
    give_up = time.monotonic() + patience
    while not try_lock(file):
        if time.monotonic() > give_up:
            return False
        time.sleep(0.02)
    return True
