"""External links: what to ask, how, and what came back."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sitecheck.document import SiteFacts
from sitecheck.engine.revisions.git import GitError, find_repository
from sitecheck.engine.settings.external_settings import DAY, LEDGER_FOLDER
from sitecheck.errors import ConfigError, Stopped, UsageError
from sitecheck.files import with_folders
from sitecheck.model.facts import ExternalStatus
from sitecheck.named_tuple import NamedTuple
from sitecheck.net import (
    Ledger,
    NetSettings,
    NetSettingsError,
    ProgressCallback,
    Query,
    UrlStatus,
    check_urls,
    headers_from_environment,
)
from sitecheck.net.settings import TOKEN_VARIABLE

_SILENCE = ("lookup-failed", "host-silent", "timeout", "unreachable")
"""Causes of a link that could not be verified, where its host may not even have been asked."""


@dataclass
class ExternalOptions:
    """What the command line says about external links, and what the network has said to it so far."""

    changed_since: str | None = None
    """Ask only for links in files that changed since this git revision; ``None`` for all.

    Then no answer is taken from the ledger: whoever changed the files may have changed it, too.
    """
    cache_age: float | None = None
    """For how many days a good answer stands; ``None`` leaves it to the settings."""
    allow_private: bool = False
    progress: ProgressCallback | None = None
    all_or_nothing: bool = False
    """Whether Ctrl-C ends the run instead of letting it report what is known."""
    answers: dict[str, ExternalStatus] = field(default_factory=dict)
    """Statuses by address without fragment; runs that share these options ask for no address twice."""
    stopped: str = ""
    """Why not all links were asked for: "interrupted" or "deadline"."""
    signal: Stopped | None = None
    """What interrupted the run, if so."""


class ExternalResult(NamedTuple):
    """The statuses by address, and what to tell the user."""

    statuses: dict[str, ExternalStatus]
    notices: tuple[str, ...]
    caution: str
    """What makes all of it worth nothing."""


def check_external(
    site: str, facts: SiteFacts, settings: NetSettings, options: ExternalOptions
) -> ExternalResult:
    """Looks up the external links of a site.

    Raises :class:`ConfigError` for headers of the environment that cannot be used, and KeyboardInterrupt
    as ``options`` say.
    """
    urls = facts.external_urls()
    if options.changed_since is not None:
        urls = _of_files(facts, urls, changed_files(site, options.changed_since))
    queries = [Query(url, tuple(sorted(found))) for url, found in urls.items() if url not in options.answers]
    problem = None if options.stopped or not queries else _ask(site, queries, settings, options)
    known = {url: options.answers[url] for url in urls if url in options.answers}
    caution = _caution(known)
    return ExternalResult(
        known, tuple(_notices(known, problem, options.stopped, offline=bool(caution))), caution
    )


def _ask(site: str, queries: list[Query], settings: NetSettings, options: ExternalOptions) -> str | None:
    """Asks the network; returns why the ledger could not be kept, if so."""
    try:
        net = _net_settings(settings, options)
    except NetSettingsError as error:
        raise ConfigError("environment", str(error)) from error
    report = check_urls(queries, net, ledger=Ledger(Path(site, LEDGER_FOLDER)), progress=options.progress)
    if report.stopped == "interrupted":
        options.signal = Stopped(report.signal or signal.SIGINT)
        if options.all_or_nothing:
            raise options.signal
    options.stopped = report.stopped
    options.answers.update((url, _status(status)) for url, status in report.statuses.items())
    return report.ledger_problem


def _caution(known: Mapping[str, ExternalStatus]) -> str:
    """That this machine seems to be offline: of several hosts that were asked none has said a word."""
    asked = [
        url for url, status in known.items() if status.verdict not in ("skipped", "refused", "malformed")
    ]
    hosts = {url.partition("//")[2].partition("/")[0] for url in asked}
    if len(hosts) < 2 or not all(known[url].silent for url in asked):
        return ""
    return f"is this machine offline? None of {len(hosts):,} hosts answered, so no external link was verified"


def _notices(
    known: Mapping[str, ExternalStatus], problem: str | None, stopped: str, *, offline: bool
) -> Iterator[str]:
    if problem:
        yield problem
    unknown = sum(status.verdict in ("unverifiable", "refused") for status in known.values())
    if unknown and not offline:
        yield f"{unknown} of {len(known)} external links could not be verified"
    if stopped:
        left = sum(status.verdict == "skipped" and not status.chosen for status in known.values())
        why = "the time for it was over" if stopped == "deadline" else stopped
        yield f"{left} of {len(known)} external links were not asked for: {why}"


def _status(status: UrlStatus) -> ExternalStatus:
    return ExternalStatus(
        verdict=status.verdict.value,
        reason=status.reason,
        final_url=status.final_url or "",
        rewritable=status.safe_to_rewrite,
        sure=status.sure,
        missing_fragments=status.missing_fragments,
        chosen=status.cause in ("excluded", "other-scheme"),
        silent=status.cause in _SILENCE,
    )


def _of_files(facts: SiteFacts, urls: dict[str, set[str]], files: frozenset[str]) -> dict[str, set[str]]:
    wanted = {
        (resolved.link.href or "").partition("#")[0]
        for resolved in facts.links
        # a folder that changed is a submodule
        if not files.isdisjoint(with_folders(resolved.link.place.path))
    }
    return {
        url: found for url, found in urls.items() if url in wanted or url.removeprefix("https:") in wanted
    }


def changed_files(site: str, revision: str) -> frozenset[str]:
    """The files of the site that differ from a git revision, new ones included; paths from the site.

    Raises :class:`UsageError` when git cannot tell.
    """
    try:
        repository = find_repository(site, os.environ)
        if repository is None:
            raise UsageError("--external=changed needs git: the site lies in no repository")
        return frozenset(repository.changed(revision, site))
    except GitError as error:
        raise UsageError(f"--external=changed needs git: {error}") from error


def _net_settings(settings: NetSettings, options: ExternalOptions) -> NetSettings:
    """The settings file's word, with what only the environment and the command line may say."""
    net = replace(
        settings,
        headers=headers_from_environment(os.environ),
        github_token=os.environ.get(TOKEN_VARIABLE) or None,
        allow_private=options.allow_private,
    )
    age = 0.0 if options.changed_since is not None else options.cache_age
    return net if age is None else replace(net, cache_age=age * DAY)
