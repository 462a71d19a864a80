"""A rule's page and the index of rules, made from the rules themselves."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sitecheck import __version__
from sitecheck.model.report import RuleInfo
from sitecheck.rule.base import RuleType
from sitecheck.rule.example import Invalid, Valid
from sitecheck.rule.options import option_fields

HOMEPAGE = "https://github.com/sitecheck/sitecheck"

E = TypeVar("E", Invalid, Valid)


RAW = HOMEPAGE.replace("github.com", "raw.githubusercontent.com")
"""Where the project's files are as they are."""


def rule_url(rule_id: str) -> str:
    """Where the page of a rule can be read, as it is in this version."""
    return f"{HOMEPAGE}/blob/v{__version__}/rules/docs/{rule_id}.md"


def rule_info(rule: RuleType) -> RuleInfo:
    """What reports tell of ``rule``."""
    return RuleInfo(
        id=rule.id,
        group=rule.group,
        summary=rule.summary(),
        documentation=rule.documentation(),
        severity=rule.severity,
        url=rule_url(rule.id),
    )


def page(rule: RuleType) -> str:
    """The rule's page in Markdown: facts, sections of the docstring, options, examples."""
    _, _, sections = rule.documentation().partition("\n")
    parts = [f"# {rule.id}", rule.summary(), _facts(rule), sections.strip(), _options(rule), *_examples(rule)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(rule: RuleType) -> str:
    network = " (needs `--external`)" if rule.network else ""
    return (
        "| severity | group | fix | in | since |\n|---|---|---|---|---|\n"
        f"| {rule.severity.label} | {rule.group} | {rule.fixable()} | {rule.preset}{network} | {rule.since} |"
    )


def _options(rule: RuleType) -> str:
    fields = option_fields(rule.Options)
    if not fields:
        return ""
    rows = "".join(f"| `{f.key}` | {f.type} | `{_shown(f.default)}` | {f.about} |\n" for f in fields)
    example = f"```yaml\nrules:\n  {rule.id}:\n    {fields[0].key}: {_shown(fields[0].default)}\n```"
    return f"## Options\n\n| option | type | default | meaning |\n|---|---|---|---|\n{rows}\n{example}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(map(str, value))}]" if isinstance(value, tuple) else str(value)


def _examples(rule: RuleType) -> Iterator[str]:
    for example in _plainest(rule.invalid)[:2]:
        yield "## Example"
        if example.why:
            yield example.why
        yield from _files(example)
        if example.fixed is not None:
            yield "After the fix (`sitecheck fix`, with `--unsafe` where it is not safe):"
            yield _fenced(_diff(example), "diff")
    for good in _plainest(rule.valid)[:1]:
        yield "## Good"
        if good.why:
            yield good.why
        yield from (f"`{path}`\n\n{_fenced(text, _language(path))}" for path, text in good.site().items())


def _plainest(examples: Sequence[E]) -> list[E]:
    """The examples that speak for themselves before those whose reason has to be said."""
    return sorted(examples, key=lambda example: bool(example.why))


def _files(example: Invalid) -> Iterator[str]:
    for path, text in example.site().items():
        yield f"`{path}`\n\n{_fenced(text, _language(path))}"


def _diff(example: Invalid) -> str:
    before, after = example.text.splitlines(), (example.fixed or "").splitlines()
    return "\n".join(list(difflib.unified_diff(before, after, lineterm="", n=1))[2:])


def _language(path: str) -> str:
    return {"md": "markdown", "yml": "yaml", "html": "html"}.get(path.rpartition(".")[2], "")


def _fenced(text: str, language: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def overview(rules: Iterable[RuleType], prefix: str) -> str:
    """The rules of each group by name, in a table; links start with ``prefix``."""
    groups: dict[str, list[str]] = defaultdict(list)
    for rule in sorted(rules, key=lambda rule: (rule.group, rule.id)):
        groups[rule.group.replace("-", " ")].append(f"[{rule.id}]({prefix}{rule.id}.md)")
    rows = [f"| {group} | {', '.join(links)} |" for group, links in groups.items()]
    return "\n".join(["| about | rules |", "|---|---|", *rows, ""])


def index(rules: Iterable[RuleType]) -> str:
    """The table of all rules by group."""
    rows = sorted(rules, key=lambda rule: (rule.group, rule.id))
    lines = ["| rule | finds | severity | fix |", "|---|---|---|---|"]
    group = ""
    for rule in rows:
        if rule.group != group:
            group = rule.group
            lines.append(f"| **{group.replace('-', ' ')}** | | | |")
        strict = "" if rule.preset == "recommended" else " ¹"
        network = " ²" if rule.network else ""
        fix = {"never": "", "sometimes": "some", "always": "yes"}[rule.fixable()]
        link = f"[`{rule.id}`](docs/{rule.id}.md)"
        lines.append(
            f"| {link}{strict}{network} | {rule.summary().rstrip('.')} | {rule.severity.label} | {fix} |"
        )
    lines += ["", "¹ only with `select: [strict]` or by name · ² asks the network: only with `--external`"]
    return "\n".join(lines) + "\n"
