"""What a site looks like, for reports that draw it: its pages, how they are linked, what is not known of it.

Plain records. Pages are named by their number in :attr:`SitePicture.pages`, external addresses by theirs in
:attr:`SitePicture.addresses`.
"""

from __future__ import annotations

from sitecheck.named_tuple import NamedTuple


class Made(NamedTuple):
    """A piece of a line and what it is made of."""

    text: str
    place: str
    """File and line."""
    key: str = ""
    """The key whose value it is."""


class Line(NamedTuple):
    """A line of a preview."""

    label: str
    text: str
    """What is shown, cut where it is cut; what is shown in its place where ``missing`` says why."""
    missing: str = ""
    is_cut: bool = False
    parts: tuple[Made, ...] = ()


class Preview(NamedTuple):
    """A page as a search result and as a share card."""

    path: str
    result: tuple[Line, ...]
    """Address, title and description."""
    card: tuple[Line, ...]
    """Picture, host, title and description."""
    is_large: bool
    notes: tuple[str, ...]


class HeadLine(NamedTuple):
    """What the head of a page says of one thing."""

    key: str
    state: str
    """``known``, ``varies`` or ``unknown``."""
    text: str
    """The value; where that is not known, why."""


class Heading(NamedTuple):
    """A heading or another anchor of a page."""

    level: int
    """1 to 6; 0 for what is no heading, or one whose level is not known."""
    id: str
    text: str


class PicturedFormula(NamedTuple):
    """A formula of a page and what its engine says to it."""

    tex: str
    place: str
    """File and line."""
    engine: str
    """The engine that shows it; empty where that is not known."""
    known: bool
    """Whether all of it is known."""
    errors: tuple[str, ...]


class LinkCounts(NamedTuple):
    """How many links a page's own text has of each kind."""

    proven: int = 0
    broken: int = 0
    dynamic: int = 0
    external: int = 0


class DoubtfulLink(NamedTuple):
    """A link of a page that leads nowhere, or perhaps."""

    href: str
    status: str
    reason: str


class PicturedPage(NamedTuple):
    """A page of the built site."""

    path: str
    """Its source; empty for one that a plugin makes."""
    url: str
    kind: str
    """``page``, ``post``, ``static``, ``generated``, or the label of its collection."""
    layouts: tuple[str, ...] = ()
    """The paths of the layouts around it, the innermost first."""
    includes: tuple[str, ...] = ()
    links: LinkCounts = LinkCounts()
    to: tuple[int, ...] = ()
    """The pages that it links to."""
    external: tuple[int, ...] = ()
    """The external addresses that it links to."""
    doubtful: tuple[DoubtfulLink, ...] = ()
    preview: Preview | None = None
    head: tuple[HeadLine, ...] = ()
    head_gap: str = ""
    """Why the head may say more; empty when it is complete."""
    outline: tuple[Heading, ...] = ()
    outline_gap: str = ""
    """Why the page may have further anchors; empty when it has not."""
    formulas: tuple[PicturedFormula, ...] = ()


class LayoutLink(NamedTuple):
    """A link that layouts give to many pages."""

    path: str
    """Where it is written."""
    to: int
    """The page that it leads to."""
    pages: int
    """On how many pages it stands."""


class ExternalAddress(NamedTuple):
    """An external address, and what its host answered when it was last asked."""

    url: str
    places: int
    """How many links lead there."""
    answer: str = ""
    """``alive``, ``moved``, ``dead``, ``tls``, ``unverifiable`` …; empty when it was never asked."""
    told: str = ""
    """The answer in words."""
    asked: str = ""
    """The day of the answer (``2026-11-24``); empty when that is not known."""


class UnknownThing(NamedTuple):
    """Something that cannot be known without building the site."""

    subject: str
    """What is not known: ``where links lead`` …"""
    reason: str
    times: int
    pages: tuple[str, ...] = ()
    """Some of the files that it concerns."""


class HiddenFile(NamedTuple):
    """A file or folder that is not published."""

    path: str
    kind: str
    """Why, as a word to group by: ``draft``, ``excluded`` …"""
    reason: str
    """Why, in a sentence."""
    url: str = ""
    """The address that it would have, where that is known."""


class LeftOut(NamedTuple):
    """How much of something there is beyond what the picture holds."""

    what: str
    number: int


class SitePicture(NamedTuple):
    """All that is drawn of a site."""

    pages: tuple[PicturedPage, ...] = ()
    """By file."""
    layout_links: tuple[LayoutLink, ...] = ()
    addresses: tuple[ExternalAddress, ...] = ()
    unknown: tuple[UnknownThing, ...] = ()
    hidden: tuple[HiddenFile, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
