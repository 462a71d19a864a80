"""The settings below ``jekyll:``: how the site is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sitecheck.errors import ConfigError
from sitecheck.jekyll import PUBLISHED
from sitecheck.named_tuple import NamedTuple
from sitecheck.rule.options import check_keys


class JekyllSettings(NamedTuple):
    """How Jekyll is called: with drafts, with posts of the future, by GitHub Pages, in which environment."""

    drafts: bool = False
    future: bool = False
    github_pages: bool = False
    environment: str = PUBLISHED


_FLAGS: Final = {"drafts": "drafts", "future": "future", "github-pages": "github_pages"}
"""The key in the file → the field."""
_ENVIRONMENT: Final = "environment"

JEKYLL_SCHEMA: Final[dict[str, Any]] = {
    "type": ["object", "null"],
    "additionalProperties": False,
    "description": "How the site is built.",
    "properties": {
        **{key: {"type": "boolean"} for key in _FLAGS},
        _ENVIRONMENT: {
            "type": "string",
            "minLength": 1,
            "description": f"What jekyll.environment is (JEKYLL_ENV); {PUBLISHED} unless it is said.",
        },
    },
}
"""JSON Schema (draft-07) of what :func:`read_jekyll` takes."""


def read_jekyll(raw: Mapping[str, Any], where: str) -> JekyllSettings:
    """The settings; raises :class:`ConfigError` for what is wrong. ``where`` names them for the message."""
    check_keys(raw, (*_FLAGS, _ENVIRONMENT), where)
    environment = raw.get(_ENVIRONMENT, PUBLISHED)
    if not isinstance(environment, str) or not environment:
        raise ConfigError(f"{where}.{_ENVIRONMENT}", f"must be a name, not {environment!r}")
    flags = {key: value for key, value in raw.items() if key != _ENVIRONMENT}
    for key, value in flags.items():
        if not isinstance(value, bool):
            raise ConfigError(f"{where}.{key}", f"must be true or false, not {value!r}")
    return JekyllSettings(environment=environment, **{_FLAGS[key]: value for key, value in flags.items()})
