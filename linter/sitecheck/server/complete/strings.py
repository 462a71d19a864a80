"""Texts in quotation marks within Liquid: addresses, names of includes' files, keys in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.addresses import Candidate, offers, spelled
from sitecheck.server.complete.offers import begins
from sitecheck.server.cursor import AddressAt, LiquidAt, StringAt

_ADDS_BASE = lazy_pattern(r"\s*\|\s*(?:relative_url|absolute_url|prepend\s*:\s*site\.baseurl)\b")
_PICTURE = lazy_pattern(r"\b\w*(?:image|img|src|logo|photo|picture|icon|avatar)\w*\s*=\s*\Z", re.IGNORECASE)
_STRING_END = 300


def complete_string(asked: Asked) -> Iterable[Completion] | None:
    """An address where the text begins with a slash or stands in a link; ``None`` for a key in brackets."""
    liquid = asked.cursor.liquid
    string = liquid.string if liquid is not None else None
    if liquid is None or string is None:
        return None
    before = asked.cursor.text[liquid.markup : string.start - 1]
    if before.endswith("["):
        return None
    if before.strip() and not before.rstrip().endswith("="):
        return ()  # an argument of a filter
    typed = asked.cursor.typed(string.start)
    in_link = asked.cursor.address is not None and not before.strip()
    if not typed.startswith("/") and not (in_link and not typed):
        return ()
    return _addresses(asked, liquid, string)


def _addresses(asked: Asked, liquid: LiquidAt, string: StringAt) -> Iterator[Completion]:
    text, offset = asked.cursor.text, asked.cursor.offset
    closing = text.find(string.mark, offset, offset + _STRING_END)
    line = text.find("\n", offset, offset + _STRING_END)
    closed = closing >= 0 and (line < 0 or closing < line)
    end = closing if closed else offset
    adds_base = _ADDS_BASE.match(text, closing + 1) is not None if closed else True
    base = asked.view.site.baseurl
    typed = asked.cursor.typed(string.start)
    prefix = "" if adds_base or liquid.is_tag else base
    candidates = (
        Candidate(prefix + url, base + url, address)
        for url, address in spelled(asked)
        if begins(prefix + url, typed) and string.mark not in url
    )
    at = asked.cursor.address
    picture = _PICTURE.search(text, max(0, string.start - 60), string.start - 1)
    attribute = "src" if picture else at.attribute if at is not None else "href"
    element = at.element if at is not None else ""
    place = AddressAt("html", attribute, element, start=string.start, end=end)
    yield from offers(asked, place, Span(string.start, end), candidates)
