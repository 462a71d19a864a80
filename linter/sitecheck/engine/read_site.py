"""Reads all files of a site: serially, or in worker processes when there is enough to do."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any, NamedTuple

from sitecheck.document import Input, SiteFacts, SiteReader
from sitecheck.engine.analyze import FileReport, analyze
from sitecheck.engine.layout_work import LayoutWork
from sitecheck.engine.phases import Phases
from sitecheck.engine.work_shares import WorkShares, size_of
from sitecheck.errors import MachineError
from sitecheck.model.facts import PageFacts
from sitecheck.model.span import Place
from sitecheck.rule.base import FileRule
from sitecheck.text.source import TextProblem

WORKERS_FROM_BYTES = 1_500_000
"""Less than this is read faster by one process (measured: starting workers takes about 0.1 s)."""

MOST_WORKERS = 61
"""Windows waits for no more (concurrent.futures); nor does any machine here gain by more."""

MOST_LATER_BYTES = 5_000_000
"""So much text of a template is read for the further pages of its list: what the posts on them bring is paid
for by the page's share of the work, but the template's own text costs the same on each."""

_PARTS = 16
"""Into so many parts the work of each process is cut, so that a person sees how far it is."""

FileRules = Sequence["FileRule[Any]"]
Meanwhile = Callable[[], object]

_work: tuple[SiteReader, FileRules] | None = None
"""What worker processes inherit."""


class Reading(NamedTuple):
    """How files are read."""

    phases: Phases
    rules: FileRules = ()
    jobs: int = 0
    """How many processes read; 0 decides by the size of the work."""
    meanwhile: Meanwhile | None = None
    """What this process does while others read; not called where it reads itself."""


def read_site(inputs: Sequence[Input], shares: WorkShares, how: Reading) -> dict[Input, FileReport]:
    """The reports of ``inputs``; files that need more than their first share are read once again."""
    how.phases.begin("reading files", len(inputs))
    reports = dict(read_all(inputs, shares.first, how))
    heavy = [input_ for input_ in inputs if reports[input_].exhausted]
    reader = shares.second(len(heavy)) if heavy else None
    if reader is not None:
        how.phases.begin("reading heavy files", len(heavy))
        reports.update(read_all(heavy, reader, how._replace(meanwhile=None)))
    return {**reports, **{input_: reports[input_]._replace(heavy=True) for input_ in heavy}}


def read_all(inputs: Sequence[Input], reader: SiteReader, how: Reading) -> Iterator[tuple[Input, FileReport]]:
    """The report of every input, in no particular order."""
    sizes = {input_: size_of(reader, input_.path) for input_ in inputs}
    workers = min(how.jobs or _workers(sum(sizes.values())), len(inputs), MOST_WORKERS)
    if workers < 2:
        for input_ in inputs:
            yield input_, analyze(input_, reader, how.rules)
            how.phases.advance()
        return
    ordered = sorted(inputs, key=lambda input_: (-sizes[input_], input_.path))
    number = min(len(ordered), workers * _PARTS)
    parts = [ordered[start::number] for start in range(number)]
    with _told_simply(), _executor(workers, reader, how.rules) as executor:
        with _signals_held():  # half a start cannot be cleaned up
            futures = [executor.submit(_analyze_part, part) for part in parts]
        for part, future in zip(parts, futures, strict=True):
            future.add_done_callback(partial(_count, how.phases, len(part)))
        if how.meanwhile is not None:
            how.meanwhile()
        for part, future in zip(parts, futures, strict=True):
            yield from zip(part, future.result(), strict=True)


def _count(phases: Phases, files: int, _: object) -> None:
    phases.advance(files)


def inputs_of(reader: SiteReader) -> tuple[Input, ...]:
    """Every file of the site, and each further page of its paginated lists, up to a limit."""
    left = MOST_LATER_BYTES
    later = []
    for input_ in reader.later_inputs():
        left -= size_of(reader, input_.path)
        if left < 0:
            break
        later.append(input_)
    return (*reader.inputs(), *later)


def site_facts(
    shares: WorkShares,
    reports: Mapping[Input, FileReport],
    layouts: LayoutWork,
    form_problem: Callable[[str], str] | None = None,
) -> SiteFacts:
    """What site rules see. Of a file that is both read as a page and copied, the facts of the page count."""
    files: dict[str, PageFacts] = {}
    later: dict[str, PageFacts] = {}
    for input_, report in reports.items():
        if input_.later_url:
            later[input_.later_url] = report.facts
        else:
            files.setdefault(input_.path, report.facts)
    return SiteFacts(
        shares.first.site,
        files,
        form_problem=form_problem,
        later=later,
        frames=lambda: layouts.frames,
        heads=lambda: layouts.heads,
        written=lambda place: _written(shares.first, place),
        read=shares.first.source,
    )


def _written(reader: SiteReader, place: Place) -> str:
    try:
        source = reader.source(place.path)
    except OSError:
        return ""
    return "" if isinstance(source, TextProblem) else source.text[place.span.start : place.span.end]


def _workers(size: int) -> int:
    if size < WORKERS_FROM_BYTES or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


@contextlib.contextmanager
def _told_simply() -> Iterator[None]:
    """Raises :class:`MachineError` for workers that cannot be started, or end before their work does."""
    try:
        yield
    except BrokenProcessPool as error:
        raise MachineError("a worker process was killed; with little memory, try --jobs 1") from error
    except OSError as error:
        raise MachineError(f"no worker processes: {error.strerror or error}; try --jobs 1") from error


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
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
def _executor(workers: int, reader: SiteReader, rules: FileRules) -> Iterator[Executor]:
    """Workers that end with the block: at once when it is left by an error or a signal."""
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    others = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(workers, context, initializer=_start, initargs=(reader, rules))
    try:
        yield executor
    except BaseException:
        for worker in set(multiprocessing.active_children()) - others:
            worker.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _start(reader: SiteReader, rules: FileRules) -> None:
    global _work
    import threading

    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process alone answers Ctrl-C
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))  # SIGHUP, too, is for the main process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = (reader, rules)


def _end_with_parent() -> None:
    """Without this the workers of a main process that was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - this is a worker
    parent.join()
    os._exit(1)


def _analyze_part(part: Sequence[Input]) -> list[FileReport]:
    assert _work is not None  # noqa: S101 - set by the initializer
    reader, rules = _work
    return [analyze(input_, reader, rules) for input_ in part]
