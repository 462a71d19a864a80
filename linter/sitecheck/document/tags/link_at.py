"""The link whose address stands at a place of a rendered text, as far as it can be known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import Link, Syntax
from sitecheck.model.origin import LinkValue
from sitecheck.model.unknown import ReasonKind, Reasons, all_of, because
from sitecheck.text.source_map import UNKNOWN, MappedText, Piece

_UNKNOWN_QUERY = lazy_pattern(
    rf"\A\s*(?!\s|//|\\\\|[A-Za-z][\w+.-]*:)([^?#{UNKNOWN}]+\?[^#{UNKNOWN}]*){UNKNOWN}.*\Z", re.S
)
"""A query on the site of which something is not known; what the query is of other hosts they alone know."""
_TEMPLATE = lazy_pattern(r"\{\{(?!-?\s*(?:site|page|layout|include|post|content)\b)")
"""What Vue, Angular or Handlebars fill in; Liquid leaves it where the page says ``raw``. That of Liquid's own
objects is left by mistake."""
_SCRIPTED = lazy_pattern(
    r"(?:[$#@]\{|%\{(?!\s{0,3}(?:link|post_url)\s)|\{[\[$]"
    r"|\[(?:\[|%(?![0-9a-fA-F]{2}))|<%)(?![-=]?\s*(?:site|page|layout|include|post|content)\b)"
    r"|\A\s*#[A-Za-z]\w*#\s*\Z"
)
"""What in HTML a script of the page fills in that reads its patterns there: as template literals are written,
or the templates of Polymer, EJS and Underscore, of Angular with signs of its own, and of advertisements that
BuySellAds shows (``#native_link#``). ``%{ link a.md %}`` is a tag of Liquid that lost its order."""


def link_at(
    mapped: MappedText,
    href: str,
    element: str,
    *,
    attribute: str,
    span: tuple[int, int],
    whole: tuple[int, int],
    text: str = "",
    syntax: Syntax = "html",
) -> Link:
    """A link whose address stands at ``span`` of the rendered text; its ``href`` is dropped if unknown.

    Of an address whose query alone is not known, as with the moment of the build, the rest is kept.
    """
    pieces = mapped.between(*span)
    around = mapped.place(*whole)
    piece, start = _own_piece(pieces, around.path, span[0])
    if UNKNOWN in href:
        href = _UNKNOWN_QUERY.sub(r"\1", _below_root(href, pieces))
    reasons = unknown_reasons(mapped, *span) if UNKNOWN in href else ()
    if _TEMPLATE.search(href) or (syntax == "html" and _SCRIPTED.search(href)):
        reasons = because(ReasonKind.SCRIPT_VALUE)
    known = not reasons
    return Link(
        href=href if known else None,
        element=element,
        attribute=attribute,
        place=mapped.place(start, span[1]),
        whole=around,
        text=text,
        reasons=reasons,
        maybe=pieces[0].maybe,
        via=piece.via,
        syntax=syntax,
        values=tuple(_values(mapped.text, href, span, pieces)) if known else (),
    )


def _below_root(href: str, pieces: Sequence[Piece]) -> str:
    """An address that begins with that of the site itself (``site.github.url``) as one without a host."""
    begun = next((piece for piece in pieces if piece.kind == "unknown"), None)
    if begun is None or len(begun.reasons) != 1 or begun.reasons[0].kind is not ReasonKind.SITE_ROOT:
        return href
    before, _, path = href.partition(UNKNOWN)
    if before.strip() or path[:1] not in ("", "/", "#", "?"):
        return href
    base = begun.reasons[0].detail
    if not base and path.startswith("//"):
        return path[1:]  # of ``{{ site.github.url }}/{{ page.url }}``; else the next name would be the host
    return base + (path if path.startswith("/") else f"/{path}")


def _own_piece(pieces: Sequence[Piece], path: str, start: int) -> tuple[Piece, int]:
    """What of an address is written in the file that has its element, and where that begins in the text: its
    beginning may be what an include gave a name to (``{% capture %}``)."""
    for piece in pieces:
        if piece.path == path:
            return piece, max(start, piece.out)
    return pieces[0], start


def _values(text: str, href: str, span: tuple[int, int], pieces: Sequence[Piece]) -> Iterator[LinkValue]:
    """The values in an address that stands at ``span`` of a text, made of ``pieces``."""
    if all(piece.origin is None for piece in pieces):
        return
    start, end = span
    stands_so = end - start == len(href) or text[start:end].strip() == href
    before = len(text[start:end]) - len(text[start:end].lstrip()) if stands_so else 0
    for index, piece in enumerate(pieces):
        until = pieces[index + 1].out if index + 1 < len(pieces) else end
        if piece.origin is None:
            continue
        if stands_so:
            first, last = max(start, piece.out) - start - before, min(end, until) - start - before
            yield LinkValue(max(0, first), min(len(href), last), piece.origin)
        elif len(pieces) == 1:
            yield LinkValue(0, len(href), piece.origin)


def unknown_reasons(mapped: MappedText, start: int, end: int) -> Reasons:
    """Why something in ``[start, end)`` of the rendered text cannot be known."""
    found = all_of(piece.reasons for piece in mapped.between(start, end))
    return found or because(ReasonKind.ADDRESS)
