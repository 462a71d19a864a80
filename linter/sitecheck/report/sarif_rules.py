"""Rules as SARIF describes them (``tool.driver.rules``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RuleInfo
from sitecheck.output.safe import clip
from sitecheck.report.sarif_text import sentence

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_PROBLEM_SEVERITIES = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}
_MAX_DESCRIPTION = 1_024
_WORD = lazy_pattern("[^A-Za-z0-9]+")
_BLANK_LINES = lazy_pattern(r"\n\s*\n")


def rule_descriptors(rules: Iterable[RuleInfo], findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Every rule that was on, and every rule that a finding names, sorted by id."""
    known = {rule.id: rule for rule in rules}
    for finding in findings:
        known.setdefault(finding.rule, _unknown_rule(finding))
    return [_descriptor(known[name]) for name in sorted(known)]


def _unknown_rule(finding: Finding) -> RuleInfo:
    """What little is known of a rule that only a finding names."""
    summary = finding.rule.replace("-", " ").capitalize()
    return RuleInfo(
        id=finding.rule, group="", summary=summary, documentation=summary, severity=finding.severity, url=""
    )


def _descriptor(rule: RuleInfo) -> dict[str, Any]:
    summary = sentence(rule.summary or rule.id)
    documentation = rule.documentation or summary
    descriptor: dict[str, Any] = {
        "id": rule.id,
        "name": pascal_case(rule.id),
        "shortDescription": {"text": clip(summary, _MAX_DESCRIPTION)},
        "fullDescription": {"text": clip(full_description(documentation) or summary, _MAX_DESCRIPTION)},
        "help": {"text": documentation, "markdown": documentation},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.group] if rule.group else [],
            "precision": "high",
            "problem.severity": _PROBLEM_SEVERITIES[rule.severity],
        },
    }
    if rule.url:
        descriptor["helpUri"] = rule.url
        descriptor["help"]["markdown"] = f"{documentation.rstrip()}\n\n[{rule.id}]({rule.url})"
    return descriptor


def pascal_case(rule_id: str) -> str:
    """``broken-link`` as ``BrokenLink``."""
    return "".join(word.capitalize() for word in _WORD.split(rule_id))


def full_description(documentation: str) -> str:
    """The first paragraph of text after the summary line, on one line; "" when there is none."""
    for paragraph in _BLANK_LINES.split(documentation)[1:]:
        lines = [line for line in paragraph.splitlines() if not line.startswith(("#", "```", "    "))]
        if lines:
            return " ".join(line.strip() for line in lines)
    return ""
