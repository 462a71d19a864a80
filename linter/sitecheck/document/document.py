"""One source file as a rule sees it: its links, anchors, formulas and facts."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from itertools import chain, islice
from sys import maxsize
from typing import TYPE_CHECKING, Any

from sitecheck.document.layouts import layouts_of
from sitecheck.document.liquid_words import LiquidWords, liquid_words
from sitecheck.document.page_headings import before_content, headings_of
from sitecheck.document.page_scripts.named_headings import nameless
from sitecheck.document.page_scripts.page_scripts import PageScripts
from sitecheck.document.rendered import RenderedFile, may_be_rewritten
from sitecheck.document.static_page import read_static_page, without_placeholders
from sitecheck.document.tags.elements import Element, patterns_in
from sitecheck.document.tags.ids import NAMED, id_origin, modal_ids, page_ids
from sitecheck.document.tags.link_at import link_at
from sitecheck.document.tags.page_links import page_links
from sitecheck.document.tags.whole_page import is_whole_page
from sitecheck.jekyll.generators.plugin_pages import end_of_title
from sitecheck.jekyll.links.site_address import own_host
from sitecheck.jekyll.plugins.relative_sources import seen_links
from sitecheck.jekyll.records import HTML_EXTENSIONS
from sitecheck.jekyll.sass_paths import dart_sass
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import COPIED, Id, Key, Link, Origin, PageFacts, StaticPage, Syntax
from sitecheck.model.fate import KEPT, LOST, Fate, through
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Place, Span, Stretches
from sitecheck.model.unknown import ReasonKind, Reasons, because, joined
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck import kramdown, liquid
    from sitecheck.contract import Fault
    from sitecheck.document.formulas.math import PageMath
    from sitecheck.document.likely_names import NameKind
    from sitecheck.document.style_sheets import StyleProblem
    from sitecheck.jekyll import ConfigProblem, Layout, LiquidNames
    from sitecheck.text.yaml_tree import Entry

_IN_PAGE_NAVIGATION = "usa-in-page-nav"
"""The class by which the script of the U.S. Web Design System finds what to fill with links to headings."""
_ORIGINS: dict[str, Origin] = {
    "heading": "heading",
    "attribute-list": "attribute-list",
    "html": "html",
    "footnote": "footnote",
    "toc": "converted",
}
_MOST_LINKS = 30_000
"""So many addresses of a page are looked up: each costs about 0.1 ms with the rules on it."""
_TAG_OR_OUTPUT = lazy_pattern(r"\{[{%]")
_BRINGS_FILES = "include_relative"
_MAY_BEGIN_HTML = lazy_pattern(r"<html\b|\{%-?\s*include", re.IGNORECASE)
_OF_PAGE = lazy_pattern(r"\{\{-?\s*(?:[\w.-]+\.(?:content|excerpt|output)\b|[\w-]+\s*-?\}\})")
"""What prints a page on another one."""
_ENDS_COMMENT = ("-->", "--!>", UNKNOWN)
_SYNTAX: dict[str, Syntax] = {"reference": "reference", "autolink": "autolink"}


class _PlainLinks(NamedTuple):
    """Where the addresses of links stand that jekyll-relative-links sees, and those of definitions."""

    starts: list[int]
    ends: list[int]
    places: Mapping[str, list[int]]
    """The starts by address."""
    definitions: frozenset[str]


def _is_refused(reasons: Reasons) -> bool:
    """Whether nothing but a tag that Liquid cannot read is why something is not known: it is told, and else
    the page is judged as if there were no such tag."""
    return bool(reasons) and all(reason.kind is ReasonKind.REFUSED for reason in reasons)


def _judged(problem: liquid.LiquidProblem, fatal: bool) -> liquid.LiquidProblem:
    return problem if problem.fatal == fatal else problem._replace(fatal=fatal)


class Document(RenderedFile):
    """A source file, read step by step as its parts are asked for."""

    def has_layout(self, name: str) -> bool | None:
        """Whether there is a layout of that name; ``None`` when what is not here may bring it."""
        if self.context.layout(name) is not None:
            return True
        return None if self.context.may_bring_layout(name) else False

    def likely_name(self, kind: NameKind, name: str) -> str:
        """What must be meant by a name that nothing of the site has; "" for no idea."""
        return self.context.likely_names.like(kind, name)

    def why_not_published(self, path: str) -> str:
        """Why the file at ``path`` of the source is not published, in a sentence; "" where it is, or is not
        there."""
        return self.context.likely_names.why_not(path)

    @cached_property
    def may_stand_in_html(self) -> bool:
        """Whether a layout around the page, or what that includes, may begin an ``<html>`` element."""
        layouts, missing = layouts_of(self.data.get("layout"), self.context)
        templates = map(self.context.layout_template, layouts)
        is_begun = any(each is None or _MAY_BEGIN_HTML.search(each.text) for each in templates)
        return is_begun or (missing != "" and self.has_layout(missing) is not False)

    @property
    def build_step(self) -> str:
        """The file of a program that may make files of the site before Jekyll reads them; "" for none."""
        return self.context.site.build_file

    @property
    def is_before_jekyll_4(self) -> bool:
        """Whether a Jekyll before version 4 is known to build the site."""
        return self.context.site.is_before_jekyll_4

    @property
    def is_run(self) -> bool:
        """Whether Liquid makes anything of the body: there is more of it than text in ``raw``."""
        from sitecheck.liquid.nodes import Text

        body = self.template.body
        return body is not None and not all(isinstance(node, Text) for node in body.nodes)

    @property
    def config_problems(self) -> tuple[ConfigProblem, ...]:
        """What is wrong with this configuration file."""
        problems = self.context.site.config.problems
        return tuple(problem for problem in problems if problem.path == self.path)

    def setting(self, *path: Hashable) -> Entry | None:
        """The entry at a key path that this configuration file writes; ``None`` when another one decides."""
        found = self.context.site.config.entry(*path)
        return found[1] if found is not None and found[0] == self.path else None

    def entry(self, *path: Hashable) -> Entry | None:
        """The front matter entry at a key path, ``None`` when this file does not write it."""
        return self.front_matter.entry(*path)

    def span(self, start: int, end: int) -> Place:
        """The place of ``[start, end)`` of :attr:`text`."""
        return Place(self.path, Span(start, end))

    def has_come(self, day: str) -> bool:
        """Whether ``day`` ("2027-01-12", "2027-01" or "2027") has begun when the site is built."""
        return self.context.has_come(day)

    def at(self, span: Span) -> Place:
        """The place of a span of :attr:`text`, e.g. of a front matter entry."""
        return Place(self.path, span)

    def is_made(self, place: Place) -> bool:
        """Whether Liquid makes some of what stands at ``place`` of this file; false for other files."""
        span = place.span
        return place.path == self.path and bool(_TAG_OR_OUTPUT.search(self.text, span.start, span.end))

    def lacks(self, element: Element, *names: str) -> Place:
        """Where one of the attributes ``names`` is to be added that ``element`` lacks.

        That is the tag of the include, if the include would write it for who gives a value.
        """
        written = self.written(element.place) if element.via else ""
        given = any(re.search(rf"\{{[{{%][^{{}}]{{0,200}}\b{re.escape(name)}\b", written) for name in names)
        return element.via[-1] if given else element.place

    def is_open(self, place: Place) -> bool:
        """Whether what stands at ``place`` is settled only where this file, an include, is used.

        So is what an include of this include makes.
        """
        return self.kind == "include" and (place.path != self.path or self.is_made(place))

    def is_told_elsewhere(self, place: Place) -> bool:
        """Whether what stands at ``place`` is settled where this include is used, or is the text of another
        page, which is judged where it is written."""
        return self.is_open(place) or _OF_PAGE.match(self.written(place)) is not None

    def is_own(self, place: Place) -> bool:
        """Whether what stands at ``place`` is judged here: in the file itself, or in one that is read for
        ``include_relative`` alone."""
        if place.path == self.path:
            return True
        return place.path in self._brought and place.path not in self.context.site.by_source

    @property
    def whole(self) -> Place:
        """The file as a whole."""
        return Place(self.path, WHOLE_FILE)

    @property
    def top(self) -> Place:
        """Where something that is missing from the front matter belongs: the opening fence, or the file."""
        return self.span(0, 3) if self.front_matter.present else self.whole

    @property
    def contract_faults(self) -> Iterator[Fault]:
        """What in the front matter does not keep to the contracts of the settings."""
        from sitecheck.contract import LEAST_STEPS, MOST_STEPS, TooMuchWork, Work, covering, judge

        mine = covering(self.context.contracts, self.path)
        if not mine or self.front_matter.failed:
            return
        own = self.front_matter.data or {}
        data = {**own, **self._given_by_defaults(own), **self._given_by_singular(own)}
        entries = self.front_matter.entries
        share = LEAST_STEPS + len(mine) * len(entries)
        work = Work(min(MOST_STEPS, max(share, self.context.page_steps)))
        try:
            for contract in mine:
                yield from judge(contract, self.text, entries, data, work)
        except TooMuchWork:
            message = "comparing this with the front-matter of the settings takes too much work"
            self.note_limit(self.top, message)

    def default_place(self, key: str) -> Place | None:
        """Where the configuration writes the value that its defaults give the file for ``key``; ``None``
        where the file says it itself."""
        if self.entry(key) is not None or self.record is None:
            return None
        given, written = self.record.data.get(key), self.context.site.config.default_entries.get(key, ())
        return next((Place(path, entry.value) for path, entry in written if entry.data == given), None)

    def _given_by_defaults(self, own: Mapping[Any, Any]) -> Mapping[Any, Any]:
        """The values that the configuration gives the file beyond its ``own``, without those that Jekyll
        makes up by itself."""
        sets = [each.get("values") for each in self.config["defaults"] if isinstance(each, dict)]
        keys = {key for values in sets if isinstance(values, dict) for key in values}
        return {
            key: value
            for key, value in self.data.items()
            if key in keys and (key not in own or isinstance(own[key], Mapping))  # mappings become one
        }

    def _given_by_singular(self, own: Mapping[Any, Any]) -> Mapping[str, list[Any]]:
        """The labels that posts and documents have by another key."""
        keys = {"tag": "tags", "category": "categories"} if self.kind in ("post", "document") else {}
        return {many: [own[one]] for one, many in keys.items() if own.get(one) and many not in own}

    @cached_property
    def liquid_problems(self) -> tuple[liquid.LiquidProblem, ...]:
        """What Liquid finds wrong, when parsing and when rendering.

        An include by itself knows nothing of the values it is given, so what would stop it, for certain or
        on a branch that may run, is found where a page includes it. What is wrong in a layout in which no
        page stands stops nothing, nor does what is wrong in a page that a redirect is put in place of, before
        Liquid reads it (``Generator#generate_redirect_to``), unless something shows its excerpt.
        """
        problems = self.rendering.problems
        if self.kind == "include":
            problems = tuple(problem for problem in problems if problem.is_limit)
        strict = self.context.site.config.strict_syntax
        found = (*(_judged(problem, problem.stops(strict)) for problem in self.template.problems), *problems)
        is_rendered = self.is_used and not self.is_redirect
        return found if is_rendered else tuple(_judged(problem, False) for problem in found)

    @cached_property
    def style_problems(self) -> tuple[StyleProblem, ...]:
        """Why the build stops at a page of Sass, in it or in what it imports."""
        from sitecheck.document.style_sheets import style_problems

        return tuple(style_problems(self))

    @property
    def has_dart_sass(self) -> bool | None:
        """Whether Dart Sass compiles the site's style sheets, as with jekyll-sass-converter 3; ``None`` where
        no lock file tells."""
        return dart_sass(self.context.site)

    @property
    def is_used(self) -> bool | None:
        """Whether the file itself is rendered: a layout if a page stands in it, an include never, as it is
        rendered as a part of other files; ``None`` where only a plugin knows."""
        if self.kind == "include":
            return False
        return self.kind != "layout" or self.context.layout_is_used(self.path)

    @property
    def is_shown(self) -> bool:
        """Whether a page shows what is written in the file: not for a document of a collection without
        output, nor where jekyll-redirect-from puts a redirect in its place or Jekyll does not come to read
        it; true for what is no page."""
        record = self.record
        return record is None or (record.written and not record.is_unread and not self.is_redirect)

    @cached_property
    def hidden_by(self) -> str:
        """The path of a layout around the page that leaves its text out, so that no visitor sees what is in
        that, or shows it without its tags; "" for none, and where nobody can tell."""
        for layout, fate in self._fates:
            if fate in LOST or (fate == "in a comment" and self._stays_in_comment(layout)):
                return layout.path
        return ""

    @cached_property
    def _fates(self) -> tuple[tuple[Layout, Fate], ...]:
        """The layouts around the page, from the inside out, and what each makes of the content."""
        page = self.record
        if page is None or page.path is None or self.is_rewritten:
            return ()
        layouts, _ = layouts_of(page.data.get("layout"), self.context)
        fates = (self.context.content_fate_on(page, layout, self.budget) for layout in layouts)
        return tuple(zip(layouts, fates, strict=True))

    def fate_in(self, layout: Layout) -> Fate:
        """What a layout makes of the content, "unknown" where it does not stand around the page."""
        return next((fate for each, fate in self._fates if each.path == layout.path), "unknown")

    def is_kept(self, outside: Layout | None = None) -> bool:
        """Whether the layouts around the page, but for those up to ``outside``, keep the ids of what stands
        in them."""
        paths = [layout.path for layout, _ in self._fates]
        begin = paths.index(outside.path) + 1 if outside is not None and outside.path in paths else 0
        return through(fate for _, fate in self._fates[begin:]) in KEPT

    def _stays_in_comment(self, layout: Layout) -> bool:
        """Whether nothing ends the comment in which a layout prints the content: it is that of the page
        itself, all of which is known."""
        is_innermost = layout is self._fates[0][0]
        return is_innermost and not any(mark in self.rendered.text for mark in _ENDS_COMMENT)

    @property
    def is_seen(self) -> bool:
        """Whether a page shows what is written in the file (:attr:`is_shown`), and its layouts do."""
        return self.is_shown and not self.hidden_by

    @cached_property
    def is_rewritten(self) -> bool:
        """Whether a plugin or the site's own Ruby may change the text before it is converted, or something
        else than kramdown converts it."""
        return self.record is not None and may_be_rewritten(self.record, self.context.site)

    @property
    def changed_by(self) -> Reasons:
        """Why the site's own Ruby may change the text; empty when it does not."""
        return self.context.site.own_ruby.why_text(self.record) if self.record is not None else ()

    @property
    def may_become_page(self) -> bool:
        """Whether a plugin may make a page of this file, which Jekyll copies, as it does of Markdown, at the
        address that the page would have: that of a file of a collection is below the collection's folder."""
        is_copied = self.kind in COPIED and self.dialect == "markdown"
        site = self.context.site
        return is_copied and site.may_make_pages and self.path not in site.copied_of_collections

    def is_perhaps_titled(self, href: str) -> bool:
        """Whether a page without a title is there, to which a plugin may give its first heading."""
        site = self.context.site
        path = href.removeprefix(str(site.config["url"] or "")).removeprefix(site.baseurl)
        return self.context.payload.is_perhaps_titled(path)

    @property
    def fills_url(self) -> bool:
        """Whether GitHub Pages may give ``site.url`` a value that the configuration does not."""
        return self.context.site.may_fill_url

    @property
    def fills_baseurl(self) -> bool:
        """The same of ``site.baseurl``."""
        return self.context.site.may_fill_baseurl

    @property
    def is_redirect(self) -> bool:
        """Whether jekyll-redirect-from puts a page of its own in place of this one."""
        return self.record is not None and self.context.site.redirects(self.record)

    @property
    def liquid_names(self) -> LiquidNames:
        """The tags and filters that the site's plugins bring. Where the site's own Ruby changes the text, it
        may write others in place of those that are there."""
        found, changed = self.context.site.liquid_names, self.changed_by
        return found._replace(reasons=joined(found.reasons, changed)) if changed else found

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every address on the page, in the order of the text."""
        written = self._markdown_links(self.markdown) if self.markdown is not None else ()
        tags = map(self._handed_on, page_links(self.rendered, self.tags, self.raws))
        found = list(islice(chain(tags, written), _MOST_LINKS + 1))
        if len(found) > _MOST_LINKS:
            last = found.pop()
            self.note_limit(last.whole, f"after {_MOST_LINKS:,} addresses the others are not looked up")
        return tuple(without_placeholders(found, self.text) if self.kind == "static-page" else found)

    def _markdown_links(self, markdown: kramdown.Markdown) -> Iterator[Link]:
        for link in markdown.links:
            if link.kind == "html":
                continue
            found = link_at(
                self.rendered,
                link.href,
                link.element,
                attribute="src" if link.element == "img" else "href",
                span=link.href_span or link.span,
                whole=link.span,
                text=link.text,
                syntax=_SYNTAX.get(link.kind, "markdown"),
            )
            yield found._replace(plain=self._is_plain(found))

    def _is_plain(self, link: Link) -> bool:
        """Whether jekyll-relative-links sees the address of a link in the source."""
        if link.syntax == "reference":
            return (link.href or "").partition("#")[0] in self._plain.definitions
        at = bisect_right(self._plain.starts, link.place.span.start) - 1
        own = link.place.path == self.path and not link.via and at >= 0
        return (own and link.place.span.start <= self._plain.ends[at]) or self._is_handed_on(link)

    def _handed_on(self, link: Link) -> Link:
        """A link of a tag, which may be made of Markdown of the page: by an include that the page hands it
        to, or by ``markdownify``."""
        is_plain = (link.values and self._is_handed_on(link)) or self._is_converted(link)
        return link._replace(plain=True) if is_plain else link

    def _is_converted(self, link: Link) -> bool:
        """Whether a tag is made of Markdown that stands in the page: its address stands there, or Liquid
        makes one that stands in Markdown of the page."""
        address = (link.href or "").partition("#")[0]
        is_here = self.markdown is not None and link.place.path == self.path and not link.via
        if not is_here or not address or link.href is None:
            return False
        places, span = self._plain.places.get(address, ()), link.place.span
        if self.text.startswith(address, span.start) and span.end - span.start <= len(link.href):
            return span.start in places or self.text.endswith("]: ", 0, span.start)
        is_said = len(places) + (address in self._plain.definitions) > 0
        return is_said and self.text.startswith("{", span.start)

    def _is_handed_on(self, link: Link) -> bool:
        """Whether the page hands the link to an include: the plugin reads the page before Liquid does."""
        address = (link.href or "").partition("#")[0]
        places = self._plain.places.get(address, ())
        for value in link.values:
            tag = value.origin.span if value.origin.path == self.path else None
            if tag is not None and value.start == 0 and value.end >= len(address):
                at = bisect_left(places, tag.start)
                if at < len(places) and places[at] < tag.end:
                    return True
        return False

    @cached_property
    def _plain(self) -> _PlainLinks:
        body = self.front_matter.span.end
        text = self.text[body:]
        seen = [
            link for link in seen_links(text) if "{" not in text[link.start : link.end]
        ]  # Liquid runs later
        inline = [link for link in seen if not link.definition]
        places: dict[str, list[int]] = {}
        for link in inline:
            places.setdefault(text[link.start : link.end], []).append(body + link.start)
        return _PlainLinks(
            places=places,
            starts=[body + link.start for link in inline],
            ends=[body + link.end for link in inline],
            definitions=frozenset(
                self.text[body + link.start : body + link.end] for link in seen if link.definition
            ),
        )

    @cached_property
    def ids(self) -> tuple[Id, ...]:
        """Every anchor that is certain to be known by name."""
        if self.markdown is None:
            return tuple(page_ids(self.rendered, self.tags))
        modal = (id_ for tag in self.tags for id_ in modal_ids(self.rendered, tag))
        return (*self._markdown_ids(self.markdown), *modal)

    def _markdown_ids(self, markdown: kramdown.Markdown) -> Iterator[Id]:
        given: dict[int, Origin] = {}
        patterns = patterns_in(self.tags)
        for tag in self.tags:
            if attr := tag.get("id"):
                given[attr.value_start] = id_origin(self.rendered, tag)
            if tag.name in NAMED and (attr := tag.get("name")):
                given[attr.value_start] = "name"
        return (
            Id(
                i.value,
                self.place(*i.span),
                given.get(i.span.start, "html") if i.origin == "html" else _ORIGINS[i.origin],
                self.maybe(i.span.start) or i.span.start in patterns,
            )
            for i in markdown.ids
            if i.known
        )

    @cached_property
    def open_ids(self) -> Reasons:
        """Why the page may have anchors beyond :attr:`ids`; empty when it cannot."""
        found = self.changed_by
        if self.markdown is not None and (
            self.context.site.other_converter or any(not id_.known for id_ in self.markdown.ids)
        ):
            found = joined(found, because(ReasonKind.HEADING_ID))
        inert = Stretches(self._inert_spans())
        for piece in self.rendered.pieces:
            if piece.kind == "unknown" and piece.out not in inert and not _is_refused(piece.reasons):
                found = joined(found, piece.reasons or because(ReasonKind.OUTPUT))
        return found

    def _inert_spans(self) -> Iterator[tuple[int, int]]:
        """Spans of the rendered text in which no unknown value can bring an anchor."""
        head = None
        for tag in self.tags:
            yield tag.start, tag.end
            if tag.name == "head" and self.kind == "layout":
                if tag.kind == "end" and head is not None:
                    yield head, tag.start
                head = tag.end if tag.kind != "end" else None
        if self.markdown is not None:
            for link in self.markdown.links:
                if link.href_span is not None:
                    yield link.href_span.start, link.href_span.end

    @cached_property
    def math(self) -> PageMath:
        """The formulas of the page, what shows them, and what that refuses."""
        from sitecheck.document.formulas.math import PageMath

        return PageMath(self)

    def let_go(self) -> None:
        """Forget what holds the page in return, once it is read: nobody looks for garbage, so that else all
        that was read of it would stay."""
        vars(self).pop("math", None)

    def _unread_ids(self) -> Reasons:
        """Why a file that is not read as HTML may have ids: it is published as HTML all the same."""
        is_html = self.record is not None and self.record.output.endswith(HTML_EXTENSIONS)
        return because(ReasonKind.OUTPUT) if is_html else ()

    @cached_property
    def facts(self) -> PageFacts:
        """What site rules may know of this file."""
        if self.kind == "config":
            return PageFacts(self.path, self.kind)
        scripts, words = PageScripts(self), self._words
        if not self.is_seen:
            return self._unseen_facts(scripts, words)
        is_page = self.dialect != "text"
        static = self._static()
        is_judged = is_page and not (static is not None and static.generated)
        return PageFacts(
            path=self.path,
            kind=self.kind,
            links=self.links if is_judged else (),
            ids=self.ids if is_page else (),
            open_ids=self.open_ids if is_page else self._unread_ids(),
            keys=self._keys(),
            names=words.names,
            compared=words.compared,
            respelt=words.respelt,
            includes=self._includes() if is_page else (),
            asks=words.asks,
            reads_fragment=scripts.reads_fragment(),
            heeds_fragment=is_page and scripts.heeds_fragment(),
            named_fragments=scripts.named_fragments() if is_page else (),
            answered=scripts.answered() if is_page else (),
            names_headings=scripts.names_headings() if is_page else "",
            begun_ids=scripts.begun_ids() if is_page else (),
            nameless=tuple(dict.fromkeys(nameless(self))) if is_page and self.kind != "include" else (),
            lists_headings=is_page and (self._has_class(_IN_PAGE_NAVIGATION) or scripts.lists_headings()),
            begins_with_heading=self._begins_with_heading,
            is_blank=self._is_blank,
            is_whole=is_page and is_whole_page(self.rendered.text, self.tags),
            base=self._base() if is_page else None,
            static=static,
            headings=headings_of(self) if is_page and self.kind not in ("include", "static-page") else (),
            is_doubtful=not self.is_kept(),
            before_content=before_content(self) if is_page and self.kind == "layout" else None,
        )

    def _unseen_facts(self, scripts: PageScripts, words: LiquidWords) -> PageFacts:
        """The same of a file that no page shows."""
        return PageFacts(
            path=self.path,
            kind=self.kind,
            open_ids=() if self.is_shown else because(ReasonKind.OUTPUT),
            keys=self._keys(),
            names=words.names,
            compared=words.compared,
            respelt=words.respelt,
            asks=words.asks,
            reads_fragment=scripts.reads_fragment(),
            begins_with_heading=self._begins_with_heading,
            is_blank=self._is_blank,
            hidden_by=self.hidden_by,
        )

    @property
    def _is_blank(self) -> bool:
        return not self.text[self.front_matter.span.end :].strip()

    @property
    def _begins_with_heading(self) -> bool:
        body = self.front_matter.span.end
        return self.dialect == "markdown" and end_of_title(self.text[body:]) > 0

    def _has_class(self, name: str) -> bool:
        """Whether it has an element of the class."""
        if name not in self.rendered.text:
            return False
        classes = (tag.get("class") for tag in self.tags)
        return any(each is not None and name in each.value.split() for each in classes)

    def _base(self) -> Link | None:
        """The page's ``<base>``: the first that has an address."""
        for tag in self.tags:
            href = tag.get("href") if tag.name == "base" and tag.kind != "end" else None
            if href is not None:
                span = (href.value_start, href.value_end)
                whole = (tag.start, tag.end)
                return link_at(self.rendered, href.value, "base", attribute="href", span=span, whole=whole)
        return None

    def _static(self) -> StaticPage | None:
        if self.kind != "static-page" or self.html is None:
            return None
        return read_static_page(self.html, self.rendered.text, own_host(self.context.site))

    def _keys(self) -> tuple[Key, ...]:
        return tuple(
            Key(".".join(map(str, entry.path)), entry.key, entry.value)
            for entry in self.front_matter.entries
            if entry.key is not None and len(entry.path) <= 2
        )

    @cached_property
    def _templates(self) -> tuple[str, ...]:
        """The texts in which its Liquid is written: what follows its front matter, and the files that
        ``include_relative`` puts into it, which nobody reads by themselves."""
        own = self.text[self.front_matter.span.end :]
        if _BRINGS_FILES not in own:
            return (own,)
        return (own, *(self.written(Place(path, Span(0, maxsize))) for path in self._brought))

    @cached_property
    def _brought(self) -> tuple[str, ...]:
        """The files that ``include_relative`` puts into it."""
        reads = sorted(read.name for read in self.rendering.reads if read.kind == _BRINGS_FILES)
        folder = posixpath.dirname(self.path)
        return tuple(posixpath.normpath(posixpath.join(folder, name.partition(":")[2])) for name in reads)

    @property
    def _words(self) -> LiquidWords:
        """What its Liquid names."""
        return liquid_words(self._templates if self.template.body is not None else ())

    def _includes(self) -> tuple[str, ...]:
        return tuple(sorted({p.path for p in self.rendered.pieces if p.path != self.path}))

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return posixpath.basename(self.path)
