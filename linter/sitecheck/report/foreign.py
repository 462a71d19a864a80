"""What a report says, once, of comments for other linters, which silence nothing here."""

from __future__ import annotations

from sitecheck.model.report import RunReport
from sitecheck.output.safe import log_path
from sitecheck.report.base import counted
from sitecheck.report.places import shown_path


def foreign_directives(report: RunReport) -> str:
    """Where files with findings tell other linters to leave something alone, and how that is said here.

    "" when nowhere. A file without findings has nothing to silence, so that nothing is said of it.
    """
    by_path = {each.path: each for each in report.foreign}
    paths = dict.fromkeys(finding.path for finding in report.findings)
    found = [by_path[path] for path in paths if path in by_path]
    if not found:
        return ""
    where = f"{log_path(shown_path(report, found[0].path))}:{found[0].line}"
    if len(found) > 1:
        where += f" and {counted(len(found) - 1, 'more file')}"
    names = ", ".join(dict.fromkeys(each.name for each in found))
    return (
        f"{names} ({where}) is for another linter, and silences nothing here: "
        "write <!-- sitecheck: ignore[RULE] reason -->, or let 'sitecheck ignore RULE' write it"
    )
