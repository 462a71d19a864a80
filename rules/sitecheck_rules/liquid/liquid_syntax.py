from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Related, Severity, Valid
from sitecheck_rules.liquid._build import consequence, severity

OTHER_RULES = frozenset(
    {
        *("missing-include", "missing-link", "missing-post", "limit"),
        *("unknown-tag", "unknown-filter", "undefined-filter", "undefined-variable"),
    }
)
"""Problems that have a rule of their own, or that say more about this tool than about the page."""


class LiquidSyntax(FileRule):
    """Liquid cannot read a tag, or reads it otherwise than it is written.

    ## What it does

    Reports Liquid that stops Jekyll's build (a block that is not closed, `{{` without `}}`, an `endfor`
    without `for`) as errors, and Liquid that Jekyll reads leniently, dropping what it does not understand
    (`{% if a = b %}`, a filter without its bar), as warnings. Formulas with `{{` in them are a common case.

    ## Why is this bad?

    An error stops the build: the site stays as it was, often without anybody noticing. A lenient reading
    quietly shows something else than was meant.

    ## References

    - <https://shopify.github.io/liquid/>
    - measured with the gem liquid 4.0.4 and 5.4.0
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout", "include"})
    needs_page = False
    valid = (
        Valid("---\n---\n{% if page.title %}{{ page.title }}{% endif %}\n"),
        Valid("---\n---\n{% raw %}{{ not liquid {% endraw %}\n"),
        Valid(
            "{{ entry.tags | array_to_sentence_string }}\n",
            path="_includes/entry.html",
            why="an include by itself does not know what it is given",
        ),
        Valid("{{ a static file\n", path="a.txt", why="without front matter braces are only braces"),
    )
    invalid = (
        Invalid("---\n---\n{% if page.title %}\nHello\n", at="{% if page.title %}", message="if"),
        Invalid("---\n---\nHello {{ page.title\n", at="{{"),
        Invalid("---\n---\n{% endfor %}\n", at="{% endfor %}"),
        Invalid(
            "---\n---\n{{ page.title page.date }}\n", severity=Severity.WARNING, why="read to the middle"
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for problem in doc.liquid_problems:
            if problem.code in OTHER_RULES:
                continue
            is_lax = problem.code == "lax-syntax" and not problem.fatal
            yield self.finding(
                problem.message,
                problem.place,
                help="Jekyll goes on with a guess" if is_lax else consequence(problem.fatal),
                related=[Related(problem.related, "see here")] if problem.related else [],
                severity=severity(problem.fatal),
            )
