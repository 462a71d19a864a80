"""A process beside the main one, which begins with its work at once and is asked once."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from sitecheck.engine.stack_room import with_room
from sitecheck.engine.workers import KILLED, signals_held, start_worker, told_simply
from sitecheck.errors import MachineError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class Aside:
    """The process, which has inherited what this one has. :meth:`end` it, come what may."""

    def __init__(self, begin: Callable[[], object], answer: Callable[[Any], object]) -> None:
        """It calls ``begin``, whose faults show in what comes after, then ``answer`` with what is asked.

        Raises :class:`MachineError` when it cannot be started.
        """
        import multiprocessing

        context = multiprocessing.get_context("fork")
        with told_simply(), signals_held():
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs, begin, answer), daemon=True)
            self._process.start()
        theirs.close()

    def ask(self, question: object) -> None:
        """Ask it, also while it has not done with what it began."""
        with contextlib.suppress(OSError):  # it is no more, which is told to who waits for the answer
            self._pipe.send(question)

    def answer(self) -> Any:
        """Wait for what it answers. Raises what that raised, and :class:`MachineError` if it is no more."""
        try:
            answered = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise MachineError(KILLED) from error
        if isinstance(answered, Exception):
            raise answered
        return answered

    def end(self) -> None:
        """It is needed no more."""
        self._process.terminate()
        self._process.join()
        self._pipe.close()


def _work(pipe: Connection, begin: Callable[[], object], answer: Callable[[Any], object]) -> None:
    import threading

    start_worker(None)
    asked: SimpleQueue[object] = SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, asked), daemon=True).start()
    with contextlib.suppress(Exception):
        with_room(begin)
    try:
        pipe.send(with_room(answer, asked.get()))
    except Exception as error:  # also what cannot be sent, of which nothing is in the pipe then
        pipe.send(error)


def _listen(pipe: Connection, asked: SimpleQueue[object]) -> None:
    """Takes a question off the pipe when it comes: it is larger than what a pipe holds, and who asks does not
    wait until there is time for it. Without a question there is nothing to wait for."""
    try:
        asked.put(pipe.recv())
    except Exception:
        os._exit(1)
