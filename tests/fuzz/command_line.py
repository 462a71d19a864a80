"""The command lines of fuzzers: of those that make sites and edit them, and of those that try numbered things."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sized


def main(name: str, run: Callable[[int, int], Sized], *, per_site: int, count: int, finds: str) -> int:
    """Runs ``run(count, seed)``, which tells what it finds, and says what it took; 1 when there were ``finds``.

    ``per_site`` edits are made of each site, whose seed follows that of the one before.
    """
    parser = argparse.ArgumentParser(prog=f"python -m tests.fuzz.{name}")
    parser.add_argument("--count", type=int, default=count, help="edits to make")
    parser.add_argument("--seed", type=int, default=1, help="of the first site; the next have the next ones")
    parser.add_argument("--site-seed", type=int, help="make this site only, with its edits")
    chosen = parser.parse_args()
    began = time.process_time()
    number = per_site if chosen.site_seed is not None else chosen.count
    found = run(number, chosen.seed if chosen.site_seed is None else chosen.site_seed)
    spent = time.process_time() - began
    print(f"{number} edits, {len(found)} {finds}, {1000 * spent / number:.0f} ms CPU an edit")
    return int(bool(found))


def numbered(
    name: str, faults: Callable[[int, int, int], Iterable[object]], *, count: int, left_out: Sized = ()
) -> int:
    """Prints what ``faults(count, seed, first)`` finds in things that have a number each; 1 when it finds any.

    It adds to ``left_out`` what costs too much to be asked about.
    """
    parser = argparse.ArgumentParser(prog=f"python -m tests.fuzz.{name}")
    parser.add_argument("--count", type=int, default=count, help="things to make")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first one")
    chosen = parser.parse_args()
    began = time.process_time()
    found = 0
    for fault in faults(chosen.count, chosen.seed, chosen.first):
        found += 1
        print(fault, flush=True)
    spent = 1000 * (time.process_time() - began) / chosen.count
    print(f"{chosen.count} of {name}: {found} faults, {len(left_out)} left out, {spent:.0f} ms CPU each")
    return int(bool(found))


def seeded(name: str, faults: Callable[[range], Iterable[object]], *, count: int) -> int:
    """Prints what ``faults(seeds)`` finds in things that have a seed each, and that say it; 1 when it finds any."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.fuzz.{name}")
    parser.add_argument("--count", type=int, default=count, help="things to make")
    parser.add_argument("--seed", type=int, default=0, help="of the first one; the next have the next ones")
    chosen = parser.parse_args()
    found = 0
    for fault in faults(range(chosen.seed, chosen.seed + chosen.count)):
        found += 1
        print(fault, flush=True)
    print(f"{chosen.count} of {name}: {found} faults")
    return int(bool(found))
