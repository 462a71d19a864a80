"""The texts that findings point into."""

from __future__ import annotations

import os

from sitecheck.engine.findings.finding_keys import marked_words
from sitecheck.files import lies_in, read_file
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.report import Mark, RunReport
from sitecheck.model.span import LineIndex


class FileSources:
    """The texts of a site's files for reports, each read when it is asked for."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._texts: dict[str, str | None] = {}

    def text(self, path: str) -> str | None:
        """The decoded text of ``path``, ``None`` when it cannot be read as text."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _read(self, path: str) -> str | None:
        from sitecheck.text.source import TextProblem, decode

        full = os.path.join(self._folder, path)
        if not lies_in(full, self._folder):  # findings may come of a cache that is anybody's
            return None
        try:
            source = decode(path, read_file(full))
        except OSError:
            return None
        return None if isinstance(source, TextProblem) else source.text


def with_marks(report: RunReport) -> RunReport:
    """The report with what tells of its findings without their files, so that who wants no more need not read
    these. Where a file is no text, a finding begins at the start of that."""
    places = {found.place for found in report.findings}
    begins = dict.fromkeys((place.path for place in places), LineIndex(""))  # for a whole file, none is read
    marked = {place.path for place in places if place.span != WHOLE_FILE}
    lines = begins | {path: LineIndex(report.sources.text(path) or "") for path in marked}
    return report._replace(
        marks={
            each: Mark(lines[each.path].point(each.span.start), marked_words(each, report.sources))
            for each in places
        }
    )
