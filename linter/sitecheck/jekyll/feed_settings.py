"""Settings below ``feed`` at which jekyll-feed stops.

Read from ``JekyllFeed::Generator`` and ``feed.xml`` of 0.11 to 0.17, with which collections, and since 0.14
tags, have feeds of their own; measured with ``tests/reference/jekyll/plugin_sites.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import NoneType
from typing import Any

from sitecheck.jekyll.intake.collection_documents import flat
from sitecheck.jekyll.intake.source_file import matter_of
from sitecheck.jekyll.plugins.own_ruby import OwnRuby
from sitecheck.jekyll.records import SiteProblem
from sitecheck.jekyll.ruby import falsy
from sitecheck.jekyll.setting_problems import of_config
from sitecheck.jekyll.site import FEED, Site
from sitecheck.lazy_pattern import lazy_pattern

_WITH_TAGS = (0, 14)
_TAG = lazy_pattern(r"[a-zA-Z0-9_]+")
"""The tags that get a feed."""
_NULL = f"{FEED} stops where it sorts what is not there"
_KEYS = ("tag", "tags")
_QUOTED = "put it in quotes"
_OF_SITE = frozenset({
    *("categories", "collections", "data", "documents", "drafts", "html_files", "html_pages", "pages"),
    *("posts", "related_posts", "static_files", "tags", "time"),
})  # fmt: skip
"""What ``site[NAME]`` is besides collections and settings (``SiteDrop``)."""


def feed_settings(site: Site) -> Iterator[SiteProblem]:
    """Everything of the kind, where every build runs such a release with the settings that the files have."""
    settings = site.config["feed"]
    if not isinstance(settings, Mapping):
        return
    yield from _of_lists(site, settings)
    if not falsy(tags := settings.get("tags")) and site.has_since(FEED, _WITH_TAGS):
        yield from _of_tags(site, tags if isinstance(tags, Mapping) else {})


def _of_lists(site: Site, settings: Mapping[str, Any]) -> Iterator[SiteProblem]:
    """Feeds of collections. What stands below ``feed`` itself is that of posts, where they have none of their
    own (``normalize_posts_meta``)."""
    named = settings.get("collections")
    metas: dict[Any, Any] = dict(named) if isinstance(named, Mapping) else {}
    if falsy(metas.get("posts")):
        metas["posts"] = {}
    for label, meta in metas.items():
        if isinstance(meta, Mapping):
            yield from _of_meta(site, settings, label, meta)
        else:
            message = f"{label} below collections of feed must be a mapping: {FEED} stops at anything else"
            yield _told(site, message, "write path: or categories: below it", "collections", label)
    pairs = enumerate(named) if isinstance(named, list) else [(label, label) for label in metas]
    made = {page.output for page in site.pages if page.plugin == FEED}
    for place, label in pairs:
        if isinstance(label, str) and _is_of_nothing(site, label, metas.get(label), made):
            message = f"feed asks for the collection {label}, which the site does not have: {_NULL}"
            yield _told(site, message, "name it below collections", "collections", place)


def _of_meta(
    site: Site, settings: Mapping[str, Any], label: Any, meta: Mapping[str, Any]
) -> Iterator[SiteProblem]:
    for key in ("path", "categories"):
        place: tuple[Any, ...] = ("collections", label, key)
        value = meta.get(key)
        if label == "posts" and falsy(value):
            place, value = (key,), settings.get(key)
        if key == "path" and not falsy(value) and not isinstance(value, str):
            message = f"path of feed must be text: {FEED} stops at anything else"
            yield _told(site, message, "write the path of the file, such as /feed.xml", *place)
        if key == "categories" and not falsy(value) and not isinstance(value, (list, Mapping)):
            message = f"categories of feed must be a list: {FEED} stops at anything else"
            yield _told(site, message, "write [news, other]", *place)


def _is_of_nothing(site: Site, label: str, meta: object, made: set[str]) -> bool:
    """Whether ``site[label]`` is null in the feed of a collection, one of those that are ``made``: nobody has
    it, and nothing may add it."""
    if label in _OF_SITE or site.config[label] is not None:
        return False
    if label in site.collections or label in site.config.collections:
        return False
    may_be_more = site.unread_plugins or site.theme_elsewhere or site.liquid_names.reasons
    if may_be_more or OwnRuby.why(site.own_ruby.settings, "collections"):
        return False
    path = meta.get("path") if isinstance(meta, Mapping) else None
    output = path.strip("/") if isinstance(path, str) else f"feed/{label}.xml"
    return output in made


def _of_tags(site: Site, tags: Mapping[str, Any]) -> Iterator[SiteProblem]:
    """Feeds of tags: none are asked for where no post has a tag."""
    used = [tag for post in site.posts for tag in post.listed("tags")]
    names = {tag for tag in used if isinstance(tag, str)}
    for key in ("only", "except") if used else ():
        value = tags.get(key)
        if not falsy(value) and not isinstance(value, list):
            message = f"{key} below tags of feed must be a list: {FEED} stops at anything else"
            yield _told(site, message, "write [news, other]", "tags", key)
    only, without = (
        each if isinstance(each, list) else [] for each in (tags.get("only"), tags.get("except"))
    )
    but = {tag for tag in without if isinstance(tag, str)}
    odd = _Odd(without)
    for index, tag in enumerate(only if used else ()):
        place = ("tags", "only", index)
        is_asked = isinstance(tag, str) and tag not in but and _TAG.fullmatch(tag) is not None
        if odd.has(tag):
            message = f"a tag in only of feed must be text: {FEED} stops at anything else"
            yield _told(site, message, _QUOTED, *place)
        elif is_asked and tag not in names and not (site.unread_plugins or site.liquid_names.reasons):
            message = f"feed asks for the tag {tag}, which no post has: {_NULL}"
            yield _told(site, message, "leave it out until a post has it", *place)
    if falsy(tags.get("only")):
        yield from _odd_tags(site, odd)


def _odd_tags(site: Site, odd: _Odd) -> Iterator[SiteProblem]:
    """Tags of posts that are no text, where each gets a feed: told in the front matter, or once in the
    defaults."""
    is_changed = any(OwnRuby.why(site.own_ruby.front_matter, key) for key in _KEYS)
    if is_changed or site.liquid_names.reasons:
        return
    message = f"a tag must be text where {FEED} makes feeds of tags: it stops at anything else"
    has_elsewhere = False
    for path in [str(post.path) for post in site.posts if any(map(odd.has, post.listed("tags")))]:
        matter = matter_of(site.root, path, site.front_matters)
        entries = matter.entries if matter is not None else ()
        under = (each for key in _KEYS for each in entries if each.path[:1] == (key,))
        # Of lists within each other Jekyll makes one.
        own = next((each for each in under if not isinstance(each.data, list) and odd.has(each.data)), None)
        has_elsewhere |= own is None
        if own is not None:
            yield SiteProblem(path, "invalid-tags", message, own.value, hint=_QUOTED, fatal=True)
    given = [each for key in _KEYS for each in site.config.default_entries.get(key, ())]
    for path, entry in given if has_elsewhere else ():
        if any(map(odd.has, flat([entry.data]))):
            yield SiteProblem(path, "refused-setting", message, entry.value, hint=_QUOTED, fatal=True)


class _Odd:
    """Which tags are no text, but for those that get no feed: to Ruby, too, ``1``, ``1.0`` and ``true`` are
    three."""

    def __init__(self, left_out: Iterable[object]) -> None:
        self._left_out = {_mark(tag) for tag in left_out}

    def has(self, tag: object) -> bool:
        """Whether jekyll-feed stops at a tag; null matches no pattern."""
        return not isinstance(tag, (str, NoneType)) and _mark(tag) not in self._left_out


def _mark(tag: object) -> tuple[type, str]:
    return type(tag), str(tag)


def _told(site: Site, message: str, hint: str, *keys: str | int) -> SiteProblem:
    """A fault of what ``keys`` lead to below ``feed``."""
    return of_config(site.config, message, hint, "feed", *keys)
