"""What the link rules share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import Edit, ExternalStatus, Fix, Link, Place, Related, ResolvedLink, Safety, SiteFacts

IMAGES = frozenset(
    {
        *(("img", "src"), ("img", "srcset"), ("source", "srcset"), ("video", "poster"), ("input", "src")),
        *(("image", "href"), ("image", "xlink:href"), ("meta", "content")),
    }
)
"""Elements and attributes that show an image."""
_IMAGE_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)


def is_image(link: Link) -> bool:
    """Whether the address is that of an image the page shows."""
    if link.attribute == "style":
        return _IMAGE_FILE.search(link.href or "") is not None
    return (link.element, link.attribute) in IMAGES


def certain_links(site: SiteFacts, *statuses: str) -> Iterator[ResolvedLink]:
    """The links of those statuses, without those on Liquid branches that may not be rendered; what a loop
    shows many times on a page, once."""
    seen: set[tuple[str, str, Place, str | None]] = set()
    for resolved in site.links:
        key = (resolved.page, resolved.url, resolved.link.place, resolved.link.href)
        if resolved.verdict.status in statuses and not resolved.link.maybe and key not in seen:
            seen.add(key)
            yield resolved


def external_links(site: SiteFacts, verdict: str) -> Iterator[tuple[Link, ExternalStatus]]:
    """The external links on which the network gave ``verdict``, each with all that it said."""
    for resolved in certain_links(site, "external"):
        status = site.status(resolved.link)
        if status is not None and status.verdict == verdict:
            yield resolved.link, status


def advice(resolved: ResolvedLink) -> str:
    """Why a link leads nowhere, and what may have been meant."""
    reason, nearest = resolved.verdict.reason, resolved.verdict.nearest
    return reason if nearest in reason else f"{reason}; did you mean {nearest}?"


def came_from(link: Link) -> list[Related]:
    """The include tags that led to a link."""
    return [Related(place, "included here") for place in link.via]


def replacement(link: Link, address: str, title: str, safety: Safety) -> Fix | None:
    """A fix that writes ``address`` instead, when the address stands in the source as it is rendered."""
    length = link.place.span.end - link.place.span.start
    if link.href is None or length != len(link.href) or not address:
        return None
    return Fix(title, (Edit(link.place.span, address),), safety)
