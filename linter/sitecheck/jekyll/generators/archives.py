"""Pages of jekyll-archives (2.2): one for each tag, category, year, month and day of posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sitecheck.jekyll.addresses import url as urls
from sitecheck.jekyll.addresses.slug import slugify
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.deep_merge import deep_merge
from sitecheck.jekyll.intake.collection_documents import unique
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.records import PostList, Record
from sitecheck.jekyll.ruby import extname

ARCHIVES = "jekyll-archives"
_DEFAULTS: dict[str, Any] = {
    "layout": "archive",
    "enabled": [],
    "permalinks": {
        "year": "/:year/",
        "month": "/:year/:month/",
        "day": "/:year/:month/:day/",
        "tag": "/tag/:name/",
        "category": "/category/:name/",
    },
}
_LISTS = (("tag", "tags"), ("category", "categories"))
_DATES = ("year", "month", "day")


def archives(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    """The pages, in the plugin's order."""
    given = config["jekyll-archives"]
    settings = deep_merge(_DEFAULTS, given if isinstance(given, dict) else {})
    if not isinstance(settings["permalinks"], dict):
        return
    posts = found.collections.get("posts", [])
    for kind, key in _LISTS:
        if _wants(settings, key):
            listed = by_value(posts, key)
            for value in post_values(found, key):
                title = value if isinstance(value, str) else None
                data = {**_layout(settings, kind), "title": title, "date": None}
                pairs = (("name", None if title is None else slugify(title)), ("type", kind))
                made = _page(settings["permalinks"][kind], pairs, data, factory)
                yield from (
                    replace(page, post_list=newest_first(listed[type(value), str(value)])) for page in made
                )
    yield from _of_dates(posts, (), settings, factory)


def post_values(found: Inventory, key: str) -> list[Any]:
    """The keys of ``Site#post_attr_hash``: all categories or tags of posts."""
    items = [item for post in found.collections.get("posts", ()) for item in post.listed(key)]
    return unique(items)


def _of_dates(
    posts: Sequence[Record], above: tuple[int, ...], settings: dict[str, Any], factory: RecordFactory
) -> Iterator[Record]:
    """A page for each year of ``posts``, or each month or day where they are those of a year or month. The
    years follow in the order of posts, months and days with the newest first."""
    kind, groups = _DATES[len(above)], dict[int, list[Record]]()
    for post in posts:
        if post.date is not None:
            groups.setdefault(getattr(post.date, kind), []).append(post)
    for number, group in groups.items():
        when = (*above, number)
        parts = tuple(zip(_DATES, when, strict=False))
        if _wants(settings, kind):
            names = ((name, f"{part:04}" if name == "year" else f"{part:02}") for name, part in parts)
            data = {**_layout(settings, kind), "title": None, "date": date(*(*when, 1, 1)[:3])}
            made = _page(settings["permalinks"][kind], (*names, ("type", kind)), data, factory)
            yield from (replace(page, post_list=newest_first(group, newest=bool(above))) for page in made)
        if len(when) < len(_DATES):
            yield from _of_dates(group if above else group[::-1], when, settings, factory)


def by_value(posts: Sequence[Record], key: str) -> dict[tuple[type, str], list[Record]]:
    """The documents that have each value in the list under ``key``."""
    found: dict[tuple[type, str], list[Record]] = {}
    for post in posts:
        for value in dict.fromkeys((type(each), str(each)) for each in post.listed(key)):
            found.setdefault(value, []).append(post)
    return found


def newest_first(posts: Sequence[Record], *, newest: bool = False) -> PostList:
    """``posts``, which are the oldest first unless ``newest``, with the newest first."""
    return PostList(
        tuple((post.collection, post.relative_path) for post in (posts if newest else posts[::-1]))
    )


def has_archives(posts: Sequence[Record], settings: Mapping[str, Any]) -> bool:
    """Whether the plugin makes any page of these posts."""
    asked = {"enabled": None, **settings}
    lists = any(_wants(asked, key) and any(post.listed(key) for post in posts) for _, key in _LISTS)
    return lists or (bool(posts) and any(_wants(asked, kind) for kind in _DATES))


def _wants(settings: Mapping[str, Any], kind: str) -> bool:
    enabled = settings["enabled"]
    return enabled is True or enabled == "all" or (isinstance(enabled, list) and kind in enabled)


def _layout(settings: dict[str, Any], kind: str) -> dict[str, Any]:
    own = settings.get("layouts")
    layout = (own.get(kind) if isinstance(own, dict) else None) or settings["layout"]
    return {"layout": layout, "type": kind}


def _page(
    template: object, pairs: tuple[tuple[str, str | None], ...], data: dict[str, Any], factory: RecordFactory
) -> Iterator[Record]:
    """The page at an address, if there can be one; its posts are found by what is in ``data``."""
    for page in page_at(template, pairs, ARCHIVES):
        defaults = factory.defaults.all(page.output, data["type"])  # the page says that it is of that type
        yield replace(page, data=deep_merge(defaults, data))


def page_at(template: object, pairs: tuple[tuple[str, str | None], ...], plugin: str) -> Iterator[Record]:
    """The page that a plugin makes at an address, if there can be one, without data."""
    try:
        url = urls.from_pairs(str(template), pairs)
    except urls.PermalinkError:
        return
    ext = ".html" if url.endswith("/") else extname(url)
    output = urls.page_output(url, ext)
    yield Record(
        path=None,
        relative_path=output,
        name=output.rpartition("/")[2].removesuffix(ext),
        ext=ext,
        url=url,
        output=output,
        data={},
        plugin=plugin,
    )
