"""The links that layouts give to pages, each with the pages it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sitecheck.document.frames.frame_tags import Block, is_fixed
from sitecheck.document.frames.page_frames import PageFrame
from sitecheck.jekyll.links.resolve import LinkVerdict
from sitecheck.model.facts import Link
from sitecheck.named_tuple import NamedTuple


class PageAt(NamedTuple):
    """A page of the built site: its source, and its address without ``baseurl``."""

    path: str
    url: str


class LinkAt(NamedTuple):
    """Which link of a layout it is, by numbers: of the block, of the link in it, and of the page on which it
    was judged."""

    block: int
    link: int
    page: int


class ShownLink(NamedTuple):
    """A link of a layout, what becomes of it, and where it stands so."""

    link: Link
    verdict: LinkVerdict
    """On one of the pages; elsewhere the target may be another, but what becomes of it is the same."""
    on: tuple[int, ...]
    """The numbers of the pages."""
    at: LinkAt


def frame_links(
    pages: Sequence[PageAt], frames: Sequence[PageFrame], verdict: Callable[[PageAt, Link], LinkVerdict]
) -> Iterator[ShownLink]:
    """The links of ``frames``, the frames of ``pages``: one for each place, address, and fate."""
    gatherer = _Gatherer(pages, verdict)
    for number, (block, on) in enumerate(shown_blocks(frames)):
        for at, link in enumerate(block.links):
            gatherer.add(link, number, at, on)
    return gatherer.links()


def shown_blocks(frames: Iterable[PageFrame]) -> Iterable[tuple[Block, Sequence[int]]]:
    """The blocks of ``frames`` that have links, each with the numbers of those frames that have it."""
    blocks: dict[int, tuple[Block, list[int]]] = {}
    for number, frame in enumerate(frames):
        for block in frame.blocks:
            if block.links:  # most have ids alone
                blocks.setdefault(id(block), (block, []))[1].append(number)
    return blocks.values()


class _Gatherer:
    """Puts together what is the same link with the same fate."""

    def __init__(self, pages: Sequence[PageAt], verdict: Callable[[PageAt, Link], LinkVerdict]) -> None:
        self._pages = pages
        self._verdict = verdict
        self._found: dict[tuple[object, ...], tuple[ShownLink, list[Sequence[int]]]] = {}

    def add(self, link: Link, block: int, at: int, numbers: Sequence[int]) -> None:
        """Count a link of a block on the pages with these numbers."""
        if is_fixed(link):
            self._count(link, LinkAt(block, at, numbers[0]), numbers)
        else:
            for number in dict.fromkeys(numbers):
                self._count(link, LinkAt(block, at, number), (number,))

    def _count(self, link: Link, at: LinkAt, numbers: Sequence[int]) -> None:
        verdict = self._verdict(self._pages[at.page], link)
        key = (
            link.place,
            link.via,
            link.href,
            link.element,
            link.attribute,
            link.maybe,
            link.values,
            verdict.status,
        )
        self._found.setdefault(key, (ShownLink(link, verdict, (), at), []))[1].append(numbers)

    def links(self) -> Iterator[ShownLink]:
        """All links."""
        known: dict[tuple[int, ...], tuple[int, ...]] = {}
        for shown, parts in self._found.values():
            numbers = tuple(sorted({number for part in parts for number in part}))
            yield shown._replace(on=known.setdefault(numbers, numbers))  # one and the same for all links
