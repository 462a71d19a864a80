"""What the author of a broken link may have meant, and why the file he meant is not there."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import islice
from urllib.parse import quote

from sitecheck.jekyll.addresses.url import bare
from sitecheck.jekyll.site import Site
from sitecheck.jekyll.unpublished import Unpublished
from sitecheck.lazy_pattern import lazy_pattern

_CUTOFF = 0.75
_SLASHES = lazy_pattern("/{2,}")
_NUMBER = lazy_pattern(r"\d+")
_UNWRITTEN = lazy_pattern(r"[\s\"'<>`(){}\[\]\\|^]")
"""What browsers encode in a fragment, and what would end an address in Markdown or HTML."""
_MAX_CANDIDATES = 2_000
_MAX_PAGES = 500
_MAX_KEPT = 100_000
"""So many anchors are kept as they are compared."""
_MAX_LENGTH_DIFFERENCE = 6
_MAX_COMPARED = 200_000
"""So many names are compared in a run (about 2 s); who has more broken links gets no more suggestions."""
_GLANCES = 20
"""So many names can be passed over for the price of comparing one."""
_PAIRS = 100
"""So many pairs of equal letters are gone through, for each stretch that two names share, for that price."""
_LONGEST = 250
"""Nothing is suggested for a longer address: what it takes to compare two grows with the cube of that."""


class LinkSuggestions:
    """Looks for near misses in one site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._asked: dict[str, tuple[str, str]] = {}
        self._lowered: dict[str, dict[str, str]] = {}
        """Of pages, by address, the anchors by what they are in lower case."""
        self._room = _MAX_KEPT
        self._left = _MAX_COMPARED

    @cached_property
    def _by_lower(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for route in self._site.routes:
            for name in (route.output, route.url):
                found.setdefault(bare(name.lower()), route.url)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for route in self._site.routes:
            found.setdefault(_last(route.url), []).append(route.url)
        return found

    @cached_property
    def _hidden(self) -> dict[str, Unpublished]:
        found: dict[str, Unpublished] = {}
        for each in self._site.unpublished.values():
            if each.url:
                found.setdefault(bare(each.url), each)
        return found

    def hidden_at(self, path: str) -> str:
        """The file that would be the page at ``path``, were it published; "" when there is none."""
        found = self._hidden.get(bare(path))
        return found.path if found is not None else ""

    def explain(self, path: str) -> tuple[str, str]:
        """Why nothing is at ``path`` (decoded, site-absolute), and the address that comes nearest."""
        answer = self._asked.get(path)
        if answer is None:
            answer = self._asked[path] = self._explain(path)
        return answer

    def _explain(self, path: str) -> tuple[str, str]:
        base = self._site.baseurl
        name = path.strip("/")
        plain = _SLASHES.sub("/", path).lstrip("/")
        if plain != path.lstrip("/"):
            outputs = (plain, f"{plain}.html", posixpath.join(plain, "index.html"))
            for once in filter(None, map(self._site.by_output.get, outputs)):
                return f"two slashes stand in a row; the page is {base}{once.url}", once.url
        written = self._site.placed(name)
        if route := self._site.by_source.get(written):
            if path.endswith("/") and name in self._site.by_output:
                return f"the file is {base}{route.url}, without a slash at the end", route.url
            return f"{written} is a source file; its page is {base}{route.url}", route.url
        for candidate in self._sources(written):
            if found := self._site.why_not(candidate):
                return f"{candidate} is not published: {found.words}", ""
        if found := self._hidden.get(bare(path)):
            return f"{found.path} would be this page, but is not published: {found.words}", ""
        slashless = self._site.by_output.get(name + ".html") or self._site.by_output.get(name)
        if path.endswith("/") and slashless:
            return f"the page is {base}{slashless.url}, without a slash at the end", slashless.url
        plain = bare(path)
        if near := self._by_lower.get(plain.lower()):
            if near == path:  # no server finds it there, for its file has another ending
                written = next(each.output for each in self._site.routes if each.url == near)
                return f"the file there is {base}/{written}", f"/{written}"
            if plain == bare(near):
                return f"the page is {base}{near}", near
            return f"only {base}{near} exists, which differs in upper and lower case", near
        stem, ext = posixpath.splitext(name)
        if ext in self._site.config.markdown_ext and (near := self._by_lower.get(bare(stem.lower()))):
            return f"{ext} is the ending of a source file; the page is {base}{near}", near
        near = self._similar(path)
        return "no page or file has this address", near

    def _sources(self, name: str) -> Iterable[str]:
        yield name
        stem = name.removesuffix(".html")
        for ext in self._site.config.markdown_ext:
            yield stem + ext

    def _similar(self, path: str) -> str:
        near = self._alike_in_name(path)
        is_other = _is_number(_stem(path)) and _NUMBER.findall(path) != _NUMBER.findall(near)
        return "" if is_other else near

    def _alike_in_name(self, path: str) -> str:
        same_name = self._by_name.get(_last(path), [])
        if len(same_name) == 1:
            return same_name[0]
        if not same_name and not self._pay(len(self._site.routes) // _GLANCES):
            return ""
        folder = "" if same_name else posixpath.dirname(path.rstrip("/"))
        alike = self._alike(path, same_name or self._urls, folder)
        near = self._closest(path, list(islice(alike, _MAX_PAGES)))
        return near if same_name or _is_like(_stem(near), _stem(path)) else ""

    @cached_property
    def _urls(self) -> tuple[str, ...]:
        return tuple(route.url for route in self._site.routes)

    def _alike(self, path: str, urls: Iterable[str], folder: str) -> Iterator[str]:
        """Those of ``urls`` below ``folder`` that are about as long as ``path``."""
        shortest, longest = len(path) - _MAX_LENGTH_DIFFERENCE, len(path) + _MAX_LENGTH_DIFFERENCE
        return (url for url in urls if shortest <= len(url) <= longest and url.startswith(folder))

    def _closest(self, wanted: str, names: list[str]) -> str:
        """The name that comes nearest, as :func:`difflib.get_close_matches` finds it, which has no bound."""
        if len(wanted) > _LONGEST or not self._pay(len(names)):
            return ""
        found = (_CUTOFF, "")
        matcher = difflib.SequenceMatcher(None, "", wanted)
        for name in names:
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() < found[0] or matcher.quick_ratio() < found[0]:
                continue
            found = max(found, (matcher.ratio(), name))
            pairs = sum(map(wanted.count, name))
            if not self._pay(pairs * len(matcher.get_matching_blocks()) // _PAIRS):
                return ""
        return found[1]

    def _pay(self, compared: int) -> bool:
        self._left -= compared
        return self._left >= 0

    def anchor(self, fragment: str, url: str, ids: Collection[str]) -> str:
        """The one of ``ids``, the anchors of the page at ``url``, that comes nearest, with its ``#``; empty
        when none is near."""
        lowered = self._lowered.get(url)
        if lowered is None:
            if self._left < 0 or not self._pay(len(ids) // _GLANCES):
                return ""
            lowered = self._keep(url, {each.lower(): each for each in sorted(ids) if _can_be_led_to(each)})
        if same := lowered.get(fragment.lower()):
            return _fragment(same)
        if len(fragment) > 200 or len(lowered) > _MAX_CANDIDATES or _is_number(fragment):
            return ""
        found = self._closest(fragment.lower(), list(lowered))
        return _fragment(lowered[found]) if found else ""

    def _keep(self, url: str, lowered: dict[str, str]) -> dict[str, str]:
        """Keeps the anchors of a page as they are compared, for further links, as long as there is room."""
        self._room -= len(lowered)
        if self._room < 0:
            self._lowered.clear()
            self._room = _MAX_KEPT - len(lowered)
        self._lowered[url] = lowered
        return lowered


def _can_be_led_to(id_: str) -> bool:
    """Whether a browser finds an id: as the address has it, or decoded. What has to be encoded and looks
    encoded itself is neither."""
    return "%" not in id_ or _UNWRITTEN.search(id_) is None


def _fragment(id_: str) -> str:
    """The fragment that leads to an id, as it can be written in Markdown and HTML."""
    return "#" + _UNWRITTEN.sub(lambda found: quote(found[0], safe=""), id_)


def _last(url: str) -> str:
    """The name of a page or file, or of the folder that a page is the index of."""
    return url.removesuffix("/index.html").rstrip("/").rpartition("/")[2].lower().removesuffix(".html")


def _is_number(name: str) -> bool:
    """Whether a name holds no letter: ``2018`` is no slip for ``2021``, nor ``3.1`` for ``3.2``."""
    return not any(map(str.isalpha, name))


def _stem(url: str) -> str:
    """The same without any extension."""
    return posixpath.splitext(_last(url))[0]


def _is_like(one: str, other: str) -> bool:
    """Whether one name may stand for the other; that two files lie in one folder makes nothing alike."""
    return difflib.SequenceMatcher(None, one, other).ratio() >= _CUTOFF
