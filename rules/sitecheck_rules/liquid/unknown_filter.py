from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    KNOWN_FILTERS,
    Document,
    FileRule,
    Finding,
    Invalid,
    LiquidProblem,
    Place,
    Severity,
    Span,
    Stretches,
    Valid,
    plugins_by_filter,
)
from sitecheck_rules.liquid._code import Code
from sitecheck_rules.liquid._plugins import guess, sentences

_NEAR = 10
_DONE_BY = {"emojify": "jemoji"}
"""Plugins that do the work of a filter on every page."""


class UnknownFilter(FileRule):
    """A Liquid filter is no filter of Liquid, of Jekyll, or of a plugin of the site.

    ## What it does

    Reports `{{ page.title | upcsae }}`, and `{{ content | toc }}` without the plugin that brings it. Where a
    plugin, a theme or Ruby code that nobody has read may bring the filter, only a slip of the pen is told.

    ## Why is this bad?

    Liquid hands the value on as it is, without a word. With `liquid: {strict_filters: true}` in
    `_config.yml` Jekyll's build stops here, and the finding is an error.

    ## References

    - <https://jekyllrb.com/docs/liquid/filters/>
    - measured with Jekyll 4.3.4
    """

    kinds = frozenset({"page", "post", "document", "layout"})
    needs_page = False
    valid = (
        Valid("---\n---\n{{ page.title | upcase | markdownify }}\n"),
        Valid("---\n---\n{{ content | toc }}\n", files={"_config.yml": "plugins: [jekyll-toc]\n"}),
        Valid(
            "---\n---\n{{ page.title | tidy }}\n",
            files={"_plugins/a.rb": "Liquid::Template.register_filter(A)\n"},
        ),
        Valid(
            "---\n---\n{{ page.date | xdate: '%d' }}\n",
            files={"_config.yml": "plugins: [jekyll-of-my-own]\n"},
            why="a letter before a word makes another word, which a plugin may well bring",
        ),
        Valid("---\n---\n{{ page.title | 'A page' }}\n", why="`liquid-syntax` tells it"),
        Valid("---\n---\n{% assign a = page.a || page.b %}\n", why="`liquid-syntax` tells it"),
        Valid("---\n---\n{% raw %}{{ a | b }}{% endraw %}\n"),
    )
    invalid = (
        Invalid("---\n---\n{{ page.title | upcsae }}\n", at="upcsae", message="'upcsae'"),
        Invalid(
            "---\n---\n{{ page.title | emojify }}\n",
            files={"_config.yml": "plugins: [jemoji]\n"},
            severity=Severity.INFO,
            why="jemoji does it to the whole page",
        ),
        Invalid(
            "---\n---\n`{{ names | map_by: f }}`\n",
            at="map_by",
            help="put {% raw %} before and {% endraw %} behind code",
        ),
        Invalid("---\n---\n{{ content | toc }}\n", at="toc", message="'toc'"),
        Invalid(
            "---\n---\n{{ page.url | upcsae }}\n",
            at="upcsae",
            files={"_config.yml": "liquid: {strict_filters: true}\n"},
            severity=Severity.ERROR,
        ),
        Invalid(
            "---\n---\n{{ page.title | upcsae }}\n",
            at="upcsae",
            files={"_config.yml": "plugins: [jekyll-of-my-own]\n"},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.is_used is False:
            return
        names, code = doc.liquid_names, Code(doc)
        torn, stops = _Places(doc, "lax-syntax"), _Places(doc, "undefined-filter")
        for problem in doc.liquid_problems:
            if problem.code != "unknown-filter" or problem.name in names.filters | KNOWN_FILTERS:
                continue
            found = guess(doc, problem.name, KNOWN_FILTERS | names.filters, plugins_by_filter())
            if found is None:
                continue
            is_stop = stops.hold(problem.place)
            if not is_stop and (torn.begin_at(problem.place) or _is_or(doc, problem)):
                continue
            consequence = "Jekyll's build stops here" if is_stop else "Liquid hands the value on as it is"
            yield self.finding(
                f"there is no filter '{problem.name}'",
                problem.place,
                help=sentences(
                    found.advice,
                    code.advice(problem.place),
                    consequence + (found.unsure and f", unless: {found.unsure}"),
                ),
                severity=_severity(doc, problem.name, is_stop=is_stop),
            )


def _severity(doc: Document, name: str, *, is_stop: bool) -> Severity:
    if is_stop:
        return Severity.ERROR
    is_done = _DONE_BY.get(name) in doc.config["plugins"]
    return Severity.INFO if is_done else Severity.WARNING


class _Places:
    """The places of a kind of problem, in a file and in what it includes: as many as there are filters."""

    def __init__(self, doc: Document, code: str) -> None:
        spans: dict[str, list[Span]] = {}
        for problem in doc.liquid_problems:
            if problem.code == code:
                spans.setdefault(problem.place.path, []).append(problem.place.span)
        self._wholes = {path: Stretches(each) for path, each in spans.items()}
        self._starts = {path: Stretches((at, at + 1) for at, _ in each) for path, each in spans.items()}

    def hold(self, place: Place) -> bool:
        """Whether the place lies in one of them."""
        return place.path in self._wholes and place.span.start in self._wholes[place.path]

    def begin_at(self, name: Place) -> bool:
        """Whether one begins at a name: at the quotation mark before it, or right behind it."""
        starts = self._starts.get(name.path)
        return starts is not None and starts.meet(name.span.start - 1, name.span.end + 1)


def _is_or(doc: Document, problem: LiquidProblem) -> bool:
    """Whether two bars stand before a name, as other languages write *or*."""
    path, span = problem.place
    before = doc.written(Place(path, Span(max(0, span.start - _NEAR), span.start)))
    return before.replace(" ", "").endswith("||")
