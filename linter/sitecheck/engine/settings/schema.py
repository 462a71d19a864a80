"""The JSON Schema of ``.sitecheck.yml``, made from the settings and the rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sitecheck import __version__
from sitecheck.engine.settings.contract_settings import CONTRACTS_SCHEMA
from sitecheck.engine.settings.external_settings import EXTERNAL_SCHEMA
from sitecheck.engine.settings.jekyll_settings import JEKYLL_SCHEMA
from sitecheck.engine.settings.math_settings import MATH_SCHEMA
from sitecheck.engine.settings.site_patterns import MOST_PATTERNS
from sitecheck.engine.settings.site_settings import KEYS
from sitecheck.package_data import package_text
from sitecheck.rule.base import RuleType
from sitecheck.rule.docs import RAW, rule_url
from sitecheck.rule.options import options_schema
from sitecheck.rule.registry import PACKS_GROUP, PRESETS, load_rules

SCHEMA_URL = f"{RAW}/v{__version__}/linter/sitecheck/sitecheck.schema.json"
"""Where editors find the schema of this version."""
_ONE_OR_MORE = ["array", "string", "null"]
SEVERITIES = ["error", "warning", "info"]


def schema_text() -> str:
    """The schema for the built-in rules, as JSON text."""
    return json.dumps(schema(load_rules()), indent=2, ensure_ascii=False) + "\n"


def written_schema_text(what: str) -> str:
    """The schema of what ``sitecheck head`` or a JSON ``report`` writes, as JSON text."""
    return package_text("sitecheck", f"{what}.schema.json")


def schema(rules: Mapping[str, RuleType]) -> dict[str, Any]:
    """The schema (draft-07, the newest that editors read well) for a set of rules."""
    names = sorted({*rules, *(rule.group for rule in rules.values()), *PRESETS})
    selectors = {"type": _ONE_OR_MORE, "items": {"type": "string", "examples": names}}
    properties = _properties(rules, selectors)
    assert set(properties) == set(KEYS)  # noqa: S101 - the two lists are one fact
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA_URL,
        "title": "sitecheck settings",
        "description": "Settings of sitecheck, the linter for Jekyll sites; they stand in .sitecheck.yml.",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": properties,
    }


def _properties(rules: Mapping[str, RuleType], selectors: dict[str, Any]) -> dict[str, Any]:
    strings = {"type": _ONE_OR_MORE, "items": {"type": "string"}, "maxItems": MOST_PATTERNS}
    return {
        "select": {
            **selectors,
            "description": "Rules, groups or presets that are on.",
            "default": ["recommended"],
        },
        "ignore": {**selectors, "description": "Rules or groups that are off."},
        "fail-on": {
            "enum": [*SEVERITIES, "never"],
            "default": "error",
            "description": "Exit 1 from here on.",
        },
        "exclude": {**strings, "description": "Files that are not judged; their addresses still count."},
        "baseline": {
            "type": "string",
            "description": "The file of accepted findings, beside the settings or below.",
            "default": ".sitecheck-baseline.json",
        },
        "plugins": {
            **strings,
            "description": f"Installed packs of further rules: names of entry points in {PACKS_GROUP}.",
        },
        "rules": {
            "type": ["object", "null"],
            "additionalProperties": False,
            "description": "Severity and options, by rule.",
            "properties": {rule_id: _rule(rule) for rule_id, rule in rules.items()},
        },
        "overrides": _overrides(strings, selectors),
        "front-matter": CONTRACTS_SCHEMA,
        "jekyll": JEKYLL_SCHEMA,
        "math": MATH_SCHEMA,
        "external": EXTERNAL_SCHEMA,
    }


def _overrides(strings: dict[str, Any], selectors: dict[str, Any]) -> dict[str, Any]:
    severities = {"type": ["object", "null"], "additionalProperties": _severity()}
    return {
        "type": ["array", "null"],
        "maxItems": MOST_PATTERNS,
        "description": "Other choices for some files.",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["files"],
            "properties": {"files": strings, "select": selectors, "ignore": selectors, "rules": severities},
        },
    }


def _rule(rule: RuleType) -> dict[str, Any]:
    about = f"{rule.summary()} {rule_url(rule.id)}"
    return {"description": about, **_severity(options_schema(rule.Options))}


def _severity(options: Mapping[str, object] | None = None) -> dict[str, Any]:
    """A severity, or an object with one and with options."""
    words = {"enum": [*SEVERITIES, "off"]}
    properties = {"severity": words, **(options or {})}
    return {"anyOf": [words, {"type": "object", "additionalProperties": False, "properties": properties}]}
