from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.liquid._build import consequence, severity


class UnknownPostUrl(FileRule):
    """A post_url tag names a post that does not exist.

    ## What it does

    Reports `{% post_url 2024-01-31-name %}` when no published post has that name.

    ## Why is this bad?

    Jekyll's build stops here. A post whose date lies in the future or that is a draft does not count as
    long as Jekyll leaves it out.

    ## References

    - <https://jekyllrb.com/docs/liquid/tags/#linking-to-posts>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout", "include"})
    needs_page = False
    valid = (
        Valid(
            "---\n---\n[see]({% post_url 2024-01-31-a-day %})\n",
            files={"_posts/2024-01-31-a-day.md": "---\n---\n"},
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n[see]({% post_url 2024-01-31-a-dya %})\n",
            at="{% post_url 2024-01-31-a-dya %}",
            message="2024-01-31-a-dya",
            files={"_posts/2024-01-31-a-day.md": "---\n---\n"},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for problem in doc.liquid_problems:
            if problem.code == "missing-post":
                yield self.finding(
                    problem.message,
                    problem.place,
                    help=consequence(problem.fatal),
                    severity=severity(problem.fatal),
                )
