"""The settings below ``jekyll:``: how the site is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sitecheck.errors import ConfigError
from sitecheck.rule.options import check_keys


@dataclass(frozen=True, slots=True)
class JekyllSettings:
    """How Jekyll is called: with drafts, with posts of the future, by GitHub Pages."""

    drafts: bool = False
    future: bool = False
    github_pages: bool = False


_FIELDS: Final = {"drafts": "drafts", "future": "future", "github-pages": "github_pages"}
"""The key in the file → the field."""

JEKYLL_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "description": "How the site is built.",
    "properties": {key: {"type": "boolean"} for key in _FIELDS},
}
"""JSON Schema (draft-07) of what :func:`read_jekyll` takes."""


def read_jekyll(raw: Mapping[str, Any], where: str) -> JekyllSettings:
    """The settings; raises :class:`ConfigError` for what is wrong. ``where`` names them for the message."""
    check_keys(raw, _FIELDS, where)
    for key, value in raw.items():
        if not isinstance(value, bool):
            raise ConfigError(f"{where}.{key}", f"must be true or false, not {value!r}")
    return JekyllSettings(**{_FIELDS[key]: value for key, value in raw.items()})
