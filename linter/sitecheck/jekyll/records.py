"""What is known of the files of a site: plain frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sitecheck.model.span import Span


class SiteProblem(NamedTuple):
    """Something that Jekyll would stumble over, or that could not be read.

    ``kind``: ``undecodable``, ``utf-16``, ``unreadable``, ``not-a-file``, ``link-out-of-site``,
    ``link-loop``, ``broken-link``, ``invalid-date``, ``unknown-date`` (in no form known here; Jekyll may read
    it), ``invalid-permalink``, ``invalid-categories``, ``invalid-data``, ``no-source``.
    ``fatal`` says that Jekyll's build stops there.
    """

    path: str
    kind: str
    message: str
    span: Span | None = None
    hint: str = ""
    fatal: bool = False


class Unpublished(NamedTuple):
    """A file that has no address. ``reason`` is a stable word, ``detail`` a sentence for people.

    Reasons: ``excluded``, ``hidden-name``, ``draft``, ``future``, ``unpublished``, ``not-a-post``,
    ``no-output``, ``limit-posts``, ``layout``, ``include``, ``data``, ``sass``, ``config``, ``unreadable``,
    ``outside-collections-dir``, ``destination``, ``plugin-source``.
    """

    path: str
    reason: str
    detail: str
    url: str = ""
    """The address it would have, where that is known."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page, a post or a document of another collection.

    ``path`` is relative to the site (``None`` for one that a plugin makes), ``relative_path`` is Jekyll's
    own. ``data`` is the front matter with the defaults and what Jekyll adds. ``date`` is the date that the
    address uses. ``written`` is false for a document without a page of its own, ``why_not`` says why.
    ``sure`` is false when the address depends on what cannot be known (the day of the build).
    """

    path: str | None
    kind: str
    relative_path: str
    name: str
    ext: str
    url: str
    output: str
    data: dict[str, Any] = field(default_factory=dict)
    date: datetime | None = None
    markdown: bool = False
    written: bool = True
    why_not: str = ""
    sure: bool = True
    nulled: dict[str, Any] = field(default_factory=dict)
    """Defaults of keys that a page sets to null: Liquid sees them, Jekyll itself does not."""
    dated: bool = True
    """False when ``date`` is only the time of the build (or, for a draft, of its last change)."""
    plugin: str = ""
    """The plugin that makes the page; empty for Jekyll itself."""

    def listed(self, key: str) -> list[Any]:
        """A list of the front matter, such as the tags; empty when the value is none."""
        value = self.data.get(key)
        return value if isinstance(value, list) else []

    @property
    def output_ext(self) -> str:
        """The extension of the output file."""
        name = self.output.rsplit("/", 1)[-1]
        return name[name.rfind(".") :] if "." in name else ""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that is copied. ``collection`` is the label when it stands in a collection's folder."""

    path: str
    relative_path: str
    url: str
    output: str
    collection: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    """The defaults of the configuration for this file."""
    written: bool = True
    why_not: str = ""


class Layout(NamedTuple):
    """A layout: its name in front matter, its file, its own front matter."""

    name: str
    path: str
    data: dict[str, Any]


class Route(NamedTuple):
    """A source and the address it gets. ``kind``: ``page``, ``static``, ``generated`` or a label."""

    source: str | None
    url: str
    output: str
    kind: str


class Collision(NamedTuple):
    """Sources with one output; Jekyll writes them in this order, so the last one stays."""

    output: str
    sources: tuple[str | None, ...]

    @property
    def winner(self) -> str | None:
        """The source that the visitor sees."""
        return self.sources[-1]
