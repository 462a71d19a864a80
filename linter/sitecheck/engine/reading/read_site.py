"""Reads all files of a site: serially, or in worker processes when there is enough to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import sitecheck.kramdown.reader  # noqa: F401  loaded once before workers fork, not in each of them
from sitecheck.document import Input, SiteFacts, SiteReader
from sitecheck.document.whole_site.readers import Readers
from sitecheck.engine.analyze import FileReport, analyze
from sitecheck.engine.phases import Phases
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.link_memory import LinkMemory
from sitecheck.engine.reading.site_texts import read_mentions
from sitecheck.engine.reading.work_shares import WorkShares, size_of
from sitecheck.engine.workers import can_fork, inherited, processors, submit_all, workers
from sitecheck.errors import MachineError
from sitecheck.model.facts import PageFacts, Read
from sitecheck.named_tuple import NamedTuple
from sitecheck.rule.base import FileRule

if TYPE_CHECKING:
    from concurrent.futures import Executor

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
_Read: TypeAlias = "Callable[[Sequence[Input], SiteReader], Iterator[tuple[Input, FileReport]]]"


class Reading(NamedTuple):
    """How files are read."""

    phases: Phases
    rules: FileRules = ()
    jobs: int = 0
    """How many processes read; 0 decides by the size of the work."""
    meanwhile: Meanwhile | None = None
    """What this process does while others read; not called where it reads itself."""
    apart: bool = False
    """Whether what is read is judged by more than one process."""


def read_site(inputs: Sequence[Input], shares: WorkShares, how: Reading) -> dict[Input, FileReport]:
    """The reports of ``inputs``; files that need more than their first share are read once again, by the same
    workers: these know by then what the site's pages show of each other."""
    how.phases.begin("reading files", len(inputs))
    with _readers(inputs, shares, how) as read:
        reports = dict(read(inputs, shares.first))
        heavy = left = [input_ for input_ in inputs if reports[input_].exhausted]
        further = shares.further
        while left and (reader := further.next(len(left))) is not None:
            how.phases.begin("reading heavy files", len(left))
            reports.update(read(left, reader))
            left = [input_ for input_ in left if reports[input_].exhausted]
    return {**reports, **{input_: reports[input_]._replace(heavy=True) for input_ in heavy}}


@contextmanager
def _readers(inputs: Sequence[Input], shares: WorkShares, how: Reading) -> Iterator[_Read]:
    """Who reads ``inputs``: this process, or others."""
    size = sum(shares.sizes[input_.path] for input_ in inputs)
    number = min(how.jobs or _workers(size), len(inputs), MOST_WORKERS)
    if number < 2:
        yield partial(_read_here, how)
        return
    with ExitStack() as stack:
        try:
            executor = stack.enter_context(workers(number, (shares.first, how.rules)))
        except MachineError:  # a container may have no place for the locks that they share
            if how.jobs:
                raise
            yield partial(_read_here, how)
        else:
            yield _Workers(executor, number, shares.sizes, how).read


def _read_here(
    how: Reading, inputs: Sequence[Input], reader: SiteReader
) -> Iterator[tuple[Input, FileReport]]:
    for input_ in inputs:
        yield input_, analyze(input_, reader, how.rules)
        how.phases.advance()


class _Workers:
    """Processes that read files."""

    def __init__(self, executor: Executor, number: int, sizes: Mapping[str, int], how: Reading) -> None:
        """``sizes`` are the bytes of each file."""
        self._executor = executor
        self._number = number
        self._sizes = sizes
        self._phases = how.phases
        self._meanwhile = how.meanwhile

    def read(self, inputs: Sequence[Input], reader: SiteReader) -> Iterator[tuple[Input, FileReport]]:
        """The report of every input, in no particular order."""
        ordered = sorted(inputs, key=lambda input_: (-self._sizes[input_.path], input_.path))
        number = min(len(ordered), self._number * _PARTS)
        parts = [ordered[start::number] for start in range(number)]
        futures = submit_all(self._executor, partial(_analyze_part, reader.page_steps), parts)
        for part, future in zip(parts, futures, strict=True):
            future.add_done_callback(partial(_count, self._phases, len(part)))
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile()
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
    reads: frozenset[Read],
    layouts: LayoutWork,
    *,
    form_problem: Callable[[str], str] | None = None,
    links: LinkMemory | None = None,
) -> SiteFacts:
    """What site rules see; ``reads`` is what was read for any of ``reports``.

    Of a file that is both read as a page and copied, the facts of the page count.
    """
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
        later=later,
        readers=Readers(
            form_problem=form_problem,
            frames=lambda: layouts.frames,
            shown=lambda: _shown_includes(reads, layouts),
            days=lambda: layouts.days,
            heads=lambda: layouts.heads,
            source=shares.first.source,
            mentions=lambda odd: read_mentions(shares.first.site, odd),
            chosen=None if links is None else lambda: links.recall(reports),
        ),
    )


def reads_of(reports: Iterable[FileReport]) -> frozenset[Read]:
    """What was read for any of ``reports``."""
    return frozenset(chain.from_iterable(report.reads for report in reports))


def _shown_includes(reads: Iterable[Read], layouts: LayoutWork) -> frozenset[str] | None:
    """The include files that some page shows, or may; ``None`` where a page was not read to its end."""
    is_cut = any(read.kind == "share" and read.name.startswith("=") for read in reads)
    of_layouts = None if is_cut else layouts.shown_includes
    return None if of_layouts is None else of_layouts | {read.name for read in reads if read.kind == "shown"}


def _workers(size: int) -> int:
    return processors() if size >= WORKERS_FROM_BYTES and can_fork() else 1


def works_apart(inputs: Iterable[Input], shares: WorkShares, jobs: int) -> bool:
    """Whether a site is so large that it is judged by more than one process."""
    size = sum(shares.sizes[input_.path] for input_ in inputs)
    return (jobs or _workers(size)) > 1 and can_fork()


def _analyze_part(share: int, part: Sequence[Input]) -> list[FileReport]:
    first, rules = inherited()
    reader = first if share == first.page_steps else first.paying(share)
    return [analyze(input_, reader, rules) for input_ in part]
