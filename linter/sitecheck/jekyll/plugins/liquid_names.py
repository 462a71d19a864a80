"""The tags and filters that a site's plugins bring to Liquid, and why there may be others."""

from __future__ import annotations

from collections.abc import Sequence

from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.configuration.pages_gem import always_on_github_pages, runs_on_github_pages
from sitecheck.jekyll.plugins.own_ruby import OwnRuby
from sitecheck.jekyll.plugins.plugin_table import all_of_theme, plugin_facts
from sitecheck.jekyll.plugins.publisher import GitHubPages
from sitecheck.model.unknown import ReasonKind, Reasons, because, joined
from sitecheck.named_tuple import NamedTuple


class LiquidNames(NamedTuple):
    """What plugins bring, as far as it is known; ``reasons`` say why there may be more, none for complete."""

    tags: frozenset[str] = frozenset()
    filters: frozenset[str] = frozenset()
    reasons: Reasons = ()

    def why_filter(self, name: str) -> Reasons:
        """Why a plugin makes or may make the filter; empty when there is certainly none."""
        return because(ReasonKind.PLUGIN_FILTER, name) if name in self.filters or self.reasons else ()


_OF_PRIMER = frozenset({"jekyll-github-metadata", "jekyll-seo-tag"})
"""The plugins on which jekyll-theme-primer depends (0.6.0)."""


def liquid_names(
    config: Config,
    bundled: frozenset[str] | None,
    own: Sequence[OwnRuby],
    pages: GitHubPages,
    of_theme: frozenset[str] = frozenset(),
    *,
    unasked: frozenset[str] = frozenset(),
) -> LiquidNames:
    """The names on a site: ``bundled`` are the plugins of its Gemfile, ``own`` is what its own files bring
    and its code as a theme, ``of_theme`` are the plugins that it brings to other sites as a theme, for which
    its layouts are written, ``unasked`` are those that are known to run though nothing asks for them.

    A plugin that GitHub Pages always runs may run where there is no Gemfile. A theme's gem brings the plugins
    it depends on (``PluginManager#require_theme_deps``), of which GitHub Pages loads those alone that it
    allows; elsewhere they are known of few themes, and of that which GitHub Pages, whose build heeds no
    Gemfile, takes where the configuration names none (``Configuration::DEFAULTS`` of its gem): not wherever
    it may build the site, as a build anywhere else stops at their tags.
    """
    tags: set[str] = set()
    filters: set[str] = set()
    reasons: Reasons = because(ReasonKind.UNREAD_CONFIG, config.unread) if config.unread else ()
    may_run = always_on_github_pages() if pages.may_run_its_plugins(bundled) else frozenset()
    may_run |= (bundled or frozenset()) | of_theme
    is_known = unasked.issuperset(always_on_github_pages())
    is_there = pages.builds or pages.is_named or is_known or "github-pages" in may_run
    if is_there and not config["theme"]:
        may_run |= _OF_PRIMER
    theme = str(config["theme"] or config["remote_theme"] or ("primer" if config.github_pages else ""))
    brought = runs_on_github_pages() if pages.builds else all_of_theme(theme)
    may_run |= (brought or frozenset()) if theme else frozenset()
    for name in sorted(config.plugins | may_run):
        facts = plugin_facts(name)
        tags |= facts.tags or frozenset()
        filters |= facts.filters or frozenset()
        if facts.tags is None or facts.filters is None:
            kind = ReasonKind.PLUGIN_PAGES if name in config.plugins else ReasonKind.GEMFILE_PLUGIN
            reasons = joined(reasons, because(kind, name))
    for code in own:
        tags |= code.tags
        filters |= code.filters
        for path in code.unknown_liquid:
            reasons = joined(reasons, because(ReasonKind.OWN_PLUGIN, path))
    if theme and brought is None:
        reasons = joined(reasons, because(ReasonKind.THEME_FILE, theme))
    return LiquidNames(frozenset(tags), frozenset(filters), reasons)
