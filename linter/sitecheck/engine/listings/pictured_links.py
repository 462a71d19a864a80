"""The links of a site as a picture shows them: from page to page, to other sites, and to nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sitecheck.document import ResolvedLink, SiteFacts
from sitecheck.model.picture import DoubtfulLink, ExternalAddress, LayoutLink, LinkCounts
from sitecheck.net import Ledger, mask_url
from sitecheck.output.safe import clip

MOST_ADDRESSES = 20_000
MOST_LAYOUT_LINKS = 2_000
MOST_LINKS = 300_000
"""So many links of all pages together are kept: pages that each show all the others would have millions."""
MOST_DOUBTFUL = 20_000
_MOST_DOUBTFUL_OF_A_PAGE = 30
FEW = 3
"""A link that layouts give to so many pages is one of these pages; one on more is one of the layout."""
_LONGEST = 300


@dataclass
class PageLinks:
    """The links of one page."""

    counts: LinkCounts = field(default_factory=LinkCounts)
    to: set[int] = field(default_factory=set)
    external: set[int] = field(default_factory=set)
    doubtful: list[DoubtfulLink] = field(default_factory=list)


_KINDS = {
    "ok": "proven",
    "broken-page": "broken",
    "broken-anchor": "broken",
    "dynamic": "dynamic",
    "external": "external",
}


class LinkGatherer:
    """Puts links to the pages that they stand on; ``numbers`` are those of the pages by their address."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers = numbers
        self._pages: dict[int, PageLinks] = {}
        self._of_layouts: Counter[tuple[str, int]] = Counter()
        self.addresses: dict[str, int] = {}
        """How many links lead to each external address; its place here is its number."""
        self._at: dict[str, int] = {}
        self._left = MOST_LINKS
        self._doubtful_left = MOST_DOUBTFUL
        self.more = 0
        """How many links of pages are not kept."""

    def of_page(self, number: int) -> PageLinks:
        """The links of a page."""
        return self._pages.get(number) or PageLinks()

    def layout_links(self) -> tuple[LayoutLink, ...]:
        """The links that layouts give to many pages, those on the most first."""
        return tuple(
            LayoutLink(path, to, pages=pages)
            for (path, to), pages in self._of_layouts.most_common(MOST_LAYOUT_LINKS)
        )

    def add(self, resolved: ResolvedLink, *, of_many: bool) -> None:
        """Count one link of the site; ``of_many``: layouts give it to many pages."""
        status, href = resolved.verdict.status, resolved.link.href
        address = self._external(href) if status == "external" and href else None
        to = self._page_of(resolved)
        if of_many:
            if to is not None:
                self._of_layouts[resolved.link.place.path, to] += len(resolved.on)
            return
        for page in resolved.on:
            number = self._numbers.get(page.url)
            if number is not None:
                self._on_page(self._pages.setdefault(number, PageLinks()), resolved, address)

    def _on_page(self, page: PageLinks, resolved: ResolvedLink, address: int | None) -> None:
        kind = _KINDS.get(resolved.verdict.status)
        if kind is not None:
            page.counts = page.counts._replace(**{kind: getattr(page.counts, kind) + 1})
        to = self._page_of(resolved)
        if to is not None:
            self._keep(page.to, to)
        if address is not None:
            self._keep(page.external, address)
        if kind in ("broken", "dynamic"):
            self._doubt(page, resolved)

    def _keep(self, numbers: set[int], number: int) -> None:
        if number in numbers:
            return
        if self._left <= 0:
            self.more += 1
            return
        self._left -= 1
        numbers.add(number)

    def _doubt(self, page: PageLinks, resolved: ResolvedLink) -> None:
        if len(page.doubtful) >= _MOST_DOUBTFUL_OF_A_PAGE or self._doubtful_left <= 0:
            self.more += 1
            return
        self._doubtful_left -= 1
        href, verdict = clip(resolved.link.href or "", _LONGEST), resolved.verdict
        page.doubtful.append(DoubtfulLink(href, verdict.status, clip(verdict.reason, _LONGEST)))

    def _page_of(self, resolved: ResolvedLink) -> int | None:
        """The page that a link leads to; also that whose anchor is missing, as the page is reached."""
        route = resolved.verdict.route
        return self._numbers.get(route.url) if route is not None else None

    def _external(self, href: str) -> int:
        url = href.partition("#")[0]
        url = f"https:{url}" if url.startswith("//") else url
        self.addresses[url] = self.addresses.get(url, 0) + 1
        return self._at.setdefault(url, len(self._at))


def pictured_addresses(
    addresses: Mapping[str, int], facts: SiteFacts, ledger: Ledger
) -> tuple[tuple[ExternalAddress, ...], int]:
    """External addresses with what was answered in this run or before, and how many more there are."""
    some = list(addresses.items())[:MOST_ADDRESSES]
    return tuple(_address(url, places, facts, ledger) for url, places in some), len(addresses) - len(some)


def _address(url: str, places: int, facts: SiteFacts, ledger: Ledger) -> ExternalAddress:
    status, entry = facts.statuses.get(url), ledger.entry(url)
    asked = entry.checked[:10] if entry is not None else ""
    shown = clip(mask_url(url), _LONGEST)
    if status is not None:
        answer = "" if status.verdict == "skipped" else status.verdict
        return ExternalAddress(
            url=shown, places=places, answer=answer, told=clip(status.reason, _LONGEST), asked=asked
        )
    if entry is None:
        return ExternalAddress(shown, places)
    told = f"answered {entry.code}" if entry.code else entry.cause.replace("-", " ")
    if entry.final:
        told = f"{told}, moved to {mask_url(entry.final)}"
    return ExternalAddress(
        url=shown, places=places, answer=entry.verdict, told=clip(told, _LONGEST), asked=asked
    )
