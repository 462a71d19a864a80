from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Related, Severity, Valid


class DuplicateConfigKey(FileRule):
    """A configuration key is written twice.

    ## What it does

    Reports a key that a mapping of `_config.yml` holds twice, at the second place; as an information where
    nothing is lost with the first: it has the same value, or none.

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
            "title: T\nmarkdown: kramdown\nname: N\nmarkdown: kramdown\n",
            path="_config.yml",
            at="markdown",
            message="markdown is written twice, with the same value",
            help="delete one of the two",
            related=("markdown",),
            severity=Severity.INFO,
        ),
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
            is_harmless = problem.kind == "repeated-key"
            advice = "delete one of the two" if is_harmless else "merge the two; Jekyll ignores the first"
            if is_harmless or problem.kind == "duplicate-key":
                yield self.finding(
                    problem.message,
                    doc.at(problem.span),
                    help=advice,
                    related=[Related(doc.at(problem.related), "first here")] if problem.related else [],
                    severity=Severity.INFO if is_harmless else None,
                )
