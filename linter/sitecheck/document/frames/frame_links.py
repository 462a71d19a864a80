"""The links that layouts give to pages, each with the pages it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sitecheck.document.frames.frame_tags import Block, is_fixed
from sitecheck.document.frames.page_frames import PageFrame
from sitecheck.jekyll.links.resolve import LinkVerdict
from sitecheck.model.facts import Link


class PageAt(NamedTuple):
    """A page of the built site: its source, and its address without ``baseurl``."""

    path: str
    url: str


class ShownLink(NamedTuple):
    """A link of a layout, what becomes of it, and where it stands so."""

    link: Link
    verdict: LinkVerdict
    """On the first of the pages; elsewhere the target may be another, but what becomes of it is the same."""
    pages: tuple[PageAt, ...]


def frame_links(
    pages: Sequence[PageAt], frames: Sequence[PageFrame], verdict: Callable[[PageAt, Link], LinkVerdict]
) -> Iterator[ShownLink]:
    """The links of ``frames``, the frames of ``pages``: one for each place, address, and fate."""
    gatherer = _Gatherer(pages, verdict)
    blocks: dict[int, tuple[Block, list[int]]] = {}
    for number, frame in enumerate(frames):
        for block in frame.blocks:
            if block.links:  # most have ids alone
                blocks.setdefault(id(block), (block, []))[1].append(number)
    for block, numbers in blocks.values():
        for link in block.links:
            gatherer.add(link, numbers)
    return gatherer.links()


class _Gatherer:
    """Puts together what is the same link with the same fate."""

    def __init__(self, pages: Sequence[PageAt], verdict: Callable[[PageAt, Link], LinkVerdict]) -> None:
        self._pages = pages
        self._verdict = verdict
        self._found: dict[tuple[object, ...], tuple[Link, LinkVerdict, list[Sequence[int]]]] = {}

    def add(self, link: Link, numbers: Sequence[int]) -> None:
        """Count a link on the pages with these numbers."""
        if is_fixed(link):
            self._count(link, self._verdict(self._pages[numbers[0]], link), numbers)
        else:
            for number in dict.fromkeys(numbers):
                self._count(link, self._verdict(self._pages[number], link), (number,))

    def _count(self, link: Link, verdict: LinkVerdict, numbers: Sequence[int]) -> None:
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
        self._found.setdefault(key, (link, verdict, []))[2].append(numbers)

    def links(self) -> Iterator[ShownLink]:
        """All links."""
        known: dict[tuple[int, ...], tuple[PageAt, ...]] = {}
        for link, verdict, parts in self._found.values():
            numbers = tuple(sorted({number for part in parts for number in part}))
            if numbers not in known:
                known[numbers] = tuple(self._pages[number] for number in numbers)
            yield ShownLink(link, verdict, known[numbers])
