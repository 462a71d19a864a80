"""Searches for failures with fresh seeds until the time is over, and says how to keep what it found.

python tools/fuzz.py [--minutes 10] [--seed N]

It runs every property test and every test marked ``seeded``, over and over, and every module of
``tests/fuzz/`` that can be run (``python -m tests.fuzz.NAME --count N --seed S``; it exits with 1 when it
found something).
Exit status: 1 when there are finds.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
SCRIPTS = ROOT / "tests" / "fuzz"
WORKERS = os.cpu_count() or 1
ROUND = 20.0
"""Seconds that a round of a script is aimed at."""
GRACE = 120.0
"""Seconds after its time when a round is ended by force; it is a find, then: something does not end."""
ENOUGH = 3
"""Finds of a script after which it is not asked again."""
EXAMPLE = re.compile(r"(?:Falsifying example|Failing test case): \w+\(\n(.*?)\n\W*\)\n", re.DOTALL)


class Find(NamedTuple):
    """A failure: where, how to see it again, how to keep it, and what was said."""

    name: str
    again: str
    keep: str
    text: str


class Search:
    """Runs rounds and tells each find once."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rounds = 0
        self.found: set[str] = set()

    def tests(self, until: float) -> None:
        """Rounds over the tests, with one seed each."""
        while time.time() < until:
            for find in test_round(self.random.randrange(2**32), until):
                self.tell(find)
            self.rounds += 1

    def script(self, name: str, until: float) -> None:
        """Rounds of one script, each as long as promises to take ``ROUND`` seconds."""
        count, finds = 5, 0
        while time.time() < until and finds < ENOUGH:
            began = time.time()
            find = script_round(name, count, self.random.randrange(2**32), until)
            if find is not None:
                finds += 1
                self.tell(find)
            spent = max(time.time() - began, 0.01)
            count = max(1, int(count * min(8.0, min(ROUND, until - time.time()) / spent)))
            self.rounds += 1

    def tell(self, find: Find) -> None:
        if find.name + find.keep not in self.found:
            self.found.add(find.name + find.keep)
            print(
                f"\n=== found: {find.name}\n{find.text}\n--- again: {find.again}\n--- keep:  {find.keep}",
                flush=True,
            )


def test_round(seed: int, until: float) -> Iterator[Find]:
    """One run of the tests that draw; its failures."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log.xml")
        options = ["--hypothesis-profile=fuzz", f"--hypothesis-seed={seed}"]
        command = [sys.executable, "-m", "pytest", "-q", "-m", "hypothesis or seeded", "-n", str(WORKERS)]
        command += [*options, f"--until={until}", f"--junitxml={log}", "-p", "no:cacheprovider"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if not log.exists():
            yield Find(
                "the tests", " ".join(command), "mend the suite", done.stdout[-3000:] + done.stderr[-3000:]
            )
            return
        cases = list(ElementTree.parse(log).getroot().iter("testcase"))
    for case in cases:
        for failure in [*case.iter("failure"), *case.iter("error")]:
            test = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
            again = f"python -m pytest '{test}' {' '.join(options)}"
            yield Find(test, again, *kept(failure.text or ""))


def kept(text: str) -> tuple[str, str]:
    """How to keep the failure of a test, and the part of what it said that matters."""
    lines = [line.removeprefix("E").removeprefix("   ") for line in text.splitlines() if line.startswith("E")]
    said = "\n".join(lines) or text[-3000:]
    examples = [
        f"@example({' '.join(line.strip(' |') for line in found.splitlines()).removesuffix(',')})"
        for found in EXAMPLE.findall(f"{said}\n")
    ]
    if examples:
        return f"above the test: {', '.join(examples)}", said[-3000:]
    return "make its input a case of a test with fixed inputs (probes, golden sets, a table)", said[-3000:]


def script_round(name: str, count: int, seed: int, until: float) -> Find | None:
    """One run of a script; what it found."""
    command = [sys.executable, "-m", f"tests.fuzz.{name}", "--count", str(count), "--seed", str(seed)]
    shown = " ".join(["python", *command[1:]])
    path = os.pathsep.join(str(ROOT / part) for part in ("linter", "rules"))
    environment = {**os.environ, "PYTHONPATH": path}
    patience = max(until - time.time(), 0) + GRACE
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=patience
        )
    except subprocess.TimeoutExpired:
        return Find(
            f"tests.fuzz.{name}", shown, "find what does not end", f"still running after {patience:.0f} s"
        )
    if done.returncode == 0:
        return None
    keep = f"a regression test with what it printed (seed {seed})"
    return Find(f"tests.fuzz.{name}", shown, keep, (done.stdout + done.stderr)[-4000:])


def scripts() -> list[str]:
    """The modules of tests/fuzz/ that can be run."""
    return sorted(path.stem for path in SCRIPTS.glob("*.py") if "__main__" in path.read_text("utf-8"))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    given = parser.parse_args()
    names, search, began = scripts(), Search(given.seed), time.time()
    searched = ", ".join(["the tests that draw", *names])
    print(f"{given.minutes:g} minutes from seed {given.seed} over {searched}", flush=True)
    seconds = given.minutes * 60
    search.tests(began + (seconds / 2 if names else seconds))
    lanes = min(WORKERS, len(names)) or 1
    share = seconds / 2 * lanes / max(len(names), 1)
    with ThreadPoolExecutor(lanes) as pool:
        list(pool.map(lambda name: search.script(name, time.time() + share), names))
    print(f"\n{len(search.found)} finds in {search.rounds} rounds, {time.time() - began:.0f} s")
    return 1 if search.found else 0


if __name__ == "__main__":
    raise SystemExit(main())
