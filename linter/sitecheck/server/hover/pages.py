"""The address of a page, on the fence above its front matter; why it has none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sitecheck.jekyll.layout_chain import own_layouts
from sitecheck.model.span import Span
from sitecheck.server import harmless
from sitecheck.server.asked import Asked
from sitecheck.server.hover.told import Told, told

_MOST = 8


def tell_page(asked: Asked) -> Told | None:
    """What is known of the file as a whole, where the cursor stands on its first fence."""
    text, offset = asked.cursor.text, asked.cursor.offset
    if offset > 3 or not text.startswith("---") or asked.kind in ("config", "data"):
        return None
    return told(Span(0, 3), page_lines(asked))


def page_lines(asked: Asked) -> Iterator[str]:
    """Where the file is published or why it is not, in which layouts it stands, who uses it."""
    if asked.kind == "layout":
        yield _of_layout(asked)
        return
    if asked.kind == "include":
        return
    yield published(asked)
    layouts = [harmless.code(path) for path in _chain(asked)]
    if layouts:
        yield f"Stands in {', in '.join(layouts)}."


def published(asked: Asked) -> str:
    """Where the file is published, or why it is not."""
    site, route = asked.view.site, asked.view.site.by_source.get(asked.path)
    if route is None:
        why = site.why_not(asked.path)
        return f"Not published: {harmless.words(why.words)}" if why is not None else ""
    host = site.config.text("url")
    address = f"Published at {harmless.code(f'{host}{site.baseurl}{route.url}', 500)}."
    record = asked.record
    if record is not None and site.redirects(record):
        return f"{address} It redirects to {harmless.code(str(record.data.get('redirect_to')))}."
    if record is not None and not record.sure:
        return f"{address} The address depends on the day of the build."
    return address


def _chain(asked: Asked) -> Iterator[str]:
    """The files of the layouts around the page, from the inside out."""
    name = asked.record.data.get("layout") if asked.record is not None else None
    for layout in islice(own_layouts(name, asked.view.site.layouts), _MOST):
        yield layout.path


def _of_layout(asked: Asked) -> str:
    names = {layout.name for layout in asked.view.site.layouts.values() if layout.path == asked.path}
    count = sum(1 for record in asked.index.records.values() if record.data.get("layout") in names)
    return f"The layout of {count} page{'' if count == 1 else 's'}."
