"""Which Jekyll builds a site, as its gems and what has to do with GitHub Pages tell."""

from __future__ import annotations

from collections.abc import Mapping

from sitecheck.jekyll.plugins.gemfile import Demand
from sitecheck.jekyll.plugins.publisher import GitHubPages
from sitecheck.lazy_pattern import lazy_pattern

_BEFORE_3 = lazy_pattern(r"[0-2]\.")
_BEFORE_4 = lazy_pattern(r"[0-3]\.")
_LATER_GITHUB_PAGES = (40,)
"""Releases of the gem github-pages up to 39 have Jekyll 2.4 or older."""


def is_before_jekyll_3(locked: Mapping[str, str], demanded: Mapping[str, Demand]) -> bool:
    """Whether a Jekyll before version 3 builds the site: ``Gemfile.lock`` names one, or without that the
    ``Gemfile`` allows no later one."""
    if release := locked.get("jekyll"):
        return _BEFORE_3.match(release) is not None
    newest = (("jekyll", (3,)), ("github-pages", _LATER_GITHUB_PAGES))
    return not all(demanded.get(name, Demand()).has_newest_since(first) for name, first in newest)


def is_before_jekyll_4(
    locked: Mapping[str, str], demanded: Mapping[str, Demand], pages: GitHubPages
) -> bool | None:
    """Whether a Jekyll before version 4 builds the site; ``None`` where that is not known.

    ``Gemfile.lock`` names the release, or without it the ``Gemfile`` allows no later or no earlier one, or
    has the gem github-pages, whose releases have Jekyll 3 at most (232: 3.10); where it asks for Jekyll 4 as
    well, it chooses by a condition. The action of GitHub Pages has Jekyll 3 and heeds no gems, but what it
    builds need not be what is published. Of a site that names no release GitHub Pages is the likely builder,
    where nothing else publishes it.
    """
    if release := locked.get("jekyll"):
        is_old, is_named = _BEFORE_4.match(release) is not None, False
        is_new = not is_old
    else:
        jekyll, is_named = demanded.get("jekyll", Demand()), "github-pages" in demanded
        is_old, is_new = not jekyll.has_newest_since((4,)), jekyll.low >= (4,)
    if is_named and is_new:
        return None
    if is_named or is_old:
        return True
    is_open = pages.is_its_action if is_new else pages.may_build
    return None if is_open else False
