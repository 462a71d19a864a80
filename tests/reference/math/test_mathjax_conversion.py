"""Converted configurations in the real MathJax 3 and 4: the same formulas as the old one gives in MathJax 2."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from tests.reference.math.mathjax_golden import node_modules, unavailable

from sitecheck.model.fix import apply_edits
from sitecheck_rules.math._upgrade import upgrade_edits

HERE = Path(__file__).parent
LOAD = '<script src="https://cdn.jsdelivr.net/npm/mathjax@2.7.9/MathJax.js?config=TeX-AMS_CHTML"></script>\n'
BODY = (
    r"<p>It costs \$5, and $x^2$; \(a_1\) and $$b$$ or \[c\].</p>"
    '<p class="tex2jax_ignore">$d$ \\(d\\)</p><p class="no">$e$ \\(e\\) <b class="yes">\\(f\\)</b></p>'
    "<pre>\\(g\\)</pre><code>\\(h\\)</code><div>\\begin{equation}i = 1\\end{equation}</div>"
    r"<p>\(\color{red}{j} k\) and \(\undefinedname\) and \(\frac{1}\)</p>"
)

CASES = {
    "nothing": ("{}", ""),
    "dollars": ("{tex2jax: {inlineMath: [['$', '$']]}}", ""),
    "escapes": (r"{tex2jax: {inlineMath: [['$', '$'], ['\\(', '\\)']], processEscapes: true}}", ""),
    "display": (r"{tex2jax: {displayMath: [['\\[', '\\]']], processEnvironments: false}}", ""),
    "skipped": ("{tex2jax: {skipTags: ['script', 'pre'], ignoreClass: 'no', processClass: 'yes'}}", ""),
    "macros": (
        r"""{TeX: {Macros: {R: '{\\mathbb{R}}', "pair": ["{(#1, #2)}", 2], opt: ['[#1|#2]', 2, '0']}}}""",
        r"<p>\(\R\) \(\pair{l}{m}\) \(\opt{n}\)</p>",
    ),
    "numbers": (
        "{TeX: {equationNumbers: {autoNumber: 'AMS'}}}",
        r"<p>\begin{align}o &= 1 \label{first}\\ p &= 2\end{align} see \(\eqref{first}\)</p>",
    ),
    "extensions": (
        "{extensions: ['tex2jax.js', 'TeX/AMSmath.js'], TeX: {extensions: ['cancel.js', 'AMScd.js']}}",
        r"<p>\(\cancel{q}\) and \begin{CD}A @>>> B\end{CD}</p>",
    ),
    "chemistry": ("{TeX: {extensions: ['mhchem.js']}}", r"<p>\(\ce{H2O}\)</p>"),
    "the rest": (
        "{jax: ['input/TeX', 'output/CommonHTML'], messageStyle: 'none', showMathMenu: false,"
        " 'HTML-CSS': {availableFonts: ['TeX'], scale: 90}, // small\n TeX: {TagSide: 'left'}}",
        "",
    ),
}


RUNS = [(name, version) for name in CASES for version in (3, 4) if (name, version) != ("chemistry", 4)]
"""mhchem of version 4 comes with a font in a package of its own, which is not installed for tests."""

SHOWN: dict[str, set[tuple[str, str]]] = {
    "": {
        (r"\color{red}{j} k", r'<mstyle mathcolor="red">\s*<mi>j</mi>\s*</mstyle>\s*<mi>k</mi>'),
        (r"\frac{1}", r"<mtext>\\frac\{1\}</mtext>"),
        (r"\undefinedname", r'<mtext mathcolor="red">\\undefinedname</mtext>'),
    },
    "macros": {
        (r"\R", "ℝ|double-struck"),
        (r"\pair{l}{m}", r"<mi>l</mi>\s*<mo>,</mo>\s*<mi>m</mi>"),
        (r"\opt{n}", r"<mn>0</mn>\s*<mo[^>]*>\|</mo>\s*.*<mi>n</mi>|<mn>0</mn>(?s:.*)<mi>n</mi>"),
    },
    "numbers": {(r"\eqref{first}", r"\([12]\)")},
    "extensions": {(r"\cancel{q}", "menclose")},
    "chemistry": {(r"\ce{H2O}", "<mn>2</mn>")},
}
"""By case, "" for all: a formula and what its MathML holds; faults are shown as version 2 shows them."""


def typeset(version: int, config: str, body: str) -> list[tuple[str, bool, str]]:
    """The formulas that MathJax finds on a page: TeX, whether displayed, MathML (of 3 and 4)."""
    done = subprocess.run(
        ["node", str(HERE / "mathjax_typeset.cjs"), str(node_modules())],
        input=json.dumps({"version": version, "config": config, "body": body}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout, done.stderr
    return [tuple(each) for each in json.loads(done.stdout)]


def converted(old: str) -> str:
    """What the fix makes of the configuration, as the page then holds it."""
    page = f'<script type="text/x-mathjax-config">\n  MathJax.Hub.Config({old});\n</script>\n{LOAD}'
    edits = upgrade_edits(page, page.index("https://"))
    assert edits is not None
    new = apply_edits(page, edits)
    assert "mathjax@4.1.3/tex-chtml.js" in new
    match = re.match(r"<script>\n(.*)</script>\n<script src=", new, re.DOTALL)
    assert match is not None
    return match[1]


@pytest.mark.reference
@pytest.mark.parametrize(("name", "version"), RUNS)
def test_later_versions_find_what_version_2_found(name: str, version: int) -> None:
    for needed in (2, version):
        if reason := unavailable(needed):
            pytest.skip(reason)
    old, more = CASES[name]
    body = BODY + more
    before = [each[:2] for each in typeset(2, f"MathJax.Hub.Config({old});", body)]
    after = typeset(version, converted(old), body)
    assert [each[:2] for each in after] == before
    assert len(before) >= 4
    shown = {tex: re.sub(r' data-[\w-]+="[^"]*"', "", mathml) for tex, _, mathml in after}
    for tex, words in SHOWN[""] | SHOWN.get(name, set()):
        if tex in shown or (tex, words) in SHOWN.get(name, ()):
            assert re.search(words, shown[tex]), (tex, shown[tex])
