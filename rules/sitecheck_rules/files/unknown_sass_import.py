from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.files._sass import told


class UnknownSassImport(FileRule):
    """A style sheet imports a file that does not exist.

    ## What it does

    Reports `@import "x"` in a `.scss` or `.sass` page, and in what it imports, when there is no such file:
    neither beside the file that imports nor in `_sass` or the `load_paths` of `sass` in `_config.yml`. So
    with `@use` and `@forward`, which stop the build with jekyll-sass-converter 3 alone: where no
    `Gemfile.lock` names that, they get a warning.

    A theme whose files are not here, gems of Sass and what another program brings (a package manager, a
    submodule, a file that git ignores) may have the file, and nothing is said. Where the repository has a
    build step of its own such as webpack, which may write it, it is a warning.

    ## Why is this bad?

    Jekyll's build stops here.

    ## References

    - <https://jekyllrb.com/docs/assets/>
    - <https://sass-lang.com/documentation/at-rules/import/>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "document"})
    valid = (
        Valid(
            '---\n---\n@import "base", "mixins/all", "print.css", url(a.css), "b" screen;\n',
            path="css/main.scss",
            files={"_config.yml": "", "_sass/_base.scss": "", "_sass/mixins/all.sass": ""},
        ),
        Valid(
            '---\n---\n@import "base";\n',
            path="css/main.scss",
            files={
                "_config.yml": "",
                "_sass/base/_index.scss": '@import "color"',
                "_sass/base/_color.scss": "",
            },
            why="what is imported imports from its own folder",
        ),
        Valid(
            '---\n---\n@import "minima";\n',
            path="css/main.scss",
            files={"_config.yml": "theme: minima\n"},
            why="the theme may have it",
        ),
        Valid(
            '---\n---\n@import "jekyll_pages_api_search", "jekyll_pages_api_search/search";\n',
            path="css/main.scss",
            files={"_config.yml": "plugins: [jekyll_pages_api_search]\n"},
            why="a plugin may bring a style sheet of its name",
        ),
        Valid(
            '---\n---\n@import "../node_modules/a/b";\n',
            path="css/main.scss",
            files={"_config.yml": ""},
            why="a package manager brings it",
        ),
    )
    invalid = (
        Invalid(
            '---\n---\n@import "bsae";\n',
            path="css/main.scss",
            at="bsae",
            message="there is no style sheet 'bsae'",
            files={"_config.yml": "", "_sass/_base.scss": ""},
        ),
        Invalid(
            '---\n---\n@import "main";\n',
            path="css/main.scss",
            at="main",
            message="there is no style sheet 'main'",
            files={"_config.yml": ""},
            why="the page itself is none of those it may import",
        ),
        Invalid(
            "---\n---\n@import bsae\n",
            path="css/main.sass",
            at="bsae",
            message="there is no style sheet 'bsae'",
            files={"_config.yml": ""},
        ),
        Invalid(
            '---\n---\n@use "bsae";\n',
            path="css/main.scss",
            at="bsae",
            message="bsae",
            help="with jekyll-sass-converter 3",
            severity=Severity.WARNING,
            files={"_config.yml": ""},
        ),
        Invalid(
            '---\n---\n@use "bsae";\n',
            path="css/main.scss",
            at="bsae",
            message="bsae",
            files={"_config.yml": "", "Gemfile.lock": "GEM\n  specs:\n    jekyll-sass-converter (3.0.0)\n"},
        ),
        Invalid(
            '---\n---\n@import "vendor/grid";\n',
            path="css/main.scss",
            at="vendor/grid",
            message="vendor/grid",
            help="unless webpack.config.js makes it",
            severity=Severity.WARNING,
            files={"_config.yml": "", "webpack.config.js": "module.exports = require('./config')\n"},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for problem in doc.style_problems:
            if problem.kind == "missing":
                step = f" unless {doc.build_step} makes it" if doc.build_step else ""
                yield from told(self, doc, problem, f"there is no style sheet {problem.message!r}", step)
