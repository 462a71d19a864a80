"""External links: what to ask, how, and what came back."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from sitecheck.document import SiteFacts
from sitecheck.errors import ConfigError, UsageError
from sitecheck.model.facts import ExternalStatus
from sitecheck.net import (
    DeadAfter,
    Ledger,
    NetSettings,
    NetSettingsError,
    ProgressCallback,
    Query,
    UrlStatus,
    check_urls,
    headers_from_environment,
)
from sitecheck.rule.options import did_you_mean

LEDGER_FOLDER = ".sitecheck"
_DAY = 86_400.0


class ExternalOptions(NamedTuple):
    """What the command line says about external links."""

    changed_since: str | None = None
    """Ask only for links in files that changed since this git revision; ``None`` for all."""
    cache_age: float | None = None
    """For how many days a good answer stands; ``None`` leaves it to the settings."""
    allow_private: bool = False
    progress: ProgressCallback | None = None


class ExternalResult(NamedTuple):
    """The statuses by address, and what to tell the user."""

    statuses: dict[str, ExternalStatus]
    notices: tuple[str, ...]


def check_external(
    site: str, facts: SiteFacts, settings: Mapping[str, Any], options: ExternalOptions
) -> ExternalResult:
    """Looks up the external links of a site. Raises :class:`ConfigError` for settings that cannot be used."""
    try:
        net = _net_settings(settings, options)
        urls = facts.external_urls()
        if options.changed_since is not None:
            urls = _of_files(facts, urls, changed_files(site, options.changed_since))
        queries = [Query(url, tuple(sorted(found))) for url, found in urls.items()]
        report = check_urls(queries, net, ledger=Ledger(Path(site, LEDGER_FOLDER)), progress=options.progress)
    except NetSettingsError as error:
        raise ConfigError("external", str(error)) from error
    notices = [report.ledger_problem] if report.ledger_problem else []
    unknown = sum(status.verdict.value in ("unverifiable", "skipped") for status in report.statuses.values())
    if unknown:
        notices.append(f"{unknown} of {len(report.statuses)} external links could not be verified")
    if report.stopped:
        notices.append(f"the external links were not all asked for: {report.stopped}")
    return ExternalResult({url: _status(status) for url, status in report.statuses.items()}, tuple(notices))


def _status(status: UrlStatus) -> ExternalStatus:
    return ExternalStatus(
        status.verdict.value,
        status.reason,
        status.final_url or "",
        status.safe_to_rewrite,
        status.sure,
        status.missing_fragments,
    )


def _of_files(facts: SiteFacts, urls: dict[str, set[str]], files: frozenset[str]) -> dict[str, set[str]]:
    wanted = {
        (resolved.link.href or "").partition("#")[0]
        for resolved in facts.links
        if resolved.link.place.path in files
    }
    return {
        url: found for url, found in urls.items() if url in wanted or url.removeprefix("https:") in wanted
    }


def changed_files(site: str, revision: str) -> frozenset[str]:
    """The files of the site that differ from a git revision, new ones included; paths from the site."""
    if revision.startswith("-"):
        raise UsageError(f"{revision!r} is no revision")
    try:
        shown = [
            _git(site, "diff", "--name-only", "--relative", "-z", revision, "--"),
            _git(site, "ls-files", "--others", "--exclude-standard", "-z"),
        ]
    except (OSError, subprocess.CalledProcessError) as error:
        detail = (getattr(error, "stderr", "") or str(error)).strip().partition("\n")[0]
        raise UsageError(f"--external=changed needs git: {detail}") from error
    return frozenset(path for text in shown for path in text.split("\0") if path)


def _git(folder: str, *words: str) -> str:
    done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout


def _number(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise ConfigError(f"external.{key}", f"must be a number that is not negative, not {value!r}")
    return float(value)


def _whole(value: Any, key: str) -> int:
    number = _number(value, key)
    if number != int(number) or number < 1:
        raise ConfigError(f"external.{key}", f"must be a whole number from 1 on, not {value!r}")
    return int(number)


def _flag(value: Any, key: str) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"external.{key}", f"must be true or false, not {value!r}")
    return value


def _patterns(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"external.{key}", f"must be a list of regular expressions, not {value!r}")
    return tuple(value)


def _accept(value: Any, key: str) -> dict[str, frozenset[int]]:
    if not isinstance(value, dict) or not all(_is_codes(codes) for codes in value.values()):
        raise ConfigError(
            f"external.{key}", "must map hosts to lists of status codes, such as {x.com: [403]}"
        )
    return {str(host).lower(): frozenset(codes) for host, codes in value.items()}


def _is_codes(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(c, int) and 100 <= c <= 999 for c in value)


def _dead_after(value: Any, key: str) -> DeadAfter:
    if not isinstance(value, dict) or not set(value) <= {"failures", "days"}:
        raise ConfigError(f"external.{key}", "must hold failures and days, such as {failures: 3, days: 2}")
    failures = _whole(value.get("failures", 1), f"{key}.failures")
    return DeadAfter(failures, _number(value.get("days", 0), f"{key}.days"))


def _days(value: Any, key: str) -> float:
    return _number(value, key) * _DAY


_READERS: dict[str, tuple[str, Callable[[Any, str], Any]]] = {
    "accept": ("accept", _accept),
    "allow-private": ("allow_private", _flag),
    "cache-age": ("cache_age", _days),
    "concurrency": ("concurrency", _whole),
    "dead-after": ("dead_after", _dead_after),
    "deadline": ("deadline", _number),
    "exclude": ("exclude", _patterns),
    "fragments": ("fragments", _flag),
    "per-host": ("per_host", _whole),
    "registries": ("registries", _flag),
    "spacing": ("spacing", _number),
    "timeout": ("timeout", _number),
    "tries": ("tries", _whole),
}
"""The settings below ``external:``: key → field of NetSettings and how its value is read."""

EXTERNAL_KEYS = tuple(_READERS)


def _net_settings(settings: Mapping[str, Any], options: ExternalOptions) -> NetSettings:
    chosen: dict[str, Any] = {}
    for key, value in settings.items():
        if key not in _READERS:
            raise ConfigError("external", f"there is no setting {key!r}{did_you_mean(key, _READERS)}")
        field, read = _READERS[key]
        chosen[field] = read(value, key)
    if options.cache_age is not None:
        chosen["cache_age"] = options.cache_age * _DAY
    if options.allow_private:
        chosen["allow_private"] = True
    net = NetSettings(
        headers=headers_from_environment(os.environ), github_token=os.environ.get("GITHUB_TOKEN") or None
    )
    return replace(net, **chosen)
