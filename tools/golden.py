"""Writes the golden results anew: what engines say of our questions, what rules say of their fixtures.

python tools/golden.py [NAME…]    all, or those whose name begins so: jekyll, kramdown, liquid, math, rules …

What an engine is missing for stays as it is, and is told. Exit status: 1 when nothing was written.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / part) for part in ("linter", "rules", ".")]

from tests.reference.goldens import Golden  # noqa: E402


def goldens() -> Iterator[Golden]:
    """Every golden result that a module of the tests lists."""
    for path in sorted((ROOT / "tests").glob("*/**/*.py")):
        if "\nGOLDENS = " in path.read_text("utf-8"):
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            yield from module.GOLDENS


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only those whose name begins so")
    wanted = tuple(parser.parse_args().names) or ("",)
    written = 0
    for golden in goldens():
        if not golden.name.startswith(wanted):
            continue
        reason = golden.unavailable()
        if reason:
            print(f"{golden.name}: not written, {reason}", flush=True)
            continue
        began = time.monotonic()
        golden.write()
        written += 1
        print(f"{golden.name}: written in {time.monotonic() - began:.0f} s", flush=True)
    return 0 if written else 1


if __name__ == "__main__":
    raise SystemExit(main())
