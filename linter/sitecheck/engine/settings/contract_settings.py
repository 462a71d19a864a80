"""The setting ``front-matter:``: what the front matter of files must hold."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sitecheck.contract import KINDS, Contract
from sitecheck.contract.schema import LONGEST_SCHEMA, SchemaError, check_schema
from sitecheck.engine.settings.site_patterns import check_count, from_site
from sitecheck.errors import ConfigError
from sitecheck.files import lies_in, read_limited
from sitecheck.rule.options import check_keys, did_you_mean

_KEYS = ("files", "required", "types", "values", "schema")
_SAME: Final[Mapping[str, str]] = {"string": "text", "array": "list", "object": "mapping", "bool": "boolean"}
"""Words that JSON Schema has for the same."""
_MOST_CONTRACTS = 100
_MOST_ENTRIES = 1_000
_SCALAR: Final[dict[str, Any]] = {"type": ["string", "number", "boolean", "null"]}
_KIND: Final[dict[str, Any]] = {"enum": [*KINDS, *_SAME]}

CONTRACTS_SCHEMA: Final[dict[str, Any]] = {
    "type": ["array", "null"],
    "maxItems": _MOST_CONTRACTS,
    "description": "What the front matter of files must hold.",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["files"],
        "properties": {
            "files": {
                "type": ["string", "array"],
                "items": {"type": "string"},
                "description": "Patterns of the files, as in .gitignore.",
            },
            "required": {
                "type": ["string", "array"],
                "items": {"type": "string"},
                "description": "Keys that must have a value; author.name is the key name of author.",
            },
            "types": {
                "type": "object",
                "description": "The kind of a key's value, or several.",
                "additionalProperties": {"anyOf": [_KIND, {"type": "array", "minItems": 1, "items": _KIND}]},
            },
            "values": {
                "type": "object",
                "description": "The values that a key, or each item of its list, may have.",
                "additionalProperties": {"type": "array", "minItems": 1, "items": _SCALAR},
            },
            "schema": {
                "type": "string",
                "description": "A JSON Schema for the front matter: a file beside the settings or below.",
            },
        },
    },
}
"""JSON Schema (draft-07) of what :func:`read_contracts` takes."""


def read_contracts(raw: object, settings: str | None, where: str, site: str) -> tuple[Contract, ...]:
    """The contracts; raises :class:`ConfigError` for what is wrong, naming ``where``.

    ``settings`` is the path of the settings file, beside which schemas lie, or below; patterns count from
    the folder ``site``.
    """
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise ConfigError(where, "must be a list of entries with 'files', such as '- files: _posts/**'")
    if len(raw) > _MOST_CONTRACTS:
        raise ConfigError(where, f"has {len(raw):,} entries; {_MOST_CONTRACTS} are the most")
    check_count(raw, where)
    folder = os.path.dirname(settings or "") or "."
    return tuple(_contract(each, f"{where}[{number}]", site, folder) for number, each in enumerate(raw))


def _contract(raw: object, where: str, site: str, folder: str) -> Contract:
    if not isinstance(raw, dict):
        raise ConfigError(where, f"must hold 'files' and what is demanded there, not {raw!r:.200}")
    check_keys(raw, _KEYS, where)
    files = _words(raw.get("files"), f"{where}.files")
    if not files:
        raise ConfigError(where, "needs 'files', a list of patterns such as _posts/**")
    if not any(raw.get(key) for key in _KEYS[1:]):
        raise ConfigError(where, f"demands nothing; it may have {', '.join(_KEYS[1:])}")
    types = _mapping(raw.get("types"), f"{where}.types", "tags: list")
    values = _mapping(raw.get("values"), f"{where}.values", "layout: [post, talk]")
    return Contract(
        where=where.partition(": ")[2],
        files=tuple(from_site(pattern, site) for pattern in files),
        required=_words(raw.get("required"), f"{where}.required"),
        types=tuple((key, _kinds(value, f"{where}.types.{key}")) for key, value in types.items()),
        values=tuple((key, _allowed(value, f"{where}.values.{key}")) for key, value in values.items()),
        schema=_schema(raw.get("schema"), f"{where}.schema", folder),
        schema_name=raw.get("schema") or "",
    )


def _words(value: object, where: str) -> tuple[str, ...]:
    words = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise ConfigError(where, f"must be a list of words, not {value!r:.200}")
    _check_length(words, where)
    return tuple(words)


def _check_length(value: list[Any] | dict[Any, Any], where: str) -> None:
    if len(value) > _MOST_ENTRIES:
        raise ConfigError(where, f"has {len(value):,} entries; {_MOST_ENTRIES:,} are the most")


def _mapping(value: object, where: str, example: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ConfigError(where, f"must hold keys of front matter, such as '{example}', not {value!r:.200}")
    _check_length(value, where)
    return value


def _kinds(value: object, where: str) -> tuple[str, ...]:
    kinds = [_SAME.get(word, word) for word in _words(value, where)]
    if not kinds:
        raise ConfigError(where, f"needs a kind: {', '.join(KINDS)}")
    for kind in kinds:
        if kind not in KINDS:
            near = did_you_mean(kind, (*KINDS, *_SAME))
            raise ConfigError(where, f"there is no kind {kind!r}{near or ': known are ' + ', '.join(KINDS)}")
    return tuple(kinds)


def _allowed(value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or not value:
        raise ConfigError(where, f"must be a list of values, such as [post, talk], not {value!r:.200}")
    _check_length(value, where)
    for each in value:
        if isinstance(each, (list, dict, date)):
            raise ConfigError(where, f"may hold texts, numbers, true and false, not {each!r:.200}")
    return tuple(value)


def _schema(value: object, where: str, folder: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not value:
        raise ConfigError(where, f"must be the path of a JSON Schema, not {value!r:.200}")
    path = os.path.join(folder, value)
    if not lies_in(path, folder):
        raise ConfigError(where, f"{value} does not lie beside the settings or below them")
    try:
        text = read_limited(path, 4 * LONGEST_SCHEMA).decode("utf-8-sig")
        check_schema(text)
    except OSError as error:
        raise ConfigError(where, f"{value} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(where, f"{value} is not UTF-8") from error
    except SchemaError as error:
        raise ConfigError(where, f"{value} {error}") from error
    except ImportError as error:
        needed = "pip install 'jekyll-sitecheck[schema]'"
        raise ConfigError(where, f"the library jsonschema is not installed: {needed}") from error
    return text
