"""Pairs ``sitecheck check`` with rumdl and markdownlint-cli2 on the same Markdown files and prints ratios.

    python benchmarks/check.py SITE [--rounds 5]

Each round runs all tools one after the other, so that a drift of the machine's speed meets all of them;
what is printed is the median of the rounds' ratios. Tools that are not installed are left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
    if markdownlint := _find("markdownlint-cli2"):
        commands["markdownlint-cli2"] = [markdownlint, *files]
    return commands


def _find(name: str) -> str | None:
    beside = Path(sys.executable).with_name(name)
    local = Path(os.environ.get("SITECHECK_NODE_MODULES", ".reference/node_modules")) / ".bin" / name
    return next((str(p.resolve()) for p in (beside, local) if p.exists()), shutil.which(name))


def timed(command: list[str], folder: Path) -> float:
    """Seconds of wall time of one run, whole process."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


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
        print(f"  {name:<20} {statistics.median(r[name] for r in rounds):7.3f} s")
    for name in ("sitecheck cold", "sitecheck warm"):
        for other in commands:
            if not other.startswith("sitecheck"):
                ratio = statistics.median(r[name] / r[other] for r in rounds)
                print(f"  {name} / {other:<20} {ratio:.2f}")


if __name__ == "__main__":
    main()
