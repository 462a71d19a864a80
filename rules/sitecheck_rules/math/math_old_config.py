from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.math._formulas import HEAD, KINDS, has_judged_math

_OLD = "<script>\nMathJax.Hub.Config({tex2jax: {inlineMath: [['$', '$']]}});\n</script>\n"


class MathOldConfig(FileRule):
    r"""A configuration of MathJax 2 on a page that loads a later MathJax.

    ## What it does

    Reports `MathJax.Hub.Config(…)`, and `window.MathJax` with the keys `tex2jax` or `TeX`, where the script
    that is loaded is MathJax 3 or 4.

    ## Why is this bad?

    Later versions do not know this form: the delimiters and macros in it have no effect, and
    `MathJax.Hub` is an error in the browser.

    ## References

    - <https://docs.mathjax.org/en/latest/upgrading/v2.html>
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
            )
