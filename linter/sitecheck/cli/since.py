"""``check --since``: only what a change brought."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sitecheck.cli.runs import Choices, as_asked, cache_of, run_options
from sitecheck.errors import ConfigError, UsageError
from sitecheck.files import read_limited, relative_path
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.engine.cache.run_cache import CachedRun
    from sitecheck.engine.changes.since import Memory
    from sitecheck.engine.revisions.git import Repository
    from sitecheck.model.report import RunReport

_SETTINGS_SIZE = 1_000_001


class Revision(NamedTuple):
    """What to compare a site with: a revision of its repository; "" for nothing."""

    name: str = ""
    repository: Repository | None = None
    notices: tuple[str, ...] = ()


def revision_of(site: str, since: str | None) -> Revision:
    """The revision that ``--since`` means: "auto" is the base of the commit or pull request, if it is known.

    Raises :class:`UsageError` outside of a repository.
    """
    if not since:
        return Revision()
    from sitecheck.engine.changes.since import AUTO, automatic_revision, site_repository

    if since != AUTO:
        return Revision(since, site_repository(site, os.environ))
    try:
        repository = site_repository(site, os.environ)
    except UsageError as error:
        return Revision(notices=_unknown_base(os.environ, "cannot be asked for", str(error)))
    name = automatic_revision(repository, os.environ)
    unknown = _unknown_base(os.environ, "is not here", "give actions/checkout fetch-depth: 2")
    return Revision(name, repository if name else None, () if name else unknown)


def _unknown_base(environment: Mapping[str, str], what: str, more: str) -> tuple[str, ...]:
    """In a pull request all findings look like new ones then: that is to be told."""
    if not environment.get("GITHUB_EVENT_NAME", "").startswith("pull_request"):
        return ()
    return (f"what the pull request is compared with {what}, so everything is told; {more}",)


def known_files(site: str, revision: Revision, tracked: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The files that count: in a hook those that are tracked, else those that git does not ignore."""
    if tracked is not None or revision.repository is None:
        return tracked
    from sitecheck.engine.changes.since import present_files

    return present_files(revision.repository, site)


def only_new(
    report: RunReport,
    run: CachedRun,
    site: str,
    chosen: Choices,
    revision: Revision,
    *,
    asked: Mapping[str, Any],
) -> RunReport:
    """``report``, which is made of ``run``, with only what is new since ``revision`` to whom ``asked`` so."""
    if revision.repository is None:
        return report._replace(notices=(*report.notices, *revision.notices))
    from sitecheck.engine.changes.since import judge_before, without_old
    from sitecheck.engine.check_site import cached_run, check_site

    now = time.time_ns()
    odd: list[str] = []
    prefix = revision.repository.prefix(site)

    def judge(folder: str) -> RunReport:
        whole = chosen._replace(only=(), known=None, external=None, picture=False)
        try:
            options = run_options(folder, whole, None, now, cached_as=site)
        except (ConfigError, UsageError) as error:  # as of two settings files: the change may take one away
            said = _as_in_repository(error, folder, prefix)
            odd.append(f"the settings of {revision.name} cannot be read, so those of now count: {said}")
            options = run_options(folder, whole, None, now, cached_as=site, settings_of=site)
        former = cached_run(check_site(options), options.settings)
        return as_asked(former.report, former, asked)

    memory = _memory(site, chosen, now, asked)
    before = judge_before(site, revision.repository, revision.name, memory, judge)
    new = without_old(report, as_asked(run.report, run, asked), before, revision.name, site)
    return new._replace(notices=(*new.notices, *revision.notices, *before.notices, *odd))


def _as_in_repository(error: Exception, folder: str, prefix: str) -> str:
    """What an error says of a copy of the site in ``folder``, with names from the top of the repository: when
    somebody reads it, the copy is gone."""
    top = f"{folder}{os.sep}".removesuffix(prefix.replace("/", os.sep))
    return str(error).replace(top, "").replace(f"{relative_path(top)}/", "")


def _memory(site: str, chosen: Choices, now: int, asked: Mapping[str, Any]) -> Memory | None:
    from sitecheck.engine.cache.run_cache import site_folder
    from sitecheck.engine.changes.since import Memory
    from sitecheck.text.digest import digest

    cache = cache_of(chosen)
    if cache is None or chosen.rule_packs:
        return None
    text = read_limited(chosen.config, _SETTINGS_SIZE) if chosen.config else b""
    judging = chosen._replace(
        only=(), known=None, external=None, since=None, cache_dir=None, jobs=0, picture=False
    )
    levels = (asked["min_severity"], asked["fail_on"], asked["exit_zero"])
    return Memory(site_folder(cache, site), digest(text, repr((judging, levels))), now)
