"""Whatever is edited, a run that remembers finds what a run that reads everything finds.

``python -m tests.fuzz.edits --count 20000 --seed 1`` makes sites, edits them, and compares after every edit.
A difference is printed with the site's seed, which makes it again: ``--site-seed``.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest import mock

from tests.fuzz import command_line
from tests.fuzz.sites import edit_site, make_site

from sitecheck.cli import main

EDITS_PER_SITE = 25
SECOND = 1_000_000_000
HOUR = 3600 * SECOND
OTHERS = (("fix", "--diff"), ("links", "--output-format", "json"), ("routes", "--anchors"))
"""Commands that remember nothing today: they are held to their answer, too, lest one begins to."""


class Answer(NamedTuple):
    """What a command said, to whichever stream."""

    status: int
    output: str


class Difference(NamedTuple):
    """An edit after which two answers disagree."""

    seed: int
    edits: tuple[str, ...]
    command: str
    warm: Answer
    cold: Answer

    def __str__(self) -> str:
        lines = [
            f"  {sign} {line}"
            for sign, one, two in (("-", self.warm, self.cold), ("+", self.cold, self.warm))
            for line in one.output.splitlines()
            if line not in two.output
        ]
        edits = "".join(f"  {number}: {said}\n" for number, said in enumerate(self.edits))
        status = f"{self.warm.status} and {self.cold.status}"
        return f"--site-seed {self.seed}: {self.command} ({status}) after\n{edits}" + "\n".join(lines[:40])


class Bench:
    """One site with its cache, and the clock that its runs are told."""

    def __init__(self, folder: Path, seed: int, site: Path | None = None) -> None:
        """A copy of ``site``, or the one that ``seed`` makes."""
        self.site = folder / "site"
        self._cache = folder / "cache"
        self._random = Random(seed)
        self._ahead = 0
        """By how much (ns) the clock is put forward: so that files are older than the run, posts get due."""
        self._steps = 2_000 if self._random.random() < 0.1 else 10**9
        """What the site may cost: more than it needs, so that no share changes, or so little that pages are cut."""
        if site is None:
            make_site(self.site, seed, self._now())
        else:
            shutil.copytree(site, self.site, symlinks=True, ignore=shutil.ignore_patterns(".git"))

    def _now(self) -> datetime:
        return datetime.fromtimestamp((time.time_ns() + self._ahead) / SECOND, timezone.utc)

    def edit(self) -> str:
        """Lets time pass or changes files, mostly one."""
        draw = self._random.random()
        if draw < 0.06:
            step = self._random.choice((1, 2, 5, 60, 4_000, 90_000))
            self._ahead += step * SECOND
            return f"waited {step} s"
        number = 2 if draw < 0.15 else 1
        return ", ".join(edit_site(self.site, self._random, self._now()) for _ in range(number))

    def check(self, *options: str) -> Answer:
        """``sitecheck check``, at a time when every file may be trusted to be older, mostly."""
        ahead = self._ahead
        if self._random.random() < 0.9:
            ahead += 4 * SECOND
        return self._run("check", "--output-format", "json", "--jobs", "1", *options, ahead=ahead)

    def compare(self, seed: int, edits: list[str], *, others: bool) -> Iterator[Difference]:
        """The commands whose answers are not what they should be."""
        state = self._random.getstate()
        cold = self.check("--no-cache")
        for name in ("first", "second"):
            self._random.setstate(state)  # the same moment for both
            warm = self.check("--cache-dir", str(self._cache))
            if warm != cold:
                yield Difference(seed, tuple(edits), f"{name} warm check", warm, cold)
        # An hour on, no file that ``fix`` copies is of its own future, however slow the machine is.
        for command in OTHERS if others else ():
            warm, cold = (self._run(*command, ahead=self._ahead + HOUR) for _ in range(2))
            if warm != cold:
                yield Difference(seed, tuple(edits), " ".join(command), warm, cold)

    def _run(self, command: str, *options: str, ahead: int) -> Answer:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
        with (
            mock.patch("time.time_ns", return_value=self._moment + ahead),
            mock.patch("sitecheck.engine.reading.work_shares.SITE_STEPS", self._steps),
            mock.patch("sitecheck.engine.reading.work_shares.STEPS_PER_BYTE", 1),
            contextlib.redirect_stdout(streams[0]),
            contextlib.redirect_stderr(streams[1]),
        ):
            status = main([command, str(self.site), *options])
        return Answer(status, "".join(stream.buffer.getvalue().decode() for stream in streams))

    def tick(self) -> None:
        """The moment of the next runs."""
        self._moment = time.time_ns()


def differences(seed: int, count: int, site: Path | None = None) -> Iterator[tuple[int, list[Difference]]]:
    """The edits made so far and what is wrong after the last one; ``count`` edits of a copy of ``site``, or of
    the site of a seed."""
    with tempfile.TemporaryDirectory(prefix="edits-") as folder:
        bench = Bench(Path(folder), seed, site)
        said = ["made" if site is None else f"copied {site.name}"]
        for number in range(count + 1):
            bench.tick()
            yield number, list(bench.compare(seed, said, others=number % EDITS_PER_SITE == 5))
            said.append(bench.edit())


def run_edits(
    count: int,
    seed: int,
    *,
    sites: Sequence[Path | None] = (None,),
    per_site: int = EDITS_PER_SITE,
    progress: bool = False,
) -> list[Difference]:
    """The differences after ``count`` edits, ``per_site`` of copies of ``sites``, or of those that seeds make;
    ``seed`` is the first one's.

    At the first difference a site is left: all that follows may come of the same fault.
    """
    found: list[Difference] = []
    for number, left in enumerate(range(count, 0, -per_site), seed):
        for _, wrong in differences(number, min(per_site, left), sites[number % len(sites)]):
            if wrong:
                found += wrong
                if progress:
                    print(wrong[0], flush=True)
                break
    return found


def _main() -> int:
    run = partial(run_edits, progress=True)
    return command_line.main("edits", run, per_site=EDITS_PER_SITE, count=2000, finds="differences")


if __name__ == "__main__":
    sys.exit(_main())
