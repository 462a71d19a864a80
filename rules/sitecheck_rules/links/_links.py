"""What the link rules share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from sitecheck.api import (
    Edit,
    ExternalStatus,
    Finding,
    Fix,
    Link,
    Place,
    Related,
    ResolvedLink,
    Safety,
    Severity,
    SiteFacts,
    SiteRule,
)

IMAGES = frozenset(
    {
        *(("img", "src"), ("img", "srcset"), ("source", "srcset"), ("video", "poster"), ("input", "src")),
        *(("image", "href"), ("image", "xlink:href"), ("meta", "content")),
    }
)
"""Elements and attributes that show an image."""
_IMAGE_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)


_TOLD_APART = 5
"""So many addresses at one place of a layout are told one by one."""


_MANY_WITHOUT = 20
_TO_EACH_WITH = 10
"""So many links without ``baseurl``, and so many to each with it, are no slips."""


def is_image(link: Link) -> bool:
    """Whether the address is that of an image the page shows."""
    if link.attribute == "style":
        return _IMAGE_FILE.search(link.href or "") is not None
    return (link.element, link.attribute) in IMAGES


def certain_links(site: SiteFacts, *statuses: str) -> Iterator[ResolvedLink]:
    """The links of those statuses, without those on Liquid branches that may not be rendered; what a loop
    shows many times on a page, once."""
    seen: set[tuple[object, ...]] = set()
    for resolved in site.links:
        link = resolved.link
        key = (resolved.page, resolved.url, link.place, link.href, link.values)
        if resolved.verdict.status in statuses and not resolved.link.maybe and key not in seen:
            seen.add(key)
            yield resolved


def broken_pages(site: SiteFacts) -> Iterator[ResolvedLink]:
    """The links to what is not there; where hardly any has the ``baseurl``, that is one fault for
    all of them (the rule ``unused-baseurl``)."""
    unused = links_without_base(site)
    for resolved in certain_links(site, "broken-page"):
        if unused is None or not resolved.verdict.lacks_base:
            yield resolved


class WithoutBase(NamedTuple):
    """The links that find a page only without ``baseurl``, one for each place, and how many have it."""

    links: tuple[ResolvedLink, ...]
    others: int


def links_without_base(site: SiteFacts) -> WithoutBase | None:
    """The links without ``baseurl``, if there are many to pages that are known and hardly one has it."""
    if not site.site.baseurl:
        return None
    lacking: dict[Place, ResolvedLink] = {}
    having: set[Place] = set()
    for resolved in certain_links(site, "broken-page", "ok"):
        if resolved.verdict.lacks_base and resolved.verdict.nearest:
            lacking.setdefault(resolved.link.place, resolved)
        elif resolved.verdict.status == "ok" and (resolved.link.href or "").startswith(site.site.baseurl):
            having.add(resolved.link.place)
    few = len(lacking) < _MANY_WITHOUT or len(having) * _TO_EACH_WITH > len(lacking)
    return None if few else WithoutBase(tuple(lacking.values()), len(having))


def at_causes(site: SiteFacts, links: Iterable[ResolvedLink]) -> Iterator[ResolvedLink]:
    """Links, each at the place of the value that makes its address what it is, if there is one."""
    return chain.from_iterable(map(site.at_causes, links))


def gathered(site: SiteFacts, faulty: Iterable[ResolvedLink]) -> Iterator[ResolvedLink]:
    """Links with one fault, each at its cause, where one stands for many: a layout that makes many addresses
    at one place."""
    places: dict[Place, list[ResolvedLink]] = {}
    for resolved in at_causes(site, faulty):
        if resolved.of_layout:
            places.setdefault(resolved.link.place, []).append(resolved)
        else:
            yield resolved
    for group in places.values():
        yield from group if len(group) <= _TOLD_APART else (_together(group),)


def _together(group: list[ResolvedLink]) -> ResolvedLink:
    first = max(group, key=lambda each: each.pages)
    addresses = dict.fromkeys(each.link.href or "" for each in group if each is not first)
    pages = dict.fromkeys(page for each in (first, *group) for page in each.on)
    return first._replace(on=tuple(pages), others=tuple(addresses))


def external_links(site: SiteFacts, verdict: str) -> Iterator[tuple[ResolvedLink, ExternalStatus]]:
    """The external links on which the network gave ``verdict``, each with all that it said."""
    for resolved in certain_links(site, "external"):
        status = site.status(resolved.link)
        if status is not None and status.verdict == verdict:
            yield from ((each, status) for each in site.at_causes(resolved))


def told(
    rule: SiteRule[Any],
    resolved: ResolvedLink,
    message: str,
    *,
    help: str,
    fix: Fix | None = None,
    severity: Severity | None = None,
) -> Finding:
    """A finding of ``rule`` on a link: where it is written, with the pages on which it stands."""
    more = f" (and {_others(resolved.others)})" if resolved.others else ""
    return rule.finding(
        message + more,
        resolved.link.place,
        help=help + _seen_on(resolved),
        related=came_from(resolved),
        fix=fix if _is_the_same_everywhere(resolved) else None,
        severity=severity,
        pages=resolved.pages,
    )


def _is_the_same_everywhere(resolved: ResolvedLink) -> bool:
    """Whether another address at the same place would be right on all pages."""
    return resolved.stands_so if resolved.printed_at else not resolved.of_layout or resolved.is_fixed


def _others(addresses: tuple[str, ...]) -> str:
    return f"{len(addresses):,} more addresses, such as {addresses[0]}"


def _seen_on(resolved: ResolvedLink) -> str:
    own = resolved.pages == 1 and resolved.link.place.path == resolved.page
    return f"; for example on {resolved.page}" if resolved.of_layout and not own else ""


def advice(resolved: ResolvedLink) -> str:
    """Why a link leads nowhere, and what may have been meant."""
    reason, nearest = resolved.verdict.reason, resolved.verdict.nearest
    return reason if nearest in reason else f"{reason}; did you mean {nearest}?"


def came_from(resolved: ResolvedLink) -> list[Related]:
    """Where a template prints the address, if that is another place, and the include tags that led there."""
    printed = resolved.printed_at
    found = [] if printed is None else [Related(printed, "this address is made here")]
    own = resolved.link.place
    return [*found, *(Related(place, "included here") for place in resolved.link.via if place != own)]


def replacement(link: Link, address: str, title: str, safety: Safety) -> Fix | None:
    """A fix that writes ``address`` instead, when the address stands in the source as it is rendered."""
    length = link.place.span.end - link.place.span.start
    if link.href is None or length != len(link.href) or not address:
        return None
    return Fix(title, (Edit(link.place.span, address),), safety)
