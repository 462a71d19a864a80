from __future__ import annotations

import sys
from collections.abc import Iterator

from sitecheck.api import (
    Document,
    FileRule,
    Finding,
    Fix,
    Invalid,
    Place,
    Safety,
    Severity,
    Span,
    Valid,
)
from sitecheck_rules.math._formulas import HEAD, KINDS, has_judged_math
from sitecheck_rules.math._upgrade import configuration_edits

_OLD = "<script>\nMathJax.Hub.Config({tex2jax: {inlineMath: [['$', '$']]}});\n</script>\n"
_LATER = '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>\n'


class MathOldConfig(FileRule):
    r"""A configuration of MathJax 2 on a page that loads a later MathJax.

    ## What it does

    Reports `MathJax.Hub.Config(…)`, and `window.MathJax` with the keys `tex2jax` or `TeX`, where the script
    that is loaded is MathJax 3 or 4.

    ## Why is this bad?

    Later versions do not know this form: the delimiters and macros in it have no effect, and
    `MathJax.Hub` is an error in the browser.

    ## Fix safety

    Unsafe: formulas that were shown as text appear. Offered where every option has an equal and the same file
    loads the engine after it. The configuration becomes `window.MathJax = {…}`, as MathJax's own converter
    writes it, with the defaults of version 2 written out.

    ## References

    - <https://docs.mathjax.org/en/latest/upgrading/v2.html>
    - <https://mathjax.github.io/MathJax-demos-web/convert-configuration/convert-configuration.html>
    """

    severity = Severity.ERROR
    kinds = KINDS
    valid = (
        Valid(
            "Text with $$x$$.\n\n" + _OLD,
            files={
                "_layouts/default.html": '<script src="https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.9/'
                'MathJax.js?config=TeX-AMS_CHTML"></script>\n{{ content }}\n',
                "_config.yml": "defaults: [{values: {layout: default}}]\n",
            },
        ),
    )
    invalid = (
        Invalid(
            "Text with $$x$$.\n\n" + _OLD,
            message="MathJax 2",
            files={
                "_layouts/default.html": HEAD,
                "_config.yml": "defaults: [{values: {layout: default}}]\n",
            },
        ),
        Invalid(
            "---\n---\n" + _OLD + _LATER + "<p>$x$</p>\n",
            path="a.html",
            message="MathJax 2",
            fixed="---\n---\n<script>\nwindow.MathJax = {\n  tex: {\n    inlineMath: [['$', '$']],\n"
            "    processEscapes: false\n  },\n  options: {\n    ignoreHtmlClass: 'tex2jax_ignore',\n"
            "    processHtmlClass: 'tex2jax_process'\n  }\n};\n</script>\n" + _LATER + "<p>$x$</p>\n",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not has_judged_math(doc):
            return
        place = doc.math.old_config
        if place is not None:
            yield self.finding(
                "this configuration is for MathJax 2, and the page loads a later version, which ignores it",
                place,
                help="write it as window.MathJax = {tex: {…}}; MathJax's documentation has a converter",
                fix=_fix(doc, place),
            )


def _fix(doc: Document, place: Place) -> Fix | None:
    """The fix in the file of ``place``: a page, or a layout or include around it."""
    whole = doc.written(Place(place.path, Span(0, sys.maxsize)))
    edits = configuration_edits(whole, place.span.start)
    return Fix("convert the configuration", edits, Safety.UNSAFE) if edits is not None else None
