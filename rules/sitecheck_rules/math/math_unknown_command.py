from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, MathError, Safety, Severity, Valid
from sitecheck_rules.math._formulas import KATEX, KINDS, MATHJAX3, errors, replacement


class MathUnknownCommand(FileRule):
    r"""A formula uses a command that nobody defines.

    ## What it does

    Reports commands that the page's math engine does not know, that no macro of the site's layouts and
    scripts defines, and no formula before on the page. It is silent where a configuration cannot be read,
    and where another engine has the command (see `math-unsupported-by-engine`).

    ## Why is this bad?

    MathJax shows the command's name in red. KaTeX leaves the source of the whole formula where it is, or with
    `throwOnError: false` shows the name in red.

    ## Fix safety

    Replacing a misspelt name by the nearest known one is unsafe: another may have been meant.

    ## Macros of your own

    Where sitecheck cannot see a macro, name it in `.sitecheck.yml`:

    ```yaml
    math:
      macros: {'\R': '\mathbb{R}'}
    ```

    ## References

    - <https://docs.mathjax.org/en/latest/input/tex/macros/index.html>
    - <https://katex.org/docs/supported>
    """

    severity = Severity.WARNING
    kinds = KINDS
    valid = (
        Valid("So $$\\alpha$$ it is.\n", files=MATHJAX3),
        Valid(
            "In $$\\R$$.\n",
            files={
                **MATHJAX3,
                "_layouts/default.html": "<script>MathJax = {tex: {macros: {R: '{\\\\bf R}'}}};</script>\n"
                + MATHJAX3["_layouts/default.html"],
            },
        ),
        Valid(
            "So $$\\unicode{x41} \\htmlClass{a}{b}$$ it is.\n",
            files={"_config.yml": ""},
            why="KaTeX refuses the first command and MathJax the second, but none is unknown to both",
        ),
        Valid(
            "<tables>\ns/\\[(http:\\/\\/.*?)\\s(.*?)\\]/$1/g;\n",
            files={"_config.yml": ""},
            why="what stands between \\[ and \\] is no formula where nothing shows formulas",
        ),
        Valid(
            "---\nlayout: post\n---\nSo $$\\alhpa$$ it is.\n",
            files={"_config.yml": "theme: minima\n"},
            why="the theme may define it",
        ),
        Valid(
            "{% math %}\n\\newcommand{\\R}{x}\n{% endmath %}\n\nIn $$\\R$$.\n",
            files={
                **MATHJAX3,
                "_plugins/math.rb": "class M < Liquid::Tag\nend\n"
                "Liquid::Template.register_tag('math', M)\nLiquid::Template.register_tag('endmath', M)\n",
            },
            why="the site's own tags may make a formula of the definition",
        ),
    )
    invalid = (
        Invalid(
            "So $$\\alhpa + 1$$ it is.\n",
            at="\\alhpa",
            message="did you mean \\alpha",
            files=MATHJAX3,
            fixed="So $$\\alpha + 1$$ it is.\n",
        ),
        Invalid(
            "So $$\\foobarbaz$$ it is.\n",
            at="\\foobarbaz",
            message="\\foobarbaz",
            files=KATEX,
            severity=Severity.ERROR,
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        seen: set[str] = set()
        for formula, error in errors(doc):
            if (
                error.kind != "unknown-command"
                or error.name in seen
                or doc.math.known_elsewhere(formula, error)
                or doc.math.is_disputed(formula, error)
            ):
                continue
            seen.add(error.name)
            place = formula.at(error.offset, error.end)
            yield self.finding(
                error.message if doc.math.engine_of(formula) else _by_none(error),
                place,
                help=""
                if error.suggestion
                else "define it with \\newcommand, or name it under math.macros in .sitecheck.yml",
                fix=replacement(doc, place, error.name, error.suggestion, Safety.UNSAFE)
                if error.suggestion
                else None,
                severity=Severity.ERROR if doc.math.engine_of(formula) == "katex" else None,
            )


def _by_none(error: MathError) -> str:
    meant = f"; did you mean {error.suggestion}?" if error.suggestion else ""
    return f"neither MathJax nor KaTeX knows {error.name}{meant}"
