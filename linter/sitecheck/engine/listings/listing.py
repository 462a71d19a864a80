"""What sitecheck knows of a site, as rows for the commands that list it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from sitecheck.document import Document, PageAt, ResolvedLink, SiteFacts, SiteReader
from sitecheck.document.heads.head import HeadPart
from sitecheck.document.whole_site.value_places import ValuePlaces
from sitecheck.engine.phases import Phases
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.open_site import Call, open_site
from sitecheck.engine.reading.read_site import Reading, inputs_of, read_site, reads_of, site_facts
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.model.span import LineIndex, Place, Point
from sitecheck.model.unknown import words
from sitecheck.text.source import Source, TextProblem

if TYPE_CHECKING:
    from sitecheck.document.formulas.math import Judged
    from sitecheck.engine.settings.site_settings import Settings


def list_routes(folder: str, settings: Settings, call: Call, *, anchors: bool) -> list[dict[str, Any]]:
    """A row per address: source, url, output, kind and, when asked for, the ids of each page.

    The kind of a document is the label of its collection.
    """
    reader = open_site(folder, settings, call)
    facts = read_facts(reader) if anchors else None
    rows = []
    for route in reader.site.routes:
        row: dict[str, Any] = {
            "source": route.source,
            "url": route.url,
            "output": route.output,
            "kind": route.collection or route.kind,
        }
        file = facts and (facts.later.get(route.url) or facts.files.get(route.source or ""))
        if file:
            row["anchors"] = [id_.id for id_ in file.ids]
            if file.open_ids:
                row["more_anchors"] = words(file.open_ids)
        rows.append(row)
    return rows


def read_facts(reader: SiteReader) -> SiteFacts:
    """The facts of every file of a site."""
    inputs = inputs_of(reader)
    shares = WorkShares(reader, inputs)
    layouts = LayoutWork(shares)
    reports = read_site(inputs, shares, Reading(Phases(), meanwhile=lambda: layouts.begin(heads=False)))
    ordered = {input_: reports[input_] for input_ in inputs}
    return site_facts(shares, ordered, reads_of(ordered.values()), layouts)


def list_links(folder: str, settings: Settings, call: Call, *, pages: bool = False) -> list[dict[str, Any]]:
    """A row per place, address and fate: where it is written, where it leads, on how many pages it stands.

    With ``pages`` a row for each page on which a link stands.
    """
    reader = open_site(folder, settings, call)
    facts = read_facts(reader)
    places = Places(reader)
    if not pages:
        return [_link_row(resolved, places) | {"pages": len(on)} for resolved, on in _by_place(facts)]
    at_causes = chain.from_iterable(map(facts.at_causes, facts.links))
    return [_link_row(each, places) for resolved in at_causes for each in facts.on_each_page(resolved)]


def _by_place(facts: SiteFacts) -> Iterator[tuple[ResolvedLink, frozenset[PageAt]]]:
    """The links that differ in place, address or fate, and the pages on which each stands."""
    found: dict[tuple[object, ...], tuple[ResolvedLink, set[PageAt]]] = {}
    for each in chain.from_iterable(map(facts.at_causes, facts.links)):
        link, verdict = each.link, each.verdict
        key = (link.place, link.element, link.attribute, link.href, verdict.status, verdict.reason)
        found.setdefault(key, (each, set()))[1].update(each.on)
    for resolved, on in found.values():
        yield resolved, frozenset(on)


class Places:
    """Lines and columns of the files of a site."""

    def __init__(self, reader: SiteReader) -> None:
        self._reader = reader
        self._lines: dict[str, LineIndex] = {}
        self._values = ValuePlaces(reader.site, reader.source)

    def of_part(self, part: HeadPart, page: str | None) -> tuple[Place, str]:
        """Where a part of a head on ``page`` is written, and the key whose value it is ("" for none)."""
        origin = part.origin.on(page or "") if part.origin is not None else None
        place = self._values.place(origin, part.text) if origin is not None else None
        if origin is None or place is None:
            return part.place, ""
        return place, ".".join(key.lstrip("\0") for key in origin.keys)

    def point(self, place: Place) -> Point:
        """Where a place begins."""
        if place.path not in self._lines:
            self._lines[place.path] = LineIndex(self._text(place.path))
        return self._lines[place.path].point(place.span.start)

    def _text(self, path: str) -> str:
        """The text of a file; "" of one that has vanished since the site was read, or is no text any more."""
        try:
            source = self._reader.source(path)
        except OSError:
            return ""
        return "" if isinstance(source, TextProblem) else source.text


def _link_row(resolved: ResolvedLink, places: Places) -> dict[str, Any]:
    link, verdict = resolved.link, resolved.verdict
    point = places.point(link.place)
    by_host = {"own_site": {"status": verdict.status, "target": verdict.target}} if resolved.by_host else {}
    return {
        "page": resolved.page,
        "path": link.place.path,
        "line": point.line,
        "column": point.column,
        "kind": link.element,
        "href": link.href,
        "status": "external" if resolved.by_host else verdict.status,
        "target": None if resolved.by_host else verdict.target,
        "reason": verdict.reason,
        **by_host,
    }


def list_math(folder: str, settings: Settings, call: Call) -> list[dict[str, Any]]:
    """A row per formula: where it is written, the engine that shows it, and what that refuses."""
    reader = open_site(folder, settings, call)
    reader = WorkShares(reader, inputs_of(reader)).first
    places = Places(reader)
    return [
        _math_row(document, judged, places)
        for document in math_pages(reader, lambda _: True)
        for judged in document.math.judged
    ]


def math_pages(reader: SiteReader, is_wanted: Callable[[Source], bool]) -> Iterator[Document]:
    """The pages, posts and documents that may have formulas, of those that are wanted."""
    for input_ in reader.inputs():
        if input_.kind in ("page", "post", "document"):
            try:
                source = reader.source(input_.path)
            except OSError:
                continue
            if isinstance(source, TextProblem) or not is_wanted(source):
                continue
            document = reader.document(source, input_.kind)
            if document.may_have_math:
                yield document
                document.let_go()


def _math_row(document: Document, judged: Judged, places: Places) -> dict[str, Any]:
    formula, errors = judged
    point = places.point(formula.place)
    return {
        "page": document.path,
        "path": formula.place.path,
        "line": point.line,
        "column": point.column,
        "display": formula.display,
        "delimiter": formula.delimiter,
        "tex": formula.tex,
        "engine": document.math.engine_of(formula),
        "known": formula.known,
        "errors": [
            {"message": error.message, "offset": error.offset, "kind": error.kind} for error in errors
        ],
    }
