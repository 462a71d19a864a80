"""Who leads here: links to a page or a heading, calls of an include, pages in a layout, readers of data."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice

from sitecheck.model.span import Place, Span
from sitecheck.server.navigate.definition import calls_with, places
from sitecheck.server.navigate.marks import marks
from sitecheck.server.navigate.path_uses import data_uses, layout_uses
from sitecheck.server.navigate.subjects import Subject, subject_of_file, subjects_at
from sitecheck.server.navigate.tags import (
    files_with,
    included_path,
    named_file,
    tags_of,
)
from sitecheck.server.navigate.uses import uses
from sitecheck.server.words import INCLUDE_TAGS
from sitecheck.warm.site_view import SiteView

_MOST = 5_000


def references(view: SiteView, path: str, offset: int, *, declaration: bool) -> tuple[Place, ...]:
    """Who leads to what stands at ``offset`` of ``path``, in the order of files and places: of a link, who
    else leads there; where nothing is named, who leads to the file itself. ``declaration`` adds the thing
    itself."""
    subjects = subjects_at(view, path, offset)
    own = subject_of_file(view, path)
    if not subjects and own is not None:
        subjects = (own,)
    found: set[Place] = set()
    for subject in subjects:
        found.update(islice(leading_to(view, subject), _MOST))
        if declaration:
            found.update(places(view, subject))
    return tuple(sorted(found))


def leading_to(view: SiteView, subject: Subject) -> Iterator[Place]:
    """The places that lead to a subject."""
    if subject.kind in ("file", "anchor"):
        yield from _linking(view, subject)
    elif subject.kind == "include":
        yield from including(view, subject.path)
    elif subject.kind == "layout":
        yield from _in_layout(view, subject.path)
    elif subject.kind == "data":
        yield from _reading(view, subject)
    elif subject.kind in ("setting", "key"):
        yield from _asking(view, subject)
    elif subject.kind == "parameter":
        yield from (place for place, _ in calls_with(view, subject.path, subject.name))
    else:
        document = view.document(subject.path)
        for mark in marks(document) if document is not None else ():
            if not mark.defines and (mark.kind, mark.name) == (subject.kind, subject.name):
                yield Place(subject.path, mark.span)


def _linking(view: SiteView, subject: Subject) -> Iterator[Place]:
    for use in uses(view):
        route = use.route
        if route is None or route.source != subject.path:
            continue
        fragment = (use.verdict.target or "").partition("#")[2]
        within = (use.link.href or "").startswith("#")
        if (subject.kind == "file" and not within) or (subject.kind == "anchor" and fragment == subject.name):
            yield use.link.place


def including(view: SiteView, include: str) -> Iterator[Place]:
    """Where tags name an include."""
    for path, text in files_with(view, posixpath.basename(include)):
        for token in tags_of(view, path, text):
            named = named_file(token) if token.name in INCLUDE_TAGS else None
            if named is not None and included_path(view, path, named) == include:
                yield Place(path, named.span)


def _in_layout(view: SiteView, layout: str) -> Iterator[Place]:
    names = {name for name, each in view.site.layouts.items() if each.path == layout}
    for path, span, name in layout_uses(view):
        if name in names:
            yield Place(path, span)


def _reading(view: SiteView, subject: Subject) -> Iterator[Place]:
    file = next((each for each in view.site.data_files if each.path == subject.path), None)
    if file is not None:
        keys = tuple(each for each in subject.keys if not each.isdigit()) if subject.here else subject.keys
        yield from data_uses(view, (*file.keys, *keys))


def _asking(view: SiteView, subject: Subject) -> Iterator[Place]:
    """Where templates ask for a key of the front matter or a setting by its name: on the page itself, in
    layouts and includes."""
    root = "site" if subject.kind == "setting" else "(?:page|layout|post)"
    steps = "".join(rf"\s*\.\s*{re.escape(key)}(?![\w-])" for key in subject.keys)
    pattern = re.compile(rf"(?<![\w.-]){root}{steps}")
    for path, text in files_with(view, subject.keys[-1] if subject.keys else ""):
        if subject.kind == "key" and view.kind(path) not in ("layout", "include") and path != subject.path:
            continue
        for token in tags_of(view, path, text):
            for match in pattern.finditer(token.markup):
                start, end = (token.markup_start + each for each in match.span())
                yield Place(path, Span(start, end))
