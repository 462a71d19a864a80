"""Who builds the site: GitHub Pages itself, or something else, as the repository tells.

GitHub Pages builds what is pushed to a branch, unless a workflow, another service or a person does and brings
the result. A Gemfile with the gem ``github-pages`` says that the first is meant; a file that deploys says
otherwise.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from pathlib import Path
from typing import TypeAlias

from sitecheck.files import InRepository, leads_out, place_in_repository, present, read_small, repository_top
from sitecheck.jekyll.configuration.named_configs import WORKFLOWS
from sitecheck.jekyll.plugins.deploy_scripts import has_deploy_script
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_GEM = lazy_pattern(r"""^[ \t]*gem[ \t(]+["']github-pages["']""", re.MULTILINE)
DEPLOYS = lazy_pattern(
    r"actions/deploy-pages|actions-gh-pages|github-pages-deploy-action|jekyll-build-pages|jekyll-(?:\w+-)?action"
    r"|upload-pages-artifact|jekyll\s+build|rake\s+(?:build|deploy|publish)|gh-pages"
)
"""What a workflow says that builds or deploys a site."""
_HOSTS = (
    *("netlify.toml", "vercel.json", "now.json", "firebase.json", "render.yaml", "wrangler.toml"),
    *("amplify.yml", "staticwebapp.config.json", "Procfile", ".nojekyll"),
)
"""Files of services that publish sites, and of GitHub Pages that it is not to build."""
_DROP_SLASHES = ("netlify.toml", "render.yaml", "wrangler.json", "wrangler.jsonc", "wrangler.toml")
"""Files of services that answer with ``x.html`` where ``/x/`` is asked for: Netlify, Render and Cloudflare
Pages, as github.com/slorber/trailing-slash-guide has measured …"""
_RULES = ("_headers", "_redirects")
"""… the files that two of them read where they are published, as GitLab Pages does the second …"""
_THEIR_NAMES = (".netlify.app", ".netlify.com", ".onrender.com", ".pages.dev")
"""… and how the names end that they give to sites."""
_SERVICES = (
    *(".travis.yml", ".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml", "appveyor.yml"),
    *(".cirrus.yml", "bitbucket-pipelines.yml"),
)
"""Files of services that do with a repository what they are told, often no more than try the build."""
_OTHERS = (*_HOSTS, *_SERVICES, ".circleci", ".buildkite", "Dockerfile")
"""Files of services and programs that may build or deploy, and of GitHub Pages that it is not to build."""
_PUBLISHES = lazy_pattern(
    r"""^ (?![ \t]*\#) .*? (?:
        \bdeploy | actions-gh-pages | ghaction-github-pages | jekyll-action | rake [ \t]+ publish
        | provider: [ \t]* ["']? [a-z] | git [ \t]+ push
        | \b (?:rsync|scp|sftp|lftp|ftp|s3|s3_website|s3cmd|rclone|surge|netlify|vercel|wrangler|firebase) \b
    ) | ^pages:""",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
"""What a workflow says, outside of comments, that may publish what was built; GitLab has a job ``pages``."""
_PAGES_BUILD = "actions/jekyll-build-pages"
"""The action with which GitHub Pages builds, with all its plugins and whatever the Gemfile says."""
_BUILDS = lazy_pattern(rf"^[ \t-]*uses:[ \t]*[\"']?{_PAGES_BUILD}@", re.MULTILINE)
_SOURCE = lazy_pattern(r"^[ \t]+source:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
"""The folder that it builds; without this the repository itself."""
_GEMFILES = ("Gemfile", "Gemfile.lock")
_SERVED_BELOW = "docs"
"""The folder that GitHub Pages publishes in the place of the whole repository."""
_MOST = 100
PRIMER = "jekyll-theme-primer"
"""The theme that GitHub Pages gives to a site without one (github-pages 232, ``Configuration::DEFAULTS``)."""


Workflows: TypeAlias = "list[tuple[str, str]] | None"
"""Path and text of the workflows of GitHub in a repository; ``None`` when they cannot be read."""


class GitHubPages(NamedTuple):
    """What GitHub Pages has to do with the build of a site."""

    builds: bool = False
    """It is known to build the site."""
    is_left: bool = False
    """Nobody else is known to build it, nor how: then GitHub Pages most likely does."""
    may_build: bool = False
    """It may, with a Gemfile or without: nothing tells of another that publishes the site."""
    is_named: bool = False
    """Something in the repository tells that it does, whatever the Gemfile asks for."""
    by_gem: bool = False
    """The Gemfile brings its plugins to every build."""
    is_its_action: bool = False
    """A workflow builds the site with the action of GitHub Pages."""
    is_free: bool = False
    """It may, also as the folder ``docs`` of a repository, and neither a Gemfile without a ``CNAME`` nor
    anything else tells of another build: a site that is made for GitHub Pages is built there."""

    def may_run_its_plugins(self, bundled: frozenset[str] | None) -> bool:
        """Whether a build may run the plugins that GitHub Pages runs on every site; ``bundled`` are those of
        the Gemfile, ``None`` without one. Its gem brings them where Jekyll loads that, and its own build runs
        them whatever the Gemfile says: also where the gem stands outside of every group."""
        return bundled is None or "github-pages" in bundled or self.builds or self.is_named

    @property
    def may_lend_theme(self) -> bool:
        """Whether a site that names no theme may have the one that GitHub Pages gives it (``PRIMER``)."""
        return self.builds or self.may_build


def together(*workflows: Workflows) -> list[tuple[str, str]]:
    """The workflows of several places, as far as they can be read."""
    return [each for some in workflows for each in some or ()]


def github_pages(
    root: Path,
    place: InRepository | None,
    workflows: Workflows,
    above: Workflows,
    *,
    is_set: bool,
    by_gem: bool,
) -> GitHubPages:
    """``place``: where the site lies in its repository; ``above``: the workflows of that; ``is_set``: the
    settings say that GitHub Pages builds it; ``by_gem``: the Gemfile brings its plugins to every build."""
    heard = workflows if place is None else above
    alone = nobody_else_builds(root, workflows)
    may_build = may_be_built_by_github_pages(root, workflows, alone=alone, above=above)
    return GitHubPages(
        builds=is_set or is_built_by_github_pages(root, alone=alone),
        is_left=is_left_to_github_pages(root, alone=alone),
        may_build=may_build,
        is_named=names_build_by_github_pages(root, together(workflows, above), may_build=may_build),
        by_gem=by_gem,
        is_its_action=_is_built_by_its_action(place.below if place is not None else ".", heard),
        is_free=_is_free_for_github_pages(root, place, heard, alone=alone),
    )


def names_github_pages(root: Path) -> bool:
    """Whether the Gemfile has the gem ``github-pages``."""
    return _GEM.search(read_small(root / "Gemfile")) is not None


def is_built_by_github_pages(root: Path, *, alone: bool) -> bool:
    """Whether GitHub Pages builds the site in ``root``; false when that is not known. ``alone``: as
    :func:`nobody_else_builds` says."""
    return alone and names_github_pages(root)


def is_left_to_github_pages(root: Path, *, alone: bool) -> bool:
    """Whether nothing in the repository says how the site is built: GitHub Pages does it unasked."""
    return alone and not present(root, _GEMFILES)


def nobody_else_builds(root: Path, workflows: Workflows) -> bool:
    """Whether GitHub Pages may build the site, as nothing in the repository says that another does: GitHub
    Pages heeds no Gemfile."""
    if _lies_below(root):
        return False  # the repository's workflows lie above
    return _is_without_rivals(root, workflows)


def _is_without_rivals(root: Path, workflows: Workflows) -> bool:
    """Whether neither files of other services, nor the workflows, which are known, nor a program with which
    the owner publishes what is built at home, build or deploy."""
    is_quiet = workflows is not None and not any(DEPLOYS.search(text) for _, text in workflows)
    return is_quiet and not present(root, _OTHERS) and not has_deploy_script(root)


def may_be_built_by_github_pages(
    root: Path, workflows: Workflows, *, alone: bool, above: Workflows = None
) -> bool:
    """Whether GitHub Pages may be what builds the site: nothing in the repository publishes it otherwise. A
    workflow that only tries the build publishes nothing; of those ``above``, in the repository that the site
    is a folder of, many publish something else."""
    texts = [text for _, text in together(workflows, above)]
    if alone or any(_PAGES_BUILD in text for text in texts):
        return True
    if present(root, _HOSTS):
        return False
    if workflows is None or _lies_below(root):
        return not any(DEPLOYS.search(text) for text in texts)
    texts += [read_small(root / name) for name in present(root, _SERVICES)]
    return not any(_PUBLISHES.search(text) for text in texts)


def names_build_by_github_pages(root: Path, workflows: Workflows, *, may_build: bool) -> bool:
    """Whether something tells that GitHub Pages builds the site, whatever its Gemfile asks for: the action
    with which it builds, or a ``CNAME``, which it alone reads, where nothing else publishes the site."""
    is_built = any(_PAGES_BUILD in text for _, text in workflows or ())
    return is_built or (may_build and (root / "CNAME").is_file())


def _is_built_by_its_action(folder: str, workflows: Workflows) -> bool:
    """Whether a workflow builds this folder of its repository with the action of GitHub Pages."""
    texts = (text for _, text in workflows or () if _BUILDS.search(text))
    return any(folder in _built_folders(text) for text in texts)


def _built_folders(workflow: str) -> set[str]:
    named = _SOURCE.findall(workflow) or ["."]
    return {posixpath.normpath(name.lstrip("/") or ".") for name in named}


def _is_free_for_github_pages(
    root: Path, place: InRepository | None, workflows: Workflows, *, alone: bool
) -> bool:
    """Whether neither a Gemfile nor anything else tells of another build of a site that GitHub Pages can
    publish: a repository, or its folder ``docs`` where that holds a site of its own. It heeds no Gemfile, and
    alone reads a ``CNAME``."""
    if place is not None and (place.below != _SERVED_BELOW or present(Path(place.top), _HOSTS)):
        return False
    gemfiles = () if (root / "CNAME").is_file() else _GEMFILES
    others = (*gemfiles, f"{_SERVED_BELOW}/_config.yml")
    is_quiet = alone if place is None else _is_without_rivals(root, workflows)
    return is_quiet and not present(root, others)


def drops_slashes(root: Path, url: object, outputs: Container[str]) -> bool:
    """Whether a host that answers with ``x.html`` where ``/x/`` is asked for publishes the site."""
    host = str(url).partition("://")[2].partition("/")[0].lower()
    folders = {root, Path(repository_top(root))}
    if host.endswith(_THEIR_NAMES) or any(present(folder, _DROP_SLASHES) for folder in folders):
        return True
    return any(name in outputs for name in _RULES) and not present(root, (".gitlab-ci.yml",))


def workflow_files(root: Path) -> Workflows:
    """The workflows of GitHub in ``root``."""
    folder = root / WORKFLOWS
    if not folder.is_dir():
        return []
    if leads_out(folder, root):
        return None
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return None
    if len(files) > _MOST:
        return None
    return [(f"{WORKFLOWS}/{file.name}", read_small(file)) for file in files]


def _lies_below(root: Path) -> bool:
    """Whether the site is a folder of a repository."""
    return place_in_repository(root) is not None
