"""What was read of files: front matter, and a hash of all; kept as long as their stamps are as they were.

So a run after an edit opens the files that changed and no others. A file is trusted as the whole run is
(:mod:`sitecheck.engine.cache.run_cache`): only if it had changed for the last time before the run began that
read it.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timezone, tzinfo
from itertools import chain
from typing import Any

from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.codec import decode, from_row, to_row
from sitecheck.files import FileStamp, clock_grain, file_stamp
from sitecheck.jekyll import SourceFile
from sitecheck.named_tuple import NamedTuple

_NAME = "known-files"
_DEEPEST = 20
_LARGEST = 2**63
_PLAIN = frozenset({str, bool, float, type(None)})
_LIST, _DATE, _TIME, _MOMENT = "list", "date", "time", "moment"


class _Header(NamedTuple):
    """A :class:`SourceFile` without its body; ``needed`` as for ``read_header``."""

    needed: bool
    present: bool
    mapping: bool
    data: dict[str, Any]


class _Known(NamedTuple):
    stamp: FileStamp
    state: str | None = None
    """What tells the file's bytes from others."""
    header: _Header | None = None


class KnownFiles:
    """The files of one site's last run, as far as they are as they were."""

    def __init__(self, folder: str, site: str, began: int) -> None:
        """``began`` is when this run did (ns since the epoch); paths are those of ``site`` and below."""
        self._folder = folder
        self._began = began
        self._top = os.path.join(os.path.normpath(site), "")
        self._key = cache_folder.code_digest()
        self._rows = self._load()
        self._known: dict[str, _Known | None] = {}
        self._states: dict[str, str] = {}
        self._headers: dict[str, _Header] = {}

    def header(self, path: os.PathLike[str], zone: tzinfo, *, needed: bool) -> SourceFile | None:
        """As :class:`sitecheck.jekyll.KnownHeaders` says."""
        known = self._at(self._name(path))
        header = known.header if known is not None else None
        if header is None or not (header.present or header.needed == needed):
            return None
        try:
            data = _from_plain(header.data, zone)
        except (ValueError, TypeError, OverflowError, RecursionError):
            return None
        return SourceFile(header=header.present, data=data, mapping=header.mapping)

    def learn_header(self, path: os.PathLike[str], zone: tzinfo, source: SourceFile, *, needed: bool) -> None:
        """As :class:`sitecheck.jekyll.KnownHeaders` says; what is not plain is read every time."""
        if source.problem is not None or not source.text_ok or source.data is None or source.lost:
            return
        try:
            data = _to_plain(source.data, zone, set())
        except (ValueError, OverflowError):
            return
        self._headers[self._name(path)] = _Header(needed, source.header, source.mapping, data)

    def state(self, path: str) -> str | None:
        """What tells the bytes of a file from others, if that is known."""
        known = self._at(self._name(path))
        return known.state if known is not None else None

    def learn_state(self, path: str, state: str) -> None:
        """Take note of what tells the bytes of a file, which were read in this run."""
        self._states[self._name(path)] = state

    def save(self) -> None:
        """Stores what is known, but for files that changed as late as this run began."""
        rows = {name: self._rows[name] for name, known in self._known.items() if known is not None}
        for name in dict.fromkeys(chain(self._states, self._headers)):
            row = self._row(name)
            if row is not None:
                rows[name] = row
        if rows != self._rows:
            cache_folder.save(self._folder, _NAME, self._key, list(rows), tuple(rows.values()))

    def _row(self, name: str) -> bytes | None:
        stamp = file_stamp(os.path.join(self._top, name))
        if stamp is None or stamp.newest >= self._began - clock_grain(stamp.newest):
            return None
        known = self._known.get(name)
        if known is None or known.stamp != stamp:
            known = _Known(stamp)
        state, header = self._states.get(name, known.state), self._headers.get(name, known.header)
        return to_row(_Known(stamp, state, header))

    def _name(self, path: str | os.PathLike[str]) -> str:
        whole = os.path.normpath(path)
        return whole[len(self._top) :] if whole.startswith(self._top) else whole

    def _at(self, name: str) -> _Known | None:
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> _Known | None:
        row = self._rows.get(name)
        if row is None:
            return None
        try:
            known = decode(_Known, from_row(row))
        except (ValueError, TypeError):
            return None
        return known if known.stamp == file_stamp(os.path.join(self._top, name)) else None

    def _load(self) -> dict[str, bytes]:
        names, rows = cache_folder.load_rows(self._folder, _NAME, self._key)
        if not isinstance(names, list) or len(names) != len(rows):
            return {}
        return {name: row for name, row in zip(names, rows, strict=True) if type(name) is str}


def _to_plain(value: Any, zone: tzinfo, above: set[int]) -> Any:
    """A value of front matter as JSON has it; raises :class:`ValueError` for what that cannot tell."""
    kind = type(value)
    if kind in _PLAIN or (kind is int and abs(value) < _LARGEST):
        return value
    if kind is datetime and value.tzinfo is zone:
        moment = value.astimezone(timezone.utc)
        if repr(moment.astimezone(zone)) != repr(value):
            raise ValueError("an hour that the zone has twice or not at all")
        return [_TIME, moment.isoformat(), repr(zone)]
    if kind is datetime and repr(datetime.fromisoformat(text := value.isoformat())) == repr(value):
        return [_MOMENT, text]  # as it is written, in a zone by its hours from UTC
    if kind is date:
        return [_DATE, value.isoformat()]
    if kind not in (list, dict) or id(value) in above or len(above) > _DEEPEST:
        raise ValueError("not plain")
    above.add(id(value))  # what stands in two places is one value, which JSON cannot tell
    if kind is list:
        return [_LIST, *(_to_plain(each, zone, above) for each in value)]
    if not all(type(key) is str for key in value):
        raise ValueError("not plain")
    return {key: _to_plain(each, zone, above) for key, each in value.items()}


def _from_plain(value: Any, zone: tzinfo) -> Any:
    kind = type(value)
    if kind is dict:
        return {key: _from_plain(each, zone) for key, each in value.items()}
    if kind is not list:
        return value
    tag, *rest = value
    if tag == _LIST:
        return [_from_plain(each, zone) for each in rest]
    if tag == _DATE:
        return date.fromisoformat(*rest)
    if tag == _MOMENT:
        return datetime.fromisoformat(*rest)
    text, written_in = rest
    if tag != _TIME or written_in != repr(zone):
        raise ValueError("a time of another zone")
    return datetime.fromisoformat(text).astimezone(zone)
