"""The state of all that files may depend on, so that what was learnt of them can be told from what is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from itertools import chain
from typing import Any, get_args

from sitecheck.document import SiteReader
from sitecheck.document.frames.content_parts import innermost, parts_of
from sitecheck.document.liquid_host import read_include
from sitecheck.document.reader import state_of_file
from sitecheck.document.script_host import scriptless
from sitecheck.engine.cache.known_files import KnownFiles
from sitecheck.engine.cache.likeness import likeness
from sitecheck.errors import MachineError
from sitecheck.files import is_spelt, read_file
from sitecheck.jekyll import Layout, Record, is_setting
from sitecheck.model.facts import OutcomeKind, Read
from sitecheck.model.unknown import Reasons
from sitecheck.text.digest import digest

_READ = frozenset(
    {
        *("pages", "collections", "static", "layouts", "includes", "data", "routes"),
        *("by_output", "by_source", "unpublished", "collisions", "translations"),
        *("root", "data_files", "problems", "folders", "until", "leftovers", "front_matters", "hidden_pages"),
        "known",
    }
)
"""The parts of a site that a file sees by reads that are noted, and those that no file sees. All others count
for every file."""
_OF_THE_RUN = frozenset({"root", "folders", "until", "leftovers", "front_matters", "known"})
"""The parts of a site that say nothing of what is built."""
_SAYS_NOTHING = frozenset({"time"})
"""Of a configuration the moment, as the site's dates show all that comes of it."""


OUTCOMES = frozenset(get_args(OutcomeKind))
"""Reads of what comes out of many files. Its state has to be worked out, but as long as all that was read for
it (:meth:`DependencyStates.beneath`) is as it was, so is it."""


class DependencyStates:
    """DependencyStates of one site's parts, each made when it is first asked for."""

    def __init__(self, reader: SiteReader, files: KnownFiles | None = None) -> None:
        """``files`` knows the states of files that have not changed."""
        self._reader = reader
        self._files = files
        self._site = reader.site
        self._states: dict[tuple[str, str], str] = {}
        self._records: dict[int, str] = {}

    @cached_property
    def common(self) -> str:
        """What concerns every file: the configuration, and what only plugins know."""
        of_site = _parts(self._site, _READ | {"config"})
        parts = chain(of_site.items(), _parts(self._site.config, _SAYS_NOTHING).items())  # which share names
        return digest(*(f"{name} {_text(value)}" for name, value in parts))

    @cached_property
    def whole(self) -> str:
        """All that is known of the site but the texts of its files: what it is asked for comes of this."""
        names = sorted(_READ - _OF_THE_RUN - {"pages", "collections"})
        groups = repr([(label, len(group)) for label, group in self._site.collections.items()])
        told = (f"{name} {_text(getattr(self._site, name))}" for name in names)
        return digest(self.common, self._lists, groups, *told)

    def noted(self, read: Read) -> Read:
        """A read with the state in which it found its object."""
        return read if read.state else read._replace(state=self.of(read))

    def beneath(self, read: Read) -> tuple[Read, ...]:
        """What was read for an outcome, in the state of now."""
        self.of(read)
        return tuple(map(self.noted, sorted(self._reader.read_for(read.kind, read.name))))

    def spelt_out(self, reads: Iterable[Read]) -> Iterator[Read]:
        """Reads with what was read for outcomes in place of these."""
        for read in reads:
            if read.kind in OUTCOMES:
                yield from self.spelt_out(self.beneath(read))
            else:
                yield self.noted(read)

    def of(self, read: Read) -> str:
        """The state in which a read would find its object now."""
        key = read.kind, read.name
        if key not in self._states:
            self._states[key] = self._kinds[read.kind](read.name) if read.kind in self._kinds else "unknown"
        return self._states[key]

    def holds(self, read: Read) -> bool:
        """Whether a read that a cache tells of finds its object as it was; what only a cache that is somebody
        else's names, such as a file with a name that none can have, is never so."""
        try:
            return self.of(read) == read.state
        except ValueError:
            return False

    @cached_property
    def _kinds(self) -> Mapping[str, Callable[[str], str]]:
        site, payload = self._site, self._reader.payload
        return {
            "file": self._file,
            "include": lambda path: state_of_file(read_include(site, path)),
            "spelt": lambda path: str(is_spelt(os.path.join(site.root, path), str(site.root))),
            "record": self._place,
            "shown": lambda path: "",
            "layout": lambda name: digest(repr(site.layouts.get(name))),
            "names": lambda kind: digest(*self._reader.likely_names.names(kind)),
            "why_not": lambda path: digest(repr(self._reader.likely_names.unpublished(path))),
            "layout_use": lambda path: str(self._reader.layout_is_used(path)),
            "includes": lambda _: digest(*site.includes),
            "output": lambda output: digest(repr(site.by_output.get(output))),
            "link": lambda path: digest(repr(payload.link(path))),
            "post_url": lambda name: digest(repr(payload.post_url(name))),
            "data": lambda key: self._data if key == "*" else self._data_below(key),
            "site": self._site_key,
            "math_mentions": self._math_mentions,
            "share": self._share,
            "beneath": lambda path: "",
            "content_fate": partial(self._of_layout, lambda layout: self._reader.content_fate(layout.path)),
            "content_parts": self._content_parts,
            "excerpts": partial(self._of_layout, self._reader.shows_excerpts),
            "scriptless": self._scriptless,
            "day": lambda day: str(site.has_come(day)),
            "next": lambda name: self._neighbour(name, 1),
            "previous": lambda name: self._neighbour(name, -1),
        }

    def of_record(self, record: Record) -> str:
        """The state of a page, post or document, but for its text."""
        return self._record(record)

    def learn(self, reads: Iterable[Read]) -> None:
        """Take note of what was read in this run."""
        if self._files is not None:
            for read in reads:
                if read.kind == "file" and not read.state.startswith("error"):
                    self._files.learn_state(os.path.join(self._site.root, read.name), read.state)

    def _file(self, path: str) -> str:
        full = os.path.join(self._site.root, path)
        known = self._files.state(full) if self._files is not None else None
        if known is not None:
            return known
        try:
            state = state_of_file(read_file(full))
        except OSError as error:
            return state_of_file(error)
        if self._files is not None:
            self._files.learn_state(full, state)
        return state

    def _math_mentions(self, where: str) -> str:
        found = self._reader.math_mentions
        if where == "excerpts":
            return str(found.in_excerpts)
        return str(found.values_bring_scripts if where == "values" else found.anywhere)

    def _content_parts(self, name: str) -> str:
        """What of a layout hangs on the content; as all that was read for it where that cannot be told."""
        path, _, inner = name.partition("\0")
        layout, page = self._layouts.get(path), self._pages_by_layout.get(inner)
        with self._reader.log.aside():
            template = self._reader.layout_template(layout) if layout is not None else None
            if layout is None or template is None or page is None:
                return "none"
            try:
                told = likeness(parts_of(layout, template, page, self._reader))
            except MachineError:
                raise
            except Exception:  # told where a page is read, which is not remembered then
                return "failed"
        if told is not None:
            return digest(told)
        beneath = self._reader.read_for("content_parts", name)
        return digest(*(f"{each.kind} {each.name} {self.of(each)}" for each in sorted(beneath)))

    def _scriptless(self, _: str) -> str:
        with self._reader.log.aside():
            return digest(*sorted(scriptless(self._reader)))

    def _of_layout(self, tells: Callable[[Layout], object], path: str) -> str:
        layout = self._layouts.get(path)
        with self._reader.log.aside():
            return str(layout and tells(layout))

    @cached_property
    def _layouts(self) -> dict[str, Layout]:
        return {layout.path: layout for layout in self._site.layouts.values()}

    @cached_property
    def _pages_by_layout(self) -> dict[str, Record]:
        """A page for each layout that pages name."""
        return {innermost(record): record for record in self._site.documents()}

    def _place(self, path: str) -> str:
        record, *rest = self._reader.place(path)
        return digest(self._record(record) if isinstance(record, Record) else "", repr(rest))

    def _neighbour(self, name: str, step: int) -> str:
        record = self._reader.payload.neighbour_of(name, step)
        return "" if record is None else self._record(record)

    def _site_key(self, key: str) -> str:
        if key in ("*", "data"):
            return digest(self._lists, self._data)
        return "" if is_setting(self._site, key) else self._list(key)

    def _share(self, steps: str) -> str:
        """Whether the first share of every file is enough for so many steps; for "=n" how large it is."""
        share = self._reader.page_steps
        return str(share) if steps.startswith("=") else "enough" if share >= int(steps) else "short"

    @cached_property
    def _data(self) -> str:
        return digest(repr(self._site.data), repr(self._made_data), repr(self._unread_data))

    def _data_below(self, key: str) -> str:
        site, made = self._site, self._made_data
        return digest(repr(site.data.get(key)), repr(made.get(key)), repr(self._unread_data.get(key)))

    @cached_property
    def _unread_data(self) -> dict[str, list[tuple[str, ...]]]:
        """By their first, the keys that lead to files of which nothing can be read."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for keys in self._site.unread_data:
            found.setdefault(keys[0], []).append(keys)
        return found

    @cached_property
    def _made_data(self) -> dict[str, Reasons]:
        return self._site.made_data

    def _list(self, key: str) -> str:
        """What one of the site's lists shows: of most keys no more is known than that they are gathered."""
        if key == "posts" or key in self._site.collections:
            return self._records_of(self._site.collections.get(key, ()))
        if key in ("pages", "html_pages", "archives"):
            return digest(self._records_of(self._site.pages), *map(self._list, self._on_pages))
        return self._lists

    @cached_property
    def _on_pages(self) -> list[str]:
        """The collections whose documents pages of archives hold: who lists the pages is shown them."""
        lists = (page.post_list for page in self._site.pages if page.post_list is not None)
        return sorted({label for each in lists if not each.paginator for label, _ in each.posts or ()})

    def _records_of(self, group: Iterable[Record]) -> str:
        return digest(self._static, *map(self._record, group))

    @cached_property
    def _static(self) -> str:
        return digest(*map(repr, self._site.static))

    @cached_property
    def _lists(self) -> str:
        """What lists of posts, pages and files show, in their order."""
        return self._records_of(self._site.documents())

    def _record(self, record: Record) -> str:
        known = self._records.get(id(record))
        if known is None:
            known = self._records[id(record)] = digest(repr(record if record.dated else _undated(record)))
        return known


def _undated(record: Record) -> Record:
    """A record without the moment of the run, which nobody is shown where a date is not written."""
    data = {key: value for key, value in record.data.items() if key != "date" or not _is_time(value)}
    return replace(record, date=None, data=data)


def _is_time(value: object) -> bool:
    return isinstance(value, datetime)


def _parts(record: Any, without: frozenset[str]) -> dict[str, object]:
    return {each.name: getattr(record, each.name) for each in fields(record) if each.name not in without}


def _text(value: object) -> str:
    """A value as the same text in every process: the order of a set is another in each."""
    if isinstance(value, frozenset):
        return repr(sorted(map(_text, value)))
    if is_dataclass(value) and not isinstance(value, type):
        return repr([_text(getattr(value, each.name)) for each in fields(value)])
    return repr(list(map(_text, value))) if isinstance(value, tuple) else repr(value)
