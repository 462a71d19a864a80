"""What the facts of a site are read by that take work: each asked no sooner than a rule wants to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from sitecheck.document.frames.frame_links import PageAt
from sitecheck.document.frames.page_frames import PageFrame
from sitecheck.document.heads.head import HeadRow, PageHead
from sitecheck.document.whole_site.layout_links import ChosenLinks
from sitecheck.document.whole_site.mentions import ReadMentions
from sitecheck.document.whole_site.value_places import ReadSource
from sitecheck.named_tuple import NamedTuple


class Heads(Protocol):
    """Reads the heads of a site."""

    @property
    def rows(self) -> tuple[HeadRow, ...]:
        """The head of every page that is published as HTML."""
        ...

    def head_with(self, row: HeadRow, key: str, value: str) -> PageHead | None:
        """The head of a page, were ``key`` of its front matter another."""
        ...


class Readers(NamedTuple):
    """Each may be missing: what it would read is not known then."""

    form_problem: Callable[[str], str] | None = None
    """What is certainly wrong with the identifier in an address; "" for nothing."""
    frames: Callable[[], Mapping[PageAt, PageFrame]] | None = None
    """What the layouts around each page give it; without it each layout is judged by itself, with an unknown
    page."""
    shown: Callable[[], frozenset[str] | None] | None = None
    """The includes that pages show; ``None`` where that is not known."""
    days: Callable[[], frozenset[str]] = frozenset
    """The days that layouts asked for."""
    heads: Callable[[], Heads] | None = None
    """The head of every page that is published as HTML."""
    source: ReadSource | None = None
    """The texts of files; without it nothing is known of what is written at a place, and a fault of a value
    stands where it is printed."""
    mentions: ReadMentions | None = None
    """What all texts of the site's folder speak of."""
    chosen: Callable[[], ChosenLinks | None] | None = None
    """What another run made out of the links of pages."""
