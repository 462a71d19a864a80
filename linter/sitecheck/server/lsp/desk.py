"""One thread that answers, what is urgent first: a site is asked by one thread only."""

from __future__ import annotations

import contextvars
import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")

NOW, SOON = 0, 1
"""Somebody waits; as one types."""
_CLOSED = 9


class Desk:
    """Does what it is asked for, one thing after the other: the more urgent first, else in order."""

    def __init__(self) -> None:
        self._waiting: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = queue.PriorityQueue()
        self._number = itertools.count()
        threading.Thread(target=self._work, name="desk", daemon=True).start()

    def ask(self, work: Callable[[], T], urgency: int = NOW) -> Future[T]:
        """The answer of ``work``, as soon as its turn has come; one that was cancelled before is not worked
        out."""
        answer: Future[T] = Future()

        def run() -> None:
            if not answer.set_running_or_notify_cancel():
                return
            try:
                answer.set_result(contextvars.Context().run(work))
            except BaseException as error:
                answer.set_exception(error)

        self._waiting.put((urgency, next(self._number), run))
        return answer

    def close(self) -> None:
        """The end: what is asked for after that is not done any more."""
        self._waiting.put((_CLOSED, next(self._number), None))

    def _work(self) -> None:
        while (run := self._waiting.get()[2]) is not None:
            run()


def failure_of(done: Future[Any]) -> BaseException | None:
    """Why work that is done has no answer; ``None`` when it has one, or was cancelled."""
    return None if done.cancelled() else done.exception()
