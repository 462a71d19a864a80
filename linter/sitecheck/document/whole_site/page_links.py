"""The links of all pages, those of each by itself: what is asked of them need not be asked of all.

A question is what a rule wants of a link. It hangs on nothing but the link, where that leads, and the site
as it is known: its addresses, anchors and configuration. So what was chosen of a page the last time holds as
long as the page and all of that is as it was, which who keeps the answers sees to
(``engine/cache/link_choices.py``).
The plain way, that of :attr:`PageLinks.all`, is to judge every link and ask it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from sitecheck.document.frames.frame_links import PageAt
from sitecheck.document.whole_site.resolved_link import ResolvedLink
from sitecheck.document.whole_site.verdicts import Verdicts
from sitecheck.model.facts import Link, PageFacts
from sitecheck.named_tuple import NamedTuple

Wanted = Callable[[ResolvedLink], bool]
TextOf = Callable[[ResolvedLink], str]
T = TypeVar("T")


class Tally(NamedTuple):
    """How many links there are of each fate, one for a place."""

    proven: int = 0
    broken: int = 0
    external: int = 0
    dynamic: tuple[tuple[str, int], ...] = ()
    """Those of which it is not known where they lead, by the reason."""


class PageChoices(NamedTuple):
    """What was made out of the links of pages."""

    tallies: Mapping[PageAt, Tally]
    """Of each page that was judged the links that are written in its own file."""
    chosen: Mapping[str, Mapping[PageAt, tuple[int, ...]]]
    """For each question which links of which pages were wanted, by number."""
    texts: Mapping[str, Mapping[PageAt, tuple[str, ...]]] = {}
    """For each question of what links say the answers of pages, each once."""


class PageLinks:
    """The links of the pages of a site."""

    def __init__(
        self, pages: Iterable[tuple[PageFacts, str]], verdicts: Verdicts, known: PageChoices | None = None
    ) -> None:
        """``pages`` are facts and address of whatever shows links, in order; ``known`` says what was made out
        of those that are as they were."""
        self._pages = {PageAt(facts.path, url): facts for facts, url in pages}
        self._verdicts = verdicts
        self._known = known or PageChoices({}, {})
        self._of: dict[PageAt, tuple[ResolvedLink, ...]] = {}
        self._chosen: dict[str, dict[PageAt, tuple[int, ...]]] = {}
        self._texts: dict[str, dict[PageAt, tuple[str, ...]]] = {}

    @property
    def judged(self) -> int:
        """Of how many pages all links were judged."""
        return len(self._of)

    @cached_property
    def all(self) -> tuple[ResolvedLink, ...]:
        """Every link, in order."""
        return tuple(link for page in self._pages for link in self._links(page))

    def chosen(self, question: str, wanted: Wanted) -> list[ResolvedLink]:
        """The links that are ``wanted``, in order. Questions of one name want the same."""
        known = self._known.chosen.get(question)
        found: list[ResolvedLink] = []
        kept: dict[PageAt, tuple[int, ...]] = {}
        for page, told in self._recalled(known):
            if told is None or max(told, default=-1) >= len(self._pages[page].links):
                told = tuple([number for number, link in enumerate(self._links(page)) if wanted(link)])
            if told:
                kept[page] = told
                found += self._numbered(page, told)
        self._chosen[question] = kept
        return found

    def texts(self, question: str, text_of: TextOf) -> Iterator[str]:
        """What ``text_of`` makes of links, "" being nothing, each once for a page. Questions of one name ask
        for the same."""
        known = self._known.texts.get(question)
        kept: dict[PageAt, tuple[str, ...]] = {}
        for page, told in self._recalled(known):
            if told is None:
                told = tuple(dict.fromkeys(filter(None, map(text_of, self._links(page)))))
            if told:
                kept[page] = told
                yield from told
        self._texts[question] = kept

    def _recalled(
        self, known: Mapping[PageAt, tuple[T, ...]] | None
    ) -> Iterator[tuple[PageAt, tuple[T, ...] | None]]:
        """The pages that have an answer to a question, or may have one, each with what is known of that;
        ``None`` for those that have to be asked."""
        if known is None:
            yield from ((page, None) for page in self._pages)
            return
        for page in self._to_ask(known):
            yield page, known.get(page, ()) if page in self._known.tallies else None

    def _to_ask(self, known: Iterable[PageAt]) -> list[PageAt]:
        """In order, the pages of which links were wanted, and those of which nothing is known: most have
        none, and one question after the other would go past all of them."""
        places = self._places
        return sorted((page for page in {*known, *self._unknown} if page in places), key=places.__getitem__)

    @cached_property
    def _places(self) -> dict[PageAt, int]:
        return {page: place for place, page in enumerate(self._pages)}

    @cached_property
    def _unknown(self) -> tuple[PageAt, ...]:
        return tuple(page for page in self._pages if page not in self._known.tallies)

    def tallies(self, pages: Callable[[PageFacts], bool]) -> Iterator[Tally]:
        """How many links of each of those ``pages`` stand in its own file."""
        return (self._tally(page) for page, facts in self._pages.items() if pages(facts))

    def of(self, pages: Callable[[PageFacts], bool]) -> Iterator[ResolvedLink]:
        """The links of those ``pages``."""
        for page, facts in self._pages.items():
            if pages(facts):
                yield from self._links(page)

    def outcome(self) -> PageChoices:
        """What was made out of all pages, to be known the next time."""
        return PageChoices({page: self._tally(page) for page in self._pages}, self._chosen, self._texts)

    def _tally(self, page: PageAt) -> Tally:
        known = self._known.tallies.get(page)
        return known if known is not None else _own_tally(page.path, self._links(page))

    def _links(self, page: PageAt) -> tuple[ResolvedLink, ...]:
        found = self._of.get(page)
        if found is None:
            found = self._of[page] = tuple(self._resolved(page, self._pages[page].links))
        return found

    def _numbered(self, page: PageAt, numbers: Iterable[int]) -> Iterable[ResolvedLink]:
        """Some of the links of a page, without judging the others."""
        judged = self._of.get(page)
        if judged is not None:
            return [judged[number] for number in numbers]
        links = self._pages[page].links
        return self._resolved(page, [links[number] for number in numbers])

    def _resolved(self, page: PageAt, links: Iterable[Link]) -> list[ResolvedLink]:
        facts, on = self._pages[page], (page,)  # shared by all links of the page
        return [
            ResolvedLink(facts.path, link, self._verdicts.on(facts, page.url, link), on) for link in links
        ]


def tally(links: Iterable[ResolvedLink]) -> Tally:
    """How many links there are of each fate; those at one place with one verdict are one."""
    proven = broken = external = 0
    reasons: dict[str, int] = {}
    for _, verdict in dict.fromkeys([(each.link.place, each.verdict) for each in links]):
        status = verdict.status
        proven += status == "ok"
        broken += status in ("broken-page", "broken-anchor")
        external += status == "external"
        if status == "dynamic":
            reasons[verdict.reason] = reasons.get(verdict.reason, 0) + 1
    return Tally(proven, broken, external, tuple(reasons.items()))


def added(tallies: Sequence[Tally]) -> Tally:
    """All of them together."""
    reasons: dict[str, int] = {}
    for each in tallies:
        for reason, number in each.dynamic:
            reasons[reason] = reasons.get(reason, 0) + number
    return Tally(
        sum(each.proven for each in tallies),
        sum(each.broken for each in tallies),
        sum(each.external for each in tallies),
        tuple(sorted(reasons.items(), key=lambda reason: (-reason[1], reason[0]))),
    )


def _own_tally(path: str, links: Iterable[ResolvedLink]) -> Tally:
    return tally(each for each in links if each.link.place.path == path)
