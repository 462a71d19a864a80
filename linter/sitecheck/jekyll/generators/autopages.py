"""Pages that jekyll-paginate-v2 (3.0) makes of layouts for each tag, category and collection: AutoPages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from sitecheck.jekyll.addresses import url as urls
from sitecheck.jekyll.addresses.slug import slugify
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.deep_merge import deep_merge
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.records import Record
from sitecheck.jekyll.ruby import falsy
from sitecheck.lazy_pattern import lazy_pattern

_FOLDER = "_layouts"
"""Where the layouts are looked for, whatever ``layouts_dir`` says."""
_SLUG = {"mode": "none", "cased": False}
_DEFAULTS: dict[str, Any] = {
    "tags": {
        "enabled": True,
        "layouts": ["autopage_tags.html"],
        "title": "Posts tagged with :tag",
        "permalink": "/tag/:tag",
        "slugify": _SLUG,
    },
    "categories": {
        "enabled": True,
        "layouts": ["autopage_category.html"],
        "title": "Posts in category :cat",
        "permalink": "/category/:cat",
        "slugify": _SLUG,
    },
    "collections": {
        "enabled": True,
        "layouts": ["autopage_collection.html"],
        "title": "Posts in collection :coll",
        "permalink": "/collection/:coll",
        "slugify": _SLUG,
    },
}
_KINDS = {"tags": (":tag", "tag"), "categories": (":cat", "category"), "collections": (":coll", "collection")}
"""What stands for a name in titles and addresses, and the key of ``pagination`` that chooses by it."""
_NAMES = lazy_pattern(r"[;,]")
_WORDS = lazy_pattern(r"[;,\s]")
"""What stands between names: in one item of a list, and where there is no list."""


def autopages(
    found: Inventory, factory: RecordFactory, config: Config, pagination: dict[str, Any]
) -> Iterator[Record]:
    """The pages, in the plugin's order, each to be paginated if ``pagination``, the site's settings with the
    plugin's own, or its layout says so. What stops Jekyll's build makes none."""
    given = config["autopages"]
    settings = deep_merge(_DEFAULTS, given if isinstance(given, dict) else {})
    if falsy(settings.get("enabled")):
        return
    for kind in _KINDS:
        own = settings[kind]
        layouts = own.get("layouts") if isinstance(own, dict) and not falsy(own.get("enabled")) else None
        if isinstance(layouts, list):
            for key, shown in _index(found, kind, factory).items():
                for layout in layouts:
                    yield _page(_Wanted(kind, key, shown, str(layout)), own, pagination, factory)


class _Wanted:
    """A page to make: for ``key`` (which is ``shown`` to people) of a kind, out of a layout's file."""

    def __init__(self, kind: str, key: str, shown: str, layout: str) -> None:
        self.mark, self.chooses = _KINDS[kind]
        self.key = key
        self.shown = shown
        self.layout = layout

    def written(self, template: Any, slug: Any) -> str:
        """A title or an address for it; ``slug`` is the setting ``slugify``."""
        mode = slug.get("mode") if isinstance(slug, dict) else None
        # its setting "cased" changes nothing: the plugin looks its keys up in lower case
        name = slugify(self.key, str(mode) if mode is not None else None)
        return str(template).replace(self.mark, name, 1)


def _page(
    wanted: _Wanted, settings: dict[str, Any], pagination: dict[str, Any], factory: RecordFactory
) -> Record:
    path = posixpath.join(_FOLDER, wanted.layout)
    is_there = factory.tree.kind(path) == "file"  # a name may lead anywhere
    own = factory.layout(wanted.layout, path).data if is_there else {}
    data = {**factory.defaults.all(path, "pages"), **own}
    layout_pagination, overrides = data.get("pagination"), data.get("autopages")
    slug = settings.get("slugify")
    settings = deep_merge(settings, overrides if isinstance(overrides, dict) else {})
    chosen = deep_merge(pagination, layout_pagination if isinstance(layout_pagination, dict) else {})
    permalink = wanted.written(settings.get("permalink"), slug)
    data.update(
        permalink=permalink,
        layout=posixpath.splitext(posixpath.basename(wanted.layout))[0],
        title=wanted.written(settings.get("title"), slug),
        pagination={**chosen, wanted.chooses: wanted.key},
        autopage={"layout_path": path, "display_name": wanted.shown},
    )
    url = re.sub("/{2,}", "/", f"{permalink}/index.html")
    return Record(
        path=None,
        relative_path="index.html",
        name="index.html",
        ext=".html",
        url=url,
        output=urls.page_output(url, ".html"),
        data=data,
        plugin="jekyll-paginate-v2",
    )


def _index(found: Inventory, kind: str, factory: RecordFactory) -> dict[str, str]:
    """What documents have of a kind: key → as the first of them writes it. What is no text is told."""
    index: dict[str, str] = {}
    for label, documents in found.collections.items():
        for document in documents:
            if "pagination" in document.data:
                continue
            value = label if kind == "collections" else document.data.get(kind)
            for name in _listed(value):
                if isinstance(name, str):
                    index.setdefault(name.lower().strip(), name)
                elif document.path is not None:
                    message = f"{kind} must be text for jekyll-paginate-v2, not {name!r}; put it in quotes"
                    found.problems.append(factory.problem(document.path, "invalid-tags", kind, message))
    return index


def _listed(value: Any) -> Iterator[Any]:
    """The names in a value, and what is none."""
    items = _WORDS.split(value) if isinstance(value, str) else value
    if (
        isinstance(items, dict) or items is None
    ):  # Ruby goes through a mapping by pairs, which are no text either
        items = list(items or {})
    for item in items if isinstance(items, list) else [items]:
        if isinstance(item, str):
            yield from ruby_split(item.strip(), _NAMES)
        else:
            yield item


def ruby_split(text: str, mark: re.Pattern[str]) -> list[str]:
    """``String#split``: what is empty at the end is left out."""
    parts = mark.split(text)
    while parts and not parts[-1]:
        parts.pop()
    return parts
