"""``sitecheck`` and ``python -m sitecheck``: so little that Ctrl-C while the rest loads is answered, too."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

from sitecheck import __version__

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_ASKS_VERSION = (["--version"], ["-V"], ["-v"])


def main() -> int:
    """Runs the command line; returns the exit status."""
    sys.unraisablehook = _say_unless_stopped
    gc.disable()  # records pile up and hardly any is garbage: looking for it would double the time
    try:
        if _has_said_version():
            return 0
        from sitecheck.cli import main as run

        return run()
    except KeyboardInterrupt as error:
        if sys.stderr is not None:
            sys.stderr.write("sitecheck: interrupted\n")
        return getattr(error, "status", 130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # all is said: no traceback on the way out
        gc.freeze()  # Python looks for garbage once more when it ends: among all records of a site, in vain


def _has_said_version() -> bool:
    """Whether no more than the version was asked for, and is said: what reads command lines takes longer to
    load than all else. Where it cannot be written that is left to tell why."""
    if sys.argv[1:] not in _ASKS_VERSION or "_SITECHECK_COMPLETE" in os.environ:
        return False
    try:
        os.write(sys.stdout.fileno(), f"sitecheck {__version__}{os.linesep}".encode())
    except (AttributeError, OSError, ValueError):
        return False
    return True


def _say_unless_stopped(what: UnraisableHookArgs) -> None:
    """A signal that comes while an object is destroyed breaks nothing off there: no traceback for it."""
    if not isinstance(what.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(what)


if __name__ == "__main__":
    raise SystemExit(main())
