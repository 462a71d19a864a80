"""A page as a search result and as a share card: what both would show of its head."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from sitecheck.document import HeadField, HeadRow
from sitecheck.engine.listings.list_heads import chosen
from sitecheck.engine.listings.listing import Places
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.open_site import Call, open_site
from sitecheck.engine.reading.read_site import inputs_of
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.engine.settings.site_settings import Settings
from sitecheck.errors import UsageError
from sitecheck.model.picture import Line, Made, Preview
from sitecheck.model.unknown import words
from sitecheck.text.pixels import fitting_text

TITLE, SNIPPET = (20, 600), (14, 920)
"""The size of the font and what is shown of a title and of a description in results, in pixels (measured on a
desktop, November 2026; no search engine documents a limit)."""
CARD_TITLE, CARD_TEXT = 70, 200
"""Characters that X documents for the title and the description of a card."""


def preview_page(folder: str, settings: Settings, call: Call, page: str) -> Preview:
    """The preview of one page. Raises :class:`UsageError` if none is called so."""
    reader = open_site(folder, settings, call)
    rows = LayoutWork(WorkShares(reader, inputs_of(reader))).heads.rows
    found = chosen(rows, [page])
    if len(found) > 1:
        raise UsageError(f"{page} names {len(found)} pages; name one of them")
    config, row = reader.site.config.values, found[0]
    address = f"{config.get('url') or ''}{reader.site.baseurl}{row.url}"
    return preview_of(row, Places(reader), address)


def preview_of(row: HeadRow, places: Places, address: str) -> Preview:
    """The preview of a page whose full address is ``address``."""
    return _Maker(row, places, address).preview()


class _Maker:
    def __init__(self, row: HeadRow, places: Places, address: str) -> None:
        self._row = row
        self._places = places
        self._address = address

    def preview(self) -> Preview:
        card = self._row.head.field("twitter:card")
        return Preview(
            path=self._row.path or self._row.output,
            result=(self._result_address(), self._title(), self._snippet()),
            card=tuple(self._card()),
            is_large=card.value != "summary",
            notes=tuple(self._notes()),
        )

    def _result_address(self) -> Line:
        field = self._row.head.field("canonical")
        if field.state == "known" and field.value:
            return self._line("address", field, _breadcrumbs(field.value))
        return Line("address", _breadcrumbs(self._address))

    def _title(self) -> Line:
        field = self._row.head.field("title")
        return self._line("title", field, fitting_text(field.value, *TITLE))

    def _snippet(self) -> Line:
        field = self._row.head.field("description")
        return self._line("description", field, fitting_text(field.value, *SNIPPET))

    def _card(self) -> Iterator[Line]:
        yield self._line("image", self._first("og:image", "twitter:image"))
        parts = _parts(self._first("og:url", "canonical").value or self._address)
        yield Line("host", parts.netloc if parts is not None and parts.netloc else "(the host of the site)")
        title = self._first("og:title", "twitter:title", "title")
        yield self._line("title", title, title.value[:CARD_TITLE])
        text = self._first("og:description", "twitter:description", "description")
        yield self._line("description", text, text.value[:CARD_TEXT])

    def _first(self, *keys: str) -> HeadField:
        fields = [self._row.head.field(key) for key in keys]
        return next((field for field in fields if field.state != "absent"), fields[0])

    def _line(self, label: str, field: HeadField, shown: str | None = None) -> Line:
        if field.state in ("unknown", "absent") or not field.value:
            why = words(field.reasons) if field.state == "unknown" else f"the page says no {label}"
            return Line(label, "", missing=why, parts=tuple(self._origins(field)))
        text = field.value if shown is None else shown
        is_cut = shown is not None and label != "address" and len(shown) < len(field.value)
        if is_cut and " " in text.strip():
            text = text.rpartition(" ")[0]  # at a word
        return Line(label, text, is_cut=is_cut, parts=tuple(self._origins(field)))

    def _origins(self, field: HeadField) -> Iterator[Made]:
        for part in field.parts:
            place, key = self._places.of_part(part, self._row.path)
            yield Made(part.text, f"{place.path}:{self._places.point(place).line}", key)

    def _notes(self) -> Iterator[str]:
        robots, refresh = self._row.head.field("robots"), self._row.head.field("refresh")
        if "noindex" in robots.value.lower():
            yield "search engines are told to leave this page out (robots: noindex)"
        if refresh.state == "known":
            yield f"the page sends its readers elsewhere ({refresh.value})"


def _parts(address: str) -> SplitResult | None:
    """The parts of an address; ``None`` for what is none, such as ``http://[x``."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _breadcrumbs(address: str) -> str:
    parts = _parts(address)
    if parts is None:
        return address
    names = [unquote(name) for name in parts.path.split("/") if name and name != "index.html"]
    return " › ".join([parts.netloc or "(the site)", *names])
