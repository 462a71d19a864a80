"""What the tags of two plugins print, and the heads of some themes, as templates of our own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from sitecheck.jekyll.plugins.gemfile import Demand
from sitecheck.jekyll.plugins.plugin_table import of_theme
from sitecheck.jekyll.site import Site
from sitecheck.jekyll.templates.theme_table import theme_table
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import Unknown
from sitecheck.liquid.host import Recipe
from sitecheck.liquid.values import opposite
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.package_data import package_text

LAYOUT = "layout "
"""Before its name, a layout of a theme is asked for as a tag is."""
_PLUGINS = {"seo": "jekyll-seo-tag", "feed_meta": "jekyll-feed"}
_RELEASE = lazy_pattern(r"(\d+)\.(\d+)")
_NUMBERS = lazy_pattern(r"v?(\d{1,4}(?:\.\d{1,4})*)")
_LATEST = "latest"
"""What jekyll-remote-theme takes when a site names no release."""
_NEWER = (2, 9)
"""The release of jekyll-seo-tag that cuts descriptions, takes images from the page's folder, and leaves the
canonical address out where it is told to."""


def recipe_of(site: Site, tag: str, markup: str) -> Recipe | None:
    """What ``tag`` prints on ``site``; ``None`` where another plugin may make it.

    A build with the tag and without its plugin stops, so that the plugin is taken to be there; what else it
    makes is not known then.
    """
    if tag.startswith(LAYOUT):
        return _theme_layout(site, tag.removeprefix(LAYOUT))
    plugin = _PLUGINS.get(tag)
    if plugin is None or tag in site.own_ruby.tags:
        return None
    markup = markup.lower()
    is_sure = plugin in site.config.plugins or plugin in of_theme(site.config.text("theme"))
    if site.own_ruby.unknown_liquid and not is_sure and plugin not in (site.bundled or ()):
        return None
    newer = _is_newer(site, plugin)
    options = {
        "address": None if is_sure else Unknown(because(ReasonKind.PLUGIN_PAGES, plugin)),
        "canonical": "canonical=false" not in markup or opposite(newer),
        "newer": newer,
        "title": "title=false" not in markup,
    }
    return Recipe(_text(tag), options)


def _is_newer(site: Site, plugin: str) -> bool | Unknown:
    release = _RELEASE.match(site.gems.get(plugin, ""))
    if release is not None:
        return (int(release[1]), int(release[2])) >= _NEWER
    demand = site.demanded.get(plugin, Demand())
    if demand.low >= _NEWER or not demand.has_newest_since(_NEWER):
        return demand.low >= _NEWER
    if site.may_run_its_plugins:
        return False
    return Unknown(because(ReasonKind.UNDECIDED, f"no Gemfile.lock tells the release of {plugin}"))


def _theme_layout(site: Site, layout: str) -> Recipe | None:
    """The ``layout`` that the site's theme brings: itself, where the theme is here, else the head that it is
    known to write.

    ``None`` where that is not known, or the site puts files of its own in the place of the theme's.
    """
    if site.theme is None:
        return _theme_head(site, layout)
    own = site.theme.layouts.get(layout)
    return Recipe(own.text, {}) if own is not None else None


def _theme_head(site: Site, layout: str) -> Recipe | None:
    named = str(site.config["remote_theme"] or site.config["theme"] or "").lower()
    name, _, wanted = named.partition("@")
    for row in theme_table():
        if name in row["names"] and layout in row["layouts"]:
            release = wanted or site.gems.get(name, "") or ("" if site.config["theme"] else _LATEST)
            since = partial(_is_since, release, None if release else site.demanded.get(name))
            if not site.named_includes.keys().isdisjoint(row["includes"]) or since(row.get("since")) is False:
                return None
            unknown = Unknown(because(ReasonKind.UNDECIDED, f"the releases of {name} differ in it"))
            newer, newest = since(row.get("newer")), since(row.get("newest"))
            data = tuple(row.get("data", ()))
            variables = {
                "custom": row["custom"] in site.named_includes,
                "data": not site.data.keys().isdisjoint(data),
                "newer": unknown if newer is None else newer,
                "newest": unknown if newest is None else newest,
                "unknown": unknown,
            }
            return Recipe(_text(row["recipe"]), variables, data)
    return None


def _is_since(release: str, demand: Demand | None, first: Sequence[int] | None) -> bool | None:
    """Whether a release is ``first`` or a later one; a branch or a commit may be any.

    Without a ``Gemfile.lock`` a build takes the newest release that the Gemfile allows.
    """
    if first is None or release == _LATEST:
        return True
    if demand is not None:
        return demand.has_newest_since(tuple(first))
    found = _NUMBERS.fullmatch(release)
    if found is None:
        return False if release else None
    return [int(number) for number in found[1].split(".")] >= list(first)


@lru_cache(maxsize=16)
def _text(tag: str) -> str:
    return package_text("sitecheck.jekyll", f"data/recipes/{tag}.liquid")
