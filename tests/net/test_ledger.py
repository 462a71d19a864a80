"""The ledger survives crashes, torn lines, merge conflicts and parallel runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.net import DeadAfter, Ledger
from sitecheck.net.ledger_file import (
    REMEMBERED,
    Entry,
    Observation,
    advance,
    minute,
    read_entries,
    read_journal,
    write_entries,
)
from sitecheck.net.status import UrlStatus, Verdict, alive, unverifiable

DAY = 86400.0
START = 1_700_000_000.0
GONE = UrlStatus(Verdict.DEAD, "not-found", "answered 404", 404)
ONCE = DeadAfter()
LATE = "2026-03-01T00:00Z"


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


def run(folder, clock, **statuses):
    ledger = Ledger(folder, clock=clock)
    found = {name: ledger.record(f"http://h.test/{name}", s, DeadAfter(3, 2)) for name, s in statuses.items()}
    ledger.close()
    assert ledger.problem is None
    return found


def test_a_dead_link_is_sure_after_enough_failures_and_days(tmp_path):
    clock = Clock()
    assert run(tmp_path, clock, a=alive(200))["a"].sure
    seen = []
    for _ in range(4):
        clock.now += DAY
        seen.append(run(tmp_path, clock, a=GONE)["a"])
    assert [(s.failures, s.sure) for s in seen] == [(1, False), (2, False), (3, True), (4, True)]
    assert seen[0].last_good == minute(START)[:10]
    run(tmp_path, clock, a=alive(200))
    assert run(tmp_path, clock, a=GONE)["a"].failures == 1


def test_a_wall_in_between_neither_counts_nor_forgives(tmp_path):
    clock = Clock()
    run(tmp_path, clock, a=GONE)
    wall = run(tmp_path, clock, a=unverifiable("wall", "403", 403))["a"]
    assert (wall.failures, wall.sure) == (1, True)
    assert run(tmp_path, clock, a=GONE)["a"].failures == 2


def test_good_answers_stand_for_their_age(tmp_path):
    clock = Clock()
    run(tmp_path, clock, a=alive(200), b=GONE)
    clock.now += 3000
    ledger = Ledger(tmp_path, clock=clock)
    assert ledger.remembered("http://h.test/a", 3600).from_ledger
    assert ledger.remembered("http://h.test/a", 0) is None
    assert ledger.remembered("http://h.test/b", 3600) is None
    clock.now += 3000
    assert ledger.remembered("http://h.test/a", 3600) is None


def test_the_file_is_sorted_one_line_a_link_and_stable(tmp_path):
    clock = Clock()
    run(tmp_path, clock, b=alive(200), a=GONE, c=unverifiable("timeout", "x"))
    text = (tmp_path / "links.json").read_text()
    keys = list(json.loads(text)["links"])
    assert keys == sorted(keys)
    assert len(text.splitlines()) == 3 + 3 + 2
    run(tmp_path, clock, b=alive(200))
    assert (tmp_path / "links.json").read_text() == text
    assert sorted(p.name for p in tmp_path.iterdir()) == [".gitignore", "links.json", "links.lock"]
    ignored = (tmp_path / ".gitignore").read_text().splitlines()
    assert "links.lock" in ignored
    assert "links.json" not in ignored


def test_secrets_are_not_written(tmp_path):
    ledger = Ledger(tmp_path, clock=Clock())
    ledger.record("https://me:pw@h.test/?token=s3cret", alive(200), ONCE)
    ledger.flush()
    text = "".join(p.read_text() for p in tmp_path.iterdir())
    ledger.close()
    text += (tmp_path / "links.json").read_text()
    assert "s3cret" not in text
    assert "pw" not in text


def test_a_killed_run_loses_only_what_was_not_flushed(tmp_path):
    script = f"""
import os, signal, sys
from pathlib import Path
from sitecheck.net import DeadAfter, Ledger
from sitecheck.net.status import alive
ledger = Ledger(Path({str(tmp_path)!r}))
for number in range(100):
    ledger.record(f"http://h.test/{{number}}", alive(200), DeadAfter())
ledger.flush()
ledger.record("http://h.test/late", alive(200), DeadAfter())
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", script], env=_environment()).returncode == -9
    journal = next(tmp_path.glob("*.journal"))
    journal.write_bytes(journal.read_bytes() + b'["http://h.test/torn", "ali')
    ledger = Ledger(tmp_path)
    assert ledger.entry("http://h.test/99").verdict == "alive"
    ledger.close()
    entries = read_entries((tmp_path / "links.json").read_text(), minute(time.time()))
    assert len(entries) == 100
    assert not list(tmp_path.glob("*.journal"))


@pytest.mark.process
def test_runs_at_the_same_time_lose_nothing(tmp_path):
    script = f"""
import sys
from pathlib import Path
from sitecheck.net import DeadAfter, Ledger
from sitecheck.net.status import alive
for turn in range(5):
    ledger = Ledger(Path({str(tmp_path)!r}))
    for number in range(40):
        ledger.record(f"http://h.test/{{sys.argv[1]}}/{{turn}}/{{number}}", alive(200), DeadAfter())
        ledger.flush()
    ledger.close()
    assert ledger.problem is None, ledger.problem
"""
    workers = [
        subprocess.Popen([sys.executable, "-c", script, str(number)], env=_environment())
        for number in range(4)
    ]
    assert [worker.wait() for worker in workers] == [0] * 4
    Ledger(tmp_path).close()
    assert len(read_entries((tmp_path / "links.json").read_text(), minute(time.time()))) == 4 * 5 * 40
    assert not list(tmp_path.glob("*.journal"))


def test_a_journal_that_another_run_takes_in_meanwhile_is_no_trouble(tmp_path, monkeypatch):
    journal = tmp_path / "links.1-2.journal"
    monkeypatch.setattr(Ledger, "_journals", lambda self: [journal])
    monkeypatch.setattr(Path, "exists", lambda self: True)  # as it was a moment ago
    assert Ledger(tmp_path).problem is None


def test_a_merge_conflict_keeps_both_sides_and_the_newer_line(tmp_path):
    older, newer = (
        Entry("alive", "ok", 200, "2026-01-01T00:00Z"),
        Entry("dead", "gone", 410, "2026-02-01T00:00Z"),
    )
    ours = "".join(write_entries({"http://a.test/": newer, "http://b.test/": older}))
    theirs = "".join(write_entries({"http://a.test/": older, "http://c.test/": older}))
    entries = read_entries(f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n", LATE)
    assert set(entries) == {"http://a.test/", "http://b.test/", "http://c.test/"}
    assert entries["http://a.test/"].verdict == "dead"


def test_a_reformatted_ledger_is_still_read():
    entries = {
        "http://a.test/": Entry(
            "moved", "x", 200, "2026-01-01T00:00Z", "2026-01-01T00:00Z", final="http://b/"
        )
    }
    assert read_entries(json.dumps(json.loads("".join(write_entries(entries)))), LATE) == entries


def test_an_unwritable_ledger_is_a_problem_and_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    ledger = Ledger(tmp_path / "file" / "folder")
    ledger.record("http://h.test/", alive(200), ONCE)
    ledger.close()
    assert "not used" in ledger.problem


@pytest.mark.parametrize("name", [".sitecheck", "links.json", "links.lock", "links.x.journal"])
@pytest.mark.parametrize("where", ["outside", "inside"])
def test_no_link_is_followed_for_reading_writing_or_deleting(tmp_path, name, where):
    outside = tmp_path / ("elsewhere" if where == "outside" else "site/elsewhere")
    outside.mkdir(parents=True)
    precious = {"links.json": "", "links.lock": "", "links.x.journal": "", "note": "precious"}
    for file, text in precious.items():
        (outside / file).write_text(text)
    folder = tmp_path / "site" / ".sitecheck"
    if name == ".sitecheck":
        folder.parent.mkdir(exist_ok=True)
        folder.symlink_to(outside)
    else:
        folder.mkdir(parents=True)
        (folder / name).symlink_to(outside / "note")
    ledger = Ledger(folder)
    ledger.record("http://h.test/", alive(200), ONCE)
    ledger.close()
    assert "symbolic link" in ledger.problem
    assert name in ledger.problem
    assert {path.name: path.read_text() for path in outside.iterdir()} == precious


@pytest.mark.parametrize("name", ["links.json", "links.lock", "links.x.journal"])
def test_a_pipe_in_the_place_of_a_file_is_not_opened(tmp_path, name):
    os.mkfifo(tmp_path / name)
    ledger = Ledger(tmp_path)
    ledger.record("http://h.test/", alive(200), ONCE)
    ledger.close()
    assert "not a regular file" in ledger.problem
    assert (tmp_path / name).is_fifo()


@pytest.mark.parametrize("names", [["links.json"], [f"links.{n}.journal" for n in range(4)]])
def test_more_than_the_limit_is_neither_read_nor_replaced(tmp_path, names):
    for name in names:
        with open(tmp_path / name, "wb") as file:
            file.truncate(33_000_000 // len(names))
    ledger = Ledger(tmp_path)
    ledger.record("http://h.test/", alive(200), ONCE)
    ledger.close()
    assert "larger than 32 MB" in ledger.problem
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) >= 32_900_000


def test_a_ledger_that_cannot_be_read_is_not_replaced(tmp_path, monkeypatch):
    (tmp_path / "links.json").write_text("precious")

    def deny(path, *_):
        raise PermissionError(13, "Permission denied", os.fspath(path))

    monkeypatch.setattr("sitecheck.net.ledger.read_limited", deny)
    ledger = Ledger(tmp_path)
    ledger.record("http://h.test/", alive(200), ONCE)
    ledger.close()
    assert "Permission denied" in ledger.problem
    assert (tmp_path / "links.json").read_text() == "precious"


def test_a_temporary_file_of_a_killed_run_is_swept(tmp_path):
    (tmp_path / ".sitecheck-0123456789abcdef.tmp").write_text("half")
    run(tmp_path, Clock(), a=alive(200))
    assert sorted(p.name for p in tmp_path.iterdir()) == [".gitignore", "links.json", "links.lock"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"links": 3}', "\0\0", "[" * 100_000, '{"links": {"a": {"verdict": 1}}}']
)
def test_a_ruined_ledger_is_an_empty_one(tmp_path, text):
    (tmp_path / "links.json").write_text(text)
    assert Ledger(tmp_path).entry("a") is None


FUTURE = minute(START + 60)
SOUND = {"verdict": "dead", "cause": "gone", "code": 410, "checked": minute(START), "failures": 1,
         "since": minute(START), "good": minute(START)}  # fmt: skip


def entry_of(tmp_path, values):
    (tmp_path / "links.json").write_text(json.dumps({"links": {"http://h.test/a": values}}))
    return Ledger(tmp_path, clock=Clock()).entry("http://h.test/a")


def test_an_entry_that_a_run_can_have_written_is_read(tmp_path):
    assert entry_of(tmp_path, SOUND).failures == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"checked": "9999-12-31T23:59Z"}, {"checked": FUTURE}, {"good": FUTURE}, {"since": FUTURE}, {"since": "2023-02-31T00:00Z"},
        {"checked": "2023-11-14"}, {"checked": "2023-11-14T22:13Z\n"}, {"checked": ""}, {"good": "x"}, {"since": ""},
        {"since": "0000-01-01T00:00Z"}, {"checked": "\u0662023-11-14T22:13Z"}, {"checked": minute(START - 60)},
        {"failures": -1}, {"failures": 10**12}, {"failures": 1.5}, {"failures": "1"}, {"failures": None}, {"code": 7}, {"code": True},
        {"code": 10**9}, {"code": 200.0}, {"verdict": "excluded"}, {"verdict": "skipped"}, {"cause": "two words"}, {"cause": "::error::"},
    ],
    ids=repr,
)  # fmt: skip
def test_an_entry_that_no_run_can_have_written_is_absent(tmp_path, odd):
    assert entry_of(tmp_path, {**SOUND, **odd}) is None


def test_an_entry_from_the_future_does_not_keep_a_link_from_being_dead(tmp_path):
    clock = Clock()
    entry_of(tmp_path, {**SOUND, "checked": "9999-12-31T23:59Z", "failures": 0})
    seen = []
    for _ in range(3):
        seen.append(run(tmp_path, clock, a=GONE)["a"].sure)
        clock.now += DAY
    assert seen == [False, False, True]


def test_a_journal_from_the_future_is_absent(tmp_path):
    clock = Clock()
    forged = [
        ["http://h.test/a", "alive", "ok", 200, None, at] for at in (FUTURE, "9999-12-31T23:59Z", "later")
    ]
    odd = [["http://h.test/a", "alive", "ok", code, None, minute(START)] for code in ("200", -1, True)]
    lines = "".join(json.dumps(line) + "\n" for line in [*forged, *odd])
    (tmp_path / "links.x.journal").write_text(lines)
    ledger = Ledger(tmp_path, clock=clock)
    assert ledger.entry("http://h.test/a") is None
    ledger.close()
    assert "h.test" not in (tmp_path / "links.json").read_text()


def test_failures_that_are_only_told_kill_no_link(tmp_path):
    entry_of(tmp_path, {**SOUND, "failures": 99, "since": "2001-01-01T00:00Z", "good": None})
    ledger = Ledger(tmp_path, clock=Clock())
    assert ledger.remembered("http://h.test/a", 1e9) is None
    assert (
        ledger.record("http://h.test/a", unverifiable("wall", "403", 403), ONCE).verdict
        is Verdict.UNVERIFIABLE
    )


stamps = st.integers(0, 2**31).map(minute)
observations = st.builds(
    Observation, st.text(max_size=9), st.sampled_from([v.value for v in REMEMBERED]), st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True),
    st.none() | st.integers(100, 999), st.none() | st.text(max_size=9), stamps,
)  # fmt: skip


@given(st.lists(observations, max_size=12))
def test_what_is_written_is_read(seen):
    entries: dict[str, Entry] = {}
    for one in sorted(seen, key=lambda observation: observation.at):
        entries[one.url] = advance(entries.get(one.url), one)
        assert entries[one.url].failures >= 0
    again = read_entries("".join(write_entries(entries)), minute(2**31))
    assert {url: (e.verdict, e.failures, e.good, e.checked, e.code) for url, e in again.items()} == {
        url: (e.verdict, e.failures, e.good, e.checked, e.code) for url, e in entries.items()
    }


@given(st.binary(max_size=200))
def test_any_bytes_are_a_journal(data):
    list(read_journal(data, LATE))


def _environment():
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "linter")}
