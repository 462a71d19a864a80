"""What site rules see: the facts of every file, and where each link leads."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from functools import cached_property
from itertools import chain

from sitecheck.document.frames.frame_links import PageAt
from sitecheck.document.frames.frame_tags import Block, is_fixed
from sitecheck.document.frames.page_frames import PageFrame
from sitecheck.document.heads.head import HeadRow, PageHead
from sitecheck.document.static_page import foreign_pages
from sitecheck.document.theme_layouts import theme_place
from sitecheck.document.whole_site.anchors import Anchors
from sitecheck.document.whole_site.causes import MOST_VALUES, Blame
from sitecheck.document.whole_site.layout_links import ChosenLinks, LayoutLinks
from sitecheck.document.whole_site.mentions import Mentions, is_word
from sitecheck.document.whole_site.page_links import PageLinks, TextOf, Wanted, added, tally
from sitecheck.document.whole_site.readers import Heads, Readers
from sitecheck.document.whole_site.resolved_link import ResolvedLink
from sitecheck.document.whole_site.site_pages import SitePages
from sitecheck.document.whole_site.used_includes import UsedIncludes
from sitecheck.document.whole_site.used_layouts import unseen_layouts
from sitecheck.document.whole_site.value_places import ValuePlaces, last_texts
from sitecheck.document.whole_site.verdicts import Verdicts
from sitecheck.jekyll import Record, Route, Site, WhyNot
from sitecheck.jekyll.generators.redirects import Redirect, redirects_of
from sitecheck.jekyll.links.resolve import LinkVerdict
from sitecheck.jekyll.links.site_address import own_host
from sitecheck.jekyll.records import HTML_EXTENSIONS
from sitecheck.model.facts import ExternalStatus, Id, Link, PageFacts
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.origin import THE_PAGE, Origin
from sitecheck.model.report import LinkSummary
from sitecheck.model.span import Place
from sitecheck.model.unknown import ReasonKind
from sitecheck.text.digest import digest
from sitecheck.text.source_map import UNKNOWN

TRIAL = "/a-value-for-trial"
"""What a key of the front matter is tried with, to see where its value comes out: an address, too."""
_COMMON = ("ok", "external")
"""What becomes of most links: it is told of all, not asked for."""
_MOST_PLACES = 20
"""On so many of its pages it is looked up whether a value is written in the same place, by a default."""
_NO_READERS = Readers()


class SiteFacts:
    """The facts of a whole site: pure look-ups, all in memory."""

    def __init__(
        self,
        site: Site,
        files: Mapping[str, PageFacts],
        statuses: Mapping[str, ExternalStatus] | None = None,
        later: Mapping[str, PageFacts] | None = None,
        readers: Readers = _NO_READERS,
    ) -> None:
        self.site = site
        self.files = files
        self.later = later or {}
        """The further pages of paginated lists, by address."""
        self.statuses = statuses or {}
        """What the network said, by address without fragment; empty when it was not asked."""
        self.page = ""
        """The one file whose page counts (:meth:`of_page`); "" for all."""
        self._readers = readers
        self._values = ValuePlaces(site, readers.source) if readers.source is not None else None
        self._pages = SitePages(site, files, self.later)
        self._includes = UsedIncludes(site, files, readers.shown)
        self._anchors = Anchors(site, files, self._pages, self._includes, lambda: self.frames)
        self._verdicts = Verdicts(site, self._pages, self._anchors)
        self._given: dict[tuple[int, ...], tuple[tuple[Block, ...], tuple[Id, ...]]] = {}
        self.days: set[str] = set()
        """The days that rules asked for by :meth:`has_come`."""
        self.folders: set[str] = set()
        """The folders that were listed for :attr:`mentions`, from the site."""

    def with_statuses(self, statuses: Mapping[str, ExternalStatus]) -> SiteFacts:
        """These facts with what the network said; all that is worked out already is shared."""
        found = copy(self)
        found.statuses = statuses
        return found

    def of_page(self, page: PageFacts) -> SiteFacts:
        """These facts with ``page`` in place of what was known of its file, and of all pages none but that:
        what a rule finds on it that judges each page by itself. Layouts are as they were."""
        found = self.with_files({page.path: page})
        found.page = page.path
        return found

    def of_heads(self) -> SiteFacts:
        """These facts as rules on heads see them: of each file no more than its front matter, the names that
        its Liquid asks for, and whether a heading may be its title; nothing of further pages of lists, nor
        which includes are shown, which hang on the texts of files."""
        seen = {
            path: PageFacts(
                path=each.path,
                kind=each.kind,
                keys=each.keys,
                names=each.names,
                begins_with_heading=each.begins_with_heading,
            )
            for path, each in self.files.items()
        }
        readers = self._readers._replace(shown=None, chosen=None)
        return SiteFacts(self.site, seen, self.statuses, readers=readers)

    def with_files(self, files: Mapping[str, PageFacts], site: Site | None = None) -> SiteFacts:
        """These facts with ``files`` in place of what was known of them, of ``site`` as it is now; layouts
        are as they were."""
        readers = self._readers._replace(chosen=None)
        return SiteFacts(
            site or self.site, {**self.files, **files}, self.statuses, later=self.later, readers=readers
        )

    def has_come(self, day: str) -> bool:
        """Whether ``day`` ("2027-01-12", "2027-01" or "2027") has begun when the site is built."""
        self.days.add(day)
        return self.site.has_come(day)

    @property
    def asked_days(self) -> frozenset[str]:
        """The days that rules and layouts asked for, whether they have come."""
        return self._readers.days() | self.days

    @property
    def records(self) -> Mapping[str, Record]:
        """The pages, posts and documents that authors wrote: path → what Jekyll makes of it."""
        return self._pages.records

    @property
    def theme(self) -> str:
        """The theme whose files are not among the sources, as the configuration names it; "" for none."""
        return self.site.theme_elsewhere

    @property
    def own_host(self) -> str:
        """The host that ``url`` names, or else ``CNAME``, in lower case; "" when neither names one."""
        return own_host(self.site)

    @property
    def plugins(self) -> frozenset[str]:
        """The plugins that run."""
        return self.site.config.plugins

    @property
    def has_own_plugins(self) -> bool:
        """Whether the site brings Ruby code of its own, which may do anything."""
        return any(each.why_not is WhyNot.PLUGIN_SOURCE for each in self.site.unpublished.values())

    def layouts_around(self, path: str) -> tuple[PageFacts, ...]:
        """The layouts around the page of a file, from the inside out, as far as they are here."""
        return self._pages.layouts_around(path)

    def pages(self) -> Iterator[PageFacts]:
        """The facts of every published page, post and document."""
        yield from self._pages.published(self._judged)

    @property
    def _judged(self) -> Collection[PageFacts]:
        """The files whose pages count."""
        if not self.page:
            return self.files.values()
        return (self.files[self.page],) if self.page in self.files else ()

    def static_pages(self) -> Iterator[PageFacts]:
        """The facts of HTML that is copied as it is, but for what others or programs wrote."""
        for facts in self._judged:
            if facts.static is not None and facts.path not in self.foreign:
                yield facts

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The paths of copied HTML that a program wrote, or that belongs to somebody else's package."""
        return foreign_pages(self.files, {*self.site.by_source, *self.site.unpublished})

    @property
    def unused_includes(self) -> frozenset[str]:
        """The include files that nothing which is built includes; empty where that is not known."""
        return self._includes.unused

    @property
    def unseen_includes(self) -> frozenset[str]:
        """The include files that no page shows, whether anything includes them or not."""
        return self._includes.unseen

    @cached_property
    def unseen(self) -> frozenset[str]:
        """The includes and layouts in which nobody sees what is wrong, as no page shows them."""
        return self.unseen_includes | self._unseen_layouts

    @cached_property
    def _unseen_layouts(self) -> frozenset[str]:
        return unseen_layouts(self.site)

    @cached_property
    def mentions(self) -> Mentions | None:
        """What the texts of the site's folder speak of, published or not; ``None`` where it is not known."""
        if self._readers.mentions is None:
            return None
        names = (posixpath.basename(file.path) for file in self.site.static)
        found, folders = self._readers.mentions([name for name in names if not is_word(name)])
        self.folders.update(folders)
        return found

    def identified(self) -> Iterator[tuple[PageFacts, tuple[Id, ...]]]:
        """The pages that are shown, copied ones included, each with the ids that its layouts give it."""
        for facts in (*self.pages(), *self.static_pages()):
            record = self.records.get(facts.path) if facts.static is None else None
            url = self.url(facts.path)
            if url is None or (record is not None and self.site.redirects(record)):
                continue
            frame = self.frames.get(PageAt(facts.path, url))
            yield facts, self._given_ids(frame.blocks) if frame is not None else ()

    def _given_ids(self, blocks: tuple[Block, ...]) -> tuple[Id, ...]:
        """The ids that blocks of layouts give, as far as they are known; one object for all pages that have
        these blocks."""
        key = tuple(map(id, blocks))
        if key not in self._given:
            ids = (id_ for block in blocks for id_ in block.ids)
            self._given[key] = blocks, tuple(id_ for id_ in ids if UNKNOWN not in id_.id)
        return self._given[key][1]

    @cached_property
    def links(self) -> tuple[ResolvedLink, ...]:
        """Every link of the site: those of each page, copied ones included, then those of each layout."""
        return (*self._page_links.all, *self._layout_links.all)

    @cached_property
    def _known_links(self) -> ChosenLinks | None:
        return self._readers.chosen() if self._readers.chosen is not None else None

    @cached_property
    def _page_links(self) -> PageLinks:
        known = self._known_links
        return PageLinks(self._linking(), self._verdicts, known.of_pages if known is not None else None)

    @cached_property
    def _layout_links(self) -> LayoutLinks:
        known = self._known_links
        frames = {} if self.page else self.frames
        return LayoutLinks(
            {page: frame for page, frame in frames.items() if not self._is_lost(page.path)},
            self._pages,
            self._verdicts,
            theme_place(self.site),
            known.of_layouts if known is not None else None,
        )

    def choose(self, question: str, wanted: Wanted) -> Iterator[ResolvedLink]:
        """Those of :attr:`links` that are ``wanted``, without judging all where it is known from another run
        which are. What is wanted must hang on nothing but the link, where it leads, and the site; one name of
        a question means one thing. How a theme writes its links is no matter of the site's owner: they are
        none of those."""
        yield from self._page_links.chosen(question, wanted)
        yield from self._layout_links.chosen(question, lambda each: not each.of_theme and wanted(each))

    def texts(self, question: str, text_of: TextOf) -> frozenset[str]:
        """All that ``text_of`` makes of :attr:`links`, "" being nothing; what is asked of a link as for
        :meth:`choose`."""
        of_layouts = self._layout_links.chosen(question, lambda each: text_of(each) != "")
        return frozenset((*self._page_links.texts(question, text_of), *map(text_of, of_layouts)))

    @property
    def chosen_links(self) -> ChosenLinks:
        """What was made out of the links of pages and layouts, for another run."""
        return ChosenLinks(self._page_links.outcome(), self._layout_links.outcome())

    @property
    def judged_pages(self) -> int:
        """Of how many pages all links were judged."""
        return self._page_links.judged

    def certain(self, status: str) -> Iterable[ResolvedLink]:
        """The links of that status that are on their pages for certain."""
        if status in _COMMON:
            return self.certain_links.get(status, ())

        def is_certain(each: ResolvedLink) -> bool:
            return each.verdict.status == status and not each.link.maybe

        question = f"certain {status}"
        of_pages = self._page_links.chosen(question, is_certain)
        return chain(of_pages, self._layout_links.chosen(question, is_certain))

    @cached_property
    def certain_links(self) -> Mapping[str, Sequence[ResolvedLink]]:
        """The links that are on their pages for certain, by what becomes of them: most lead to a page, and
        few rules ask for those."""
        found: dict[str, list[ResolvedLink]] = {}
        for resolved in self.links:
            if not resolved.link.maybe:
                found.setdefault(resolved.verdict.status, []).append(resolved)
        return found

    def at_causes(self, resolved: ResolvedLink) -> Iterator[ResolvedLink]:
        """The link at the place of its cause: the value of the front matter, of data, of the configuration
        or of an include's parameter that makes the address what it is; else as it is. A link that a few
        pages have from values of their own is one for each."""
        link, values = resolved.link, self._values
        value = self._blame.value(link, resolved.verdict, self._bases_of_addresses) if link.values else None
        if value is None or values is None:
            yield resolved
            return
        places: dict[Place, list[PageAt]] = {}
        of_page = value.origin.path == THE_PAGE
        shown = (link.href or "")[value.start : value.end]
        before = value.start if (link.href or "")[: value.start] == self.site.baseurl else 0
        for page in resolved.on[: _MOST_PLACES if of_page else 1] or (PageAt(resolved.page, ""),):
            place = values.place(value.origin.on(page.path), shown) or link.place
            places.setdefault(place, []).append(page)
        if link.place in places or len(places) > MOST_VALUES:
            yield resolved
            return
        for place, pages in places.items():
            yield resolved._replace(
                page=pages[0].path,
                link=link._replace(place=place, whole=place),
                printed_at=link.place,
                stands_so=values.stands(place, (link.href or "")[before:]),
                on=resolved.on if len(places) == 1 else tuple(pages),
            )

    @cached_property
    def _blame(self) -> Blame:
        return Blame(
            (
                (each.link, each.verdict, [page.path for page in each.on[: MOST_VALUES + 1]] or [each.page])
                for each in self.choose("with values", lambda each: bool(each.link.values))
            ),
            self._shown_on,
        )

    def _shown_on(self, origin: Origin, page: str) -> Origin:
        """The origin of a value on a page. What the defaults of the configuration give to pages that do not
        write it themselves is one value, on however many of them."""
        name = next(iter(origin.keys), "")
        facts = self.files.get(page)
        is_given = name in self.site.config.default_entries and facts is not None and facts.key(name) is None
        return origin if origin.path == THE_PAGE and is_given else origin.on(page)

    @cached_property
    def _bases_of_addresses(self) -> frozenset[str]:
        url, base = self.site.config.text("url").rstrip("/"), self.site.baseurl
        return frozenset({"", url, base, url + base})

    @cached_property
    def frames(self) -> Mapping[PageAt, PageFrame]:
        """What the layouts around each page give it, what they make of its content last."""
        found = self._readers.frames() if self._readers.frames is not None else {}
        return {page: self._with_content(page, frame) for page, frame in found.items()}

    def may_have(self, facts: PageFacts, element: str, attribute: str) -> bool:
        """Whether the page of a file, layouts and all, may have a link of that kind: one is there, or one of
        its layouts is not, or is not read to its end."""
        url, record = self._pages.url(facts.path), self._pages.records.get(facts.path)
        frame = self.frames.get(PageAt(facts.path, url or ""), PageFrame())
        around = self._pages.layouts_outward(record) if record is not None else ()
        if any(layout is None or layout.path not in frame.layouts for layout in around):
            return True
        links = chain(facts.links, *(block.links for block in frame.blocks))
        return any((link.element, link.attribute) == (element, attribute) for link in links)

    def _with_content(self, page: PageAt, frame: PageFrame) -> PageFrame:
        facts = self._pages.at(page)
        made = facts.framed if facts is not None else None
        if made is None:
            return frame
        return frame._replace(
            blocks=(*frame.blocks, frame.beyond(Block(made.links, made.ids))),
            cut=(*frame.cut, *filter(None, (made.cut,))),
        )

    @cached_property
    def is_cut(self) -> bool:
        """Whether a page is not read to its end, or one of its layouts is too much work: what is there may
        lead anywhere."""
        return any(frame.cut for frame in self.frames.values()) or any(
            reason.kind is ReasonKind.LIMIT for facts in self.pages() for reason in facts.open_ids
        )

    @property
    def knows_frames(self) -> bool:
        """Whether :attr:`frames` is worked out already."""
        return "frames" in vars(self)

    @cached_property
    def heads(self) -> tuple[HeadRow, ...]:
        """The head of every page that is published as HTML, as search engines see it."""
        return self._heads.rows if self._heads is not None else ()

    @cached_property
    def _heads(self) -> Heads | None:
        return self._readers.heads() if self._readers.heads is not None else None

    def head_on_trial(self, row: HeadRow, key: str) -> PageHead | None:
        """The head of a page, were :data:`TRIAL` in ``key`` of its front matter; ``None`` where that is not
        known."""
        return self._heads.head_with(row, key, TRIAL) if self._heads is not None else None

    @cached_property
    def redirects(self) -> tuple[Redirect, ...]:
        """The redirects that jekyll-redirect-from makes."""
        return redirects_of(self.site)

    def value_place(self, path: str, keys: tuple[str, ...], shown: str) -> Place:
        """Where the value is written that ``keys`` of the front matter of ``path`` lead to, which shows as
        ``shown``; the file as a whole where that is not known."""
        place = self._values.place(Origin(path, keys), shown) if self._values is not None else None
        return place or Place(path, WHOLE_FILE)

    def written(self, place: Place) -> str:
        """What is written at a place; "" where that cannot be read."""
        start, end = place.span
        return self._text(place.path)[start:end]

    @cached_property
    def _text(self) -> Callable[[str], str]:
        """The text of a file: what is kept of them is so for these facts alone, as an editor may have
        changed it by the next."""
        return last_texts(self._readers.source) if self._readers.source is not None else lambda _: ""

    @cached_property
    def _used_layouts(self) -> frozenset[str]:
        """The layouts whose links are known page by page."""
        return frozenset(path for frame in self.frames.values() for path in frame.layouts)

    def on_each_page(self, resolved: ResolvedLink) -> Iterator[ResolvedLink]:
        """A link on each of its pages, by itself."""
        for page in resolved.on:
            verdict = resolved.verdict
            if len(resolved.on) > 1 and not is_fixed(resolved.link):
                verdict = self._verdicts.of_frame(page, resolved.link)
            yield resolved._replace(page=page.path, verdict=verdict, on=(page,))

    def _linking(self) -> Iterator[tuple[PageFacts, str]]:
        """What shows links, and at which address: copied pages and the further pages of lists, too."""
        for facts in (*self.pages(), *self.static_pages()):
            if (url := self.url(facts.path)) is not None and not self._is_lost(facts.path):
                yield facts, url
        yield from ((facts, url) for url, facts in self.later.items() if not self.page)
        shown_or_not = self._used_layouts | self._unseen_layouts
        for facts in self._judged:
            if facts.kind == "layout" and facts.path not in shown_or_not:
                yield facts, "/"

    def _is_lost(self, path: str) -> bool:
        """Whether another page is written over that of a file, which then nobody sees: the rule
        duplicate-permalink tells that. Of pages in several languages each is written somewhere."""
        route = self.site.by_source.get(path)
        return self.site.translations is None and route is not None and self.site.is_written_over(route)

    def verdict(self, url: str, link: Link) -> LinkVerdict:
        """Where ``link`` leads from the page at ``url``."""
        return self._verdicts.verdict(url, link)

    def leads(self, url: str, href: str) -> LinkVerdict:
        """Where an address leads that is written in HTML on the page at ``url``."""
        return self._verdicts.leads(url, href)

    def said_at(self, facts: PageFacts, key: str) -> Place | None:
        """Where the value is written that a page has for ``key``: in its front matter, or in the defaults of
        the configuration; ``None`` where neither says it."""
        if (own := facts.key(key)) is not None:
            return Place(facts.path, own.value)
        record = self.records.get(facts.path)
        given = record.data.get(key) if record is not None else None
        written = self.site.config.default_entries.get(key, ())
        return next((Place(path, entry.value) for path, entry in written if entry.data == given), None)

    def url(self, path: str) -> str | None:
        """The address of the file ``path``, without ``baseurl``."""
        return self._pages.url(path)

    def anchors(self, route: Route) -> Set[str] | None:
        """The ids on the page at ``route``; ``None`` when there may be others."""
        return self._anchors.at(route)

    def external_urls(self) -> dict[str, set[str]]:
        """The external addresses that pages link to: address without fragment → fragments."""
        found: dict[str, set[str]] = {}
        for resolved in self.links:
            if resolved.verdict.status == "external" and resolved.link.href is not None:
                url, _, fragment = resolved.link.href.partition("#")
                found.setdefault(f"https:{url}" if url.startswith("//") else url, set())
                if fragment:
                    found[f"https:{url}" if url.startswith("//") else url].add(fragment)
        return found

    def status(self, link: Link) -> ExternalStatus | None:
        """What the network said about a link; ``None`` when it was not asked."""
        url = (link.href or "").partition("#")[0]
        return self.statuses.get(f"https:{url}" if url.startswith("//") else url)

    def form_problem(self, link: Link) -> str:
        """What is certainly wrong with the identifier (DOI, ISBN …) in a link's address; "" for nothing."""
        return (
            self._readers.form_problem(link.href)
            if self._readers.form_problem is not None and link.href
            else ""
        )

    def _stands_nowhere(self, resolved: ResolvedLink) -> bool:
        """Whether it is not known where a link leads because no page has it: it is that of a layout which is
        not used."""
        return resolved.verdict.status == "dynamic" and resolved.page in self._idle_layouts

    @cached_property
    def _idle_layouts(self) -> frozenset[str]:
        """The layouts that stand around no page of HTML that is known: what a style has of the front matter
        defaults stands around nothing, and PHP writes pages of its own."""
        layouts = {facts.path for facts in self._judged if facts.kind == "layout"} - self._used_layouts
        pages = (page.path for page in self.pages() if self._is_html(page.path))
        used = (each.path for path in pages for each in self._pages.layouts_around(path))
        return frozenset(layouts.difference(used)) if layouts else frozenset()

    def _is_html(self, path: str) -> bool:
        """Whether the page of a file is HTML."""
        record = self.records.get(path)
        return record is None or record.output.endswith(HTML_EXTENSIONS)

    def summary(self) -> LinkSummary:
        """How many links were proven, broken, and unknown, and why unknown."""
        elsewhere = self._page_links.chosen(
            "written elsewhere", lambda each: each.link.place.path != each.page
        )
        of_layouts = self._layout_links.tallies
        shared = {*of_layouts, *(each.link.place.path for each in elsewhere)}
        shared.update(facts.path for facts in self.later.values())

        def is_apart(facts: PageFacts) -> bool:
            """Whether a link in the file may be on several pages, or on none."""
            return facts.kind == "layout" or facts.path in shared

        others = (*self._page_links.of(is_apart), *elsewhere)
        both = {each.link.place.path for each in others}.intersection(of_layouts)
        rest = tally(each for each in (*others, *self._written_in(both)) if not self._stands_nowhere(each))
        apart = (each for path, each in of_layouts.items() if path not in both)
        all_ = added([rest, *apart, *self._page_links.tallies(lambda facts: not is_apart(facts))])
        return LinkSummary(
            proven=all_.proven,
            broken=all_.broken,
            dynamic=sum(number for _, number in all_.dynamic),
            external=all_.external,
            reasons=dict(all_.dynamic),
        )

    def _written_in(self, paths: Collection[str]) -> Iterable[ResolvedLink]:
        """The links of layouts that are written in these files."""
        if not paths:
            return ()
        question = f"written in {digest(*sorted(paths))}"
        return self._layout_links.chosen(question, lambda each: each.link.place.path in paths)
