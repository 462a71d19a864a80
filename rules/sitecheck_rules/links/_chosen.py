"""Which links a rule tells: chosen by their verdicts, each once, and gathered at their cause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from sitecheck.api import (
    ExternalStatus,
    Link,
    NamedTuple,
    Place,
    ResolvedLink,
    SiteFacts,
    WhyNot,
    lazy_pattern,
    option,
)

IMAGES = frozenset(
    {
        *(("img", "src"), ("img", "srcset"), ("source", "srcset"), ("video", "poster"), ("input", "src")),
        *(("image", "href"), ("image", "xlink:href"), ("meta", "content")),
    }
)
"""Elements and attributes that show an image."""
_IMAGE_FILE = lazy_pattern(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)


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
_MANY_WITHOUT = 20
_TO_EACH_WITH = 10
"""So many links without ``baseurl``, and so many to each with it, are no slips."""


def is_image(link: Link) -> bool:
    """Whether the address is that of an image the page shows."""
    if link.attribute == "style":
        return _IMAGE_FILE.search(link.href or "") is not None
    return (link.element, link.attribute) in IMAGES


def certain_links(site: SiteFacts, status: str) -> Iterable[ResolvedLink]:
    """The links of that status, without those on Liquid branches that may not be rendered; what a loop shows
    many times on a page, once."""
    return _once(site.certain(status))


def chosen_links(
    site: SiteFacts, question: str, wanted: Callable[[ResolvedLink], bool]
) -> Iterable[ResolvedLink]:
    """The links that are ``wanted``, without those that may not be rendered, each once for its place, page
    and address; as for :meth:`SiteFacts.choose`, one ``question`` wants one thing."""
    return _once(site.choose(question, lambda each: not each.link.maybe and wanted(each)))


def _once(links: Iterable[ResolvedLink]) -> Iterable[ResolvedLink]:
    """Each link once; what the content of a page and its layout both show stands on the pages of both."""
    found: dict[tuple[object, ...], ResolvedLink] = {}
    for resolved in links:
        link = resolved.link
        key = (resolved.page, resolved.url, link.place, link.href, link.values)
        earlier = found.setdefault(key, resolved)
        if len(resolved.on) > len(earlier.on):
            found[key] = on_all([earlier, resolved])
    return found.values()


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
    """Links, each at the place of the value that makes its address what it is, if there is one. What several
    tags print of one value is one link, on the pages of all of them."""
    found: dict[object, list[ResolvedLink]] = {}
    for number, each in enumerate(chain.from_iterable(map(site.at_causes, links))):
        key = (each.link.place, each.link.href, each.verdict) if each.printed_at else number
        found.setdefault(key, []).append(each)
    yield from map(on_all, found.values())


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
    yield from chain.from_iterable(map(_apart, places.values()))


def gathered_by_folder(site: SiteFacts, faulty: Iterable[ResolvedLink]) -> Iterator[ResolvedLink]:
    """Links as :func:`gathered` has them, but relative addresses that hold on other pages: these lack
    nothing, the page stands in another folder than they were written for, which is one fault for all."""
    faulty = list(faulty)
    held = _held(site, faulty)
    lost: dict[frozenset[object], list[ResolvedLink]] = {}
    rest: list[ResolvedLink] = []
    for resolved in faulty:
        target = held.get(_same_elsewhere(resolved))
        if target is None:
            rest.append(resolved)
        else:
            lost.setdefault(frozenset(resolved.on), []).append(resolved._replace(held=target))
    yield from gathered(site, rest)
    for group in lost.values():
        yield group[0] if len(group) == 1 else _together(group)


def with_icons(links: Iterable[ResolvedLink]) -> Iterator[ResolvedLink]:
    """The links, but those of many icons (``<link rel="icon">``) that one file names in one folder as one,
    however pages in folders come there: they are a set, which is there or not."""
    icons: dict[tuple[str, str], list[ResolvedLink]] = {}
    for each in links:
        if each.link.element == "link" and _IMAGE_FILE.search(each.link.href or ""):
            folder = (each.link.href or "").rpartition("/")[0].lstrip("./")
            icons.setdefault((each.link.place.path, folder), []).append(each)
        else:
            yield each
    yield from chain.from_iterable(map(_apart, icons.values()))


def _held(site: SiteFacts, faulty: Iterable[ResolvedLink]) -> dict[tuple[str, Place, str], str]:
    """Where relative addresses lead that layouts, or lists on many pages, print; nothing where none of the
    ``faulty`` is such a one."""
    on_many = {facts.path for facts in site.later.values()}

    def is_on_many(each: ResolvedLink) -> bool:
        return (each.of_layout or each.page in on_many) and not each.is_fixed

    def is_held(each: ResolvedLink) -> bool:
        return each.verdict.status == "ok" and each.verdict.target is not None and is_on_many(each)

    if not any(map(is_on_many, faulty)):
        return {}
    return {
        _same_elsewhere(each): site.site.baseurl + (each.verdict.target or "")
        for each in site.choose("held elsewhere", is_held)
    }


def _same_elsewhere(resolved: ResolvedLink) -> tuple[str, Place, str]:
    """What an address on one page has in common with the same on another: what prints it."""
    return "" if resolved.of_layout else resolved.page, resolved.link.place, resolved.link.href or ""


def _apart(group: list[ResolvedLink]) -> Iterable[ResolvedLink]:
    """Few links one by one, and more as one."""
    return group if len(group) <= _TOLD_APART else (_together(group),)


def _together(group: list[ResolvedLink]) -> ResolvedLink:
    first = max(group, key=lambda each: each.pages)
    addresses = dict.fromkeys(each.link.href or "" for each in group if each.link.href != first.link.href)
    return on_all([first, *group])._replace(others=tuple(addresses))


def on_all(group: Sequence[ResolvedLink]) -> ResolvedLink:
    """The first, on the pages of all."""
    pages = dict.fromkeys(page for each in group for page in each.on)
    return group[0]._replace(on=tuple(pages)) if len(group) > 1 else group[0]


def external_links(site: SiteFacts, verdict: str) -> Iterator[tuple[ResolvedLink, ExternalStatus]]:
    """The external links on which the network gave ``verdict``, each with all that it said."""
    told: dict[str | None, ExternalStatus] = {}
    wanted: list[ResolvedLink] = []
    for resolved in certain_links(site, "external"):
        status = site.status(resolved.link)
        if status is not None and status.verdict == verdict:
            told[resolved.link.href] = status
            wanted.append(resolved)
    yield from ((each, told[each.link.href]) for each in at_causes(site, wanted))


def is_of_hidden_collection(site: SiteFacts, resolved: ResolvedLink) -> bool:
    """Whether a link leads to a document of a collection without pages: told once, by unpublished-post."""
    hidden = site.site.unpublished.get(resolved.verdict.hidden)
    return hidden is not None and hidden.why_not is WhyNot.NO_OUTPUT
