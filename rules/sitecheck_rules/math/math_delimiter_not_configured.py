from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    Document,
    FileRule,
    Finding,
    Formula,
    Invalid,
    MathDelimiters,
    Severity,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.math._formulas import DOLLARS, KATEX, KINDS, MATHJAX3, TITLES, has_judged_math

_OTHERS = MathDelimiters(
    inline=(("$", "$"), ("\\(", "\\)")),
    display=(("$$", "$$"), ("\\[", "\\]")),
    environments=False,
    references=False,
)
_MATH = lazy_pattern(r"\\[a-zA-Z]{2,}|(?<![A-Za-z])[A-Za-z][_^](?:\{|\\|[A-Za-z0-9](?![A-Za-z]))|[)\]}]\^")
_MOST_LINES = 3


class MathDelimiterNotConfigured(FileRule):
    r"""A formula stands between delimiters that the page's math engine is not told to read.

    ## What it does

    Reports `$x^2$`, `\(x^2\)` and the like on a page whose MathJax or KaTeX is not configured for these
    delimiters, and formulas in `$$` where the configuration leaves out what kramdown makes of them. Only text
    that is certainly math is reported; money is not.

    ## Why is this bad?

    The reader sees the source. Neither MathJax nor KaTeX reads single dollars unless it is told to.

    ## How to fix it

    Write `$$x^2$$`, which kramdown understands in running text, too, or add the delimiters to the
    configuration:

    ```js
    MathJax = { tex: { inlineMath: [['$', '$'], ['\\(', '\\)']] } };
    ```

    ## References

    - <https://docs.mathjax.org/en/latest/input/tex/delimiters.html>
    - <https://katex.org/docs/autorender>
    """

    severity = Severity.WARNING
    kinds = KINDS
    valid = (
        Valid("It is $x_1$ here.\n", files=DOLLARS),
        Valid(
            "It is $$x_1$$ here.\n",
            files={
                **MATHJAX3,
                "_layouts/default.html": "<script>MathJax = {tex: {inlineMath: [['$', '$']]}};</script>\n"
                + MATHJAX3["_layouts/default.html"].replace("{{ content }}", "")
                + KATEX["_layouts/default.html"],
            },
            why="the page loads two engines, and the other reads it",
        ),
        Valid(
            "In LaTeX it is \\begin{tabular} x_1 \\end{tabular}.\n",
            files=KATEX,
            why="an environment shows itself, whoever writes about it",
        ),
        Valid(
            "It costs $5 and $6, or US$ and AU$, $HOME_x and $PATH.\n\n"
            "The price is in $\nand sizes\nin $x_1$,\nhere and there, of\nall that\nis sold for $.\n",
            files=MATHJAX3,
        ),
    )
    invalid = (
        Invalid("It is $x_1 + \\alpha$ here.\n", at="$x_1 + \\alpha$", message="$…$", files=MATHJAX3),
        Invalid("It is $x_1$ and $y^2$ here.\n", at="$x_1$", message="$…$", files=KATEX),
        Invalid(
            "It is $$x_1$$ here.\n",
            at="$$x_1$$",
            message="\\(…\\)",
            files={
                **MATHJAX3,
                "_layouts/default.html": "<script>MathJax = {tex: {inlineMath: [['$', '$']]}};</script>\n"
                + MATHJAX3["_layouts/default.html"],
            },
        ),
        Invalid(
            "<p>It is $$x_1 + \\alpha$$ here.</p>\n",
            at="$$x_1 + \\alpha$$",
            message="$$…$$",
            help="add the delimiters to its configuration",
            files={
                **KATEX,
                "_layouts/default.html": KATEX["_layouts/default.html"].replace(
                    "document.body", "document.body, {delimiters: [{left: '[[', right: ']]', display: true}]}"
                ),
            },
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not has_judged_math(doc) or not doc.math.sure:
            return
        page = doc.math
        own = TITLES.get(page.renderer.engine or "", "the page's engine")
        seen: set[str] = set()
        for formula in (*(f for f in page.formulas if not page.shown(f)), *_unread(doc)):
            mark = _mark(formula)
            if mark in seen or not formula.known:
                continue
            seen.add(mark)
            made = "which kramdown makes of this, " if formula.by_kramdown else ""
            yield self.finding(
                f"{own} is not configured to read {mark}, {made}so that the source is shown",
                formula.place,
                help=_help(formula),
            )


def _help(formula: Formula) -> str:
    add = "add the delimiters to its configuration"
    return add if formula.by_kramdown or formula.delimiter == "$$" else f"write $$…$$, or {add}"


def _unread(doc: Document) -> Iterator[Formula]:
    known = {formula.start for formula in doc.math.formulas}
    for formula in doc.math.search(_OTHERS):
        tex = formula.tex
        if formula.start in known or doc.math.reads(formula.delimiter) or tex.count("\n") > _MOST_LINES:
            continue
        if (_MATH.search(tex) and tex.strip() == tex) or (formula.delimiter != "$" and _MATH.search(tex)):
            yield formula


def _mark(formula: Formula) -> str:
    if formula.by_kramdown:
        return "\\[…\\]" if formula.display else "\\(…\\)"
    return {"$": "$…$", "$$": "$$…$$", "\\(": "\\(…\\)", "\\[": "\\[…\\]"}.get(
        formula.delimiter, formula.delimiter
    )
