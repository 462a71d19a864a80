"""Which constructs cost more than in proportion to their number? Documents that double.

    python benchmarks/doubling.py [--only TEXT] [--all] [--share 0/1] [--notable 1]

Every construct of ``constructs.py`` is written a million characters long; those that take more than a notable
number of seconds also with 50,000, 100,000, 200,000 and 400,000, which tell how they grow. Each site is
checked by the real command in a process of its own: CPU seconds, also of the system, and peak memory are that
process's. Told are constructs that grow faster than :data:`EXPONENT`, cost more than :data:`SECONDS` or
:data:`MEGABYTES`, or end in anything but 0 or 1; the exit is 1 then. ``--share 3/8`` measures every eighth.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import os
import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from constructs import CONSTRUCTS, Construct

from sitecheck.cli import main as sitecheck

SIZES = (50_000, 100_000, 200_000, 400_000)
LAST = 1_000_000
EXPONENT = 1.3
SECONDS = 5.0
MEGABYTES = 500
MOST_SECONDS = 10
"""A process that takes more is stopped: its figures are then lower bounds."""
MOST_MEMORY = 3 << 30
_SMALL = 0.05
"""Seconds that are too few to tell growth by."""


class Cost(NamedTuple):
    """What a check has cost; ``status`` is the exit, negative for a signal."""

    seconds: float
    megabytes: float
    status: int


class Row(NamedTuple):
    """The costs of a construct."""

    name: str
    exponent: float
    costs: tuple[Cost, ...]

    @property
    def is_bad(self) -> bool:
        """Whether the construct should be looked at."""
        last = self.costs[-1]
        return (
            self.exponent > EXPONENT
            or last.seconds > SECONDS
            or last.megabytes > MEGABYTES
            or not self._ended_well
        )

    @property
    def _ended_well(self) -> bool:
        expected = (0, 1, 2) if self.name.startswith("settings:") else (0, 1)  # bad settings are refused
        return all(cost.status in expected for cost in self.costs)

    def __str__(self) -> str:
        seconds = " ".join(f"{cost.seconds:6.2f}" for cost in self.costs)
        statuses = "" if self._ended_well else f"  exit {self.costs[-1].status}"
        return f"{self.exponent:5.2f}  {seconds}  {self.costs[-1].megabytes:5.0f} MB{statuses}  {self.name}"


def cost(files: dict[str, str]) -> Cost:
    """What checking a site of these files costs, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        for path, text in files.items():
            file = Path(name, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8", "surrogateescape"))
        child = os.fork()
        if child == 0:
            _check(name)
        _, status, usage = os.wait4(child, 0)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))


def _check(site: str) -> None:
    """Never returns."""
    status = 70
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        status = sitecheck(["check", "--no-cache", "--jobs", "1", "--select", "all", site])
        sys.stdout.flush()
    finally:
        os._exit(status)


def _load() -> None:
    """What every process needs is imported here, once."""
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(io.StringIO()):
        Path(name, "index.md").write_text("---\n---\n[a](b) $$a$$ {{ 'a' | upcase }}\n")
        sitecheck(["check", "--no-cache", "--select", "all", name])


def exponent(sizes: Sequence[int], costs: Sequence[Cost], empty: float) -> float:
    """The slope of log(seconds) over log(size), least squares, over the costs that are large enough."""
    pairs = [
        (math.log(size), math.log(each.seconds - empty))
        for size, each in zip(sizes, costs, strict=True)
        if each.seconds - empty > _SMALL
    ]
    if len(pairs) < 2:
        return 0.0
    middle = [sum(column) / len(pairs) for column in zip(*pairs, strict=True)]
    up = sum((x - middle[0]) * (y - middle[1]) for x, y in pairs)
    return up / sum((x - middle[0]) ** 2 for x, _ in pairs)


def measure(construct: Construct, empty: float, notable: float) -> Row:
    """The costs at every size that is worth it, the last first."""
    last = cost(construct.files(LAST))
    if last.seconds < notable:
        return Row(construct.name, 0.0, (last,))
    grown = []
    for size in SIZES:
        grown.append(cost(construct.files(size)))
        if grown[-1].status not in (0, 1):
            break
    return Row(construct.name, exponent(SIZES[: len(grown)], grown, empty), (*grown, last))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="constructs whose name has this text")
    parser.add_argument("--all", action="store_true", help="print every construct")
    parser.add_argument("--share", default="0/1", help="I/N: every Nth construct from the Ith on")
    parser.add_argument("--notable", type=float, default=1.0, help="seconds that are worth smaller sizes")
    arguments = parser.parse_args()
    start, step = map(int, arguments.share.split("/"))
    chosen = [each for each in CONSTRUCTS if arguments.only in each.name][start::step]
    _load()
    empty = min(cost({"index.md": "---\n---\n# a\n"}).seconds for _ in range(3))
    print(f"{len(chosen)} constructs; {empty:.2f} s for nothing; exponent, seconds, memory:", flush=True)
    bad = 0
    for construct in chosen:
        row = measure(construct, empty, arguments.notable)
        bad += row.is_bad
        if row.is_bad or arguments.all:
            print(row, flush=True)
    print(f"{bad} of {len(chosen)} grow faster than {EXPONENT}, take {SECONDS:.0f} s or {MEGABYTES} MB")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
