"""Reads all files of a site: serially, or in worker processes when there is enough to do."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import Any

from sitecheck.document import Input, SiteReader
from sitecheck.engine.analyze import FileReport, analyze
from sitecheck.rule.base import FileRule

WORKERS_FROM_BYTES = 1_500_000
"""Less than this is read faster by one process (measured: starting workers takes about 0.1 s)."""

FileRules = Sequence["FileRule[Any]"]

_work: tuple[SiteReader, FileRules] | None = None
"""What worker processes inherit."""


@contextlib.contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Records pile up while reading and none of them is garbage: looking for it would double the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_all(
    inputs: Sequence[Input], reader: SiteReader, rules: FileRules, jobs: int = 0
) -> Iterator[tuple[Input, FileReport]]:
    """The report of every input, in no particular order. ``jobs`` of 0 decides by the size of the work."""
    sizes = {input_: _size(reader, input_) for input_ in inputs}
    workers = jobs or _workers(sum(sizes.values()))
    if workers < 2 or len(inputs) < 2:
        with _no_garbage_collection():
            for input_ in inputs:
                yield input_, analyze(input_, reader, rules)
        return
    ordered = sorted(inputs, key=lambda input_: (-sizes[input_], input_.path))
    with _executor(workers, reader, rules) as executor:
        shares = [ordered[start::workers] for start in range(workers)]
        for share, reports in zip(shares, executor.map(_analyze_share, shares), strict=True):
            yield from zip(share, reports, strict=True)


def _workers(size: int) -> int:
    if size < WORKERS_FROM_BYTES or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def _executor(workers: int, reader: SiteReader, rules: FileRules) -> Executor:
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(workers, context, initializer=_start, initargs=(reader, rules))


def _start(reader: SiteReader, rules: FileRules) -> None:
    global _work
    import signal

    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process alone answers Ctrl-C
    _work = (reader, rules)


def _analyze_share(share: Sequence[Input]) -> list[FileReport]:
    assert _work is not None  # noqa: S101 - set by the initializer
    reader, rules = _work
    return [analyze(input_, reader, rules) for input_ in share]


def _size(reader: SiteReader, input_: Input) -> int:
    try:
        return os.stat(os.path.join(reader.site.root, input_.path)).st_size
    except OSError:
        return 0
