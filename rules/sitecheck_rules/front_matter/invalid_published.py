from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from sitecheck.api import Document, FileRule, Finding, Invalid, Valid

_MEANT_TO_SHOW = frozenset({"t", "true", "y", "yes", "on", "published"})


class InvalidPublished(FileRule):
    """A page says `published` with neither true nor false.

    ## What it does

    Reports `published: flase` and any other text or number: YAML knows `true` and `false`, `yes` and `no`,
    `on` and `off`. A date or a year is left alone: it says when something was published, and that page is
    shown.

    ## Why is this bad?

    Only false hides a page. Any other value publishes it, which is what its author wants to avoid.

    ## References

    - <https://jekyllrb.com/docs/front-matter/>
    """

    valid = (
        Valid("---\npublished: true\n---\n"),
        Valid("---\npublished: no\n---\n"),
        Valid("---\npublished:\n---\n"),
        Valid("---\npublished: 2014\n---\n", why="the year in which a book came out"),
        Valid("---\npublished: 2018-03-21\n---\n"),
        Valid("---\npublished: March 2018\n---\n"),
        Valid("---\npublished: Yes\n---\n"),
        Valid("---\npublished: 'TRUE'\n---\n"),
    )
    invalid = (
        Invalid("---\npublished: flase\n---\n", at="flase", message="'flase'"),
        Invalid("---\npublished: 0\n---\n", at="0"),
        Invalid("---\npublished: 'no'\n---\n", at="'no'"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        entry = doc.entry("published")
        if entry is not None and not _is_clear(entry.data):
            yield self.finding(
                f"published is {entry.data!r}, which does not hide the page",
                doc.at(entry.value),
                help="write published: false to hide it, or remove the line",
            )


def _is_clear(value: Any) -> bool:
    """Whether its author cannot mean to hide the page, or does hide it."""
    if isinstance(value, str):
        return value.strip().lower() in _MEANT_TO_SHOW or any(map(str.isdecimal, value))
    return value is None or isinstance(value, (bool, datetime.date)) or (isinstance(value, int) and value > 0)
