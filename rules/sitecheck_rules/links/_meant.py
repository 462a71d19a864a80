"""Which address of the site a link means, and the fix that writes it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, unquote

from sitecheck.api import Edit, Fix, Link, Place, ResolvedLink, Safety, SiteFacts, Span, lazy_pattern

_SLASHES = lazy_pattern("/{2,}")
_PLAIN_PATH = lazy_pattern(r"/[\w/.~%+@:,=-]*")
"""A path that can stand in a link of any kind as it is."""
_MARK = lazy_pattern(r"[^\w/.~%+@:=?#&!-]|:\Z")
"""What ends or opens something in one place or another where addresses are written: in Markdown, an attribute
of HTML, a value of YAML, a row, a call of Liquid, a `srcset`."""
_REFERENCE = lazy_pattern(r"&(?:#\w+|[A-Za-z0-9]+(?![=A-Za-z0-9]))", re.ASCII)
"""What may be a character reference in an attribute; in front of an equals sign, it is none."""
_URL = lazy_pattern(r"\{\{-?\s*site\.url\b[^{}]*\}\}\Z")
_BEFORE = 60
"""So far in front of an address ``site.url`` is looked for."""
_SCHEME = lazy_pattern(r"[a-z]+:", re.IGNORECASE)
HOST_PART = lazy_pattern(r"(?:https?:)?//[^/?#]*", re.IGNORECASE)
_CALL = lazy_pattern(
    r"""\{\{-?\s*(?:site\.baseurl\s*-?\}\}(?P<a>/[^\s{}'"?#]*)|(?P<quote>['"])(?P<b>[^\s{}'"?#]*)(?P=quote)"""
    r"""\s*\|\s*(?:relative|absolute)_url\s*-?\}\})(?:[?#][^\s{}]*)?"""
)


def replacement(link: Link, address: str, title: str, safety: Safety) -> Fix | None:
    """A fix that writes ``address`` instead, when the address stands in the source as it is rendered; in
    angle brackets only one with a scheme is a link."""
    length = link.place.span.end - link.place.span.start
    if link.href is None or length != len(link.href) or not address:
        return None
    if link.syntax == "autolink" and _SCHEME.match(address) is None:
        return None
    return Fix(title, (Edit(link.place.span, address),), safety)


def named_elsewhere(link: Link, address: str, title: str, safety: Safety) -> Fix | None:
    """As :func:`replacement`, of an address that a server chose. It must be sure to be read as one where the
    old one stands: a quote in it may end an attribute."""
    if not _stands_as(address, link.href or ""):
        return None
    return replacement(link, address, title, safety)


def _stands_as(new: str, old: str) -> bool:
    """Whether an address can stand wherever an old one does: it has no marks, or those of the old one."""
    marks = _MARK.findall(new)
    if marks and marks != _MARK.findall(old):
        return False
    return all(unescape(each) == each for each in _REFERENCE.findall(new))


def merged_slashes(site: SiteFacts, resolved: ResolvedLink) -> str:
    """The address of the page (without ``baseurl``) that a link finds once doubled slashes in its path are
    written as one; "" when it has none, or finds nothing then either."""
    path = (resolved.verdict.target or "").partition("#")[0]
    plain = _SLASHES.sub("/", path)
    if plain == path:
        return ""
    found = site.leads("/", quote(site.site.baseurl + plain))
    return plain if found.status == "ok" else ""


def is_doubled(site: SiteFacts, resolved: ResolvedLink) -> bool:
    """Whether the path of an address has two slashes in a row, and finds a page with one; with ``#top`` it is
    the page that has them."""
    if (resolved.link.href or "").startswith(("#", "?")):
        return False
    return "//" in (resolved.verdict.target or "") and bool(merged_slashes(site, resolved))


def hostless(site: SiteFacts, resolved: ResolvedLink) -> str:
    """The path of the page that is meant by an address in which its first folder stands for a host."""
    href = resolved.link.href or ""
    if resolved.verdict.status != "external" or not href.startswith("//"):
        return ""
    path = href[1:].partition("#")[0].partition("?")[0]
    if any(mark in path.split("/")[1] for mark in ".:@"):
        return ""
    return path if site.leads("/", site.site.baseurl + quote(path, safe="/%")).status == "ok" else ""


def slash_of_base(site: SiteFacts, resolved: ResolvedLink) -> bool:
    """Whether the path of an address begins with a ``baseurl`` that ends with a slash, and one more."""
    base, href = site.site.config["baseurl"], resolved.link.href or ""
    host = HOST_PART.match(href) if resolved.by_host else None
    path = href[host.end() if host is not None else 0 :]
    return isinstance(base, str) and base.endswith("/") and path.startswith(f"{base}/")


def slash_of_url(site: SiteFacts, href: str) -> bool:
    """Whether an address begins with a ``url`` that ends with a slash, which wrong-site-url tells, and one
    more."""
    url = site.site.config["url"]
    return isinstance(url, str) and url.endswith("/") and href.startswith(f"{url}/")


def may_name_host(site: SiteFacts, resolved: ResolvedLink) -> bool:
    """Whether an address begins with ``site.url``, which is not set, and which GitHub Pages puts in."""
    if not site.site.may_fill_url:
        return False
    place = resolved.printed_at or resolved.link.place  # what prints nothing stands in front
    start = place.span.start
    return _URL.search(site.written(Place(place.path, Span(max(0, start - _BEFORE), start)))) is not None


def readdressed(site: SiteFacts, resolved: ResolvedLink, path: str, title: str) -> Fix | None:
    """A fix that writes another address of the site, ``path`` (without ``baseurl``), where the old one is
    written: as it is, after ``{{ site.baseurl }}``, in ``{{ '…' | relative_url }}``, or as a value that is
    printed so. What follows the path (``?…``, ``#…``) stays. ``None`` where it is written in another way."""
    link, base = resolved.link, site.site.baseurl
    href, written = link.href or "", site.written(link.place)
    if _PLAIN_PATH.fullmatch(path) is None or ("," in path and "," not in written):
        return None  # a comma may end what is written there: in a list of YAML, a row, a `srcset`
    end = min((at for at in (href.find("?"), href.find("#")) if at >= 0), default=len(href))
    host = HOST_PART.match(href) if resolved.by_host else None
    start = host.end() if host is not None else 0
    old, rest = href[start:end], href[end:]
    if written == href:
        text = href[:start] + base + path + rest
    elif resolved.printed_at and href == base + written:
        text = path + rest
    else:
        call = _CALL.fullmatch(written)
        group = "a" if call is not None and call["a"] is not None else "b"
        if call is None or old not in (base + call[group], f"{base}/{call[group]}"):
            return None
        text = written[: call.start(group)] + path + written[call.end(group) :]
    return Fix(title, (Edit(link.place.span, text),), Safety.SAFE)


def in_case(site: SiteFacts, resolved: ResolvedLink) -> Fix | None:
    """A fix for an address that differs from one of the site in upper and lower case only."""
    base, near = site.site.baseurl, resolved.verdict.nearest
    path = (resolved.verdict.target or "").partition("#")[0]
    if near == base + path or unquote(near).lower() != (base + path).lower():
        return None
    return readdressed(site, resolved, near[len(base) :], f"write {near}")


def in_other_form(site: SiteFacts, resolved: ResolvedLink) -> Fix | None:
    """A fix for an address that names a page in another form than the one it has: with a slash at the end or
    without, with its ending, as the file in the sources is called. It is for the owner to say whether not the
    page should have the address that is written, so it is not safe."""
    base, near = site.site.baseurl, resolved.verdict.nearest
    is_named = bool(near) and near in resolved.verdict.reason and near.startswith(f"{base}/")
    if not is_named or site.leads("/", quote(near)).status != "ok":
        return None
    fix = readdressed(site, resolved, near[len(base) :], f"write {near}")
    return fix and fix._replace(safety=Safety.UNSAFE)
