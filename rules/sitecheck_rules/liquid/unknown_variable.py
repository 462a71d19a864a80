from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.liquid._build import consequence, severity


class UnknownVariable(FileRule):
    """With `strict_variables` a Liquid variable that does not exist is used.

    ## What it does

    Reports `{{ authr }}` and `{{ page.authr }}` on sites with `liquid: {strict_variables: true}` in
    `_config.yml`, where nothing of that name exists.

    ## Why is this bad?

    Jekyll's build stops here. Without that setting Liquid takes the variable for nil.

    ## References

    - <https://jekyllrb.com/docs/configuration/liquid/>
    - measured with Jekyll 4.3.4
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout"})
    needs_page = False
    valid = (
        Valid("---\n---\n{{ authr }}\n", why="without strict_variables it is nil"),
        Valid(
            "---\ntitle: A\n---\n{% assign a = 1 %}{{ a }}{{ page.title }}{{ site.title }}\n",
            files={"_config.yml": "title: A\nliquid: {strict_variables: true}\n"},
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n{{ authr }}\n",
            at="{{ authr }}",
            message="authr",
            files={"_config.yml": "liquid: {strict_variables: true}\n"},
        ),
        Invalid(
            "---\n---\n{{ page.authr }}\n",
            at="{{ page.authr }}",
            message="authr",
            files={"_config.yml": "liquid: {strict_variables: true}\n"},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.is_used is False:
            return
        for problem in doc.liquid_problems:
            if problem.code == "undefined-variable":
                yield self.finding(
                    problem.message,
                    problem.place,
                    help=consequence(problem.fatal),
                    severity=severity(problem.fatal),
                )
