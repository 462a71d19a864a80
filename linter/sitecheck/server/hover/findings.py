"""What rules find at the cursor, and why that is bad."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import WHOLE_FILE, Finding
from sitecheck.model.span import Span
from sitecheck.rule.docs import rule_url
from sitecheck.server import harmless
from sitecheck.server.asked import Asked
from sitecheck.server.hover.told import Told, told

_MOST = 4
_LONGEST = 1_200
_SECTION = lazy_pattern(r"^## (.+)$", re.MULTILINE)
_TOLD = ("What it does", "Why is this bad?")


def tell_findings(asked: Asked, findings: Sequence[Finding]) -> Told | None:
    """The findings at the cursor; what is about the file as a whole stands on its first line."""
    here = [each for each in findings if each.path == asked.path and _is_here(asked, each.place.span)]
    here.sort(key=lambda each: (-each.severity, each.place.span.end - each.place.span.start))
    if not here:
        return None
    lines = [line for each in islice(here, _MOST) for line in _lines(asked, each)]
    return told(here[0].place.span, lines)


def _is_here(asked: Asked, span: Span) -> bool:
    if span == WHOLE_FILE:
        return "\n" not in asked.cursor.text[: min(asked.cursor.offset, 10_000)]
    return span.start <= asked.cursor.offset <= span.end


def _lines(asked: Asked, finding: Finding) -> Iterator[str]:
    message = harmless.words(finding.message, 1_000)
    yield f"**{finding.severity.label}** {harmless.code(finding.rule)}: {message}"
    if finding.help:
        yield harmless.words(finding.help, 1_000)
    rule = asked.view.settings.rules.get(finding.rule)
    if rule is not None:
        yield _explained(rule.documentation())
        yield f"[More on this rule]({rule_url(finding.rule)})"


def _explained(documentation: str) -> str:
    """What a rule does and why, from its page; that is the text of the rule, not of the site."""
    parts = _SECTION.split(documentation)
    sections = dict(zip(parts[1::2], parts[2::2], strict=False))
    text = "\n\n".join(sections[name].strip() for name in _TOLD if name in sections) or parts[0].strip()
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(". ")[0] + "."
