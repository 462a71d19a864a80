"""What a rule says: a finding, its severity and its places."""

from __future__ import annotations

from enum import IntEnum

from sitecheck.model.fix import Fix
from sitecheck.model.span import Place, Span
from sitecheck.named_tuple import NamedTuple


class Severity(IntEnum):
    """How bad a finding is for the site's visitors; ordered."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    @property
    def label(self) -> str:
        """The name that people and machine formats see."""
        return _LABELS[self]

    @classmethod
    def parse(cls, name: str) -> Severity:
        """The severity called ``name``; raises ``KeyError`` for any other word."""
        return cls[name.upper()]


_LABELS = ("info", "warning", "error")


class Related(NamedTuple):
    """A second place that explains a finding, and what is there."""

    place: Place
    note: str


class Finding(NamedTuple):
    """One fault at one place of the author's files.

    ``place.span`` is empty at offset 0 for a finding about a whole file. ``pages`` counts the pages that
    show the fault when it is written in a layout or an include.
    """

    rule: str
    severity: Severity
    message: str
    place: Place
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    pages: int = 1

    @property
    def path(self) -> str:
        """The file the finding is about, relative to the site."""
        return self.place.path

    @property
    def sort_key(self) -> tuple[str, Span, str, str]:
        """Orders findings as a reader meets them."""
        return (self.place.path, self.place.span, self.rule, self.message)


WHOLE_FILE = Span(0, 0)
"""The span of a finding that is about a file as a whole."""
