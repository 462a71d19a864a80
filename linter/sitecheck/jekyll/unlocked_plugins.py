"""Plugins that the configuration names and ``Gemfile.lock`` does not have: Bundler lets nobody load them.

``PluginManager#require_gems`` of Jekyll 3 and 4 stops with the first that cannot be loaded
(``External.require_with_graceful_fail``); where there is a Gemfile, ``require_from_bundler`` sets Bundler up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.files import read_small
from sitecheck.jekyll.plugins.plugin_table import listed_plugins
from sitecheck.jekyll.records import SiteProblem
from sitecheck.jekyll.setting_problems import of_config
from sitecheck.jekyll.site import Site
from sitecheck.lazy_pattern import lazy_pattern

_OF_GITHUB_PAGES = "github-pages"
_SINCE = (3,)
_ELSEWHERE = lazy_pattern(
    r"""\b(?:gemspec|path)\b|eval|^[ \t]*gem\b[ \t(]*(?:[^"' \t(]|["'][^"'\n]*\#\{)""", re.MULTILINE
)
"""What takes more gems from another file, or those whose names are worked out."""
_IN_LOCK = lazy_pattern(r"^[ ]{2,6}([\w.-]+)", re.MULTILINE)
"""A gem of a lock file, also one for other platforms, which stands among the dependencies alone."""


def unlocked_plugins(site: Site) -> Iterator[SiteProblem]:
    """Everything of the kind. A name of which nobody knows that it is a gem may be a file of Ruby's own, and
    what the Gemfile mentions is put into the lock by the next ``bundle install``."""
    named = site.config["plugins"]
    if not isinstance(named, list) or site.locked_release("jekyll") < _SINCE or _is_built_otherwise(site):
        return
    gems = {_plain(gem) for gem in site.gems}
    known = {plugin.name for plugin in listed_plugins()}
    gemfile = read_small(site.root / "Gemfile")
    if not gemfile or _ELSEWHERE.search(gemfile) or _is_outdated(site):
        return
    asked = _plain(gemfile)
    for index, name in enumerate(named):
        if not (isinstance(name, str) and name in known and name in site.config.plugins):
            continue
        if _plain(name) not in gems and _plain(name) not in asked:
            message = f"{name} is not in Gemfile.lock: Jekyll stops, as Bundler lets it load no other gem"
            hint = f'write gem "{name}" into the group jekyll_plugins of the Gemfile, and run bundle install'
            yield of_config(site.config, message, hint, "plugins", index)


def _is_built_otherwise(site: Site) -> bool:
    """Whether a build may heed no lock file, and pass over what it does not know: that of GitHub Pages, or of
    its gem, which turns ``safe`` on. Where the site does, only what it allows counts as its plugins."""
    pages = site.github_pages
    heeds_none = site.on_github_pages or site.may_be_built_by_github_pages or pages.is_its_action
    return heeds_none or not site.is_locked or _OF_GITHUB_PAGES in site.gems


def _is_outdated(site: Site) -> bool:
    """Whether the Gemfile names a gem of which the lock file does not know: Bundler works out anew what it
    brings (``Definition#converge_dependencies``), as the plugins of a theme."""
    locked = _IN_LOCK.findall(read_small(site.root / "Gemfile.lock"))
    return not site.demanded.keys() <= set(locked)


def _plain(name: str) -> str:
    """A gem may have a file by another spelling of its name: ``jekyll/tagging``, ``jekyll_picture_tag``."""
    return name.replace("_", "-").replace("/", "-")
