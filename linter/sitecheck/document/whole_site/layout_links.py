"""The links that layouts give to pages: what is asked of them need not be asked of all.

It is with them as with those of pages (``page_links.py``): what a question chose holds as long as frames,
addresses and anchors are as they were, which who keeps the answers sees to. The plain way, that of
:attr:`LayoutLinks.all`, is to judge every link on its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from sitecheck.document.frames.frame_links import LinkAt, PageAt, ShownLink, frame_links, shown_blocks
from sitecheck.document.frames.page_frames import PageFrame
from sitecheck.document.whole_site.page_links import PageChoices, Tally, Wanted, tally
from sitecheck.document.whole_site.resolved_link import ResolvedLink
from sitecheck.document.whole_site.site_pages import SitePages
from sitecheck.document.whole_site.verdicts import Verdicts
from sitecheck.model.facts import Link
from sitecheck.model.span import Place
from sitecheck.named_tuple import NamedTuple


class LayoutChoice(NamedTuple):
    """A link that was wanted, by numbers."""

    at: LinkAt
    on: tuple[int, ...]
    """The pages on which it stands."""


class LayoutChoices(NamedTuple):
    """What was made out of the links of layouts."""

    tallies: Mapping[str, Tally]
    """How many links of each fate are written in each file."""
    chosen: Mapping[str, tuple[LayoutChoice, ...]]
    """For each question the links that were wanted."""


class ChosenLinks(NamedTuple):
    """What was made out of the links of a site."""

    of_pages: PageChoices
    of_layouts: LayoutChoices | None
    """``None`` where it is not known."""


class LayoutLinks:
    """The links that the layouts of a site give to its pages."""

    def __init__(
        self,
        frames: Mapping[PageAt, PageFrame],
        pages: SitePages,
        verdicts: Verdicts,
        theme: Place | None,
        known: LayoutChoices | None = None,
    ) -> None:
        """``frames`` are those of the pages that are shown, in order; at ``theme`` its name is written.
        ``known`` says what was made out of these links when all that decides about them was as it is."""
        self._frames = frames
        self._pages = pages
        self._verdicts = verdicts
        self._theme = theme
        self._known = known
        self._chosen: dict[str, tuple[LayoutChoice, ...]] = {}
        self._own: dict[PageAt, frozenset[tuple[str, str, str | None]]] = {}
        """The addresses in the contents of pages, as far as they were asked for."""
        self._on: dict[tuple[int, ...], tuple[PageAt, ...]] = {}

    @cached_property
    def all(self) -> tuple[ResolvedLink, ...]:
        """Every link: one for each place, address, and fate."""
        return tuple(resolved for resolved, _ in self._judged)

    def chosen(self, question: str, wanted: Wanted) -> list[ResolvedLink]:
        """The links that are ``wanted``, in order. Questions of one name want the same."""
        told = self._known.chosen.get(question) if self._known is not None else None
        try:
            found = [self._numbered(each) for each in told] if told is not None else None
        except IndexError:  # such numbers are none of this site
            found = None
        if told is None or found is None:
            both = [each for each in self._judged if wanted(each[0])]
            found, told = [resolved for resolved, _ in both], tuple([choice for _, choice in both])
        self._chosen[question] = told
        return found

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """How many links of each fate are written in each file."""
        if self._known is not None:
            return self._known.tallies
        files: dict[str, list[ResolvedLink]] = {}
        for each in self.all:
            files.setdefault(each.link.place.path, []).append(each)
        return {path: tally(links) for path, links in files.items()}

    def outcome(self) -> LayoutChoices | None:
        """What was made out of all links, to be known the next time; ``None`` where the contents of pages
        were asked for it: these change with every edit."""
        return None if self._own else LayoutChoices(self.tallies, self._chosen)

    @cached_property
    def _page_at(self) -> Sequence[PageAt]:
        return tuple(self._frames)

    @cached_property
    def _judged(self) -> Sequence[tuple[ResolvedLink, LayoutChoice]]:
        shown = frame_links(self._page_at, tuple(self._frames.values()), self._verdicts.of_frame)
        return tuple((self._resolved(each), LayoutChoice(each.at, each.on)) for each in self._kept(shown))

    def _kept(self, shown: Iterable[ShownLink]) -> Iterator[ShownLink]:
        """The links, but those on pages whose content has them itself."""
        for each in shown:
            link, on = each.link, each.on
            if not (link.maybe and each.verdict.status in ("dynamic", "replaced")):
                yield each
                continue
            kept = tuple([number for number in on if not self._has_itself(self._page_at[number], link)])
            if kept and kept[0] != on[0]:  # the target is that of the first page
                verdict = self._verdicts.of_frame(self._page_at[kept[0]], link)
                yield each._replace(verdict=verdict, on=kept)
            elif kept:
                yield each._replace(on=kept)

    def _resolved(self, shown: ShownLink) -> ResolvedLink:
        on = self._on.get(shown.on)
        if on is None:
            on = self._on[shown.on] = tuple([self._page_at[number] for number in shown.on])
        link = shown.link
        of_theme = link.place == self._theme
        return ResolvedLink(on[0].path, link, shown.verdict, on=on, of_layout=True, of_theme=of_theme)

    @cached_property
    def _blocks(self) -> Sequence[Sequence[Link]]:
        return [block.links for block, _ in shown_blocks(self._frames.values())]

    def _numbered(self, choice: LayoutChoice) -> ResolvedLink:
        """A link by its numbers; raises :class:`IndexError` where there is none."""
        at = choice.at
        link = self._blocks[at.block][at.link]
        verdict = self._verdicts.of_frame(self._page_at[at.page], link)
        return self._resolved(ShownLink(link, verdict, choice.on, at))

    def _has_itself(self, page: PageAt, link: Link) -> bool:
        """Whether the content of a page has a link that its layout may show: as where that prints the content
        once more. It is judged where it is written."""
        own = self._own.get(page)
        if own is None:
            facts = self._pages.at(page)
            links = facts.links if facts is not None else ()
            own = self._own[page] = frozenset((each.element, each.attribute, each.href) for each in links)
        return link.href is not None and (link.element, link.attribute, link.href) in own
