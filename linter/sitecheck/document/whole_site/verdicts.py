"""Where the links of pages and layouts lead."""

from __future__ import annotations

import re
from functools import cached_property

from sitecheck.document.frames.frame_links import PageAt
from sitecheck.document.frames.frame_tags import is_fixed
from sitecheck.document.tags.page_links import FALLBACK
from sitecheck.document.whole_site.anchors import Anchors
from sitecheck.document.whole_site.site_pages import SitePages
from sitecheck.document.whole_site.tokens import may_hold_token, replaced_tokens
from sitecheck.jekyll import Layout, Record, Route, Site
from sitecheck.jekyll.links.resolve import LinkVerdict, Resolver
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import Link, PageFacts
from sitecheck.model.origin import THE_DAY
from sitecheck.model.unknown import ReasonKind, because, words

_BUILT = (".css", ".js", ".mjs")
"""With what the names of files end that build steps make."""
_WHOLE = ("http:", "https:")
"""How addresses begin that are resolved without the page they stand on, by all but jekyll-relative-links,
which leaves them alone."""
_BROKEN = ("broken-page", "broken-anchor")
_REWRITER = "refactor-content.html"
_FOLDER_KEYS = ("media_subpath", "img_path")
_MEDIA_INCLUDES = ("media-url.html", "img-url.html")
_CHIRPY = "jekyll-theme-chirpy"
_WITH_MEDIA = 6
"""The first release of Chirpy with those includes."""
_NO_ADDRESS = lazy_pattern(r"[\s(),'\"=]|\A\d+\Z")
_NUMBER = lazy_pattern(r"\d{1,4}(?:\.\d{1,4})?", re.ASCII)
_COMMENT = lazy_pattern(r"comment-\d+", re.ASCII)
"""The anchor of a comment that Disqus shows."""
_CLOSES = lazy_pattern(r"\.(?:[\w-]{0,40}[_-])?close(?:[_-][\w-]{0,40})?", re.IGNORECASE)
"""The class of what closes a picture or a dialog."""
_FAULTS = (*_BROKEN, "malformed")
_SAID_BY_PAGES = (ReasonKind.PAGE, ReasonKind.CONTENT)
"""Why a layout by itself is not known: it shows what each page says."""


class Verdicts:
    """Judges the links of a site."""

    def __init__(self, site: Site, pages: SitePages, anchors: Anchors) -> None:
        self._site = site
        self._pages = pages
        self._anchors = anchors
        self._resolver = Resolver(site, anchors.at)
        self._cache: dict[tuple[str, str, bool, str], LinkVerdict] = {}
        self._bases: dict[str, Link | None] = {}

    def of_frame(self, page: PageAt, link: Link) -> LinkVerdict:
        """Where a link leads that a layout gives to a page."""
        facts = self._pages.at(page)
        if facts is None or is_fixed(link):
            return self._certain("/", link, self._unless_changed(self.verdict("/", link)))
        return self._certain(page.url, link, self._unless_changed(self._page_verdict(facts, page.url, link)))

    def on(self, facts: PageFacts, url: str, link: Link) -> LinkVerdict:
        """Where a link of a file leads on its page at ``url``, or of a layout on any page."""
        is_layout = facts.kind == "layout"
        found = self._layout_verdict(link) if is_layout else self._page_verdict(facts, url, link)
        return self._certain("/" if is_layout else url, link, found)

    def _certain(self, url: str, link: Link, verdict: LinkVerdict) -> LinkVerdict:
        """``verdict``, unless it is a fault of a link that may be missing, that nobody follows, for which the
        page itself puts another in, or that leads elsewhere tomorrow."""
        if link.marks and self._is_answered(verdict, link):
            return verdict._replace(status="dynamic", reason=words(because(ReasonKind.CAUGHT)))
        if verdict.status not in _FAULTS:
            return verdict
        if _hangs_on_day(link):
            return verdict._replace(status="dynamic", reason=words(because(ReasonKind.TIME)))
        if not link.maybe:
            return verdict
        if link.stand_in and verdict.status == "broken-page":
            shown = self._resolver.resolve(url, link.stand_in, markdown=False)
            if shown.status == "ok":
                return shown
        if link.reasons == FALLBACK and verdict.status == "broken-page":
            return verdict._replace(status="replaced", reason=words(link.reasons))
        return verdict._replace(status="dynamic", reason=words(link.reasons) or "it may not be on the page")

    def _is_answered(self, verdict: LinkVerdict, link: Link) -> bool:
        """Whether a script of its page answers a click on a link to an anchor that is not there, or nothing
        is to be there, as the link closes what a style shows while it is the ``:target``."""
        if (
            verdict.status != "broken-anchor"
            or verdict.route is None
            or not (link.href or "").startswith("#")
        ):
            return False
        return any(map(_CLOSES.fullmatch, link.marks)) or self._anchors.is_answered(verdict.route, link.marks)

    def leads(self, url: str, href: str) -> LinkVerdict:
        """Where an address leads that is written in HTML on the page at ``url``."""
        return self._resolver.resolve(url, href, markdown=False)

    def _page_verdict(self, facts: PageFacts, url: str, link: Link) -> LinkVerdict:
        """Where a link leads on the page at ``url`` that comes from a file, or is made of a layout."""
        base = self._base(facts)
        if base is not None and (base.href is None or base.maybe):
            if not (link.href or "").startswith(("/", "http:", "https:", "mailto:")):
                return LinkVerdict("dynamic", reason="the page's <base> is not known for certain")
            base = None
        start = (base.href or "") if base is not None else ""
        if facts.static is not None:
            return self._unless_shown_elsewhere(facts, link, self.verdict(url, link, start))
        verdict = self._own_anchor(facts, link) or self.verdict(url, link, start)
        if verdict.status == "broken-page" and link.element == "img" and self._moves_media:
            verdict = self._moved(facts.path, url, link) or verdict
        if verdict.status == "broken-anchor" and verdict.route is not None:
            verdict = self._in_language(facts.path, link, verdict.route) or verdict
        return self._unless_shown_elsewhere(facts, link, self._changed(facts, link, verdict))

    def _own_anchor(self, facts: PageFacts, link: Link) -> LinkVerdict | None:
        """Where ``#name`` leads on a page whose address another page has at the root, as pages in several
        languages do; ``None`` for any other link."""
        route = self._site.by_source.get(facts.path)
        if route is None or not (link.href or "").startswith("#") or self._base(facts) is not None:
            return None
        if not self._site.is_written_over(route):
            return None
        return self._with_known_anchor(self._resolver.on(route, link.href or ""))

    def _in_language(self, path: str, link: Link, route: Route) -> LinkVerdict | None:
        """Where a link to the page at ``route`` leads on a page in another language than that of the root: to
        the page of that language, where there is one (``relativize_urls`` of jekyll-polyglot)."""
        own, known = self._site.by_source.get(path), self._site.translations
        if own is None or known is None:
            return None
        pages = next((each for each in known.own.values() if each.get(own.output) == own), {})
        there = pages.get(route.output)
        if there is None or there == route:
            return None
        fragment = (link.href or "").partition("#")[2]
        return self._with_known_anchor(self._resolver.on(there, f"#{fragment}"))

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
        target = verdict.target or ""  # no file is named so that two slashes lead to it
        is_built = link.element in ("script", "link") and target.endswith(_BUILT) and "//" not in target
        if (
            verdict.status == "broken-page"
            and is_built
            and self._site.build_file
            and not self._is_elsewhere(link)
        ):
            return LinkVerdict(
                "dynamic", verdict.target, reason=f"a build step ({self._site.build_file}) may make it"
            )
        return verdict

    @cached_property
    def _moves_media(self) -> bool:
        """Whether the layouts of jekyll-theme-chirpy, here or not, rewrite addresses of pictures.

        They do of ``<img>`` alone; the theme's ``embed/`` includes make the address of a video themselves.
        """
        theme = f"{self._site.config['theme'] or ''} {self._site.config['remote_theme'] or ''}"
        names = (path.rpartition("/")[2] for path in self._site.includes)
        return "chirpy" in theme.lower() or _REWRITER in names

    def _moved(self, path: str, url: str, link: Link) -> LinkVerdict | None:
        """Where a picture is that ``refactor-content.html`` and ``media-url.html`` of Chirpy (2.0 to 7.4)
        look for below the folder that the page names, or on another host; ``None`` where it is not."""
        record, config = self._pages.records.get(path), self._site.config
        if config["cdn"] or config["img_cdn"]:
            return LinkVerdict("dynamic", reason="the theme loads pictures from another host")
        folders = [record.data.get(key) if record is not None else None for key in _FOLDER_KEYS]
        named = [each for each in folders if isinstance(each, str)]
        for folder in named or ([""] if self._starts_media_at_root else []):
            if link.href is not None and not link.href.startswith(_WHOLE):
                address = re.sub("/{2,}", "/", f"{self._site.baseurl}/{folder}/{link.href}")
                found = self._resolver.resolve(url, address, markdown=False)
                if found.status == "ok":
                    return found
        return None

    @cached_property
    def _starts_media_at_root(self) -> bool:
        """Whether Chirpy puts the site's root before an address where the page names no folder: so do its
        ``img-url.html`` (6.0) and ``media-url.html`` (since), and nothing did before."""
        site, names = self._site, {path.rpartition("/")[2] for path in self._site.includes}
        if _REWRITER in names:
            return not names.isdisjoint(_MEDIA_INCLUDES)
        locked, asked = site.gems.get(_CHIRPY, "").partition(".")[0], site.demanded.get(_CHIRPY)
        first = locked or "".join(map(str, asked.low[:1] if asked is not None else ()))
        return not first.isdigit() or int(first) >= _WITH_MEDIA

    def _is_elsewhere(self, link: Link) -> bool:
        """Whether a relative address leads to a file from the top of the site: then it is there, and no build
        step makes it anew beside the page."""
        href = link.href or ""
        is_relative = not href.startswith(("/", *_WHOLE))
        return is_relative and self._resolver.resolve("/", href, markdown=False).status == "ok"

    def _base(self, facts: PageFacts) -> Link | None:
        """What relative links of a page start from: the first ``<base>`` of the built page, whose head is
        that of the outermost layout."""
        if facts.path not in self._bases:
            own: Record | Layout | None = self._pages.records.get(facts.path)
            own = own or next((each for each in self._site.layouts.values() if each.path == facts.path), None)
            frame = reversed(self._pages.known_layouts(own))
            bases = (each.base for each in (*frame, facts) if each.base is not None)
            self._bases[facts.path] = next(bases, None)
        return self._bases[facts.path]

    def _with_known_anchor(self, verdict: LinkVerdict) -> LinkVerdict:
        """A page that may have further anchors has those that are known."""
        if verdict.route is None:
            return verdict
        fragment = (verdict.target or "").partition("#")[2]
        if verdict.status == "broken-anchor":
            reason = self._why_anchor(verdict.route, fragment)
            return verdict._replace(status="dynamic", reason=reason) if reason else verdict
        is_known = verdict.status == "dynamic" and fragment in self._anchors.certain_at(verdict.route)
        return verdict._replace(status="ok", reason="") if is_known else verdict

    def _why_anchor(self, route: Route, fragment: str) -> str:
        """Why a page may answer to an anchor that nothing known gives it; "" where nothing does."""
        anchors = self._anchors
        if _NUMBER.fullmatch(fragment) and anchors.counts_parts(route):
            return "a script of that page counts its parts"
        if anchors.is_state(route, fragment):
            return "it tells a script of that page what to show"
        if _COMMENT.fullmatch(fragment) and anchors.shows_comments(route):
            return "Disqus gives its comments ids"
        if anchors.may_name(route, fragment):
            return "a script of that page gives ids to its headings"
        if anchors.may_print(route, fragment):
            return "a layout prints an id there that is not known"
        return ""

    def _changed(self, facts: PageFacts, link: Link, verdict: LinkVerdict) -> LinkVerdict:
        """The verdict on a link of a page: what a layout makes of it may lead somewhere, and so may what the
        site's own Ruby does where that changes texts.

        Of a plugin whose text is not here that is likely only for what is no address: code, say, that it
        takes out of the Markdown.
        """
        if verdict.status not in _FAULTS:
            return verdict
        if self._holds_token(link.href or ""):
            return LinkVerdict("dynamic", verdict.target, reason="a layout replaces a part of the address")
        if facts.framed is not None and link.href in facts.framed.rewritten:
            reason = "a layout writes another address in its place"
            return LinkVerdict("dynamic", verdict.target, reason=reason)
        record, own = self._pages.records.get(facts.path), self._site.own_ruby
        reasons = own.why_text(record) if record is not None else ()
        if not reasons and own.emptied and _NO_ADDRESS.search(link.href or ""):
            reasons = because(ReasonKind.OWN_TEXT, own.emptied)
        return LinkVerdict("dynamic", verdict.target, reason=words(reasons)) if reasons else verdict

    def _holds_token(self, href: str) -> bool:
        return may_hold_token(href) and any(token in href for token in self._tokens)

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return replaced_tokens(self._site)

    def _unless_shown_elsewhere(self, facts: PageFacts, link: Link, verdict: LinkVerdict) -> LinkVerdict:
        """The verdict on a link of a page: a piece of one may be shown on others, so its links are broken if
        they are from anywhere."""
        if verdict.status not in _BROKEN or not self._is_piece(facts):
            return verdict
        href = link.href or ""
        elsewhere = self._anchors.any_page_has(href[1:]) if href.startswith("#") else None
        if elsewhere or (elsewhere is None and self.verdict("/", link).status not in _BROKEN):
            return LinkVerdict(
                "dynamic", verdict.target, reason="this is a piece of a page, which any page may show"
            )
        return verdict

    def _is_piece(self, facts: PageFacts) -> bool:
        """Whether what a copied file holds, or the page of a document with the layouts around it, is no whole
        page: sites of one page show their chapters so, which have addresses that nobody visits."""
        if facts.static is not None:
            return not facts.is_whole
        record = self._pages.records.get(facts.path)
        if record is None or not record.collection:
            return False
        parts = (facts, *self._pages.layouts_outward(record))
        return not any(part is None or part.is_whole or _may_hold_more(part) for part in parts)

    def _layout_verdict(self, link: Link) -> LinkVerdict:
        """A layout's link is judged when it means the same on every page."""
        if link.href is not None and not link.href.startswith(("/", "http:", "https:", "mailto:")):
            return LinkVerdict("dynamic", reason="it depends on the page that uses the layout")
        return self._unless_changed(self.verdict("/", link))

    def _unless_changed(self, verdict: LinkVerdict) -> LinkVerdict:
        """The verdict on a link of a layout: the site's own Ruby may mend it on some page or other."""
        changers = sorted(self._site.own_ruby.changes.values()) if verdict.status in _BROKEN else ()
        if changers:
            return LinkVerdict(
                "dynamic", verdict.target, reason=words(because(ReasonKind.OWN_TEXT, changers[0]))
            )
        return verdict


def _hangs_on_day(link: Link) -> bool:
    """Whether the day of the build makes a part of an address: not of its query, which leads nowhere else."""
    before = ((link.href or "")[: value.start] for value in link.values if value.origin.path == THE_DAY)
    return any("?" not in each or "#" in each for each in before)


def _may_hold_more(facts: PageFacts) -> bool:
    """Whether a file may have more tags than are known, other than those of the pages that it is around."""
    return any(reason.kind not in _SAID_BY_PAGES for reason in facts.open_ids)
