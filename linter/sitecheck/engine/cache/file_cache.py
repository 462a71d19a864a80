"""What was learnt of single files, kept until the file or something it depends on changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

from sitecheck.document import Input, SiteReader
from sitecheck.document.reader import told_of
from sitecheck.engine.analyze import FileReport
from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.codec import Plain, decode
from sitecheck.engine.cache.dependency_states import OUTCOMES, DependencyStates
from sitecheck.engine.cache.head_cache import HeadCache
from sitecheck.engine.cache.head_findings import HeadFindings, seen_in_heads
from sitecheck.engine.cache.known_files import KnownFiles
from sitecheck.engine.cache.layout_cache import LayoutCache
from sitecheck.engine.cache.link_choices import LinkChoices, LinkInputs, seen_by_others
from sitecheck.engine.cache.stored_report import from_stored, to_stored
from sitecheck.model.facts import Read
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.digest import digest

_MOST_READS = 2
"""So many times the reads that are of use are kept before the others are dropped."""


class Lookup(NamedTuple):
    """What the cache answers: reports that still hold, and the inputs that have to be read."""

    known: dict[Input, FileReport]
    """Those that hold, but for what was read for each of them by itself …"""
    unknown: tuple[Input, ...]
    reads: frozenset[Read] = frozenset()
    """… which for all of them together is this."""
    seen: Mapping[Input, str] = {}
    """What tells how other pages see each of the files that are known."""
    seal: str = ""
    """What tells the reports that were stored from others; "" for none."""


class _Entry(NamedTuple):
    """A report as it is stored."""

    reads: Sequence[int]
    """The places of what was read for it in the table of all reads."""
    seen: str
    """What tells how other pages see the file (:func:`seen_by_others`)."""
    in_heads: str
    """What tells how rules on heads see it (:func:`seen_in_heads`)."""
    row: bytes
    """The report, as :func:`to_stored` makes it: so it takes a tenth of the memory."""


class _Index(NamedTuple):
    """What is read of the stored reports before any of them is."""

    reads: tuple[Read, ...]
    entries: tuple[tuple[str, list[int], str, str], ...]
    """Of each its name, and what an :class:`_Entry` has before the row."""
    outcomes: tuple[tuple[int, tuple[int, ...]], ...]


class _Stored(NamedTuple):
    reads: tuple[Read, ...] = ()
    entries: Mapping[str, _Entry] = {}
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
        self._in_heads: dict[str, str] = {}
        """What tells how rules on heads see each file that is known; "" for the others."""
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
        return HeadFindings(self._folder, key, self._states, steps, self._in_heads)

    def look_up(self, inputs: Iterable[Input], *, later: bool = False) -> Lookup:
        """Which of ``inputs`` are known. ``later``: their links are read when somebody asks for them, who may
        then meet a :class:`DamagedCacheError`."""
        stored = self._load()
        holds, beneath, told = self._holding(stored)
        known: dict[Input, FileReport] = {}
        seen: dict[Input, str] = {}
        entries: dict[str, _Entry] = {}
        unknown: list[Input] = []
        for input_ in inputs:
            name = _name(input_)
            entry = stored.entries.get(name)
            report = _known(entry, holds, later=later) if entry is not None else None
            if not input_.later_url:  # of a file that is both read as a page and copied the page counts
                self._in_heads.setdefault(input_.path, entry.in_heads if entry is not None and report else "")
            if entry is None or report is None:
                unknown.append(input_)
            else:
                known[input_], seen[input_], entries[name] = report, entry.seen, entry
        used = set(chain.from_iterable(entry.reads for entry in entries.values()))
        reads = frozenset(chain.from_iterable((stored.reads[at], *told.get(at, ())) for at in used))
        beneath = {place: places for place, places in beneath.items() if place in used}
        used.update(chain.from_iterable(beneath.values()))
        self._kept = _Stored(stored.reads, entries, frozenset(used), beneath)
        return Lookup(known, tuple(unknown), reads=reads, seen=seen, seal=self._seal)

    def _holding(self, stored: _Stored) -> _Holding:
        """Which reads hold. An outcome is worked out only where something was read for it that does not."""
        states, table = self._states, stored.reads
        holds = [read.kind not in OUTCOMES and states.holds(read) for read in table]
        same = {place: each for place, each in stored.beneath.items() if all(holds[at] for at in each)}
        told: dict[int, frozenset[Read]] = {}
        for place, read in enumerate(table):
            if read.kind not in OUTCOMES:
                continue
            if place in same:
                holds[place], told[place] = True, told_of(table[at] for at in same[place])
            elif states.holds(read):
                holds[place], told[place] = True, told_of(states.beneath(read))
        return _Holding(holds, same, told)

    def _load(self) -> _Stored:
        value, rows, self._seal = cache_folder.load_sealed(self._folder, "files", self._key)
        try:
            reads, named, outcomes = decode(_Index, value)
            beneath = dict(outcomes)
            if any(place >= len(reads) or place < 0 for places in beneath.values() for place in places):
                return _Stored()
            entries = {
                name: _Entry(places, seen, in_heads, row)
                for (name, places, seen, in_heads), row in zip(named, rows, strict=True)
            }
            return _Stored(reads, entries, beneath=beneath)
        except ValueError:
            return _Stored()

    def remember(self, reports: Mapping[Input, FileReport]) -> None:
        """Stores all reports but those of files on which a rule failed.

        What a file gets that needs more than its first share hangs on the others: it is read every time.
        Reports that were stored and hold are stored as they are, as long as few reads are of no more use.
        """
        kept = self._kept if _is_tidy(self._kept) else _tidied(self._kept)
        table = {read: place for place, read in enumerate(kept.reads)}
        entries = {
            name: kept.entries.get(name) or self._entry(report, table)
            for name, report in ((_name(input_), report) for input_, report in reports.items())
            if not report.crashes and not report.heavy
        }
        beneath = self._beneath(kept, table)
        named = Plain([[name, *each[:-1]] for name, each in entries.items()])
        index = [tuple(table), named, tuple(beneath.items())]  # as an _Index is
        rows = tuple(entry.row for entry in entries.values())
        self._seal = cache_folder.save(self._folder, "files", self._key, index, rows)
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

    def _entry(self, report: FileReport, table: dict[Read, int]) -> _Entry:
        reads = tuple(map(self._states.noted, report.reads))
        self._states.learn(reads)
        places = tuple(table.setdefault(read, len(table)) for read in reads)
        facts, row = report.facts, to_stored(report._replace(reads=()))
        return _Entry(places, seen_by_others(facts), seen_in_heads(facts), row)


def _is_tidy(stored: _Stored) -> bool:
    """Whether most of the reads in the table are of use, each once."""
    return len(stored.reads) == len(set(stored.reads)) <= _MOST_READS * len(stored.used)


def _tidied(stored: _Stored) -> _Stored:
    """The same with a table of those reads alone that are of use."""
    table: dict[Read, int] = {}
    places = {old: table.setdefault(stored.reads[old], len(table)) for old in sorted(stored.used)}
    entries = {
        name: entry._replace(reads=[places[old] for old in entry.reads])
        for name, entry in stored.entries.items()
    }
    beneath = {places[at]: tuple(places[old] for old in each) for at, each in stored.beneath.items()}
    return _Stored(tuple(table), entries, frozenset(table.values()), beneath)


def _name(input_: Input) -> str:
    return f"{input_.kind} {input_.path} {input_.later_url}".rstrip()


def _known(entry: _Entry, holds: Sequence[bool], *, later: bool) -> FileReport | None:
    """A report, if all that was read for it is as it was."""
    try:
        if min(entry.reads, default=0) < 0 or not all(map(holds.__getitem__, entry.reads)):
            return None
        return from_stored(entry.row, later=later)
    except (ValueError, TypeError, IndexError):
        return None
