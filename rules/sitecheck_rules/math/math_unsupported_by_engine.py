from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.math._formulas import KATEX, KINDS, MATHJAX3, TITLES, errors


class MathUnsupportedByEngine(FileRule):
    r"""A formula uses a command of another math engine than the site's.

    ## What it does

    Reports commands that the engine of the page does not know although another engine does, such as `\bm`
    with MathJax or `\DeclareMathOperator` with KaTeX.

    ## Why is this bad?

    The formula was right where it was first written, and is red here.

    ## References

    - <https://katex.org/docs/support_table>
    - <https://docs.mathjax.org/en/latest/input/tex/macros/index.html>
    """

    severity = Severity.ERROR
    kinds = KINDS
    valid = (
        Valid("So $$\\boldsymbol{x}$$ it is.\n", files=MATHJAX3),
        Valid("So $$\\bm{x}$$ it is.\n", files=KATEX),
        Valid("So $$1\\)$$ it is.\n", files=MATHJAX3, why="no engine takes it in a formula: math-syntax"),
    )
    invalid = (
        Invalid(
            "So $$\\bm{x}$$ it is.\n",
            at="\\bm",
            message="KaTeX",
            files=MATHJAX3,
            severity=Severity.WARNING,
        ),
        Invalid(
            "$$\\DeclareMathOperator{\\sgn}{sgn}$$\n",
            at="\\DeclareMathOperator",
            message="MathJax",
            files=KATEX,
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        seen: set[str] = set()
        for formula, error in errors(doc):
            if error.kind != "unknown-command" or error.name in seen:
                continue
            others = doc.math.known_elsewhere(formula, error)
            if not others:
                continue
            seen.add(error.name)
            own = TITLES.get(doc.math.engine_of(formula) or "", "the page's engine")
            yield self.finding(
                f"{error.name} works in {' and '.join(TITLES[name] for name in others)}, but not in {own}, "
                "which shows this page",
                formula.at(error.offset, error.end),
                severity=None if own == "KaTeX" else Severity.WARNING,
            )
