"""Where a link leads: the page of the built site, or what is wrong with it.

Addresses are served as GitHub Pages serves them: ``/a`` finds ``a``, ``a.html`` or the folder ``a/``, while
``/a/`` finds only ``a/index.html`` or another index, but on some hosts (:attr:`Site.drops_slashes`). Names
are compared exactly, as on a server, not as on macOS.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from ipaddress import IPv6Address
from typing import Literal, TypeAlias
from urllib.parse import unquote, urljoin, urlsplit

from sitecheck.html.address import as_taken
from sitecheck.jekyll.addresses.address_form import BAD_PERCENT, address_problem
from sitecheck.jekyll.generators.redirects import redirects_of
from sitecheck.jekyll.intake.collection_documents import DATE_NAME
from sitecheck.jekyll.links.link_suggestions import LinkSuggestions
from sitecheck.jekyll.links.relative_links import RelativeLinks
from sitecheck.jekyll.links.site_address import WEB, broken_url, may_be_project, own_host, project_base
from sitecheck.jekyll.records import HTML_EXTENSIONS, Route
from sitecheck.jekyll.site import Site
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.unknown import ReasonKind, Reasons, words
from sitecheck.named_tuple import NamedTuple

Status = Literal[
    "ok",
    "broken-page",
    "broken-anchor",
    "replaced",
    "external",
    "other-scheme",
    "empty",
    "malformed",
    "dynamic",
]
"""``replaced``: nothing is there, and the page itself puts something in its place."""
Anchors: TypeAlias = "Callable[[Route], Collection[str] | None]"
"""The anchors of the page at a route; ``None`` when they cannot all be known."""

_SCHEME = lazy_pattern(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SLASHLESS = lazy_pattern(r"(https?):(?:/?|/{3,})([^/\\\s@:?#]+\.[a-z]{2,}(?:[/?#].*)?)", re.IGNORECASE)
"""A host behind the scheme and other than two slashes."""
_PATH_WITH_SCHEME = lazy_pattern(r"https?:(/[^/\\].*)", re.IGNORECASE)
_TOP_FILE = lazy_pattern(r"/[^/]+\.(?:html?|md|xml|pdf|png|jpe?g|gif|svg|ico|css|js|json|txt)", re.IGNORECASE)
_MEDIA = (
    *(".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp", ".tif", ".tiff"),
    *(".mp3", ".mp4", ".webm", ".ogg", ".wav", ".pdf", ".zip", ".gz", ".woff", ".woff2", ".ttf", ".css"),
)
"""How the names of files end that nobody calls a page or a folder."""
_BESIDE = "the site's own host, outside of this site"
_OPEN_ANCHORS = "the anchors of that page cannot all be known"
_LONGEST = 100_000
"""Of a longer address (characters) it is not known where it leads: servers take a tenth of that, and each
escape in it costs a hundred bytes."""
_OF_ANY_LENGTH = ("data:", "javascript:")
"""What is no address of anything, but the thing itself."""
_LANGUAGE = lazy_pattern(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_REPOSITORY = lazy_pattern(r"[\w.-]{1,100}", re.ASCII)
"""What GitHub takes for the name of a repository."""
_UNREAD = ("undecodable", "utf-16", "nul", "unreadable", "invalid-date")
"""The kinds of problem that leave a file without an address that it has once they are mended."""
_NOWHERE = ("close", "_", "0", "X", "×")
_INDEXES = ("index.html", "index.htm", "index.xhtml", "index.xml", "index.json")
"""What a server gives for a folder: GitHub Pages, and ``jekyll serve``, which follows it (``DIRECTORY_INDEX``
of ``commands/serve.rb``)."""


class LinkVerdict(NamedTuple):
    """What becomes of a link.

    ``target`` is the site-absolute, percent-decoded path without ``baseurl`` and with ``#fragment``;
    ``None`` for links that leave the site. ``route`` is the page it finds. ``reason`` explains every status
    but ``ok`` in a sentence, ``nearest`` is an address (with ``baseurl``) or anchor that may have been meant;
    ``lacks_base``: with ``baseurl`` before it the address finds a page, or may find one. ``hidden`` is the
    file that would be there, were it published. ``sent_to`` is where the page at ``route`` sends its readers
    on to, without the anchor.
    """

    status: Status
    target: str | None = None
    route: Route | None = None
    reason: str = ""
    nearest: str = ""
    lacks_base: bool = False
    hidden: str = ""
    sent_to: str = ""


_TOO_LONG = LinkVerdict("dynamic", reason=f"the address is longer than {_LONGEST:,} characters")


class _Parts(NamedTuple):
    path: str
    """Percent-decoded, site-absolute, ``baseurl`` taken off when it stands there."""
    fragment: str
    has_base: bool


class Resolver:
    """Resolves the links of one site. ``anchors`` answers for the pages; without it any anchor is unknown."""

    def __init__(self, site: Site, anchors: Anchors | None = None) -> None:
        self.site = site
        self.anchors = anchors
        self._base = site.baseurl
        self._suggestions = LinkSuggestions(site)
        self._relative = RelativeLinks(site)
        self._host = own_host(site)
        self._no_url = broken_url(site)
        self._unsure = {
            _last_segment(_decode(each.url)): each.path for each in site.documents() if not each.sure
        }
        self._unread = dict(_unread(site))
        self._unsaid = {
            _bare(f"/{each.message.lstrip('/')}"): each.path
            for each in site.problems
            if each.kind == "lost-address"
        }
        self._sent_on = frozenset(_sent_beside(site))
        self._sent = _sent_from(site)
        self._roots = {output.partition("/")[0] for output in site.by_output if "/" in output}
        self._roots.update(site.translations.own if site.translations is not None else ())
        self._is_theme = not site.has_page
        self._is_gem = self._is_theme and site.is_gem
        self._may_be_project = may_be_project(site)
        project = project_base(site)
        self._project = project if project[1:] not in self._roots else ""
        self._lost: dict[tuple[str, str], LinkVerdict] = {}
        """What is known of addresses without a page: each page of a folder asks for those of its menu."""

    def resolve(
        self, page_url: str, href: str | None, markdown: bool = True, *, base: str = ""
    ) -> LinkVerdict:
        """Judge ``href`` as it stands on the page at ``page_url`` (an address without ``baseurl``).

        ``markdown`` is false for a link written in HTML, which jekyll-relative-links leaves alone; ``base``
        is what the page says in ``<base href>``, if anything.
        """
        if href is None:
            return LinkVerdict("dynamic", reason="the address is made by Liquid and cannot be known")
        text = as_taken(href)
        if not text:
            return LinkVerdict("empty", reason="the link has no address")
        if len(text) > _LONGEST and not text[:11].lower().startswith(_OF_ANY_LENGTH):
            return _TOO_LONG
        if markdown and self._relative.active:
            text = self._relative.rewrite(page_url, text)
        if base and not _SCHEME.match(text) and not text.startswith(("/", "\\")):
            text = self._on_base(page_url, base, text)
        verdict = self._resolve_text(page_url, text)
        if markdown and self._relative.possible and verdict.status == "broken-page":
            return self._if_rewritten(page_url, text, verdict)
        return verdict

    def on(self, route: Route, href: str) -> LinkVerdict:
        """Judge ``href``, which is a fragment alone, as it stands on the page at ``route``."""
        if len(href) > _LONGEST:
            return _TOO_LONG
        fragment = href[1:].split(":~:")[0]
        return self._on_page(route, fragment, f"{route.url}#{_decode(fragment)}" if fragment else route.url)

    def _on_base(self, page_url: str, base: str, text: str) -> str:
        """A relative address as the browser takes it on a page with ``<base href>``."""
        try:
            return urljoin(urljoin(self._base + page_url, as_taken(base)), text)
        except ValueError:  # the base is no address, so the browser does without it
            return text

    def _if_rewritten(self, page_url: str, text: str, verdict: LinkVerdict) -> LinkVerdict:
        """A link that jekyll-relative-links would mend is not known to be broken."""
        rewritten = self._relative.rewrite(page_url, text)
        mended = self._resolve_text(page_url, rewritten) if rewritten != text else verdict
        if mended.status == "broken-page":
            return verdict
        if mended.status == "ok" and self._relative.likely:
            return mended
        reason = "jekyll-relative-links, which GitHub Pages runs, would make it a link to the page"
        return LinkVerdict("dynamic", verdict.target, reason=reason)

    def _resolve_text(self, page_url: str, text: str) -> LinkVerdict:
        if self._no_url and f"{text}/".startswith(f"{self._no_url}/"):
            return LinkVerdict("dynamic", reason=f"the site's url is no whole address: {self._no_url}")
        if problem := address_problem(text):
            return LinkVerdict("malformed", reason=problem.reason, nearest=problem.meant)
        if scheme := _SCHEME.match(text):
            return self._with_scheme(text, scheme[1].lower())
        if text.startswith(("//", "\\\\", "/\\")):
            return self._web("https:" + text.replace("\\", "/"), text)
        return self._internal(page_url, text)

    def _with_scheme(self, text: str, scheme: str) -> LinkVerdict:
        if scheme in WEB:
            return self._web(text, text)
        return LinkVerdict("other-scheme", reason=f"{scheme}: links are not checked")

    def _web(self, url: str, text: str) -> LinkVerdict:
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
            if "[" in parts.netloc.rpartition("@")[2]:
                IPv6Address(host or "")  # before 3.11.4, Python takes anything in brackets for a host
        except ValueError as error:
            return LinkVerdict("malformed", reason=f"this is no address{_why_none(error)}")
        if not host and parts.scheme != "ftp":
            own = _PATH_WITH_SCHEME.fullmatch(url)
            if own and self._internal("/", own[1]).status in ("ok", "broken-anchor"):
                reason = "an address on this site takes no scheme"
                return LinkVerdict("malformed", reason=reason, nearest=own[1])
            if slashless := _SLASHLESS.fullmatch(url):
                meant = f"{slashless[1]}://{slashless[2]}"
                return LinkVerdict("malformed", reason="two slashes belong before the host", nearest=meant)
            return LinkVerdict("malformed", reason="the address names no host")
        if host and (" " in host or "<" in host):
            return LinkVerdict("malformed", reason="the host contains a character that is not allowed")
        if self._host and parts.netloc.lower() == self._host:
            return self._own(parts.path or "/", parts.fragment)
        return LinkVerdict("external")

    def _own(self, path: str, fragment: str) -> LinkVerdict:
        """An absolute address of the site's own host, which may serve other sites as well."""
        path = self._slash_behind(path)
        parts = self._split(self._base or "/", f"{path}#{fragment}" if fragment else path)
        if isinstance(parts, LinkVerdict):
            return parts
        found = self._find(parts.path) if parts.has_base else None
        if found is None and (not parts.has_base or not self._is_own(parts.path)):
            return LinkVerdict("external", reason=_BESIDE)
        return self._judge(parts)

    def _slash_behind(self, path: str) -> str:
        """A path with its second slash behind the ``baseurl``: it stands before that where a template writes
        ``{{ site.url }}/{{ site.baseurl }}/a``, and a page of the site is meant."""
        plain = f"/{path.lstrip('/')}"
        is_doubled = bool(self._base) and path != plain and plain.startswith(f"{self._base}/")
        return f"{self._base}/{plain[len(self._base) :]}" if is_doubled else path

    def _is_own(self, path: str) -> bool:
        """Whether something of this site must be at an address: below a folder of its own, or a file at its
        top, where other sites of the host have folders."""
        return path.split("/")[1] in self._roots or _TOP_FILE.fullmatch(path) is not None

    def _internal(self, page_url: str, text: str) -> LinkVerdict:
        page = self._base + page_url
        parts = self._split(page, text)
        if isinstance(parts, LinkVerdict):
            return parts
        if text.startswith(("#", "?")):
            parts = parts._replace(path=_decode(page_url), has_base=True)
        return self._judge(parts)

    def _split(self, page: str, text: str) -> _Parts | LinkVerdict:
        path, _, fragment = text.partition("#")
        path = path.partition("?")[0].replace("\\", "/")
        if BAD_PERCENT.search(path):
            return LinkVerdict(
                "malformed", reason="a % must be followed by two hexadecimal digits (write %25)"
            )
        joined = _join(page, path)
        base = self._base
        has_base = not base or joined == base or joined.startswith(base + "/")
        before = base or self._project
        below = before and (joined == before or joined.startswith(before + "/"))
        if below and (base or self._find(_decode(joined)) is None):  # a page of this name is no folder around
            joined = joined[len(before) :] or "/"
        try:
            return _Parts(unquote(joined, errors="strict"), fragment, has_base)
        except UnicodeDecodeError:
            return LinkVerdict("malformed", reason="the escaped bytes are not UTF-8")

    def _judge(self, parts: _Parts) -> LinkVerdict:
        parts = parts._replace(fragment=parts.fragment.split(":~:")[0])
        target = parts.path + (f"#{_decode(parts.fragment)}" if parts.fragment else "")
        if not parts.has_base:
            return self._without_base(parts, target)
        route = self._find(parts.path)
        if route is None:
            return self._no_page(parts.path, target)
        verdict = self._on_page(route, parts.fragment, target)
        if verdict.status == "broken-anchor" and self._is_anew(parts.path):
            return LinkVerdict("dynamic", target, route, _OPEN_ANCHORS)
        return verdict

    def _is_anew(self, path: str) -> bool:
        """Whether a page is that of another language, which may hold something else than that at the root."""
        known = self.site.translations
        return known is not None and known.anew and path.lstrip("/").partition("/")[0] in known.own

    def _on_page(self, route: Route, fragment: str, target: str) -> LinkVerdict:
        sent_to = self._sent.get((route.source, route.output), "") if fragment else ""
        if sent_to:
            return self._sent_on_page(route, fragment, target, sent_to)
        if not fragment or route.kind == "generated" or not route.output.endswith(HTML_EXTENSIONS):
            return LinkVerdict("ok", target, route)
        return self._anchor(route, fragment, target)

    @staticmethod
    def _sent_on_page(route: Route, fragment: str, target: str, sent_to: str) -> LinkVerdict:
        """A link to an anchor of a page that sends its readers on."""
        decoded = _decode(fragment)
        if decoded.lower() == "top" or _is_state(decoded):
            return LinkVerdict("ok", target, route)
        reason = f"that page sends readers on to {sent_to}, without #{decoded}"
        return LinkVerdict("broken-anchor", target, route, reason, sent_to=sent_to)

    def _find(self, path: str) -> Route | None:
        """What the server answers with, as GitHub Pages does, or another as its own files tell."""
        tries = _outputs_at(path.lstrip("/"))
        if self.site.drops_slashes and path.endswith("/"):
            tries += (f"{path.strip('/')}.html",)
        found = next(filter(None, map(self.site.by_output.get, tries)), None)
        return found or self._translated(tries)

    def _translated(self, tries: Iterable[str]) -> Route | None:
        """What another build of the site, for a language, writes below a folder of its own."""
        known = self.site.translations
        if known is None:
            return None
        parts = ((language, rest) for language, _, rest in (each.partition("/") for each in tries))
        inside = ((language, rest) for language, rest in parts if language in known.own)
        found = (known.at(language, rest, self.site.by_output.get(rest)) for language, rest in inside)
        return next(filter(None, found), None)

    def _without_base(self, parts: _Parts, target: str) -> LinkVerdict:
        """An address beside ``baseurl``: that of a page which lacks it, or of what else the host serves.

        Where the file CNAME names the host, GitHub Pages serves the site at its root, whatever ``baseurl``
        says (the rule wrong-site-url tells that): there the page is found.
        """
        base = self._base
        route = self._find(parts.path)
        if route is not None and self.site.domain:
            return self._on_page(route, parts.fragment, target)
        is_own = route is not None or parts.path.lstrip("/") in self.site.by_source
        if not is_own and not any(map(self.site.is_named, self._names(parts.path))):
            return LinkVerdict("external", reason=_BESIDE)
        nearest = base + route.url if route is not None else ""
        reason = f"the address leaves the site: it lacks the baseurl {base}"
        return LinkVerdict("broken-page", target, reason=reason, nearest=nearest, lacks_base=True)

    def _no_page(self, path: str, target: str) -> LinkVerdict:
        if (path, target) not in self._lost:
            self._lost[path, target] = self._why_no_page(path, target)
        return self._lost[path, target]

    def _why_no_page(self, path: str, target: str) -> LinkVerdict:
        base = self._base
        if base and path.startswith(base + "/") and self._find(path[len(base) :]):
            reason = f"the baseurl {base} stands twice in the address"
            return LinkVerdict("broken-page", target, reason=reason, nearest=path)
        made = [output for output in _outputs_at(path.lstrip("/")) if self.site.is_made(output)]
        if made and ("#" not in target or not made[0].endswith(HTML_EXTENSIONS)):
            return LinkVerdict("ok", target)
        if reasons := self._may_exist(path):
            return LinkVerdict("dynamic", target, reason=words(reasons))
        if self._is_theme and self._is_of_user(path):
            return LinkVerdict("dynamic", reason="a site that uses this theme may have it")
        if _bare(path) in self._sent_on:
            return LinkVerdict("dynamic", target, reason="the site itself redirects there")
        if program := self._program_at(path):
            return LinkVerdict("dynamic", target, reason=f"a server that runs {program} answers there")
        if self._may_be_project and (name := self._project_in(path)):
            return LinkVerdict("dynamic", target, reason=f"GitHub Pages may serve the site below /{name}")
        if unsure := self._unsure.get(_last_segment(path)):
            return LinkVerdict(
                "dynamic", target, reason=f"the address of {unsure} depends on a date that is not known"
            )
        if unread := self._unread.get(_last_segment(path)):
            reason = f"{unread} may be that page, and cannot be read"
            return LinkVerdict("dynamic", target, reason=reason)
        if unsaid := self._unsaid.get(_bare(path)):
            reason = f"{unsaid} would be there, if its front matter could be read"
            return LinkVerdict("dynamic", target, reason=reason)
        reason, nearest = self._suggestions.explain(path)
        return LinkVerdict(
            status="broken-page",
            target=target,
            reason=reason,
            nearest=base + nearest if nearest else "",
            hidden=self._suggestions.hidden_at(path),
        )

    def _is_of_user(self, path: str) -> bool:
        """Whether the sites that use this theme bring what is at ``path``: their home page, and where it is
        the gem of a theme what lies in none of its folders, as ``/favicon.ico``."""
        is_beside = path.lstrip("/").partition("/")[0] not in self._roots
        return path in ("", "/") or (is_beside and self._is_gem)

    def _project_in(self, path: str) -> str:
        """The first folder of an address, which may be the name of the site's repository: without it the
        address finds a page, and the site has no folder of that name; nor is it a language, whose pages the
        site lacks. "" where it can be none, or the address is a name alone."""
        name, _, rest = path[1:].partition("/")
        is_folder = name in self._roots or f"{name}.html" in self.site.by_output
        is_name = _REPOSITORY.fullmatch(name) is not None and _LANGUAGE.fullmatch(name) is None
        is_other = not is_name or not rest or is_folder
        return "" if is_other or self._find(f"/{rest}") is None else name

    def _program_at(self, path: str) -> str:
        """The program in a folder that a server runs when the folder is asked for; "" for none."""
        output = posixpath.join(path.lstrip("/"), "index.php")
        return output if output in self.site.by_output else ""

    def _may_exist(self, path: str) -> Reasons:
        """Why there may be a page at ``path`` although none is known."""
        reasons = next(filter(None, map(self.site.may_exist, self._names(path))), ())
        is_ignored = bool(reasons) and all(reason.kind is ReasonKind.GIT_IGNORED for reason in reasons)
        return () if is_ignored and posixpath.dirname(path[1:]) in self._built_folders else reasons

    @cached_property
    def _built_folders(self) -> frozenset[str]:
        """Folders of the built site that are none of its source, with pages of collections in them: what a
        link of such a page names beside it, no other program writes where Jekyll would find it."""
        pages = ((output, route) for output, route in self.site.by_output.items() if output.endswith(".html"))
        built = {posixpath.dirname(output) for output, route in pages if route.collection}
        return frozenset(built.difference(_folders_of(self.site.by_source)))

    def _names(self, path: str) -> tuple[str, ...]:
        """The outputs that may stand for ``path`` beyond those that are known."""
        name = path.lstrip("/")
        pages = () if name.lower().endswith(_MEDIA) else (name + ".html", posixpath.join(name, "index.html"))
        return () if self._goes_on(path) else (name, *pages)

    def _goes_on(self, path: str) -> bool:
        """Whether it is the address of a page, then a blank and more: words that slipped into the link."""
        page, blank, _ = path.partition(" ")
        return bool(blank) and not page.endswith("/") and self._find(page) is not None

    def _anchor(self, route: Route, fragment: str, target: str) -> LinkVerdict:
        decoded = _decode(fragment)
        if decoded.lower() == "top":
            return LinkVerdict("ok", target, route)
        ids = self.anchors(route) if self.anchors else None
        if ids is None:
            return LinkVerdict("dynamic", target, route, _OPEN_ANCHORS)
        is_state = _is_state(decoded) and decoded.lower() not in ids
        if fragment in ids or decoded in ids or is_state:
            return LinkVerdict("ok", target, route)
        nearest = self._suggestions.anchor(decoded, route.url, ids)
        return LinkVerdict(
            status="broken-anchor",
            target=target,
            route=route,
            reason=f"the page has no anchor #{decoded}",
            nearest=nearest,
        )


def _why_none(error: ValueError) -> str:
    """What Python says of an address that is none, but for what it quotes from it: before the host, and in
    what looks like the port, a password may stand, which nobody knows for one without the rest of it."""
    said = str(error)
    if "'" not in said and '"' not in said:
        return f": {said}"
    return ": its port is no number" if said.startswith("Port") else ""


def _outputs_at(name: str) -> tuple[str, ...]:
    if name.endswith("/") or not name:
        return tuple(name + index for index in _INDEXES)
    return name, f"{name}.html", *(f"{name}/{index}" for index in _INDEXES)


def _unread(site: Site) -> Iterator[tuple[str, str]]:
    """The files of which nothing can be read, or no date that they have, by the name that would end their
    address: what is wrong with them is told, and links to them may be right."""
    for problem in site.problems:
        if problem.kind in _UNREAD:
            name = posixpath.basename(problem.path)
            post = DATE_NAME.fullmatch(name)
            yield (post[2] if post is not None else "") or posixpath.splitext(name)[0], problem.path


def _bare(path: str) -> str:
    return path.rstrip("/")


def _sent_beside(site: Site) -> Iterator[str]:
    """Addresses to which the site redirects from what differs in case only: something else of the host is
    served there, for on the site itself it would be a circle of two spellings."""
    host = own_host(site)
    for redirect in redirects_of(site):
        try:
            parts = urlsplit(redirect.target)
        except ValueError:
            continue
        path = _bare(unquote(parts.path))
        same = path.lower() == _bare(redirect.url).lower()
        if same and path != _bare(redirect.url) and (not parts.netloc or parts.netloc.lower() == host):
            yield path


def _sent_from(site: Site) -> dict[tuple[str | None, str], str]:
    """Where pages send their readers on to as jekyll-redirect-from does it, by source and output: a script
    and a refresh that name the address, so that a browser drops the anchor it came with."""
    if "redirect" in site.layouts:
        return {}
    base = site.baseurl
    return {
        (None if each.moved else each.source, each.output): base + each.target
        if each.target.startswith("/")
        else each.target
        for each in redirects_of(site)
    }


_STATES = ("/", "!", "?", "googtrans(", "googtrans/")


def _is_state(fragment: str) -> bool:
    """Whether a fragment says how to show the page: to a script (``#/route``, ``#!x``, ``#?version=2``), or,
    as ``#close``, ``#_`` and ``#×``, that a dialog or picture which a style shows while it is the ``:target``
    is to go. Google's translator of pages reads ``#googtrans(en)`` and ``#googtrans/auto/en``. ``#0`` is what
    CodyHouse's pieces write for a link that a script hears and that leads nowhere, so that the page does not
    jump."""
    return fragment.startswith(_STATES) or "=" in fragment or fragment in _NOWHERE


def _folders_of(paths: Iterable[str]) -> set[str]:
    """The folders in which ``paths`` lie, and those above."""
    found: set[str] = set()
    for path in paths:
        folder = posixpath.dirname(path)
        while folder and folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return found


def _last_segment(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2].removesuffix(".html")


def _decode(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def _join(page: str, path: str) -> str:
    """A path as a browser joins it: ``..`` never climbs above the root, empty segments stay."""
    if not path:
        return page
    if not path.startswith("/"):
        path = page.rpartition("/")[0] + "/" + path
    out: list[str] = []
    segments = path.split("/")
    for segment in segments:
        plain = segment.lower().replace("%2e", ".")
        if plain == "..":
            if len(out) > 1:
                out.pop()
        elif plain != ".":
            out.append(segment)
    if segments[-1].lower().replace("%2e", ".") in (".", ".."):
        out.append("")
    return "/".join(out)
