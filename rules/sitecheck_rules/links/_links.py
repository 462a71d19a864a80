"""What the link rules share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

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
    WhyNot,
    option,
)

IMAGES = frozenset(
    {
        *(("img", "src"), ("img", "srcset"), ("source", "srcset"), ("video", "poster"), ("input", "src")),
        *(("image", "href"), ("image", "xlink:href"), ("meta", "content")),
    }
)
"""Elements and attributes that show an image."""
_IMAGE_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class ServedElsewhere:
    """Options of rules on addresses that lead nowhere on the site."""

    ignore: tuple[str, ...] = option(
        (), "beginnings of addresses that something else than this site serves, such as /other-project/"
    )

    def covers(self, resolved: ResolvedLink) -> bool:
        """Whether the owner has said that a link is none of this site's."""
        return (resolved.link.href or "").startswith(self.ignore)


_TOLD_APART = 5
"""So many addresses at one place of a layout are told one by one."""
_SLASHES = re.compile("/{2,}")
_PLAIN_PATH = re.compile(r"/[\w/.~%+@:,=-]*")
"""A path that can stand in a link of any kind as it is."""
_HOST_PART = re.compile(r"(?:https?:)?//[^/?#]*", re.IGNORECASE)
_CALL = re.compile(
    r"""\{\{-?\s*(?:site\.baseurl\s*-?\}\}(?P<a>/[^\s{}'"?#]*)|(?P<quote>['"])(?P<b>[^\s{}'"?#]*)(?P=quote)"""
    r"""\s*\|\s*(?:relative|absolute)_url\s*-?\}\})(?:[?#][^\s{}]*)?"""
)


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
    return chosen_links(site, lambda resolved: resolved.verdict.status in statuses)


def chosen_links(site: SiteFacts, wanted: Callable[[ResolvedLink], bool]) -> Iterator[ResolvedLink]:
    """The links that are ``wanted``, without those that may not be rendered, each once for its place, page
    and address."""
    seen: set[tuple[object, ...]] = set()
    for resolved in site.links:
        link = resolved.link
        if link.maybe or not wanted(resolved):
            continue
        key = (resolved.page, resolved.url, link.place, link.href, link.values)
        if key not in seen:
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
    for resolved in certain_links(site, "broken-page"):
        if resolved.verdict.lacks_base and resolved.verdict.nearest:
            lacking.setdefault(resolved.link.place, resolved)
    if len(lacking) < _MANY_WITHOUT:
        return None
    good = certain_links(site, "ok")
    having = {each.link.place for each in good if (each.link.href or "").startswith(site.site.baseurl)}
    few = len(having) * _TO_EACH_WITH > len(lacking)
    return None if few else WithoutBase(tuple(lacking.values()), len(having))


def at_causes(site: SiteFacts, links: Iterable[ResolvedLink]) -> Iterator[ResolvedLink]:
    """Links, each at the place of the value that makes its address what it is, if there is one."""
    return chain.from_iterable(map(site.at_causes, links))


def gathered(
    site: SiteFacts, faulty: Iterable[ResolvedLink], is_of_value: Callable[[ResolvedLink], bool] | None = None
) -> Iterator[ResolvedLink]:
    """Links with one fault, each at its cause, where one stands for many: a loop, a layout, or an include in
    several pages, that makes many addresses at one place. Where a link has a value that is no cause of the
    fault (``is_of_value``), it stays where it is printed."""
    places: dict[Place, list[ResolvedLink]] = {}
    links = list(faulty)
    caused = (each for each in links if is_of_value is None or is_of_value(each))
    printed = (each for each in links if is_of_value is not None and not is_of_value(each))
    for resolved in chain(at_causes(site, caused), printed):
        places.setdefault(resolved.link.place, []).append(resolved)
    for group in places.values():
        yield from group if len(group) <= _TOLD_APART else (_together(group),)


def _together(group: list[ResolvedLink]) -> ResolvedLink:
    first = max(group, key=lambda each: each.pages)
    addresses = dict.fromkeys(each.link.href or "" for each in group if each.link.href != first.link.href)
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
    more: Iterable[Related] = (),
) -> Finding:
    """A finding of ``rule`` on a link: where it is written, with its pages; ``more`` is related."""
    others = f" (and {_others(resolved.others)})" if resolved.others else ""
    return rule.finding(
        message + others,
        resolved.link.place,
        help=help + _seen_on(resolved),
        related=[*came_from(resolved), *more],
        fix=fix if _is_the_same_everywhere(resolved) else None,
        severity=severity,
        pages=resolved.pages,
    )


def _is_the_same_everywhere(resolved: ResolvedLink) -> bool:
    """Whether another address at the same place would be right on all pages."""
    return resolved.stands_so if resolved.printed_at else not resolved.of_layout or resolved.is_fixed


def _others(addresses: tuple[str, ...]) -> str:
    more = f"{len(addresses):,} more addresses" if len(addresses) > 1 else "1 more address"
    return f"{more}, such as {addresses[0]}"


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


def is_of_hidden_collection(site: SiteFacts, resolved: ResolvedLink) -> bool:
    """Whether a link leads to a document of a collection without pages: told once, by unpublished-post."""
    hidden = site.site.unpublished.get(resolved.verdict.hidden)
    return hidden is not None and hidden.why_not is WhyNot.NO_OUTPUT


def merged_slashes(site: SiteFacts, resolved: ResolvedLink) -> str:
    """The address of the page (without ``baseurl``) that a link finds once doubled slashes in its path are
    written as one; "" when it has none, or finds nothing then either."""
    path = (resolved.verdict.target or "").partition("#")[0]
    plain = _SLASHES.sub("/", path)
    if plain == path:
        return ""
    found = site.leads("/", quote(site.site.baseurl + plain))
    return plain if found.status == "ok" else ""


def is_doubled(site: SiteFacts, resolved: ResolvedLink) -> bool:
    """Whether the path of an address has two slashes in a row, and finds a page with one."""
    return "//" in (resolved.verdict.target or "") and bool(merged_slashes(site, resolved))


def hostless(site: SiteFacts, resolved: ResolvedLink) -> str:
    """The path of the page that is meant by an address in which its first folder stands for a host."""
    href = resolved.link.href or ""
    if resolved.verdict.status != "external" or not href.startswith("//"):
        return ""
    path = href[1:].partition("#")[0].partition("?")[0]
    if any(mark in path.split("/")[1] for mark in ".:@"):
        return ""
    return path if site.leads("/", site.site.baseurl + quote(path, safe="/%")).status == "ok" else ""


def slash_of_base(site: SiteFacts, resolved: ResolvedLink) -> bool:
    """Whether an address begins with a ``baseurl`` that ends with a slash, and one more."""
    base = site.site.config["baseurl"]
    return isinstance(base, str) and base.endswith("/") and (resolved.link.href or "").startswith(f"{base}/")


def readdressed(
    site: SiteFacts, resolved: ResolvedLink, path: str, title: str, safety: Safety = Safety.SAFE
) -> Fix | None:
    """A fix that writes another address of the site, ``path`` (without ``baseurl``), where the old one is
    written: as it is, after ``{{ site.baseurl }}``, or in ``{{ '…' | relative_url }}``. What follows the path
    (``?…``, ``#…``) stays. ``None`` where the address is written in another way."""
    link, base = resolved.link, site.site.baseurl
    href, written = link.href or "", site.written(link.place)
    if _PLAIN_PATH.fullmatch(path) is None:
        return None
    end = min((at for at in (href.find("?"), href.find("#")) if at >= 0), default=len(href))
    host = _HOST_PART.match(href) if resolved.by_host else None
    start = host.end() if host is not None else 0
    old, rest = href[start:end], href[end:]
    if written == href:
        text = href[:start] + base + path + rest
    else:
        call = _CALL.fullmatch(written)
        group = "a" if call is not None and call["a"] is not None else "b"
        if call is None or old not in (base + call[group], f"{base}/{call[group]}"):
            return None
        text = written[: call.start(group)] + path + written[call.end(group) :]
    return Fix(title, (Edit(link.place.span, text),), safety)


def in_case(site: SiteFacts, resolved: ResolvedLink) -> Fix | None:
    """A fix for an address that differs from one of the site in upper and lower case only."""
    base, near = site.site.baseurl, resolved.verdict.nearest
    path = (resolved.verdict.target or "").partition("#")[0]
    if (
        not near.startswith(base + "/")
        or near == base + path
        or unquote(near).lower() != (base + path).lower()
    ):
        return None
    return readdressed(site, resolved, near[len(base) :], f"write {near}")
