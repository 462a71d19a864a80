"""Every fault of the machine is one clear line and exit status 2; a signal is 128 and its number."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.e2e.conftest import SECURE, Answer, Calls, Cli, WriteSite
from tests.sampled import sampled

from sitecheck.cli import main
from sitecheck.cli.process import Stopped, discard_streams, stopped_by_signals

resource = pytest.importorskip("resource", reason="Windows has none")

pytestmark = pytest.mark.posix

PAGE = "---\ntitle: A page\n---\n"
COMMANDS = [
    "check .",
    "--help",
    "fix . --diff",
    "links .",
    "routes .",
    "why index.md",
    "rules",
    "schema",
    "--version",
]
ON_A_SITE = [words for words in COMMANDS if "." in words]


def start(words: Sequence[str | bytes], folder: Path | None, **more: object) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "sitecheck", *words]
    return subprocess.Popen(line, cwd=folder, stderr=subprocess.PIPE, **more)  # type: ignore[call-overload,no-any-return]


def call(words: Sequence[str | bytes], folder: Path | None, **more: object) -> Answer:
    process = start(words, folder, **{"stdout": subprocess.PIPE, **more})
    out, err = process.communicate(timeout=300)
    return Answer(process.returncode, (out or b"").decode(), err.decode())


def one_line(answer: Answer, words: str) -> None:
    assert answer.code == 2, answer
    assert answer.err.count("\n") == 1, answer.err
    assert words in answer.err


@pytest.mark.parametrize("words", sampled(COMMANDS, fast=2))
@pytest.mark.process
def test_stdout_closed_or_full(words: str, site: WriteSite) -> None:
    folder = site({"index.md": PAGE + "[x](http://github.com/a)\n", ".sitecheck.yml": SECURE})
    answer = call(words.split(), folder, stdout=None, preexec_fn=lambda: os.close(1))
    one_line(answer, "the output cannot be written: Bad file descriptor")
    with open("/dev/full", "wb") as full:
        one_line(call(words.split(), folder, stdout=full), "the output cannot be written: No space left")


@pytest.mark.process
def test_a_closed_stdout_is_no_matter_for_a_report_in_a_file(site: WriteSite, tmp_path: Path) -> None:
    """And the file must not get the number of the stream, and what others write there."""
    folder = site({"index.md": PAGE})
    words = ("check", ".", "--output", f"json:{tmp_path / 'out.json'}")
    answer = call(words, folder, stdout=None, preexec_fn=lambda: [os.close(number) for number in (0, 1, 2)])
    assert (answer.code, answer.err) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text())["findings"] == []


@pytest.mark.parametrize("words", sampled([*ON_A_SITE, "rules"], fast=1))
@pytest.mark.process
def test_a_reader_that_goes_away_is_no_error_to_tell(words: str, site: WriteSite) -> None:
    folder = site({"index.md": PAGE + "[x](http://github.com/a)\n", ".sitecheck.yml": SECURE})
    read, write = os.pipe()
    os.close(read)
    answer = call(words.split(), folder, stdout=write)
    os.close(write)
    assert (answer.code, answer.err) == (2, "")


def test_what_a_reader_that_is_gone_did_not_take_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the interpreter complains about it on its way out."""
    read, write = os.pipe()
    os.close(read)
    with open(write, "w") as stream:
        stream.write("a report")
        monkeypatch.setattr(sys, "stdout", stream)
        discard_streams()


@pytest.mark.process
def test_stderr_closed_or_full_changes_no_status(site: WriteSite, tmp_path: Path) -> None:
    folder = site({"index.md": PAGE + "[x](/nowhere)\n"})
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    for words, code in ((("check", "."), 1), (("check", "missing"), 2), (("nonsense",), 2)):
        with open("/dev/full", "wb") as full:
            for more in ({"preexec_fn": lambda: os.close(2)}, {"stderr": full}):
                line = [sys.executable, "-m", "sitecheck", *words]
                usual = {"cwd": folder, "env": buffered, "stdout": subprocess.DEVNULL}
                assert subprocess.run(line, **usual, **more).returncode == code  # type: ignore[call-overload]


@pytest.mark.parametrize("words", sampled(ON_A_SITE, fast=1))
@pytest.mark.process
def test_a_working_directory_that_is_gone(words: str, site: WriteSite, tmp_path: Path) -> None:
    folder = site({"index.md": PAGE})
    gone = tmp_path / "gone"
    gone.mkdir()
    there = [str(folder) if word == "." else word for word in words.split()]
    for call_ in (words.split(), there):
        one_line(call(call_, gone, preexec_fn=gone.rmdir), "working directory")
        gone.mkdir()


def test_a_home_that_nobody_knows_gets_no_folder_called_tilde(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site({"index.md": PAGE})
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SITECHECK_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert cli("check").code == 0
    assert sorted(os.listdir(folder)) == ["_config.yml", "index.md"]


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/nothing"])
def test_a_cache_that_cannot_be_written_is_no_cache(place: str, site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": PAGE})
    (folder.parent / "file").write_text("precious")
    for _ in range(2):
        answer = cli("check", folder, "--cache-dir", folder.parent / place)
        if place == "file":
            assert (answer.code, answer.out) == (2, "")  # click says that it is a file
        else:
            assert (answer.code, answer.err) == (0, "")
    assert (folder.parent / "file").read_text() == "precious"


@pytest.fixture
def not_utf8(tmp_path: Path) -> bytes:
    """A site in a folder whose name is not UTF-8."""
    folder = os.fsencode(tmp_path) + b"/s\xffte"
    os.mkdir(folder)
    for name, text in ((b"_config.yml", "title: t\n"), (b"index.md", PAGE + "[x](/nowhere)\n")):
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
    return folder


@pytest.mark.process
def test_reports_on_names_that_are_not_utf8(not_utf8: bytes, one_process: Calls) -> None:
    forms = ("text", "sarif", "json", "concise", "github", "summary")
    files = [not_utf8 + b"/../\xe9." + form.encode() for form in forms]
    told = (("check", not_utf8, "--output-format", form) for form in forms)
    written = (
        ("check", not_utf8, "--output", form + ":" + os.fsdecode(file))
        for form, file in zip(forms, files, strict=True)
    )
    answers = one_process(*told, *written)
    assert [(answer.code, answer.err) for answer in answers] == [(1, "")] * 12
    assert all(map(os.path.getsize, files))


@pytest.mark.process
def test_names_that_are_not_utf8(not_utf8: bytes, one_process: Calls) -> None:
    folder = not_utf8
    one_line(call(["check", folder, "--config", folder + b"x"], None), "no such settings file")
    no_folder, *others = one_process(
        ("check", folder + b"x"),
        ("why", "index.md", "--site", folder),
        *((command, folder) for command in ("links", "routes", "math", "fix")),
    )
    one_line(no_folder, "no such folder")
    assert [answer.code for answer in others] == [0, 0, 0, 0, 1]


@pytest.mark.parametrize("locale", sampled(("C", "POSIX", "nonsense"), fast=1))
@pytest.mark.process
def test_any_locale(locale: str, site: WriteSite, one_process: Calls) -> None:
    folder = site({"café.md": PAGE + "[x](/nowhère) “x”\n"})
    commands = (
        ("check", folder),
        ("explain", "broken-link"),
        ("links", folder),
        ("routes", folder),
        ("rules", folder),
    )
    answers = one_process(*commands, LC_ALL=locale, PYTHONIOENCODING="ascii")
    assert [(answer.code, answer.err) for answer in answers] == [(1, ""), *[(0, "")] * 4]


@pytest.mark.process
def test_no_more_files_can_be_opened(site: WriteSite) -> None:
    folder = site({f"{number}.md": PAGE for number in range(20)})

    script = """
import os, sys
from sitecheck.engine.reading import known_site
real = known_site.read_site
def read_site(*rest, **named):
    while True:
        try: os.open(os.devnull, os.O_RDONLY)
        except OSError: break
    return real(*rest, **named)
known_site.read_site = read_site
from sitecheck.cli import main
sys.exit(main(["check", ".", "--no-cache"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200)),
    )
    one_line(Answer(done.returncode, done.stdout, done.stderr), "Too many open files")
    assert done.stdout == ""


def test_a_folder_that_vanishes(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitecheck.engine.reading import known_site

    folder = site({"index.md": PAGE, "other.md": PAGE})
    real = known_site.read_site

    def read_site(*rest: object) -> object:
        folder.rename(folder.with_name("moved"))
        return real(*rest)  # type: ignore[arg-type]

    monkeypatch.setattr(known_site, "read_site", read_site)
    answer = cli("check", folder, "--no-cache")
    one_line(answer, "vanished")
    assert answer.out == ""


@pytest.mark.parametrize(
    ("error", "words"), [(MemoryError(), "memory"), (RecursionError("deep"), "internal")]
)
def test_errors_that_may_come_from_anywhere(
    error: Exception, words: str, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("sitecheck.engine.reading.known_site.open_site", fail)
    answer = cli("check", site({"index.md": PAGE}), "--no-cache")
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_a_killed_worker(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitecheck.engine.reading import read_site

    monkeypatch.setattr(read_site, "analyze", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    answer = cli("check", site({"a.md": PAGE, "b.md": PAGE}), "--no-cache", "--jobs", "2")
    one_line(answer, "worker process was killed")


def test_a_killed_judge_of_heads(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitecheck.document import HeadReader

    monkeypatch.setattr(HeadReader, "rows", property(lambda _: os.kill(os.getpid(), signal.SIGKILL)))
    answer = cli("check", site({"a.md": PAGE, "b.md": PAGE}), "--no-cache", "--jobs", "2")
    one_line(answer, "worker process was killed")


def test_workers_that_cannot_be_started(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", fork)
    answer = cli("check", site({"a.md": PAGE, "b.md": PAGE}), "--no-cache", "--jobs", "2")
    one_line(answer, "--jobs 1")


@pytest.mark.process
def test_no_more_workers_than_files(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent import futures

    from sitecheck.engine.reading import read_site

    started: list[int] = []
    real = futures.ProcessPoolExecutor

    def executor(number: int, *rest: object, **more: object) -> object:
        started.append(number)
        return real(2, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(futures, "ProcessPoolExecutor", executor)
    assert cli("check", site({"a.md": PAGE, "b.md": PAGE}), "--no-cache", "--jobs", "5000").code == 0
    assert started == [3], "_config.yml, a.md and b.md"
    cli("check", site({f"{n}.md": PAGE for n in range(100)}), "--no-cache", "--jobs", "5000")
    assert started[1:] == [read_site.MOST_WORKERS]


def slow_site(site: WriteSite) -> Path:
    """A site that is read for some seconds."""
    text = PAGE + "".join(f"[x{n}](/nowhere/{n}) and *some* `text` here\n\n" for n in range(4000))
    return site({f"{number}.md": text for number in range(12)})


def children(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in path.read_text().split()]


def alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def wait_until(holds: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are counted in /proc")
@pytest.mark.parametrize(
    "number", sampled([signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], fast=2)
)
@pytest.mark.process
def test_a_signal_ends_the_workers_too(number: signal.Signals, site: WriteSite) -> None:
    folder = slow_site(site)
    words = ("check", ".", "--no-cache", "--jobs", "3", "--output-format", "concise")
    # the tests may run under nohup or in the background, where some signals are ignored
    heard = lambda: [signal.signal(each, signal.SIG_DFL) for each in (signal.SIGHUP, signal.SIGINT)]  # noqa: E731
    process = start(words, folder, stdout=subprocess.PIPE, preexec_fn=heard)
    wait_until(lambda: len(children(process.pid)) == 4)  # and the one that reads heads
    workers = children(process.pid)
    process.send_signal(number)
    out, err = process.communicate(timeout=300)
    wait_until(lambda: not any(map(alive, workers)), 10)
    if number == signal.SIGKILL:
        return
    assert process.returncode == 128 + number, err
    assert (out, err.strip()) == (b"", b"sitecheck: interrupted")


@pytest.mark.process
def test_an_ignored_signal_stays_ignored(site: WriteSite) -> None:
    """``nohup sitecheck check``."""
    script = """
import os, signal, sys
from sitecheck.cli import main
from sitecheck.engine.reading import known_site
real = known_site.open_site
def open_site(*rest):
    os.kill(os.getpid(), signal.SIGHUP)
    return real(*rest)
known_site.open_site = open_site
sys.exit(main(["check", ".", "--no-cache"]))
"""
    ignore = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)  # noqa: E731
    done = subprocess.run([sys.executable, "-c", script], cwd=site({"index.md": PAGE}), preexec_fn=ignore)
    assert done.returncode == 0


def test_signals_that_somebody_else_handles_are_left_to_them() -> None:
    def theirs(number: int, frame: object) -> None: ...

    before = {number: signal.signal(number, theirs) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with stopped_by_signals() as came:
            assert signal.getsignal(signal.SIGINT) is theirs
            with pytest.raises(Stopped):
                signal.raise_signal(signal.SIGTERM)
            assert len(came) == 1
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_a_signal_ends_the_run_whose_exception_was_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a destructor, say: the run goes on, but what it says may be wrong."""

    def run(_: object) -> int:
        with contextlib.suppress(Stopped):
            signal.raise_signal(signal.SIGTERM)
        return 0

    monkeypatch.setattr("sitecheck.cli._run", run)
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        assert main([]) == 128 + signal.SIGTERM
        assert capsys.readouterr().err == "sitecheck: interrupted\n"
    finally:
        signal.signal(signal.SIGTERM, before)


@pytest.mark.process
def test_an_error_that_a_signal_became_is_an_interruption(site: WriteSite) -> None:
    """Python 3.11 makes a RuntimeError of it where a class is made, as when a module is loaded."""
    script = """
import os, signal, sys
from sitecheck.cli import main
from sitecheck.engine.reading import known_site
class Named:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), signal.SIGTERM)
def open_site(*rest):
    class Owner:
        name = Named()
known_site.open_site = open_site
sys.exit(main(["check", ".", "--no-cache"]))
"""
    folder = site({"index.md": PAGE})
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (143, "", "sitecheck: interrupted\n")


def test_an_interruption_while_the_program_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    answer = call(["check"], tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert (answer.code, answer.err) == (130, "sitecheck: interrupted\n")


def test_an_interruption_while_objects_are_destroyed() -> None:
    script = """
import os, signal, sys
from sitecheck import __main__, cli
class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
def run():
    Last()
    return 0
cli.main = run
sys.exit(__main__.main())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interrupted_fix_says_what_it_has_changed(
    error: BaseException, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitecheck.engine.edits import fix_site

    text = PAGE + "[x](http://github.com/a)\n"
    folder = site({"a.md": text, "b.md": text, ".sitecheck.yml": SECURE})
    real = fix_site.replace_file

    def replace_file(path: str, *rest: object, **more: object) -> None:
        if path.endswith("b.md"):
            raise error
        real(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(fix_site, "replace_file", replace_file)
    answer = cli("fix", folder)
    assert answer.code == (130 if isinstance(error, KeyboardInterrupt) else 2)
    assert "changed before this: a.md\n" in answer.err
    assert (folder / "a.md").read_text() == text.replace("http:", "https:")
    assert (folder / "b.md").read_text() == text
