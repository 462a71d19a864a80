"""Where a value was written that a template prints."""

from __future__ import annotations

from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple

THE_PAGE = "*"
"""Stands for the path of the page on which the value is shown: what layouts print is the same on many."""
THE_DAY = "?"
"""Stands for the path of what only the day of the build tells."""


class Origin(NamedTuple):
    """A key of front matter, of a data file or of the configuration, or the tag that gives the value.

    ``path`` is the file, :data:`THE_PAGE`, :data:`THE_DAY`, or empty for the configuration. ``keys`` lead to
    the value (see :func:`key_name`); a tag has none, and stands at ``span``. A key is named, not placed: it
    stays the same when lines before it come and go.
    """

    path: str
    keys: tuple[str, ...] = ()
    span: Span | None = None

    def on(self, page: str) -> Origin:
        """The origin of a value that is shown on the page of that path."""
        return self._replace(path=page) if self.path == THE_PAGE else self


def key_name(key: object) -> str | None:
    """A key, or an index of a list, as one step of :attr:`Origin.keys`; ``None`` for what is neither."""
    if type(key) is int:
        return f"\0{key}"
    return str(key) if isinstance(key, str) else None


class LinkValue(NamedTuple):
    """Which characters ``[start, end)`` of an address are a value, and where that was written."""

    start: int
    end: int
    origin: Origin
