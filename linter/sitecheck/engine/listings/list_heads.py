"""The heads of a site's pages, as ``sitecheck head`` gives them; ``head.schema.json`` is the contract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sitecheck.document.heads.head import HeadField, HeadPart, HeadRow, JsonLd
from sitecheck.document.heads.head_host import filled_in
from sitecheck.engine.listings.listing import Places
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.open_site import Call, open_site
from sitecheck.engine.reading.read_site import inputs_of
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.engine.settings.site_settings import Settings
from sitecheck.errors import UsageError
from sitecheck.jekyll import Site
from sitecheck.model.unknown import ReasonKind, because, words
from sitecheck.text.globs import matches

SCHEMA_VERSION = 1
FIELDS = (
    *("title", "description", "canonical", "robots", "og:title", "og:description", "og:image", "og:url"),
    *("og:type", "twitter:card", "twitter:description", "lang"),
)
"""What every page has a field for, though it be absent."""


def list_heads(folder: str, settings: Settings, call: Call, paths: Sequence[str] = ()) -> dict[str, Any]:
    """The heads of all pages that are published as HTML, or of those that ``paths`` names.

    A path is a pattern of source files, an address or a file of the built site. Raises :class:`UsageError`
    for one that is none of them.
    """
    reader = open_site(folder, settings, call)
    rows = LayoutWork(WorkShares(reader, inputs_of(reader)), alternates=True).heads.rows
    places = Places(reader)
    return {
        "schema_version": SCHEMA_VERSION,
        "site": {"url": _site_url(reader.site), "baseurl": reader.site.baseurl},
        "pages": [_page(row, places) for row in (chosen(rows, paths) if paths else rows)],
    }


def chosen(rows: Sequence[HeadRow], paths: Iterable[str]) -> list[HeadRow]:
    """The rows that one of ``paths`` names, in their order."""
    found: list[int] = []
    for path in paths:
        plain = path.removeprefix("./")
        exact = [
            number for number, row in enumerate(rows) if plain in (row.path, row.output) or path == row.url
        ]
        numbers = exact or [
            number for number, row in enumerate(rows) if row.path and matches(row.path, (plain,))
        ]
        if not numbers:
            raise UsageError(f"{path}: no page of HTML is made of it, nor is one published there")
        found += numbers
    return [rows[number] for number in sorted(set(found))]


def _site_url(site: Site) -> dict[str, Any]:
    url = site.config.text("url")
    if "url" in filled_in(site):
        return {"state": "unknown", "reason": words(because(ReasonKind.GITHUB))}
    return {"state": "known", "value": url} if url else {"state": "absent"}


def _page(row: HeadRow, places: Places) -> dict[str, Any]:
    head = row.head
    keys = dict.fromkeys((*FIELDS, *sorted(head.fields)))
    return {
        "path": row.path,
        "url": row.url,
        "output": row.output,
        "kind": row.kind,
        "layouts": row.layouts,
        "complete": not head.reasons,
        "reason": words(head.reasons) or None,
        "head": {key: _field(head.field(key), places, row.path) for key in keys},
        "jsonld": [_jsonld(each, places) for each in head.jsonld],
        "alternates": [
            {"hreflang": name, **_field(field, places, row.path)} for name, field in head.alternates
        ],
    }


def _field(field: HeadField, places: Places, page: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {"state": field.state}
    if field.state in ("known", "varies"):
        found["value"] = field.value
    if field.reasons:
        found["reason"] = words(field.reasons)
    if field.times > 1:
        found["count"] = field.times
    if field.late:
        found["late"] = True
    if field.parts:
        found["parts"] = [_part(part, places, page) for part in field.parts]
    return found


def _part(part: HeadPart, places: Places, page: str | None) -> dict[str, Any]:
    place, key = places.of_part(part, page)
    point = places.point(place)
    found = {"text": part.text, "path": place.path, "line": point.line, "column": point.column}
    return {**found, "key": key} if key else found


def _jsonld(script: JsonLd, places: Places) -> dict[str, Any]:
    point = places.point(script.place)
    place = {"path": script.place.path, "line": point.line, "column": point.column}
    return {"types": script.types, "valid": script.valid, "place": place}
