"""What the external link check may be told; every duration is in seconds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

HEADERS_VARIABLE = "SITECHECK_HEADERS"
TOKEN_VARIABLE = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable, not a secret
_FIELD_NAME = lazy_pattern(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HOST = lazy_pattern(r"(\[[0-9a-f:.]+\]|[^\s:/?#@\[\]]+)(:[0-9]{1,5})?", re.ASCII)
_FIELD_VALUE = lazy_pattern(r"[\t\x20-\x7e]*")
_REGEX = lazy_pattern(r"[\\^|]|\.[*+?]|\(\?|\)[*+?]|\$\Z")
_OURS = frozenset({"host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer"})


class NetSettingsError(ValueError):
    """A setting of the network check that cannot be used; the message names it and shows no secret."""


class DeadAfter(NamedTuple):
    """How often, and for how many days, a link must have failed before it is surely dead."""

    failures: int = 1
    days: float = 0


@dataclass(frozen=True, slots=True)
class NetSettings:
    """Limits, manners and permissions of one run.

    `concurrency` and `per_host` bound requests in flight, `spacing` is the least time between two
    requests to one host. `timeout` bounds a request as a whole, `connect_timeout` one connection attempt,
    `deadline` the run (None: none). `tries` bounds how often one URL is asked after 429, 5xx or a
    timeout; `max_wait` the longest `Retry-After` that is obeyed, longer ones end the attempt.
    `accept` maps a host (or `*.domain`, or `*`) to status codes that count as alive there, `exclude` are
    patterns of whole URLs in which `*` stands for any characters. `headers` maps a host, as
    the `Host` header has it (`host:port` unless the port is the scheme's own), to extra request headers;
    they come from the environment only (`headers_from_environment`) and are sent over https only, unless
    `allow_private`.
    `ports` are the ports that are asked besides those of private hosts. `cache_age` lets a good answer in
    the ledger stand for that long. `fragments` turns the check of fragments on, `registries` the use of
    open registries (doi.org, arXiv, ...) in place of pages that wall off robots.
    """

    concurrency: int = 128
    per_host: int = 10
    spacing: float = 0.05
    timeout: float = 20.0
    connect_timeout: float = 10.0
    deadline: float | None = 900.0
    tries: int = 3
    retry_wait: float = 1.0
    max_wait: float = 60.0
    max_redirects: int = 10
    max_body: int = 2_000_000
    allow_private: bool = False
    ports: frozenset[int] = frozenset({80, 443})
    accept: Mapping[str, frozenset[int]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    github_token: str | None = field(default=None, repr=False)
    fragments: bool = False
    registries: bool = True
    cache_age: float = 0.0
    dead_after: DeadAfter = field(default_factory=DeadAfter)
    user_agent: str = "sitecheck (+https://github.com/sitecheck/sitecheck; link checker)"
    canary: str = "example.com"


def headers_from_environment(environ: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The extra headers per host that `SITECHECK_HEADERS` gives, e.g. `{"host": {"Authorization": "…"}}`.

    A host without a port means the usual port: what listens on another may be somebody else's.
    Raises NetSettingsError when the variable is not such a JSON mapping or a header cannot be sent.
    """
    text = environ.get(HEADERS_VARIABLE, "")
    if not text.strip():
        return {}
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        raise NetSettingsError(f"{HEADERS_VARIABLE} is not valid JSON") from None
    if not isinstance(table, dict) or not all(isinstance(headers, dict) for headers in table.values()):
        raise NetSettingsError(f"{HEADERS_VARIABLE} must map host names to mappings of headers")
    for host, headers in table.items():
        if not _HOST.fullmatch(host.lower()):
            raise NetSettingsError(f"{HEADERS_VARIABLE}: {host!r} is no host; write host or host:port")
        for name, value in headers.items():
            _check_header(host, name, value)
    return {host.lower(): dict(headers) for host, headers in table.items()}


def check_patterns(patterns: tuple[str, ...]) -> None:
    """Raises NetSettingsError for the first of the exclude patterns that looks like a regular expression."""
    for pattern in patterns:
        found = _REGEX.search(pattern)
        if found:
            raise NetSettingsError(
                f"the exclude pattern {pattern!r} has {found[0]!r} as in a regular expression; "
                "write the address with * for any characters, such as https://example.org/*"
            )


def _check_header(host: str, name: object, value: object) -> None:
    if not isinstance(name, str) or not _FIELD_NAME.fullmatch(name) or name.lower() in _OURS:
        raise NetSettingsError(f"{HEADERS_VARIABLE}: {host} has a header name that cannot be sent: {name!r}")
    if not isinstance(value, str) or not _FIELD_VALUE.fullmatch(value):
        raise NetSettingsError(f"{HEADERS_VARIABLE}: the value of {name} for {host} cannot be sent")
