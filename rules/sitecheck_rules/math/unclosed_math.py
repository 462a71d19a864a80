from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from sitecheck.api import Document, FileRule, Finding, Invalid, Place, Severity, Span, Valid, lazy_pattern
from sitecheck_rules.math._formulas import KATEX, MATHJAX3, cut_by_bars, swallows

_STRAY = lazy_pattern(r"(?<![\\$])(?!(?<=\w)\$\$\w)\$\$(?!\$)")
"""Not one within a word, such as ``pa$$word``."""
_MATH = lazy_pattern(r"\\[a-zA-Z]{2,}|[\w)}][_^][\w{\\]")


class UnclosedMath(FileRule):
    r"""A `$$` without its partner.

    ## What it does

    Reports a `$$` that opens a formula and is never closed, and one that runs on to a later `$$` over
    paragraphs of text, because one is missing or too many. Amounts of money are no formulas, and where
    nothing shows formulas, one `$$` alone is shown as it is.

    ## Why is this bad?

    From the stray `$$` on, text is shown as a formula and formulas as text.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#math-blocks>
    """

    needs_whole = True
    severity = Severity.ERROR
    valid = (
        Valid("It is $$x$$, or $5, and $6 or `$$`.\n", files=MATHJAX3),
        Valid("$$\nx\n\ny\n$$\n", files=MATHJAX3, why="kramdown allows blank lines"),
        Valid(
            "---\n---\n<p>$$x_1$$ and $$y_1$$</p>\n",
            path="a.html",
            files=MATHJAX3,
            why="MathJax finds formulas in HTML",
        ),
        Valid(
            "$$\n\\begin{align}\nx &= 1\n\n- y_1\n\\end{align}\n$$\n",
            files=MATHJAX3,
            why="an environment that ends before the $$ is one formula, blank lines or not",
        ),
        Valid(
            "$$p(x_1|y) = 1$$ and $$q_1$$\n",
            files=MATHJAX3,
            why="each is closed, but the bar makes a table of the line, which another rule tells",
        ),
        Valid(
            "$$p(x_1|y) = 1$$ and $$q_1$$", files=MATHJAX3, why="the line may be the last, and have no end"
        ),
        Valid(
            "The shell's `$$` and $$ are its number.\n", files=MATHJAX3, why="nothing looks like a formula"
        ),
        Valid(
            "---\n---\nIt is $$x_1 at {{ site.time }}.\n",
            files=MATHJAX3,
            why="what Liquid writes there may close it",
        ),
        Valid(
            "---\n---\n``` make\nPOST_LINK += $$quote(cp $${PWD}_a)\n```\nIt is $$x_1 + \\alpha$ here.\n",
            files={
                **MATHJAX3,
                "_config.yml": "markdown: rdiscount\n",
                "Gemfile": "gem 'jekyll', '~> 2.5'\ngem 'rdiscount'\n",
            },
            why="what converts the page is not kramdown",
        ),
        Valid(
            "---\n---\n<p>The key u_a^b$$ is that of the hand.</p>\n",
            path="a.html",
            why="no engine shows formulas in HTML",
        ),
        Valid(
            "if (!$server or !$$server) {\n$server = with_name_($name, 0);\n",
            files={"_config.yml": ""},
            why="nothing shows formulas, and the $$ is shown as it is",
        ),
        Valid(
            "---\n---\n<p>It is $$x_1 + \\alpha$$ here.</p>\n",
            files={
                **KATEX,
                "_layouts/default.html": KATEX["_layouts/default.html"].replace(
                    "document.body", "document.body, {delimiters: [{left: '[[', right: ']]', display: true}]}"
                ),
            },
            why="it is closed, whether an engine reads it or not",
        ),
        Valid(
            "The certificate in C:\\temp has the password Pa$$w0rd.\n", files=MATHJAX3, why="within a word"
        ),
    )
    invalid = (
        Invalid("It is $$x_1 + \\alpha$ here.\n", at="$$", message="never closed", files=MATHJAX3),
        Invalid(
            "---\n---\n<p>It is u_a^b$$ here.</p>\n",
            path="a.html",
            at="$$",
            message="never closed",
            files=MATHJAX3,
        ),
        Invalid(
            "---\n---\n<p>It is $$\\frac{a_1 $$ here.</p>\n",
            path="a.html",
            at="$$",
            message="never closed",
            help="a { behind it",
            files=MATHJAX3,
        ),
        Invalid(
            "$$\nx_1\n\nHere comes a lot of plain text again, and $$\n",
            at="$$",
            message="runs on",
            files=MATHJAX3,
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not doc.may_have_math or "$$" not in doc.rendered.text or doc.is_rewritten:
            return
        for formula in doc.math.formulas:
            if formula.delimiter == "$$" and formula.known and swallows(formula):
                start = formula.place.span.start
                lines = formula.tex.count("\n")
                yield self.finding(
                    f"this $$ runs on over {lines} lines of text to the next $$",
                    Place(formula.place.path, Span(start, start + 2)),
                    help="close the formula with $$ where it ends",
                )
        yield from self._stray(doc)

    def _stray(self, doc: Document) -> Iterator[Finding]:
        renderer = doc.math.renderer
        if renderer.state == "none" and renderer.build is None:
            return  # one alone is shown as it is written
        if doc.markdown is None and renderer.state not in ("known", "maybe"):
            return  # in HTML, $$ means nothing by itself
        cut = frozenset(_apart(doc))
        stray = ((place, around) for place, around in doc.math.outside(_STRAY) if place not in cut)
        for around, strays in groupby(stray, key=itemgetter(1)):
            if _MATH.search(around):
                place, *others = (place for place, _ in strays)
                # of two in one text the second would close the first, if engines did not count braces
                help_ = "a { behind it is not closed" if others else "a formula begins and ends with $$"
                yield self.finding("this $$ is never closed", place, help=help_)


def _apart(doc: Document) -> Iterator[Place]:
    """The ``$$`` of lines in which a bar cuts a formula in two, of which kramdown-math-hazard tells: the
    halves, and what these pair with instead."""
    text = doc.rendered.text
    for start, end in cut_by_bars(doc):
        line = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        for match in _STRAY.finditer(text, line[0], line[1] if line[1] >= 0 else len(text)):
            yield doc.place(*match.span())
