"""Pages of jekyll-paginate-v2 (3.0): templates with ``pagination: enabled`` become one page a number."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sitecheck.jekyll.addresses import url as urls
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.deep_merge import deep_merge
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.plugins.names import Name
from sitecheck.jekyll.records import Record
from sitecheck.jekyll.ruby import falsy

_DEFAULTS: dict[str, Any] = {
    "enabled": False,
    "collection": "posts",
    "offset": 0,
    "per_page": 10,
    "permalink": "/page:num/",
    "sort_field": "date",
    "limit": 0,
    "indexpage": None,
    "extension": "html",
}
_AUTOPAGES = {"tags": "/tag/:tag", "categories": "/category/:cat", "collections": "/collection/:coll"}
"""What pages are made for by themselves, and their addresses unless the settings say others (AutoPages)."""
_LIST = re.compile(r"[;,\s]")
_NAMES = re.compile(r"[;,]")


def paginate_v2(found: Inventory, config: Config) -> Iterator[Record]:
    """The numbered pages; the templates themselves leave ``found``, page 1 takes their place."""
    site = config["pagination"]
    settings = deep_merge(_DEFAULTS, site if isinstance(site, dict) else {})
    if falsy(settings["enabled"]):
        return
    for template in list(found.pages):
        own = template.data.get("pagination")
        if isinstance(own, dict) and not falsy(own.get("enabled")):
            found.pages.remove(template)
            yield from _pages(template, deep_merge(settings, own), found)


def autopages(config: Config) -> Iterator[Name]:
    """The pages that are made for each tag, category and collection: what stands before their names."""
    settings = config["autopages"]
    if not isinstance(settings, dict) or falsy(settings.get("enabled")):
        return
    for kind, usual in _AUTOPAGES.items():
        own = settings.get(kind, {})
        own = own if isinstance(own, dict) else {}
        if not falsy(own.get("enabled", True)):
            yield Name((str(own.get("permalink") or usual).split(":")[0].lstrip("/"), ""))


def _pages(template: Record, settings: dict[str, Any], found: Inventory) -> Iterator[Record]:
    count = _count(settings, found)
    permalink = template.data.get("permalink")
    base = permalink if isinstance(permalink, str) else _folder(template.url)
    base = base if base.endswith("/") else f"{base}/"
    index = str(settings["indexpage"] or "").split(".")[0]
    ext = "." + str(settings["extension"] or "").lstrip(".")
    for number in range(1, count + 1):
        path = base
        if number > 1:
            tail = str(settings["permalink"]).replace(":num", str(number), 1).replace(":max", str(count), 1)
            path = f"{base.rstrip('/')}/{tail.lstrip('/')}"
        named = index.replace(":num", str(number), 1).replace(":max", str(count), 1)
        url = _page_url(path, named or "index", ext)
        output = urls.page_output(url, ext)
        source = template.path if number == 1 else None
        yield replace(template, path=source, url=url, output=output, plugin="jekyll-paginate-v2")


def _page_url(path: str, index: str, ext: str) -> str:
    if path.endswith("/"):
        return path + index + ext
    if "." not in path:
        path += index
    return path if path.endswith(ext) else path + ext


def _folder(url: str) -> str:
    return url if url.endswith("/") else posixpath.dirname(url)


def _count(settings: dict[str, Any], found: Inventory) -> int:
    """How many pages there are, at least one."""
    names = settings["collection"]
    labels = _LIST.split(names) if isinstance(names, str) else list(names or ())
    documents: list[Record] = []
    for label in labels:
        name = str(label).lower().strip()
        groups = found.collections if name == "all" else {name: found.collections.get(name, [])}
        for key, group in groups.items():
            if name != "all" or key != "posts":
                documents.extend(doc for doc in group if "pagination" not in doc.data)
    documents = [doc for doc in documents if falsy(doc.data.get("hidden"))]
    for key, attribute in (("category", "categories"), ("tag", "tags"), ("locale", "locale")):
        documents = _filter(documents, settings.get(key), attribute)
    left = max(0, len(documents) - max(0, _int(settings["offset"])))
    pages = -(-left // max(1, _int(settings["per_page"])))
    limit = _int(settings["limit"])
    return max(1, min(pages, limit) if limit > 0 else pages)


def _int(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0


def _filter(documents: list[Record], wanted: Any, attribute: str) -> list[Record]:
    if wanted is None:
        return documents
    names = (
        _NAMES.split(wanted) if isinstance(wanted, str) else wanted if isinstance(wanted, list) else [wanted]
    )
    for name in names:
        key = str(name).lower().strip()
        documents = [doc for doc in documents if key in _keys(doc.data.get(attribute))]
    return documents


def _keys(value: Any) -> set[str]:
    items = _LIST.split(value) if isinstance(value, str) else value if isinstance(value, list) else []
    return {part.lower().strip() for item in items for part in _NAMES.split(str(item))}
