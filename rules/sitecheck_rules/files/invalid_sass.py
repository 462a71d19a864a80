from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.files._sass import told


class InvalidSass(FileRule):
    """A style sheet cannot be compiled.

    ## What it does

    Reports what every release of Sass refuses in a `.scss` page and in what it imports: brackets, strings
    and comments that are not closed, a declaration without a name, a colon, a value or a semicolon, rules
    like `@each` and `@else` that lack what they need, `@error`, a sum of units that do not go together, a
    color function that is given no color, the name of a module that no `@use` gives, and a variable, mixin,
    placeholder or class (to `@extend`) that no file has which the page imports. In what is loaded with `@use`
    it is a warning where no `Gemfile.lock` names jekyll-sass-converter 3, as older ones do not know that.
    What only these refuse (`math.div(…)`) is told where GitHub Pages builds, or a `Gemfile.lock` names one of
    them.

    Most of what is wrong in a style sheet is not told: nothing is compiled, and a `.sass` page is only
    judged by what it imports.

    ## Why is this bad?

    Jekyll's build stops here.

    ## References

    - <https://jekyllrb.com/docs/assets/>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "document"})
    valid = (
        Valid(
            '---\n---\n$a: red;\na { color: $a; b: "#{$a}"; c: url(http://a.b/c) } // it\'s\n', path="a.scss"
        ),
        Valid(
            '---\n---\n@import "a";\na { color: $a; @include b }\n',
            path="css/main.scss",
            files={"_config.yml": "", "_sass/_a.scss": "$a: red; @mixin b { c: d }"},
        ),
        Valid(
            '---\n---\n@import "a";\na { @extend .b; c: mix(1, 2) calc(1px + 1s) }\n',
            path="css/main.scss",
            files={"_config.yml": "", "_sass/_a.scss": ".b { d: e } @function mix($f, $g) { @return $f }"},
        ),
        Valid(
            "---\n---\n@use 'sass:math';\na { b: math.div(1, 2) }\n",
            path="a.scss",
            files={"_config.yml": ""},
            why="jekyll-sass-converter 3 takes it",
        ),
        Valid("---\n---\na { b: c;\n", path="a.css", why="Jekyll does not convert it"),
        Valid(
            '---\n---\n@import "minima";\na { color: $brand-color }\n',
            path="css/main.scss",
            files={"_config.yml": "theme: minima\n"},
            why="the theme may define it",
        ),
        Valid(
            '---\n---\n@import "screen";\na { color: $brand-color }\n',
            path="css/screen.scss",
            files={"_config.yml": "theme: of-mine\n"},
            why="that is the theme's, not the page itself",
        ),
        Valid("---\n---\n{% include a.css %}\n", path="a.scss", files={"_includes/a.css": "a { b: c }"}),
        Valid("---\n---\na { b: {{ site.time }}; }\n", path="a.scss"),
        Valid(
            '---\n---\n@use "sass:meta";\na { @extend .b; }\n@include meta.load-css("c");\n',
            path="a.scss",
            files={"_sass/_c.scss": ".b { d: e }"},
        ),
        Valid(
            "---\n---\na { b: c;\n",
            path="a.scss",
            files={"_config.yml": "", "_plugins/a.rb": "class A < Jekyll::Converter\nend\n"},
            why="Ruby of the site may convert it otherwise",
        ),
        Valid(
            "---\n---\na { b: c;\n",
            path="a.scss",
            files={"_config.yml": "", "Gemfile.lock": "GEM\n  specs:\n    jekyll (1.5.1)\n"},
            why="this Jekyll converts no Sass",
        ),
    )
    invalid = (
        Invalid("---\n---\na { b: c;\n", at="{", path="a.scss", message="this { is not closed"),
        Invalid(
            "---\n---\na { b: c; } }\n", at="}", path="a.scss", message="nothing is open that this } closes"
        ),
        Invalid('---\n---\na { b: "c; }\n', at='"', path="a.scss", message="this string is not closed"),
        Invalid("---\n---\n/* a\n", at="/*", path="a.scss", message="this comment is not closed"),
        Invalid("---\n---\na { b: c\n  d: e; }\n", at="c", path="a.scss", message="a semicolon is missing"),
        Invalid("---\n---\na { b: ; }\n", at="b", path="a.scss", message="b has no value"),
        Invalid("---\n---\na { b c; }\n", at="b c", path="a.scss", message="no colon"),
        Invalid(
            "---\n---\na { b: $c; }\n", at="$c", path="a.scss", message="nothing defines the variable $c"
        ),
        Invalid("---\n---\na { @include b; }\n", at="b", path="a.scss", message="the mixin b"),
        Invalid("---\n---\na { @extend %b; }\n", at="%b", path="a.scss", message="the placeholder %b"),
        Invalid("---\n---\na { @extend .b; }\n", at=".b", path="a.scss", message="what is extended here: .b"),
        Invalid("---\n---\na { b: 1px + 1s; }\n", at="1px + 1s", path="a.scss", message="cannot be added"),
        Invalid("---\n---\na { b: mix(1, 2); }\n", at="mix", path="a.scss", message="mix() wants a color"),
        Invalid(
            "---\n---\n@use 'sass:math';\na { b: math.div(1, 2) }\n",
            at="math",
            path="a.scss",
            message="modules like math are known to Dart Sass alone",
            files={"_config.yml": "", "Gemfile.lock": "GEM\n  specs:\n    jekyll-sass-converter (2.2.0)\n"},
        ),
        Invalid("---\n---\n@else { }\n", at="@else", path="a.scss", message="no @if stands in front"),
        Invalid(
            "---\n---\na { b: {{ site.color }} }\n",
            at="b",
            path="a.scss",
            message="b has no value",
            files={"_config.yml": "colour: red\n"},
            why="it is judged as Liquid leaves it",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for problem in doc.style_problems:
            if problem.kind == "refused":
                yield from told(self, doc, problem, problem.message)
