"""Where the link at the cursor leads."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from sitecheck.html.entities import decode_attribute
from sitecheck.jekyll import LinkVerdict, Route
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.server import harmless
from sitecheck.server.anchors import own_anchors
from sitecheck.server.asked import Asked
from sitecheck.server.cursor import AddressAt
from sitecheck.server.hover.told import Told, told
from sitecheck.server.page_document import document_of
from sitecheck.server.places import printed

_STATUSES = {
    "alive": "It answered",
    "moved": "It has moved",
    "dead": "It is dead",
    "unverifiable": "It cannot be looked up",
    "tls": "Its certificate is not trusted",
    "malformed": "It is no address",
    "refused": "It refused to answer",
    "skipped": "It was not looked up",
}


class Leads(NamedTuple):
    """An address, and what becomes of it."""

    span: Span
    href: str
    verdict: LinkVerdict


def tell_link(asked: Asked) -> Told | None:
    """Where the address at the cursor leads: as it is written, else as the page has it once it is read."""
    at = asked.cursor.address
    found = _as_written(asked, at) if at is not None else None
    if found is None and not asked.cursor.code and asked.cursor.offset >= asked.cursor.body:
        found = _as_read(asked)
    return told(found.span, leads_lines(asked, found)) if found is not None else None


def _as_written(asked: Asked, at: AddressAt) -> Leads | None:
    href = printed(asked, asked.cursor.text[at.start : at.end])
    if href is None or not href.strip():
        return None
    href = decode_attribute(href) if at.syntax == "html" else href
    if asked.is_piece and not href.startswith(("/", "http:", "https:", "mailto:")):
        return None  # it depends on the page
    return Leads(Span(at.start, at.end), href, verdict_of(asked, href, markdown=at.syntax != "html"))


def verdict_of(asked: Asked, href: str, *, markdown: bool = False) -> LinkVerdict:
    """Where an address of the page leads; anchors of the page itself are those of now."""
    verdict = asked.index.resolver.resolve(asked.url, href, markdown)
    fragment = href.partition("#")[2]
    if verdict.status in ("broken-anchor", "dynamic") and verdict.route is not None and fragment:
        own = verdict.route.source == asked.path
        known = {name for name, _ in own_anchors(asked)} if own else _known(asked, verdict.route)
        if {fragment, unquote(fragment)} & known:
            return verdict._replace(status="ok", reason="")
    return verdict


def _known(asked: Asked, route: Route) -> set[str]:
    facts = asked.view.facts.files.get(route.source or "")
    return {each.id for each in facts.ids if not each.maybe} if facts is not None else set()


def _as_read(asked: Asked) -> Leads | None:
    """The link of the page that is written at the cursor: of several the shortest."""
    document = document_of(asked)
    if document is None or asked.is_piece:
        return None
    here = [link for link in document.links if _covers(link.whole.path, link.whole.span, asked)]
    if not here:
        return None
    link = min(here, key=lambda each: each.whole.span.end - each.whole.span.start)
    if link.href is None:
        return Leads(link.whole.span, "", asked.view.facts.verdict(asked.url, link))
    return Leads(link.whole.span, link.href, verdict_of(asked, link.href, markdown=link.plain))


def _covers(path: str, span: Span, asked: Asked) -> bool:
    return path == asked.path and span.start <= asked.cursor.offset <= span.end


def leads_lines(asked: Asked, leads: Leads) -> Iterator[str]:
    """What becomes of an address, in words."""
    verdict = leads.verdict
    if verdict.status == "ok" and verdict.route is not None:
        yield from target_lines(asked, verdict.route, (verdict.target or "").partition("#")[2])
    elif verdict.status == "ok":
        yield f"Leads to {harmless.code(leads.href)}."
    elif verdict.status == "external":
        yield f"Leads out of the site, to {harmless.code(leads.href)}."
        yield _looked_up(asked, leads.href)
    elif verdict.status in ("other-scheme", "empty"):
        yield harmless.words(verdict.reason)
    elif verdict.status == "dynamic":
        yield f"Where it leads is not known: {harmless.words(verdict.reason)}."
    else:
        yield f"**Leads nowhere**: {harmless.words(verdict.reason)}."
        if verdict.hidden:
            yield f"{harmless.code(verdict.hidden)} would be there, but is not published."
        if verdict.nearest:
            yield f"Perhaps {harmless.code(verdict.nearest)} is meant."


def _looked_up(asked: Asked, href: str) -> str:
    url = href.partition("#")[0]
    status = asked.view.facts.statuses.get(f"https:{url}" if url.startswith("//") else url)
    if status is None:
        return ""
    final = f" (now {harmless.code(status.final_url)})" if status.final_url else ""
    return f"{_STATUSES[status.verdict]}{final}: {harmless.words(status.reason)}"


def target_lines(asked: Asked, route: Route, fragment: str = "") -> Iterator[str]:
    """The page or file that a link finds: title, source, address, heading."""
    record = asked.index.records.get(route.source or "")
    title = record.data.get("title") if record is not None else None
    name = f"**{harmless.words(title)}**, " if isinstance(title, str) and title else ""
    made = harmless.code(route.source) if route.source is not None else "a page that a plugin makes"
    yield f"Leads to {name}{made}"
    yield f"Address: {harmless.code(asked.view.site.baseurl + route.url)}"
    description = record.data.get("description") if record is not None else None
    if isinstance(description, str) and description:
        yield harmless.words(description)
    heading = _heading(asked, route, fragment) if fragment else ""
    if heading:
        yield f"Heading: {harmless.words(heading, 150)}"


def _heading(asked: Asked, route: Route, fragment: str) -> str:
    """What is written at an anchor of another page."""
    facts = asked.view.facts.files.get(route.source or "")
    found = next((each for each in facts.ids if each.id == fragment), None) if facts is not None else None
    if found is None or found.origin != "heading":
        return ""
    return asked.view.facts.written(found.place).strip("#= \t\r\n").partition("\n")[0]
