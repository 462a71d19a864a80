"""Kills commands at random moments, and looks at what they leave behind.

python -m tests.fuzz.kills [--count 100] [--seed N]

``check`` with its cache and two reports, ``fix``, ``fix --diff`` and ``check --external`` (against a server on
the loopback) run on generated sites and are ended by KILL, TERM or INT. Afterwards every file of the site is
wholly old or wholly new, a report whole or absent, the next run says and does what it would have without the
first, and neither temporary files nor processes are left: after TERM and INT none at once, after KILL none
once the next run is over. Exit status: 1 when that did not hold; the seed of the trial is told.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fuzz import command_line
from tests.fuzz.sites import make_site

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
LINKS = 60
LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)
"""Sites are made as of then: what is due soon has long been published."""
PATIENCE = 300.0
"""Seconds for a run, and for the processes of a killed one to be gone."""
READY = b"ready\n"
START = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    from sitecheck.__main__ import main
    sys.stderr.write("ready\\n")
    sys.stderr.flush()
    status = main()
except KeyboardInterrupt:
    status = 130
sys.exit(status)
"""
"""As the installed command does, and says when it begins: what the interpreter does before is not ours.

A shell lets what it starts in the background ignore SIGINT, and all that is started by that, too.
"""


class Ended(NamedTuple):
    """How a run ended, and how many seconds it took."""

    status: int
    out: bytes
    err: bytes
    seconds: float


class Place(NamedTuple):
    """The folders of a trial."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def original(self) -> Path:
        """The site as it was before any command ran."""
        return self.root / "original"

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    def renew(self) -> None:
        """The site as it was, and the other folders empty."""
        for folder in (self.site, self.out, self.cache, self.temporary):
            shutil.rmtree(folder, ignore_errors=True)
        for folder in (self.out, self.cache, self.temporary):
            folder.mkdir()
        shutil.copytree(self.original, self.site, symlinks=True)

    def run(self, *words: str, after: float = PATIENCE, number: int = signal.SIGKILL) -> Ended:
        """Runs a command, and sends it a signal ``after`` so many seconds if it still runs."""
        line = [sys.executable, "-c", START, *words]
        environment = {**os.environ, "TMPDIR": str(self.temporary), "SITECHECK_CACHE_DIR": str(self.cache)}
        process = subprocess.Popen(
            line,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.root,
            env=environment,
            start_new_session=True,
        )
        assert process.stderr is not None
        assert process.stderr.readline() == READY
        began = time.monotonic()
        timer = threading.Timer(after, process.send_signal, (number,))
        timer.start()
        out, err = process.communicate()
        timer.cancel()
        seconds = time.monotonic() - began
        must(seconds < PATIENCE, f"{words[0]} does not end")
        must(is_over(process.pid), "a process is left")
        return Ended(process.returncode, out, err, seconds)


class Wrong(Exception):
    """Something that must hold does not."""


def must(holds: object, what: str) -> None:
    """Raises :class:`Wrong` with ``what`` when that is not so."""
    if not holds:
        raise Wrong(what)


def is_over(session: int) -> bool:
    """Whether no process of a session is left, or will be in a moment."""
    until = time.monotonic() + PATIENCE
    while any(_is_in(session, number) for number in os.listdir("/proc") if number.isdigit()):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def _is_in(session: int, process: str) -> bool:
    with contextlib.suppress(OSError):
        state, _, _, of = Path("/proc", process, "stat").read_text().rpartition(")")[2].split()[:4]
        return of == str(session) and state != "Z"
    return False


def content(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` and what it holds; links by where they lead."""
    found = {}
    for above, folders, files in os.walk(folder):
        for name in (*files, *folders):
            path = Path(above, name)
            if path.is_symlink():
                found[str(path.relative_to(folder))] = os.fsencode(os.readlink(path))
            elif path.is_file():
                found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def leftovers(place: Place) -> list[str]:
    """What should be gone when no run is under way."""
    names = [path for path in content(place.root) if path.endswith(".tmp") and ".sitecheck-" in path]
    return [*names, *(str(path) for path in place.temporary.iterdir())]


Kill = Callable[[Sequence[str]], Ended]
"""Runs a command and kills it at a random moment."""


def killer(place: Place, random: Random, usual: float) -> Kill:
    """Kills within ``usual`` seconds or a little later."""

    def kill(words: Sequence[str]) -> Ended:
        number = random.choice(SIGNALS)
        ended = place.run(*words, after=random.uniform(0, 1.1 * usual), number=number)
        must(b"Traceback" not in ended.err and b"internal error" not in ended.err, ended.err.decode())
        must(ended.status in (0, 1, -number, 128 + number), f"status {ended.status} after {number!r}")
        if number != signal.SIGKILL:
            must(not leftovers(place), f"left after {number!r}: {leftovers(place)}")
        return ended

    return kill


def try_check(place: Place, random: Random) -> None:
    """A killed ``check``: reports whole or absent, the next run says what a cold one says."""
    jobs = random.choice(("1", "2"))
    words = (
        "check",
        "site",
        "-q",
        "--jobs",
        jobs,
        "--output",
        "json:out/a.json",
        "--output",
        "text:out/a.txt",
    )
    cold = place.run(*words, "--no-cache")
    whole = content(place.out)
    place.renew()
    killer(place, random, cold.seconds)(words)
    for name, data in content(place.out).items():
        must(name.endswith(".tmp") or said(data) == said(whole[name]), f"half a report: {name}")
    must(content(place.site) == content(place.original), "check has changed the site")
    for _ in ("warm", "warmer"):
        again = place.run(*words)
        must(again.status == cold.status, f"status {again.status}, {cold.status} without the cache")
        must(not leftovers(place), f"left after the next run: {leftovers(place)}")
        for name, data in content(place.out).items():
            must(said(data) == said(whole[name]), f"another report after the kill: {name}")


def said(report: bytes) -> bytes:
    """A report without the time it took."""
    return b"\n".join(line for line in report.splitlines() if b"seconds" not in line)


def try_fix(place: Place, random: Random) -> None:
    """A killed ``fix``: each file is as it was or as a round of fixing makes it; the next run ends the work."""
    states = {path: {data} for path, data in content(place.site).items()}
    cold = fixed(place, states)
    final = content(place.site)
    place.renew()
    killer(place, random, cold)(("fix", "site", "--unsafe"))
    for path, data in content(place.site).items():
        must(data in states.get(path, {data} if path.endswith(".tmp") else ()), f"half a file: {path}")
    place.run("fix", "site", "--unsafe")
    must(content(place.site) == final, "the next run does not end what the killed one has begun")
    must(not leftovers(place), f"left after the next run: {leftovers(place)}")


def fixed(place: Place, states: dict[str, set[bytes]]) -> float:
    """Fixes the site in this process, and notes every state of every file; the seconds it took."""
    from sitecheck.cli.options import load_settings
    from sitecheck.engine.edits.fix_site import fix_site
    from sitecheck.engine.reading.run_options import RunOptions
    from sitecheck.model.fix import Safety

    began = time.monotonic()
    site = str(place.site)
    options = RunOptions(site=site, settings=load_settings(site, None))
    fix_site(options, Safety.UNSAFE, lambda path: note(place.site / path, path, states))
    return time.monotonic() - began


def note(file: Path, path: str, states: dict[str, set[bytes]]) -> None:
    """Notes what a file holds, also under the name that a link leads to."""
    real = str(file.resolve().relative_to(file.parents[len(Path(path).parts) - 1].resolve()))
    states[real].add(file.read_bytes())


def try_diff(place: Place, random: Random) -> None:
    """A killed ``fix --diff`` writes nothing, and leaves no copy of the site."""
    words = ("fix", "site", "--unsafe", "--diff")
    cold = place.run(*words)
    killer(place, random, cold.seconds)(words)
    again = place.run(*words)
    must(again.out == cold.out, "another diff after the kill")
    must(content(place.site) == content(place.original), "fix --diff has changed the site")
    must(not leftovers(place), f"left after the next run: {leftovers(place)}")


def try_external(place: Place, random: Random) -> None:
    """A killed ``check --external``: the ledger holds nothing but what the server said, the next run all."""
    with server() as port:
        for folder in (place.site, place.original):
            shutil.rmtree(folder)
            folder.mkdir()
            (folder / ".sitecheck.yml").write_text("external: {spacing: 0, per-host: 6}\n")
            links = "".join(f"[x](http://127.0.0.1:{port}/{number})\n" for number in range(LINKS))
            (folder / "index.md").write_text(f"---\ntitle: t\n---\n{links}")
        words = ("check", "site", "--external", "--allow-private", "-q", "--output", "json:out/a.json")
        cold = place.run(*words)
        must(len(ledger(place)) == LINKS, "not all links are in the ledger")
        place.renew()
        killer(place, random, cold.seconds)(words)
        ledger(place)
        again = place.run(*words)
        must(again.status == cold.status, f"status {again.status}, {cold.status} before")
        must(len(ledger(place)) == LINKS, "not all links are in the ledger of the next run")
        names = sorted(path.name for path in (place.site / ".sitecheck").iterdir())
        must(names == [".gitignore", "links.json", "links.lock"], f"left after the next run: {names}")
        must(not leftovers(place), f"left after the next run: {leftovers(place)}")


def ledger(place: Place) -> dict[str, str]:
    """The verdicts of the ledger, which must be those of the server."""
    file = place.site / ".sitecheck" / "links.json"
    links = json.loads(file.read_text())["links"] if file.exists() else {}
    for url, entry in links.items():
        number = int(url.rpartition("/")[2])
        must(entry["verdict"] == ("dead" if number % 3 == 0 else "alive"), f"{url} is {entry}")
        must(entry.get("failures", 0) <= 2, f"{url} has been asked for twice: {entry}")
    return {url: entry["verdict"] for url, entry in links.items()}


class _Answer(BaseHTTPRequestHandler):
    """Every third page is gone."""

    def do_GET(self) -> None:
        gone = int(self.path.strip("/") or 1) % 3 == 0 if self.path.strip("/").isdigit() else False
        self.send_response(404 if gone else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def server() -> Iterator[int]:
    """A web server on the loopback; its port."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield http.server_address[1]
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


TRIALS = (try_check, try_fix, try_fix, try_diff, try_external)


def make(place: Place, seed: int) -> None:
    """A generated site with some pages more that fix has work with."""
    make_site(place.original, seed, LONG_AGO)
    (place.original / ".sitecheck.yml").write_text("select: [recommended, insecure-link]\n")
    for number in range(12):
        text = f"---\ntitle: t{number}\n---\n" + "[x](http://github.com/a/b) and [y](/nowhere)\n\n" * (
            1 + number
        )
        (place.original / f"more-{number}.md").write_text(text)


def trial(seed: int) -> str:
    """One kill; what was wrong afterwards, "" for nothing."""
    random = Random(seed)
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        place = Place(Path(folder))
        make(place, seed)
        place.renew()
        attempt = TRIALS[seed % len(TRIALS)]
        try:
            attempt(place, random)
        except Wrong as error:
            return f"{attempt.__name__}: {error}"
    return ""


def faults(seeds: range) -> Iterator[str]:
    """What was wrong after the kills of these seeds."""
    for seed in seeds:
        if wrong := trial(seed):
            yield f"seed {seed}: {wrong}"


def main() -> int:
    """Prints what was wrong."""
    return command_line.seeded("kills", faults, count=100)


if __name__ == "__main__":
    sys.exit(main())
