"""The layouts around a page, as they are rendered for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitecheck.text.source_map import MappedText

if TYPE_CHECKING:
    from sitecheck.document.rendered import RenderedFile
    from sitecheck.jekyll import Layout

_NO_LAYOUT = ("none", "null", "")
"""Names by which a page says that it has no layout."""


class PageLayouts(NamedTuple):
    """The layouts around one page."""

    texts: tuple[MappedText, ...]
    """The rendered layouts, the outermost first; the content between them is unknown."""
    missing: str
    """The name of a layout that is not among the files; empty when all are."""


def render_layouts(page: RenderedFile) -> PageLayouts:
    """The layouts of a page, paid for by its budget."""
    found: list[MappedText] = []
    name, seen = page.data.get("layout"), set[str]()
    while isinstance(name, str) and name not in _NO_LAYOUT and name not in seen:
        seen.add(name)
        layout = page.context.layout(name)
        if layout is None:
            return PageLayouts(tuple(reversed(found)), name)
        found.append(_render(page, layout))
        name = layout.data.get("layout")
    return PageLayouts(tuple(reversed(found)), "")


def _render(page: RenderedFile, layout: Layout) -> MappedText:
    context = page.context
    template = context.layout_template(layout)
    if template is None:
        return MappedText.identity(layout.path, "")
    rendering = context.render(template, page.path, page.record, viewer=None, budget=page.budget)
    return page.bounded(rendering, len(template.text), "html").mapped
