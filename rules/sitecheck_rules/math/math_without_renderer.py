from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Formula, Invalid, Severity, Valid, lazy_pattern
from sitecheck_rules.math._formulas import MATHJAX3

_WORDS = lazy_pattern(r"(?!.*[\\^_=])[ \t]+[^\W\d_]{2,}[^\n]*[^\W\d_]{3,}")
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


class MathWithoutRenderer(FileRule):
    r"""A page has formulas, and nothing that shows them.

    ## What it does

    Looks for MathJax or KaTeX in the page, its layouts, their includes and the site's scripts. A page is
    reported when there is none for certain: not where a theme's layouts are not among the files, or a plugin
    may bring it.

    ## Why is this bad?

    kramdown hands formulas over as `\(x^2\)`; without a script the reader sees just that. Where `$$` belongs
    to names, as in `A$$B` and `C$$D`, or is a price class, kramdown takes what stands between two of them for
    a formula.

    ## How to fix it

    Load MathJax in the layout:

    ```html
    <script defer src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>
    ```

    ## References

    - <https://docs.mathjax.org/en/latest/web/start.html>
    - <https://kramdown.gettalong.org/math_engine/mathjax.html>
    """

    needs_whole = True
    severity = Severity.ERROR
    valid = (
        Valid("So $$x^2$$ it is.\n", files=MATHJAX3),
        Valid(
            "<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'></script>\n\nSo $$x$$.\n"
        ),
        Valid("---\nlayout: default\n---\nSo $$x^2$$ it is.\n", files={"_config.yml": "theme: minima\n"}),
        Valid("It costs $5 or $6.\n"),
        Valid(
            "---\ntitle: A\n---\nSo $$x^2$$ it is.\n",
            files={
                "Gemfile": "gem 'github-pages', group: :jekyll_plugins\n",
                "_layouts/default.html": "<html><script src='https://cdn.jsdelivr.net/npm/mathjax@3/"
                "es5/tex-mml-chtml.js'></script>{{ content }}</html>",
            },
            why="GitHub Pages gives it a layout that it does not name",
        ),
        Valid(
            "---\ntitle: A\n---\nSo $$x^2$$ it is.\n",
            files={
                "_includes/head-custom.html": "<script "
                "src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js'></script>"
            },
            why="GitHub Pages gives it a theme, whose layouts show this include",
        ),
    )
    invalid = (
        Invalid("So $$x^2$$ and $$y$$ it is.\n", at="$$x^2$$", message="nothing that shows"),
        Invalid(
            "---\ntitle: A\n---\nSo $$x^2$$ it is.\n",
            at="$$x^2$$",
            files={
                "netlify.toml": "",
                "_includes/head-custom.html": "<script "
                "src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js'></script>",
            },
        ),
        Invalid(
            "---\nlayout: plain\n---\nSo $$x^2$$ it is.\n",
            at="$$x^2$$",
            files={"_layouts/plain.html": "<html>{{ content }}</html>"},
        ),
        Invalid(
            "---\ntitle: A\n---\nSo $$x^2$$ it is.\n",
            at="$$x^2$$",
            files={"Gemfile": "gem 'jekyll'\n", "_layouts/default.html": "<html>{{ content }}</html>"},
        ),
        Invalid(
            "The classes A$$Inject and A$$Static are made.\n",
            at="$$Inject and A$$",
            message="kramdown takes what stands between these $$ for a formula",
            help="write \\$\\$",
        ),
        Invalid("Es sei f$$(x)$$ gerade.\n", at="$$(x)$$", message="the page has a formula"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not doc.may_have_math or doc.url is None:
            return
        matter = doc.front_matter
        if matter.failed or (matter.shape is not None and not matter.present):
            return  # it has lost its layout, which is told
        formulas = [f for f in doc.math.formulas if f.by_kramdown and f.known and not f.maybe]
        if not formulas or doc.math.renderer.state != "none" or doc.math.renderer.build is not None:
            return
        if all(map(_is_no_formula, formulas)):
            message = "kramdown takes what stands between these $$ for a formula, and takes the marks away"
            help_ = r"write \$\$ where no formula is meant"
        else:
            count = f"{len(formulas)} formulas" if len(formulas) > 1 else "a formula"
            message = f"the page has {count}, and nothing that shows formulas: no MathJax, no KaTeX"
            help_ = "load MathJax or KaTeX in the layout, or say in .sitecheck.yml (math.engine) what does it"
        yield self.finding(message, formulas[0].place, help=help_)


def _is_no_formula(formula: Formula) -> bool:
    """Whether both delimiters stand within names, as ``A$$B`` is one in some languages, or there are words
    between them, as in ``$$ is cheap, $$$ is not``."""
    text = formula.rendered.text
    within = {text[formula.start - 1 : formula.start], text[formula.end : formula.end + 1]} <= _NAME
    return within or _WORDS.match(text, formula.start + 2, formula.end) is not None
