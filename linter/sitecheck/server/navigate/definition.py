"""Go to definition: the file and the place that what stands at the cursor leads to."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.document import Document
from sitecheck.files import lies_in
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Place, Span
from sitecheck.server.answers import Target
from sitecheck.server.navigate.marks import marks, place_of_anchor
from sitecheck.server.navigate.subjects import Subject, subjects_at
from sitecheck.server.navigate.tags import WORD, files_with, included_path, named_file, tags_of
from sitecheck.text.yaml_tree import load_yaml
from sitecheck.warm.site_view import SiteView

_MOST = 50
"""So many calls of an include are told, and so many pages that write a key."""


def definition(view: SiteView, path: str, offset: int) -> tuple[Target, ...]:
    """Where what stands at ``offset`` of ``path`` leads: a link to its page and heading, a tag to its file, a
    name to the place where it is defined; empty where that is nowhere in the site."""
    found = (
        Target(subject.span, place)
        for subject in subjects_at(view, path, offset)
        for place in places(view, subject)
    )
    return tuple(dict.fromkeys(found))[:_MOST]


def places(view: SiteView, subject: Subject) -> Iterator[Place]:
    """Where a subject is itself."""
    if subject.kind in ("file", "include", "layout"):
        if _exists(view, subject.path):
            yield Place(subject.path, WHOLE_FILE)
    elif subject.kind == "anchor":
        yield _anchor(view, subject)
    elif subject.kind == "parameter":
        yield from (place for place, _ in calls_with(view, subject.path, subject.name))
    elif subject.kind in ("data", "setting", "key"):
        yield from _keys(view, subject)
    else:
        document = view.document(subject.path)
        yield from _defined(document, subject) if document is not None else ()


def _exists(view: SiteView, path: str) -> bool:
    known = path in view.inputs or path in view.site.by_source or path in view.site.unpublished
    return known or (view.source(path) is not None and lies_in(f"{view.folder}/{path}", view.folder))


def _anchor(view: SiteView, subject: Subject) -> Place:
    document = view.document(subject.path)
    place = place_of_anchor(document, subject.name) if document is not None else None
    return place or Place(subject.path, WHOLE_FILE)


def _defined(document: Document, subject: Subject) -> Iterator[Place]:
    for mark in marks(document):
        if mark.defines and (mark.kind, mark.name) == (subject.kind, subject.name):
            yield document.at(mark.span)


def _keys(view: SiteView, subject: Subject) -> Iterator[Place]:
    if not subject.keys:
        yield Place(subject.path, WHOLE_FILE)
        return
    place = _key(view, subject.path, subject.keys)
    if place is not None:
        yield place
    elif subject.kind == "data":
        yield Place(subject.path, WHOLE_FILE)
    elif subject.kind == "key" and view.kind(subject.path) in ("page", "post", "document"):
        yield from _given_by_defaults(view, subject)
    elif subject.kind == "key":
        yield from _written_by_pages(view, subject.keys)


def _key(view: SiteView, path: str, keys: tuple[str, ...]) -> Place | None:
    """Where a key is written, or the item of a list."""
    kind = view.kind(path)
    document = view.document(path) if kind not in ("config", "data") else None
    source = view.source(path)
    if document is not None:
        entries = document.front_matter.entries
    else:
        entries = load_yaml(source.text).entries if source is not None else ()
    for entry in reversed(entries):
        if tuple(map(str, entry.path)) == keys:
            return Place(path, entry.key or entry.value)
    return None


def _given_by_defaults(view: SiteView, subject: Subject) -> Iterator[Place]:
    record = view.facts.records.get(subject.path)
    value = record.data.get(subject.keys[0]) if record is not None else None
    if value is not None:
        place = view.facts.value_place(subject.path, subject.keys[:1], str(value))
        if place.span != WHOLE_FILE:
            yield place


def _written_by_pages(view: SiteView, keys: tuple[str, ...]) -> Iterator[Place]:
    """The pages that write a key, which an include or a layout asks for."""
    name = ".".join(keys[:2])
    for facts in view.facts.pages():
        key = facts.key(name)
        if key is not None:
            yield Place(facts.path, key.key)


def calls_with(view: SiteView, include: str, parameter: str) -> Iterator[tuple[Place, str]]:
    """The calls of an include that give it a parameter: the parameter's place, and the caller."""
    for path, text in files_with(view, parameter):
        for token in tags_of(view, path, text):
            named = named_file(token)
            if named is None or included_path(view, path, named) != include:
                continue
            for word in WORD.finditer(token.markup):
                if word[0] == parameter and token.markup[word.end() :].lstrip().startswith("="):
                    start, end = (token.markup_start + each for each in word.span())
                    yield Place(path, Span(start, end)), path
                    break
