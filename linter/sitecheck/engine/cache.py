"""What was learnt of single files, kept until the file or something it depends on changes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sitecheck.document import Input, SiteReader
from sitecheck.engine import store
from sitecheck.engine.analyze import FileReport
from sitecheck.engine.codec import decode, encode
from sitecheck.engine.fingerprints import Fingerprints
from sitecheck.files import read_file


class Lookup(NamedTuple):
    """What the cache answers: reports that still hold, and the inputs that have to be read."""

    known: dict[Input, FileReport]
    unknown: tuple[Input, ...]


class FileCache:
    """The reports of a site's files by the hash of their content.

    A report holds while the file, what its Liquid read (``PageFacts.reads``) and all that concerns every
    file (program, rules, settings, configuration, layouts, includes) stay the same.
    """

    def __init__(self, folder: str, settings: str, reader: SiteReader) -> None:
        self._folder = folder
        self._prints = Fingerprints(reader)
        self._reader = reader
        self._key = store.digest(store.code_digest(), settings, self._prints.common)
        self._digests: dict[str, str] = {}

    def look_up(self, inputs: Iterable[Input]) -> Lookup:
        """Which of ``inputs`` are known."""
        stored = store.load(self._folder, "files", self._key)
        entries: Mapping[str, object] = stored if isinstance(stored, dict) else {}
        known: dict[Input, FileReport] = {}
        unknown: list[Input] = []
        for input_ in inputs:
            report = self._known(input_, entries.get(input_.path))
            if report is None:
                unknown.append(input_)
            else:
                known[input_] = report
        return Lookup(known, tuple(unknown))

    def _known(self, input_: Input, entry: object) -> FileReport | None:
        if not isinstance(entry, list) or len(entry) != 3 or entry[0] != self._digest(input_):
            return None
        try:
            report = decode(FileReport, entry[2])
        except ValueError:
            return None
        return report if entry[1] == self._prints.of(report.facts) else None

    def remember(self, reports: Mapping[Input, FileReport]) -> None:
        """Stores all reports but those of files that could not be read or on which a rule failed."""
        entries = {
            input_.path: [self._digest(input_), self._prints.of(report.facts), encode(report)]
            for input_, report in reports.items()
            if not report.crashes and self._digest(input_)
        }
        store.save(self._folder, "files", self._key, entries)

    def _digest(self, input_: Input) -> str:
        if input_.path not in self._digests:
            try:
                data = read_file(os.path.join(self._reader.site.root, input_.path))
                self._digests[input_.path] = store.digest(input_.kind, data)
            except OSError:
                self._digests[input_.path] = ""
        return self._digests[input_.path]
