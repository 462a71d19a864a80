from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, Edit, FileRule, Finding, Fix, Invalid, Kind, Safety, Severity, Valid
from sitecheck_rules.math._upgrade import NEWEST, new_component, upgrade_edits

_LOAD = '<script src="https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.9/MathJax.js?config=TeX-AMS_CHTML"></script>\n'
_CONFIG = (
    '<script type="text/x-mathjax-config">\n'
    "MathJax.Hub.Config({tex2jax: {inlineMath: [['$', '$']]}, messageStyle: 'none'});\n"
    "</script>\n"
)


SHOWN: frozenset[Kind] = frozenset({"page", "post", "document", "layout", "include", "static-page"})


class OldMathjax(FileRule):
    r"""MathJax 2 is loaded with a configuration that MathJax 4 can take over.

    ## What it does

    Reports a script that loads MathJax 2 from a public network, in a file whose `MathJax.Hub.Config(…)` has
    an equal in later versions, option by option: delimiters, macros, classes and tags to skip, equation
    numbers, extensions. It says nothing where something would be lost (styles, functions, another font), or
    where other scripts talk to `MathJax.Hub`.

    ## Why is this bad?

    MathJax 2 works, and gets no new features: version 3 rewrote it and is several times as fast, version 4
    breaks long lines and speaks formulas.

    ## Fix safety

    Unsafe: the page loads another program. The configuration becomes `window.MathJax = {…}`, as MathJax's own
    converter writes it; what only version 2 does by default is written out (`\$` is no dollar, `\color` takes
    two parts, a formula with a fault is shown as its source).

    ## References

    - <https://docs.mathjax.org/en/latest/upgrading/v2.html>
    - <https://mathjax.github.io/MathJax-demos-web/convert-configuration/convert-configuration.html>
    """

    severity = Severity.INFO
    preset = "strict"
    kinds = SHOWN
    valid = (
        Valid(_LOAD, path="a.html", why="there is no configuration to convert"),
        Valid(_LOAD + _CONFIG, path="a.html", why="the configuration would come too late"),
        Valid(
            _CONFIG.replace("messageStyle: 'none'", "styles: {'.MathJax': {color: 'red'}}") + _LOAD,
            path="a.html",
            why="later versions take no styles",
        ),
        Valid(
            _CONFIG + _LOAD + "<script>MathJax.Hub.Queue(function () {});</script>\n",
            path="a.html",
            why="another script talks to MathJax.Hub",
        ),
    )
    invalid = (
        Invalid(
            _CONFIG + _LOAD,
            path="a.html",
            at="https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.9/MathJax.js?config=TeX-AMS_CHTML",
            message="MathJax 4",
            severity=Severity.INFO,
            fixed="<script>\nwindow.MathJax = {\n  tex: {\n    inlineMath: [['$', '$']],\n"
            "    processEscapes: false,\n"
            "    autoload: {\n      color: [],\n      colorv2: ['color']\n    },\n"
            "    packages: {\n      '[+]': ['noerrors']\n    }\n  },\n"
            "  options: {\n    ignoreHtmlClass: 'tex2jax_ignore',\n"
            "    processHtmlClass: 'tex2jax_process'\n  },\n"
            "  loader: {\n    load: ['[tex]/noerrors']\n  }\n};\n</script>\n"
            '<script src="https://cdn.jsdelivr.net/npm/mathjax@4.1.3/tex-chtml.js"></script>\n',
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        loads = {
            source.place: source.value
            for element in doc.elements
            if element.name == "script" and (source := element.get("src")) is not None
            if source.place.path == doc.path and new_component(source.value)
        }
        if len(loads) != 1:  # before the scripts of the page are read for each of them
            return
        ((place, address),) = loads.items()
        edits = upgrade_edits(doc.text, place.span.start)
        if edits is not None:
            yield self.finding(
                "this loads MathJax 2, and MathJax 4 can take over the configuration beside it",
                place,
                help=f"load {NEWEST}{new_component(address)}.js, with the configuration as "
                "window.MathJax = {…} before it",
                fix=_fix(edits),
            )


def _fix(edits: tuple[Edit, ...]) -> Fix:
    return Fix("convert the configuration, and load MathJax 4", edits, Safety.UNSAFE)
