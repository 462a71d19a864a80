"""Where a place of an earlier text is in a later one."""

from __future__ import annotations

from sitecheck.model.finding import WHOLE_FILE, Finding
from sitecheck.model.fix import Edit, Fix
from sitecheck.model.span import Place, Span
from sitecheck.named_tuple import NamedTuple


class Change(NamedTuple):
    """What differs between two texts of one file, as one stretch."""

    path: str
    start: int
    end: int
    """The stretch in the earlier text."""
    by: int
    """How much longer the later text is."""

    def span(self, span: Span) -> Span | None:
        """The span in the later text; ``None`` for one that the change touches."""
        if span == WHOLE_FILE or span.end < self.start or (span.end == self.start and span.start < span.end):
            return span
        if span.start >= self.end and (self.start, self.end) != (span.start, span.end):
            return Span(span.start + self.by, span.end + self.by)
        return None

    def finding(self, finding: Finding) -> Finding | None:
        """The finding in the later text, its places and its fix; ``None`` for one whose place is touched."""
        place = self._place(finding.place)
        if place is None:
            return None
        related = tuple(
            each._replace(place=there)
            for each in finding.related
            if (there := self._place(each.place)) is not None
        )
        return finding._replace(place=place, related=related, fix=self._fix(finding))

    def _place(self, place: Place) -> Place | None:
        if place.path != self.path:
            return place
        span = self.span(place.span)
        return None if span is None else Place(place.path, span)

    def _fix(self, finding: Finding) -> Fix | None:
        if finding.fix is None or finding.path != self.path:
            return finding.fix
        spans = [self.span(edit.span) for edit in finding.fix.edits]
        edits = zip(spans, finding.fix.edits, strict=True)
        moved = tuple(Edit(span, edit.text) for span, edit in edits if span is not None)
        return finding.fix._replace(edits=moved) if len(moved) == len(spans) else None


def change_of(path: str, before: str, after: str) -> Change:
    """What was changed from ``before`` to ``after``; an empty stretch at the end for equal texts."""
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    return Change(path, start, len(before) - end, len(after) - len(before))


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
