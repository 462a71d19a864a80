"""Hostile whole sites through every command and format: ``python -m tests.fuzz.whole_sites --count 5000``.

A generated site is spoiled (broken YAML, odd names and bytes, bombs, links, files where folders belong), then
every command runs on it as a user would call it. Told are tracebacks, crash notices, exits other than 0, 1 and
2, reports that are not what their format says, controls that reach the terminal, more than 10 CPU seconds for
one command, and more than 500 MB. Each find names the seed that makes it again.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.limits import MEGABYTES, SECONDS, Overdue, deadline, memory
from tests.fuzz.sites import make_site
from tests.fuzz.spoil import spoil
from tests.raw_output import faults

from sitecheck.cli import main
from sitecheck.report import REPORTERS

HEAVY_SECONDS = 0.5
"""A first command that takes more makes the others be tried on other sites."""
SITES_PER_PROCESS = 25
"""Peak memory only ever grows, so that each process is asked about few sites."""
_BROKEN = re.compile(
    r"Traceback \(most recent call last\)|internal error|this is a fault of sitecheck", re.IGNORECASE
)


class Find(NamedTuple):
    """Something that must not be."""

    seed: int
    command: str
    what: str


def try_sites(seeds: range) -> list[Find]:
    """What is wrong with the sites of these seeds."""
    return [find for seed in seeds for find in try_site(seed)]


def try_site(seed: int) -> Iterator[Find]:
    """What is wrong with one site."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name, "site")
        make_site(folder, seed)
        told = spoil(folder, random.Random(seed))
        for words in _chosen(list(_commands(name, str(folder), seed)), seed):
            for what in _try_command(words):
                yield Find(seed, words[0], f"{what} (spoiled: {', '.join(told)})")


def _chosen(commands: list[list[str]], seed: int) -> Iterator[list[str]]:
    """All commands; of a site that is a lot of work, which all of them share, the first and one more."""
    began = time.process_time()
    yield commands[0]
    heavy = time.process_time() - began > HEAVY_SECONDS
    yield from [commands[1 + seed % (len(commands) - 1)]] if heavy else commands[1:]


def _commands(scratch: str, site: str, seed: int) -> Iterator[list[str]]:
    cache = ["--cache-dir", f"{scratch}/cache"]
    formats = sorted(REPORTERS.keys() - {"text"})
    files = [word for name in formats for word in ("--output", f"{name}:{scratch}/report.{name}")]
    yield ["check", *cache, "--select", "all", "--statistics", *files, "--output", "text", site]
    yield ["check", *cache, "--color", "always", "--drafts", "--future", site]
    for command in ("links", "routes", "math", "head"):
        yield [command, site]
        yield [command, "--output-format", "json", site]
    yield ["routes", "--anchors", site]
    yield ["why", "--site", site, _some_file(site, seed)]
    yield ["preview", "--html", f"{scratch}/preview.html", site, _some_file(site, seed)]
    yield ["init", site]
    yield ["check", *cache, "--group-by", ("file", "rule")[seed % 2], site]
    yield ["fix", "--diff", "--unsafe", site]
    yield ["ignore", "broken-link", site, "--reason", "none"]
    yield ["baseline", site]
    yield ["fix", site]
    yield ["check", *cache, "--output-format", "json", site]


def _some_file(site: str, seed: int) -> str:
    names = sorted(str(path.relative_to(site)) for path in Path(site).rglob("*") if not path.is_symlink())
    return names[seed % len(names)] if names else "x"


def _try_command(words: list[str]) -> Iterator[str]:
    out, err = _Stream(), _Stream()
    before = memory()
    status: object = None
    try:
        with deadline(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(words)
    except Overdue:
        yield f"more than {SECONDS} CPU seconds"
    except BaseException as error:
        yield f"raised {type(error).__name__}: {error}"
    else:
        if status not in (0, 1, 2):
            yield f"exit {status}"
    peak = memory()
    if peak > MEGABYTES and peak > before:
        yield f"{peak} MB"
    yield from _odd_text(words, out.text(), err.text())
    yield from _odd_reports(words)


def _odd_text(words: list[str], out: str, err: str) -> Iterator[str]:
    both = out + "\n" + err
    if found := _BROKEN.search(both):
        yield f"says: {both[max(0, found.start() - 200) : found.end() + 300]!r}"
    if "json" in words:
        try:
            json.loads(out or "null")
        except ValueError as error:
            yield f"no JSON: {error}"
    plain = re.sub(r"\x1b\[[0-9;]*m", "", both) if "always" in words else both
    if words[0] == "fix":
        plain = plain.replace("\t", " ").replace("\r\n", "\n")  # a patch keeps the blanks of its file
    yield from (f"a raw {fault}" for fault in faults(plain))


def _odd_reports(words: list[str]) -> Iterator[str]:
    for word in words:
        name, _, file = word.partition(":")
        if not file or not os.path.isfile(file):
            continue
        text = Path(file).read_text("utf-8")
        os.unlink(file)
        if name in ("json", "sarif", "gitlab", "rdjson"):
            try:
                value = json.loads(text)
            except ValueError as error:
                yield f"{name}: no JSON: {error}"
                continue
            if name == "json" and value.get("crashes"):
                yield f"a rule crashed: {json.dumps(value['crashes'])[:600]}"
        else:
            yield from (f"{name}: a raw {fault}" for fault in faults(text, github=name == "github"))


class _Stream(io.TextIOWrapper):
    """Standard output as the program sees it: text over bytes."""

    def __init__(self) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding="utf-8", newline="\n")

    def text(self) -> str:
        """All that was written."""
        self.flush()
        return self.bytes.getvalue().decode("utf-8")


def run(count: int, seed: int, processes: int) -> list[Find]:
    """Tries ``count`` sites from ``seed`` on; the finds."""
    shares = [
        range(start, min(start + SITES_PER_PROCESS, seed + count))
        for start in range(seed, seed + count, SITES_PER_PROCESS)
    ]
    finds: list[Find] = []
    with get_context("spawn").Pool(processes, maxtasksperchild=1) as pool:
        for done, found in enumerate(pool.imap_unordered(try_sites, shares), 1):
            finds += found
            for find in found:
                print(f"seed {find.seed}: {find.command}: {find.what}", flush=True)
            if done % 20 == 0:
                print(f"{done * SITES_PER_PROCESS} of {count} sites, {len(finds)} finds", flush=True)
    return finds


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    finds = run(chosen.count, chosen.seed, chosen.processes)
    print(f"{chosen.count} sites from seed {chosen.seed}: {len(finds)} finds")
    return bool(finds)


if __name__ == "__main__":
    sys.exit(_main())
