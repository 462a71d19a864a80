"""What ``check --since`` costs the second time, beside a warm run of the whole.

    python benchmarks/since.py SITE [--rounds 7]

The site is copied into a repository and committed, and a link that leads nowhere is added to one page. Both
kinds of run are made once cold and then by turns; medians of seconds and of CPU seconds, which count the
workers, too, are told. ``since`` must tell that one finding alone, and take at most a second more than
``warm``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from edits import SETTLED, Run, run

PERSON = ("-c", "user.name=t", "-c", "user.email=t@example.org")


def prepare(site: Path, folder: Path) -> Path:
    """A repository with the site, and a fault that is not committed."""
    root = folder / "root"
    shutil.copytree(site, root, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    for words in (("init", "-q"), ("add", "-A"), (*PERSON, "commit", "-qm", "x")):
        subprocess.run(["git", "-C", str(root), *words], check=True)
    pages = sorted(path for path in root.rglob("*.md") if path.read_bytes().startswith(b"---"))
    with pages[len(pages) // 2].open("a") as file:
        file.write("\n\n[nowhere](/no/such/page.html)\n")
    time.sleep(SETTLED)
    return root


def told(name: str, runs: list[Run]) -> None:
    """A line of medians."""
    wall = statistics.median(each.seconds for each in runs)
    cpu = statistics.median(each.cpu for each in runs)
    print(f"{name:<6} {wall:6.2f} s  {cpu:6.2f} s CPU  (median of {len(runs)})", flush=True)


def main() -> int:
    """Measure, and say whether only the fault was told."""
    parser = argparse.ArgumentParser(prog="python benchmarks/since.py")
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="since-") as name:
        root = prepare(chosen.site, Path(name))
        calls = {"warm": (), "since": ("--since", "HEAD")}
        cache = ("--cache-dir", str(Path(name, "cache")))
        for kind, options in calls.items():
            told(f"cold {kind}", [run(root, *cache, *options)])
        runs: dict[str, list[Run]] = {kind: [] for kind in calls}
        for _ in range(chosen.rounds):
            for kind, options in calls.items():
                runs[kind].append(run(root, *cache, *options))
        for kind, made in runs.items():
            told(kind, made)
        findings = json.loads(runs["since"][-1].report)["findings"]
    print(f"{len(findings)} finding told: {[finding['message'] for finding in findings]}")
    return int(len(findings) != 1)


if __name__ == "__main__":
    sys.exit(main())
