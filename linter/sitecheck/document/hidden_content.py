"""Whether a layout leaves out the text of the pages in it, as lists of posts and redirects do."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from sitecheck.document.include_names import name_finder
from sitecheck.document.liquid_host import SiteHost
from sitecheck.document.page_headings import CONTENT
from sitecheck.liquid.context import UNSEEN
from sitecheck.liquid.expression import Constant, Lookup
from sitecheck.liquid.jekyll_tags import PluginBlock, PluginTag
from sitecheck.liquid.names import things

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Layout
    from sitecheck.jekyll.plugins.own_ruby import OwnRuby
    from sitecheck.liquid import LiquidProblem

_TEXTS = frozenset({"content", "excerpt", "output"})
"""Keys of a page under which its text stands."""


def hides_content(layout: Layout, context: SiteContext) -> bool:
    """Whether neither a layout nor what it includes asks for the text of a page."""
    return context.outcome("hides_content", layout.path, lambda: _hides(layout, context))


def _hides(layout: Layout, context: SiteContext) -> bool:
    template = context.layout_template(layout)
    if template is None or any(map(_is_misread, template.problems)) or CONTENT.search(template.text):
        return False
    if template.body is None:
        return True  # there is no Liquid in it
    finder = name_finder(SiteHost(context, None))
    names = finder.names(template.body)
    if names.anything or UNSEEN in names.assigned or any(_is_text(*name) for name in names.reads):
        return False
    bodies = (template.body, *map(finder.body, sorted(names.includes)))
    lists = _listing_pages(context)
    lists_pages = any(name == "site" and key in lists for name, key in names.reads)
    nodes = chain.from_iterable(map(things, bodies))
    tame = _tame_tags(context.site.own_ruby)
    return not any(_is_of_plugin(node, tame) or (lists_pages and _names_text(node)) for node in nodes)


def _is_misread(problem: LiquidProblem) -> bool:
    """Whether Liquid may read a template otherwise; tags of plugins are asked about one by one."""
    return problem.code != "unknown-tag"


def _listing_pages(context: SiteContext) -> frozenset[str | None]:
    """The keys of ``site`` under which a page may be found that is no post: a layout that shows the texts of
    posts is not one that posts stand in, where it does not ask for the content."""
    collections = context.site.config.collections
    return frozenset({None, "collections", "documents", "html_pages", "pages", *collections} - {"posts"})


def _is_text(name: str, key: str | None) -> bool:
    return name == "content" or key in _TEXTS or (name == "page" and key is None)


def _names_text(node: object) -> bool:
    """Whether a node may be the text of a page in a variable: ``{{ p.content }}``, ``map: "content"``, or a
    key that is a value."""
    if isinstance(node, Lookup):
        return any(
            key in _TEXTS if isinstance(key, str) else not isinstance(key, Constant) for key in node.keys
        )
    return isinstance(node, Constant) and node.value in _TEXTS


def _tame_tags(own: OwnRuby) -> frozenset[str]:
    """The tags of the site's own Ruby, if none of them may print the text of a page."""
    is_tame = not (own.asks_texts or own.unknown_liquid)
    return own.tags if is_tame else frozenset()


def _is_of_plugin(node: object, tame: frozenset[str]) -> bool:
    """Whether a node is a tag that a plugin brings, which may show anything, and none of the tame ones."""
    return isinstance(node, (PluginBlock, PluginTag)) and node.name not in tame
