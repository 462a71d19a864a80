"""What an edit costs: a page, an include, a data file, the configuration; each compared with a cold run.

    python benchmarks/edits.py SITE [--rounds 3]

The site is copied, checked once, and checked again with nothing changed (*warm*). Then one file after the
other is edited, and the run that remembers is timed and must report what one reports that remembers nothing.
Seconds are those of the whole command; CPU counts its workers, too.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

SETTLED = 0.1
"""Seconds: a file that changed so short before a run is not trusted, and nobody edits so fast."""


class Run(NamedTuple):
    """One run of the command."""

    seconds: float
    cpu: float
    report: bytes


def run(site: Path, *options: str) -> Run:
    """Check ``site``."""
    command = [sys.executable, "-m", "sitecheck", "check", str(site), "--output-format", "json", *options]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, cpu, done.stdout)


def page(site: Path, number: int) -> None:
    """Add a paragraph to the page in the middle of all."""
    files = sorted(p for p in site.rglob("*.m*d*") if p.read_bytes().startswith(b"---"))
    _append(files[len(files) // 2], f"\n\nEdited {number}, see [it](#edited-{number}).\n")


def front_matter(site: Path, number: int) -> None:
    """Change what the front matter of that page says."""
    files = sorted(p for p in site.rglob("*.m*d*") if p.read_bytes().startswith(b"---"))
    text = files[len(files) // 2].read_text("utf-8")
    files[len(files) // 2].write_text(f"---\nedited: {number}\n{text.partition(chr(10))[2]}", "utf-8")


def include(site: Path, number: int) -> None:
    """Add a link to the first include."""
    _append(
        sorted(p for p in (site / "_includes").rglob("*") if p.is_file())[0], f"<a href='/e{number}'>x</a>"
    )


def data_file(site: Path, number: int) -> None:
    """Add a key to the first data file that holds keys."""
    files = sorted(p for p in (site / "_data").rglob("*.y*ml"))
    _append(files[0], f"\nedited_{number}: {number}\n")


def configuration(site: Path, number: int) -> None:
    """Add a key to the configuration."""
    _append(site / "_config.yml", f"\nedited_{number}: {number}\n")


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


EDITS: tuple[Callable[[Path, int], None], ...] = (page, front_matter, include, data_file, configuration)


def measured(site: Path, cache: str, rounds: int) -> Iterator[tuple[str, list[Run], bool]]:
    """The runs of each kind, and whether all of them reported what a cold run reports."""
    cold = run(site, "--cache-dir", cache)
    yield "cold, remembered", [cold], True
    warm = [run(site, "--cache-dir", cache) for _ in range(rounds)]
    yield "warm", warm, all(each.report == cold.report for each in warm)
    for edit in EDITS:
        runs = []
        same = True
        for number in range(rounds):
            try:
                edit(site, number)
            except (OSError, IndexError):
                break
            time.sleep(SETTLED)
            runs.append(run(site, "--cache-dir", cache))
        if runs:
            same = runs[-1].report == run(site, "--no-cache").report
            yield edit.__name__.replace("_", " "), runs, same


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    differ = 0
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        shutil.copytree(arguments.site, site, symlinks=True)
        os.makedirs(cache := str(Path(folder, "cache")))
        warm = 0.0
        for name, runs, same in measured(site, cache, arguments.rounds):
            seconds = statistics.median(each.seconds for each in runs)
            warm = seconds if name == "warm" else warm
            cpu = statistics.median(each.cpu for each in runs)
            beyond = f"{seconds - warm:7.2f} s beyond warm" if warm and name != "warm" else ""
            print(
                f"  {name:<18}{seconds:7.2f} s {cpu:7.2f} CPU s {beyond} {'' if same else 'DIFFERS'}",
                flush=True,
            )
            differ += not same
    sys.exit(differ > 0)


if __name__ == "__main__":
    main()
