"""Reads all files of a site: serially, or in worker processes when there is enough to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sitecheck.document import Input, SiteFacts, SiteReader
from sitecheck.engine.analyze import FileReport, analyze
from sitecheck.engine.phases import Phases
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.link_memory import LinkMemory
from sitecheck.engine.reading.site_texts import read_mentions
from sitecheck.engine.reading.work_shares import WorkShares, size_of
from sitecheck.engine.workers import can_fork, inherited, processors, submit_all, workers
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

_KEPT_TEXTS = 8

FileRules = Sequence["FileRule[Any]"]
Meanwhile = Callable[[], object]


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
    """The reports of ``inputs``; files that need more than their first share are read once again."""
    how.phases.begin("reading files", len(inputs))
    reports = dict(read_all(inputs, shares.first, shares.sizes, how))
    heavy = left = [input_ for input_ in inputs if reports[input_].exhausted]
    further = shares.further
    while left and (reader := further.next(len(left))) is not None:
        how.phases.begin("reading heavy files", len(left))
        reports.update(read_all(left, reader, shares.sizes, how._replace(meanwhile=None)))
        left = [input_ for input_ in left if reports[input_].exhausted]
    return {**reports, **{input_: reports[input_]._replace(heavy=True) for input_ in heavy}}


def read_all(
    inputs: Sequence[Input], reader: SiteReader, sizes: Mapping[str, int], how: Reading
) -> Iterator[tuple[Input, FileReport]]:
    """The report of every input, in no particular order; ``sizes`` are the bytes of each file."""
    size = sum(sizes[input_.path] for input_ in inputs)
    number_of_workers = min(how.jobs or _workers(size), len(inputs), MOST_WORKERS)
    if number_of_workers < 2:
        for input_ in inputs:
            yield input_, analyze(input_, reader, how.rules)
            how.phases.advance()
        return
    ordered = sorted(inputs, key=lambda input_: (-sizes[input_.path], input_.path))
    number = min(len(ordered), number_of_workers * _PARTS)
    parts = [ordered[start::number] for start in range(number)]
    with workers(number_of_workers, (reader, how.rules)) as executor:
        futures = submit_all(executor, _analyze_part, parts)
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
    links: LinkMemory | None = None,
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
        shown=lambda: _shown_includes(reports.values(), layouts),
        days=lambda: layouts.days,
        heads=lambda: layouts.heads,
        written=_written_by(shares.first),
        read=shares.first.source,
        mentions=lambda odd: read_mentions(shares.first.site, odd),
        chosen=None if links is None else lambda: links.recall(reports),
    )


def _shown_includes(reports: Iterable[FileReport], layouts: LayoutWork) -> frozenset[str] | None:
    """The include files that some page shows, or may; ``None`` where a page was not read to its end."""
    reads = frozenset(read for report in reports for read in report.reads if read.kind in ("shown", "share"))
    is_cut = any(read.kind == "share" and read.name.startswith("=") for read in reads)
    of_layouts = None if is_cut else layouts.shown_includes
    return None if of_layouts is None else of_layouts | {read.name for read in reads if read.kind == "shown"}


def _written_by(reader: SiteReader) -> Callable[[Place], str]:
    """What is written at a place. One file may have many: the texts that were asked for last are kept."""

    @lru_cache(maxsize=_KEPT_TEXTS)
    def text(path: str) -> str:
        try:
            source = reader.source(path)
        except OSError:
            return ""
        return "" if isinstance(source, TextProblem) else source.text

    return lambda place: text(place.path)[place.span.start : place.span.end]


def _workers(size: int) -> int:
    return processors() if size >= WORKERS_FROM_BYTES and can_fork() else 1


def works_apart(inputs: Iterable[Input], shares: WorkShares, jobs: int) -> bool:
    """Whether a site is so large that it is judged by more than one process."""
    size = sum(shares.sizes[input_.path] for input_ in inputs)
    return (jobs or _workers(size)) > 1 and can_fork()


def _analyze_part(part: Sequence[Input]) -> list[FileReport]:
    reader, rules = inherited()
    return [analyze(input_, reader, rules) for input_ in part]
