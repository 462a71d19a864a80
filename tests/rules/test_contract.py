"""What every rule must have, whoever writes it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sitecheck.engine.settings.schema import schema
from sitecheck.rule.base import EngineRule, Rule
from sitecheck.rule.docs import page
from sitecheck.rule.registry import RETIRED, load_rules

ROOT = Path(__file__).parent.parent.parent
RULES = load_rules()


def docs_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_tool", ROOT / "tools/docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_documented_and_has_examples(rule: type[Rule[Any]]) -> None:
    text = rule.documentation()
    assert re.match(r"[A-Z][^\n]{10,90}\.\n", text), "the summary is one sentence on the first line"
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert sections[:2] == ["What it does", "Why is this bad?"]
    assert sections[-1] == "References"
    assert ("Fix safety" in sections) == (
        rule.fixable() != "never" or (rule.network and "Fix safety" in sections)
    )
    assert ("- runs with `--external` " in text) == rule.network
    assert rule.valid
    assert rule.invalid or rule.network or issubclass(rule, EngineRule)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_an_id_names_the_bad_thing_and_is_never_used_again(rule: type[Rule[Any]]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert not rule.id.startswith(("no-", "check-", "require-"))
    assert rule.id not in RETIRED


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_its_page_begins_with_an_example_that_speaks_for_itself(rule: type[Rule[Any]]) -> None:
    shown = page(rule)
    for heading, examples in (("## Example", rule.invalid), ("## Good", rule.valid)):
        if not all(example.why for example in examples):
            assert shown.partition(f"{heading}\n\n")[2].startswith("`")


def test_a_page_names_the_command_of_a_fix_that_is_not_safe() -> None:
    assert "`sitecheck fix`, with `--unsafe` where it is not safe" in page(load_rules()["old-mathjax"])


def test_what_is_made_from_the_rules_is_up_to_date() -> None:
    assert docs_tool().stale() == [], "run 'make docs'"


def test_the_schema_knows_every_rule_and_refuses_others() -> None:
    import jsonschema

    validator = jsonschema.Draft7Validator(schema(RULES))
    validator.check_schema(validator.schema)
    for rule in RULES:
        assert validator.is_valid({"rules": {rule: "warning"}})
    assert not validator.is_valid({"rules": {"no-such-rule": "warning"}})
    assert not validator.is_valid({"ignroe": []})
    assert not validator.is_valid({"rules": {"title-length": {"maximum": 3}}})
    assert validator.is_valid({"rules": {"title-length": {"max": 3, "severity": "error"}}})


@pytest.mark.parametrize(
    ("asked", "rules"),
    [
        ("network", "dead-link missing-fragment moved-link tls-problem unverified-link"),
        (
            "needs_whole",
            "kramdown-math-hazard lost-footnote math-without-renderer renderer-without-math unclosed-math"
            " undefined-math-reference undefined-reference unused-definition",
        ),
        (
            "by_page",
            "absolute-link broken-anchor broken-link doubled-slash duplicate-id insecure-link local-link"
            " malformed-identifier malformed-url missing-image redirected-link",
        ),
    ],
)
def test_what_a_rule_needs(asked: str, rules: str) -> None:
    """Answers of the network; a file that is read whole; or no more than one page, which an editor has."""
    assert [name for name, rule in RULES.items() if getattr(rule, asked, False)] == rules.split()
