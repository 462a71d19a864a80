"""What stands at the cursor: what is named there, and where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote

from sitecheck.document import Document
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.tokenizer import Token
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.navigate.marks import marks
from sitecheck.server.navigate.tags import (
    included_path,
    named_file,
    token_at,
)
from sitecheck.server.navigate.uses import Use, uses, uses_on
from sitecheck.server.words import INCLUDE_TAGS
from sitecheck.text.yaml_tree import Entry, load_yaml
from sitecheck.warm.site_view import SiteView

SubjectKind = Literal[
    "file", "anchor", "include", "layout", "data", "key", "setting", "parameter", "definition", "footnote",
    "label",
]  # fmt: skip

_PATH = lazy_pattern(
    r"""(?<![\w.\]-])(site|page|layout|include)((?:\s*\.\s*[\w-]+|\[\s*(?:"[^"]*"|'[^']*'|\d+)\s*\])+)"""
)
_STEP = lazy_pattern(r"""\.\s*([\w-]+)|\[\s*(?:"([^"]*)"|'([^']*)'|(\d+))\s*\]""")
_MOST_SUBJECTS = 20
"""So many files of a folder of data are told."""


class Subject(NamedTuple):
    """Something that has a name: ``span`` is where it is named at the cursor.

    ``path`` is the file that it is or stands in. ``name`` is an id, a label or a parameter; ``keys`` lead to
    a value. ``here`` tells that the cursor is where the thing itself is, not where it is called.
    """

    kind: SubjectKind
    path: str
    span: Span
    name: str = ""
    keys: tuple[str, ...] = ()
    here: bool = False


def subjects_at(view: SiteView, path: str, offset: int) -> tuple[Subject, ...]:
    """What is named at an offset of a file; empty where nothing is."""
    source = view.source(path)
    if source is None:
        return ()
    kind = view.kind(path)
    if kind in ("config", "data"):
        return tuple(_in_yaml(view, path, load_yaml(source.text).entries, offset))
    document = view.document(path)
    if document is None:
        return ()
    if offset < document.front_matter.span.end and kind != "include":
        return tuple(_in_yaml(view, path, document.front_matter.entries, offset))
    token = token_at(view, path, source.text, offset)
    found = tuple(_in_token(view, path, token, offset)) if token is not None else ()
    return found or tuple(_on_page(view, document, offset))


def _in_yaml(view: SiteView, path: str, entries: tuple[Entry, ...], offset: int) -> Iterator[Subject]:
    """What a value names, or the key."""
    for entry in reversed(entries):
        if entry.value.start <= offset <= entry.value.end and isinstance(entry.data, str):
            if entry.path[-1] == "layout" and entry.data in view.site.layouts:
                yield Subject("layout", view.site.layouts[entry.data].path, entry.value, entry.data)
            else:
                yield from _addressed(view, entry.data, entry.value)
            return
        if entry.key is not None and entry.key.start <= offset <= entry.key.end:
            keys = tuple(map(str, entry.path))
            yield Subject(_key_kind(view, path), path, entry.key, keys=keys, here=True)
            return


def _key_kind(view: SiteView, path: str) -> SubjectKind:
    kind = view.kind(path)
    return "data" if kind == "data" else "setting" if kind == "config" else "key"


def _addressed(view: SiteView, value: str, span: Span) -> Iterator[Subject]:
    """The file that a value is the address or the path of."""
    base = view.site.baseurl
    text = value.strip()
    if text in view.site.by_source and ("/" in text or "." in text):
        yield Subject("file", text, span)
    elif text.startswith(("/", "http:", "https:")):
        for href in dict.fromkeys((base + text if text.startswith("/") else text, text)):
            verdict = view.facts.leads("/", href)
            if verdict.route is not None and verdict.route.source is not None:
                yield _led_to(verdict.route.source, (verdict.target or "").partition("#")[2], span)
                return


def _led_to(path: str, fragment: str, span: Span) -> Subject:
    return Subject("anchor", path, span, fragment) if fragment else Subject("file", path, span)


def _in_token(view: SiteView, path: str, token: Token, offset: int) -> Iterator[Subject]:
    named = named_file(token)
    if named is not None and named.span.start <= offset <= named.span.end:
        if named.tag in INCLUDE_TAGS:
            yield Subject("include", included_path(view, path, named), named.span, named.name)
        else:
            yield from _linked(view, named.tag, named.name, named.span)
        return
    for match in _PATH.finditer(token.markup):
        start = token.markup_start + match.start()
        if start <= offset <= token.markup_start + match.end():
            yield from _variable(view, path, match, (token.markup_start, offset))
            return
    if token.name in INCLUDE_TAGS and named is not None:
        yield from _handed_over(view, path, token, offset)


def _linked(view: SiteView, tag: str, name: str, span: Span) -> Iterator[Subject]:
    payload = view.reader.payload
    url = payload.link(name) if tag == "link" else payload.post_url(name)
    source = next((route.source for route in view.site.routes if route.url == url and route.source), None)
    if source is not None:
        yield Subject("file", source, span)


def _variable(view: SiteView, path: str, match: re.Match[str], at: tuple[int, int]) -> Iterator[Subject]:
    """The value that a variable names, up to the step that the cursor is in."""
    markup_start, offset = at
    keys: list[str] = []
    end = markup_start + match.end(1)
    for step in _STEP.finditer(match.string, *match.span(2)):
        if keys and markup_start + step.start() >= offset:
            break
        keys.append(next(filter(None, step.groups()), ""))
        end = markup_start + step.end()
    span = Span(markup_start + match.start(), end)
    root = match[1]
    if root == "site" and keys[0] == "data":
        yield from _data(view, tuple(keys[1:]), span)
    elif root == "site":
        for file in view.site.config.files:
            yield Subject("setting", file.path, span, keys=tuple(keys))
    elif root == "include":
        yield Subject("parameter", path, span, keys[0])
    elif root == "page":
        yield Subject("key", path, span, keys=tuple(keys))
    else:
        for layout in view.site.layouts.values():
            yield Subject("key", layout.path, span, keys=tuple(keys))


def _data(view: SiteView, keys: tuple[str, ...], span: Span) -> Iterator[Subject]:
    """The files that hold the data under ``keys``, or lie in the folder of that name."""
    files = view.site.data_files
    within = [file for file in files if keys[: len(file.keys)] == file.keys]
    below = [file for file in files if keys and file.keys[: len(keys)] == keys]
    for file in within or below[:_MOST_SUBJECTS]:
        yield Subject("data", file.path, span, keys=keys[len(file.keys) :])


def _handed_over(view: SiteView, path: str, token: Token, offset: int) -> Iterator[Subject]:
    """The parameter of an include at an offset of its tag: its name, or an address that is handed over."""
    named = named_file(token)
    for match in re.finditer(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')?""", token.markup):
        start = token.markup_start + match.start()
        if named is not None and start <= offset <= token.markup_start + match.end(1):
            span = Span(start, token.markup_start + match.end(1))
            yield Subject("parameter", included_path(view, path, named), span, match[1])
        elif start <= offset <= token.markup_start + match.end():
            part = 2 if match[2] else 3
            span = Span(*(token.markup_start + each for each in match.span(part)))
            yield from _addressed(view, match[part] or "", span)


def _on_page(view: SiteView, document: Document, offset: int) -> Iterator[Subject]:
    """What Markdown or HTML names at an offset: the smallest that stands there, a name before a link."""
    path = document.path
    found: list[tuple[int, int, Subject]] = []
    for mark in marks(document):
        if mark.whole.start <= offset <= mark.whole.end:
            span = mark.span if mark.span.start <= offset <= mark.span.end else mark.whole
            subject = Subject(mark.kind, path, span, mark.name, here=mark.defines)
            found.append((mark.whole.end - mark.whole.start, 0, subject))
    for use, span in _links_at(view, document, offset):
        route = use.route
        if route is not None and route.source is not None:
            fragment = unquote((use.verdict.target or "").partition("#")[2])
            found.append((span.end - span.start, 1, _led_to(route.source, fragment, span)))
    first = min((each[:2] for each in found), default=None)
    yield from dict.fromkeys(subject for *size, subject in found if tuple(size) == first)


def _links_at(view: SiteView, document: Document, offset: int) -> Iterator[tuple[Use, Span]]:
    """The links at an offset, each with what of it stands there; of an include or a layout as they are on
    the pages that show it."""
    path = document.path
    known = uses(view) if document.kind in ("include", "layout") else uses_on(view, path)
    for use in known:
        for place in (use.link.place, use.link.whole):
            if place.path == path and place.span.start <= offset <= place.span.end:
                yield use, place.span
                break


def subject_of_file(view: SiteView, path: str) -> Subject | None:
    """The file itself, for a cursor that is nowhere special."""
    kind = view.kind(path)
    if kind == "include" or kind == "layout":
        return Subject(kind, path, WHOLE_FILE, here=True)
    if kind == "data":
        return Subject("data", path, WHOLE_FILE, here=True)
    if kind in ("page", "post", "document", "static-page", "static") or path in view.site.by_source:
        return Subject("file", path, WHOLE_FILE, here=True)
    return None
