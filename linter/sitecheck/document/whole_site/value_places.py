"""The places of values in YAML and tables: what :class:`Origin` names, found in the text of its file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from sitecheck.jekyll import Site
from sitecheck.jekyll.files.data_files import table_cells
from sitecheck.model.origin import THE_DAY, Origin, key_name
from sitecheck.model.span import Place, Span
from sitecheck.text.source import Source, TextProblem
from sitecheck.text.yaml_tree import Entry, load_yaml

ReadSource = Callable[[str], "Source | TextProblem"]
"""Gives the text of a file of the site; raises :class:`OSError`."""
_Keys = tuple[str, ...]
_DEFAULTS = 3
"""``defaults``, an index and ``values`` stand before a key that the configuration gives to pages."""
_KEPT_TEXTS = 8
_MOST_DEFAULTS = 1_000
"""So many values of a key are looked at, of those that the configuration gives to pages."""


class ValuePlaces:
    """Finds the places of values; each file is read once."""

    def __init__(self, site: Site, read: ReadSource) -> None:
        self._site = site
        self._read = read
        self._data = {file.path for file in site.data_files}
        self._files: dict[str, Mapping[_Keys, Span]] = {}
        self._texts: dict[str, str] = {file.path: file.text for file in site.config.files}
        self._defaults: dict[str, Mapping[_Keys, Sequence[Span]]] = {}
        """Of a file of the configuration, the values of each key that it gives to pages, the last first."""

    def place(self, origin: Origin, value: str) -> Place | None:
        """Where the value of ``origin`` is written, which shows as ``value``: the text itself, where it
        stands so, else all of the value; ``None`` when its file does not write it."""
        if origin.path == THE_DAY:
            return None
        if origin.span is not None:
            return Place(origin.path, self._narrowed(origin.path, origin.span, value))
        if origin.path and (span := self._spans(origin.path).get(origin.keys)) is not None:
            return Place(origin.path, self._narrowed(origin.path, span, value))
        return self._configured(origin, value)

    def stands(self, place: Place, text: str) -> bool:
        """Whether exactly ``text`` is written at ``place``."""
        return self._text(place.path)[place.span.start : place.span.end] == text

    def _configured(self, origin: Origin, value: str) -> Place | None:
        """The place in the configuration: a setting, or a default of what the file of ``origin`` may set."""
        for file in reversed(self._site.config.files):
            if file.path not in self._files:
                self._files[file.path] = _spans(file.entries)
                self._defaults[file.path] = _given_to_pages(self._files[file.path])
            if not origin.path:
                if (span := self._files[file.path].get(origin.keys)) is not None:
                    return Place(file.path, self._narrowed(file.path, span, value))
                continue
            for span in self._defaults[file.path].get(origin.keys, ())[:_MOST_DEFAULTS]:
                place = Place(file.path, self._narrowed(file.path, span, value))
                if self.stands(place, value):
                    return place
        return None

    def _narrowed(self, path: str, span: Span, value: str) -> Span:
        at = self._text(path).find(value, span.start, span.end) if value else -1
        return span if at < 0 else Span(at, at + len(value))

    def _text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = read_text(self._read, path)
        return self._texts[path]

    def _spans(self, path: str) -> Mapping[_Keys, Span]:
        if path not in self._files:
            text = self._text(path)
            if path not in self._data:
                self._files[path] = _spans(self._site.front_matters.read(Source(path, text)).entries)
            elif path.endswith((".csv", ".tsv")):
                self._files[path] = dict(table_cells(text, path, self._site.config))
            else:
                self._files[path] = _spans(load_yaml(text).entries)
        return self._files[path]


def read_text(read: ReadSource, path: str) -> str:
    """The text of a file; "" where it cannot be read."""
    try:
        source = read(path)
    except OSError:
        return ""
    return source.text if isinstance(source, Source) else ""


def last_texts(read: ReadSource) -> Callable[[str], str]:
    """Reads the text of a file, which may have many places: those that were asked for last are kept."""
    return lru_cache(_KEPT_TEXTS)(partial(read_text, read))


def _given_to_pages(spans: Mapping[_Keys, Span]) -> Mapping[_Keys, Sequence[Span]]:
    found: defaultdict[_Keys, list[Span]] = defaultdict(list)
    for keys, span in reversed(list(spans.items())):
        if keys[0] == "defaults":
            found[keys[_DEFAULTS:]].append(span)
    return found


def _spans(entries: Iterable[Entry]) -> dict[_Keys, Span]:
    """The values by their keys; of duplicate keys the last counts."""
    found: dict[_Keys, Span] = {}
    for entry in entries:
        keys: list[Any] = [key_name(key) for key in entry.path]
        if None not in keys:
            found[tuple(keys)] = entry.value
    return found
