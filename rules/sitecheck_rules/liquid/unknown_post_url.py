from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.liquid._build import consequence, meant, severity
from sitecheck_rules.liquid._plugins import sentences

_ENDINGS = (".md", ".markdown", ".html")


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
            help="did you mean 2024-01-31-a-day? Jekyll's build stops here",
            files={"_posts/2024-01-31-a-day.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see]({% post_url 2024-01-30-a-day %})\n",
            help="did you mean 2023-12-01-a-day? Jekyll's build stops here",
            files={"_posts/2023-12-01-a-day.md": "---\n---\n", "_posts/2023-12-01-b.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see]({% post_url 2024-01-31-a-day %})\n",
            help="_posts/2024-01-31-a-day.md is not published: front matter says published: false. Jekyll's",
            files={"_posts/2024-01-31-a-day.md": "---\npublished: false\n---\n"},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for problem in doc.liquid_problems:
            if problem.code == "missing-post":
                yield self.finding(
                    problem.message,
                    problem.place,
                    help=sentences(_advice(doc, problem.name), consequence(problem.fatal)),
                    severity=severity(problem.fatal),
                )


def _advice(doc: Document, name: str) -> str:
    """Why the post is not there, or which one may be meant."""
    paths = (f"_posts/{name}{ending}" for ending in _ENDINGS)
    why_not = filter(None, map(doc.why_not_published, paths))
    return next(why_not, "") or meant(doc.likely_name("post_url", name))
