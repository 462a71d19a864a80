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
    lazy_pattern,
)
from sitecheck_rules.math._formulas import HEAD, KINDS, has_judged_math
from sitecheck_rules.math._upgrade import configuration_edits

_OLD = "<script>\nMathJax.Hub.Config({tex2jax: {inlineMath: [['$', '$']]}});\n</script>\n"
_FORM = lazy_pattern(r"\b(?:Hub|tex2jax|TeX)\b")
"""What is in a configuration that is MathJax 2's by its form."""
_LATER = '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>\n'


class MathOldConfig(FileRule):
    r"""A configuration of MathJax 2 on a page that loads a later MathJax.

    ## What it does

    Reports `MathJax.Hub.Config(…)`, `window.MathJax` with the keys `tex2jax` or `TeX`, and any configuration
    in a `<script type="text/x-mathjax-config">`, where the script that is loaded is MathJax 3 or 4.

    ## Why is this bad?

    Later versions do not know this form: the delimiters and macros in it have no effect, and
    `MathJax.Hub` is an error in the browser. A script of that type MathJax 2 alone runs.

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
            message="this configuration is for MathJax 2",
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
        Invalid(
            '---\n---\n<script type="text/x-mathjax-config">\n'
            "MathJax = {tex: {inlineMath: [['$', '$']]}};\n</script>\n" + _LATER + "<p>$x$</p>\n",
            path="a.html",
            at="MathJax = {tex: {inlineMath: [['$', '$']]}}",
            message="in a script of a type that MathJax 2 alone runs",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not has_judged_math(doc):
            return
        place = doc.math.old_config
        if place is None:
            return
        if _FORM.search(doc.written(place)):
            message = "this configuration is for MathJax 2"
            help_ = "write it as window.MathJax = {tex: {…}}; MathJax's documentation has a converter"
        else:
            message = "this configuration is in a script of a type that MathJax 2 alone runs"
            help_ = "write <script> without the type"
        yield self.finding(
            f"{message}, and the page loads a later version, which ignores it",
            place,
            help=help_,
            fix=_fix(doc, place),
        )


def _fix(doc: Document, place: Place) -> Fix | None:
    """The fix in the file of ``place``: a page, or a layout or include around it."""
    whole = doc.written(Place(place.path, Span(0, sys.maxsize)))
    edits = configuration_edits(whole, place.span.start)
    return Fix("convert the configuration", edits, Safety.UNSAFE) if edits is not None else None
