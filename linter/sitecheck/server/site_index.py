"""What completion and hover ask of a whole site, each part gathered once when it is first asked for."""

from __future__ import annotations

import posixpath
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property

from sitecheck.jekyll import Record, Resolver, Route, Site
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import PageFacts
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.link_styles import LinkStyles, read_styles
from sitecheck.server.yaml_text import yaml_text
from sitecheck.text.source import Source
from sitecheck.warm.site_view import SiteView

_INCLUDE_NAME = lazy_pattern(r"\binclude\.([A-Za-z_][\w-]*)|\binclude\[[\"']([\w-]+)[\"']\]")
_CALL = lazy_pattern(r"\{%-?\s{0,20}include(?:_cached)?\s+([\w./-]+)\s+([^{}%]{1,2000})")
_FILTER = lazy_pattern(r"\{[{%][^{}%|]{0,200}\|\s*([a-z]\w*)")
_GIVEN = lazy_pattern(r"(?<![\w-])([\w-]+)\s*=")
_READ = lazy_pattern(r"\b(page|site|layout)\.([A-Za-z_][\w-]*)(?:\.([A-Za-z_][\w-]*))?")
_ASSIGNED = lazy_pattern(r"\{%-?\s{0,20}(?:assign|for|capture|tablerow)\s+([\w-]+)")
_MOST_VALUES = 200
_SAMPLE = 20
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp")


class Address(NamedTuple):
    """Something that can be linked to: its address without ``baseurl``, what makes it, and its title."""

    url: str
    route: Route
    title: str

    @property
    def is_page(self) -> bool:
        """Whether it is a page, not a file that is copied."""
        return self.route.kind != "static" or self.route.output.endswith((".html", ".htm"))

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.route.output.lower().endswith(_IMAGES)


class KeyUse(NamedTuple):
    """How a key of front matter is used by the pages of one group."""

    pages: int
    values: Counter[str]
    """Its values that are one word or line, as they would be written."""
    paths: tuple[str, ...]
    """Some of the files that set it."""


class SiteIndex:
    """Gathered of a site as it was read."""

    def __init__(self, view: SiteView) -> None:
        self.site: Site = view.site
        self.facts = view.facts
        self.reader = view.reader
        self.records: Mapping[str, Record] = view.facts.records
        self.kept: dict[tuple[str, ...], object] = {}
        """What modules keep for the same site: (module, name) → answer."""

    @cached_property
    def resolver(self) -> Resolver:
        """Says where addresses lead; nothing of what is tried is remembered."""
        return Resolver(self.site, self.anchors)

    def anchors(self, route: Route) -> Set[str] | None:
        """The ids on the page at ``route``; ``None`` when there may be others.

        What layouts give to all pages takes seconds to work out. Where nobody has done so yet, there may be
        others on any page; those of its content are known all the same.
        """
        return self.facts.anchors(route) if self.facts.knows_frames else None

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """All that is published, in the order of addresses."""
        titles = {record.output: _title(record) for record in self.site.documents() if record.written}
        found = {route.url: route for route in self.site.routes}
        made = (Address(url, route, titles.get(route.output, "")) for url, route in found.items() if url)
        return tuple(sorted(made, key=lambda each: each.url))

    @cached_property
    def styles(self) -> LinkStyles:
        """How the site's pages write addresses of the site."""
        return read_styles(self.site, self.facts, self.text)

    def include_path(self, tag: str, name: str, page: str) -> str:
        """The path of the file that an include on the page ``page`` calls; "" where there is none."""
        name = name.strip("\"'")
        if tag == "include_relative":
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), name))
            return path if self.reader.include_file(path) is not None else ""
        return self.site.named_includes.get(posixpath.normpath(name.lstrip("/")), "")

    def include_parameters(self, path: str) -> tuple[str, ...]:
        """The parameters that an include reads, in the order in which it names them."""
        file = self.reader.include_file(path)
        if file is None:
            return ()
        found = (dotted or quoted for dotted, quoted in _INCLUDE_NAME.findall(file.text[:200_000]))
        return tuple(dict.fromkeys(found))

    @cached_property
    def include_calls(self) -> Mapping[str, tuple[str, ...]]:
        """The parameters that a sample of tags gives to an include: path → names, the usual ones first."""
        found: dict[str, Counter[str]] = {}
        for text in self.sample:
            for name, given in _CALL.findall(text[:200_000]):
                path = self.site.named_includes.get(posixpath.normpath(name.lstrip("/")))
                if path is not None:
                    found.setdefault(path, Counter()).update(_GIVEN.findall(given))
        return {path: tuple(name for name, _ in counts.most_common(100)) for path, counts in found.items()}

    @cached_property
    def reads(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Which files read a key: ("page", "author.name") → paths of layouts, includes and pages."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for path, text in self._templates():
            for root, key, inner in _READ.findall(text):
                found.setdefault((root, key), {})[path] = None
                if inner:
                    found.setdefault((root, f"{key}.{inner}"), {})[path] = None
        return {key: tuple(paths) for key, paths in found.items()}

    def _templates(self) -> Iterator[tuple[str, str]]:
        """Layouts, includes, and pages that look up anything, as far as they are not too many."""
        for file in self.reader.include_files():
            yield file.path, file.text
        layouts = [layout.path for layout in self.site.layouts.values()]
        others = (facts.path for facts in self.facts.files.values() if facts.names and facts.kind == "page")
        for path in (*layouts, *[path for path, _ in zip(others, range(_MOST_VALUES), strict=False)]):
            text = self.text(path)
            if text:
                yield path, text

    @cached_property
    def sample(self) -> tuple[str, ...]:
        """The texts of layouts, includes, and of some of the pages of each group."""
        found = [file.text for file in self.reader.include_files()]
        paths = [layout.path for layout in self.site.layouts.values()]
        groups: dict[str, list[str]] = {}
        for record in self.records.values():
            groups.setdefault(record.collection or str(record.path).partition("/")[0], []).append(
                record.path or ""
            )
        for group in groups.values():
            paths += group[:: max(1, len(group) // _SAMPLE)]
        return (*found, *map(self.text, paths[:_MOST_VALUES]))

    @cached_property
    def used_filters(self) -> frozenset[str]:
        """Filters that templates and a sample of pages use."""
        return frozenset(name for text in self.sample for name in _FILTER.findall(text[:200_000]))

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names that templates give to variables, the usual ones first."""
        found = Counter(name for text in self.sample for name in _ASSIGNED.findall(text[:200_000]))
        return tuple(name for name, _ in found.most_common(500))

    def text(self, path: str) -> str:
        """The text of a file; "" for what cannot be read."""
        try:
            source = self.reader.source(path)
        except (OSError, ValueError):
            return ""
        return source.text if isinstance(source, Source) else ""

    @cached_property
    def names(self) -> Counter[str]:
        """Property names that the site's Liquid looks up on anything, with the number of files."""
        return Counter(name for facts in self.facts.files.values() for name in facts.names)

    @cached_property
    def keys(self) -> Mapping[str, Mapping[str, KeyUse]]:
        """Front matter by group (label of a collection, ``pages``, ``layouts``): key → its use."""
        gathered: dict[str, dict[str, tuple[Counter[str], list[str]]]] = {}
        for facts in self.facts.files.values():
            group = self.group(facts)
            for name in dict.fromkeys(key.name for key in facts.keys) if group else ():
                values, paths = gathered.setdefault(group, {}).setdefault(name, (Counter(), []))
                paths.append(facts.path)
                values.update(self._values(facts.path, name) if len(values) < _MOST_VALUES else ())
        return {
            group: {
                name: KeyUse(len(paths), values, tuple(paths[:3])) for name, (values, paths) in table.items()
            }
            for group, table in gathered.items()
        }

    def prepare(self) -> None:
        """Gathers now what would be gathered when it is first asked for: a second or so on a large site."""
        _ = (self.addresses, self.styles, self.include_calls, self.reads, self.keys, self.names)
        _ = (
            self.variables,
            self.used_filters,
            self.resolver.resolve("/", "/no-such-page/"),
            self.reader.payload.addresses,
        )

    def group(self, facts: PageFacts) -> str:
        """The group to which a file's front matter belongs; "" for a file without any."""
        if facts.kind == "layout":
            return "layouts"
        record = self.records.get(facts.path)
        return "" if record is None else record.collection or "pages"

    def _values(self, path: str, name: str) -> Iterable[str]:
        record = self.records.get(path)
        value: object = record.data if record is not None else None
        for key in name.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        items = value if isinstance(value, list) else [value]
        return [written for item in items[:50] if (written := yaml_text(item))]


def _title(record: Record) -> str:
    title = record.data.get("title")
    return title if isinstance(title, str) else ""


_indexes: dict[int, SiteIndex] = {}


def index_of(view: SiteView) -> SiteIndex:
    """The index of the site that a view shows; it lives as long as what is known of the site."""
    key = id(view.known)
    found = _indexes.get(key)
    if found is None:
        found = _indexes[key] = SiteIndex(view)
        weakref.finalize(view.known, _indexes.pop, key, None)
    return found
