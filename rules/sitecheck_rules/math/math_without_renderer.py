from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.math._formulas import MATHJAX3


class MathWithoutRenderer(FileRule):
    r"""A page has formulas, and nothing that shows them.

    ## What it does

    Looks for MathJax or KaTeX in the page, its layouts, their includes and the site's scripts. A page is
    reported when there is none for certain: not where a theme's layouts are not among the files, or a plugin
    may bring it.

    ## Why is this bad?

    kramdown hands formulas over as `\(x^2\)`; without a script the reader sees just that.

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
    )
    invalid = (
        Invalid("So $$x^2$$ and $$y$$ it is.\n", at="$$x^2$$", message="nothing that shows"),
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
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not doc.may_have_math or doc.url is None:
            return
        formulas = [f for f in doc.math.formulas if f.by_kramdown and f.known and not f.maybe]
        if not formulas or doc.math.renderer.state != "none" or doc.math.renderer.build is not None:
            return
        count = f"{len(formulas)} formulas" if len(formulas) > 1 else "a formula"
        yield self.finding(
            f"the page has {count}, and nothing that shows formulas: no MathJax, no KaTeX",
            formulas[0].place,
            help="load MathJax or KaTeX in the layout, or say in .sitecheck.yml (math.engine) what does it",
        )
