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
from typing import Any

from sitecheck.document import (
    FrameReader,
    HeadReader,
    HeadRow,
    Input,
    PageAt,
    PageFrame,
    SiteFacts,
    SiteReader,
)
from sitecheck.engine.analyze import FileReport, analyze
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

FileRules = Sequence["FileRule[Any]"]

_work: tuple[SiteReader, FileRules] | None = None
"""What worker processes inherit."""


def read_site(
    inputs: Sequence[Input], shares: WorkShares, rules: FileRules, jobs: int = 0
) -> dict[Input, FileReport]:
    """The reports of ``inputs``; files that need more than their first share are read once again."""
    reports = dict(read_all(inputs, shares.first, rules, jobs))
    heavy = [input_ for input_ in inputs if reports[input_].exhausted]
    reader = shares.second(len(heavy)) if heavy else None
    if reader is not None:
        reports.update(read_all(heavy, reader, rules, jobs))
    return {**reports, **{input_: reports[input_]._replace(heavy=True) for input_ in heavy}}


def read_all(
    inputs: Sequence[Input], reader: SiteReader, rules: FileRules, jobs: int = 0
) -> Iterator[tuple[Input, FileReport]]:
    """The report of every input, in no particular order. ``jobs`` of 0 decides by the size of the work."""
    sizes = {input_: size_of(reader, input_.path) for input_ in inputs}
    workers = min(jobs or _workers(sum(sizes.values())), len(inputs), MOST_WORKERS)
    if workers < 2:
        for input_ in inputs:
            yield input_, analyze(input_, reader, rules)
        return
    ordered = sorted(inputs, key=lambda input_: (-sizes[input_], input_.path))
    shares = [ordered[start::workers] for start in range(workers)]
    with _told_simply(), _executor(workers, reader, rules) as executor:
        with _signals_held():  # half a start cannot be cleaned up
            results = executor.map(_analyze_share, shares)
        for share, reports in zip(shares, results, strict=True):
            yield from zip(share, reports, strict=True)


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
    shares: WorkShares, reports: Mapping[Input, FileReport], form_problem: Callable[[str], str] | None = None
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
        frames=lambda: _frames(shares),
        heads=lambda: HeadReader(shares.first, shares.frame_steps),
        written=lambda place: _written(shares.first, place),
    )


def _written(reader: SiteReader, place: Place) -> str:
    try:
        source = reader.source(place.path)
    except OSError:
        return ""
    return "" if isinstance(source, TextProblem) else source.text[place.span.start : place.span.end]


def read_heads(shares: WorkShares) -> tuple[HeadRow, ...]:
    """The head of every page that is published as HTML. All share what that may cost."""
    return HeadReader(shares.first, shares.frame_steps).rows


def _frames(shares: WorkShares) -> dict[PageAt, PageFrame]:
    """What the layouts around each page give it. All pages share what that may cost."""
    pages = tuple(shares.first.shown_pages())
    frames = FrameReader(shares.first, shares.frame_steps).frames(pages)
    return {PageAt(page.path or "", page.url): frame for page, frame in zip(pages, frames, strict=True)}


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


def _analyze_share(share: Sequence[Input]) -> list[FileReport]:
    assert _work is not None  # noqa: S101 - set by the initializer
    reader, rules = _work
    return [analyze(input_, reader, rules) for input_ in share]
