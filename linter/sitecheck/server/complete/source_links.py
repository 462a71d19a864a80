"""Paths of source files as addresses, where jekyll-relative-links makes links to pages of them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sitecheck.server.asked import Asked
from sitecheck.server.site_index import Address


def source_paths(asked: Asked, typed: str) -> Iterator[tuple[str, Address]]:
    """Sources below the folder that is written, as paths from the page's own file or from the site."""
    record = asked.record
    if record is None or "jekyll-relative-links" not in asked.view.site.config.plugins:
        return
    before = typed[: typed.rfind("/") + 1]
    own = "" if before.startswith("/") else posixpath.dirname(record.relative_path)
    folder = posixpath.normpath(posixpath.join("/", own, before.lstrip("/"))).lstrip("/")
    start = f"{folder}/" if folder else ""
    for address in asked.index.addresses:
        source = asked.index.records.get(address.route.source or "")
        path = source.relative_path if source is not None else ""
        if path.startswith(start) and source is not None and source.url == address.url:
            yield before + path[len(start) :], address
