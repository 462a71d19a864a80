"""Pairs ``sitecheck check`` with rumdl and markdownlint-cli2 on the same Markdown files and prints ratios.

    python benchmarks/check.py SITE [--rounds 5]

Each round runs all tools one after the other, so that a drift of the machine's speed meets all of them;
what is printed is the median of the rounds' ratios, and the CPU seconds of a run with all its processes.
Tools that are not installed are left out (``pip install rumdl``; ``npm install markdownlint-cli2``).
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
from pathlib import Path
from typing import NamedTuple

MARKDOWN = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown")


def markdown_files(site: Path) -> list[str]:
    """The Markdown files below ``site``, relative to it; what Jekyll leaves out by default is left out."""
    skipped = {"node_modules", "vendor", "_site", ".git"}
    return sorted(
        str(path.relative_to(site))
        for path in site.rglob("*")
        if path.suffix in MARKDOWN and not skipped.intersection(path.parts) and path.is_file()
    )


def tools(site: Path, cache: str) -> dict[str, list[str]]:
    """The commands to time, by name."""
    files = markdown_files(site)
    ours = [sys.executable, "-m", "sitecheck", "check", str(site), "--output-format", "concise"]
    commands = {
        "sitecheck cold": [*ours, "--no-cache"],
        "sitecheck warm": [*ours, "--cache-dir", cache],
    }
    if rumdl := _find("rumdl"):
        commands["rumdl cold"] = [rumdl, "check", "--no-cache", "--silent", "--", *files]
        rumdl_cache = ["--cache-dir", os.path.join(cache, "rumdl")]
        commands["rumdl warm"] = [rumdl, "check", *rumdl_cache, "--silent", "--", *files]
    if markdownlint := _find("markdownlint-cli2"):
        commands["markdownlint-cli2"] = [markdownlint, *files]
    return commands


def _find(name: str) -> str | None:
    beside = Path(sys.executable).with_name(name)
    local = Path(os.environ.get("SITECHECK_NODE_MODULES", ".reference/node_modules")) / ".bin" / name
    return next((str(p.resolve()) for p in (beside, local) if p.exists()), shutil.which(name))


class Timed(NamedTuple):
    """What one run took."""

    wall: float
    cpu: float
    """Of all its processes."""


def timed(command: list[str], folder: Path) -> Timed:
    """Seconds of one run, whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Timed(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    site = arguments.site.resolve()
    with tempfile.TemporaryDirectory() as cache:
        commands = tools(site, cache)
        for command in commands.values():
            timed(command, site)
        rounds = [
            {name: timed(command, site) for name, command in commands.items()}
            for _ in range(arguments.rounds)
        ]
    size = sum((site / file).stat().st_size for file in markdown_files(site))
    print(
        f"{site.name}: {len(markdown_files(site))} Markdown files, {size / 1e6:.2f} MB, {len(rounds)} rounds"
    )
    for name in commands:
        wall, cpu = (statistics.median(r[name][part] for r in rounds) for part in range(2))
        print(f"  {name:<20} {wall:7.3f} s {cpu:7.3f} CPU s")
    for name in ("sitecheck cold", "sitecheck warm"):
        for other in commands:
            if not other.startswith("sitecheck"):
                ratio = statistics.median(r[name].wall / r[other].wall for r in rounds)
                print(f"  {name} / {other:<20} {ratio:.2f}")


if __name__ == "__main__":
    main()
