"""The layouts around a page, as they are rendered for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sitecheck.jekyll.layout_chain import MOST_LAYOUTS, layouts_around
from sitecheck.jekyll.site import DEFAULT_LAYOUT
from sitecheck.jekyll.templates.drops import LayersDrop
from sitecheck.liquid import Unknown
from sitecheck.model.unknown import ReasonKind, Reasons, because
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import MappedText

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.document.rendered import RenderedFile
    from sitecheck.jekyll import Layout, Record


class PageLayouts(NamedTuple):
    """The layouts around one page."""

    texts: tuple[MappedText, ...]
    """The rendered layouts, the outermost first; the content between them is unknown."""
    missing: str
    """The name of a layout that is not among the files; empty when all are."""


def layouts_of(name: object, context: SiteContext) -> tuple[list[Layout], str]:
    """The layout called ``name`` and those around it, and the name of one that is missing ("" for none)."""
    found: list[Layout] = []
    for layout in layouts_around(name, context.layout):
        if isinstance(layout, str):
            return found, layout
        found.append(layout)
    return found, ""


def layout_data(page: Record, shown: str, context: SiteContext) -> object:
    """``layout`` while the layout file ``shown`` is written around a page: its front matter, over which goes
    that of the layouts inside (``Renderer#render_layout``); ``None`` when it is the innermost, or not around
    the page."""
    inside: list[Mapping[Any, Any]] = []
    for layout in layouts_around(page.data.get("layout"), context.layout):
        if isinstance(layout, str):
            break
        if len(inside) == MOST_LAYOUTS:
            return Unknown(because(ReasonKind.UNDECIDED, "so many layouts in each other"))
        inside.append(layout.data)
        if layout.path == shown:
            return LayersDrop(inside) if len(inside) > 1 else None
    return None


def unasked_layout(page: Record, context: SiteContext) -> Reasons:
    """Why a page that names no layout may stand in one; empty for one that cannot."""
    site = context.site
    names = site.unasked_layouts(page)
    if any(context.layout(name) is not None for name in names):
        return because(ReasonKind.GEMFILE_PLUGIN, DEFAULT_LAYOUT)
    runs = DEFAULT_LAYOUT in site.running or site.may_be_built_by_github_pages
    of_theme = names and runs and site.theme_elsewhere
    return because(ReasonKind.THEME_LAYOUT, names[-1]) if of_theme else ()


def lent_layout(page: Record, context: SiteContext) -> Reasons:
    """Why a page that has no layout may stand in one which shows an include of the site: GitHub Pages gives
    sites without a theme one, and their pages its layouts, by jekyll-default-layout."""
    if not page.markdown or page.data.get("layout") is not None or page.collection not in ("", "posts"):
        return ()
    site = context.site
    shows_own = not site.lent_includes.isdisjoint(site.named_includes)
    return because(ReasonKind.THEME_LAYOUT, "default") if shows_own else ()


def render_layouts(page: RenderedFile) -> PageLayouts:
    """The layouts of a page, paid for by its budget; what cannot bring a script may be unknown."""
    layouts, missing = layouts_of(page.data.get("layout"), page.context)
    return PageLayouts(tuple(reversed([_render(page, layout) for layout in layouts])), missing)


def _render(page: RenderedFile, layout: Layout) -> MappedText:
    context = page.context
    template = context.layout_template(layout)
    if template is None:
        return MappedText.identity(layout.path, "")
    rendering = context.render_scripts(template, page.path, page.record, page.budget)
    return page.bounded(rendering, len(template.text), "html").mapped
