"""What the rules share that count headings of layouts and of content together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitecheck.api import PageFacts, Place, Related, SiteFacts

TOLD_APART = 3
"""On so many pages a fault is the page's; on more it is told at the layout."""
_SHOWN = 3
Found = Mapping[Place, Sequence[tuple[str, Place]]]
"""Heading of a layout → the pages with a fault below it, and the headings there."""


def by_cause(found: Found) -> Iterator[tuple[Place, tuple[Place, ...], int]]:
    """Where each fault is told, what else belongs to it, and on how many pages it is: at the heading of a
    page, with that of the layout; or of many pages at that of the layout, with some of theirs."""
    for layout, pages in found.items():
        if len(pages) <= TOLD_APART:
            for _, place in pages:
                yield place, (layout,), 1
        else:
            yield layout, tuple(place for _, place in pages[:_SHOWN]), len(pages)


def examples(places: Sequence[Place]) -> list[Related]:
    """Some of the headings of pages, beside a finding at the layout."""
    return [Related(place, "for example here") for place in places]


def certain_layouts(site: SiteFacts, path: str) -> Iterator[PageFacts]:
    """The layouts around the page of a file, from the inside out, as long as it is certain that they show it
    once; what stands outside of another is not known."""
    for layout in site.layouts_around(path):
        if layout.before_content is None:
            return
        yield layout
