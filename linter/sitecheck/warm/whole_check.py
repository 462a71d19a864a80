"""The check of the whole site, by a process of its own: an editor is answered meanwhile, and what goes wrong
there goes wrong there.

The process is given what is wanted and the texts that are not saved, as one line of JSON; its answer is
another. What it learnt of single files it leaves in the cache.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from subprocess import DEVNULL, PIPE, Popen

from sitecheck.document import Input
from sitecheck.engine.adoption.accepted import accept
from sitecheck.engine.analyze import FileReport
from sitecheck.engine.cache.codec import decode, encode
from sitecheck.engine.check_site import cached_run, known_and_judged
from sitecheck.engine.phases import Phases
from sitecheck.errors import SitecheckError
from sitecheck.files import unsaved
from sitecheck.model.finding import Finding
from sitecheck.named_tuple import NamedTuple
from sitecheck.warm.site_view import held_bytes
from sitecheck.warm.wanted import Wanted, run_options

LONGEST = 600.0
"""Seconds that a check may take."""
_PATIENT = 10
"""By how much the process stands back for others, the editor's answers first (``nice``)."""
_START = (
    "import sys; sys.path[:] = filter(None, sys.path); from sitecheck.warm.whole_check import main; main()"
)
"""Python looks for modules in the working directory, too, which is the site's: not for ours."""


class WholeAnswer(NamedTuple):
    """What the check of the whole site tells."""

    findings: tuple[Finding, ...] = ()
    accepted: int = 0
    """Findings that the baseline accepts."""
    suppressed: int = 0
    notices: tuple[str, ...] = ()
    crashes: tuple[str, ...] = ()
    """Rules that failed, and how, in one line each."""
    heavy: tuple[tuple[Input, FileReport], ...] = ()
    """What the cache does not remember."""
    error: str = ""
    """Why there is no answer, for a person."""


class _Asked(NamedTuple):
    wanted: Wanted
    texts: Mapping[str, str]


def check_whole(wanted: Wanted, texts: Mapping[str, str]) -> WholeAnswer:
    """Checks the site in another process and waits for its answer; what fails there is the answer's error.

    That process ends with this one, however that ends.
    """
    asked = json.dumps(encode(_Asked(wanted, dict(texts))))
    try:
        call = [sys.executable, "-c", _START]
        process = Popen(call, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)  # noqa: S603 - ourselves
        with process, _ended_after(LONGEST, process):
            answer = _talk(process, asked.encode("ascii") + b"\n")
        return decode(WholeAnswer, json.loads(answer))
    except (OSError, ValueError) as error:
        return WholeAnswer(error=f"the site could not be checked: {error}")


def _talk(process: Popen[bytes], question: bytes) -> bytes:
    """The pipe to the process stays open until it has answered: its end tells it that we are gone."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("no pipes")
    process.stdin.write(question)
    process.stdin.flush()
    return process.stdout.read()


@contextmanager
def _ended_after(seconds: float, process: Popen[bytes]) -> Iterator[None]:
    timer = threading.Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def main() -> None:
    """Answers one question on stdin."""
    if hasattr(os, "nice"):
        os.nice(_PATIENT)
    asked = decode(_Asked, json.loads(sys.stdin.buffer.readline()))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    json.dump(encode(answer(asked.wanted, asked.texts)), sys.stdout)


def _end_with_parent() -> None:
    os.read(0, 1)
    os._exit(1)


def answer(wanted: Wanted, texts: Mapping[str, str]) -> WholeAnswer:
    """The check itself, in this process."""
    try:
        with unsaved(held_bytes(wanted.site, texts)):
            return _answer(wanted)
    except (SitecheckError, OSError) as error:
        return WholeAnswer(error=str(error))


def _answer(wanted: Wanted) -> WholeAnswer:
    options = run_options(wanted)
    phases = Phases(None)
    known, report = known_and_judged(options, phases)
    shown = accept(
        cached_run(report, options.settings), wanted.site, wanted.config, wanted.baseline, whole=True
    )
    remembered = options.memory is not None
    return WholeAnswer(
        findings=shown.findings,
        accepted=len(shown.baselined),
        suppressed=shown.suppressed,
        notices=shown.notices,
        crashes=tuple(f"{each.rule} on {each.path}: {each.error}" for each in shown.crashes),
        heavy=tuple(
            each for each in known.reports.items() if not remembered or each[1].heavy or each[1].crashes
        ),
    )
