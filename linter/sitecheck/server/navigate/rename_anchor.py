"""Another heading, or another id: all links to it get the fragment that it then has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

from sitecheck.document import Document, SiteReader
from sitecheck.errors import UsageError
from sitecheck.files import unsaved
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.fix import Edit, apply_edits
from sitecheck.model.span import Place, Span
from sitecheck.server.answers import SiteEdit
from sitecheck.server.navigate.edits import Edits
from sitecheck.server.navigate.marks import Mark
from sitecheck.server.navigate.uses import Use, uses
from sitecheck.text.source import Source
from sitecheck.warm.site_view import SiteView, held_bytes

_ID = lazy_pattern(r"[A-Za-z_:][\w:.-]*")
_MOST_PAGES = 300
"""So many pages that show an include are read anew."""
_LIQUID = lazy_pattern(r"\{[{%]")


def rename_heading(view: SiteView, path: str, mark: Mark, words: str) -> SiteEdit:
    """Other words of a heading. The ids that the pages then have are those that the site's converter gives
    them, so that of headings with the same words the others are counted anew as well."""
    if _LIQUID.search(words) or re.search(r"\{[:#][^}]*\}\s*\Z", words):
        raise UsageError("a heading with Liquid or an attribute list in it has to be changed by hand")
    return _renamed(view, path, mark, Edit(mark.span, words))


def rename_id(view: SiteView, path: str, mark: Mark, id_: str) -> SiteEdit:
    """Another id that is written as such."""
    if not _ID.fullmatch(id_):
        raise UsageError(f"{id_!r} cannot be an id: begin with a letter, go on with letters, digits, - _ : .")
    return _renamed(view, path, mark, Edit(mark.span, id_))


def _renamed(view: SiteView, path: str, mark: Mark, edit: Edit) -> SiteEdit:
    edits = Edits(view)
    text = apply_edits(edits.text(path), [edit])
    showing = list(_showing(view, path))
    if len(showing) > _MOST_PAGES:
        raise UsageError(f"{path} is shown on more than {_MOST_PAGES} pages: change this by hand")
    changed: dict[str, dict[str, str]] = {}
    reader = view.reader.with_steps(view.reader.page_steps, view.reader.content_steps)
    with unsaved(held_bytes(view.folder, {**view.texts, path: text})):
        for page in showing:
            changed[page] = _mapping(page, view_ids(view, page), _ids_with(reader, view, page))
    if mark.written_id:
        for page in _framed(view, path, mark.name):
            changed.setdefault(page, {})[mark.name] = edit.text
    edits.add(Place(path, edit.span), edit.text)
    _follow(view, edits, {page: ids for page, ids in changed.items() if ids})
    return edits.result()


def _showing(view: SiteView, path: str) -> Iterator[str]:
    """The pages in whose text the anchors of a file are."""
    if view.kind(path) not in ("include", "layout"):
        yield path
        return
    for page, facts in view.facts.files.items():
        if path in facts.includes and facts.kind in ("page", "post", "document"):
            yield page


def _framed(view: SiteView, path: str, id_: str) -> Iterator[str]:
    """The pages that have an id from a layout, or from what it includes."""
    if view.kind(path) not in ("include", "layout"):
        return
    known: dict[int, bool] = {}
    for page, frame in view.facts.frames.items():
        for block in frame.blocks:
            if id(block) not in known:
                known[id(block)] = any(each.id == id_ and each.place.path == path for each in block.ids)
            if known[id(block)]:
                yield page.path


def view_ids(view: SiteView, page: str) -> list[str]:
    """The ids of a page as it is now, in their order."""
    with view.held():
        document = view.document(page)
    return _ids(document) if document is not None else []


def _ids_with(reader: SiteReader, view: SiteView, page: str) -> list[str]:
    kind, source = view.kind(page), reader.source(page)
    if kind is None or not isinstance(source, Source):
        return []
    return _ids(reader.document(source, kind))


def _ids(document: Document) -> list[str]:
    return [id_.id for id_ in document.ids if id_.origin != "footnote"]


def _mapping(page: str, before: list[str], after: list[str]) -> dict[str, str]:
    """The ids that change: old → new; of two that are the same the first counts, as for a browser."""
    if len(before) != len(after):
        raise UsageError("with these words it would be no heading any more, or more than one")
    doubled = [id_ for id_, number in Counter(after).items() if number > 1 and before.count(id_) < number]
    if doubled:
        raise UsageError(f"{page} has the id {doubled[0]} already")
    found: dict[str, str] = {}
    for old, new in zip(before, after, strict=True):
        found.setdefault(old, new)
    return {old: new for old, new in found.items() if old != new}


def _follow(view: SiteView, edits: Edits, changed: Mapping[str, Mapping[str, str]]) -> None:
    """Other fragments for the links to what is changed."""
    for use in uses(view):
        route = use.route
        ids = changed.get(route.source) if route is not None and route.source is not None else None
        fragment = (use.verdict.target or "").partition("#")[2]
        if not ids or not fragment or (use.link.href or "").startswith(("#fn:", "#fnref:")):
            continue
        old = fragment if fragment in ids else unquote(fragment)
        if old not in ids:
            continue
        written = list(_written(view, edits, use, old))
        done = [edits.add(place, _spelt_as(edits.written(place), ids[old])) for place in written]
        if not any(done):
            line = edits.text(use.link.place.path).count("\n", 0, use.link.place.span.start) + 1
            edits.note(f"{use.link.place.path}:{line}: change this link to #{ids[old]} by hand")


def _spelt_as(written: str, id_: str) -> str:
    """``id_`` as a fragment: with letters as they are where ``written`` has such."""
    return id_ if not written.isascii() else quote(id_, safe=":@!$*+,;=~")


def _written(view: SiteView, edits: Edits, use: Use, id_: str) -> Iterator[Place]:
    """Where the fragment ``id_`` of a link is written."""
    spellings = dict.fromkeys((id_, quote(id_), quote(id_, safe="/:@!$&'()*+,;=~")))
    for place in _places(view, use):
        written = edits.written(place)
        for spelt in spellings:
            at = written.rfind(f"#{spelt}") + 1
            if at > 0 and not re.match(r"[\w%-]", written[at + len(spelt) :]):
                yield Place(place.path, Span(place.span.start + at, place.span.start + at + len(spelt)))
                break


def _places(view: SiteView, use: Use) -> Iterable[Place]:
    yield use.link.place
    for value in use.link.values:
        origin = value.origin.on(use.path)
        shown = (use.link.href or "")[value.start : value.end]
        if origin.span is not None:
            yield Place(origin.path, origin.span)
        else:
            place = view.facts.value_place(origin.path, origin.keys, shown)
            if place.span != WHOLE_FILE:
                yield place
