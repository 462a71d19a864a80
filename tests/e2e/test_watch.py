"""``check --watch``: each change of the site is judged."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitecheck.cli import watch as module
from sitecheck.cli.watch import _Look, _wait, watch
from sitecheck.model.report import Seen

PATIENCE = 300.0
pytestmark = pytest.mark.posix


class Watched:
    """A run that watches, and the lines that it says."""

    def __init__(self, site: Path, *options: str) -> None:
        call = [sys.executable, "-m", "sitecheck", "check", str(site), "--watch"]
        self.process = subprocess.Popen(
            [*call, "--cache-dir", str(site.parent / "cache"), *(options or ("--output", "concise"))],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def until_waiting(self) -> str:
        """What is said until the next change is waited for."""
        said = []
        while not said or "waiting for changes" not in said[-1]:
            said.append(self._lines.get(timeout=PATIENCE))
        return "\n".join(said)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "_config.yml").write_text("title: A\n", encoding="utf-8")
    (folder / "a.md").write_text("---\ntitle: A\n---\n[x](/gone/)\n", encoding="utf-8")
    return folder


@pytest.fixture
def watched(site: Path) -> Iterator[Watched]:
    run = Watched(site)
    yield run
    run.end()


@pytest.mark.process
def test_each_change_is_judged(site: Path, watched: Watched) -> None:
    assert "broken-link" in watched.until_waiting()
    (site / "gone.md").write_text("---\ntitle: B\npermalink: /gone/\n---\n", encoding="utf-8")
    assert "broken-link" not in watched.until_waiting()
    (site / ".sitecheck.yml").write_text("rules: 3\n", encoding="utf-8")
    assert ".sitecheck.yml" in watched.until_waiting()
    (site / "gone.md").unlink()
    (site / ".sitecheck.yml").unlink()
    assert "broken-link" in watched.until_waiting()


@pytest.mark.process
def test_a_signal_ends_it(watched: Watched) -> None:
    watched.until_waiting()
    watched.process.send_signal(signal.SIGTERM)  # SIGINT is ignored in what runs in the background of a shell
    assert watched.process.wait(PATIENCE) == 143


@pytest.mark.process
def test_a_report_in_the_site_does_not_set_it_off(site: Path) -> None:
    run = Watched(site, "--output", f"json:{site / 'report.json'}", "--output", "concise")
    try:
        run.until_waiting()
        with pytest.raises(queue.Empty):
            run._lines.get(timeout=3)
    finally:
        run.end()


class _Enough(BaseException):
    """Ends a watch that would go on for ever."""


def test_what_changes_before_the_watch_begins_is_judged(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[bool] = []
    sleeps = iter(range(20))

    def check() -> Seen:
        looks.append((site / "a.md").exists())
        if len(looks) == 2:
            raise _Enough
        return Seen(folders=("",))

    def sleep(_seconds: float) -> None:
        if next(sleeps, None) is None:
            raise _Enough

    monkeypatch.setattr("sitecheck.cli.watch.warn", lambda _text: (site / "a.md").unlink())
    monkeypatch.setattr("time.sleep", sleep)
    with pytest.raises(_Enough):
        watch(check, str(site), None, writes=False)
    assert looks == [True, False]


def test_a_file_from_the_future_does_not_set_it_off(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_hour_on = time.time_ns() + 3_600_000_000_000
    os.utime(site / "a.md", ns=(2 * an_hour_on, 2 * an_hour_on))
    looks: list[Seen] = []
    sleeps = iter(range(20))

    def check() -> Seen:
        looks.append(Seen(folders=("",)))
        return looks[-1]

    def sleep(_seconds: float) -> None:
        if next(sleeps, None) is None:
            raise _Enough

    monkeypatch.setattr("time.time_ns", lambda: an_hour_on)
    monkeypatch.setattr("time.sleep", sleep)
    with pytest.raises(_Enough):
        watch(check, str(site), None, writes=False)
    assert len(looks) == 1


OLD, NEW, NEWER = (_Look((name, 0), 0) for name in ("old", "new", "newer"))


@pytest.mark.parametrize(
    ("looks", "is_stale", "until", "waits"),
    [
        ([OLD, OLD, NEW, NEW, NEW], False, None, 4),
        ([OLD, NEW, NEWER, NEWER], False, None, 4),
        ([NEW, OLD, OLD, NEW, NEWER, NEWER], False, None, 6),
        ([OLD, OLD], True, None, 1),
        ([NEW, NEW], True, None, 2),
        ([OLD, OLD, OLD], False, 2, 2),
        ([OLD, NEW, NEW], False, 99, 3),
    ],
    ids=[
        "it is still",
        "it goes on",
        "it was taken back",
        "before",
        "while it was looked at",
        "time",
        "not yet",
    ],
)
def test_it_is_waited_until_a_change_is_still(
    looks: list[_Look], is_stale: bool, until: int | None, waits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, slept = iter(looks), list[float]()
    monkeypatch.setattr(module, "_look", lambda *_: next(left))
    monkeypatch.setattr(module.time, "sleep", slept.append)
    monkeypatch.setattr(module.time, "time", lambda: float(len(slept)))
    _wait("site", None, Seen(until=until), OLD, is_stale=is_stale)
    assert slept == [0.3] * waits
