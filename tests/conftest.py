from __future__ import annotations

import gc
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, given, settings, strategies
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from tests.required import forbidden

import sitecheck.liquid.render  # noqa: F401 - raises the limit of recursion, which must not change in a test

UNHURRIED = [HealthCheck.too_slow]
"""A busy machine is no failure."""

settings.register_profile(
    "fixed", deadline=None, suppress_health_check=UNHURRIED, derandomize=True, database=None
)
settings.register_profile("quick", settings.get_profile("fixed"), max_examples=25)
settings.register_profile(
    "fuzz", deadline=None, suppress_health_check=UNHURRIED, database=None, max_examples=1000
)
settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--until", type=float, default=float("inf"), help="skip what would start after this time"
    )


IN_MEMORY = "/dev/shm"
"""Where Linux keeps files in memory: what thousands of tests write and remove costs a fifth of their time on a
disk."""
ROOM = 4_000_000_000


def pytest_configure(config: pytest.Config) -> None:
    """Prepare what all tests share, in this process and those that it starts."""
    gc.disable()  # until all is collected, of which nothing is garbage
    write_into_memory()
    depend_on_the_test_alone(config)


def write_into_memory() -> None:
    """Have temporary files written into memory where there is room, and programs in it may be started."""
    if sys.platform == "win32" or "TMPDIR" in os.environ or not os.access(IN_MEMORY, os.W_OK):
        return
    state = os.statvfs(IN_MEMORY)
    if state.f_bavail * state.f_frsize >= ROOM and not state.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = IN_MEMORY
        tempfile.tempdir = None  # to be asked for again


def depend_on_the_test_alone(config: pytest.Config) -> None:
    """Let examples depend on the test alone, unless ``make fuzz`` searches for others.

    Hypothesis draws from the constants of every module that happens to be imported: fixed examples would
    depend on the tests that ran before in the same worker, and change with any line of the program.
    """
    if config.getoption("--hypothesis-profile") != "fuzz":
        none = Constants()
        providers._get_local_constants = lambda: none


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors: some tests wait, for a silent server or for a change."""
    affinity = getattr(os, "sched_getaffinity", None)
    return 1 + (len(affinity(0)) if affinity is not None else os.cpu_count() or 1)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Let a worker send one report of a test that passes, where it would send three and say that it begins:
    of thousands of tests, that is seconds in both processes. ``--durations`` and ``--junitxml`` ask for all."""
    options = item.config.option
    if not hasattr(item.config, "workerinput") or options.durations is not None or options.xmlpath:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if not hasattr(report, "wasxfail"):
        fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    fail_if_skipped(report)
    return report


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where no test may be skipped, a skipped one has failed."""
    if report.skipped and isinstance(report.longrepr, tuple):
        said = forbidden(report.longrepr[2])
        if said:
            report.outcome, report.longrepr = "failed", said


def pytest_runtest_setup(item: pytest.Item) -> None:
    if time.time() > item.config.getoption("--until"):
        pytest.skip("the time is over")


@pytest.hookimpl(trylast=True)  # after Hypothesis' own, before which no property may be run
def pytest_sessionstart() -> None:
    """Run a property before anything is frozen: with the first one Hypothesis looks for who holds its source of
    random numbers, and does not find it among what is frozen (Python 3.14)."""
    given(strategies.none())(lambda nothing: None)()


def pytest_collection_finish() -> None:
    """What was collected stays until the end: nobody need look at it for garbage again and again, and hardly
    anything that a test makes is garbage (a command runs without looking for it at all)."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(200_000, 20, 20)


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """What random samples are drawn by: always the same, but for ``make fuzz``."""
    return int(request.config.getoption("--hypothesis-seed") or 20261124)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked ``corpus`` need real sites; without them they are skipped, and say so."""
    for item in items:
        if sys.platform == "win32" and item.get_closest_marker("posix"):
            item.add_marker(pytest.mark.skip(reason="Windows has no such thing"))
        if "once" in getattr(item, "fixturenames", ()):
            item.add_marker("install")
    if os.environ.get("SITECHECK_CORPUS"):
        return
    skip = pytest.mark.skip(reason="SITECHECK_CORPUS names no folder of real sites")
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Places of caches, none of which is there before something is kept in it: few tests keep anything."""
    base = tmp_path_factory.mktemp("caches")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_cache(caches: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or fills the user's cache, and none sees the settings of the machine it runs on."""
    folder = next(caches)
    monkeypatch.setenv("SITECHECK_CACHE_DIR", str(folder))
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_WORKSPACE", "GITHUB_ACTIONS", "SITECHECK_HEADERS"):
        monkeypatch.delenv(name, raising=False)
    return folder
