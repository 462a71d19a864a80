"""Settings of plugins in a shape that the plugin cannot read, so that the build stops where it does.

Read from all releases of the gems up to relative-links 0.8, titles-from-headings 0.5.3,
optional-front-matter 0.3.2, readme-index 0.3, redirect-from 0.16, feed 0.17, archives 2.3 and
paginate-v2 3.0; measured with ``tests/reference/jekyll/outcome_sites.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sitecheck.jekyll.configuration.pages_gem import runs_on_github_pages
from sitecheck.jekyll.feed_settings import feed_settings
from sitecheck.jekyll.generators.archives import ARCHIVES, has_archives
from sitecheck.jekyll.plugins.gemfile import Release
from sitecheck.jekyll.plugins.own_ruby import OwnRuby
from sitecheck.jekyll.records import SiteProblem
from sitecheck.jekyll.ruby import falsy
from sitecheck.jekyll.setting_problems import of_config
from sitecheck.jekyll.site import (
    FEED,
    OPTIONAL_FRONT_MATTER,
    PAGINATE_V2,
    REDIRECT_FROM,
    RELATIVE_LINKS,
    Site,
)
from sitecheck.named_tuple import NamedTuple


def _by_brackets(value: object) -> bool:
    """``config[KEY] && config[KEY]["enabled"]``: a text looks for the word in itself."""
    return falsy(value) or isinstance(value, (str, Mapping))


def _unless_null(value: object) -> bool:
    """``config.dig(KEY, "json")``, in which a list has numbers, or what is merged where it is not nil."""
    return value is None or isinstance(value, Mapping)


def _merged(value: object) -> bool:
    """``deep_merge_hashes(DEFAULTS, value)``: whatever is there has to be a mapping."""
    return isinstance(value, Mapping)


def _each(value: object) -> bool:
    """``EntryFilter#glob_include?``: a mapping can be gone through, too."""
    return falsy(value) or isinstance(value, (list, Mapping))


def _by_assignment(value: object) -> bool:
    """``config["path"] ||= …``: a text can be given another in the place of its own word alone."""
    return falsy(value) or isinstance(value, Mapping) or (isinstance(value, str) and "path" in value)


def _merged_unless_falsy(value: object) -> bool:
    return falsy(value) or isinstance(value, Mapping)


class _Shape(NamedTuple):
    """How the releases of a plugin from ``since`` on and before ``until`` read a setting."""

    plugin: str
    key: str
    since: Release
    takes: Callable[[object], bool]
    until: Release | None = None


_FEEDS = _Shape(plugin=FEED, key="feed", since=(0, 11), takes=_by_assignment)
_ARCHIVES = _Shape(plugin=ARCHIVES, key=ARCHIVES, since=(1,), takes=_merged)
_SHAPES = (
    _Shape(plugin=RELATIVE_LINKS, key="relative_links", since=(0, 5), takes=_by_brackets),
    _Shape(
        plugin="jekyll-titles-from-headings", key="titles_from_headings", since=(0, 5), takes=_by_brackets
    ),
    _Shape(plugin=OPTIONAL_FRONT_MATTER, key="optional_front_matter", since=(0, 3), takes=_by_brackets),
    _Shape(plugin="jekyll-readme-index", key="readme_index", since=(0, 2), takes=_by_brackets),
    _Shape(plugin=REDIRECT_FROM, key="redirect_from", since=(0, 16), takes=_unless_null),
    _FEEDS,
    _Shape(plugin=PAGINATE_V2, key="pagination", since=(1, 6), takes=_merged_unless_falsy),
    _Shape(plugin=PAGINATE_V2, key="autopages", since=(1, 6), takes=_merged_unless_falsy),
    _Shape(plugin=ARCHIVES, key=ARCHIVES, since=(1,), takes=_unless_null, until=(2, 2, 1)),
    _Shape(plugin=ARCHIVES, key=ARCHIVES, since=(2, 2, 1), takes=_merged, until=(2, 3)),
)
"""Since 2.3 jekyll-archives makes nothing of such a setting, and goes on."""
_EXCLUDED = _Shape(plugin=RELATIVE_LINKS, key="relative_links", since=(0, 6), takes=_each)


def plugin_settings(site: Site) -> Iterator[SiteProblem]:
    """Everything of the kind."""
    for shape in _SHAPES:
        is_set = site.config.entry(shape.key) is not None  # also where nothing stands behind the key
        if is_set and not shape.takes(site.config[shape.key]) and _runs(site, shape):
            message = f"{shape.key} must be a mapping: {shape.plugin} stops at anything else"
            hint = "write its settings by their names below it, or leave it out"
            yield of_config(site.config, message, hint, shape.key)
    yield from _excluded_links(site)
    if _runs(site, _FEEDS):
        yield from feed_settings(site)
    if _runs(site, _ARCHIVES):
        yield from _archives(site)


def _excluded_links(site: Site) -> Iterator[SiteProblem]:
    """``exclude`` of jekyll-relative-links, which is gone through at the first page of Markdown."""
    settings = site.config[_EXCLUDED.key]
    if not isinstance(settings, Mapping) or settings.get("enabled") is False:
        return
    is_read = any(page.markdown for page in site.pages) and _runs(site, _EXCLUDED)
    if is_read and not _EXCLUDED.takes(settings.get("exclude")):
        message = f"exclude of relative_links must be a list: {RELATIVE_LINKS} stops at anything else"
        yield of_config(site.config, message, "write it as [a.md, b.md]", _EXCLUDED.key, "exclude")


def _archives(site: Site) -> Iterator[SiteProblem]:
    """``permalinks`` and ``layouts`` of jekyll-archives, which are asked for with the first page
    (``Archive#template`` and ``#layout``): of a text before 2.3 there is no layout, and no permalink."""
    settings = site.config[ARCHIVES]
    if not isinstance(settings, Mapping) or not has_archives(site.posts, settings):
        return
    permalinks, layouts = settings.get("permalinks"), settings.get("layouts")
    if permalinks is not None and not isinstance(permalinks, Mapping):
        message = f"permalinks must be a mapping: {ARCHIVES} stops at anything else"
        yield of_config(site.config, message, "write tag: /tag/:name/ below it", ARCHIVES, "permalinks")
    if not falsy(layouts) and not isinstance(layouts, (str, Mapping)):
        message = f"layouts must be a mapping: {ARCHIVES} stops at anything else"
        yield of_config(site.config, message, "write tag: a-layout below it", ARCHIVES, "layouts")


def _runs(site: Site, shape: _Shape) -> bool:
    """Whether every build runs such a release of the plugin, with the setting that the files have."""
    plugin = shape.plugin
    if not site.runs_in_every_build(plugin) or OwnRuby.why(site.own_ruby.settings, shape.key):
        return False
    by_github_pages = site.on_github_pages or site.github_pages.is_left
    if by_github_pages and plugin not in runs_on_github_pages():
        return False
    is_over = shape.until is not None and not (site.is_locked and site.locked_release(plugin) < shape.until)
    return site.has_since(plugin, shape.since) and not is_over
