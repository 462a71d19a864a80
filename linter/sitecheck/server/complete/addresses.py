"""Addresses of the site: after ``](``, in ``href`` and ``src``, in definitions of links."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import quote

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.offers import begins, offer
from sitecheck.server.complete.source_links import source_paths
from sitecheck.server.cursor import AddressAt
from sitecheck.server.link_styles import Form
from sitecheck.server.places import Written, absolute_start, written_at
from sitecheck.server.site_index import Address, SiteIndex

_SAFE = "/%:@!$&*+,;=~-._"
_UNSAFE = lazy_pattern(r"[\s()<>\"'{}\\^`|\[\]]")
_OPEN_HOST = lazy_pattern(r"(https?://|//)[^/]+")
_SCRIPTS = (".js", ".mjs")
_STYLES = (".css",)
_MOST_TRIED = 1_500


class Candidate(NamedTuple):
    """An address that may be offered: what is put there, and what the list shows."""

    text: str
    href: str
    """As a browser would get it."""
    address: Address
    label: str = ""


def complete_address(asked: Asked) -> Iterable[Completion] | None:
    """The addresses that what is written may become."""
    at = asked.cursor.address
    if at is None:
        return None
    written = written_at(asked, at)
    if written is None or "?" in written.typed:
        return ()
    end = _end_of_path(asked.cursor.text, asked.cursor.offset, written.end)
    found = chain(_candidates(asked, at, written), _whole(asked, at, written), _sources(asked, at, written))
    return offers(asked, at, Span(written.start, end), found)


def _end_of_path(text: str, offset: int, end: int) -> int:
    """Where the path ends that goes on behind the cursor: its query and fragment stay."""
    marks = (text.find(mark, offset, end) for mark in "#?")
    return min((at for at in marks if at >= 0), default=end)


def offers(asked: Asked, at: AddressAt, span: Span, candidates: Iterable[Candidate]) -> Iterator[Completion]:
    """The candidates that lead to a page or file of the site, likely ones first."""
    folder = asked.path.rpartition("/")[0]
    ranked = sorted((rank(folder, at, each.address), each.text, each) for each in candidates)
    markdown = at.syntax != "html"
    base = _base(asked)
    for number, _, each in ranked[:_MOST_TRIED]:
        verdict = asked.index.resolver.resolve(asked.url, each.href, markdown, base=base)
        if verdict.status == "ok":
            yield offer(
                "address" if each.address.is_page else "file",
                span,
                each.text,
                label=each.label,
                detail=each.address.title or each.address.route.source or "",
                sort=f"{number}{each.label or each.text}",
            )


def _base(asked: Asked) -> str:
    facts = asked.view.facts.files.get(asked.path)
    return (facts.base.href or "") if facts is not None and facts.base is not None else ""


def rank(folder: str, at: AddressAt, address: Address) -> int:
    """What is likely on a page in ``folder`` comes first: pictures in ``src``, scripts in ``<script>``, else
    pages."""
    output = address.route.output.lower()
    if at.element == "script":
        likely = output.endswith(_SCRIPTS)
    elif at.element == "link":
        likely = output.endswith(_STYLES)
    elif at.attribute in ("src", "srcset", "poster", "data-src"):
        likely = address.is_image
    else:
        likely = address.is_page
    if not likely:
        return 3
    return 1 if folder and (address.route.source or "").rpartition("/")[0] == folder else 2


def encoded(url: str) -> str:
    """An address as it may stand in Markdown and HTML."""
    return quote(url, safe=_SAFE) if _UNSAFE.search(url) else url


def _candidates(asked: Asked, at: AddressAt, written: Written) -> Iterator[Candidate]:
    """The addresses that go on where the author has begun."""
    folder, slash, _ = written.typed.rpartition("/")
    before = folder + slash
    host = _OPEN_HOST.fullmatch(written.typed)
    if host is not None:
        yield from _on_host(asked, written, host[1])
        return
    base = asked.view.site.baseurl
    start = absolute_start(asked, written.settled + before)
    if start is None or (not written.settled and not written.typed):
        return
    if asked.is_piece and not (written.settled + written.typed).startswith(("/", "http")):
        return
    own_folder = not written.settled and not written.typed.startswith("/") and ":" not in written.typed
    for url, address in spelled(asked):
        absolute = base + url
        if absolute.startswith(start):
            text = before + absolute[len(start) :]
            if begins(text, written.typed) and text:
                yield Candidate(text, written.settled + text, address)
        elif own_folder and written.typed.strip("./") == "":
            text = relative(asked, absolute)
            if text.startswith(written.typed):
                yield Candidate(text, text, address)


def _whole(asked: Asked, at: AddressAt, written: Written) -> Iterator[Candidate]:
    """Addresses as this site writes them, in place of all that is written."""
    if written.settled or (written.typed and not written.typed.startswith("/")):
        return
    base, form = asked.view.site.baseurl, _form(asked, at)
    if written.typed and (not base or form in ("absolute", "relative", "source")):
        form = "absolute"
    for url, address in spelled(asked):
        if begins(url, written.typed):
            text = _in_form(asked, form, url, address)
            href = relative(asked, base + url) if form in ("relative", "source") else base + url
            if text and (text != url or not written.typed):
                yield Candidate(text, href, address, label=url if text != href else "")


def _on_host(asked: Asked, written: Written, scheme: str) -> Iterator[Candidate]:
    """Addresses with the site's own host, where that is begun."""
    home = scheme + asked.view.facts.own_host + asked.view.site.baseurl
    if begins(home, written.typed) and asked.view.facts.own_host:
        for url, address in spelled(asked):
            yield Candidate(home + url, home + url, address)


def _sources(asked: Asked, at: AddressAt, written: Written) -> Iterator[Candidate]:
    """Paths of sources, where a plugin makes addresses of them."""
    if at.syntax == "html" or written.settled:
        return
    for path, address in source_paths(asked, written.typed):
        text = encoded(path)
        if begins(text, written.typed):
            yield Candidate(text, text, address)


def _form(asked: Asked, at: AddressAt) -> Form:
    """How an address is written here, where nothing is written yet."""
    allowed: set[Form] = {"absolute"} if asked.is_piece else {"absolute", "relative"}
    if asked.kind not in ("static", "static-page"):
        allowed |= {"relative_url", "baseurl"}
        if at.attribute == "href":
            allowed.add("link")
    return asked.index.styles.best(frozenset(allowed))


def _in_form(asked: Asked, form: Form, url: str, address: Address) -> str:
    base = asked.view.site.baseurl
    if form == "relative_url":
        return f"{{{{ '{url}' | relative_url }}}}" if "'" not in url else ""
    if form == "baseurl":
        return f"{{{{ site.baseurl }}}}{url}"
    if form == "link":
        record = asked.index.records.get(address.route.source or "")
        path = record.relative_path if record is not None else address.route.source
        if not path or asked.view.reader.payload.link(path) != address.url or url != address.url:
            return ""
        return f"{{% link {path} %}}"
    return relative(asked, base + url) if form == "relative" else base + url


def relative(asked: Asked, absolute: str) -> str:
    """An address (with ``baseurl``) as it is written from the folder of the page."""
    folder = (asked.view.site.baseurl + asked.url).rpartition("/")[0] or "/"
    head, _, name = absolute.rpartition("/")
    path = posixpath.relpath(head or "/", folder)
    if path == ".":
        return name or "./"
    return f"{path}/{name}"


def spelled(asked: Asked) -> tuple[tuple[str, Address], ...]:
    """Every address of the site, in the spellings that are in use on it."""
    return prepare_addresses(asked.index)


def prepare_addresses(index: SiteIndex) -> tuple[tuple[str, Address], ...]:
    """As :func:`spelled`."""
    kept = index.kept.get(("addresses",))
    if kept is None:
        kept = index.kept[("addresses",)] = tuple(_spelled(index))
    return kept  # type: ignore[return-value]


def _spelled(index: SiteIndex) -> Iterator[tuple[str, Address]]:
    spellings = index.styles.spellings
    for address in index.addresses:
        url = address.url
        yield encoded(url), address
        if "index" in spellings and url.endswith("/"):
            yield encoded(url + "index.html"), address
        if "bare" in spellings and url.endswith(".html"):
            yield encoded(url.removesuffix(".html")), address
        if "no-slash" in spellings and url.endswith("/") and len(url) > 1:
            yield encoded(url.rstrip("/")), address
