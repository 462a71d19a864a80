"""Pages of jekyll-paginate-v2 (3.0): templates with ``pagination: enabled`` become one page a number."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property, cmp_to_key
from itertools import islice
from typing import Any

from sitecheck.jekyll.addresses import url as urls
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.deep_merge import deep_merge
from sitecheck.jekyll.generators.autopages import autopages, ruby_split
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.plugins.names import ANYTHING
from sitecheck.jekyll.records import PostList, Record
from sitecheck.jekyll.ruby import falsy
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import Unknown
from sitecheck.liquid.values import to_integer_prefix, undecided
from sitecheck.named_tuple import NamedTuple

_DEFAULTS: dict[str, Any] = {
    "enabled": False,
    "collection": "posts",
    "offset": 0,
    "per_page": 10,
    "permalink": "/page:num/",
    "title": ":title - page :num",
    "sort_reverse": False,
    "sort_field": "date",
    "limit": 0,
    "trail": {"before": 0, "after": 0},
    "indexpage": None,
    "extension": "html",
}
_JEKYLLS = frozenset({"layout", "permalink", "title"})
"""Keys that Jekyll asks for, or the plugin sets."""
_MOST_TRAIL = 200
"""A longer trail is not known: each page would hold one as long as the list of pages."""
_LIST = lazy_pattern(r"[;,\s]")
_NAMES = lazy_pattern(r"[;,]")
_MOST_OF_LAYOUTS = 20_000
"""So many pages are made of layouts: each of any number of layouts may be one for each tag."""
_MOST_WORK = 2_000_000
"""So many documents are put into lists and values into pages: each of many templates may list all posts, and
each page has all of what stands in its template's front matter."""
_PLUGIN = "jekyll-paginate-v2"


def paginate_v2(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    """The numbered pages; the templates themselves leave ``found``, page 1 takes their place. Before them
    come the pages that are made of layouts. Where that is too much work, ``found`` is told so."""
    site = config["pagination"]
    settings = deep_merge(_DEFAULTS, site if isinstance(site, dict) else {})
    made = list(islice(autopages(found, factory, config, settings), _MOST_OF_LAYOUTS + 1))
    if len(made) > _MOST_OF_LAYOUTS:
        found.further.append((ANYTHING, _PLUGIN))
    templates = [page for page in (*found.pages, *made) if _is_template(page, settings)]
    found.pages[:] = [page for page in found.pages if not _is_template(page, settings)]
    yield from (_as_liquid_sees(page, page, factory) for page in made if not _is_template(page, settings))
    yield from _divided(templates, settings, found, factory, config.text("title"))


def _divided(
    templates: list[Record], settings: dict[str, Any], found: Inventory, factory: RecordFactory, title: str
) -> Iterator[Record]:
    """The numbered pages of all templates."""
    choice, left = _Choice(found), _MOST_WORK
    for template in templates:
        chosen = deep_merge(settings, template.data["pagination"])
        candidates = choice.of(chosen)
        left -= len(candidates)
        pages = _Numbered(template, chosen, title, _listed(candidates, chosen)).pages() if left >= 0 else ()
        for page in pages:
            left -= len(page.data)
            yield _as_liquid_sees(page, template, factory)
            if left < 0:
                break
        if left < 0:
            found.further.append((ANYTHING, _PLUGIN))
            return


def _is_template(page: Record, settings: dict[str, Any]) -> bool:
    own = page.data.get("pagination")
    return not falsy(settings["enabled"]) and isinstance(own, dict) and not falsy(own.get("enabled"))


def _as_liquid_sees(page: Record, template: Record, factory: RecordFactory) -> Record:
    """A page without the defaults of its template: Jekyll knows these, but Liquid asks by the page's path."""
    path = template.path or template.data["autopage"]["layout_path"]
    unseen, own = (factory.defaults.all(each, "pages") for each in (path, page.relative_path))
    kept = {
        key: value
        for key, value in page.data.items()
        if key in _JEKYLLS or key not in unseen or unseen[key] != value
    }
    return replace(page, data={**own, **kept}, for_liquid={})


class _Paths(NamedTuple):
    """Addresses as ``Paginator`` makes them, ``:num`` and ``:max`` still in them."""

    first: str
    others: str
    name: str
    ext: str

    def shown(self, number: int, total: int) -> str:
        """What ``paginator`` calls page ``number``."""
        return self._numbered(self.first if number == 1 else self.others, number, total)

    def last(self, total: int) -> str:
        """What it calls the last page, which is never the address of the template."""
        return self._numbered(self.others, total, total)

    def _numbered(self, path: str, number: int, total: int) -> str:
        return _numbered(_full(path, self.name, self.ext) if self.name else path, number, total)

    def page_path(self, number: int, total: int) -> str:
        """``page_path`` of page ``number``."""
        path = self.first if number == 1 else self.others
        return _numbered(_full(path, self.name or "index", self.ext or ".html"), number, total)

    def url(self, number: int, total: int) -> str:
        """The address of page ``number``."""
        path = self.page_path(number, total)
        return path if path.endswith(self.ext) else path + self.ext


class _Numbered:
    """The pages of one template."""

    def __init__(
        self, template: Record, settings: dict[str, Any], site_title: str, documents: _Documents
    ) -> None:
        self._template = template
        self._settings = settings
        self._title = template.data.get("title") or site_title
        self._documents = documents
        self._size = _int(settings["per_page"]) or 1
        limit, count = _int(settings["limit"]), -(-len(documents.keys) // self._size)
        # Of a negative size there is a negative number of pages: none, where it is not rounded up to 0.
        self._total = (min(count, limit) if limit > 0 else count) or 1
        permalink = template.data.get("permalink")
        base = permalink if isinstance(permalink, str) and permalink else _folder(template.url)
        base = base if base.endswith("/") else f"{base}/"
        ext = str(settings["extension"] or "")
        self._paths = _Paths(
            first=base,
            others=f"{base.rstrip('/')}/{str(settings['permalink']).lstrip('/')}",
            name=str(settings["indexpage"] or "").split(".")[0],
            ext=f".{ext.lstrip('.')}" if ext else "",
        )

    def pages(self) -> Iterator[Record]:
        """One a number; all are read from the file of the template, if it has one."""
        for number in range(1, self._total + 1):
            url = self._paths.url(number, self._total)
            name = self._paths.name + self._paths.ext
            yield replace(
                self._template,
                name=name,
                relative_path=name,
                url=url,
                output=urls.page_output(url, self._paths.ext),
                data=self._data(number),
                plugin=_PLUGIN,
                post_list=self._post_list(number),
            )

    def _data(self, number: int) -> dict[str, Any]:
        data, total = dict(self._template.data), self._total
        data["pagination_info"] = {"curr_page": number, "total_pages": total}
        if data.get("autopage"):
            data["autopages"] = data["autopage"]
        if data.get("permalink"):
            data["permalink"] = self._paths.page_path(number, total)
        data["title"] = self._title_of(number)
        if number > 1:
            data["autogen"] = _PLUGIN
        return data

    def _title_of(self, number: int) -> Any:
        if number == 1:
            return self._title
        title = str(self._settings["title"] or "").replace(":title", str(self._title), 1)
        return _numbered(title, number, self._total)

    def _post_list(self, number: int) -> PostList:
        total, shown = self._total, self._paths.shown
        keys = self._documents.keys[(number - 1) * self._size : number * self._size]
        before, after = (number - 1 if number > 1 else None), (number + 1 if number < total else None)
        return PostList(
            posts=keys if self._documents.ordered else None,
            paginator={
                "per_page": self._size,
                "total_posts": len(self._documents.keys),
                "total_pages": total,
                "page": number,
                "page_path": self._paths.page_path(number, total),
                "previous_page": before,
                "previous_page_path": shown(before, total) if before else None,
                "next_page": after,
                "next_page_path": shown(after, total) if after else None,
                "first_page": 1,
                "first_page_path": shown(1, total),
                "last_page": total,
                "last_page_path": self._paths.last(total),
                "page_trail": self._trail(number),
            },
        )

    def _trail(self, number: int) -> list[dict[str, Any]] | Unknown | None:
        """The pages around ``number``, as many at each end of the list as in its middle."""
        trail, total = self._settings["trail"], self._total
        wanted = trail if isinstance(trail, dict) else {}
        before, after = (max(0, _int(wanted.get(key))) for key in ("before", "after"))
        if total == 1 or not (before or after):
            return None
        length = before + after + 1
        if min(length, total) > _MOST_TRAIL:
            return Unknown(undecided("a long trail of pages"))
        start = max(0, number - before - 1)
        end = min(start + length, total)
        start = max(0, start - max(0, length - (end - start)))
        return self._stops[start:end]

    @cached_property
    def _stops(self) -> list[dict[str, Any]]:
        """What the trail of any page says of each."""
        total = self._total
        return [
            {"num": each, "path": self._paths.page_path(each, total), "title": self._title_of(each)}
            for each in range(1, total + 1)
        ]


def _numbered(text: str, number: int, total: int) -> str:
    return text.replace(":num", str(number), 1).replace(":max", str(total), 1)


def _full(path: str, index: str, ext: str) -> str:
    """``Utils.ensure_full_path``."""
    if path.endswith("/"):
        return path + index + ext
    return path if "." in path else path + index


def _folder(url: str) -> str:
    return url if url.endswith("/") else posixpath.dirname(url)


class _Documents(NamedTuple):
    """The documents that a template lists: their collections and paths, in order."""

    keys: tuple[tuple[str, str], ...]
    ordered: bool
    """Whether the order is known."""


class _Choice:
    """Which documents a template asks for. AutoPages asks for those of each tag: they are looked up."""

    def __init__(self, found: Inventory) -> None:
        self._collections = found.collections
        self._groups: dict[tuple[str, ...], list[Record]] = {}
        self._indexes: dict[tuple[tuple[str, ...], str], dict[str, dict[int, None]]] = {}

    def of(self, settings: dict[str, Any]) -> list[Record]:
        """The documents, as they are before they are sorted."""
        names = settings["collection"]
        labels = ruby_split(names, _LIST) if isinstance(names, str) else names
        key = tuple(str(label).lower().strip() for label in labels) if isinstance(labels, list) else ()
        documents = self._groups.get(key)
        if documents is None:
            documents = self._groups[key] = list(self._group(key))
        chosen: dict[int, None] | None = None
        for attribute, name in _filters(settings):
            own = self._index(key, attribute).get(name, {})
            chosen = own if chosen is None else dict.fromkeys(place for place in chosen if place in own)
        return documents if chosen is None else [documents[place] for place in chosen]

    def _group(self, names: tuple[str, ...]) -> Iterator[Record]:
        for name in names:
            groups = self._collections if name == "all" else {name: self._collections.get(name, [])}
            for label, group in groups.items():
                if name != "all" or label != "posts":
                    yield from (
                        document
                        for document in group
                        if "pagination" not in document.data and falsy(document.data.get("hidden"))
                    )

    def _index(self, key: tuple[str, ...], attribute: str) -> dict[str, dict[int, None]]:
        """The places of the documents that have each value."""
        index = self._indexes.get((key, attribute))
        if index is None:
            index = self._indexes[key, attribute] = {}
            for place, document in enumerate(self._groups[key]):
                for value in _keys(document.data.get(attribute)):
                    index.setdefault(value, {})[place] = None
        return index


def _filters(settings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The values that documents must have, each with its attribute."""
    for key, attribute in (("category", "categories"), ("tag", "tags"), ("locale", "locale")):
        wanted = settings.get(key)
        if wanted is None:
            continue
        listed = wanted if isinstance(wanted, list) else [wanted]
        for name in ruby_split(wanted, _NAMES) if isinstance(wanted, str) else listed:
            value = str(name).lower().strip()
            if attribute != "categories" or value != "posts":  # which stands for every document
                yield attribute, value


def _listed(documents: list[Record], settings: dict[str, Any]) -> _Documents:
    documents, ordered = _sorted(documents, settings)
    return _Documents(tuple((doc.collection, doc.relative_path) for doc in documents), ordered)


def _sorted(documents: list[Record], settings: dict[str, Any]) -> tuple[list[Record], bool]:
    """In order of the field that is asked for, and whether that is known. Equal ones stay as they were:
    Ruby sorts with ``qsort_r``, which merges in the C library of GNU."""
    field = settings["sort_field"]
    if falsy(field):
        return documents, True
    keys = [part.lower().strip() for part in str(field).split(":")]
    values = {id(document): _sort_value(document, keys) for document in documents}
    ordered, known = documents, True
    try:
        compare = cmp_to_key(_compare)
        ordered = sorted(documents, key=lambda document: compare(values[id(document)]))
    except TypeError:  # Ruby says that they cannot be compared, and the build stops
        known = False
    left = ordered[: max(0, len(ordered) - max(0, _int(settings["offset"])))]
    return (left if falsy(settings["sort_reverse"]) else left[::-1]), known


def _sort_value(document: Record, keys: list[str]) -> Any:
    value: Any = document.data if keys != ["date"] or document.date is None else {"date": document.date}
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return None if isinstance(value, dict) else value


def _compare(one: Any, other: Any) -> int:
    """``Utils.sort_values``; raises :class:`TypeError` for what Ruby does not compare."""
    if one is None or other is None:
        return (one is not None) - (other is not None)
    if isinstance(one, str) and isinstance(other, str):
        one, other = one.lower(), other.lower()
    elif isinstance(one, datetime) and isinstance(other, datetime):
        one, other = one.timestamp(), other.timestamp()
    elif (isinstance(one, bool) or isinstance(other, bool)) and one is not other:
        raise TypeError
    return int(one > other) - int(one < other)


def _int(value: Any) -> int:
    """Ruby's ``to_i``: text counts as the number it begins with (``10 a page``)."""
    if isinstance(value, str):
        return to_integer_prefix(value)
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0


def _keys(value: Any) -> set[str]:
    items = ruby_split(value, _LIST) if isinstance(value, str) else value if isinstance(value, list) else []
    return {part.lower().strip() for item in items for part in ruby_split(str(item), _NAMES)}
