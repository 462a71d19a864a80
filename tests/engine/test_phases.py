"""What a run does is told to a person who waits, and to nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sitecheck.cli import progress
from sitecheck.engine import check_site as judging
from sitecheck.engine import phases as module
from sitecheck.engine.check_site import check_site
from sitecheck.engine.phases import Phases
from sitecheck.engine.reading import known_site, read_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.testing import write_site


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_drawn_in_the_first_second_and_no_line_stays() -> None:
    clock, lines = Clock(), list[str]()
    phases = Phases(lines.append, clock)
    phases.begin("reading files", 2000)
    clock.now = 0.9
    phases.advance(100)
    assert lines == []
    clock.now = 2.0
    phases.advance(400)
    assert lines == ["reading files: 500 of 2,000, 250/s"]
    clock.now = 2.05
    phases.advance()
    assert len(lines) == 1, "a line is not drawn again at once"
    phases.end()
    assert lines[-1] == ""
    phases.end()
    assert len(lines) == 2, "what is gone is not taken away again"


def test_a_phase_that_begins_late_is_told_at_once() -> None:
    clock, lines = Clock(), list[str]()
    phases = Phases(lines.append, clock)
    assert phases.line(0.0) == " …"
    clock.now = 3.0
    phases.begin("looking at the whole site")
    assert len(lines) == 1
    assert lines[0].startswith("looking at the whole site")


def test_a_short_run_draws_nothing_at_all() -> None:
    clock, lines = Clock(), list[str]()
    phases = Phases(lines.append, clock)
    phases.begin("reading files", 3)
    phases.end()
    assert lines == []


def test_a_phase_that_comes_again_adds_to_its_seconds() -> None:
    clock = Clock()
    phases = Phases(None, clock)
    for name, until in (("a", 1.0), ("b", 1.5), ("a", 3.5)):
        phases.begin(name)
        clock.now = until
    phases.end()
    clock.now = 9.0
    assert phases.seconds == {"a": 3.0, "b": 0.5}


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_file_is_counted(jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        (tmp_path / f"p{number}.md").write_text("---\ntitle: t\n---\n[x](/gone)\n")
    monkeypatch.setattr(module, "SILENT_FOR", -1.0)
    monkeypatch.setattr(module, "_EVERY", -1.0)
    lines: list[str] = []
    report = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=jobs), lines.append)
    counted = [line.split(",")[0] for line in lines if line.startswith("reading files")]
    assert "reading files: 40 of 40" in counted
    assert lines[-1] == ""
    names = [name for name, _ in report.phases]
    assert names == ["looking at the site", "reading files", "judging links", "choosing findings"]


def test_a_log_gets_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "watched_columns", lambda: 80)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert progress.line_for_terminal() is not None
    monkeypatch.setenv("CI", "1")
    assert progress.line_for_terminal() is None
    monkeypatch.delenv("CI")
    monkeypatch.setenv("TERM", "dumb")
    assert progress.line_for_terminal() is None


def test_what_layouts_give_is_worked_out_while_others_read(tmp_path: Path) -> None:
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_layouts" / "l.html").write_text("<a href='/gone'>x</a>{{ content }}")
    for number in range(40):
        (tmp_path / f"p{number}.md").write_text("---\nlayout: l\n---\n")
    one, two = (check_site(RunOptions(str(tmp_path), read_settings(None), jobs=jobs)) for jobs in (1, 2))
    assert one.findings == two.findings
    assert [finding.pages for finding in one.findings if finding.rule == "broken-link"] == [40]


def test_what_fails_meanwhile_fails_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("frames")

    for number in range(40):
        (tmp_path / f"p{number}.md").write_text("---\ntitle: t\n---\n[x](/gone#a)\n")
    monkeypatch.setattr("sitecheck.engine.reading.layout_work.FrameReader", broken)
    options = RunOptions(str(tmp_path), read_settings(None), jobs=2)
    assert read_site.WORKERS_FROM_BYTES  # two processes, whatever the size
    with pytest.raises(ValueError, match="frames"):
        check_site(options)


def test_a_line_is_drawn_after_a_second_and_ten_times_a_second() -> None:
    clock, lines = Clock(), list[str]()
    phases = Phases(lines.append, clock)
    clock.now = 1.0
    phases.begin("reading", 8)
    assert lines == ["reading: 0 of 8"]
    clock.now = 1.09375
    phases.advance()
    assert len(lines) == 1
    clock.now = 1.125
    phases.advance(0)
    assert lines[1:] == ["reading: 1 of 8, 8/s"]
    clock.now = 1.25
    phases.begin("writing")
    assert lines[2:] == ["writing …"]


def test_each_thing_that_a_run_is_at_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write_site(tmp_path / "site", {"_config.yml": "", "a.md": "---\n---\n", "b.md": "---\n---\n"})
    begun: list[str] = []

    def begin(_: Phases, name: str, total: int = 0) -> None:
        begun.append(f"{name} {total}".removesuffix(" 0"))

    def run(**changes: Any) -> list[str]:
        begun.clear()
        check_site(RunOptions(str(site), read_settings(None), jobs=1, **changes))
        return begun.copy()

    monkeypatch.setattr(Phases, "begin", begin)
    ends, kept = ["judging links", "choosing findings"], {"cache_dir": str(tmp_path / "cache")}
    assert run() == ["looking at the site", "reading files 3", *ends]
    assert run(picture=True) == ["looking at the site", "reading files 3", *ends, "drawing the site"]
    begins = ["looking at the site", "recalling files"]
    assert run(**kept) == [*begins, "reading files 3", "remembering files", *ends]
    write_site(site, {"a.md": "---\n---\nmore\n"})
    assert run(**kept, cached_as=str(site)) == [*begins, "reading files 1", *ends]
    assert run(**kept) == [*begins, "reading files 1", "remembering files", *ends]
    assert run(**kept) == [*begins, "reading files", *ends]


@pytest.mark.parametrize(
    ("picture", "works", "apart"),
    [(False, True, True), (False, False, False), (True, True, False), (True, False, False)],
)
def test_a_site_is_judged_by_more_than_one_process_where_that_pays_and_nobody_draws_it(
    picture: bool, works: bool, apart: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, {"a.md": "---\n---\n"})
    monkeypatch.setattr(known_site, "works_apart", lambda *_: works)
    options = RunOptions(str(tmp_path), read_settings(None), picture=picture)
    assert known_site.know_site(options, Phases()).apart is apart
    assert known_site.recall_site(options).apart is False, "an editor asks for less than a process costs"
    told: list[bool] = []
    monkeypatch.setattr(judging, "judge_site", lambda *_, apart, memory: told.append(apart is not None) or [])
    check_site(options)
    assert told == [apart]
