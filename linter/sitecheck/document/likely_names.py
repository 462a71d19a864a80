"""What must be meant by a name that a page calls something of the site by, where nothing has that name."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from sitecheck.document.read_log import ReadLog
from sitecheck.jekyll import Payload, Record, Unpublished
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.text.near import NearNames

NameKind: TypeAlias = Literal["layout", "include", "link", "post_url"]
"""What is called by a name: a layout, an include, the file of a link tag, a post of a post_url tag."""

_MOST_NAMES = 1000
"""Among so many it is looked for slips of the pen: what is kept for each takes up to 20 kB."""
_PAGES = frozenset({"", ".html", ".htm", ".md", ".markdown"})
"""Endings that people leave out, and take for each other: of the source, and of what comes of it."""
_SHORTEST = 3
_NUMBER = lazy_pattern(r"\d+")
_DAY = lazy_pattern(r"\d{2,4}-\d{1,2}-\d{1,2}-(?=.)")


class LikelyNames:
    """The names that the things of a site have; what of them is asked for is noted in a log."""

    def __init__(self, payload: Payload, log: ReadLog) -> None:
        self._payload = payload
        self._log = log
        self._names: dict[str, Sequence[str]] = {}
        self._near: dict[NameKind, NearNames] = {}
        self._by_key: dict[NameKind, Mapping[str, str]] = {}

    def names(self, kind: str) -> Sequence[str]:
        """All names of a kind, sorted; none of another (a cache may ask for it)."""
        if kind not in self._names:
            self._names[kind] = sorted(set(self._all(kind)))
        return self._names[kind]

    def like(self, kind: NameKind, name: str) -> str:
        """The name that ``name`` differs from by a slip of the pen, or by its folders, its ending or, of a
        post, its day alone; "" for none, and where several may be meant."""
        self._log.add("names", kind)
        if kind not in self._near:
            known = self.names(kind)
            self._near[kind] = NearNames(known if len(known) <= _MOST_NAMES else ())
            self._by_key[kind] = _by_key(known, _KEYS[kind])
        near = self._near[kind].of(name)
        if near and (kind == "post_url" or not _is_another(name, near)):
            return near
        found = (self._by_key[kind].get(key, "") for key in _KEYS[kind](name))
        return next(filter(None, found), "")

    def unpublished(self, path: str) -> Unpublished | None:
        """The file at a path of the source that is not published."""
        site = self._payload.site
        return site.why_not(site.placed(path.lstrip("/")))

    def why_not(self, path: str) -> str:
        """Why a file of the site is not published, in a sentence; "" where it is, and where there is none."""
        self._log.add("why_not", path)
        found = self.unpublished(path)
        return f"{path} is not published: {found.words}" if found is not None else ""

    def _all(self, kind: str) -> Iterable[str]:
        site = self._payload.site
        if kind == "layout":
            return site.layouts
        if kind == "include":
            return site.named_includes
        if kind == "link":
            return (path.lstrip("/") for path in self._payload.addresses)
        return map(_post_name, site.posts) if kind == "post_url" else ()


def _is_another(name: str, near: str) -> bool:
    """Whether names that one letter tells apart are of two things: ``part-2`` is none of ``part-3``, and few
    letters say nothing, whatever the ending."""
    stems = [posixpath.splitext(posixpath.basename(each))[0] for each in (name, near)]
    is_numbered = _NUMBER.sub("0", name) == _NUMBER.sub("0", near)
    return is_numbered or (min(map(len, stems)) < _SHORTEST and stems[0].lower() != stems[1].lower())


def _post_name(post: Record) -> str:
    """What a post_url tag calls a post: folders count, ``_posts`` and the ending do not."""
    parts = (part for part in post.relative_path.split("/") if part != "_posts")
    return posixpath.splitext("/".join(parts))[0]


def _keys_of_file(path: str) -> Iterator[str]:
    name = posixpath.basename(path).lower()
    yield name
    stem, ending = posixpath.splitext(name)
    if ending in _PAGES:
        yield f"{stem}."


def _keys_of_post(name: str) -> Iterator[str]:
    yield _DAY.sub("", posixpath.basename(name).lower(), count=1)


def _by_key(names: Iterable[str], keys: Callable[[str], Iterable[str]]) -> Mapping[str, str]:
    """The name that has a key; "" where several have it."""
    found: dict[str, str] = {}
    for name in names:
        for key in keys(name):
            found[key] = "" if key in found else name
    return found


_KEYS: Mapping[NameKind, Callable[[str], Iterator[str]]] = {
    "layout": _keys_of_file,
    "include": _keys_of_file,
    "link": _keys_of_file,
    "post_url": _keys_of_post,
}
