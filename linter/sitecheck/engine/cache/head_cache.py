"""The heads of pages, kept one by one: each until something changes that was read for it.

What many have in common (reads, layouts, reasons, pieces of text) stands in tables, the rest are plain
values.
The fields of a head are made again when it is recalled; the pieces of its text, which only findings ask for,
one by one when they are asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from sitecheck.document import HeadField, HeadRow, PageHead
from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.codec import decode, from_row, to_row
from sitecheck.engine.cache.dependency_states import DependencyStates
from sitecheck.engine.cache.head_findings import SPARE
from sitecheck.html.head import HeadValue
from sitecheck.html.model import Tag, TagKind
from sitecheck.model.facts import Read
from sitecheck.model.unknown import ReasonKind, Reasons
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import MappedText, Piece

_MOST_READS = (1000, 4)
"""So many reads are stored, and so many more for each head, before all is read anew: some are of no use any
more."""


class _HeadTables(NamedTuple):
    """What many heads have in common."""

    reads: tuple[Read, ...] = ()
    spent: int = 0
    """What all heads have cost (steps)."""
    layouts: tuple[tuple[str, ...], ...] = ()
    reasons: tuple[Reasons, ...] = ()
    pieces: tuple[Piece, ...] = ()
    """Pieces as if they stood at the beginning of a text."""


class _StoredField(NamedTuple):
    """A field as it is stored."""

    key: str
    state: Literal["known", "absent", "unknown", "varies"]
    value: str
    reasons: int
    times: int
    late: bool
    read: str | None
    """The value as a browser reads it, where it is another."""
    source: tuple[int, int, str, int, int, TagKind, bool] | None
    """Where the value is written; name, start, end and kind of its tag; whether it is late."""


class _StoredHead(NamedTuple):
    """A head as it is stored; numbers are places in tables."""

    reads: tuple[int, ...]
    layouts: int
    reasons: int
    fields: tuple[_StoredField, ...]
    alternates: tuple[tuple[str, _StoredField], ...]
    rest: PageHead
    """All that is not kept in another form."""
    text: str | None
    outs: list[int]
    pieces: list[int]


class _StoredText(MappedText):
    """A text whose pieces lie in a table: hardly any is ever asked for."""

    __slots__ = ("_numbers", "_table")

    def __init__(self, text: str, outs: list[int], numbers: list[int], table: Sequence[Piece]) -> None:
        self.text = text
        self._outs = outs
        self._numbers = numbers
        self._table = table

    def __getattr__(self, name: str) -> tuple[Piece, ...]:
        if name != "pieces":  # Python asks here for a slot that is not filled yet
            raise AttributeError(name)
        self.pieces = tuple(map(self._piece, range(len(self._outs))))
        return self.pieces

    def _piece(self, number: int) -> Piece:
        _, *rest = self._table[self._numbers[number]]
        return Piece._make((self._outs[number], *rest))

    def piece_at(self, offset: int) -> Piece:
        """The piece that holds the character at ``offset``."""
        return self._piece(max(0, bisect_right(self._outs, offset) - 1))


class HeadCache:
    """The heads of one site's last run, asked for and told of one by one: the memory of a
    :class:`~sitecheck.document.HeadReader`."""

    def __init__(self, folder: str, key: str, states: DependencyStates, steps: int, *, keeps: bool) -> None:
        """``key`` stands for all that concerns every page; ``steps`` may be spent on all heads together.
        ``keeps``: whether what is learnt is stored."""
        self._folder = folder
        self._key = key
        self._states = states
        self._steps = steps
        self._keeps = keeps
        self._tables, self._entries = self._load()
        self._holds = [states.holds(read) for read in self._tables.reads]
        self._kept: dict[str, bytes] = {}
        self._learnt: dict[str, bytes] = {}
        self._writer = _Writer(self._tables, states)
        self._reads: set[int] = set()
        self._fresh: set[Read] = set()
        self._is_cut = False
        self._spent = 0

    def _load(self) -> tuple[_HeadTables, Mapping[str, bytes]]:
        """The tables, and each head as JSON: so it takes a tenth of the memory."""
        value, rows = cache_folder.load_rows(self._folder, "heads", self._key)
        try:
            stored, names = value
            tables, entries = decode(_HeadTables, stored), dict(zip(names, rows, strict=True))
        except (ValueError, TypeError):
            return _HeadTables(), {}
        is_tidy = len(tables.reads) <= _MOST_READS[0] + _MOST_READS[1] * len(entries)
        return (tables, entries) if is_tidy and tables.spent * SPARE <= self._steps else (_HeadTables(), {})

    def recall(self, path: str, url: str, output: str) -> tuple[tuple[str, ...], PageHead] | None:
        """The layouts and the head of a page, if all that was read for them is as it was."""
        name = _name(path, url, output)
        entry = self._entries.get(name)
        try:
            if entry is None:
                return None
            stored = decode(_StoredHead, from_row(entry))
            if not all(self._holds[at] for at in stored.reads):
                return None
            found = self._tables.layouts[stored.layouts], self._head(stored)
        except (ValueError, TypeError, IndexError):
            return None
        self._kept[name] = entry
        self._reads.update(stored.reads)
        return found

    def _head(self, stored: _StoredHead) -> PageHead:
        mapped = None
        if stored.text is not None:
            mapped = _text(stored.text, stored.outs, stored.pieces, self._tables.pieces)
        length = len(stored.text or "")
        return stored.rest._replace(
            fields={each.key: self._field(each, mapped, length) for each in stored.fields},
            reasons=self._tables.reasons[stored.reasons],
            alternates=tuple([(key, self._field(each, mapped, length)) for key, each in stored.alternates]),
        )

    def _field(self, field: _StoredField, mapped: MappedText | None, length: int) -> HeadField:
        key, state, value, reasons, times, late, read, own = field
        source = None
        if own is not None:
            start, end, name, begin, stop, kind, is_late = own
            if mapped is not None and not 0 <= start <= end <= length:
                raise ValueError("a value stands outside of its text")
            tag = Tag._make((name, (), begin, stop, kind))
            source = HeadValue._make((key, value if read is None else read, start, end, tag, is_late))
        kept = mapped if source is not None else None
        return HeadField._make((state, value, self._tables.reasons[reasons], times, late, kept, source))

    def learn(self, row: HeadRow, reads: frozenset[Read], *, keeps: bool) -> None:
        """Notes the head of a page, and all that was read for it; it is stored if it ``keeps``."""
        self._fresh |= reads
        cut = any(r.kind is ReasonKind.LIMIT for f in row.head.fields.values() for r in f.reasons)
        if cut or any(reason.kind is ReasonKind.LIMIT for reason in row.head.reasons):
            self._is_cut = True
        elif keeps:
            name = _name(row.path or "", row.url, row.output)
            self._learnt[name] = to_row(self._writer.entry(row, reads))

    def end(self, spent: int) -> None:
        """Stores what was learnt, ``spent`` being what that has cost, and what was recalled."""
        self._spent = self._tables.spent + spent
        self._store(self._spent)
        self._entries, self._kept, self._learnt = {}, {}, {}

    @property
    def outcome(self) -> tuple[set[Read], int] | None:
        """All that was read for the heads, and what they have cost in all; ``None`` where one was too much
        work."""
        table = self._tables.reads
        return None if self._is_cut else ({*self._fresh, *(table[at] for at in self._reads)}, self._spent)

    def _store(self, total: int) -> None:
        if not self._keeps or not (self._learnt or len(self._kept) < len(self._entries)):
            return
        if total * SPARE <= self._steps:
            entries = {**self._kept, **self._learnt}
            value = [self._writer.tables(total), list(entries)]
            cache_folder.save(self._folder, "heads", self._key, value, tuple(entries.values()))


def _name(path: str, url: str, output: str) -> str:
    return "\n".join((path, url, output))


def _text(text: str, outs: list[int], numbers: list[int], table: Sequence[Piece]) -> MappedText:
    """A stored text; raises :class:`ValueError` for what is stored in no such way."""
    count = len(table)
    whole = {int}.issuperset(map(type, (*outs, *numbers)))
    if not (whole and outs and len(outs) == len(numbers) and 0 <= min(numbers) <= max(numbers) < count):
        raise ValueError("no text with its pieces")
    return _StoredText(text, outs, numbers, table)


class _Writer:
    """Gathers the tables while heads are put into their stored form."""

    def __init__(self, tables: _HeadTables, states: DependencyStates) -> None:
        self._states = states
        self._reads = _numbered(tables.reads)
        self._known: dict[Read, int] = {}
        self._layouts = _numbered(tables.layouts)
        self._reasons = _numbered(tables.reasons)
        self._pieces = _numbered(tables.pieces)

    def tables(self, spent: int) -> _HeadTables:
        """The tables with all that was gathered."""
        return _HeadTables(
            reads=tuple(self._reads),
            spent=spent,
            layouts=tuple(self._layouts),
            reasons=tuple(self._reasons),
            pieces=tuple(self._pieces),
        )

    def entry(self, row: HeadRow, reads: Iterable[Read]) -> _StoredHead:
        """A head in its stored form."""
        head = row.head
        text = _OneText([*head.fields.values(), *(field for _, field in head.alternates)])
        return _StoredHead(
            reads=tuple(map(self._read, sorted(reads))),
            layouts=_number(self._layouts, row.layouts),
            reasons=_number(self._reasons, head.reasons),
            fields=tuple(self._field(key, field, text) for key, field in head.fields.items()),
            alternates=tuple((key, self._field(key, field, text)) for key, field in head.alternates),
            rest=head._replace(fields={}, reasons=(), alternates=()),
            text="".join(text.texts) if text.texts else None,
            outs=text.outs,
            pieces=[_number(self._pieces, Piece._make((0, *piece[1:]))) for piece in text.pieces],
        )

    def _read(self, read: Read) -> int:
        """The number of a read; most are those of the page before."""
        found = self._known.get(read)
        if found is None:
            found = self._known[read] = _number(self._reads, self._states.noted(read))
        return found

    def _field(self, key: str, field: HeadField, text: _OneText) -> _StoredField:
        own, base = field.source, text.base(field)
        return _StoredField(
            key=key if own is None else own.key,
            state=field.state,
            value=field.value,
            reasons=_number(self._reasons, field.reasons),
            times=field.times,
            late=field.late,
            read=None if own is None or own.value == field.value else own.value,
            source=None
            if own is None
            else (own.start + base, own.end + base, *_tag(own.tag, base), own.late),
        )


class _OneText:
    """The texts in which the fields of a head stand, one after the other."""

    def __init__(self, fields: Iterable[HeadField]) -> None:
        self.texts: list[str] = []
        self.outs: list[int] = []
        self.pieces: list[Piece] = []
        self._bases: dict[int, int] = {}
        length = 0
        for field in fields:
            mapped = field.mapped
            if mapped is None or id(mapped) in self._bases:
                continue
            self._bases[id(mapped)] = length
            made = mapped.fresh()
            self.texts.append(made.text)
            self.outs += [piece.out + length for piece in made.pieces]
            self.pieces += made.pieces
            length += len(made.text)

    def base(self, field: HeadField) -> int:
        """Where the text of a field begins."""
        return self._bases.get(id(field.mapped), 0)


def _tag(tag: Tag, base: int) -> tuple[str, int, int, TagKind]:
    return tag.name, tag.start + base, tag.end + base, tag.kind


def _numbered(values: Iterable[Any]) -> dict[Any, int]:
    return {value: number for number, value in enumerate(values)}


def _number(table: dict[Any, int], value: object) -> int:
    return table.setdefault(value, len(table))
