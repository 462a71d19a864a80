"""Edits of several files, gathered one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitecheck.model.fix import Edit, TakenSpans
from sitecheck.model.span import Place, Span
from sitecheck.server.answers import SiteEdit
from sitecheck.warm.site_view import SiteView

_MOST_NOTES = 20


class Edits:
    """Edits that do not overlap, of the texts as they are now, and what a person should know of them."""

    def __init__(self, view: SiteView) -> None:
        self._view = view
        self._edits: dict[str, dict[Span, tuple[str, bool, str]]] = {}
        self._taken: dict[str, TakenSpans] = {}
        self._texts: dict[str, str] = {}
        self._notes: dict[str, None] = {}

    def text(self, path: str) -> str:
        """The text of a file as it is now; "" for what is no text."""
        if path not in self._texts:
            source = self._view.source(path)
            self._texts[path] = source.text if source is not None else ""
        return self._texts[path]

    def written(self, place: Place) -> str:
        """What is written at a place now."""
        return self.text(place.path)[place.span.start : place.span.end]

    def add(self, place: Place, text: str, everywhere: str = "") -> bool:
        """Put ``text`` at a place; false where something else is to be put there, or in a part of it.

        Where two texts are to stand at a place, ``everywhere`` stands there, if both name the same; else
        nothing is changed there.
        """
        if place.span.end > len(self.text(place.path)):  # read before the text became shorter
            return False
        mine = self._edits.setdefault(place.path, {})
        known = mine.get(place.span)
        if known is not None:
            first, _, other = known
            if first not in (text, everywhere):
                same = everywhere and everywhere == other
                mine[place.span] = (everywhere, True, everywhere) if same else (first, False, "")
            return True
        if self.written(place) == text:
            return True
        taken = self._taken.setdefault(place.path, TakenSpans())
        if taken.overlap(place.span):
            return False
        taken.take(place.span)
        mine[place.span] = text, True, everywhere
        return True

    def has(self, place: Place) -> bool:
        """Whether something at a place is changed already."""
        taken = self._taken.get(place.path)
        return taken is not None and taken.overlap(place.span)

    def note(self, text: str) -> None:
        """Tell something once."""
        self._notes[text] = None

    @property
    def paths(self) -> Iterable[str]:
        """The files that are changed."""
        return [path for path, edits in self._edits.items() if edits]

    def of(self, path: str) -> tuple[Edit, ...]:
        """The edits of a file, in the order of its text."""
        found = sorted(self._edits.get(path, {}).items())
        return tuple(Edit(span, new) for span, (new, counts, _) in found if counts)

    def result(self, moves: Mapping[str, str] | None = None) -> SiteEdit:
        """All of it."""
        for path, edits in sorted(self._edits.items()):
            if not all(counts for _, counts, _ in edits.values()):
                self.note(f"{path}: what leads elsewhere from each page it stands on is not changed")
        notes = list(self._notes)
        if len(notes) > _MOST_NOTES:
            notes = [*notes[:_MOST_NOTES], f"and {len(notes) - _MOST_NOTES} more like these"]
        made = {path: found for path in sorted(self._edits) if (found := self.of(path))}
        return SiteEdit(edits=made, moves=dict(moves or {}), notes=tuple(notes))
