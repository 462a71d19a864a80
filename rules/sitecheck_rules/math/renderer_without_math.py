from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Span, Valid, lazy_pattern
from sitecheck_rules.math._formulas import HEAD, MATHJAX3

_SWITCH = lazy_pattern(r"math|katex|latex", re.IGNORECASE)
_TOGGLED = {
    "_layouts/default.html": "{% if page.mathjax %}"
    + HEAD.replace("{{ content }}\n", "")
    + "{% endif %}{{ content }}\n"
}
_TWO_ENGINES = {
    "_layouts/default.html": _TOGGLED["_layouts/default.html"]
    + '<script type="text/x-mathjax-config">MathJax.Hub.Config({tex2jax: {inlineMath: '
    "[['$', '$']]}});</script>\n"
    '<script src="https://cdn.jsdelivr.net/npm/mathjax@2.7.9/MathJax.js?config=TeX-AMS_HTML"></script>\n'
}


class RendererWithoutMath(FileRule):
    r"""A page asks for a math engine and has no formulas.

    ## What it does

    Reports a page whose front matter switches math on, or that loads MathJax or KaTeX itself, without
    having a formula.

    ## Why is this bad?

    The reader's browser loads some hundred kilobytes of script for nothing.

    ## References

    - <https://docs.mathjax.org/en/latest/web/components/combined.html>
    """

    needs_whole = True
    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("---\nlayout: default\nmathjax: true\n---\nSo $$x$$.\n", files=_TOGGLED),
        Valid("---\nlayout: default\n---\nText\n", files=_TOGGLED),
        Valid("Text\n", files=MATHJAX3, why="the layout loads one for all pages"),
        Valid(
            "---\nlayout: default\nmathjax: true\n---\n<p id='a'></p>\n"
            "<script>a.innerHTML = '\\\\(x\\\\)'; MathJax.typeset()</script>\n",
            files=_TOGGLED,
            why="the page's own script writes formulas",
        ),
        Valid(
            "---\nlayout: default\nmathjax: true\n---\n<math><mi>x</mi></math>\n",
            files=_TOGGLED,
            why="MathJax shows MathML, too",
        ),
        Valid(
            "---\nlayout: default\nmathjax: true\n---\nSo `$x$`.\n",
            files={
                "_layouts/default.html": "<script>MathJax = {tex: {inlineMath: [['$', '$']]}, "
                "options: {skipHtmlTags: {'[-]': ['code']}}}</script>\n" + _TOGGLED["_layouts/default.html"]
            },
            why="MathJax is told to read code",
        ),
        Valid(
            "---\nlayout: default\nmathjax: true\n---\nIn $O(n)$ steps.\n",
            files=_TWO_ENGINES,
            why="of two engines one is told to read it",
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: default\nmathjax: true\n---\nText\n",
            at="mathjax: true",
            message="no formula",
            files=_TOGGLED,
        ),
        Invalid(
            "---\nlayout: default\nmathjax: true\n---\nText\n",
            at="mathjax: true",
            files=_TWO_ENGINES,
            why="neither of two engines has anything to read, though one is told to read more",
        ),
        Invalid(
            '---\n---\nText\n\n<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>\n',
            at='<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js">',
            why="the page itself loads it",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.dialect == "text" or doc.url is None:
            return
        switch = next(
            (e for e in doc.front_matter.entries if len(e.path) == 1 and _is_switch(e.path[0], doc)), None
        )
        own = any(
            element.name == "script" and (src := element.get("src")) and _SWITCH.search(src.value)
            for element in doc.elements
        )
        if (switch is None and not own) or doc.math.formulas or doc.math.may_have_more:
            return
        place = (
            doc.math.renderer.script
            if switch is None or switch.key is None
            else doc.at(Span(switch.key.start, switch.value.end))
        )
        if place is not None and not any(piece.kind == "unknown" for piece in doc.rendered.pieces):
            yield self.finding("the page loads a math engine and has no formula", place)


def _is_switch(key: object, doc: Document) -> bool:
    return isinstance(key, str) and _SWITCH.search(key) is not None and doc.data.get(key) is True
