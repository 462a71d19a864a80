from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.liquid._build import consequence, severity


class UnknownLinkTag(FileRule):
    """A link tag names a file that does not exist.

    ## What it does

    Reports `{% link notes/a.md %}` when the site has no such page, post, document or static file.

    ## Why is this bad?

    Jekyll's build stops here. The tag wants the path of the source file from the site's folder, not an
    address, and finds only files that are published.

    ## References

    - <https://jekyllrb.com/docs/liquid/tags/#links>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout", "include"})
    needs_page = False
    valid = (
        Valid("---\n---\n[see]({% link a.md %})\n", files={"a.md": "---\n---\n"}),
        Valid("---\n---\n[see]({% link a.pdf %})\n", files={"a.pdf": ""}),
        Valid(
            "---\n---\n[see]({% link /sub/a.pdf %})\n",
            files={"_plugins/a.rb": "File.write('sub/a.pdf', x)\n"},
            why="a plugin makes it",
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n[see]({% link b.md %})\n", at="{% link b.md %}", message="b.md", files={"a.md": ""}
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for problem in doc.liquid_problems:
            if problem.code == "missing-link":
                yield self.finding(
                    problem.message,
                    problem.place,
                    help=consequence(problem.fatal),
                    severity=severity(problem.fatal),
                )
