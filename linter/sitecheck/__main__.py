"""``sitecheck`` and ``python -m sitecheck``: so little that Ctrl-C while the rest loads is answered, too."""

from __future__ import annotations

import signal
import sys


def main() -> int:
    """Runs the command line; returns the exit status."""
    try:
        from sitecheck.cli import main as run

        return run()
    except KeyboardInterrupt as error:
        if sys.stderr is not None:
            sys.stderr.write("sitecheck: interrupted\n")
        return getattr(error, "status", 130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # all is said: no traceback on the way out


if __name__ == "__main__":
    raise SystemExit(main())
