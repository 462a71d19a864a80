"""Which anchors pages have."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain
from typing import Any
from urllib.parse import unquote

from sitecheck.document.frames.frame_links import PageAt
from sitecheck.document.frames.frame_tags import Block
from sitecheck.document.frames.page_frames import PageFrame
from sitecheck.document.page_scripts.clicks import is_answered
from sitecheck.document.page_scripts.named_headings import MadeIds
from sitecheck.document.whole_site.site_pages import SitePages
from sitecheck.document.whole_site.used_includes import UsedIncludes
from sitecheck.jekyll import Record, Route, Site
from sitecheck.jekyll.layout_chain import MOST_LAYOUTS
from sitecheck.jekyll.plugins.plugin_table import may_bring_anchors
from sitecheck.jekyll.plugins.theme_ids import ids_of_theme, is_known_theme
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import PageFacts
from sitecheck.model.unknown import Reason, ReasonKind, may_be
from sitecheck.text.source_map import UNKNOWN

_PLAIN_LAYOUTS = frozenset(
    [
        "article",
        "base",
        "compress",
        "default",
        "doc",
        "docs",
        "documentation",
        "main",
        "page",
        "post",
        "single",
    ]
)
"""What themes call layouts that put a frame around what a page says. Others may make the page: of categories,
tags and years (``categories``, ``tags`` and ``posts`` of Minimal Mistakes, with an id for each), of data."""
_LISTING = lazy_pattern(
    r"(?i)(?:archives?|categories|collections?|documents|groups?|portfolio|posts|projects|publications|resume"
    r"|sections?|services|tags|team|timeline)(?![a-z])|.*(?:grid|list|sections)\.[a-z]+$"
)
"""Includes that list things, which may have ids (``posts-taxonomy.html`` of Minimal Mistakes)."""
_DISQUS = "disqus_thread"
"""The id of what Disqus fills."""
_MOST_JOINED = 200
"""So many ids that scripts make of a fragment are looked for."""
_BY_THEME = ReasonKind.THEME_FILE
_MISSING_INCLUDES = frozenset({ReasonKind.THEME_INCLUDE, ReasonKind.SUBMODULE})


class PageIds(Set[str]):
    """The ids of a page, in sets of which many pages have the same: a layout may give thousands to each."""

    __slots__ = ("parts",)

    def __init__(self, parts: Iterable[frozenset[str]]) -> None:
        self.parts = tuple(filter(None, parts))

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> frozenset[Any]:
        return frozenset(it)

    def __contains__(self, id_: object) -> bool:
        return any(id_ in part for part in self.parts)

    def __iter__(self) -> Iterator[str]:
        return iter(frozenset(chain.from_iterable(self.parts)))

    def __len__(self) -> int:
        return len(frozenset(chain.from_iterable(self.parts)))

    def __bool__(self) -> bool:
        return bool(self.parts)


class Anchors:
    """The anchors of the pages of a site."""

    def __init__(
        self,
        site: Site,
        files: Mapping[str, PageFacts],
        pages: SitePages,
        includes: UsedIncludes,
        frames: Callable[[], Mapping[PageAt, PageFrame]],
    ) -> None:
        """``frames`` gives what the layouts around each page give it."""
        self._site = site
        self._files = files
        self._pages = pages
        self._includes = includes
        self._frames = frames
        self._anchors: dict[Route, PageIds | None] = {}
        self._shared: dict[int, tuple[Block | PageFacts, frozenset[str]]] = {}
        """What many pages have, a block of a layout or its file, by its ``id``, and the ids in it."""
        self._ids: dict[Route, frozenset[str]] = {}
        self._partial: dict[int, tuple[frozenset[str], frozenset[tuple[str, str]]]] = {}
        """Sets of ids, by their ``id``, and how those begin and end of which not all is known."""
        self._made: dict[str, MadeIds | None] = {}
        """What a script makes of headings, by the paths of pages."""
        self._frame_files: dict[tuple[str, ...], frozenset[str]] = {}
        """The layouts around a page and what they include, by the paths of the layouts."""

    def at(self, route: Route) -> PageIds | None:
        """The ids on the page at ``route``; ``None`` when there may be others."""
        facts = self._pages.facts_at(route)
        if facts is None or facts.open_ids or self._has_part(facts, self._fragment_readers):
            return None
        if route not in self._anchors:
            own = frozenset(id_.id for id_ in facts.ids)
            record = self._pages.records.get(facts.path)
            around = () if record is None else self._frame_ids(record, route.url)
            self._anchors[route] = None if around is None else PageIds((own, *around))
        return self._anchors[route]

    def counts_parts(self, route: Route) -> bool:
        """Whether a script of the page acts when the fragment changes, as slide shows do."""
        facts = self._pages.facts_at(route)
        return facts is not None and self._has_part(facts, self._fragment_listeners)

    def is_state(self, route: Route, fragment: str) -> bool:
        """Whether the fragment tells a script of the page what to show."""
        facts = self._pages.facts_at(route)
        if facts is None:
            return False
        ids: Set[str] = self.at(route) or frozenset()
        namers = self._fragment_namers
        joined = (each for each in self._joined_fragments if each.replace("*", fragment) in ids)
        return any(self._has_part(facts, namers.get(each, frozenset())) for each in (fragment, *joined))

    @cached_property
    def _joined_fragments(self) -> tuple[str, ...]:
        """What scripts make of fragments, written ``*``."""
        return tuple(sorted(each for each in self._fragment_namers if "*" in each)[:_MOST_JOINED])

    def is_answered(self, route: Route, marks: Collection[str]) -> bool:
        """Whether a script of the page answers a click on a link with these marks, and follows it nowhere."""
        facts = self._pages.facts_at(route)
        if facts is None or not self._answering:
            return False
        parts = ({facts.path, *facts.includes}, *self._around(facts))
        paths = chain.from_iterable(part & self._answering for part in parts)
        return any(is_answered(self._files[path].answered, marks) for path in paths)

    @cached_property
    def _answering(self) -> frozenset[str]:
        return frozenset(path for path, facts in self._files.items() if facts.answered)

    def shows_comments(self, route: Route) -> bool:
        """Whether Disqus shows comments on the page, each with an anchor."""
        return _DISQUS in (self.at(route) or ())

    def may_name(self, route: Route, fragment: str) -> bool:
        """Whether a script of the page may give the anchor to one of its headings."""
        facts = self._pages.facts_at(route)
        if facts is None:
            return False
        if facts.headings and self._has_part(facts, self._heading_listers):
            return True
        names = {fragment, unquote(fragment)}
        for begin, paths in self._begun_ids.items():
            if any(name.startswith(begin) for name in names) and self._has_part(facts, paths):
                return True
        namers, freely = self._heading_namers
        if not self._has_part(facts, namers):
            return False
        made = self._made_ids(facts)
        if made is None:
            return False
        return self._has_part(facts, freely) or any(map(made.may_hold, names))

    def may_print(self, route: Route, fragment: str) -> bool:
        """Whether a layout around the page prints an id, not all of it known, that may be the anchor."""
        ids = self.at(route)
        parts: tuple[frozenset[str], ...] = ids.parts if ids is not None else ()
        names = {fragment, unquote(fragment)}
        return any(
            name.startswith(first) and name.endswith(last) and len(name) >= len(first) + len(last)
            for part in parts
            for first, last in self._cut(part)
            for name in names
        )

    def _cut(self, ids: frozenset[str]) -> frozenset[tuple[str, str]]:
        """How those of ``ids`` begin and end of which not all is known."""
        if id(ids) not in self._partial:
            cut = (id_.split(UNKNOWN) for id_ in ids if UNKNOWN in id_)
            self._partial[id(ids)] = ids, frozenset((parts[0], parts[-1]) for parts in cut)
        return self._partial[id(ids)][1]

    def _made_ids(self, facts: PageFacts) -> MadeIds | None:
        """What a script makes of the headings of a page that have no id; ``None`` where all have one."""
        if facts.path not in self._made:
            around = self._pages.layouts_around(facts.path)
            shown = [text for each in (facts, *around) for text in each.nameless]
            record = self._pages.records.get(facts.path)
            data = record.data if record is not None else {}
            self._made[facts.path] = MadeIds(shown, data) if shown else None
        return self._made[facts.path]

    def _has_part(self, facts: PageFacts, paths: frozenset[str]) -> bool:
        """Whether a page is one of the files ``paths``, or made with one: a layout or an include."""
        if not paths:
            return False
        own = not paths.isdisjoint((facts.path, *facts.includes))
        return own or not all(map(paths.isdisjoint, self._around(facts)))

    def _around(self, facts: PageFacts) -> tuple[frozenset[str], ...]:
        """The layouts around a page and what they include, and what a theme may show there."""
        layouts = self._pages.layouts_around(facts.path)
        key = tuple(each.path for each in layouts)
        if key not in self._frame_files:
            called = (self._site.named_includes[name] for name in self._includes.called(layouts))
            self._frame_files[key] = frozenset({*key, *called})
        by_theme = (self._lent_paths,) if self._shows_theme(facts.path, layouts) else ()
        return (self._frame_files[key], *by_theme)

    def _shows_theme(self, path: str, layouts: Iterable[PageFacts]) -> bool:
        """Whether a layout or an include around the page of a file is that of a theme which is not here."""
        if not self._site.theme_elsewhere:
            return False
        record = self._pages.records.get(path)
        is_missing = record is not None and bool(self._pages.missing_layout(record))
        return is_missing or any(map(_lacks_include, layouts))

    @cached_property
    def _lent(self) -> tuple[PageFacts, ...]:
        """The files that a theme which is not here may show as its own: Jekyll takes those of the site first.
        They are the layouts that are called as frames of themes are, with what these include, and each
        include that no page asks for."""
        layouts = self._site.layouts
        frames = [self._files.get(layouts[name].path) for name in sorted(_PLAIN_LAYOUTS & layouts.keys())]
        known = [facts for facts in frames if facts is not None]
        pages = (facts for facts in self._files.values() if facts.kind not in ("layout", "include"))
        names = self._site.named_includes
        lent = (names.keys() - self._includes.called(pages)) | self._includes.called(known)
        includes = (self._files.get(names[name]) for name in sorted(lent))
        return (*known, *(facts for facts in includes if facts is not None))

    @cached_property
    def _lent_paths(self) -> frozenset[str]:
        return frozenset(facts.path for facts in self._lent)

    @cached_property
    def _fragment_listeners(self) -> frozenset[str]:
        return frozenset(path for path, facts in self._files.items() if facts.heeds_fragment)

    @cached_property
    def _fragment_namers(self) -> Mapping[str, frozenset[str]]:
        """Fragments, and the files whose scripts are told what to show by them."""
        return self._files_with(lambda facts: facts.named_fragments)

    def _files_with(self, texts: Callable[[PageFacts], Iterable[str]]) -> Mapping[str, frozenset[str]]:
        """The files by what ``texts`` finds in their facts."""
        paths: dict[str, set[str]] = {}
        for path, facts in self._files.items():
            for text in texts(facts):
                paths.setdefault(text, set()).add(path)
        return {text: frozenset(of) for text, of in paths.items()}

    @cached_property
    def _heading_namers(self) -> tuple[frozenset[str], frozenset[str]]:
        """What gives ids to headings, and what of it does so otherwise than by their text."""
        naming = {path: facts.names_headings for path, facts in self._files.items() if facts.names_headings}
        return frozenset(naming), frozenset(path for path, how in naming.items() if how == "freely")

    @cached_property
    def _begun_ids(self) -> Mapping[str, frozenset[str]]:
        """What ids of headings begin with, and the files whose scripts give these."""
        return self._files_with(lambda facts: facts.begun_ids)

    @cached_property
    def _heading_listers(self) -> frozenset[str]:
        return frozenset(path for path, facts in self._files.items() if facts.lists_headings)

    @cached_property
    def _fragment_readers(self) -> frozenset[str]:
        """What takes the fragment for something else than an anchor."""
        return frozenset(path for path, facts in self._files.items() if facts.reads_fragment)

    def _ids_of(self, source: Block | PageFacts) -> frozenset[str]:
        """The ids that a block of a layout gives, or its file has."""
        if id(source) not in self._shared:
            self._shared[id(source)] = source, frozenset(id_.id for id_ in source.ids)
        return self._shared[id(source)][1]

    def _frame_ids(self, record: Record, url: str) -> Sequence[frozenset[str]] | None:
        """Ids that the layouts around a page, and what they include, may give it; ``None`` when one of them
        is not read to its end, or holds a tag of a plugin that may bring more."""
        found: list[frozenset[str]] = []
        frame = self._frames().get(PageAt(record.path or "", url))
        if frame is not None:
            if frame.cut:
                return None
            found += map(self._ids_of, frame.blocks)
        for number, facts in enumerate(self._pages.layouts_outward(record)):
            if number == MOST_LAYOUTS:
                return None
            if facts is None:
                if (frame is not None and frame.ends_in_theme) or not self._site.theme_elsewhere:
                    return found
                # what stands around a layout of the site is a frame: table_wrappers of Just the Docs
                is_frame = number > 0 or self._is_plain(record)
                return [*found, self._brought] if is_frame and self._brought is not None else None
            if frame is None or facts.path not in frame.layouts:
                if any(reason.kind is ReasonKind.LIMIT for reason in facts.open_ids):
                    return None
                found.append(self._ids_of(facts))
            if any(map(self._opens_layout, facts.open_ids)):
                return None
            if _lacks_include(facts):
                if self._brought is None:
                    return None
                found.append(self._brought)
        return found

    @cached_property
    def _brought(self) -> frozenset[str] | None:
        """The ids that come with a theme which is not here; ``None`` where what it may show of the site has
        others. They are one set for all pages: a site may have as many includes as pages."""
        if any(any(map(self._opens_layout, facts.open_ids)) for facts in self._lent):
            return None
        return ids_of_theme(self._site.theme_elsewhere).union(*map(self._ids_of, self._lent))

    def _is_plain(self, record: Record) -> bool:
        """Whether a layout that is not here only frames a page: by its name, and as there is text to put the
        frame around. A page without any is made by its layout, as a résumé of data; so are sections of
        ``home`` in themes of one page, none of which was read."""
        own, name = self._files.get(record.path or ""), self._pages.missing_layout(record)
        is_blank = own is None or own.is_blank
        is_plain = name in _PLAIN_LAYOUTS or (name == "home" and is_known_theme(self._site.theme_elsewhere))
        return is_plain and not is_blank

    def _opens_layout(self, reason: Reason) -> bool:
        """Whether what is not known of a layout may hold ids: values that are printed there hold none, nor is
        there a tag that no plugin but that of a theme may bring. An include that is not found may, and one of
        a theme that lists things."""
        if reason.kind is ReasonKind.INCLUDE_ERROR:
            return True
        if reason.kind is ReasonKind.THEME_INCLUDE:
            return _LISTING.match(reason.detail.rpartition("/")[2]) is not None
        if reason.kind is not ReasonKind.PLUGIN_TAG:
            return False
        by_others = any(each.kind is not _BY_THEME for each in self._site.liquid_names.reasons)
        return (by_others or reason.detail in self._brought_tags) and may_bring_anchors(reason.detail)

    @cached_property
    def _brought_tags(self) -> frozenset[str]:
        """The tags that plugins bring, and how those end."""
        tags = self._site.liquid_names.tags
        return tags | {f"end{tag}" for tag in tags}

    def certain_at(self, route: Route) -> frozenset[str]:
        """The ids of the content at ``route`` that it has for certain."""
        if route not in self._ids:
            facts = self._pages.facts_at(route)
            ids = facts.ids if facts is not None else ()
            self._ids[route] = frozenset(id_.id for id_ in ids if not id_.maybe)
        return self._ids[route]

    def any_page_has(self, fragment: str) -> bool:
        """Whether any page of the site has the anchor, or may have."""
        known = self._all
        return known is None or fragment in known or unquote(fragment) in known

    @cached_property
    def _all(self) -> frozenset[str] | None:
        """The anchors of all files, and what layouts give to pages; ``None`` when a page may have others."""
        files = self._files.values()
        pages = [*self._pages.published(files), *(facts for facts in files if facts.static is not None)]
        if any(facts.open_ids for facts in pages):
            return None
        if any(frame.cut for frame in self._frames().values()):
            return None
        blocks = {id(block): block for frame in self._frames().values() for block in frame.blocks}
        given = frozenset(id_.id for block in blocks.values() for id_ in block.ids)
        if any(UNKNOWN in id_ for id_ in given):
            return None
        return given.union(id_.id for facts in files for id_ in facts.ids)


def _lacks_include(facts: PageFacts) -> bool:
    """Whether the file asks for an include that a theme may bring, with ids and names of its own."""
    return may_be(facts.open_ids, _MISSING_INCLUDES)
