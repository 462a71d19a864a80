"""New addresses in the form of the old: relative stays relative, what had no ``.html`` has none."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urljoin, urlsplit

from sitecheck.html.entities import decode_text
from sitecheck.jekyll import Route
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import Link
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.navigate.planned import Plan

_UNSAFE = lazy_pattern(r"""[\s'"<>(){}|\\^`\[\]&]""")
"""What may end an address where it is written, in Markdown, HTML, YAML or a text of Liquid."""
_WRITTEN_PATH = lazy_pattern(r"(?:&#?\w+;|[^?#])*")
_SCHEME = lazy_pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_BEFORE = r"""(?<![^\s"'=(<>,}\[])"""
_BEFORE_NAME = r"""(?<![^\s"'])"""
_AFTER = r"""(?![^\s"'?#)<>,{\]|&])"""


class Stand(NamedTuple):
    """The page that a link stands on: its file, its address now, and the one that it will have."""

    path: str
    url: str
    new_url: str


def safe(url: str) -> str:
    """``url`` with everything escaped that could end it where it is written."""
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), url)


def spellings(local: str, was: Route, now: Route) -> Iterator[str]:
    """How an address without ``baseurl`` may be written once ``was`` is ``now``, the one most like ``local``
    first."""
    plain, old, new = unquote(local), f"/{was.output}", _escaped(f"/{now.output}")
    if plain != unquote(was.url):
        if plain == old:
            yield new
        elif f"{plain}.html" == old or f"{plain}/index.html" == old:
            yield new.removesuffix("/index.html").removesuffix(".html")
    yield address_of(now)
    yield new


def address_of(route: Route) -> str:
    """The address of a page or file, escaped: that of a copied file is its path as it is."""
    return safe(_escaped(route.url) if route.kind == "static" else route.url)


def _escaped(path: str) -> str:
    return quote(path, safe="/:@!$*+,;=~")


def relative_to(page: str, address: str) -> str:
    """``address`` as a relative one on the page at ``page``; both are without scheme and host."""
    start, target = page.split("/")[:-1], address.split("/")
    common = 0
    while common < min(len(start), len(target) - 1) and start[common] == target[common]:
        common += 1
    found = "../" * (len(start) - common) + "/".join(target[common:])
    return f"./{found}" if not found or ":" in found.split("/")[0] or found.startswith("/") else found


class Addresses:
    """Writes the addresses of a site after its files are moved."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._base = plan.view.site.baseurl
        self._own = plan.view.site.config.text("url").rstrip("/")
        self._patterns: dict[tuple[Route, Route], tuple[re.Pattern[str], dict[str, str]]] = {}

    def path(self, link: Link, was: Route, now: Route, on: Stand) -> str | None:
        """The path (all before ``?`` and ``#``) with which a link to ``was`` leads to ``now`` from where its
        page will be; ``None`` where none is known to."""
        href = (link.href or "").strip()
        old = re.split(r"[?#]", href, maxsplit=1)[0]
        if not old:
            return old
        if link.plain and (source := self._source_path(old, now, on)) is not None:
            return source
        for new in self._written_as(old, was, now, on):
            if self._leads(link, safe(new), now, on):
                return new if new == old else self._kept(old, new)
        return None

    def absolute(self, now: Route) -> str:
        """The address of a page that is the same from everywhere."""
        return self._base + address_of(now)

    def _kept(self, old: str, new: str) -> str:
        """``new`` escaped, but for letters that ``old`` does not escape either."""
        plain = unquote(new)
        as_letters = not old.isascii() and "%" not in old and "%" not in plain
        return safe(plain) if as_letters else safe(new)

    def _leads(self, link: Link, new: str, now: Route, on: Stand) -> bool:
        found = self._plan.resolver.resolve(on.new_url, new, link.plain).route
        return found is not None and found.output == now.output

    def _written_as(self, old: str, was: Route, now: Route, on: Stand) -> Iterator[str]:
        page, new_page = self._base + on.url, self._base + on.new_url
        whole = _SCHEME.match(old) is not None or old.startswith("//")
        prefix = old[: len(old) - len(urlsplit(old).path)] if whole else ""
        path = old[len(prefix) :]
        is_relative = not whole and not path.startswith("/")
        joined = urljoin(page, path) if is_relative else path
        local = joined[len(self._base) :] if joined.startswith(f"{self._base}/") else joined
        if not is_relative and (was.url, was.output) == (now.url, now.output):
            yield old
        for each in spellings(local, was, now):
            if is_relative:
                found = relative_to(new_page, self._base + each)
                yield f"./{found}" if old.startswith("./") and not found.startswith(".") else found
            else:
                yield prefix + self._base + each

    def _source_path(self, old: str, now: Route, on: Stand) -> str | None:
        """The path of the source file, where jekyll-relative-links makes an address of it."""
        paths = self._plan.relative_paths
        target, page = paths.get(now.source or ""), paths.get(self._plan.new_path(on.path))
        if self._plan.relative.rewrite(on.url, old) == old or target is None or page is None:
            return None
        found = posixpath.relpath(target, posixpath.dirname(page) or ".")
        if old.startswith("/"):
            found = f"/{target}"
        elif old.startswith("./") and not found.startswith("."):
            found = f"./{found}"
        new = old if unquote(old) == found else safe(quote(found, safe="/@!$*,;=~-._"))
        return new if self._plan.relative_after.rewrite(on.new_url, new) == self._base + now.url else None

    def within(self, written: str, was: Route, now: Route) -> str | None:
        """``written``, a value or something with Liquid in it, with the new address in place of the old;
        ``None`` when the old one does not stand in it."""
        key = was, now
        if key not in self._patterns:
            table = dict(self._forms(was, now))
            longest = sorted(table, key=len, reverse=True)
            names = (
                _BEFORE + re.escape(each) if each[0] in "/h" else _BEFORE_NAME + re.escape(each)
                for each in longest
            )
            self._patterns[key] = re.compile(f"(?:{'|'.join(names) or '(?!)'}){_AFTER}"), table
        pattern, table = self._patterns[key]
        found, count = pattern.subn(lambda match: table[match[0]], written)
        return found if count else None

    def _forms(self, was: Route, now: Route) -> Iterator[tuple[str, str]]:
        """The old address as it may be written, and the new in the same form; none where no link can lead to
        the new one."""
        found = self._plan.resolver.resolve("/", self.absolute(now), markdown=False).route
        if found is None or found.output != now.output:
            return
        plain = unquote(was.url)
        known = [was.url, plain, f"/{was.output}", plain.removesuffix("index.html")]
        known += [each for form in known if (each := form.removesuffix(".html").removesuffix("/"))]
        prefixes = [self._own + self._base, self._base, ""] if self._own else [self._base, ""]
        for form in dict.fromkeys(known):
            new = safe(next(spellings(form, was, now)))
            for prefix in prefixes:
                if prefix or form != "/":
                    yield prefix + form, prefix + new
            if len(form) > 1:
                yield form[1:], new[1:]
        if self._base or plain == "/":
            yield "/", address_of(now)


def with_path(written: str, link: Link, path: str) -> str | None:
    """A link's address as ``written``, which has no Liquid in it, with another path; ``None`` where that is
    not what the browser gets."""
    href = (link.href or "").strip()
    core = written.strip().removeprefix("<").removesuffix(">")
    match = _WRITTEN_PATH.match(core)
    old = match[0] if match is not None else ""
    is_html = link.syntax == "html"
    meant = decode_text(old) if is_html else re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", decode_text(old))
    if meant != re.split(r"[?#]", href, maxsplit=1)[0]:
        return None
    return written if meant == path else written.replace(core, path + core[len(old) :], 1)
