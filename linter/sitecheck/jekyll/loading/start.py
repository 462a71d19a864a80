"""What stands above the files of a site: its configuration, gems and theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sitecheck.files import InRepository, place_in_repository
from sitecheck.jekyll.configuration.config import Config, SiteOptions
from sitecheck.jekyll.configuration.config_loader import load_config
from sitecheck.jekyll.configuration.config_values import (
    OF_JEKYLL_4,
    PLUGINS_FOLDER,
    RELATIVE_PERMALINKS,
    THEME,
)
from sitecheck.jekyll.configuration.pages_gem import runs_on_github_pages
from sitecheck.jekyll.deep_merge import deep_merge
from sitecheck.jekyll.plugins.gemfile import (
    Demand,
    bundled_plugins,
    demanded_gems,
    locked_gems,
    runs_github_pages,
    theme_plugins,
)
from sitecheck.jekyll.plugins.known_themes import known_theme
from sitecheck.jekyll.plugins.publisher import (
    GitHubPages,
    Workflows,
    github_pages,
    names_github_pages,
    workflow_files,
)
from sitecheck.jekyll.plugins.theme import Theme, read_theme
from sitecheck.jekyll.plugins.which_jekyll import is_before_jekyll_3, is_before_jekyll_4
from sitecheck.named_tuple import NamedTuple

_BROUGHT = ("jekyll-coffeescript", "jekyll-gist", "jekyll-paginate")
"""What Jekyll loads by itself before version 3, whatever the configuration names (``lib/jekyll.rb`` of
2.5.3); before version 2 the first was no part of it, and the others were its own."""


class Around(NamedTuple):
    """What stands around a site."""

    place: InRepository | None
    """Where it lies in its repository, if it is not the top of one."""
    workflows: Workflows
    above: Workflows
    """Those of the repository that it is a folder of."""


class SiteStart(NamedTuple):
    """What is known of a site before its files are listed."""

    config: Config
    """With what the theme says below it."""
    gems: dict[str, str]
    demanded: dict[str, Demand]
    bundled: frozenset[str] | None
    of_theme: frozenset[str]
    """The plugins of the theme of which this is the repository."""
    around: Around
    pages: GitHubPages
    theme_files: Theme | None
    """The theme, or what stands for its templates."""
    folders: tuple[str, ...]
    """Where the theme was looked for."""


def read_start(root: Path, options: SiteOptions) -> SiteStart:
    """Reads what stands above the files of the site at ``root``."""
    gems, demanded = locked_gems(root), demanded_gems(root)
    of_theme = theme_plugins(root)
    bundled = bundled_plugins(root, of_theme)
    config = load_config(root, options)
    if is_before_jekyll_3(gems, demanded):
        config = _without_problem(_without_problem(config, PLUGINS_FOLDER), RELATIVE_PERMALINKS)
        config = _with_plugins(config, _BROUGHT[gems.get("jekyll", "").startswith(("0.", "1.")) :])
    if is_before_jekyll_3(gems, demanded) or gems.get("jekyll", "").startswith(("3.0.", "3.1.")):
        config = _without_problem(config, THEME)
    around = _around(root)
    by_gem = runs_github_pages(bundled, gems)
    pages = github_pages(root, *around, is_set=config.github_pages, by_gem=by_gem)
    is_old = config.github_pages or is_before_jekyll_4(gems, demanded, pages)
    config = replace(config, before_jekyll_4=is_old)
    if is_old is not False:
        config = _without_problem(config, OF_JEKYLL_4)
    theme, folders = read_theme(root, config, gems)
    if theme is not None and theme.settings:
        config = replace(config, values=deep_merge(theme.settings, config.values))
    heard = _with_whitelist(_with_gems(config, gems, demanded, root), root)
    return SiteStart(
        config=heard,
        gems=gems,
        demanded=demanded,
        bundled=bundled,
        of_theme=of_theme,
        around=around,
        pages=pages,
        theme_files=theme or known_theme(heard, gems, demanded),
        folders=folders,
    )


def _around(root: Path) -> Around:
    place = place_in_repository(root)
    above = workflow_files(Path(place.top)) if place is not None else None
    return Around(place, workflow_files(root), above)


def _with_whitelist(config: Config, root: Path) -> Config:
    """The configuration with the plugins that GitHub Pages allows, where ``safe`` is on and that, or its gem,
    may build the site: there it always is."""
    if not config.is_on("safe") or not _may_be_of_github_pages(root):
        return config
    allowed = sorted(config.whitelist | runs_on_github_pages())
    heard = replace(config, values={**config.values, "whitelist": allowed})
    return replace(heard, only_by_guess=config.only_by_guess | (heard.plugins - config.plugins))


def _without_problem(config: Config, kind: str) -> Config:
    """The configuration as a Jekyll reads it to which that is no problem."""
    return replace(config, problems=tuple(each for each in config.problems if each.kind != kind))


def _may_be_of_github_pages(root: Path) -> bool:
    """Whether GitHub Pages, or its gem, may build the site: without a Gemfile it most likely does."""
    return not (root / "Gemfile").is_file() or names_github_pages(root)


def _with_gems(config: Config, releases: dict[str, str], demanded: dict[str, Demand], root: Path) -> Config:
    """The configuration with what ``gems`` names, as ``plugins`` were called before Jekyll 4.0, where
    ``Gemfile.lock`` says that such a release builds the site, or GitHub Pages may, which has Jekyll 3; and
    where nothing tells the release of a site that has been built with no other plugins."""
    named = config.values.get("gems")
    if not isinstance(named, list):
        return config
    by_github_pages = not releases and _may_be_of_github_pages(root)
    is_certain = releases.get("jekyll", "").startswith(("2.", "3."))
    is_heeded = by_github_pages or is_certain
    asks_for_later = demanded.get("jekyll", Demand()).low >= (4,)
    is_likely = not (is_heeded or releases or asks_for_later or config.values["plugins"])
    if not is_heeded and not is_likely:
        return config
    heard = replace(_with_plugins(config, named), gems_are_likely=is_likely)
    return heard if is_certain else replace(heard, only_by_guess=heard.plugins - config.plugins)


def _with_plugins(config: Config, names: Iterable[object]) -> Config:
    return replace(config, values={**config.values, "plugins": [*config.values["plugins"], *names]})
