from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Slips, Valid, lazy_pattern
from sitecheck_rules.math._formulas import MATHJAX3

_REFERENCE = lazy_pattern(r"\\(?:eq)?ref\s*\{([^{}#\\]+)\}")
_PREFIX = lazy_pattern(r"\A\s*(?:eq(?:n|uation)?[:._-])?")
"""What authors write before the name of an equation, at one place and not at another."""


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
            help="MathJax shows ??? for it",
            files=MATHJAX3,
        ),
        Invalid(
            "$$\nx \\label{eq:sum} \\tag{1}\n$$\n\nSee $$\\eqref{sum}$$ and $$\\ref{eq:smu}$$.\n",
            findings=2,
            help="MathJax shows ??? for it; did you mean eq:sum?",
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
        near = _Near(doc.math.labels)
        for formula, errors in judged:
            if errors or any(not setup.engine.startswith("mathjax") for setup in doc.math.engines(formula)):
                continue
            for match in _REFERENCE.finditer(formula.tex):
                if match[1] not in doc.math.labels:
                    meant = near.of(match[1])
                    yield self.finding(
                        f"no formula of this page has the label {match[1]}",
                        formula.at(*match.span()),
                        help="MathJax shows ??? for it" + (f"; did you mean {meant}?" if meant else ""),
                    )


class _Near:
    """Finds the label that was meant: one that is spelt alike, or is a slip away and no other number."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._by_name = {_plainly(label): label for label in sorted(labels, reverse=True)}
        self._slips = Slips(labels)

    def of(self, label: str) -> str:
        """The label that is meant by one that no formula has; "" if none is near."""
        if found := self._by_name.get(_plainly(label)):
            return found
        found = self._slips.of(label)
        return found if _digits(found) == _digits(label) else ""


def _plainly(label: str) -> str:
    return _PREFIX.sub("", label.casefold()).rstrip()


def _digits(label: str) -> list[str]:
    return [each for each in label if each.isdigit()]
