"""``sitecheck`` and ``python -m sitecheck``: so little that Ctrl-C while the rest loads is answered, too."""

from __future__ import annotations

import gc
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


def main() -> int:
    """Runs the command line; returns the exit status."""
    sys.unraisablehook = _say_unless_stopped
    gc.disable()  # records pile up and hardly any is garbage: looking for it would double the time
    try:
        from sitecheck.cli import main as run

        return run()
    except KeyboardInterrupt as error:
        if sys.stderr is not None:
            sys.stderr.write("sitecheck: interrupted\n")
        return getattr(error, "status", 130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # all is said: no traceback on the way out
        gc.freeze()  # Python looks for garbage once more when it ends: among all records of a site, in vain


def _say_unless_stopped(what: UnraisableHookArgs) -> None:
    """A signal that comes while an object is destroyed breaks nothing off there: no traceback for it."""
    if not isinstance(what.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(what)


if __name__ == "__main__":
    raise SystemExit(main())
