"""What names files by path or name: tags, front matter, the configuration, keys of data."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sitecheck.jekyll.files.data_files import sanitize
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import Kind
from sitecheck.model.span import Place, Span
from sitecheck.server.navigate.edits import Edits
from sitecheck.server.navigate.planned import Plan
from sitecheck.server.navigate.tags import (
    NamedFile,
    files_with,
    include_name,
    included_path,
    named_file,
    tags_of,
)
from sitecheck.text.front_matter import body_start
from sitecheck.text.yaml_tree import load_yaml
from sitecheck.warm.site_view import SiteView

_NAMING = r"\{%-?\s*(?:link|post_url|include)"
_MOST_NAMES = 50
"""So many names are looked for in every text; for more, all tags are."""
_POST = lazy_pattern(r"\d+-\d+-\d+-(.+)\.[^.]+", re.DOTALL)


class PathUses:
    """Rewrites what names the files of a plan."""

    def __init__(self, plan: Plan, edits: Edits) -> None:
        self._plan = plan
        self._view = plan.view
        self._edits = edits

    def run(self) -> None:
        """All of it."""
        self._tags()
        self._layouts()
        self._data()
        self._settings()

    # tags

    def _tags(self) -> None:
        mentioned = sorted(self._mentioned())
        few = len(mentioned) <= _MOST_NAMES
        names = re.compile("|".join(map(re.escape, mentioned)) if few else _NAMING)
        for path, text in files_with(self._view, "{%"):
            if not (path in self._plan.files and "include_relative" in text) and not names.search(text):
                continue
            for token in tags_of(self._view, path, text):
                named = named_file(token)
                if named is None:
                    continue
                new = self._renamed(path, named)
                if new is not None and new != named.name:
                    self._edits.add(Place(path, named.span), new)

    def _mentioned(self) -> set[str]:
        """What stands in every text that names a file which is moved: its name, of a post without the
        extension and the date, which may be written otherwise."""
        found = set[str]()
        for path in self._plan.files:
            name = posixpath.basename(path)
            post = _POST.fullmatch(name)
            found.add(post[1] if post is not None else name)
            record = self._view.facts.records.get(path)
            if record is not None and isinstance(record.data.get("slug"), str):
                found.add(record.data["slug"])
        return found

    def _renamed(self, path: str, named: NamedFile) -> str | None:
        if named.tag == "link":
            return self._linked(named.name)
        if named.tag == "post_url":
            return self._post(path, named)
        return self._included(path, named)

    @cached_property
    def _by_relative_path(self) -> dict[str, str]:
        """What ``link`` calls a file → its path; of two the one that is linked to."""
        found: dict[str, str] = {}
        site = self._view.site
        for record in site.documents():
            if record.path is not None and (record.written or not record.collection):
                found.setdefault(record.relative_path, record.path)
        for file in site.static:
            found.setdefault(file.relative_path, file.path)
        return found

    def _linked(self, name: str) -> str | None:
        known = self._by_relative_path
        path = known.get(name) or known.get(f"/{name}")
        if path is None or path not in self._plan.files:
            return None
        new = self._plan.relative_paths.get(self._plan.new_path(path))
        if new is None:
            return None
        return f"/{new}" if name.startswith("/") else new

    def _post(self, path: str, named: NamedFile) -> str | None:
        payload = self._view.reader.payload
        url = payload.post_url(named.name)
        if not isinstance(url, str):
            return None
        post = next((each for each in self._view.site.posts if each.url == url), None)
        if post is None or post.path not in self._plan.files:
            return None
        record = self._plan.records_after.get(self._plan.new_path(str(post.path)))
        if record is None:
            return None
        lead = "/" if named.name.startswith("/") else ""
        stem = posixpath.splitext(record.name)[0]
        folder = posixpath.dirname(record.relative_path.partition("_posts/")[2])
        above = record.relative_path.partition("_posts/")[0]
        for name in (stem, f"{folder}/{stem}", f"{above}{stem}", f"{above}{folder}/{stem}"):
            name = lead + name.lstrip("/")
            if self._plan.payload.post_url(name) == record.url:
                return name
        line = self._edits.text(path).count("\n", 0, named.span.start) + 1
        self._edits.note(f"{path}:{line}: post_url finds posts only, and {record.path} is none; use link")
        return None

    def _included(self, path: str, named: NamedFile) -> str | None:
        old = included_path(self._view, path, named)
        new = self._plan.new_path(old)
        if named.tag != "include_relative":
            if new == old:
                return None
            name = include_name(self._view, new)
            if name is None:
                self._edits.note(f"{new} is no include any more, and {path} includes it")
            return name
        folder = posixpath.dirname(self._plan.new_path(path))
        if posixpath.dirname(path) == folder and new == old:
            return None
        if old not in self._edits_sources:
            return None
        found = posixpath.relpath(new, folder or ".")
        if found.startswith("../"):
            self._edits.note(
                f"{self._plan.new_path(path)}: include_relative cannot reach {new}, which is above"
            )
            return None
        return found

    @cached_property
    def _edits_sources(self) -> frozenset[str]:
        """Every file that may be included."""
        site = self._view.site
        return frozenset((*site.by_source, *site.unpublished, *self._view.inputs, *self._plan.files))

    # front matter and configuration

    def _layouts(self) -> None:
        before = {layout.path: name for name, layout in self._view.site.layouts.items()}
        after = {layout.path: name for name, layout in self._plan.after.layouts.items()}
        names: dict[str, str] = {}
        for path, new in self._plan.files.items():
            if path in before and new in after and before[path] != after[new]:
                names[before[path]] = after[new]
            elif path in before and new not in after:
                self._edits.note(f"{new} is no layout any more")
        for path, span, name in layout_uses(self._view) if names else ():
            if name in names:
                self._edits.add(
                    Place(path, span), _quoted(self._edits.written(Place(path, span)), names[name])
                )

    def _settings(self) -> None:
        """Paths in the configuration (``header_pages`` and the like) that name a file which is moved."""
        site = self._view.site
        for file in site.config.files:
            for entry in load_yaml(self._edits.text(file.path)).entries:
                value = entry.data
                named = site.placed(value.strip("/")) if isinstance(value, str) else None
                if named is None or named not in self._plan.files:
                    continue
                new = self._plan.files[named]
                new = posixpath.relpath(new, site.source) if site.source else new
                place = Place(file.path, entry.value)
                self._edits.add(place, _quoted(self._edits.written(place), new))

    # data

    def _data(self) -> None:
        folder = self._view.site.prefix("data_dir")
        for old, new in self._plan.files.items():
            if not old.startswith(folder) or self._kind(old) != "data":
                continue
            if not new.startswith(folder):
                self._edits.note(f"{new} is no data file any more")
                continue
            was, now = (data_keys(each[len(folder) :]) for each in (old, new))
            if was != now:
                self._data_uses(was, now)

    def _kind(self, path: str) -> Kind | None:
        return self._view.kind(path)

    def _data_uses(self, was: tuple[str, ...], now: tuple[str, ...]) -> None:
        for place in data_uses(self._view, was):
            self._edits.add(place, data_expression(now))
        for path, text in files_with(self._view, "site.data"):
            if any(
                re.search(r"site\.data\s*\[\s*[^\"'\s]", token.markup)
                for token in tags_of(self._view, path, text)
            ):
                self._edits.note(
                    f"{path} reads data by a key that Liquid makes: see whether it means this file"
                )


def data_keys(path: str) -> tuple[str, ...]:
    """The keys of ``site.data`` that lead to a file, whose path counts from the folder of data."""
    *folders, name = path.split("/")
    return (*map(sanitize, folders), sanitize(name.rpartition(".")[0] or name))


def data_expression(keys: tuple[str, ...]) -> str:
    """What Liquid calls data by."""
    steps = (f".{key}" if re.fullmatch(r"[A-Za-z_][\w-]*", key) else f'["{key}"]' for key in keys)
    return "site.data" + "".join(steps)


def data_uses(view: SiteView, keys: tuple[str, ...]) -> Iterator[Place]:
    """Where templates name the data under ``keys``."""
    step = (rf"(?:\.{re.escape(key)}(?![\w-])|\[\s*[\"']{re.escape(key)}[\"']\s*\])" for key in keys)
    pattern = re.compile(r"(?<![\w.-])site\.data" + "".join(step))
    for path, text in files_with(view, "site.data"):
        for token in tags_of(view, path, text):
            for match in pattern.finditer(token.markup):
                start, end = match.span()
                yield Place(path, Span(token.markup_start + start, token.markup_start + end))


def layout_uses(view: SiteView) -> Iterator[tuple[str, Span, str]]:
    """Where front matter and the configuration name layouts: the file, the value's place, the name."""
    for path, text in files_with(view, "layout"):
        key = view.facts.files[path].key("layout") if path in view.facts.files else None
        if path in view.texts or key is None:
            document = view.document(path) if "layout" in text[: body_start(text)] else None
            entry = document.entry("layout") if document is not None else None
            if entry is not None and isinstance(entry.data, str) and view.kind(path) != "include":
                yield path, entry.value, entry.data
        else:
            yield path, key.value, text[key.value.start : key.value.end].strip("'\"")
    for file in view.site.config.files:
        source = view.source(file.path)
        for setting in load_yaml(source.text).entries if source is not None else ():
            keys: tuple[Any, ...] = setting.path
            if keys[-1:] == ("layout",) and isinstance(setting.data, str):
                yield file.path, setting.value, setting.data


def _quoted(written: str, value: str) -> str:
    """``value`` as YAML, in the quotes that stand there, or with quotes where it needs them."""
    if written[:1] == "'":
        return "'" + value.replace("'", "''") + "'"
    if written[:1] == '"' or not re.fullmatch(r"[\w/.~%+()@-]+", value) or re.fullmatch(r"[-+.\d_]+", value):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value
