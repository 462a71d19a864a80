"""The site as Liquid sees it while one file is rendered."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from sitecheck.document.layouts import layout_data
from sitecheck.files import is_spelt, lies_in, read_file
from sitecheck.jekyll import Record, Site
from sitecheck.jekyll.plugins.plugin_table import plugin_facts
from sitecheck.jekyll.sass_paths import converts_otherwise
from sitecheck.jekyll.templates.recipes import LAYOUT, recipe_of
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import IncludeFile, LiquidError, Unknown
from sitecheck.liquid.budget import spend
from sitecheck.liquid.host import DayUnit, FilterOutcome, Recipe, TagOutcome
from sitecheck.liquid.lookup import get
from sitecheck.liquid.values import CapturedText, ValueText
from sitecheck.model.origin import THE_PAGE, Origin
from sitecheck.model.tag_text import Converted
from sitecheck.model.unknown import ReasonKind, Reasons, because
from sitecheck.ruby import NotReadError, Outside, call, print_tag
from sitecheck.sass import read_scss
from sitecheck.text.days import first_day
from sitecheck.text.source import Source, decode
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext

_TYPOGRAPHIC = lazy_pattern(r"""[<>&"'\\\r\n]|--|\.\.\.""")
"""What kramdown's parser ``SmartyPants`` looks at: other text stays as it is."""
_AGAIN = 8
"""What a mark of Markdown that is looked at again costs."""
_MOST_FOLDERS = 300
_UNITS: Mapping[DayUnit, tuple[int, int]] = {"year": (4, 366), "month": (7, 31), "day": (10, 1)}
"""How many characters of a date tell a year, a month or a day, and after how many days the next has begun."""
_ASKED = 100
"""What it costs to find out what a filter makes, beside the steps that this takes."""
_LOOK = 20
"""What it costs to look for a file, which is not done in more folders."""


_OF_SITE = frozenset(
    {
        *("categories", "collections", "config", "data", "documents", "github", "html_files", "html_pages"),
        *("pages", "posts", "related_posts", "static_files", "tags", "time", "source", "destination"),
    }
)
"""What ``site`` is in templates beside the configuration, or is of each build."""


def _admitted(value: object) -> object:
    """A value as Ruby has it, of those of Liquid; no drop, and nothing of which not all is known."""
    if type(value) in (ValueText, CapturedText):
        return str(value)
    if type(value) is tuple:
        return list(value)
    raise NotReadError


class SiteHost:
    """Answers what the Liquid of one page asks; see :class:`sitecheck.liquid.Host`.

    ``record`` is the page; ``None`` for a layout or an include that is read for itself, where everything
    about the page is unknown.
    """

    highlighter = "rouge"

    def __init__(self, context: SiteContext, record: Record | None, layout: str = "") -> None:
        """``layout`` is the file of the layout that is written around the page."""
        self._context = context
        self._record = record
        self._layout = layout
        self.highlighter = str(context.config.get("highlighter") or "")

    @cached_property
    def roots(self) -> Mapping[str, object]:
        """``site``, ``page``, ``layout``, ``content``, ``paginator`` as far as they are known."""
        roots = self._context.payload.roots(self._record)
        data = (
            layout_data(self._record, self._layout, self._context) if self._record and self._layout else None
        )
        return roots if data is None else {**roots, "layout": data}

    @property
    def liquid(self) -> int:
        """GitHub Pages and most others run liquid 4."""
        return 4

    @property
    def is_jekyll_4(self) -> bool:
        """Not for Jekyll 3, where the gems name it, or GitHub Pages builds the site."""
        return not self._context.site.is_before_jekyll_4

    @property
    def may_be_jekyll_3(self) -> bool:
        """Where GitHub Pages, which has Jekyll 3, may build the site."""
        return self._context.site.may_be_before_jekyll_4

    @property
    def timezone(self) -> tzinfo | None:
        """The zone the site is built in."""
        return self._context.site.config.zone

    @cached_property
    def active_support(self) -> bool | None:
        """Only some plugins load ActiveSupport. Kept: each comparison of ``case`` asks, and redirects are
        looked through to tell."""
        return self._context.site.active_support

    def order_of_day(self, second: int) -> int:
        """-1 where the day of a second since 1970 is over, 1 where it is still to come."""
        try:
            day = datetime.fromtimestamp(second, self.timezone or timezone.utc).date()
            after = day + timedelta(days=1)
        except (OverflowError, OSError, ValueError):
            return 0
        if self._context.has_come(after.isoformat()):
            return -1
        return 0 if self._context.has_come(day.isoformat()) else 1

    def today(self, unit: DayUnit) -> date | None:
        """The first day of this year or month, or the day, which is that until the next one begins."""
        length, days = _UNITS[unit]
        first = first_day(self._context.site.config.time.date().isoformat()[:length])
        try:
            after = first + timedelta(days=days)
        except OverflowError:
            return None
        has_come = [self._context.has_come(each.isoformat()[:length]) for each in (first, after)]
        return first if has_come == [True, False] else None

    def plugin_filter(self, name: str) -> Reasons:
        """Why a plugin makes or may make the filter."""
        return self._context.site.liquid_names.why_filter(name)

    def own_filter(self, name: str, values: Sequence[object]) -> FilterOutcome | None:
        """What comes of a filter that the site's own Ruby says in a simple way. A plugin that is known to
        bring one of the same name, or of that of a method of the file, is loaded later, so that its own
        counts."""
        site = self._context.site
        functions = site.own_ruby.written.get(name)
        if functions is None or any(
            not functions.keys().isdisjoint(plugin_facts(each).filters or ()) for each in site.running
        ):
            return None
        outcome = call(name, functions, values, _admitted)
        spend(_ASKED + outcome.steps)
        return FilterOutcome(outcome.value) if outcome.is_told else None

    def own_tag(self, name: str, markup: str, *, is_block: bool) -> TagOutcome | None:
        """What comes of a tag that the site's own Ruby says in a simple way; a plugin that is known to bring
        one of the same name is loaded later, so that its own counts."""
        site = self._context.site
        tag = site.own_ruby.written_tags.get(name)
        if tag is None or tag.is_block != is_block:
            return None
        if any(name in (plugin_facts(each).tags or ()) for each in site.running):
            return None
        keys: list[str] = []

        def setting(key: str) -> object:
            keys.append(key)
            return self._setting(key)

        outcome = print_tag(tag, name, markup, Outside(setting, _admitted))
        spend(_ASKED + outcome.steps)
        if outcome.parts is None:
            return None
        is_converted = any(isinstance(each, Converted) for each in outcome.parts)
        if is_converted and "markdownify" in self.replaced_filters:
            return None  # tags ask the converter, not the site's own filter, which is asked for them here
        return TagOutcome(outcome.parts, tuple(dict.fromkeys(keys)), outcome.is_body_rendered)

    def _setting(self, key: str) -> object:
        """What the configuration says, where templates find nothing else under the key."""
        if key in _OF_SITE or key in self._context.site.config.collections:
            raise NotReadError
        value = get(self.roots.get("site"), key)
        if value is None:
            raise NotReadError  # Jekyll may have a default
        return value

    @cached_property
    def replaced_filters(self) -> frozenset[str]:
        """The methods that the site's own Ruby registers."""
        return frozenset(self._context.site.own_ruby.replaced)

    @property
    def strict_filters(self) -> bool:
        """``strict_filters`` of the configuration's ``liquid:``."""
        return self._context.site.config.strict("filters")

    @property
    def strict_syntax(self) -> bool:
        """``error_mode: strict`` of the configuration's ``liquid:``."""
        return self._context.site.config.strict_syntax

    @property
    def strict_variables(self) -> bool:
        """``strict_variables`` of the configuration's ``liquid:``."""
        return self._context.site.config.strict("variables")

    @property
    def counts_on(self) -> bool:
        """Jekyll renders all pages with one payload, in which counters stay."""
        return True

    def origin(self, holder: object, key: object) -> Origin | None:
        """Where the text under ``key`` of ``holder`` was written."""
        found = self._context.payload.origins.origin(holder, key)
        own = self._record.path if self._record is not None else None
        return found._replace(path=THE_PAGE) if found is not None and found.path == own else found

    def include(self, name: str, page: str | None) -> IncludeFile | Unknown | None:
        """A file below ``_includes``, or beside ``page``."""
        site = self._context.site
        if page is not None and self._is_part(page):
            return Unknown(because(ReasonKind.PAGE)) if self._may_lie_beside(name) else None
        if page is None:
            folder = site.config.folder("includes_dir")
        else:
            folder = posixpath.dirname(page)
        below = _inside(folder, name)
        path = posixpath.normpath(site.placed(below) if page is None else below)
        found = self._context.include_file(path)
        if found is None and read_include(site, path) is not None:
            raise LiquidError(f"the include '{name}' is no UTF-8 text", "undecodable-include")
        if found is None and page is None and self._context.has_theme:
            return Unknown(because(ReasonKind.THEME_INCLUDE, name))
        if found is None and page is None and (reasons := site.why_template(below)):
            return Unknown(reasons)
        if found is None and (link := site.link_out(path)):
            return Unknown(because(ReasonKind.LINK_OUT, link))
        if found is not None and self._record is not None:
            self._context.log.add("shown", path)
        return found

    def _is_part(self, path: str) -> bool:
        """Whether a file is a layout or an include that is read by itself: what lies beside the page that it
        is on is not known then."""
        return path.startswith(self._context.site.template_prefixes)

    def _may_lie_beside(self, name: str) -> bool:
        """Whether a file of that name lies beside any page."""
        self._context.log.add("site", "*")
        spend(len(self._folders) * _LOOK)
        paths = (_inside(folder, name) for folder in self._folders)
        return len(self._folders) > _MOST_FOLDERS or any(map(self._context.include_file, paths))

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        """The folders in which pages lie."""
        pages = (each.path for each in self._context.site.documents() if each.path is not None)
        return tuple(dict.fromkeys(map(posixpath.dirname, pages)))

    def link(self, path: str) -> str | Unknown | None:
        """The address of the file ``path``, if it is published."""
        return self._context.payload.link(path)

    def post_url(self, name: str) -> str | Unknown | None:
        """The address of the post ``name`` (its file's name without the extension, folders before it)."""
        return self._context.payload.post_url(name)

    def recipe(self, tag: str, markup: str) -> Recipe | None:
        """What the tag of a plugin that is known prints."""
        found = recipe_of(self._context.site, tag, markup)
        if tag.startswith(LAYOUT):  # an include of the site's own stands in the place of the theme's
            self._context.log.add("includes", "*")
        for key in found.data if found is not None else ():
            self._context.log.add("data", key)
        return found

    def convert(self, filter_name: str, text: str) -> str | None:
        """What ``markdownify`` makes, and ``smartify`` of text without anything typographic; other notations
        are not worked out."""
        if filter_name == "smartify":
            return None if _TYPOGRAPHIC.search(text) else text
        if filter_name == "scssify" and (fault := self._fault_of_style(text)):
            raise LiquidError(f"Sass refuses the text: {fault}")
        if filter_name == "markdownify" and (refused := self._context.refused_markdown):
            raise LiquidError(refused)
        if filter_name != "markdownify" or not self._context.shows_html(self._record):
            return None
        return self._context.markdown_to_html(text, lambda again: spend(_AGAIN * again))

    def _fault_of_style(self, text: str) -> str:
        """What every Sass refuses; "" where something else may convert."""
        if UNKNOWN in text or converts_otherwise(self._context.site):
            return ""
        fault = read_scss(text).fault
        return fault.message if fault is not None else ""


class ContentHost(SiteHost):
    """The site as a layout sees it around content that is known."""

    def __init__(self, context: SiteContext, record: Record | None, content: object, layout: str) -> None:
        super().__init__(context, record, layout)
        self._content = content

    @cached_property
    def roots(self) -> Mapping[str, object]:
        """As those of the page, with its content."""
        return {**super().roots, "content": self._content}


_NO_CHARACTER = "\ufffd".encode()


def _inside(folder: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(folder, name.lstrip("/")))


def read_include(site: Site, path: str) -> bytes | None:
    """The bytes of an include file; ``None`` for what is no file of the site, or does not count, also where
    this system, other than the one that builds the site, finds it under another spelling."""
    full = os.path.join(site.root, path)
    if not lies_in(full, str(site.root)) or not site.counts(path):
        return None
    try:
        data = read_file(full)
    except (OSError, ValueError):  # a name with a NUL in it
        return None
    return data if _is_listed(site, path) or is_spelt(full, str(site.root)) else None


def _is_listed(site: Site, path: str) -> bool:
    """Whether the folder of includes was found to have a file that is spelt so: nearly all that is included
    is, and to list the folder once more for each would cost the square of their number."""
    return site.named_includes.get(path.removeprefix(site.prefix("includes_dir"))) == path


def decode_include(path: str, data: bytes | None) -> IncludeFile | None:
    """An include as a whole, as Jekyll shows front matter in it as text; ``None`` for what is no text. Jekyll
    takes a NUL byte as it is, and a browser shows the sign for what is no character."""
    source = None if data is None else decode(path, data.replace(b"\0", _NO_CHARACTER))
    return IncludeFile(path, source.text) if isinstance(source, Source) else None
