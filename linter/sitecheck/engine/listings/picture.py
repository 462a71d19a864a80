"""What a site looks like, for reports that draw it; gathered of what the run knows already, within bounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitecheck.document import PageAt, SiteFacts, SiteReader
from sitecheck.engine.listings.pictured_links import FEW, LinkGatherer, pictured_addresses
from sitecheck.engine.listings.pictured_pages import PageReader
from sitecheck.engine.settings.external_settings import LEDGER_FOLDER
from sitecheck.model.facts import PageFacts
from sitecheck.model.picture import HiddenFile, LeftOut, PicturedPage, SitePicture, UnknownThing
from sitecheck.model.unknown import ReasonKind, Reasons, words
from sitecheck.named_tuple import NamedTuple
from sitecheck.net import Ledger
from sitecheck.output.safe import clip

MOST_PAGES = 10_000
MOST_HIDDEN = 5_000
MOST_UNKNOWN = 1_000
_MOST_EXAMPLES = 5
_LONGEST = 300
"""Characters of a text that are kept."""


def site_picture(site: str, facts: SiteFacts, reader: SiteReader) -> SitePicture:
    """The picture of the site in the folder ``site``.

    Pages, addresses and files beyond a limit are counted; the network is left alone.
    """
    shown = sorted(_shown_pages(facts), key=lambda each: (each.path, each.url))
    numbers = {each.url: number for number, each in enumerate(shown[:MOST_PAGES])}
    links = LinkGatherer(numbers)
    for resolved in facts.links:
        of_many = resolved.of_layout and len(resolved.on) > FEW
        for each in [resolved] if resolved.is_fixed else facts.on_each_page(resolved):
            links.add(each, of_many=of_many)
    pages = PageReader(facts, reader)
    ledger = Ledger(Path(site, LEDGER_FOLDER))
    addresses, more_addresses = pictured_addresses(links.addresses, facts, ledger)
    unknown = sorted(_unknown(facts), key=lambda each: (each.subject, -each.times, each.reason))
    hidden = [
        HiddenFile(
            each.path, each.why_not.value, reason=clip(each.words, _LONGEST), url=clip(each.url, _LONGEST)
        )
        for each in facts.site.unpublished.values()
    ]
    left = (
        LeftOut("pages", len(shown) - len(numbers)),
        LeftOut("external addresses", more_addresses),
        LeftOut("links of pages", links.more),
        LeftOut("reasons why something is not known", len(unknown) - MOST_UNKNOWN),
        LeftOut("files that are not published", len(hidden) - MOST_HIDDEN),
        LeftOut("formulas", pages.more_formulas),
    )
    return SitePicture(
        pages=tuple(_pages(shown[:MOST_PAGES], links, pages, len(addresses))),
        layout_links=links.layout_links(),
        addresses=addresses,
        unknown=tuple(unknown[:MOST_UNKNOWN]),
        hidden=tuple(hidden[:MOST_HIDDEN]),
        left_out=tuple(each for each in left if each.number > 0),
    )


class _ShownPage(NamedTuple):
    path: str
    url: str
    kind: str
    facts: PageFacts | None


def _shown_pages(facts: SiteFacts) -> Iterator[_ShownPage]:
    """What a visitor can open: pages, posts, documents, copied HTML, and the pages that plugins make."""
    seen: set[str] = set()
    for each in (*facts.pages(), *facts.static_pages()):
        url = facts.url(each.path)
        if url is not None and url not in seen:
            seen.add(url)
            record = facts.records.get(each.path)
            kind = (record.collection if record is not None else "") or each.kind.removesuffix("-page")
            yield _ShownPage(each.path, url, kind, each)
    for url, later in facts.later.items():
        if url not in seen:
            seen.add(url)
            yield _ShownPage(later.path, url, "page", later)
    for row in facts.heads:
        if row.path is None and row.url not in seen:
            seen.add(row.url)
            yield _ShownPage("", row.url, "generated", None)


def _pages(
    shown: Iterable[_ShownPage], links: LinkGatherer, read: PageReader, addresses: int
) -> Iterator[PicturedPage]:
    for number, (path, url, kind, facts) in enumerate(shown):
        of_page = links.of_page(number)
        page = PicturedPage(
            path=path,
            url=clip(url, _LONGEST),
            kind=clip(kind, _LONGEST),
            layouts=read.layouts(PageAt(path, url)),
            includes=facts.includes[:100] if facts is not None else (),
            links=of_page.counts,
            to=tuple(sorted(of_page.to)),
            external=tuple(sorted(each for each in of_page.external if each < addresses)),
            doubtful=tuple(of_page.doubtful),
        )
        yield read.completed(page, url, facts)


def _unknown(facts: SiteFacts) -> Iterator[UnknownThing]:
    """What cannot be known without building, by reason."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for resolved in facts.links:
        if resolved.verdict.status == "dynamic":
            found["where a link leads", resolved.verdict.reason].append(resolved.link.place.path)
    for row in facts.heads:
        if row.head.reasons:
            found["what else a head says", words(row.head.reasons)].append(row.path or row.url)
    for each in facts.pages():
        if each.open_ids:
            found["which anchors a page has", words(each.open_ids)].append(each.path)
    for unsure in facts.site.unsure:
        if all(reason.kind is ReasonKind.OTHER_PROGRAM for reason in unsure.reasons):
            continue  # that of any site
        found["which addresses there are", _said(unsure.reasons)].append("")
    for (subject, reason), paths in found.items():
        some = tuple(path for path in dict.fromkeys(paths) if path)[:_MOST_EXAMPLES]
        yield UnknownThing(subject, clip(reason, _LONGEST), len(paths), pages=some)


def _said(reasons: Reasons) -> str:
    return words(reasons) or "it is made by the build"
