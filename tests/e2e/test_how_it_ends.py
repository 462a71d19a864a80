"""What the program says of its end, and does with its streams: asked of it in this process, where what starts
it anew (``process``) would take too long for each case."""

from __future__ import annotations

import errno
import io
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from tests.e2e.conftest import Cli, WriteSite
from tests.report.samples import run

from sitecheck.cli import COMMANDS, outputs, progress, watch
from sitecheck.cli import process as streams
from sitecheck.errors import Stopped, UsageError
from sitecheck.files import changed_at, pass_tick
from sitecheck.model.report import Seen
from sitecheck.net.progress import Progress, SlowHost
from sitecheck.report import ReportOptions

FAULT = "This is a fault of sitecheck, not of your site. SITECHECK_TRACEBACK=1 shows where it happened; "
FULL = OSError(errno.ENOSPC, "No space left on device")


def raising(error: BaseException) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 2, ""),
        (FULL, 2, "sitecheck: the output cannot be written: No space left on device\n"),
        (OSError(errno.EPERM, "Not permitted"), 2, "sitecheck: Not permitted\n"),
        (OSError("odd"), 2, "sitecheck: odd\n"),
        (OSError(errno.EIO, "Input/output error", b"a\xff.md"), 2,
         "sitecheck: a\ufffd.md: Input/output error\n"),
        (OSError(None, None, "a.md"), 2, "sitecheck: a.md: "),
        (KeyboardInterrupt(), 130, "sitecheck: interrupted\n"),
        (Stopped(15), 143, "sitecheck: interrupted\n"),
        (click.Abort(), 130, "sitecheck: interrupted\n"),
        (click.exceptions.Exit(7), 7, ""),
        (SystemExit(3), 2, f"sitecheck: internal error: SystemExit: 3\n{FAULT}"),
        (UsageError("no such thing"), 2, "sitecheck: no such thing\n"),
        (click.ClickException("no such value"), 2, "Error: no such value\n"),
        (MemoryError(), 2, "sitecheck: there is not enough memory\n"),
        (EOFError("the end"), 2, f"sitecheck: internal error: EOFError: the end\n{FAULT}"),
    ],
)  # fmt: skip
def test_what_ends_a_command_is_told(
    error: BaseException, code: int, said: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITECHECK_TRACEBACK", raising=False)
    monkeypatch.setattr("sitecheck.cli.rules.load_settings", raising(error))
    answer = cli("rules")
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.lstrip("\n").startswith(said)  # click ends the line of a prompt that got no answer
    assert bool(answer.err) is bool(said)
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("error", [FULL, ValueError("odd")], ids=["machine", "internal"])
def test_where_it_happened_is_shown_to_who_asks(
    error: Exception, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITECHECK_TRACEBACK", "1")
    monkeypatch.setattr("sitecheck.cli.rules.load_settings", raising(error))
    answer = cli("rules")
    assert answer.code == 2
    assert answer.err.startswith(f"sitecheck: internal error: {type(error).__name__}: {error}\n{FAULT}")
    assert "\nTraceback (most recent call last):\n" in answer.err
    assert f"\n    raise {'error'}\n" in answer.err


@pytest.mark.parametrize("words", ["--help", "--version", "check --help"])
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), ""),
        (FULL, "sitecheck: the output cannot be written: No space left on device\n"),
    ],
)
def test_nobody_takes_the_help(
    words: str, error: OSError, said: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("click.core", "click.decorators", "click"):
        monkeypatch.setattr(f"{module}.echo", raising(error))
    answer = cli(*words.split())
    assert (answer.code, answer.out, answer.err) == (2, "", said)


def test_a_shell_is_told_the_commands(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_SITECHECK_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "sitecheck ")
    monkeypatch.setenv("COMP_CWORD", "1")
    answer = cli()
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [f"plain,{name}" for name in COMMANDS]
    monkeypatch.setenv("COMP_WORDS", "sitecheck exp")
    assert cli().out == "plain,explain\n"


def test_there_is_no_command_that_looks_like_an_option(cli: Cli) -> None:
    answer = cli("--", "-x")
    assert (answer.code, answer.out) == (2, "")
    assert re.search(r"\nError: No such option:? '?-x'?\.?\n\Z", answer.err)


def test_streams_that_the_caller_has_closed_are_stood_in_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading gives nothing, and what is printed stays printable."""
    opened: list[tuple[str, int]] = []
    monkeypatch.setattr(streams, "_is_open", lambda number: number == 1)
    monkeypatch.setattr(os, "open", lambda path, flags: opened.append((path, flags)))
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    streams.secure_streams()
    assert opened == [(os.devnull, os.O_RDONLY), (os.devnull, os.O_WRONLY)]
    made = [sys.stdin, sys.stdout, sys.stderr]
    told = [(stream.fileno(), stream.readable(), stream.writable(), stream.errors) for stream in made]
    assert told == [
        (0, True, False, "backslashreplace"),
        (1, False, True, "backslashreplace"),
        (2, False, True, "backslashreplace"),
    ]
    assert {stream.encoding for stream in made} == {"utf-8"}


def test_any_text_can_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "ascii"))
    streams.secure_streams()
    print("é", end="", flush=True)
    assert raw.getvalue() == b"\\xe9"


def test_which_streams_are_open() -> None:
    read, write = os.pipe()
    os.close(write)
    assert streams._is_open(read)
    os.close(read)
    assert not streams._is_open(read)


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ([("html", "out.html")], ["out.html"]),
        ([("html", "sub/out.html"), ("json", "out.json")], ["sub/out.html"]),
        ([("html", "_out/out.html"), ("html", ".out/a/out.html"), ("html", "../out.html")], []),
        ([("json", "out.json"), ("html", "")], []),
    ],
)
def test_a_report_in_the_site_would_be_published(
    targets: list[tuple[str, str]], said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    advice = " lies in the site, so Jekyll publishes it unless exclude: names it"
    assert list(outputs.published(targets, str(tmp_path))) == [f"{path}{advice}" for path in said]


def test_what_lies_on_another_drive_is_not_in_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "relpath", raising(ValueError("path is on mount 'D:'")))
    assert list(outputs.published([("html", "d:/out.html")], "c:/site")) == []


def test_a_terminal_whose_width_nobody_knows_has_a_hundred_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "61")
    assert outputs.terminal_width() == 61
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr(os, "get_terminal_size", raising(OSError("no terminal")))
    assert outputs.terminal_width() == 100


SLOW = [SlowHost(f"{name}.org", waiting, 1) for waiting, name in enumerate("abcd")]


@pytest.mark.parametrize(
    ("hosts", "waits"), [(0, ""), (1, "; waiting for a.org (1)"), (4, "; waiting for a.org (1), b.org (2), c.org (3)")]
)  # fmt: skip
def test_progress_is_drawn_until_it_has_ended(
    hosts: int, waits: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, int]] = []
    for name in ("CI", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(progress, "watched_columns", lambda: 80)
    monkeypatch.setattr(progress, "redraw", lambda line, columns: drawn.append((line, columns)))
    draw = progress.progress_for_terminal()
    assert draw is not None
    state = Progress(3, 9, in_flight=4, rate=1.6, slowest=tuple(SLOW[:hosts]))
    draw(state)
    draw(state._replace(ended=True))
    assert drawn == [(f"links: 3/9, 2/s{waits}", 79), ("", 79)]


@pytest.mark.parametrize(
    ("columns", "environment"), [(0, {}), (80, {"CI": "true"}), (80, {"TERM": "dumb"})], ids=str
)
def test_nothing_is_drawn_where_nobody_watches(
    columns: int, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CI", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(progress, "watched_columns", lambda: columns)
    assert progress.progress_for_terminal() is None


class _Enough(BaseException):
    """Ends a watch that would go on for ever."""


@pytest.mark.parametrize("writes", [True, False])
def test_check_watches_what_it_looked_at(
    writes: bool, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site({"index.md": "---\ntitle: A\n---\n", "sub/settings.yml": "{}\n"})
    asked: list[object] = []

    def watched(check: Callable[[], Seen], *rest: object, writes: bool) -> int:
        asked.extend((*rest, writes, check().folders))
        return 5

    monkeypatch.setattr(watch, "watch", watched)
    settings = folder / "sub" / "settings.yml"
    more = ("--output", f"json:{folder.parent / 'out.json'}") if writes else ()
    answer = cli("check", folder, "--watch", "--no-cache", "--config", settings, *more)
    assert answer.code == 5
    assert asked == [str(folder), str(settings), writes, ("", "sub")]


def test_settings_that_cannot_be_read_wait_for_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    waited: list[tuple[Seen, bool]] = []
    monkeypatch.setattr(watch, "warn", said.append)
    monkeypatch.setattr(watch, "clear", raising(_Enough()))
    monkeypatch.setattr(watch, "_wait", lambda *given, is_stale: waited.append((given[2], is_stale)))
    config = tmp_path / "gone.yml"
    with pytest.raises(_Enough):
        watch.watch(raising(UsageError("rules: 3")), str(tmp_path), str(config), writes=True)  # type: ignore[arg-type]
    assert said == ["sitecheck: rules: 3", "sitecheck: waiting for changes; Ctrl-C ends"]
    assert waited == [(Seen(folders=("",)), False)]


def test_a_look_at_the_files_sees_the_settings_too(tmp_path: Path) -> None:
    site, config = tmp_path / "site", tmp_path / "settings.yml"
    site.mkdir()
    (site / "a.md").write_text("a")
    os.utime(site / "a.md", ns=(5, 5))
    os.utime(site, ns=(7, 7))
    seen = Seen(folders=("",))
    without, gone = watch._look(str(site), None, seen), watch._look(str(site), str(config), seen)
    assert without == gone
    assert without.state[1] == 0
    pass_tick()
    config.write_text("{}")
    changed = changed_at(os.stat(config))
    there = watch._look(str(site), str(config), seen)
    assert there == ((*without.state[:1], changed), changed)
    assert changed > without.newest


@pytest.mark.parametrize("missing", ["pygls", "lsprotocol.types", "sitecheck.no_such"])
def test_an_editor_is_served_with_its_library_alone(
    missing: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Finder:
        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            if name == "sitecheck.server.lsp.server":
                raise ModuleNotFoundError(f"No module named {missing!r}", name=missing)

    monkeypatch.delitem(sys.modules, "sitecheck.server.lsp.server", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    answer = cli("server")
    assert answer.code == 2
    if missing.startswith("sitecheck"):
        assert answer.err.startswith("sitecheck: internal error: ModuleNotFoundError")
    else:
        assert answer.err == "sitecheck: the server needs pygls: pip install 'jekyll-sitecheck[lsp]'\n"


@pytest.mark.posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_server_though_a_thread_waits_for_the_editor(
    name: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answered nothing more, and stayed until the editor hung up: pygls waits for its threads."""
    number, ended = getattr(signal, name), []
    monkeypatch.setattr("sitecheck.server.lsp.server.serve", lambda _: signal.raise_signal(number))
    monkeypatch.setattr("sitecheck.cli.process.os._exit", ended.append)
    heard = signal.signal(number, signal.SIG_DFL)  # whoever runs the tests may ignore it, as nohup does
    try:
        assert cli("server").code == 0
        assert ended == [128 + number]
        assert signal.getsignal(number) == signal.SIG_DFL
        signal.signal(number, signal.SIG_IGN)
        assert cli("server").code == 0
    finally:
        signal.signal(number, heard)
    assert ended == [128 + number], "as nohup wants it"


@pytest.mark.parametrize("no_cache", [False, True])
def test_an_editor_is_served_as_the_options_say(
    no_cache: bool, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[object] = []
    monkeypatch.setattr("sitecheck.server.lsp.server.serve", served.append)
    settings = tmp_path / "settings.yml"
    settings.write_text("{}")
    words = f"--select a,b --extend-select c --ignore d,e --drafts --jobs 3 --config {settings}"
    more = ["--no-cache"] if no_cache else ["--cache-dir", str(tmp_path / "cache")]
    assert cli("server", *words.split(), *more).code == 0
    (wanted,) = served
    told = {name: getattr(wanted, name) for name in ("config", "select", "extend_select", "ignore", "jobs")}
    assert told == {
        "config": str(settings), "select": ("a", "b"), "extend_select": ("c",), "ignore": ("d", "e"), "jobs": 3
    }  # fmt: skip
    assert (wanted.site, wanted.drafts, wanted.future) == ("", True, False)  # type: ignore[attr-defined]
    assert wanted.cache_dir == (None if no_cache else str(tmp_path / "cache"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("file", "terminal", "painted", "color", "is_colored", "width"),
    [
        ("", True, True, "auto", True, 61),
        ("", True, False, "auto", False, 61),
        ("", True, True, "never", False, 61),
        ("", False, True, "auto", False, 100),
        ("", False, False, "always", True, 100),
        ("out.txt", True, True, "always", False, 100),
    ],
)
def test_a_report_is_as_wide_as_the_terminal_that_shows_it(
    file: str,
    terminal: bool,
    painted: bool,
    color: str,
    is_colored: bool,
    width: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    told: list[ReportOptions] = []
    reporter = SimpleNamespace(render=lambda report, options: told.append(options) or "")
    monkeypatch.setitem(outputs.REPORTERS, "text", reporter)  # type: ignore[arg-type]
    monkeypatch.setattr(outputs, "is_terminal", lambda: terminal)
    monkeypatch.setattr(outputs, "is_painted_terminal", lambda: painted)
    monkeypatch.setattr(outputs, "terminal_width", lambda: 61)
    target = str(tmp_path / file) if file else ""
    outputs.write_reports(
        run({}, []), str(tmp_path), [("text", target)], color, "docs", statistics=True, group_by="file"
    )
    assert {(each.sarif_category, each.statistics, each.group_by, each.folder) for each in told} == {
        ("docs", True, "file", os.getcwd())
    }
    assert [(each.color, each.width) for each in told] == [(is_colored, width)]
    assert [each.links for each in told] == [not file and terminal and painted]
