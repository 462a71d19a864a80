"""Pages with a date that Jekyll cannot read, in layouts that ask what day it is: the build stops there.

Anything may stand below ``date`` of a page, and ``{{ page.date }}`` prints it. The filters of Jekyll read it
(``Filters::DateFilters``), and so does the tag of jekyll-seo-tag, wherever a page has one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from sitecheck.files import read_small
from sitecheck.jekyll.dates import UnknownDate, parse_date
from sitecheck.jekyll.intake.source_file import locate
from sitecheck.jekyll.layout_chain import own_layouts
from sitecheck.jekyll.records import Record, SiteProblem
from sitecheck.jekyll.site import Site
from sitecheck.lazy_pattern import lazy_pattern

_TOKEN = lazy_pattern(r"\{%-?\s*(?P<name>\w+)\b(?P<markup>[^%]*)%\}|\{\{(?P<output>[^{}]*)\}\}")
_ASKS = lazy_pattern(r"-?\s*page\.date\s*\|\s*date_to_(?:long_string|rfc822|string|xmlschema)\b")
_INCLUDED = lazy_pattern(r"\s*([\w./-]+)(?=\s|-?\Z)")
_BLOCKS = frozenset({"capture", "case", "comment", "for", "if", "raw", "tablerow", "unless"})
_TURNS = frozenset({"else", "elsif", "when"})
_SEO_TAG = "jekyll-seo-tag"
_READ_BY_LIQUID = lazy_pattern(r"(?:now|today)\Z|[0-9]+\Z", re.IGNORECASE)
"""What ``Liquid::Utils.to_date`` reads though ``Time.parse`` does not."""
_MOST_FILES = 50


def misdated_pages(site: Site) -> Iterator[SiteProblem]:
    """The pages of which that is certain."""
    asking: dict[str, bool] = {}
    for page in site.pages:
        message = _misread(site, page)
        if message and page.path is not None and _is_asked(site, page, asking):
            span = locate(site.root / site.source, page.path, "date", site.front_matters)
            hint = "the layout asks what day it is"
            yield SiteProblem(
                path=page.path, kind="invalid-date", message=message, span=span, hint=hint, fatal=True
            )


def _misread(site: Site, page: Record) -> str:
    """What is wrong with the date of a page; "" where nothing is, or that is not known."""
    written = page.data.get("date")
    if not isinstance(written, str) or not written or page.collection or _READ_BY_LIQUID.match(written):
        return ""
    try:
        parse_date(written, site.config.zone)
    except UnknownDate:
        return ""
    except (ValueError, OverflowError) as error:
        return f"date cannot be read: {error}"
    return ""


def _is_asked(site: Site, page: Record, known: dict[str, bool]) -> bool:
    """Whether a layout around a page asks; ``known`` says it of layouts."""
    for layout in own_layouts(page.data.get("layout"), site.layouts):
        if layout.name not in known:
            known[layout.name] = _Reading(site).asks(layout.path)
        if known[layout.name]:
            return True
    return False


class _Reading:
    """Of a layout and what it includes."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._read = set[str]()
        self._runs_seo = _SEO_TAG in site.running

    def asks(self, path: str) -> bool:
        """Whether the file asks for the day on every page that has one; each file is read once."""
        if path in self._read or len(self._read) >= _MOST_FILES:
            return False
        self._read.add(path)
        blocks: list[tuple[str, bool]] = []
        for token in _TOKEN.finditer(self._text(path)):
            is_reached = all(runs for _, runs in blocks)
            if token["name"] is None:
                if is_reached and _ASKS.match(token["output"]):
                    return True
            elif is_reached and self._tag_asks(token["name"], token["markup"]):
                return True
            else:
                _go_on(blocks, token["name"] or "", token["markup"] or "")
        return False

    def _tag_asks(self, name: str, markup: str) -> bool:
        if name == "seo":
            return self._runs_seo
        included = _INCLUDED.match(markup) if name == "include" else None
        folder = self._site.config.folder("includes_dir")
        return included is not None and self.asks(posixpath.join(folder, included[1]))

    def _text(self, path: str) -> str:
        source = self._site.root / self._site.source
        return read_small(source / path, source)


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
