"""The layouts around a page with those of the theme among them, where these are known."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sitecheck.document.layouts import layouts_of
from sitecheck.document.liquid_host import SiteHost
from sitecheck.jekyll import Layout, Site
from sitecheck.jekyll.plugins.theme import Theme
from sitecheck.jekyll.templates.recipes import LAYOUT
from sitecheck.liquid import IncludeFile, Template
from sitecheck.liquid.host import Recipe
from sitecheck.liquid.nodes import Body
from sitecheck.liquid.recipes import RecipeTag
from sitecheck.liquid.values import Unknown
from sitecheck.model.span import Place

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext


def is_of_theme(path: str) -> bool:
    """Whether a layout is the theme's: its file is none of the site's."""
    return path.startswith(LAYOUT)


def themed_layouts(
    name: object, context: SiteContext, data_of: Callable[[str], Mapping[str, Any] | None]
) -> tuple[list[Layout], str]:
    """As :func:`sitecheck.document.layouts.layouts_of`, with the theme's layouts: ``data_of`` gives the front
    matter of one of that name, ``None`` for one that the theme is not known to have."""
    layouts, missing = layouts_of(name, context)
    asked = set[str]()
    while missing and missing not in asked and (data := data_of(missing)) is not None:
        asked.add(missing)
        layouts.append(Layout(missing, f"{LAYOUT}{missing}", dict(data)))
        further, missing = layouts_of(data.get("layout"), context)
        layouts += further
    return layouts, "" if missing in asked else missing


def theme_place(site: Site) -> Place | None:
    """Where the configuration names the theme."""
    for file in reversed(site.config.files):
        for entry in file.entries:
            if entry.path in (("remote_theme",), ("theme",)):
                return Place(file.path, entry.value)
    return None


def layout_template(layout: Layout, context: SiteContext, place: Place | None) -> Template | None:
    """A layout as it is parsed; one of the theme stands as a whole at ``place``, where the theme is named."""
    if not is_of_theme(layout.path):
        return context.layout_template(layout)
    if place is None:
        return None
    body = Body((RecipeTag(place.span, layout.path, ""),))
    return Template(path=place.path, text="", offset=0, liquid=SiteHost(context, None).liquid, body=body)


class ThemedHost(SiteHost):
    """A host that has the includes of the theme, too, where its files are here."""

    @property
    def theme(self) -> Theme | None:
        """The theme whose includes are taken."""
        return self._context.site.theme

    def include(self, name: str, page: str | None) -> IncludeFile | Unknown | None:
        """A file as for any page, or one of the theme."""
        found = super().include(name, page)
        if self.theme is None or page is not None or isinstance(found, IncludeFile):
            return found
        path = posixpath.normpath(name.lstrip("/"))
        text = self.theme.includes.get(path)
        return found if text is None else IncludeFile(f"{self.theme.name} {path}", text, elsewhere=True)


class FrameHost(ThemedHost):
    """A host that has the layouts and includes of the theme, or what stands for them."""

    @property
    def theme(self) -> Theme | None:
        """The theme whose layouts and includes are taken."""
        return self._context.site.theme_files

    def recipe(self, tag: str, markup: str) -> Recipe | None:
        """What a tag prints that is known, or a layout of the theme."""
        if not is_of_theme(tag):
            return super().recipe(tag, markup)
        found = self.theme.layouts.get(tag.removeprefix(LAYOUT)) if self.theme is not None else None
        return Recipe(found.text, {}) if found is not None else None
