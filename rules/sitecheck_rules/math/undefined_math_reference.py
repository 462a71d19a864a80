from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid, lazy_pattern
from sitecheck_rules.math._formulas import MATHJAX3

_REFERENCE = lazy_pattern(r"\\(?:eq)?ref\s*\{([^{}#\\]+)\}")


class UndefinedMathReference(FileRule):
    r"""A formula refers to a label that no formula of the page has.

    ## What it does

    Looks for the label of each `\ref{…}` and `\eqref{…}` that MathJax reads, among the labels of the page.

    ## Why is this bad?

    MathJax prints `???` for it, without any error.

    ## References

    - <https://docs.mathjax.org/en/latest/input/tex/eqnumbers.html>
    """

    needs_whole = True
    severity = Severity.ERROR
    valid = (
        Valid("$$\nx \\label{a} \\tag{1}\n$$\n\nSee $$\\eqref{a}$$.\n", files=MATHJAX3),
        Valid("See $$\\eqref{a}$$.\n\n$$\nx \\label{a} \\tag{1}\n$$\n", files=MATHJAX3),
    )
    invalid = (
        Invalid(
            "$$\nx \\label{a} \\tag{1}\n$$\n\nSee $$\\eqref{b}$$.\n",
            at="\\eqref{b}",
            message="label b",
            files=MATHJAX3,
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not doc.may_have_math or "ref" not in doc.rendered.text:
            return
        judged = doc.math.judged
        if not judged or not all(formula.known for formula, _ in judged):
            return
        if doc.math.renderer.state != "known":
            return
        for formula, errors in judged:
            if errors or any(not setup.engine.startswith("mathjax") for setup in doc.math.engines(formula)):
                continue
            for match in _REFERENCE.finditer(formula.tex):
                if match[1] not in doc.math.labels:
                    yield self.finding(
                        f"no formula of this page has the label {match[1]}",
                        formula.at(*match.span()),
                        help="MathJax shows ??? for it",
                    )
