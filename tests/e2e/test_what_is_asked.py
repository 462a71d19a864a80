"""What the options of the command line come to, and what commands tell of the outcomes they get."""

from __future__ import annotations

import errno
import os
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.e2e.conftest import Cli, WriteSite
from tests.report.samples import run

from sitecheck.cli import check, fix, progress, routes, runs, since
from sitecheck.engine.cache.run_cache import CachedRun, site_folder
from sitecheck.engine.changes.lost_addresses import LostAddress
from sitecheck.engine.edits.fix_site import FixOutcome
from sitecheck.engine.reading.open_site import Call
from sitecheck.errors import UsageError
from sitecheck.model.finding import Severity

PAGE = "---\ntitle: A\n---\n[x](/gone/)\n"
CHOICES = runs.choose({**dict.fromkeys(runs.Choices._fields), "jobs": 0}, None)
FULL = OSError(errno.ENOSPC, "No space left on device")


def full(*_: object, **__: object) -> None:
    raise FULL


@pytest.mark.parametrize(
    ("own", "xdg", "home", "folder"),
    [
        ("/own", "/xdg", "/home/a", "/own"),
        ("", "/xdg", "/home/a", "/xdg/sitecheck"),
        ("", "xdg", "/home/a", "/home/a/.cache/sitecheck"),
        ("", None, "/home/a", "/home/a/.cache/sitecheck"),
        ("", None, "~", None),
        ("", "xdg", "~", None),
    ],
)
def test_where_results_are_remembered(
    own: str, xdg: str | None, home: str, folder: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SITECHECK_CACHE_DIR", own), ("XDG_CACHE_HOME", xdg)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path.replace("~", home))
    assert runs.default_cache_dir() == folder
    assert runs.cache_of(CHOICES) == folder
    assert runs.cache_of(CHOICES._replace(cache_dir="/given")) == "/given"
    assert runs.cache_of(CHOICES._replace(cache_dir="/given", no_cache=True)) is None


@pytest.mark.parametrize(
    ("usual", "fail_on", "exit_zero", "level"),
    [
        (Severity.WARNING, None, False, Severity.WARNING),
        (None, None, False, None),
        (Severity.WARNING, "info", False, Severity.INFO),
        (None, "error", False, Severity.ERROR),
        (Severity.WARNING, "never", False, None),
        (Severity.WARNING, "error", True, None),
        (Severity.WARNING, None, True, None),
    ],
)
def test_what_makes_a_check_fail(
    usual: Severity | None, fail_on: str | None, exit_zero: bool, level: Severity | None
) -> None:
    assert runs.fail_level(usual, fail_on, exit_zero) is level


@pytest.mark.parametrize(
    ("asked", "since", "meant"),
    [
        (None, None, None),
        ("all", None, (None, 3.0, True)),
        ("all", "v1", (None, 3.0, True)),
        ("changed", None, ("HEAD", 3.0, True)),
        ("changed", "v1", ("v1", 3.0, True)),
    ],
)
def test_what_the_network_is_asked_for(
    asked: str | None, since: str | None, meant: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = object()
    monkeypatch.setattr(progress, "progress_for_terminal", lambda: drawn)
    chosen = CHOICES._replace(external=asked, since=since, cache_age=3.0, allow_private=True)
    options = runs.external_options(chosen)
    if options is None:
        assert meant is None
    else:
        assert (options.changed_since, options.cache_age, options.allow_private) == meant
        assert (options.progress, options.all_or_nothing) == (drawn, False)
    assert runs.external_options(chosen._replace(offline=True)) is None


def test_a_mended_site_is_asked_for_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = object()
    monkeypatch.setattr(progress, "progress_for_terminal", lambda: drawn)
    for private in (True, False):
        options = fix._external(private)
        assert (options.allow_private, options.all_or_nothing, options.changed_since) == (private, True, None)
        assert options.progress is drawn


@pytest.mark.parametrize("year", [1999, 2000, 2199, 2200])
def test_a_day_on_which_a_site_may_be_built(year: int) -> None:
    day = datetime(year, 3, 1)
    if 2000 <= year <= 2199:
        moment = runs.moment_on(day)
        assert moment is not None
        assert datetime.fromtimestamp(moment // 10**9, timezone.utc) == day.replace(
            hour=12, tzinfo=timezone.utc
        )
        assert moment % 10**9 == 0
    else:
        with pytest.raises(
            UsageError, match=rf"--at {year}-03-01: a day from the years 2000 to 2199 is meant"
        ):
            runs.noon(day)
    assert runs.moment_on(None) is None


LOST = LostAddress(url="/old/", source="old.md", path="new.md", new_url="/new/", can_redirect=True)


@pytest.mark.parametrize(
    ("lost", "saved", "lines"),
    [
        (LOST, True, ["old.md", "  redirected to /new/ by new.md"]),
        (LOST, False, ["old.md", "  is /new/ now; in new.md: redirect_from: /old/"]),
        (LOST._replace(can_redirect=False), False, ["old.md", "  is /new/ now (new.md)"]),
        (LOST._replace(can_redirect=False, new_url="", source=""), False,
         ["(made by a plugin)", "  is gone; a page that takes its place can name it in redirect_from"]),
    ],
)  # fmt: skip
def test_what_is_told_of_a_lost_address(lost: LostAddress, saved: bool, lines: list[str]) -> None:
    first, *others = routes._told(lost, True, saved)
    assert [first, *others] == [f"{'/old/':<50} {lines[0]}", *lines[1:]]


def test_fixes_that_undo_each_other_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = FixOutcome(report=run({}, ()), changed=("a.md",), fixed=(), unsettled=("one", "two"))
    fix._tell(outcome, diff=False)
    assert capsys.readouterr() == (
        "a.md\n1 file changed, 0 findings left\n", "sitecheck: fixes of one, two undo each other\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "writer", "path", "what"),
    [
        ("baseline", "sitecheck.engine.adoption.baseline.write_baseline", ".sitecheck-baseline.json",
         "the baseline cannot be written"),
        ("init --write", "sitecheck.cli.init.replace_file", ".sitecheck.yml", "it cannot be written"),
        ("check --output json:out.json", "sitecheck.cli.outputs.write_output", "out.json",
         "the report cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_told_with_its_name(
    words: str, writer: str, path: str, what: str, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site({"a.md": PAGE})
    monkeypatch.chdir(folder)
    monkeypatch.setattr(writer, full)
    answer = cli(*words.split())
    assert answer.code == 2
    assert answer.err.endswith(f"{path}: {what}: No space left on device\n")
    assert answer.err.startswith("sitecheck: ")
    assert not (folder / path).exists()


def test_of_a_file_in_place_of_the_site_it_is_said_where_the_site_is(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site({"docs/_config.yml": "title: t\n", "docs/a.md": PAGE, "docs/_layouts/x.html": "x"})
    (folder / "_config.yml").unlink()
    (folder / "README.md").write_text("---\n---\n")
    monkeypatch.chdir(folder)
    answer = cli("check", "README.md")
    assert answer.err.startswith("sitecheck: the site is in docs")


def test_a_post_of_tomorrow_has_an_address_to_who_asks_for_the_future(site: WriteSite, cli: Cli) -> None:
    folder = site({"_posts/2199-01-02-a.md": "---\n---\n", "_drafts/b.md": "---\n---\n"})
    asked = ("why", "--site", folder)
    future = cli(*asked, "_posts/2199-01-02-a.md", "--future").out
    assert future.startswith("_posts/2199-01-02-a.md is published at /2199/01/02/a.html")
    assert "is not published" in cli(*asked, "_posts/2199-01-02-a.md").out
    assert "is published" in cli(*asked, "_drafts/b.md", "--drafts").out
    assert "is not published" in cli(*asked, "_drafts/b.md", "--future").out


@pytest.mark.parametrize(
    ("status", "words", "code", "said"),
    [
        (None, (), 0, "sitecheck: no network\n"),
        (None, ("--quiet",), 0, ""),
        (130, (), 130, "sitecheck: no network\n"),
        (143, ("-q",), 143, ""),
    ],
)
def test_what_came_between_while_others_were_asked_is_told_and_ends_the_check(
    status: int | None,
    words: tuple[str, ...],
    code: int,
    said: str,
    site: WriteSite,
    cli: Cli,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was reported then is not the whole truth."""
    real = check.answer

    def answer(site: str, choices: Any, external: Any, **more: Any) -> CachedRun:
        run: CachedRun = real(site, choices, None, **more)
        external.signal = None if status is None else SimpleNamespace(status=status)
        return run._replace(report=run.report._replace(caution="no network"))

    monkeypatch.setattr(check, "answer", answer)
    folder = site({"index.md": "---\ntitle: A\ndescription: d\n---\n"})
    told = cli("check", folder, "--external", *words)
    assert (told.code, told.err) == (code, said)


@pytest.mark.parametrize(
    ("changes", "is_kept"),
    [
        ({}, True),
        ({"no_cache": True}, False),
        ({"rule_packs": ("x",)}, False),
        ({"jobs": 3, "only": ("a",)}, True),
    ],
)
def test_what_was_found_before_is_kept_unless_rules_of_others_found_it(
    changes: dict[str, Any], is_kept: bool, tmp_path: Path
) -> None:
    asked = {"min_severity": None, "fail_on": None, "exit_zero": False}
    chosen = CHOICES._replace(cache_dir=str(tmp_path))
    usual, memory = (since._memory("s", each, 5, asked) for each in (chosen, chosen._replace(**changes)))
    assert memory == (usual if is_kept else None)
    assert usual is not None
    assert (usual.folder, usual.now) == (site_folder(str(tmp_path), "s"), 5)
    for other in (chosen._replace(select=("x",)), chosen._replace(config=__file__)):
        told = since._memory("s", other, 5, asked)
        assert told is not None
        assert told.key != usual.key
    for name, value in (("min_severity", "info"), ("fail_on", "error"), ("exit_zero", True)):
        told = since._memory("s", chosen, 5, {**asked, name: value})
        assert told is not None
        assert told.key != usual.key


def test_options_that_a_command_does_not_have_are_off() -> None:
    chosen = runs.choose({}, ("a.md",))._asdict()
    said = {name: value for name, value in chosen.items() if value is not None}
    assert said == {
        "only": (),
        "known": ("a.md",),
        **dict.fromkeys(("allow_private", "offline", "picture"), False),
    }
    given = {name: f"the {name}" for name in runs.Choices._fields}
    assert runs.choose(given, None)._asdict() == given


def test_what_is_chosen_is_what_a_run_is_told(tmp_path: Path) -> None:
    chosen = CHOICES._replace(
        drafts=True, future=False, known=("a.md",), cache_dir="here", jobs=3, only=("a,b", "c"), picture=True
    )
    chosen = chosen._replace(**dict.fromkeys(("rule_packs", "select", "extend_select", "ignore"), ()))
    told = runs.run_options(str(tmp_path), chosen, None, 5, cached_as="there")
    assert told.call == Call(drafts=True, future=False, known=frozenset(["a.md"]), now=5)
    assert (told.site, told.external, told.cache_dir) == (str(tmp_path), None, "here")
    assert (told.cached_as, told.jobs, told.only, told.picture) == ("there", 3, ("a", "b", "c"), True)
    other = chosen._replace(drafts=False, future=True, known=None, no_cache=True, at=datetime(2024, 1, 2))
    told = runs.run_options(str(tmp_path), other, None, 5)
    assert told.call == Call(future=True, now=runs.moment_on(datetime(2024, 1, 2)))
    assert (told.cache_dir, told.cached_as) == (None, "")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *((word, "all") for word in ("all", "1", "TRUE", "Yes", "on", True)),
        *((word, None) for word in ("0", "False", "NO", "off", False)),
        ("changed", "changed"),
    ],
)
def test_the_environment_may_say_yes_or_no_to_the_network(said: object, meant: str | None) -> None:
    assert check.External(["all", "changed"]).convert(said, None, None) == meant


@pytest.mark.parametrize(("number", "code"), [("-1", 2), ("0", 0), ("1", 0)])
def test_how_many_processes_may_be_asked_for(number: str, code: int, site: WriteSite, cli: Cli) -> None:
    assert cli("check", site({"index.md": "---\ntitle: A\n---\n"}), "--jobs", number).code == code


def test_results_are_remembered_in_no_file(site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": "---\ntitle: A\n---\n", "kept": ""})
    answer = cli("check", folder, "--cache-dir", folder / "kept")
    assert answer.code == 2
    assert "is a file" in answer.err
