"""Comments for other linters, which silence nothing here: what a report says of them, once.

Sources: the READMEs of markdownlint ("Configuration"), html-proofer ("Ignoring content"), markdown-link-check
("Disable comments") and remark-lint ("Ignore warnings"), and rumdl's ``docs/inline-configuration.md``.
"""

from __future__ import annotations

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.report import RunReport
from sitecheck.model.span import LineIndex
from sitecheck.output.safe import log_path
from sitecheck.report.base import counted
from sitecheck.report.places import shown_path

_MOST_FILES = 200
"""So many files with findings are looked through."""
_DIRECTIVE = lazy_pattern(
    r"<!--[ \t]{0,9}((?:markdownlint|rumdl)-(?:disable|configure)[a-z-]{0,20}"
    r"|markdown-link-check-disable[a-z-]{0,20}"
    r"|html-?proofer-(?:ignore|disable)"
    r"|lint (?:disable|ignore))\b"
    r"|\s(data-proofer-ignore)\b"
)


def foreign_directives(report: RunReport) -> str:
    """Where files with findings tell other linters to leave something alone, and how that is said here.

    "" when nowhere. A file without findings has nothing to silence, so that nothing is said of it.
    """
    paths = list(dict.fromkeys(finding.path for finding in report.findings))[:_MOST_FILES]
    names: dict[str, None] = {}
    files, first = 0, ""
    for path in paths:
        text = report.sources.text(path) or ""
        found = _DIRECTIVE.search(text)
        if found is None:
            continue
        files += 1
        names[found[1] or found[2]] = None
        line = LineIndex(text).point(found.start()).line
        first = first or f"{log_path(shown_path(report, path))}:{line}"
    if not files:
        return ""
    where = first if files == 1 else f"{first} and {counted(files - 1, 'more file')}"
    return (
        f"{', '.join(names)} ({where}) is for another linter, and silences nothing here: "
        "write <!-- sitecheck: ignore[RULE] reason -->, or let 'sitecheck ignore RULE' write it"
    )
