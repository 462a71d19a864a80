"""Which plugins run although the site asks for none of them: those that GitHub Pages runs on every site make
pages of Markdown without front matter and of README files, and give titles and layouts."""

from __future__ import annotations

from itertools import chain

from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.configuration.pages_gem import always_on_github_pages, themes_of_github_pages
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.plugins.own_ruby import OwnRuby
from sitecheck.jekyll.plugins.publisher import GitHubPages
from sitecheck.jekyll.records import HTML_EXTENSIONS
from sitecheck.jekyll.site import DEFAULT_LAYOUT, PAGINATE

_OF_ANY_SITE = "minima"
"""The theme that ``jekyll new`` gives."""
_HOMES = ("index.html", "index.htm", "index.php")
_ERRORS = "404.html"
_SOURCES = ("readme.md", "index.md")


def unasked_plugins(pages: GitHubPages, config: Config, found: Inventory, own: OwnRuby) -> frozenset[str]:
    """The plugins that are known to run unasked.

    All do where the settings say that GitHub Pages builds the site, or its action does. Without a Gemfile, or
    with one and a CNAME, and with nothing that tells of another build, they do where the site needs them: it
    has a theme that nothing but GitHub Pages installs, or no page but what they make; own Ruby, which GitHub
    Pages does not run, tells of another. A build may leave a Gemfile aside, and copy Markdown without front
    matter; of a site that has nothing else it would make no page at all. A site that asks for one of them by
    name is built where nothing runs unasked.
    """
    every = always_on_github_pages()
    if config.github_pages or pages.is_its_action:
        return every
    is_of_gem = pages.by_gem or pages.builds
    is_made_for = is_of_gem or (config.files and pages.is_free and not own.files)
    needs_them = every.isdisjoint(config.plugins) and _has_no_other_page(found)
    if is_made_for and (needs_them or (not is_of_gem and _has_theme(config))):
        return every
    return frozenset((DEFAULT_LAYOUT, PAGINATE)) if is_of_gem else frozenset()


def _has_theme(config: Config) -> bool:
    theme = config.text("theme")
    return theme != _OF_ANY_SITE and theme in themes_of_github_pages()


def _has_no_other_page(found: Inventory) -> bool:
    """Whether the site has a home page with those plugins, and no page at all without them: a style sheet or
    a feed that Liquid runs through is none, and nobody has a site for its page of errors."""
    pages = (page for page in found.pages if page.output_ext in HTML_EXTENSIONS and page.output != _ERRORS)
    if any(chain(pages, *found.collections.values())):
        return False
    copied = {file.output for file in found.static}
    return copied.isdisjoint(_HOMES) and any(output.lower() in _SOURCES for output in copied)
