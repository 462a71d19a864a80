"""The anchors of a page: as they are now, or as they were when the site was read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sitecheck.jekyll import Route
from sitecheck.kramdown.ids import GfmIds, PlainIds
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.server.asked import Asked
from sitecheck.server.page_document import is_quick

_HEADING = lazy_pattern(r"^#{1,6}[ \t]+([A-Za-z][A-Za-z0-9 ,.-]{0,150})[ \t#]*$", re.MULTILINE)
_MOST_HEADINGS = 300_000
_UNFIT = lazy_pattern(r"[\s()<>\"'{}\\`|\[\]]")


def own_anchors(asked: Asked) -> list[tuple[str, str]]:
    """The anchors of the page as it is now, with what they are, in the order of the text."""
    if not is_quick(asked.cursor.text):
        known = dict(known_anchors(asked, asked.view.site.by_source.get(asked.path)))
        return list({**known, **plain_headings(asked)}.items())
    state = asked.path, _rest(asked)
    kept = asked.index.kept.get(("anchors",))
    if not isinstance(kept, tuple) or kept[0] != state:
        kept = asked.index.kept[("anchors",)] = state, _read_anchors(asked)
    return kept[1]  # type: ignore[no-any-return]


def plain_headings(asked: Asked) -> dict[str, str]:
    """The ids of headings that are plain words, told from the text alone: of a page that is too long to be
    read anew, or not known yet."""
    body = asked.cursor.text[asked.cursor.body : asked.cursor.body + _MOST_HEADINGS]
    ids = asked.view.reader.markdown_options
    make = GfmIds() if ids.input == "GFM" else PlainIds()
    found = (match[1].strip() for match in _HEADING.finditer(body))
    return {make.make(title, ids.auto_id_prefix): title for title in found} if ids.auto_ids else {}


def _rest(asked: Asked) -> str:
    """The text without the address that grows: while somebody types it, the anchors stay."""
    at, text = asked.cursor.address, asked.cursor.text
    return text if at is None else text[: at.start] + text[max(at.end, asked.cursor.offset) :]


def _read_anchors(asked: Asked) -> list[tuple[str, str]]:
    document = asked.view.document(asked.path)
    if document is None:
        return list(plain_headings(asked).items())
    ids = [(each.id, each.place) for each in document.ids if not each.maybe]
    titles = {place: document.written(place)[:120] for _, place in ids if place.path == asked.path}
    return _fit((name, titles.get(place, "")) for name, place in ids)


def known_anchors(asked: Asked, route: Route | None) -> list[tuple[str, str]]:
    """The anchors of a page as it was when the site was read: those of its content, then of its layouts."""
    if route is None:
        return []
    facts = asked.view.facts
    page = facts.later.get(route.url) or facts.files.get(route.source or "")
    if page is None or (page.path == route.source and facts.url(page.path) not in (route.url, None)):
        return []
    own = [(each.id, "") for each in page.ids if not each.maybe]
    names = {name for name, _ in own}
    of_layouts = sorted((asked.index.anchors(route) or frozenset()) - names)
    return _fit((*own, *((name, "layout") for name in of_layouts)))


def _fit(anchors: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each name once, without those that cannot stand in an address as they are."""
    found: dict[str, str] = {}
    for name, title in anchors:
        if name and not _UNFIT.search(name) and name.isprintable():
            found.setdefault(name, title)
    return list(found.items())
