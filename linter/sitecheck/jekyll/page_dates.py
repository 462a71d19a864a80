"""Pages with a date that Jekyll cannot read, where a layout or a list asks for it: the build stops there.

Anything may stand below ``date`` of a page, and ``{{ page.date }}`` prints it. The filters of Jekyll read it
(``Filters::DateFilters``), and so does the tag of jekyll-seo-tag, wherever a page has one. That tag reads
``seo.date_modified`` or ``last_modified_at``, too, and takes the path of an image, the logo of the site, and
since 2.7.0 the language for text (``Drop#date_modified``, ``ImageDrop#path``, ``Drop#logo`` and
``Drop#page_locale`` of 2.9.0).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from enum import Flag, auto

from sitecheck.files import read_small
from sitecheck.jekyll.dates import UnknownDate, parse_date
from sitecheck.jekyll.intake.source_file import locate
from sitecheck.jekyll.layout_chain import own_layouts
from sitecheck.jekyll.listed_dates import LAST_CHANGE, ListedDates
from sitecheck.jekyll.records import Record, SiteProblem
from sitecheck.jekyll.ruby import falsy
from sitecheck.jekyll.site import Site
from sitecheck.lazy_pattern import lazy_pattern

_TOKEN = lazy_pattern(r"\{%-?\s*(?P<name>\w+)\b(?P<markup>[^%]*)%\}|\{\{(?P<output>[^{}]*)\}\}")
_ASKS = lazy_pattern(r"-?\s*page\.date\s*\|\s*date_to_(?:long_string|rfc822|string|xmlschema)\b")
_INCLUDED = lazy_pattern(r"\s*([\w./-]+)(?=\s|-?\Z)")
_BLOCKS = frozenset({"capture", "case", "comment", "for", "if", "raw", "tablerow", "unless"})
_TURNS = frozenset({"else", "elsif", "when"})
_SEO_TAG = "jekyll-seo-tag"
_LOCALES_SINCE = (2, 7)
"""The first release that takes the language for text: those before print any."""
LANGUAGE_HINT = "write one language in quotes: jekyll-seo-tag takes nothing else"
_READ_BY_LIQUID = lazy_pattern(r"(?:now|today)\Z|[0-9]+\Z", re.IGNORECASE)
"""What ``Liquid::Utils.to_date`` reads though ``Time.parse`` does not."""
_WITHOUT_LAYOUT = (".sass", ".scss", ".coffee", ".yml", ".yaml")
"""What Jekyll puts into no layout (``asset_file?`` and ``yaml_file?`` of ``Document``, ``Convertible``)."""
_MOST_FILES = 50


def misdated_pages(site: Site) -> Iterator[SiteProblem]:
    """The pages of which that is certain."""
    layouts, lists = _Layouts(site), ListedDates(site)
    for page in site.sources():
        fault = _refused_by_layouts(site, page, layouts) or _refused_in_list(site, page, lists)
        if fault is not None:
            yield _problem(site, page, *fault)


def _refused_by_layouts(site: Site, page: Record, layouts: _Layouts) -> tuple[str, str, str] | None:
    """The key of a page that a layout around it cannot take, and what to say; ``None`` for none."""
    date = _misread(site, page.data.get("date")) if not page.collection else ""
    if date and _Asked.DATE in layouts.ask(page):
        return "date", f"date cannot be read: {date}", "the layout asks what day it is"
    fault = _refused_by_seo_tag(site, page)
    return fault if fault is not None and _Asked.SEO in layouts.ask(page) else None


def puts_seo_tag(site: Site) -> bool:
    """Whether the layout around some page has the tag of jekyll-seo-tag for certain."""
    layouts = _Layouts(site)
    return _SEO_TAG in site.running and any(_Asked.SEO in layouts.ask(page) for page in site.sources())


def _problem(site: Site, page: Record, key: str, message: str, hint: str) -> SiteProblem:
    path = str(page.path)
    span = locate(site.root, path, key, site.front_matters)
    kind = {"lang": "invalid-language", "locale": "invalid-language", "image": "invalid-image"}.get(
        key, "invalid-date"
    )
    return SiteProblem(path=path, kind=kind, message=message, span=span, hint=hint, fatal=True)


def _misread(site: Site, written: object) -> str:
    """What is wrong with a date; "" where nothing is, or that is not known."""
    if isinstance(written, (list, dict, float)) or written is True:
        return "it is neither a date nor text"
    if not isinstance(written, str) or not written or _READ_BY_LIQUID.match(written):
        return ""
    try:
        parse_date(written, site.config.zone)
    except UnknownDate:
        return ""
    except (ValueError, OverflowError) as error:
        return str(error)
    return ""


def _refused_by_seo_tag(site: Site, page: Record) -> tuple[str, str, str] | None:
    """The key of a page that jekyll-seo-tag cannot take, and what to say; ``None`` for none."""
    settings = page.data.get("seo")
    key = name = LAST_CHANGE
    changed = page.data.get(key)
    if isinstance(settings, dict) and not falsy(settings.get("date_modified")):
        key, name, changed = "seo", "seo.date_modified", settings["date_modified"]
    if fault := _misread(site, changed):
        return key, f"{name} cannot be read: {fault}", "jekyll-seo-tag reads it"
    if _lacks_path(page.data.get("image")):
        return "image", "the path of the image must be text", "jekyll-seo-tag takes nothing else"
    key, language = _language(site, page)
    is_own = not isinstance(language, str) and not falsy(page.data.get(key))
    if is_own and site.has_since(_SEO_TAG, _LOCALES_SINCE):
        return key, f"{key} must be text", LANGUAGE_HINT
    return None


def _language(site: Site, page: Record) -> tuple[str, object]:
    """What jekyll-seo-tag takes for the language of a page, and its key; of the site, where the page has no
    such key or nothing below it."""
    for key in ("locale", "lang"):
        for values in (page.data, site.config.values):
            if not falsy(values.get(key)):
                return key, values[key]
    return "", ""


def refused_language(site: Site) -> str:
    """The key of a language in the settings that the tag of jekyll-seo-tag cannot take on some page."""
    keys = [key for key in ("locale", "lang") if not isinstance(site.config[key] or "", str)]
    if not keys or _SEO_TAG not in site.running or not site.has_since(_SEO_TAG, _LOCALES_SINCE):
        return ""
    layouts = _Layouts(site)
    for page in site.sources():
        key, _ = _language(site, page)
        if key in keys and falsy(page.data.get(key)) and _Asked.SEO in layouts.ask(page):
            return key
    return ""


def _refused_in_list(site: Site, page: Record, lists: ListedDates) -> tuple[str, str, str] | None:
    """The same for a list of pages that a plugin writes."""
    fault = _misread(site, page.data.get(LAST_CHANGE))
    reader = lists.reader(page) if fault else ""
    return (LAST_CHANGE, f"{LAST_CHANGE} cannot be read: {fault}", f"{reader} reads it") if reader else None


def _lacks_path(image: object) -> bool:
    """Whether an image of several keys has no text where jekyll-seo-tag looks for its path."""
    if not isinstance(image, dict):
        return False
    given = (image.get(key) for key in ("path", "facebook", "twitter"))
    path = next((each for each in given if not falsy(each)), "")
    return not isinstance(path, str)


class _Asked(Flag):
    """What layouts ask of every page that has a date, or of every page."""

    NOTHING = 0
    DATE = auto()
    SEO = auto()


class _Layouts:
    """What the layouts around pages ask; each is read once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known: dict[str, _Asked] = {}

    def ask(self, page: Record) -> _Asked:
        found = _Asked.NOTHING
        if page.ext in _WITHOUT_LAYOUT or self._site.redirects(page):
            return found
        for layout in own_layouts(page.data.get("layout"), self._site.layouts):
            if layout.name not in self._known:
                self._known[layout.name] = _Reading(self._site).of(layout.path)
            found |= self._known[layout.name]
        return found


class _Reading:
    """Of a layout and what it includes."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._read = set[str]()
        self._runs_seo = _SEO_TAG in site.running

    def of(self, path: str) -> _Asked:
        """What the file asks on every page; each file is read once."""
        if path in self._read or len(self._read) >= _MOST_FILES:
            return _Asked.NOTHING
        self._read.add(path)
        found = _Asked.NOTHING
        blocks: list[tuple[str, bool]] = []
        for token in _TOKEN.finditer(self._text(path)):
            asked = self._asked(token) if all(runs for _, runs in blocks) else _Asked.NOTHING
            found |= asked & _Asked.DATE if any(name == "if" for name, _ in blocks) else asked
            _go_on(blocks, token["name"] or "", token["markup"] or "")
        return found

    def _asked(self, token: re.Match[str]) -> _Asked:
        if token["name"] is None:
            return _Asked.DATE if _ASKS.match(token["output"]) else _Asked.NOTHING
        if token["name"] == "seo" and self._runs_seo:
            return _Asked.DATE | _Asked.SEO
        included = _INCLUDED.match(token["markup"]) if token["name"] == "include" else None
        folder = self._site.prefix("includes_dir")
        return self.of(posixpath.join(folder, included[1])) if included is not None else _Asked.NOTHING

    def _text(self, path: str) -> str:
        site = self._site
        return read_small(site.root / path, site.root / site.source)


def _go_on(blocks: list[tuple[str, bool]], name: str, markup: str) -> None:
    """Open, close or turn a block: each with whether it runs on every page that has a date."""
    inner = blocks[-1][0] if blocks else ""
    if inner in ("comment", "raw"):
        if name == f"end{inner}":
            blocks.pop()
    elif name in _BLOCKS:
        runs = name == "capture" or (name == "if" and markup.strip(" -\t\n\r") == "page.date")
        blocks.append((name, runs))
    elif name in _TURNS and blocks:
        blocks[-1] = (inner, False)
    elif name == f"end{inner}" and blocks:
        blocks.pop()
