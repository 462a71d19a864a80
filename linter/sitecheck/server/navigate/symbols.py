"""The names in one file: keys, headings, each with what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from sitecheck.document import Document
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Place, Span
from sitecheck.server.answers import Symbol
from sitecheck.server.navigate.marks import heading_text
from sitecheck.text.yaml_tree import Entry, load_yaml
from sitecheck.warm.site_view import SiteView

_MOST = 5_000
_MOST_TAGS = 50
"""So many tags may stand in a heading of HTML."""
_TAG = lazy_pattern(r"<[^<>]*>")
_LONGEST = 80
"""Characters of a value that are shown beside its key."""


def document_symbols(view: SiteView, path: str) -> tuple[Symbol, ...]:
    """The outline of a file: the keys of its front matter or of the file itself, and the headings, those of a
    lower level within those above them."""
    source = view.source(path)
    if source is None:
        return ()
    if view.kind(path) in ("config", "data"):
        return _keys(path, source.text, load_yaml(source.text).entries)
    document = view.document(path)
    if document is None:
        return ()
    matter = _keys(path, source.text, document.front_matter.entries) if view.kind(path) != "include" else ()
    return (*matter, *_headings(document))


def _keys(path: str, text: str, entries: Iterable[Entry]) -> tuple[Symbol, ...]:
    """The keys, nested as they are written."""
    written = sorted((each for each in islice(entries, _MOST) if each.key is not None), key=_start)
    return _tree([(each.path, _symbol(path, text, each)) for each in written], _is_below, 0)


def _start(entry: Entry) -> tuple[int, int]:
    return (entry.key.start if entry.key is not None else entry.value.start), len(entry.path)


def _is_below(path: Any, above: Any) -> bool:
    return bool(path[: len(above)] == above)


def _tree(
    found: Iterable[tuple[Any, Symbol]], is_below: Callable[[Any, Any], bool], end: int
) -> tuple[Symbol, ...]:
    """Symbols with their levels, in the order of the text, each within the last before it that it is below;
    what is within ends where the next begins, the last at ``end``."""
    root: list[Symbol] = []
    stack: list[tuple[Any, Symbol, list[Symbol]]] = []
    ordered: list[tuple[Any, Symbol | None]] = [*found, (None, None)]
    for level, symbol in ordered:
        while stack and (symbol is None or not is_below(level, stack[-1][0])):
            _, done, children = stack.pop()
            last = max((child.whole.end for child in children), default=0)
            until = max(done.whole.end, last, end if symbol is None else symbol.whole.start)
            whole = Span(done.whole.start, until)
            (stack[-1][2] if stack else root).append(done._replace(whole=whole, children=tuple(children)))
        if symbol is not None:
            stack.append((level, symbol, []))
    return tuple(root)


def _symbol(path: str, text: str, entry: Entry) -> Symbol:
    key = entry.key or entry.value
    is_plain = not isinstance(entry.data, (dict, list))
    detail = text[entry.value.start : entry.value.end].partition("\n")[0][:_LONGEST] if is_plain else ""
    return Symbol(
        name=str(entry.path[-1]) or "-",
        kind="key",
        place=Place(path, key),
        whole=Span(key.start, max(key.end, entry.value.end)),
        detail=detail.strip(),
    )


def _headings(document: Document) -> tuple[Symbol, ...]:
    """The headings: of Markdown with the words that are read, of HTML by their tags."""
    found = [each for each in _flat(document) if each[1].place.path == document.path][:_MOST]
    found.sort(key=lambda each: each[1].place.span)
    return _tree(found, lambda level, above: level > above, len(document.text))


def _flat(document: Document) -> list[tuple[int, Symbol]]:
    """Level and symbol of each heading, without children."""
    if document.dialect == "text":
        return []
    found: list[tuple[int, Symbol]] = []
    for heading in document.markdown.headings if document.markdown is not None else ():
        place = document.place(*heading.span)
        if place.path == document.path:
            words = Place(place.path, heading_text(document.text, place.span))
            detail = f"#{heading.id}" if heading.id is not None and heading.known else ""
            found.append((heading.level, _heading(heading.text, words, place.span, detail)))
    return found + _tagged(document)


def _tagged(document: Document) -> list[tuple[int, Symbol]]:
    """The headings that are written as HTML."""
    found: list[tuple[int, Symbol]] = []
    tags = document.tags
    for number, tag in enumerate(tags):
        if len(tag.name) != 2 or tag.name[0] != "h" or tag.name[1] not in "123456" or tag.kind == "end":
            continue
        following = tags[number + 1 : number + 1 + _MOST_TAGS]
        ends = (each.start for each in following if each.kind == "end" and each.name == tag.name)
        end = next(ends, tag.end)
        words, whole = document.place(tag.end, end), document.place(tag.start, end)
        text = _TAG.sub("", document.rendered.text[tag.end : end])
        id_ = tag.get("id")
        detail = f"#{id_.value}" if id_ is not None else ""
        found.append((int(tag.name[1]), _heading(text, words, whole.span, detail)))
    return found


def _heading(text: str, place: Place, whole: Span, detail: str) -> Symbol:
    name = " ".join(text.split()) or detail or "(no words)"
    start, end = min(whole.start, place.span.start), max(whole.end, place.span.end)
    return Symbol(name[:200], "heading", place, Span(start, end), detail=detail)
