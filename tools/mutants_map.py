"""Which test runs which line, measured once; and a copy of the tree in which tests meet a mutant.

As a plugin of pytest (``-p tools.mutants_map``) it records, into the folder MUTANTS_RECORD, or runs only the
tests named in the file MUTANTS_TESTS, in that order. What is recorded is kept in .mutants/: for the whole
program as it is, and for each file of tests.
"""

from __future__ import annotations

import contextlib
import faulthandler
import functools
import hashlib
import importlib
import os
import pickle
import pkgutil
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".mutants" / "map.pickle"
FAST = "not (reference or corpus or install or slow or process)"
PROGRAM = ("linter", "rules", "fixtures", "tools", "benchmarks", "pyproject.toml")
IMPORT = ""
"""The name of what runs outside of any test."""
MOST_FAILED = 5
"""So many tests may fail while they are measured, which makes them slow: some hold that work has an end."""
SHARED = frozenset({"visit"})
"""Fixtures that talk to a process which another test may have started."""
PATIENCE = 60.0
"""Seconds that a test may take in any case; beyond, ten times what it took when it was measured."""


class Ran(NamedTuple):
    """What a test does: how long it takes, whether it starts Python processes, the lines it runs as bits."""

    seconds: float
    spawns: bool
    lines: dict[str, int]


class TestMap:
    """What every test runs."""

    __test__ = False

    def __init__(self, ran: dict[str, Ran]) -> None:
        self.ran = ran

    def near(self, path: str, lines: tuple[int, int] | None) -> list[str]:
        """The tests that run ``lines`` of a function, or anything of the module: first those of its own, then
        those of its room, the quickest first of each. What runs while modules are imported, as what makes
        commands does, concerns who runs anything beside it."""
        mask = -1 if lines is None else (1 << (lines[1] + 1)) - (1 << lines[0])
        near = self._running(path, mask) or self._running(path, -1)
        if not near or (lines is not None and self.ran[IMPORT].lines.get(path, 0) & mask):
            beside = f"{os.path.dirname(path)}/"
            near |= {test for test, ran in self.ran.items() if any(p.startswith(beside) for p in ran.lines)}
        return sorted(near - {IMPORT}, key=lambda test: (_distance(path, test), self.seconds(test)))

    def _running(self, path: str, mask: int) -> set[str]:
        return {test for test, ran in self.ran.items() if ran.lines.get(path, 0) & mask} - {IMPORT}

    def spawning(self, path: str, lines: tuple[int, int] | None) -> list[str]:
        """The others that may notice a change, in a process that they start."""
        near = {*self.near(path, lines)}
        spawning = {test for test, ran in self.ran.items() if ran.spawns} - near
        return sorted(spawning, key=self.seconds)

    def seconds(self, test: str) -> float:
        return self.ran[test].seconds

    def patience(self, names: Iterable[str]) -> dict[str, float]:
        """How many seconds each test may take."""
        return {test: PATIENCE + 10 * self.seconds(test) for test in names}


class Bench:
    """A copy of the tree, to be changed and tested."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mutants-"))
        self.changes = 0
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).exists():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.folder / name, follow_symlinks=False)

    def close(self) -> None:
        """Remove the copy."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def pytest(self, *arguments: str, **variables: str) -> tuple[int, str]:
        """Run tests; the exit status and what was printed."""
        command = [sys.executable, "-m", "pytest", "-q", "-p", "tools.mutants_map", "-p", "no:cacheprovider"]
        command += ["--hypothesis-profile=unshrunk", "--tb=no", "-m", FAST, *arguments]
        paths = os.pathsep.join(str(self.folder / part) for part in ("linter", "rules"))
        own = {"PYTHONPATH": paths, "PYTHONPYCACHEPREFIX": str(self.folder / ".bytecode")}
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        running = subprocess.Popen(
            command, cwd=self.folder, env={**inherited, **own, **variables}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            output, _ = running.communicate()
            return running.returncode, output
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)  # what a test that was given up has started

    def killer(self, path: str, changed: bytes, patience: dict[str, float]) -> str:
        """The first of the tests (with the seconds each may take) that fails when a file is changed; ""
        when all pass."""
        target = self.folder / path
        target.write_bytes(changed)
        self.changes += 1
        os.utime(target, (self.changes, self.changes))  # bytecode is known by it
        try:
            return next(filter(None, map(self._failing, waves(patience))), "")
        finally:
            shutil.copy2(ROOT / path, target)

    def refused(self, path: str, changed: bytes) -> bool:
        """Whether the types of the program are wrong when a file is changed: it could not land."""
        target = self.folder / path
        target.write_bytes(changed)
        try:
            command = [sys.executable, "-m", "mypy", "-p", "sitecheck", "-p", "sitecheck_rules"]
            return subprocess.run(command, cwd=self.folder, capture_output=True).returncode == 1
        finally:
            shutil.copy2(ROOT / path, target)

    def _failing(self, patience: dict[str, float]) -> str:
        names = self.folder / ".mutant-tests"
        names.write_bytes(pickle.dumps(patience))
        files = sorted({_file(test) for test in patience})
        code, output = self.pytest("-x", *files, MUTANTS_TESTS=str(names))
        told = re.findall(r"^(?:FAILED|ERROR) (.*?)(?: - .*)?$", output, re.MULTILINE)
        return "" if code == 0 else [*told, *output.strip().splitlines()[-1:], "it does not end"][0]


def waves(patience: dict[str, float]) -> Iterator[dict[str, float]]:
    """The tests, first those of the few files that hold the quickest: to read all files of tests takes longer
    than most mutants live."""
    left = patience
    for most in (4, 12, len(left)):
        files = {*islice(dict.fromkeys(map(_file, left)), most)}
        if files:
            yield {test: seconds for test, seconds in left.items() if _file(test) in files}
        left = {test: seconds for test, seconds in left.items() if _file(test) not in files}


def _file(test: str) -> str:
    return test.split("::")[0]


def _distance(path: str, test: str) -> int:
    """How far a test is from a module: 0 for one that is called as the module is, 1 in the same room."""
    *rooms, name = Path(path).with_suffix("").parts[2:]  # linter/sitecheck/ROOM/…, rules/sitecheck_rules/…
    own = name.strip("_")
    if own in test or own.replace("_", "-") in test:
        return 0
    room = "rules" if path.startswith("rules/") else rooms[0] if rooms else ""
    return 1 if test.startswith(f"tests/{room}/") else 2


def digest(*paths: Path) -> str:
    """A digest of files and of all that is below folders."""
    found = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                found.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return found.hexdigest()


def measured() -> TestMap:
    """What every fast test runs, from what is kept and what has to be measured anew."""
    files = {str(path.relative_to(ROOT)): path for path in sorted((ROOT / "tests").rglob("test_*.py"))}
    helpers = sorted({*(ROOT / "tests").rglob("*.py")} - {*files.values()})
    program = digest(*(ROOT / part for part in PROGRAM), *helpers)
    now = {name: digest(path) for name, path in files.items()}
    known: dict[str, Any] = pickle.loads(KEPT.read_bytes()) if KEPT.exists() else {}
    if known.get("program") != program:
        known = {"program": program, "files": {}, "ran": {}}
    stale = [name for name in files if known["files"].get(name) != now[name]]
    ran: dict[str, Ran] = {
        t: r for t, r in known["ran"].items() if t.split("::")[0] in {*files, IMPORT} - {*stale}
    }
    if stale:
        print(f"measuring what the tests of {len(stale)} files run", flush=True)
        for test, each in record(stale).items():
            lines = ran[test].lines if test in ran else {}
            ran[test] = each._replace(
                lines={p: each.lines.get(p, 0) | lines.get(p, 0) for p in {*lines, *each.lines}}
            )
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_bytes(pickle.dumps({"program": program, "files": now, "ran": ran}))
    return TestMap(ran)


def record(files: Iterable[str]) -> dict[str, Ran]:
    """Run files of tests and see what each test does."""
    bench = Bench()
    folder = bench.folder / ".mutants-record"
    folder.mkdir()
    code, output = bench.pytest("-n", "2", *files, MUTANTS_RECORD=str(folder), COVERAGE_CORE="ctrace")
    noted = [pickle.loads(file.read_bytes()) for file in folder.iterdir()]
    failed = sorted({test for _, tests in noted for test in tests})
    if code not in (0, 1, 5) or len(failed) > MOST_FAILED:
        raise SystemExit(f"the tests must pass before they are asked for mutants:\n{output[-3000:]}")
    for test in failed:
        print(f"left out, as it fails when it is measured: {test}", flush=True)
    found: dict[str, Ran] = {IMPORT: Ran(0, False, {})}
    for each, _ in noted:
        for test, ran in each.items():
            before = found.get(test, Ran(0, False, {})).lines
            found[test] = ran._replace(
                lines={p: ran.lines.get(p, 0) | before.get(p, 0) for p in {*before, *ran.lines}}
            )
    bench.close()
    return found


class Recorder:
    """Plugin: notes what each test runs."""

    def __init__(self, folder: Path) -> None:
        import coverage

        import sitecheck
        import sitecheck_rules

        self.folder = folder
        self.seconds: dict[str, float] = {}
        self.spawning: set[str] = set()
        self.failed: set[str] = set()
        self.test = IMPORT
        sources = [str(ROOT / part) for part in ("linter", "rules")]
        self.coverage = coverage.Coverage(data_file=None, config_file=False, source=sources, messages=False)
        self.coverage.set_option(
            "run:disable_warnings", ["trace-changed", "no-data-collected", "module-not-imported"]
        )
        self.coverage.start()
        for package in (sitecheck, sitecheck_rules):
            for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                if not module.name.endswith("__main__"):  # else the first test that needs it seems to run it
                    importlib.import_module(module.name)
        self.caches = _caches()
        sys.addaudithook(self.audit)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "os.fork" or (event == "subprocess.Popen" and sys.executable in str(arguments[:2])):
            self.spawning.add(self.test)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test = item.nodeid
        for each in self.caches:
            each.cache_clear()
        if not SHARED.isdisjoint(getattr(item, "fixturenames", ())):
            self.spawning.add(item.nodeid)
        self.coverage.switch_context(item.nodeid)
        began = time.perf_counter()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.perf_counter() - began
            self.coverage.switch_context(IMPORT)
            self.test = IMPORT

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        data = self.coverage.get_data()
        lines: dict[str, dict[str, int]] = defaultdict(dict)
        for file in data.measured_files():
            name = str(Path(file).relative_to(ROOT))
            for line, tests in data.contexts_by_lineno(file).items():
                for test in tests:
                    lines[test][name] = lines[test].get(name, 0) | 1 << line
        tests = {*self.seconds, IMPORT} - self.failed
        ran = {t: Ran(self.seconds.get(t, 0), t in self.spawning, lines.get(t, {})) for t in tests}
        (self.folder / f"{os.getpid()}.pickle").write_bytes(pickle.dumps((ran, self.failed)))


def _caches() -> list[Any]:
    """What remembers its answers as long as the process lives: a test that is given one would seem not to run
    what made it."""
    kind = type(functools.cache(len))
    modules = [module for name, module in sys.modules.items() if name.startswith("sitecheck")]
    found = {id(each): each for module in modules for each in vars(module).values() if type(each) is kind}
    return list(found.values())


class Chooser:
    """Plugin: runs the tests that are named, in their order, and gives up at one that takes too long."""

    def __init__(self, patience: dict[str, float]) -> None:
        self.patience = patience
        self.order = {test: number for number, test in enumerate(patience)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = (item for item in items if item.nodeid in self.order)
        items[:] = sorted(chosen, key=lambda item: self.order[item.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        faulthandler.dump_traceback_later(self.patience[item.nodeid], exit=True, file=sys.__stderr__)
        try:
            return (yield)
        finally:
            faulthandler.cancel_dump_traceback_later()


def pytest_configure(config: pytest.Config) -> None:
    if "MUTANTS_RECORD" in os.environ and hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(Path(os.environ["MUTANTS_RECORD"])))
    if "MUTANTS_TESTS" in os.environ:
        config.pluginmanager.register(Chooser(pickle.loads(Path(os.environ["MUTANTS_TESTS"]).read_bytes())))


settings.register_profile(
    "unshrunk", deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow], max_examples=25,  # as in make fast
)  # fmt: skip
