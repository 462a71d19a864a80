"""Which layouts no page stands in."""

from __future__ import annotations

import posixpath
from itertools import chain

from sitecheck.document.whole_site.set_names import set_names
from sitecheck.jekyll import Site, Unsure
from sitecheck.jekyll.layout_chain import layouts_reached
from sitecheck.jekyll.records import HTML_EXTENSIONS
from sitecheck.model.unknown import ReasonKind

_SCHOLAR = frozenset({"jekyll-scholar", "jekyll/scholar"})
"""The plugin, as settings name it and as Ruby of the site may require it."""
LAYOUTS_OF_PLUGINS = ("archive", "autopage", "redirect")
"""How the names begin of layouts that jekyll-archives, -paginate-v2 and -redirect-from ask for."""

_PAGES = ("", *HTML_EXTENSIONS, ".md", ".markdown")
"""How the name of a file ends that may be a page of Jekyll, or an address that is one's."""


def unseen_layouts(site: Site) -> frozenset[str]:
    """The layout files that nobody sees, as no page stands in them; empty where pages may that are not known,
    or where the site is a theme, whose layouts are for others. One whose front matter stops the build is seen
    by all."""
    unsure = list(filter(_may_have_layout, site.unsure))
    may_be_more = site.own_ruby.makes or not all(map(_is_of_scholar, unsure))
    if may_be_more or site.theme_elsewhere or not (site.layouts and site.routes) or is_theme(site):
        return frozenset()
    named = set_names(site)
    waiting = {str(record.data.get("layout")) for record in site.documents()}
    waiting |= {name for name in site.layouts if not named.isdisjoint((name, f"{name}.html"))}
    waiting |= {name for name in site.layouts if name.startswith(LAYOUTS_OF_PLUGINS)}
    if unsure:
        waiting.add(_details_layout(site))
    waiting |= set(chain.from_iterable(map(site.unasked_layouts, site.documents())))
    idle = frozenset(layout.path for layout in site.layouts.values() if layout.mapping)
    return idle - layouts_reached(waiting, site.layouts)


def _may_have_layout(unsure: Unsure) -> bool:
    """Whether these may be pages that Jekyll makes: where the web server leads elsewhere there is none, nor
    where a program writes beside Jekyll, nor is a file one that has a name which no page has."""
    if unsure.assets_only or unsure.beside_jekyll:
        return False
    kinds = {reason.kind for reason in unsure.reasons}
    is_file = kinds == {ReasonKind.SCRIPT_FILE} and len(unsure.name.texts) == 1 and not unsure.outputs
    return not is_file or posixpath.splitext(unsure.name.texts[0])[1].lower() in _PAGES


def _is_of_scholar(unsure: Unsure) -> bool:
    """Whether these pages are what jekyll-scholar makes of the entries of a bibliography."""
    return _SCHOLAR.issuperset(reason.detail for reason in unsure.reasons)


def _details_layout(site: Site) -> str:
    """The layout that they are (``details_generator.rb`` of jekyll-scholar 7.3.0)."""
    settings = site.config["scholar"]
    name = settings.get("details_layout") if isinstance(settings, dict) else None
    return str(name or "details.html").rpartition(".")[0]


def is_theme(site: Site) -> bool:
    """Whether the site is a theme, whose layouts are for others: it is described as a gem, or has no page."""
    return site.is_gem or not site.has_page
