from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Valid


class InvalidPublished(FileRule):
    """A page says `published` with neither true nor false.

    ## What it does

    Reports `published: flase` and any other text or number: YAML knows `true` and `false`, `yes` and `no`,
    `on` and `off`.

    ## Why is this bad?

    Only false hides a page. Any other value publishes it, which is what its author wants to avoid.

    ## References

    - <https://jekyllrb.com/docs/front-matter/>
    """

    valid = (
        Valid("---\npublished: true\n---\n"),
        Valid("---\npublished: no\n---\n"),
        Valid("---\npublished:\n---\n"),
    )
    invalid = (
        Invalid("---\npublished: flase\n---\n", at="flase", message="'flase'"),
        Invalid("---\npublished: 0\n---\n", at="0"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        entry = doc.entry("published")
        if entry is not None and entry.data is not None and not isinstance(entry.data, bool):
            yield self.finding(
                f"published is {entry.data!r}, which does not hide the page",
                doc.at(entry.value),
                help="write published: false to hide it, or remove the line",
            )
