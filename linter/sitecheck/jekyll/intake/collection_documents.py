"""Data and address of posts and other collection documents (``Jekyll::Document`` 4.3.4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sitecheck.jekyll.addresses import url as urls
from sitecheck.jekyll.addresses.slug import ruby_downcase, slugify, strip_dots, titleize
from sitecheck.jekyll.configuration.clock import Clock
from sitecheck.jekyll.dates import UnknownDate, parse_date
from sitecheck.jekyll.deep_merge import deep_merge_into
from sitecheck.jekyll.ruby import falsy
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.filters.strftime import DAYS, MONTHS
from sitecheck.liquid.filters.text import ruby_words
from sitecheck.liquid.values import inspect
from sitecheck.named_tuple import NamedTuple

DATE_NAME = lazy_pattern(r"(\d{2,4}-\d{1,2}-\d{1,2})-([^/]*)(\.[^.]+)", re.ASCII | re.DOTALL)
DATELESS_NAME = lazy_pattern(r"(.*)(\.[^.]+)")


class ReadProblem(NamedTuple):
    """Why Jekyll does not read a document as its author meant; ``key`` is the front matter key."""

    kind: str
    key: str
    message: str
    fatal: bool


class DocumentData:
    """Gathers the data of one document as Jekyll merges it: path, defaults, front matter, file name.

    Jekyll may give up on the way, and then keeps what has been merged so far: for a ``problem``, or without a
    word where the front matter cannot be read.
    """

    def __init__(self, relative_path: str, folders: list[str], draft: bool, zone: Any) -> None:
        self.data: dict[str, Any] = {"categories": list(folders), "draft": draft}
        self.problem: ReadProblem | None = None
        self.is_told = False
        """Whether the configuration is told of the problem, which is in its defaults."""
        self.is_refused = False
        """Whether Jekyll gives up at the defaults, before it reads what the file says (``Document#read``)."""
        self.sorts_as: datetime | None = None
        """Where the document stands among others, though its date is not known."""
        self._unread = False
        self._path = relative_path
        self._name = relative_path.rpartition("/")[2]
        self._zone = zone

    def read(self, defaults: Mapping[str, Any], matter: Mapping[str, Any] | None, clock: Clock) -> None:
        """Merge everything; ``matter`` is ``None`` when the front matter cannot be read."""
        if defaults:
            self._merge(defaults)
            self.is_told = self.problem is not None and self.problem.kind != "unknown-date"
            self.is_refused = self.problem is not None and self.problem.kind == "invalid-categories"
        if not self._stopped and matter is None:
            self._unread = True
            self.data["excerpt"] = ""  # Document#generate_excerpt is not come to
        if not self._stopped and matter:
            self._merge(matter)
        if not self._stopped:
            self._name_to_data(clock)
        if not self._stopped:
            self._lists()
        if self.problem and self.problem.kind == "unknown-date":
            self.data.pop("date", None)

    @property
    def _stopped(self) -> bool:
        return self._unread or (self.problem is not None and self.problem.kind != "unknown-date")

    def _merge(self, other: Mapping[str, Any]) -> None:
        other = dict(other)
        categories = other.get("categories")
        if isinstance(categories, str):
            categories = ruby_words(categories)
        if categories is not None and isinstance(self.data.get("categories"), list):
            if not isinstance(categories, list):
                message = f"categories must be text or a list, not {categories!r}"
                self.problem = ReadProblem("invalid-categories", "categories", message, False)
                return
            categories = unique([*self.data["categories"], *categories])
        if categories is not None:
            other["categories"] = categories
        deep_merge_into(self.data, other)
        self._date()

    def _date(self) -> None:
        if "date" not in self.data:
            return
        try:
            self.data["date"] = parse_date(self.data["date"], self._zone)
        except UnknownDate as error:
            self.problem = ReadProblem("unknown-date", "date", str(error), False)
            self.sorts_as = error.sorts_as
        except (ValueError, OverflowError) as error:
            message = f"date cannot be read: {error}"
            self.problem = ReadProblem("invalid-date", "date", message, True)
        if self.problem:
            del self.data["date"]

    def _name_to_data(self, clock: Clock) -> None:
        match = DATE_NAME.fullmatch(self._name)
        if match:
            date = self.data.get("date")
            if not date or clock.is_now(date):
                self.data["date"] = match[1]
                self._date()
            slug, ext = match[2], match[3]
        elif "." in self._path:
            # Ruby's pattern finds the last period of the whole path, in a folder's name if need be.
            stem, _, tail = self._path.rpartition(".")
            slug, ext = stem.rpartition("/")[2], f".{tail}"
        else:
            slug, ext = self._name, None
        slug = strip_dots(slug)
        for key, value in (("title", titleize(slug)), ("slug", slug), ("ext", ext)):
            if falsy(self.data.get(key)):
                self.data[key] = value

    def _lists(self) -> None:
        own = self.data.get("categories")
        categories = own if isinstance(own, list) else []
        more = _pluralized(self.data, "category", "categories")
        texts = unique([_text(item) for item in flat([*categories, *more])])
        self.data["categories"] = unique([*categories, *texts])
        self.data["tags"] = _pluralized(self.data, "tag", "tags")


def _pluralized(data: Mapping[str, Any], singular: str, plural: str) -> list[Any]:
    """``Utils.pluralized_array_from_hash``: the singular key wins and is not split."""
    value: Any = data.get(singular)
    if falsy(value):
        value = data.get(plural)
        value = ruby_words(value) if isinstance(value, str) else value if isinstance(value, list) else None
    return [item for item in flat([value]) if item is not None]


def flat(items: list[Any]) -> list[Any]:
    """The items of lists within each other."""
    out: list[Any] = []
    stack = list(reversed(items))
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        else:
            out.append(item)
    return out


def unique(items: list[Any]) -> list[Any]:
    """Each item once; ``1``, ``true`` and ``"1"`` are three, as in Ruby."""
    seen: set[tuple[type, str]] = set()
    out: list[Any] = []
    for item in items:
        mark = (type(item), str(item))
        if mark not in seen:
            seen.add(mark)
            out.append(item)
    return out


def _text(value: Any) -> str:
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, (dict, list)):
        return inspect(value)
    return "" if value is None else str(value)


ID_PLUGIN = "jekyll-id"
"""Brings ``:id``, which is what the front matter says (``UrlDrop#id`` of the plugin)."""


class Placeholders:
    """``Drops::UrlDrop``: what each placeholder of a permalink stands for."""

    def __init__(
        self,
        label: str,
        path: str,
        name: str,
        ext: str,
        data: Mapping[str, Any],
        date: datetime,
        *,
        brought: Mapping[str, str],
        is_jekyll_4: bool,
    ) -> None:
        """``brought``: what plugins bring, and the key of the front matter that each says."""
        self._brought = brought
        self._is_jekyll_4 = is_jekyll_4
        self._label = label
        self._path = path
        self._stem = name.removesuffix(ext)
        self._data = data
        self._date = date
        self.output_ext = ""
        self.used_date = False
        self.used_clock = False

    def __call__(self, name: str) -> str | None:
        """The value of a placeholder; ``None`` for a name that is none."""
        if name in _OF_JEKYLL_4 and not self._is_jekyll_4:
            return _text(self._data.get(self._brought[name])) if name in self._brought else None
        if name in _DATE_FORMATS:
            self.used_date = True
            self.used_clock = self.used_clock or name in _CLOCK
            return _DATE_FORMATS[name](self._date)
        simple = {"output_ext": self.output_ext, "path": self._path, "collection": self._label}
        if name in simple:
            return simple[name]
        if name in self._brought:
            return _text(self._data.get(self._brought[name]))
        if name == "name":
            return slugify(self._stem)
        if name == "title":
            return self._slug("pretty", True)
        if name == "slug":
            return self._slug(None, False)
        if name in ("categories", "slugified_categories"):
            return self._categories(name == "slugified_categories")
        return None

    def _slug(self, mode: str | None, cased: bool) -> str:
        slug = self._data.get("slug")
        if slug is not None and not isinstance(slug, str):
            raise urls.PermalinkError(f"slug must be text, not {slug!r}; put it in quotes")
        return slugify(self._stem if slug is None else slug, mode, cased)

    def _categories(self, slugified: bool) -> str:
        categories = self._data.get("categories")
        items = categories if isinstance(categories, list) else [] if categories is None else [categories]
        make = slugify if slugified else ruby_downcase
        return "/".join(dict.fromkeys(make(_text(item)) for item in items))


_CLOCK = frozenset({"hour", "minute", "second"})
_OF_JEKYLL_4 = frozenset(
    {"slugified_categories", "long_month", "w_year", "week", "w_day", "short_day", "long_day"}
)
"""Placeholders that Jekyll 3 does not have (``Drops::UrlDrop`` of 3.9 and 4.3)."""


def _short(kind: str, index: int) -> str:
    name = DAYS[index] if kind in "aA" else MONTHS[index]
    return name if kind in "AB" else name[:3]


_DATE_FORMATS: Mapping[str, Callable[[datetime], str]] = {
    "year": lambda d: f"{d.year:04}",
    "month": lambda d: f"{d.month:02}",
    "day": lambda d: f"{d.day:02}",
    "hour": lambda d: f"{d.hour:02}",
    "minute": lambda d: f"{d.minute:02}",
    "second": lambda d: f"{d.second:02}",
    "i_day": lambda d: str(d.day),
    "i_month": lambda d: str(d.month),
    "short_month": lambda d: _short("b", d.month - 1),
    "long_month": lambda d: _short("B", d.month - 1),
    "short_year": lambda d: f"{d.year % 100:02}",
    "w_year": lambda d: f"{d.isocalendar()[0]:04}",
    "week": lambda d: f"{d.isocalendar()[1]:02}",
    "w_day": lambda d: str(d.isoweekday()),
    "short_day": lambda d: _short("a", d.weekday()),
    "long_day": lambda d: _short("A", d.weekday()),
    "y_day": lambda d: f"{d.timetuple().tm_yday:03}",
}


def cleaned_path(relative_path: str, ext: str, folder: str) -> str:
    """``cleaned_relative_path``: without the extension and the collection's folder."""
    return strip_dots(relative_path.removesuffix(ext).replace(folder, "", 1))


def folders_above(relative_path: str, folder: str, name: str) -> list[str]:
    """The folders above ``_posts``, which become categories."""
    if relative_path.startswith(folder):
        return []
    above = relative_path.partition(folder)[0] if folder in relative_path else relative_path
    return [part for part in above.split("/") if part and part not in (folder, name)]


def document_url(template: str, permalink: Any, placeholders: Placeholders) -> str:
    """The address of a document. Raises PermalinkError where Jekyll's build stops."""
    if falsy(permalink):
        return urls.from_lookup(template, placeholders)
    if not isinstance(permalink, str):
        raise urls.PermalinkError(f"permalink must be text, not {permalink!r}")
    return urls.from_lookup(permalink, placeholders)
