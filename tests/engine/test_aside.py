"""A process beside the main one: it begins at once, is asked once, and ends when it is told to."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pickle import PicklingError
from typing import Any

import pytest

from sitecheck.engine.aside import Aside
from sitecheck.errors import MachineError

LARGE = "x" * 3_000_000
"""More than a pipe holds."""

pytestmark = pytest.mark.process


@contextmanager
def aside(begin: Callable[[], object], answer: Callable[[Any], object]) -> Iterator[Aside]:
    process = Aside(begin, answer)
    try:
        yield process
    finally:
        process.end()
    assert not multiprocessing.active_children()


def test_what_was_begun_is_there_when_it_answers() -> None:
    known: list[int] = []
    with aside(lambda: known.append(os.getpid()), lambda asked: (known, os.getpid(), len(asked))) as process:
        process.ask(LARGE)
        ((begun,), answered, size) = process.answer()
    assert begun == answered != os.getpid()
    assert size == len(LARGE)
    assert not known


def test_who_asks_does_not_wait_for_what_was_begun() -> None:
    ours, theirs = multiprocessing.Pipe()
    with aside(theirs.recv, lambda asked: asked == LARGE) as process:
        process.ask(LARGE)  # for ever, if it took the question when it has done with what it began
        ours.send("go on")
        assert process.answer() is True


def test_a_fault_of_what_was_begun_shows_in_the_answer() -> None:
    def refuse(_: object) -> object:
        raise MachineError("no such folder")

    with aside(lambda: 1 // 0, refuse) as process:
        process.ask(None)
        with pytest.raises(MachineError, match="no such folder"):
            process.answer()


def test_an_answer_that_cannot_be_sent_is_told_by_its_error(capfd: pytest.CaptureFixture[str]) -> None:
    with aside(lambda: None, lambda _: lambda: LARGE) as process:
        process.ask(None)
        with pytest.raises((AttributeError, PicklingError), match="lambda"):
            process.answer()
    assert capfd.readouterr() == ("", "")


def test_one_that_was_killed_is_told_of() -> None:
    with aside(lambda: os._exit(9), lambda _: None) as process:
        process.ask(LARGE)
        with pytest.raises(MachineError, match="a worker process was killed"):
            process.answer()


class _Unreadable:
    """A question that is sent, and cannot be read."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return int, ("no number",)


def test_a_question_that_cannot_be_read_keeps_nobody_waiting() -> None:
    with aside(lambda: None, lambda _: None) as process:
        process.ask(_Unreadable())
        with pytest.raises(MachineError, match="a worker process was killed"):
            process.answer()
