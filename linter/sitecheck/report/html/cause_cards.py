"""Findings as the page shows them: a card for each cause, with the source, the fix and the other places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sitecheck.model.finding import WHOLE_FILE, Finding
from sitecheck.model.fix import Safety
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.safe import MAX_MESSAGE, clip
from sitecheck.report.base import ReportOptions
from sitecheck.report.causes import Cause
from sitecheck.report.excerpt import ExcerptLine, excerpt
from sitecheck.report.places import Locator, file_uri, repository_path
from sitecheck.report.text_blocks import changed_lines

MOST_CARDS = 3_000
"""So many causes are shown; of the others it is told how many findings each rule has."""
MOST_EXCERPTS = 2_000
"""So many causes, the worst, have their source lines shown."""
MOST_PLACES = 12_000
"""So many places of all causes together are shown."""
_MOST_OF_A_CAUSE = 200
_MOST_RELATED = 5
_MOST_FILES = 300
_WIDTH = 180
_LONGEST_LINE = 400
_FIXES = {
    Safety.SAFE: "Fix",
    Safety.UNSAFE: "Fix that may change what is meant",
    Safety.DISPLAY: "Suggestion",
}


class ShownPlace(NamedTuple):
    """A place in a file."""

    path: str
    line: int
    column: int
    url: str
    """The web address of the line; empty where that is not known."""
    note: str


class Change(NamedTuple):
    """What a fix would do."""

    label: str
    title: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


class Card(NamedTuple):
    """A cause as it is shown."""

    rule: str
    severity: str
    message: str
    help: str
    number: int
    """How many findings it has."""
    files: int
    """In how many files they are."""
    pages: int
    """On how many pages the first is shown."""
    place: ShownPlace
    whole_file: bool
    lines: tuple[ExcerptLine, ...]
    change: Change | None
    related: tuple[ShownPlace, ...]
    others: tuple[ShownPlace, ...]
    left: int
    """How many other places are not shown."""


class Cards(NamedTuple):
    """All that is shown of the findings."""

    shown: tuple[Card, ...]
    left_out: tuple[tuple[str, int], ...]
    """How many findings of each rule are not shown."""
    by_path: Mapping[str, Sequence[int]]
    """The numbers of the cards that have a place in a file."""
    rules: tuple[str, ...]
    files: tuple[str, ...]
    """The files that have most findings, in the order of their names."""


class CardWriter:
    """Makes cards of causes, the first of which are shown in most detail."""

    def __init__(self, report: RunReport, options: ReportOptions) -> None:
        self._report = report
        self._options = options
        self._locator = Locator(report)
        self._places_left = MOST_PLACES

    def cards(self, causes: Sequence[Cause]) -> Cards:
        """The cards of ``causes``, in their order."""
        shown = [
            self._card(cause, excerpts=number < MOST_EXCERPTS)
            for number, cause in enumerate(causes[:MOST_CARDS])
        ]
        left = Counter[str]()
        for cause in causes[MOST_CARDS:]:
            left[cause.first.rule] += len(cause.findings)
        by_path: defaultdict[str, list[int]] = defaultdict(list)
        for number, cause in enumerate(causes[:MOST_CARDS]):
            for path in {finding.path for finding in cause.findings}:
                by_path[path].append(number)
        files = Counter(finding.path for finding in self._report.findings)
        return Cards(
            shown=tuple(shown),
            left_out=tuple(left.most_common()),
            by_path=by_path,
            rules=tuple(sorted({finding.rule for finding in self._report.findings})),
            files=tuple(sorted(path for path, _ in files.most_common(_MOST_FILES))),
        )

    def _card(self, cause: Cause, *, excerpts: bool) -> Card:
        first = cause.first
        others = [finding for finding in cause.findings if finding is not first]
        most = min(_MOST_OF_A_CAUSE, self._places_left)
        self._places_left -= min(most, len(others))
        return Card(
            rule=first.rule,
            severity=first.severity.label,
            message=clip(first.message, MAX_MESSAGE),
            help=clip(first.help, MAX_MESSAGE),
            number=len(cause.findings),
            files=len({finding.path for finding in cause.findings}),
            pages=first.pages,
            place=self._place(first.place),
            whole_file=first.place.span == WHOLE_FILE,
            lines=tuple(self._lines(first)) if excerpts else (),
            change=self._change(first) if excerpts else None,
            related=tuple(self._place(each.place, each.note) for each in first.related[:_MOST_RELATED]),
            others=tuple(self._place(finding.place) for finding in others[:most]),
            left=len(others) - min(most, len(others)),
        )

    def _place(self, place: Place, note: str = "") -> ShownPlace:
        line, column = self._locator.start(place)
        path = repository_path(self._report, place.path, self._options.prefix)
        base = self._options.source_url
        url = f"{base.rstrip('/')}/{file_uri(path)}?plain=1#L{line}" if base.startswith("https://") else ""
        shown, note = clip(place.path, _LONGEST_LINE), clip(note, _LONGEST_LINE)
        return ShownPlace(shown, line, column, url=url, note=note)

    def _lines(self, finding: Finding) -> list[ExcerptLine]:
        file = self._locator.file(finding.path)
        if file is None or finding.place.span == WHOLE_FILE:
            return []
        return excerpt(file, finding.place.span, _WIDTH)

    def _change(self, finding: Finding) -> Change | None:
        file, fix = self._locator.file(finding.path), finding.fix
        if fix is None:
            return None
        removed, added = changed_lines(file, fix) if file is not None and fix.edits else ([], [])
        return Change(
            label=_FIXES[fix.safety],
            title=clip(fix.title, MAX_MESSAGE),
            removed=tuple(clip(line, _LONGEST_LINE) for line in removed),
            added=tuple(clip(line, _LONGEST_LINE) for line in added),
        )
