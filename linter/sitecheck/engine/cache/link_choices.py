"""What was made out of links, kept until anything changes that decides where they lead.

Where the links of a page lead hangs on the page, on the site's addresses, and on the anchors of all pages:
the text of another page is nothing of that. So after most edits the links of the edited page alone are judged
anew. What is kept is no verdict, but which links of a page a question of a rule chose, and how many lead
somewhere: whatever is told of a link is told from what it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sitecheck.document import (
    ChosenLinks,
    Input,
    LayoutChoice,
    LayoutChoices,
    LinkAt,
    PageAt,
    PageChoices,
    SiteFacts,
    Tally,
)
from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.codec import decode
from sitecheck.engine.cache.dependency_states import DependencyStates
from sitecheck.engine.cache.layout_cache import LayoutCache
from sitecheck.model.facts import PageFacts
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.digest import digest

_NAME = "links"
_PAGES = frozenset({"page", "post", "document"})
"""What is no part of other files."""
_OF_ITS_OWN = frozenset({"links", "keys", "names", "ids", "headings"})
"""The facts of a page that decide nothing about links of others, but for the names of the ids, and whether
there are headings."""


class LinkInputs(NamedTuple):
    """What a run knows of the files of a site."""

    seen: Mapping[Input, str]
    """Those that are as they were, with what :func:`seen_by_others` tells of them."""
    read: Sequence[Input]
    """Those that were read anew."""
    seal: str
    """What tells the reports that were stored from others; "" for none."""


class _StoredLayouts(NamedTuple):
    tallies: tuple[tuple[str, Tally], ...]
    on: tuple[tuple[int, ...], ...]
    """Pages, by number, on which links stand: many links on the same."""
    chosen: tuple[tuple[str, tuple[tuple[LinkAt, int], ...]], ...]
    """For each question links, and the place of their pages in that table."""


class _StoredLinks(NamedTuple):
    pages: tuple[tuple[str, str, Tally], ...]
    """Each page that was judged: its path, its address, what its links come to."""
    chosen: tuple[tuple[str, tuple[tuple[int, tuple[int, ...]], ...]], ...]
    """For each question pages and links, by number."""
    texts: tuple[tuple[str, tuple[tuple[int, tuple[str, ...]], ...]], ...]
    """For each question of what links say pages, by number, and the answers."""
    layouts: _StoredLayouts | None


class LinkChoices:
    """The links of one site's last run."""

    def __init__(
        self, folder: str, key: str, states: DependencyStates, inputs: LinkInputs, layouts: LayoutCache
    ) -> None:
        """``key`` stands for all that concerns every page; ``layouts`` tells what these give to pages."""
        self._folder = folder
        self._key = key
        self._states = states
        self._inputs = inputs
        self._layouts = layouts

    def recall(self, facts: Mapping[Input, PageFacts]) -> ChosenLinks | None:
        """What was made out of the links of those pages that are as they were; ``None`` where anything may
        lead elsewhere than it did. ``facts`` are those of all files."""
        inputs = self._inputs
        if not inputs.seal or any(each.kind not in _PAGES for each in inputs.read):
            return None
        key = self._key_of(facts, inputs.seal)
        value = cache_folder.load(self._folder, _NAME, key) if key else None
        try:
            return _without(_chosen(decode(_StoredLinks, value)), {each.path for each in inputs.read})
        except (ValueError, IndexError):
            return None

    def remember(self, site: SiteFacts, facts: Mapping[Input, PageFacts], seal: str) -> None:
        """Stores what was made out of the links of ``site``, whose reports are stored with ``seal``."""
        key = self._key_of(facts, seal) if seal else ""
        if key:
            cache_folder.save(self._folder, _NAME, key, _stored(site.chosen_links))

    def _key_of(self, facts: Mapping[Input, PageFacts], seal: str) -> str:
        """What tells all that decides where links lead, and the reports they are taken from; "" where what
        layouts give to pages is not kept."""
        seen = self._inputs.seen
        files = (
            f"{each.kind} {each.path} {each.later_url} {seen.get(each) or seen_by_others(facts[each])}"
            for each in facts
        )
        layouts = self._layouts.seal
        return digest(self._key, self._states.whole, layouts, seal, *files) if layouts else ""


def seen_by_others(facts: PageFacts) -> str:
    """What tells the facts of a page that decide about the links of other pages; "" for a file that is no
    page: of these :meth:`LinkChoices.recall` wants that none was read anew."""
    if facts.kind not in _PAGES:
        return ""
    kept = [each for name, each in zip(PageFacts._fields, facts, strict=True) if name not in _OF_ITS_OWN]
    ids = [(each.id, each.origin, each.maybe) for each in facts.ids]
    return digest(repr((kept, ids, bool(facts.headings))))


def _stored(links: ChosenLinks) -> _StoredLinks:
    numbers = {page: number for number, page in enumerate(links.of_pages.tallies)}
    return _StoredLinks(
        pages=tuple((*page, tally) for page, tally in links.of_pages.tallies.items()),
        chosen=tuple(
            (question, tuple((numbers[page], wanted) for page, wanted in chosen.items()))
            for question, chosen in links.of_pages.chosen.items()
        ),
        texts=tuple(
            (question, tuple((numbers[page], texts) for page, texts in told.items()))
            for question, told in links.of_pages.texts.items()
        ),
        layouts=_stored_layouts(links.of_layouts) if links.of_layouts is not None else None,
    )


def _stored_layouts(links: LayoutChoices) -> _StoredLayouts:
    on: dict[tuple[int, ...], int] = {}
    chosen = tuple(
        (question, tuple((each.at, on.setdefault(each.on, len(on))) for each in wanted))
        for question, wanted in links.chosen.items()
    )
    return _StoredLayouts(tallies=tuple(links.tallies.items()), on=tuple(on), chosen=chosen)


def _chosen(stored: _StoredLinks) -> ChosenLinks:
    """The links again; raises as codec does, or :class:`IndexError`, for what is stored in no such way."""
    pages = [PageAt(path, url) for path, url, _ in stored.pages]
    chosen: dict[str, dict[PageAt, tuple[int, ...]]] = {}
    for question, wanted in stored.chosen:
        _check(number for page, links in wanted for number in (page, *links))
        chosen[question] = {pages[page]: links for page, links in wanted}
    texts: dict[str, dict[PageAt, tuple[str, ...]]] = {}
    for question, told in stored.texts:
        _check(page for page, _ in told)
        texts[question] = {pages[page]: each for page, each in told}
    tallies = {page: tally for page, (_, _, tally) in zip(pages, stored.pages, strict=True)}
    of_layouts = _chosen_of_layouts(stored.layouts) if stored.layouts is not None else None
    return ChosenLinks(PageChoices(tallies, chosen, texts), of_layouts)


def _chosen_of_layouts(stored: _StoredLayouts) -> LayoutChoices:
    _check(number for pages in stored.on for number in pages)
    _check(number for _, wanted in stored.chosen for at, on in wanted for number in (*at, on))
    chosen = {
        question: tuple([LayoutChoice(at, stored.on[on]) for at, on in wanted])
        for question, wanted in stored.chosen
    }
    if not all(each.on for wanted in chosen.values() for each in wanted):
        raise ValueError("a link on no page")
    return LayoutChoices(dict(stored.tallies), chosen)


def _check(numbers: Iterable[int]) -> None:
    """Raises :class:`ValueError` where one is below zero."""
    if any(number < 0 for number in numbers):
        raise ValueError("no number of a page or link")


def _without(links: ChosenLinks, paths: set[str]) -> ChosenLinks:
    """The links of all pages but those that come from ``paths``."""
    of_pages = links.of_pages
    kept = {page: each for page, each in of_pages.tallies.items() if page.path not in paths}
    return links._replace(of_pages=of_pages._replace(tallies=kept))
