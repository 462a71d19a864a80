"""Pages, posts, headings, layouts and includes of a site, found by letters of their names."""

from __future__ import annotations

import heapq
import posixpath
from collections.abc import Iterator

from sitecheck.model.facts import Id, PageFacts
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Place, Span
from sitecheck.server.answers import Symbol, SymbolKind
from sitecheck.server.navigate.marks import heading_text
from sitecheck.warm.site_view import SiteView

_MOST = 200
_LONGEST = 100
"""Characters of a query and of a name that are compared."""
_KINDS: dict[str, SymbolKind] = {
    "page": "page",
    "post": "post",
    "document": "document",
    "static-page": "page",
}


def workspace_symbols(view: SiteView, query: str) -> tuple[Symbol, ...]:
    """What of the site has the letters of ``query`` in their order in its name, its address or its path, the
    best first: at most 200. An empty query gives the pages."""
    wanted = query.strip().lower()[:_LONGEST]
    scored: list[tuple[float, int, Symbol]] = []
    for number, symbol in enumerate(_symbols(view)):
        score = max(_score(wanted, symbol.name.lower()), 0.8 * _score(wanted, symbol.detail.lower()))
        if score > 0:
            scored.append((score, -number, symbol))
    best = heapq.nlargest(_MOST, scored, key=lambda each: each[:2])
    return tuple(_worded(view, symbol) for _, _, symbol in best)


def _worded(view: SiteView, symbol: Symbol) -> Symbol:
    """A heading with the words that are written."""
    source = view.source(symbol.place.path) if symbol.kind == "heading" else None
    if source is None or symbol.whole.end > len(source.text):
        return symbol
    span = heading_text(source.text, symbol.whole)
    words = " ".join(source.text[span.start : span.end].split())
    return symbol._replace(name=words or symbol.name, place=Place(symbol.place.path, span))


def _score(wanted: str, name: str) -> float:
    """How well ``name`` answers; 0 when a letter is missing. Letters that follow each other or begin a word
    count more, and short names."""
    if not wanted:
        return 1
    name = name[:_LONGEST]
    at = name.find(wanted)
    if at >= 0:
        begins = at == 0 or not name[at - 1].isalnum()
        return 4 + 2 * begins + len(wanted) / len(name)
    score, before = 0.0, -2
    for letter in wanted:
        if letter.isspace():
            continue
        at = name.find(letter, before + 1 if before >= 0 else 0)
        if at < 0:
            return 0
        score += 1 if at == before + 1 or at == 0 or not name[at - 1].isalnum() else 0.3
        before = at
    return score / len(wanted) + len(wanted) / (10 * len(name))


def _symbols(view: SiteView) -> Iterator[Symbol]:
    for facts in view.facts.files.values():
        if facts.kind in _KINDS:
            yield _page(view, facts)
    for name, layout in view.site.layouts.items():
        yield Symbol(name, "layout", Place(layout.path, WHOLE_FILE), WHOLE_FILE, detail=layout.path)
    for path in view.site.includes:
        yield Symbol(posixpath.basename(path), "include", Place(path, WHOLE_FILE), WHOLE_FILE, detail=path)
    for facts in view.facts.files.values():
        if facts.kind in _KINDS:
            yield from (_heading(facts, id_) for id_ in facts.ids if id_.origin == "heading")


def _page(view: SiteView, facts: PageFacts) -> Symbol:
    """A page, by its title, else its file."""
    record = view.facts.records.get(facts.path)
    title = record.data.get("title") if record is not None else None
    name = " ".join(title.split()) if isinstance(title, str) else ""
    key = facts.key("title")
    place = Place(facts.path, key.value if key is not None else WHOLE_FILE)
    return Symbol(
        name=name or posixpath.basename(facts.path),
        kind=_KINDS[facts.kind],
        place=place,
        whole=place.span,
        detail=view.facts.url(facts.path) or facts.path,
    )


def _heading(facts: PageFacts, id_: Id) -> Symbol:
    """A heading, by its id, whose words are those of the heading."""
    words = id_.id.replace("-", " ").strip() or id_.id
    span = id_.place.span if id_.place.path == facts.path else Span(0, 0)
    return Symbol(words, "heading", Place(facts.path, span), span, detail=f"{facts.path}#{id_.id}")
