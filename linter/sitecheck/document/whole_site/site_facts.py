"""What site rules see: the facts of every file, and where each link leads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from sitecheck.document.frames.frame_links import PageAt, frame_links, is_fixed
from sitecheck.document.frames.frame_tags import Block
from sitecheck.document.frames.page_frames import PageFrame
from sitecheck.document.heads.head import HeadRow, PageHead
from sitecheck.document.static_page import foreign_pages
from sitecheck.document.whole_site.causes import MOST_VALUES, Blame
from sitecheck.document.whole_site.mentions import Mentions, ReadMentions, is_word
from sitecheck.document.whole_site.value_places import ReadSource, ValuePlaces
from sitecheck.jekyll import Layout, Record, Route, Site, WhyNot
from sitecheck.jekyll.generators.redirects import Redirect, redirects_of
from sitecheck.jekyll.links.resolve import LinkVerdict, Resolver, own_host
from sitecheck.model.facts import ExternalStatus, Id, Link, PageFacts
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.origin import THE_PAGE, Origin
from sitecheck.model.report import LinkSummary
from sitecheck.model.span import Place
from sitecheck.model.unknown import ReasonKind, because, may_be, words
from sitecheck.text.source_map import UNKNOWN

THEME_IDS = frozenset(
    {
        *("archive", "comments", "content", "disqus_thread", "footer", "header", "main", "main-content"),
        *("main_content", "menu", "nav", "navigation", "page", "page-title", "primary-nav", "search"),
        *("sidebar", "site-nav", "site-footer", "site-header", "skip-links", "toc", "top", "wrapper"),
    }
)
"""Ids that a theme's layouts commonly bring; with a theme whose files are not here they may exist."""


BUILD_FILES = ("package.json", "Rakefile", "gulpfile.js", "Gruntfile.js", "webpack.config.js", "Makefile")
"""Files that show that something beside Jekyll takes part in making the site."""


_BUILT = (".css", ".js", ".mjs")
"""With what the names of files end that build steps make."""
_MOST_PLACES = 20
"""On so many of its pages it is looked up whether a value is written in the same place, by a default."""
_WHOLE = ("http:", "https:")
"""How addresses begin that are resolved without the page they stand on, by all but jekyll-relative-links,
which leaves them alone."""
_BROKEN = ("broken-page", "broken-anchor")
_NO_ADDRESS = re.compile(r"[\s(),'\"=]|\A\d+\Z")
_FAULTS = (*_BROKEN, "malformed")
_MISSING_INCLUDES = frozenset({ReasonKind.THEME_INCLUDE})


class ResolvedLink(NamedTuple):
    """A link, where it leads, and the pages on which it does so."""

    page: str
    """The document on whose page the link stands; of several the first; for a link of a layout that no page
    uses, the layout."""
    link: Link
    verdict: LinkVerdict
    """What becomes of it on that page."""
    on: tuple[PageAt, ...] = ()
    """All pages on which it stands, with other targets perhaps, but the same status."""
    of_layout: bool = False
    """Whether layouts give it to pages."""
    printed_at: Place | None = None
    """Where a template prints the address, when the link's place is that of the value which it prints."""
    stands_so: bool = True
    """Whether the address stands at the link's place as it is, when that is the place of a value."""
    others: tuple[str, ...] = ()
    """Other addresses at the same place with the same fate, where there are too many to tell one by one."""

    @property
    def url(self) -> str:
        """The address of the first page."""
        return self.on[0].url if self.on else ""

    @property
    def pages(self) -> int:
        """On how many pages it stands."""
        return max(1, len(self.on))

    @property
    def is_fixed(self) -> bool:
        """Whether its address leads to the same wherever it stands."""
        return is_fixed(self.link)

    @property
    def by_host(self) -> bool:
        """Whether the link reaches the site by its full address, as a link from outside would.

        The host may serve files that are not among the sources, so such a link is less sure to be broken.
        """
        href = self.link.href or ""
        return self.verdict.target is not None and href.lower().startswith(("http:", "https:", "//"))


class Heads(Protocol):
    """Reads the heads of a site."""

    @property
    def rows(self) -> tuple[HeadRow, ...]:
        """The head of every page that is published as HTML."""
        ...

    def head_with(self, row: HeadRow, key: str, value: str) -> PageHead | None:
        """The head of a page, were ``key`` of its front matter another."""
        ...


class SiteFacts:
    """The facts of a whole site: pure look-ups, all in memory."""

    def __init__(
        self,
        site: Site,
        files: Mapping[str, PageFacts],
        statuses: Mapping[str, ExternalStatus] | None = None,
        form_problem: Callable[[str], str] | None = None,
        later: Mapping[str, PageFacts] | None = None,
        frames: Callable[[], Mapping[PageAt, PageFrame]] | None = None,
        shown: Callable[[], frozenset[str] | None] | None = None,
        heads: Callable[[], Heads] | None = None,
        written: Callable[[Place], str] | None = None,
        read: ReadSource | None = None,
        mentions: ReadMentions | None = None,
    ) -> None:
        """``heads`` gives the head of every page that is published as HTML, ``written`` what is at a place.

        ``frames`` gives what the layouts around each page give it; without it each layout is judged by
        itself, with an unknown page. ``shown`` gives the includes that pages show, ``None`` where that is not
        known. ``read`` gives the texts of files that values are written in; without
        it a fault of a value stands where it is printed. ``mentions`` gives what all texts of the site's
        folder speak of."""
        self.site = site
        self.files = files
        self.later = later or {}
        """The further pages of paginated lists, by address."""
        self.statuses = statuses or {}
        """What the network said, by address without fragment; empty when it was not asked."""
        self.page = ""
        """The one file whose page counts (:meth:`of_page`); "" for all."""
        self._form_problem = form_problem
        self._read_frames = frames
        self._read_shown = shown
        self._read_heads = heads
        self._read_text = written
        self._read_source = read
        self._read_mentions = mentions
        self._values = ValuePlaces(site, read) if read is not None else None
        self._resolver = Resolver(site, self.anchors)
        self._cache: dict[tuple[str, str, bool, str], LinkVerdict] = {}
        self._bases: dict[str, Link | None] = {}
        self._anchors: dict[str, frozenset[str]] = {}
        self._ids: dict[str, frozenset[str]] = {}
        self._reading_layouts: dict[tuple[str, ...], bool] = {}
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

    def with_files(self, files: Mapping[str, PageFacts], site: Site | None = None) -> SiteFacts:
        """These facts with ``files`` in place of what was known of them, of ``site`` as it is now; layouts
        are as they were."""
        return SiteFacts(
            site or self.site,
            {**self.files, **files},
            self.statuses,
            form_problem=self._form_problem,
            later=self.later,
            frames=self._read_frames,
            shown=self._read_shown,
            heads=self._read_heads,
            written=self._read_text,
            read=self._read_source,
            mentions=self._read_mentions,
        )

    def has_come(self, day: str) -> bool:
        """Whether ``day`` ("2027-01-12", "2027-01" or "2027") has begun when the site is built."""
        self.days.add(day)
        return self.site.has_come(day)

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The pages, posts and documents that authors wrote: path → what Jekyll makes of it."""
        return {record.path: record for record in self.site.sources() if record.path is not None}

    @property
    def theme(self) -> str:
        """The theme whose files are not among the sources, as the configuration names it; "" for none."""
        return str(self.site.config["remote_theme"] or self.site.config["theme"] or "")

    @property
    def own_host(self) -> str:
        """The host that ``url`` names, in lower case; "" when it names none."""
        return own_host(self.site)

    @property
    def plugins(self) -> frozenset[str]:
        """The plugins that run."""
        return self.site.config.plugins

    @property
    def has_own_plugins(self) -> bool:
        """Whether the site brings Ruby code of its own, which may do anything."""
        return any(each.why_not is WhyNot.PLUGIN_SOURCE for each in self.site.unpublished.values())

    def _frame(self, record: Record | Layout) -> Iterator[PageFacts | None]:
        """The layouts around a page or a layout, from the inside out; ``None`` at last for one not here."""
        layout, seen = record.data.get("layout"), set[str]()
        layout = str(layout) if type(layout) is int else layout  # as layouts_of()
        while isinstance(layout, str) and layout not in seen:
            seen.add(layout)
            known = self.site.layouts.get(layout)
            yield (facts := self.files.get(known.path) if known is not None else None)
            if known is None or facts is None:
                return
            layout = known.data.get("layout")

    def layouts_around(self, path: str) -> tuple[PageFacts, ...]:
        """The layouts around the page of a file, from the inside out, as far as they are here."""
        return self._known_frame(self.records.get(path))

    def _known_frame(self, record: Record | Layout | None) -> tuple[PageFacts, ...]:
        """The layouts around a page or a layout, from the inside out, as far as they are here."""
        frame = self._frame(record) if record is not None else ()
        return tuple(facts for facts in frame if facts is not None)

    def pages(self) -> Iterator[PageFacts]:
        """The facts of every published page, post and document."""
        yield from self._published(self._judged)

    def _published(self, files: Iterable[PageFacts]) -> Iterator[PageFacts]:
        for facts in files:
            if facts.kind in ("page", "post", "document") and self._is_published(facts.path):
                yield facts

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
        return foreign_pages(self.files, self.site.by_source.keys() | self.site.unpublished.keys())

    @cached_property
    def unused_includes(self) -> frozenset[str]:
        """The include files that nothing which is built includes; empty where that is not known.

        A theme's layouts, the site's own Ruby and settings of plugins may name any.
        """
        if self._asks_unknown:
            return frozenset()
        names = self._include_names
        waiting = (facts for facts in self.files.values() if facts.kind != "include")
        reached = self._called(waiting, filter(self._is_set, names))
        return frozenset(path for name, path in names.items() if name not in reached)

    def _called(self, files: Iterable[PageFacts], named: Iterable[str] = ()) -> set[str]:
        """The includes that ``files`` may call, those ``named``, and what these may call in turn, by name."""
        names, reached = self._include_names, set(named)
        waiting = [*files, *(self.files[names[name]] for name in reached if names[name] in self.files)]
        while waiting:
            asked = waiting.pop().asks
            new = {name for each in asked for name in _asked_for(each, names, self._handed)} - reached
            reached |= new
            waiting += [self.files[names[name]] for name in new if names[name] in self.files]
        return reached

    @cached_property
    def _handed(self) -> frozenset[str]:
        """The parameters that an include is given other values by than texts."""
        return frozenset(
            each[1:] for facts in self.files.values() for each in facts.asks if each.startswith("=")
        )

    @cached_property
    def mentions(self) -> Mentions | None:
        """What the texts of the site's folder speak of, published or not; ``None`` where it is not known."""
        if self._read_mentions is None:
            return None
        names = (posixpath.basename(file.path) for file in self.site.static)
        found, folders = self._read_mentions([name for name in names if not is_word(name)])
        self.folders.update(folders)
        return found

    @cached_property
    def unseen_includes(self) -> frozenset[str]:
        """The include files that no page shows: nothing includes them, or nothing does as the site is
        configured, such as those that a theme has for services which the site does not use."""
        if self._asks_unknown:
            return frozenset()
        shown = self._read_shown() if self._read_shown is not None else None
        if shown is None:
            return self.unused_includes
        named = self._include_names
        return frozenset(path for name, path in named.items() if path not in shown and not self._is_set(name))

    @cached_property
    def _include_names(self) -> Mapping[str, str]:
        """The path of each include file by the name that tags give it."""
        folder = f"{posixpath.join(self.site.source, self.site.config.folder('includes_dir'))}/"
        return {path.removeprefix(folder): path for path in self.site.includes}

    def _is_set(self, name: str) -> bool:
        """Whether the configuration names an include, which a plugin may show then."""
        return any(name in file.text for file in self.site.config.files)

    @property
    def _asks_unknown(self) -> bool:
        """Whether somebody who is not here may include any file."""
        return bool(self.theme or self.site.config.github_pages or self.site.own_ruby.asks_includes)

    def _is_published(self, path: str) -> bool:
        record = self.records.get(path)
        return record is None or record.written

    def identified(self) -> Iterator[tuple[PageFacts, tuple[Id, ...]]]:
        """The pages that are shown, copied ones included, each with the ids that its layouts give it."""
        for facts in (*self.pages(), *self.static_pages()):
            record = self.records.get(facts.path) if facts.static is None else None
            url = self.url(facts.path)
            if url is None or (record is not None and self.site.redirects(record)):
                continue
            frame = self.frames.get(PageAt(facts.path, url))
            of_layouts = (id_ for block in frame.blocks for id_ in block.ids) if frame is not None else ()
            yield facts, tuple(id_ for id_ in of_layouts if UNKNOWN not in id_.id)

    @cached_property
    def links(self) -> tuple[ResolvedLink, ...]:
        """Every link of the site: those of each page, copied ones included, then those of each layout."""
        return (*self._links(), *(() if self.page else self._frame_links()))

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
                stands_so=values.stands(place, link.href or ""),
                on=resolved.on if len(places) == 1 else tuple(pages),
            )

    @cached_property
    def _blame(self) -> Blame:
        return Blame(
            (each.link, each.verdict, [page.path for page in each.on[: MOST_VALUES + 1]] or [each.page])
            for each in self.links
            if each.link.values
        )

    @cached_property
    def _bases_of_addresses(self) -> frozenset[str]:
        url, base = str(self.site.config["url"] or "").rstrip("/"), self.site.baseurl
        return frozenset(("", url, base, url + base))

    @cached_property
    def frames(self) -> Mapping[PageAt, PageFrame]:
        """What the layouts around each page give it, what they make of its content last."""
        found = self._read_frames() if self._read_frames is not None else {}
        return {page: self._with_content(page, frame) for page, frame in found.items()}

    def _with_content(self, page: PageAt, frame: PageFrame) -> PageFrame:
        facts = self.later.get(page.url) or self.files.get(page.path)
        made = facts.framed if facts is not None else None
        if made is None:
            return frame
        return frame._replace(
            blocks=(*frame.blocks, Block(made.links, made.ids)),
            cut=(*frame.cut, *filter(None, (made.cut,))),
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
        return self._read_heads() if self._read_heads is not None else None

    def head_with(self, row: HeadRow, key: str, value: str) -> PageHead | None:
        """The head of a page, were ``key`` of its front matter another; ``None`` where that is not known."""
        return self._heads.head_with(row, key, value) if self._heads is not None else None

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
        return self._read_text(place) if self._read_text is not None else ""

    @cached_property
    def _used_layouts(self) -> frozenset[str]:
        """The layouts whose links are known page by page."""
        return frozenset(path for frame in self.frames.values() for path in frame.layouts)

    def _frame_links(self) -> Iterator[ResolvedLink]:
        pages, frames = tuple(self.frames), tuple(self.frames.values())
        for link, verdict, on in frame_links(pages, frames, self._frame_verdict):
            yield ResolvedLink(on[0].path, link, verdict, on=on, of_layout=True)

    def _frame_verdict(self, page: PageAt, link: Link) -> LinkVerdict:
        """Where a link leads that a layout gives to a page."""
        facts = self.later.get(page.url) or self.files.get(page.path)
        if facts is None or is_fixed(link):
            return _certain(link, self._unless_changed(self.verdict("/", link)))
        return _certain(link, self._unless_changed(self._page_verdict(facts, page.url, link)))

    def on_each_page(self, resolved: ResolvedLink) -> Iterator[ResolvedLink]:
        """A link on each of its pages, by itself."""
        for page in resolved.on:
            verdict = resolved.verdict
            if len(resolved.on) > 1 and not is_fixed(resolved.link):
                verdict = self._frame_verdict(page, resolved.link)
            yield resolved._replace(page=page.path, verdict=verdict, on=(page,))

    def _links(self) -> Iterator[ResolvedLink]:
        for facts, url in self._linking():
            on = (PageAt(facts.path, url),)  # shared by all links of the page
            for link in facts.links:
                verdict = _certain(link, self._verdict_on(facts, url, link))
                yield ResolvedLink(facts.path, link, verdict, on)

    def _linking(self) -> Iterator[tuple[PageFacts, str]]:
        """What shows links, and at which address: copied pages and the further pages of lists, too."""
        for facts in (*self.pages(), *self.static_pages()):
            if (url := self.url(facts.path)) is not None:
                yield facts, url
        yield from ((facts, url) for url, facts in self.later.items() if not self.page)
        for facts in self._judged:
            if facts.kind == "layout" and facts.path not in self._used_layouts:
                yield facts, "/"

    def _verdict_on(self, facts: PageFacts, url: str, link: Link) -> LinkVerdict:
        if facts.kind == "layout":
            return self._layout_verdict(link)
        return self._page_verdict(facts, url, link)

    def _page_verdict(self, facts: PageFacts, url: str, link: Link) -> LinkVerdict:
        """Where a link leads on the page at ``url`` that comes from a file, or is made of a layout."""
        base = self._base(facts)
        if base is not None and (base.href is None or base.maybe):
            if not (link.href or "").startswith(("/", "http:", "https:", "mailto:")):
                return LinkVerdict("dynamic", reason="the page's <base> is not known for certain")
            base = None
        start = (base.href or "") if base is not None else ""
        if facts.static is not None:
            return self._static_verdict(url, facts, link, start)
        return self._changed(facts.path, link, self.verdict(url, link, start))

    def _base(self, facts: PageFacts) -> Link | None:
        """What relative links of a page start from: the first ``<base>`` of the built page, whose head is
        that of the outermost layout."""
        if facts.path not in self._bases:
            own: Record | Layout | None = self.records.get(facts.path)
            own = own or next((each for each in self.site.layouts.values() if each.path == facts.path), None)
            frame = reversed(self._known_frame(own))
            bases = (each.base for each in (*frame, facts) if each.base is not None)
            self._bases[facts.path] = next(bases, None)
        return self._bases[facts.path]

    def verdict(self, url: str, link: Link, base: str = "") -> LinkVerdict:
        """Where ``link`` leads from the page at ``url``, whose ``<base href>`` is ``base`` if it has one."""
        if link.href is None:
            return LinkVerdict("dynamic", reason=words(link.reasons))
        # a whole address means the same on every page, and many pages have the same ones
        is_whole = link.href.startswith(_WHOLE)
        key = ("", link.href, False, "") if is_whole else (url, link.href, link.plain, base)
        verdict = self._cache.get(key)
        if verdict is None:
            found = self._resolver.resolve(*key[:3], base=key[3])
            verdict = self._cache[key] = self._with_known_anchor(found)
        is_built = link.element in ("script", "link") and (verdict.target or "").endswith(_BUILT)
        if verdict.status == "broken-page" and is_built and self._build_file:
            return LinkVerdict(
                "dynamic", verdict.target, reason=f"a build step ({self._build_file}) may make it"
            )
        return verdict

    def _with_known_anchor(self, verdict: LinkVerdict) -> LinkVerdict:
        """A page that may have further anchors has those that are known."""
        if verdict.status != "dynamic" or verdict.route is None:
            return verdict
        is_known = (verdict.target or "").partition("#")[2] in self._known_ids(verdict.route)
        return verdict._replace(status="ok", reason="") if is_known else verdict

    def _known_ids(self, route: Route) -> frozenset[str]:
        """The ids of the content at ``route`` that it has for certain."""
        if route.url not in self._ids:
            facts = self._facts_at(route)
            ids = facts.ids if facts is not None else ()
            self._ids[route.url] = frozenset(id_.id for id_ in ids if not id_.maybe)
        return self._ids[route.url]

    def _changed(self, path: str, link: Link, verdict: LinkVerdict) -> LinkVerdict:
        """The verdict on a link of a page: where the site's own Ruby changes texts, it may mend the link.

        Of a plugin whose text is not here that is likely only for what is no address: code, say, that it
        takes out of the Markdown.
        """
        record, own = self.records.get(path), self.site.own_ruby
        reasons = own.why_text(record) if record is not None else ()
        if not reasons and own.emptied and _NO_ADDRESS.search(link.href or ""):
            reasons = because(ReasonKind.OWN_TEXT, own.emptied)
        if verdict.status not in _FAULTS or not reasons:
            return verdict
        return LinkVerdict("dynamic", verdict.target, reason=words(reasons))

    def _static_verdict(self, url: str, facts: PageFacts, link: Link, base: str) -> LinkVerdict:
        """A piece of HTML may be shown on other pages, so its links are broken if they are from anywhere."""
        verdict = self.verdict(url, link, base)
        if verdict.status not in _BROKEN or facts.static is None or facts.static.whole:
            return verdict
        href = link.href or ""
        elsewhere = self._some_page_has(href[1:]) if href.startswith("#") else None
        if elsewhere or (elsewhere is None and self.verdict("/", link).status not in _BROKEN):
            return LinkVerdict(
                "dynamic", verdict.target, reason="a script may show this piece of HTML on any page"
            )
        return verdict

    def _some_page_has(self, fragment: str) -> bool:
        """Whether any page of the site has the anchor, or may have."""
        known = self._all_ids
        return known is None or fragment in known or unquote(fragment) in known

    @cached_property
    def _all_ids(self) -> frozenset[str] | None:
        """The anchors of all files together; ``None`` when a page may have others."""
        files = self.files.values()
        pages = [*self._published(files), *(facts for facts in files if facts.static is not None)]
        if any(facts.open_ids for facts in pages):
            return None
        return frozenset(id_.id for facts in self.files.values() for id_ in facts.ids)

    def leads(self, url: str, href: str) -> LinkVerdict:
        """Where an address leads that is written in HTML on the page at ``url``."""
        return self._resolver.resolve(url, href, markdown=False)

    @cached_property
    def _build_file(self) -> str:
        known = self.site.by_source.keys() | self.site.unpublished.keys()
        return next((name for name in BUILD_FILES if name in known), "")

    def _layout_verdict(self, link: Link) -> LinkVerdict:
        """A layout's link is judged when it means the same on every page."""
        if link.href is not None and not link.href.startswith(("/", "http:", "https:", "mailto:")):
            return LinkVerdict("dynamic", reason="it depends on the page that uses the layout")
        return self._unless_changed(self.verdict("/", link))

    def _unless_changed(self, verdict: LinkVerdict) -> LinkVerdict:
        """The verdict on a link of a layout: the site's own Ruby may mend it on some page or other."""
        changers = sorted(self.site.own_ruby.changes.values())
        if changers and verdict.status in _BROKEN:
            return LinkVerdict(
                "dynamic", verdict.target, reason=words(because(ReasonKind.OWN_TEXT, changers[0]))
            )
        return verdict

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
        return self._form_problem(link.href) if self._form_problem is not None and link.href else ""

    def url(self, path: str) -> str | None:
        """The address of the file ``path``, without ``baseurl``."""
        route = self.site.by_source.get(path)
        return route.url if route is not None else None

    def anchors(self, route: Route) -> frozenset[str] | None:
        """The ids on the page at ``route``; ``None`` when there may be others."""
        facts = self._facts_at(route)
        if facts is None or facts.open_ids or self._reads_fragment(facts):
            return None
        if route.url not in self._anchors:
            own = frozenset(id_.id for id_ in facts.ids)
            record = self.records.get(facts.path)
            self._anchors[route.url] = own if record is None else own | self._frame_ids(record, route.url)
        return self._anchors[route.url]

    def _reads_fragment(self, facts: PageFacts) -> bool:
        """Whether a script of the page may take what stands after ``#`` for something else than an anchor."""
        if not self._fragment_readers:
            return False
        layouts = self.layouts_around(facts.path)
        key = tuple(each.path for each in layouts)
        if key not in self._reading_layouts:
            called = {self._include_names[name] for name in self._called(layouts)}
            self._reading_layouts[key] = not self._fragment_readers.isdisjoint({*key, *called})
        own = not self._fragment_readers.isdisjoint({facts.path, *facts.includes})
        return own or self._reading_layouts[key]

    @cached_property
    def _fragment_readers(self) -> frozenset[str]:
        return frozenset(path for path, facts in self.files.items() if facts.reads_fragment)

    def _facts_at(self, route: Route) -> PageFacts | None:
        """The facts of the page at ``route``: of a file that makes several pages, those of this one."""
        if route.source is None or route.url in self.later:
            return self.later.get(route.url)
        return self.files.get(route.source) if self.url(route.source) == route.url else None

    def _frame_ids(self, record: Record, url: str) -> frozenset[str]:
        """Ids that the layouts around a page, and what they include, may give it."""
        found: set[str] = set()
        frame = self.frames.get(PageAt(record.path or "", url))
        if frame is not None:
            found.update(id_.id for block in frame.blocks for id_ in block.ids)
        for facts in self._frame(record):
            if facts is None:
                return frozenset(found | THEME_IDS) if self.theme else frozenset(found)
            if frame is None or facts.path not in frame.layouts:
                found.update(id_.id for id_ in facts.ids)
            if _lacks_include(facts):
                found |= THEME_IDS
        return frozenset(found)

    def summary(self) -> LinkSummary:
        """How many links were proven, broken, and unknown, and why unknown."""
        proven = broken = dynamic = external = 0
        reasons: dict[str, int] = {}
        for _, verdict in dict.fromkeys((each.link.place, each.verdict) for each in self.links):
            status = verdict.status
            proven += status == "ok"
            broken += status in ("broken-page", "broken-anchor")
            external += status == "external"
            if status == "dynamic":
                dynamic += 1
                reasons[verdict.reason] = reasons.get(verdict.reason, 0) + 1
        return LinkSummary(
            proven=proven,
            broken=broken,
            dynamic=dynamic,
            external=external,
            reasons=dict(sorted(reasons.items(), key=lambda r: (-r[1], r[0]))),
        )


def _asked_for(asked: str, names: Collection[str], handed: Collection[str]) -> Iterable[str]:
    """Of the names of includes those that ``asked`` may call (see :attr:`PageFacts.asks`); ``handed`` are the
    parameters that are given other values than texts."""
    if asked.startswith("?"):
        return names if asked[1:] in handed else ()
    if asked.startswith("="):
        return ()
    asked = posixpath.normpath(asked.lstrip("/"))
    if "*" not in asked:
        return (asked,) if asked in names else ()
    start, end = asked.split("*")[0], asked.rpartition("*")[2]
    return [name for name in names if name.startswith(start) and name.endswith(end)]


def _certain(link: Link, verdict: LinkVerdict) -> LinkVerdict:
    """``verdict``, unless it is a fault of a link that may not be there."""
    if link.maybe and verdict.status in _FAULTS:
        return verdict._replace(status="dynamic", reason=words(link.reasons) or "it may not be on the page")
    return verdict


def _lacks_include(facts: PageFacts) -> bool:
    """Whether the file asks for an include that a theme may bring, with ids and names of its own."""
    return may_be(facts.open_ids, _MISSING_INCLUDES)
