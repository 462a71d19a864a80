"""Worker processes: they inherit what they work on, and end with whoever started them.

What starts processes takes 20 ms to import, and most runs start none: so it is imported where it is used.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from sitecheck.engine.stack_room import with_room
from sitecheck.errors import MachineError
from sitecheck.files import said_by

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

KILLED = "a worker process was killed; with little memory, try --jobs 1"
_MOST = 8
_Part = TypeVar("_Part")
_Result = TypeVar("_Result")
_work: Any = None


def inherited() -> Any:
    """In a worker: what it was started with."""
    return _work


def can_fork() -> bool:
    """Whether workers can inherit what this process has: everywhere but on Windows, which ``multiprocessing``
    would tell, too; but this is asked by runs that start none."""
    return sys.platform != "win32"


def processors() -> int:
    """How many processes are of use, as far as this process may know."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST, found)


@contextlib.contextmanager
def told_simply() -> Iterator[None]:
    """Raises :class:`MachineError` for workers that cannot be started, or end before their work does."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield
    except BrokenProcessPool as error:
        raise MachineError(KILLED) from error
    except OSError as error:
        raise MachineError(f"no worker processes: {said_by(error)}; try --jobs 1") from error


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Signals wait until the block ends, where that can be asked for (not on Windows)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def workers(number: int, work: object) -> Iterator[Executor]:
    """Workers that end with the block: at once when it is left by an error or a signal.

    Raises :class:`MachineError` when they cannot be started, or end before their work does.
    """
    with told_simply(), _pool(number, work) as executor:
        yield executor


def submit_all(
    executor: Executor, function: Callable[[_Part], _Result], parts: Iterable[_Part]
) -> list[Future[_Result]]:
    """Has workers call ``function`` with each of the parts; the first call starts them."""
    with signals_held():  # half a start cannot be cleaned up
        return [executor.submit(with_room, function, part) for part in parts]


@contextlib.contextmanager
def _pool(number: int, work: object) -> Iterator[Executor]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork" if can_fork() else "spawn")
    others = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(number, context, initializer=start_worker, initargs=(work,))
    try:
        yield executor
    except BaseException:
        for worker in set(multiprocessing.active_children()) - others:
            worker.terminate()
        _close_results(executor)
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _close_results(executor: object) -> None:
    """Take from this process what workers write their results to.

    One that is ended amid a result leaves half of it in the pipe, and the executor's thread waits for the
    rest as long as anybody could write it; this process could (seen in CPython 3.10 to 3.13, which have no
    public name for that end).
    """
    with contextlib.suppress(AttributeError, OSError):
        executor._result_queue._writer.close()  # type: ignore[attr-defined]


def start_worker(work: object) -> None:
    """In a worker, before anything else: what it works on, and that it ends with the main process, to which
    Ctrl-C is left."""
    global _work
    import threading

    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process alone answers Ctrl-C
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))  # SIGHUP, too, is for the main process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = work


def _end_with_parent() -> None:
    """Without this the workers of a main process that was killed would wait for work for ever."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - this is a worker
    parent.join()
    os._exit(1)
