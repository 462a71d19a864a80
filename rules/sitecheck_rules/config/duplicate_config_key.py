from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Related, Valid


class DuplicateConfigKey(FileRule):
    """A configuration key is written twice.

    ## What it does

    Reports a key that a mapping of `_config.yml` holds twice, at the second place.

    ## Why is this bad?

    The first one is ignored without a word, with everything below it. Two `defaults` are the usual case:
    half of the site's front matter defaults are gone.

    ## References

    - measured with Jekyll 4.3.4
    """

    kinds = frozenset({"config"})
    valid = (Valid(files={"_config.yml": "a:\n  title: A\nb:\n  title: B\n"}),)
    invalid = (
        Invalid(
            "defaults:\n  - scope: {path: a}\n    values: {layout: x}\n"
            "title: T\n"
            "defaults:\n  - scope: {path: b}\n    values: {layout: y}\n",
            path="_config.yml",
            at="defaults",
            message="defaults is written twice",
            related=("defaults",),
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for problem in doc.config_problems:
            if problem.kind == "duplicate-key":
                yield self.finding(
                    problem.message,
                    doc.at(problem.span),
                    help="merge the two; Jekyll ignores the first",
                    related=[Related(doc.at(problem.related), "first here")] if problem.related else [],
                )
