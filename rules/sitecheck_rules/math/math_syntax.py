from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.math._formulas import KATEX, KINDS, MATHJAX3, errors, place

_DRAWS = """
class Tikz < Liquid::Block
end
class Dots < Liquid::Tag
end
Liquid::Template.register_tag('tikz', Tikz)
Liquid::Template.register_tag('dots', Dots)
"""


class MathSyntax(FileRule):
    r"""A formula that its engine refuses.

    ## What it does

    Reads every formula as MathJax or KaTeX will read it, whichever shows the page, in the version that the
    layout loads and with the macros that the site and the page define, and reports what that engine refuses:
    braces, `\left` and `\right`, environments, missing arguments, double superscripts, commands that are not
    allowed where they stand. If it cannot be known which engine shows a page, only what all of them refuse is
    reported.

    ## Why is this bad?

    The build is green, and the reader sees a red message or the source of the formula in its place.

    ## References

    - <https://docs.mathjax.org/en/latest/input/tex/index.html>
    - <https://katex.org/docs/supported>
    """

    severity = Severity.ERROR
    kinds = KINDS
    valid = (
        Valid("Since $$\\frac{a}{b}$$ is positive …\n", files=MATHJAX3),
        Valid(
            "$$\\newcommand{\\R}{\\mathbb{R}}$$\n\nIn $$\\R$$.\n", files=MATHJAX3, why="defined on the page"
        ),
        Valid("`$$\\frac{a$$` is wrong.\n", files=MATHJAX3, why="code is no formula"),
        Valid(
            "$$\nx = {{ site.unknown_thing | some_filter }} {\n$$\n", files={**MATHJAX3, "_plugins/a.rb": ""}
        ),
        Valid(
            "{% tikz %}\n{% dots %}\n\\begin{tikzpicture}\n(0,0)\n\\end{tikzpicture}\n{% endtikz %}\n",
            files={**MATHJAX3, "_plugins/a.rb": _DRAWS},
            why="a plugin's block may be the source of a picture",
        ),
        Valid(
            "{% tikz %}\n| $$__ | $$_ |\n{% endtikz %}\n",
            files={"_plugins/a.rb": _DRAWS},
            why="nothing on the page shows formulas, and a plugin may make something else of its block",
        ),
    )
    invalid = (
        Invalid("So $$\\frac{a}{b$$ it is.\n", at="{", message="missing", files=MATHJAX3, related=("b",)),
        Invalid("$$\n\\left( x\n$$\n", at="\\left", message="\\right", files=MATHJAX3, related=("x",)),
        Invalid("$$\n\\begin{aling} x \\end{aling}\n$$\n", message="aling", files=MATHJAX3),
        Invalid(
            '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>\n<p>\\(x^2^3\\)</p>\n',
            path="copied.html",
            at="^",
            message="superscript",
        ),
        Invalid("So $$x^2^3$$ it is.\n", at="^", message="superscript", files=MATHJAX3),
        Invalid(
            "{% tikz %}\nx $$x^2^3$$\n{% endtikz %}\n\n\\begin{aling} x \\end{aling}\n",
            at="^",
            findings=2,
            message="superscript",
            files={**MATHJAX3, "_plugins/a.rb": _DRAWS},
        ),
        Invalid(
            "So $$\\sqrt{x$$ it is.\n",
            files=KATEX,
            related=("x",),
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for formula, error in errors(doc):
            if error.kind == "unknown-command":
                continue
            where, related = place(formula, error)
            yield self.finding(
                error.message,
                where,
                related=related,
                severity=Severity.WARNING if error.kind == "limit" else None,
            )
