"""What was learnt of single files, kept until the file or something it depends on changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from sitecheck.document import Input, SiteReader
from sitecheck.document.reader import told_of
from sitecheck.engine.analyze import FileReport
from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.codec import decode, to_row
from sitecheck.engine.cache.dependency_states import OUTCOMES, DependencyStates
from sitecheck.engine.cache.head_cache import HeadCache
from sitecheck.engine.cache.head_findings import HeadFindings
from sitecheck.engine.cache.known_files import KnownFiles
from sitecheck.engine.cache.layout_cache import LayoutCache
from sitecheck.engine.cache.link_choices import LinkChoices, LinkInputs, seen_by_others
from sitecheck.model.facts import Read
from sitecheck.text.digest import digest

_MOST_READS = 2
"""So many times the reads that are of use are kept before the others are dropped."""


class Lookup(NamedTuple):
    """What the cache answers: reports that still hold, and the inputs that have to be read."""

    known: dict[Input, FileReport]
    unknown: tuple[Input, ...]
    seen: Mapping[Input, str] = {}
    """What tells how other pages see each of the files that are known."""


class _Entry(NamedTuple):
    """A report as it is stored; ``reads`` are places in the table of all reads."""

    reads: tuple[int, ...]
    seen: str
    """What tells how other pages see the file (:func:`seen_by_others`)."""
    report: FileReport


class _Reads(NamedTuple):
    reads: tuple[Read, ...]


class _Beneath(NamedTuple):
    outcomes: tuple[tuple[int, tuple[int, ...]], ...]


class _Stored(NamedTuple):
    reads: tuple[Read, ...] = ()
    entries: Mapping[str, bytes] = {}
    """Each report as JSON: so it takes a tenth of the memory."""
    used: frozenset[int] = frozenset()
    """The places of the reads that are of use."""
    beneath: Mapping[int, tuple[int, ...]] = {}
    """The places of what was read for each outcome: while that is as it was, nothing has to be worked out."""


class _Holding(NamedTuple):
    """Which reads in the table hold; what was read for each outcome, where all of that holds; and what counts
    of it besides the outcome, as it is now."""

    holds: list[bool]
    beneath: dict[int, tuple[int, ...]]
    told: dict[int, frozenset[Read]]


class FileCache:
    """The reports of a site's inputs.

    A report holds while all that was read for it (:attr:`FileReport.reads`, the file itself among it) is in
    the same state, and what concerns every file (program, rules, settings, configuration) is the same.
    """

    def __init__(self, folder: str, settings: str, reader: SiteReader, files: KnownFiles | None) -> None:
        """``files`` knows the states of files that have not changed."""
        self._folder = folder
        self._files = files
        self._states = DependencyStates(reader, files)
        self._key = digest(cache_folder.code_digest(), settings, self._states.common)
        self._steps = reader.page_steps
        self._kept = _Stored()
        """What was stored and still holds."""
        self._seal = ""
        """What tells the reports that are stored now from others."""

    def choices(self, before: LinkInputs) -> LinkChoices:
        """What was made out of the links of pages, ``before`` being what was known of their files."""
        return LinkChoices(self._folder, self._key, self._states, before, self.layouts)

    @property
    def seal(self) -> str:
        """What tells the reports that are stored now from others; "" for none."""
        return self._seal

    @cached_property
    def layouts(self) -> LayoutCache:
        """What layouts gave to pages."""
        return LayoutCache(self._folder, digest(self._key, str(self._steps)), self._states)

    def heads(self, steps: int, share: int, *, alternates: bool, keeps: bool) -> HeadCache:
        """The heads of pages; all together may cost ``steps``, and each ``share``."""
        key = digest(self._key, str(self._steps), str(share), str(alternates))
        return HeadCache(self._folder, key, self._states, steps, keeps=keeps)

    def head_findings(self, steps: int, share: int) -> HeadFindings:
        """What rules found on heads, for all of which ``steps`` may be spent, and ``share`` for each."""
        key = digest(self._key, str(self._steps), str(share))
        return HeadFindings(self._folder, key, self._states, steps)

    def look_up(self, inputs: Iterable[Input]) -> Lookup:
        """Which of ``inputs`` are known."""
        stored = self._load()
        holds, beneath, told = self._holding(stored)
        known: dict[Input, FileReport] = {}
        seen: dict[Input, str] = {}
        unknown: list[Input] = []
        used: set[int] = set()
        for input_ in inputs:
            entry = _known(stored.entries.get(_name(input_)), holds)
            if entry is None:
                unknown.append(input_)
            else:
                reads = chain.from_iterable((stored.reads[at], *told.get(at, ())) for at in entry.reads)
                known[input_] = entry.report._replace(reads=tuple(reads))
                seen[input_] = entry.seen
                used.update(entry.reads)
        names = map(_name, known)
        entries = {name: stored.entries[name] for name in names}
        beneath = {place: places for place, places in beneath.items() if place in used}
        used.update(chain.from_iterable(beneath.values()))
        self._kept = _Stored(stored.reads, entries, frozenset(used), beneath)
        return Lookup(known, tuple(unknown), seen)

    def _holding(self, stored: _Stored) -> _Holding:
        """Which reads hold. An outcome is worked out only where something was read for it that does not."""
        states, table = self._states, stored.reads
        holds = [read.kind not in OUTCOMES and states.of(read) == read.state for read in table]
        same = {place: each for place, each in stored.beneath.items() if all(holds[at] for at in each)}
        told: dict[int, frozenset[Read]] = {}
        for place, read in enumerate(table):
            if read.kind not in OUTCOMES:
                continue
            if place in same:
                holds[place], told[place] = True, told_of(table[at] for at in same[place])
            elif states.of(read) == read.state:
                holds[place], told[place] = True, told_of(states.beneath(read))
        return _Holding(holds, same, told)

    def _load(self) -> _Stored:
        value, rows, self._seal = cache_folder.load_sealed(self._folder, "files", self._key)
        try:
            table, names, outcomes = value
            reads = decode(_Reads, table).reads
            beneath = dict(decode(_Beneath, outcomes).outcomes)
            if any(place >= len(reads) or place < 0 for places in beneath.values() for place in places):
                return _Stored()
            return _Stored(reads, dict(zip(names, rows, strict=True)), beneath=beneath)
        except (ValueError, TypeError):
            return _Stored()

    def remember(self, reports: Mapping[Input, FileReport]) -> None:
        """Stores all reports but those of files on which a rule failed.

        What a file gets that needs more than its first share hangs on the others: it is read every time.
        Reports that were stored and hold are stored as they are, as long as few reads are of no more use.
        """
        kept = self._kept if _is_tidy(self._kept) else _Stored()
        table = {read: place for place, read in enumerate(kept.reads)}
        entries = {
            name: kept.entries.get(name) or self._entry(report, table)
            for name, report in ((_name(input_), report) for input_, report in reports.items())
            if not report.crashes and not report.heavy
        }
        beneath = self._beneath(kept, table)
        value = [_Reads(tuple(table)), list(entries), _Beneath(tuple(beneath.items()))]
        self._seal = cache_folder.save(self._folder, "files", self._key, value, tuple(entries.values()))
        self._kept = _Stored()

    def remember_files(self) -> None:
        """Stores what was read of files beside their reports."""
        if self._files is not None:
            self._files.save()

    def _beneath(self, kept: _Stored, table: dict[Read, int]) -> dict[int, tuple[int, ...]]:
        """What was read for each outcome in ``table``, which takes up what it lacks of that."""
        found = dict(kept.beneath)
        for read, place in tuple(table.items()):
            if read.kind in OUTCOMES and place not in found and self._states.of(read) == read.state:
                beneath = self._states.spelt_out(self._states.beneath(read))
                found[place] = tuple(sorted({table.setdefault(each, len(table)) for each in beneath}))
        return found

    def _entry(self, report: FileReport, table: dict[Read, int]) -> bytes:
        reads = tuple(map(self._states.noted, report.reads))
        self._states.learn(reads)
        places = tuple(table.setdefault(read, len(table)) for read in reads)
        return to_row(_Entry(places, seen_by_others(report.facts), report._replace(reads=())))


def _is_tidy(stored: _Stored) -> bool:
    """Whether most of the reads in the table are of use, each once."""
    return len(stored.reads) == len(set(stored.reads)) <= _MOST_READS * len(stored.used)


def _name(input_: Input) -> str:
    return f"{input_.kind} {input_.path} {input_.later_url}".rstrip()


def _known(row: bytes | None, holds: Sequence[bool]) -> _Entry | None:
    """An entry, if all that was read for it is as it was."""
    if row is None:
        return None
    try:
        value = json.loads(row)
        return decode(_Entry, value) if all(holds[place] for place in value[0]) else None
    except (ValueError, TypeError, IndexError, KeyError, RecursionError):
        return None
