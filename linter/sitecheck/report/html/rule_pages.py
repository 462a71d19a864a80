"""The pages of the rules that spoke, from Markdown to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from sitecheck.model.report import RuleInfo, RunReport
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.safe import without_controls, without_log_commands
from sitecheck.report.html.templating import markup

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markupsafe import Markup

_DEEPER = 2
"""A section of a rule's page, a heading of the second level there, stands below two others here."""


class RulePage(NamedTuple):
    """A rule, and what it is about."""

    id: str
    group: str
    severity: str
    summary: str
    url: str
    body: Markup


def rule_pages(report: RunReport) -> tuple[RulePage, ...]:
    """The pages of the rules that have findings, by name."""
    spoke = {finding.rule for finding in report.findings}
    rules = sorted((rule for rule in report.rules if rule.id in spoke), key=lambda rule: rule.id)
    return tuple(map(_page, rules))


def _page(rule: RuleInfo) -> RulePage:
    _, _, sections = rule.documentation.partition("\n")
    return RulePage(
        id=rule.id,
        group=rule.group.replace("-", " "),
        severity=rule.severity.label,
        summary=rule.summary,
        url=rule.url if rule.url.startswith("https://") else "",
        body=markup(markdown(sections)),
    )


@cache
def markdown(text: str) -> str:
    """Markdown as HTML in which no HTML of the text stands; its headings are two levels deeper."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(without_controls(text.expandtabs(4), keep="\n"))
    _deepen(tokens)
    return without_log_commands(str(reader.renderer.render(tokens, reader.options, {})).strip())


def _deepen(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + _DEEPER)}"
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("rel", "noreferrer")
