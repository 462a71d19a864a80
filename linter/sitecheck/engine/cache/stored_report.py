"""A report as the cache keeps it: its links apart, which are most of it, and few of which are asked for after
most edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from sitecheck.engine.analyze import FileReport
from sitecheck.engine.cache.codec import decode, decode_told, encode_told, from_row, to_row
from sitecheck.errors import DamagedCacheError
from sitecheck.model.facts import Link, PageFacts
from sitecheck.named_tuple import NamedTuple

_BETWEEN = b"\t"
"""Between the report and its links: JSON of one line has none."""
_NO_FACTS = PageFacts("", "page")
_NO_REPORT = FileReport(_NO_FACTS)


class _Links(NamedTuple):
    links: tuple[Link, ...]


class StoredLinks(Sequence[Link]):
    """The links of a page, read when somebody asks for them.

    Whoever does meets a :class:`DamagedCacheError` where they cannot be read.
    """

    __slots__ = ("_links", "_row")

    def __init__(self, row: bytes) -> None:
        self._row = row
        self._links: tuple[Link, ...] | None = None

    @property
    def _read(self) -> tuple[Link, ...]:
        if self._links is None:
            try:
                self._links = _decoded(self._row)
            except ValueError:
                raise DamagedCacheError("the links of a page cannot be read") from None
            self._row = b""
        return self._links

    @overload
    def __getitem__(self, at: int) -> Link: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Link, ...]: ...
    def __getitem__(self, at: int | slice) -> Link | tuple[Link, ...]:
        return self._read[at]

    def __len__(self) -> int:
        return len(self._read)

    def __iter__(self) -> Iterator[Link]:
        return iter(self._read)


def to_stored(report: FileReport) -> bytes:
    """``report`` as one line."""
    facts = report.facts
    own = [
        encode_told(report._replace(facts=_NO_FACTS), _NO_REPORT),
        encode_told(facts._replace(links=()), _NO_FACTS),
    ]
    return to_row(own) + _BETWEEN + to_row(_Links(tuple(facts.links)))


def from_stored(row: bytes, *, later: bool) -> FileReport:
    """The report that :func:`to_stored` made ``row`` from; ``later``: its links are read when they are asked
    for. Raises :class:`ValueError` for anything else."""
    own, _, links = row.partition(_BETWEEN)
    both = from_row(own)
    if type(both) is not list or len(both) != 2:
        raise ValueError("no report")
    report, facts = decode_told(both[0], _NO_REPORT), decode_told(both[1], _NO_FACTS)
    read = StoredLinks(links) if later else _decoded(links)
    return report._replace(facts=facts._replace(links=read))


def _decoded(row: bytes) -> tuple[Link, ...]:
    """Raises :class:`ValueError`."""
    return decode(_Links, from_row(row)).links
