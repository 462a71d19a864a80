"""What the build does at a fault of a style sheet."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Severity, StyleProblem


def told(
    rule: FileRule, doc: Document, problem: StyleProblem, message: str, step: str = ""
) -> Iterator[Finding]:
    """The finding; none where the site's converter takes no notice. ``step`` says what may yet mend it."""
    is_old = doc.has_dart_sass is False
    if (problem.only_new and is_old) or (problem.only_old and not is_old):
        return
    release = " with jekyll-sass-converter 3" if problem.only_new and not doc.has_dart_sass else ""
    yield rule.finding(
        message,
        problem.place,
        help=f"Jekyll's build stops here{release}{step}",
        severity=Severity.WARNING if release or step else None,
    )
