"""What ``check --since`` tells is the difference of two cold runs, whatever a change changes.

``python -m tests.fuzz.since --count 2000 --seed 1`` makes sites in repositories, changes them, and compares with
what is found in two clean checkouts, of before and of after. Where the settings of before cannot be read, those of
after judge both: a change that mends them brought none of what was wrong all along. A difference is printed with the seed that makes it
again: ``--count 1 --seed N``.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest import mock

from tests.fuzz.sites import edit_site, make_site

from sitecheck.cli import main
from sitecheck.engine.changes.alike import paired_by_lines
from sitecheck.engine.folders.find_site import CONFIG_NAMES
from sitecheck.model.span import LineIndex
from sitecheck.output.secrets import mask_text

SECOND = 1_000_000_000
SETTINGS = (
    "",
    "ignore: [broken-link]\n",
    "select: [all]\n",
    "exclude: [_posts, '/b*']\n",
    "rules: {broken-link: info}\n",
    "select: [\n",
)
Finding = dict[str, Any]
Identity = tuple[str, str, str]
Told = tuple[str, str, int, int, str]


class Difference(NamedTuple):
    """A change of which other findings are told than it brought."""

    seed: int
    change: tuple[str, ...]
    missing: Counter[Told]
    wrong: Counter[Told]

    def __str__(self) -> str:
        lines = [f"  - {told}" for told in self.missing] + [f"  + {told}" for told in self.wrong]
        return "\n".join((f"--seed {self.seed}: {', '.join(self.change)}", *lines[:40]))


class Bench:
    """A repository with a site, its cache, and the moment of all runs."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._random = Random(seed)
        self._moment = time.time_ns()
        self.root = folder / "root"
        self.below = self._random.choice(("docs", "a b/docs"))
        self.site = self.root / self.below
        make_site(self.site, seed, datetime.fromtimestamp(self._moment / SECOND, timezone.utc))
        self._drop_foreign()
        self._git("init", "-q", "--initial-branch=main")
        self._settings()
        self._commit()

    def change(self) -> tuple[str, ...]:
        """Some edits, that of the settings among them now and then."""
        now = datetime.fromtimestamp(self._moment / SECOND, timezone.utc)
        said = [edit_site(self.site, self._random, now) for _ in range(self._random.randint(1, 3))]
        self._drop_foreign()
        if self._random.random() < 0.2:
            said.append(self._settings())
        return tuple(said)

    def _drop_foreign(self) -> None:
        """Takes away what git cannot hold: what looks like another repository, pipes, and empty folders."""
        for path in list(self.site.rglob("*")):
            if path.is_fifo() or (path.name == ".git" and not path.is_dir()):
                path.unlink()
            elif path.name == ".git":
                shutil.rmtree(path)
        for folder, _, _ in os.walk(self.site, topdown=False):
            if not os.listdir(folder) and folder != str(self.site):
                os.rmdir(folder)

    def _settings(self) -> str:
        path = self._random.choice((self.root, self.site)) / ".sitecheck.yml"
        text = self._random.choice(SETTINGS[:-1])
        with contextlib.suppress(OSError):
            path.write_text(text, "utf-8")
        return f"settings {path.relative_to(self.root)} {text!r}"

    def _commit(self) -> None:
        person = ("-c", "user.name=t", "-c", "user.email=t@h")
        self._git("add", "-A")
        self._git(*person, "commit", "-q", "--allow-empty", "-m", "x")

    def _git(self, *words: str, **variables: str) -> str:
        own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = ["git", "-c", "core.autocrlf=false", "-c", "core.quotePath=false", *words]
        done = subprocess.run(
            command, cwd=self.root, env={**os.environ, **own, **variables}, capture_output=True, check=True
        )
        return done.stdout.decode("utf-8", "surrogateescape")

    def clean(self, name: str, revision: str = "") -> Path:
        """A checkout of a revision, or of the work tree, that no run has seen."""
        index = {"GIT_INDEX_FILE": str(self._folder / f"{name}.index")}
        if revision:
            self._git("read-tree", revision, **index)
        else:
            self._git("read-tree", "HEAD", **index)
            self._git("add", "-A", "--", ".", **index)
        target = self._folder / name
        self._git("checkout-index", "-a", "-f", f"--prefix={target}/", **index)
        (target / ".git").mkdir(parents=True)
        (target / self.below).mkdir(parents=True, exist_ok=True)
        return target / self.below

    def findings(self, site: Path, *options: str) -> list[Finding] | None:
        """What a run finds in a site; ``None`` when it gives no verdict."""
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
        with (
            mock.patch("time.time_ns", return_value=self._moment + 4 * SECOND),
            contextlib.redirect_stdout(streams[0]),
            contextlib.redirect_stderr(streams[1]),
        ):
            status = main(["check", str(site), "--output-format", "json", "--jobs", "1", "-q", *options])
        text = streams[0].buffer.getvalue().decode()
        return json.loads(text)["findings"] if status < 2 else None

    def settings_of_now(self, before: Path, after: Path) -> None:
        """Puts the settings of after into a checkout of before, whose own cannot be read."""
        for below in (".", self.below):
            for name in CONFIG_NAMES:
                old, new = (site.parents[self.below.count("/")] / below / name for site in (before, after))
                if old.is_dir() and not old.is_symlink():
                    shutil.rmtree(old)
                old.unlink(missing_ok=True)
                if os.path.lexists(new):
                    shutil.copy(new, old)

    def since(self) -> list[Finding] | None:
        """What is told of the work tree, with what an earlier run remembers."""
        return self.findings(self.site, "--since", "HEAD", "--cache-dir", str(self._folder / "cache"))


def identity(finding: Finding, site: Path, names: Mapping[str, str]) -> Identity:
    """What makes a finding the same in two states of a site: rule, file and the text that it marks."""
    path = finding["path"]
    text = finding["message"]
    edges = [(finding["line"], finding["column"]), (finding["end_line"], finding["end_column"])]
    if edges != [(1, 1), (1, 1)]:
        source = mask_text((site / path).read_bytes().decode("utf-8-sig", "replace"))
        lines = LineIndex(source)
        start, end = (lines.line_span(line).start + column - 1 for line, column in edges)
        text = source[start : min(end, start + 10_000)]
    return finding["rule"], names.get(path, path), " ".join(text.split())


def moved(before: Path, after: Path) -> dict[str, str]:
    """The earlier names of files that are the same, or that keep most of their lines."""
    old, new = (
        {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (before, after)
    )
    gone = {data: path for path, data in sorted(old.items()) if path not in new}
    added = sorted(path for path in new if path not in old)
    missing = sorted(path for path, data in old.items() if path not in new and data)
    pairs = paired_by_lines(missing, added, old.__getitem__, new.__getitem__)
    exact = {path: gone[new[path]] for path in added if new[path] in gone}
    return {**{path: name for name, path in pairs.items()}, **exact}


def told(finding: Finding) -> Told:
    return (
        finding["rule"],
        finding["path"],
        finding["line"],
        finding["column"],
        finding["message"],
    )


def difference(seed: int) -> Difference | None:
    """What is wrong with what is told of one change."""
    with tempfile.TemporaryDirectory(prefix="since-") as name:
        bench = Bench(Path(name), seed)
        bench.since()  # so that something is remembered
        change = bench.change()
        before, after = bench.clean("before", "HEAD"), bench.clean("after")
        first, second = (bench.findings(site, "--no-cache") for site in (before, after))
        given = bench.since()
        if second is None or given is None:
            return None if given is second is None else Difference(seed, change, Counter(), Counter())
        names = moved(before, after)
        if first is None:
            bench.settings_of_now(before, after)
            first = bench.findings(before, "--no-cache")
        seen = Counter(identity(finding, before, {}) for finding in first or ())
        expected: Counter[Told] = Counter()
        for finding in second:
            key = identity(finding, after, names)
            seen[key] -= 1
            if seen[key] < 0:
                expected[told(finding)] += 1
        actual = Counter(map(told, given))
        again = bench.since()
        if again is None or Counter(map(told, again)) != actual:
            return Difference(seed, (*change, "the second time"), actual, Counter(map(told, again or ())))
        if actual == expected:
            return None
        return Difference(seed, change, expected - actual, actual - expected)


def run_changes(count: int, seed: int, *, progress: bool = False) -> list[Difference]:
    """The differences in ``count`` changes, each of a site of its own."""
    found = []
    for number in range(seed, seed + count):
        wrong = difference(number)
        if wrong is not None:
            found.append(wrong)
            if progress:
                print(wrong, flush=True)
    return found


def _main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.since")
    parser.add_argument("--count", type=int, default=200, help="changes to make")
    parser.add_argument("--seed", type=int, default=1, help="of the first site; the next have the next ones")
    chosen = parser.parse_args()
    found = run_changes(chosen.count, chosen.seed, progress=True)
    print(f"{chosen.count} changes, {len(found)} differences")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(_main())
