"""The settings below ``external:`` in ``.sitecheck.yml``: what each may hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from sitecheck.engine.settings.site_patterns import MOST_PATTERNS, check_count
from sitecheck.errors import ConfigError
from sitecheck.named_tuple import NamedTuple
from sitecheck.net.settings import DeadAfter, NetSettings, NetSettingsError, check_patterns
from sitecheck.rule.options import check_keys
from sitecheck.text.wildcards import has_wildcard

DAY = 86_400.0
"""Seconds."""
LEDGER_FOLDER = ".sitecheck"
"""The folder of a site in which answers of hosts are kept."""
_MOST_WILD = 50_000
"""Characters of all exclude patterns with wildcards: each may be compared with each of every address."""


def read_external(raw: Mapping[str, Any], where: str) -> NetSettings:
    """The settings; raises :class:`ConfigError` for what is wrong. ``where`` names them for the message."""
    check_keys(raw, _READERS, where)
    chosen: dict[str, Any] = {}
    for key, value in raw.items():
        setting = _READERS[key]
        chosen[setting.field] = setting.read(value, f"{where}.{key}")
    return NetSettings(**chosen)


def _number(value: Any, key: str) -> float:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or value < 0:
        raise ConfigError(key, f"must be a number that is not negative, not {value!r}")
    return float(value)


def _whole(value: Any, key: str) -> int:
    number = _number(value, key)
    if number != int(number) or number < 1:
        raise ConfigError(key, f"must be a whole number from 1 on, not {value!r}")
    return int(number)


def _to(most: int, read: Callable[[Any, str], float]) -> Callable[[Any, str], float]:
    """A reader of numbers up to ``most``: whoever changes the site may keep nobody waiting for ever, and have
    no host asked for all at once."""

    def read_to(value: Any, key: str) -> float:
        number = read(value, key)
        if number > most:
            raise ConfigError(key, f"may be at most {most:,}, not {value!r}")
        return number

    return read_to


def _flag(value: Any, key: str) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(key, f"must be true or false, not {value!r}")
    return value


def _patterns(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(
            key, f"must be a list of addresses, in which * stands for any characters, not {value!r}"
        )
    check_count(value, key)
    if sum(map(len, filter(has_wildcard, value))) > _MOST_WILD:
        raise ConfigError(key, f"has more than {_MOST_WILD:,} characters in patterns with * and the like")
    try:
        check_patterns(tuple(value))
    except NetSettingsError as error:
        raise ConfigError(key, str(error)) from error
    return tuple(value)


def _accept(value: Any, key: str) -> dict[str, frozenset[int]]:
    if not isinstance(value, dict) or not all(_is_codes(codes) for codes in value.values()):
        raise ConfigError(key, "must map hosts to lists of status codes, such as {x.com: [403]}")
    return {str(host).lower(): frozenset(codes) for host, codes in value.items()}


def _is_codes(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(c, int) and 100 <= c <= 999 for c in value)


def _ports(value: Any, key: str) -> frozenset[int]:
    if not isinstance(value, list) or not all(_is_port(port) for port in value):
        raise ConfigError(key, f"must be a list of port numbers, such as [80, 443, 8443], not {value!r}")
    return frozenset(value)


def _is_port(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536


def _command_line(value: Any, key: str) -> bool:
    raise ConfigError(key, "is for the command line only (--allow-private), not for a file of the site")


def _dead_after(value: Any, key: str) -> DeadAfter:
    if not isinstance(value, dict) or not set(value) <= {"failures", "days"}:
        raise ConfigError(key, "must hold failures and days, such as {failures: 3, days: 2}")
    failures = _whole(value.get("failures", 1), f"{key}.failures")
    return DeadAfter(failures, _number(value.get("days", 0), f"{key}.days"))


def _days(value: Any, key: str) -> float:
    return _number(value, key) * DAY


class _Setting(NamedTuple):
    field: str
    """Of :class:`NetSettings`."""
    read: Callable[[Any, str], Any]
    schema: Mapping[str, Any] | None
    """``None`` for what no file may set."""


def _measure(field: str, about: str, most: int | None = None, *, whole: bool = False) -> _Setting:
    """A number up to ``most``."""
    kind = {"type": "integer", "minimum": 1} if whole else {"type": "number", "minimum": 0}
    bound = {} if most is None else {"maximum": most}
    read = _whole if whole else _number
    return _Setting(field, read if most is None else _to(most, read), {**kind, **bound, "description": about})


def _switch(field: str, about: str) -> _Setting:
    return _Setting(field, _flag, {"type": "boolean", "description": about})


_READERS: Final[Mapping[str, _Setting]] = {
    "accept": _Setting(
        "accept",
        _accept,
        {
            "type": "object",
            "additionalProperties": {
                "type": "array",
                "items": {"type": "integer", "minimum": 100, "maximum": 999},
            },
            "description": "Status codes that count as alive, by host.",
        },
    ),
    "allow-private": _Setting("allow_private", _command_line, None),
    "cache-age": _measure("cache_age", "For how many days a good answer stands.")._replace(read=_days),
    "concurrency": _measure("concurrency", "Requests at a time.", 1_000, whole=True),
    "dead-after": _Setting(
        "dead_after",
        _dead_after,
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "failures": _measure("failures", "Times.", whole=True).schema,
                "days": _measure("days", "Days.").schema,
            },
            "description": "How often, and for how long, a link must have failed before it is an error.",
        },
    ),
    "deadline": _measure("deadline", "The longest that a run takes, in seconds.", 14_400),
    "exclude": _Setting(
        "exclude",
        _patterns,
        {
            "type": "array",
            "items": {"type": "string"},
            "maxItems": MOST_PATTERNS,
            "description": "Addresses that are not asked for; * stands for any characters.",
        },
    ),
    "fragments": _switch("fragments", "Whether anchors are looked for on pages of others."),
    "per-host": _measure("per_host", "Requests at a time to one host.", 100, whole=True),
    "ports": _Setting(
        "ports",
        _ports,
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": 65535},
            "description": "The ports that are asked.",
        },
    ),
    "registries": _switch(
        "registries", "Whether open registries (doi.org, arXiv) are asked in place of pages."
    ),
    "spacing": _measure("spacing", "The least time between two requests to one host, in seconds."),
    "timeout": _measure("timeout", "The longest that a request takes, in seconds.", 600),
    "tries": _measure("tries", "How often an address is asked that gives no clear answer.", 10, whole=True),
}
"""The settings below ``external:``: each with how its value is read, and what a schema says of it."""

EXTERNAL_SCHEMA: Final[dict[str, Any]] = {
    "type": ["object", "null"],
    "additionalProperties": False,
    "description": "How external links are checked.",
    "properties": {key: each.schema for key, each in _READERS.items() if each.schema is not None},
}
"""JSON Schema (draft-07) of what :func:`read_external` takes."""
