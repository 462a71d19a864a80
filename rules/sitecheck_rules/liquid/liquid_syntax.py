from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from sys import maxsize

from sitecheck.api import (
    Document,
    FileRule,
    Finding,
    Invalid,
    LiquidProblem,
    Place,
    Related,
    Severity,
    Span,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.liquid._build import consequence, severity

_COMMENT = lazy_pattern(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FOUND = lazy_pattern(r".*'(or|and|[-+*/])'", re.DOTALL)
"""What a message says was found where Liquid goes on with a reading of its own."""
_SEEN = "put {% raw %} before and {% endraw %} behind braces that are meant to be seen"
_CHARACTERS = {
    "unexpected character '{'": _SEEN,
    "unexpected character '`'": _SEEN,
    "a value is expected, found '.'": _SEEN,  # ``{{.Name}}`` of Go, and of programs that take its templates
    "unexpected character '}'": "end the tag with %} or }}: Jekyll drops what follows as a part of it",
    "unexpected character '&'": "write and: Liquid has no &&; Jekyll leaves out what begins with it",
    "unexpected character '!'": (
        "Liquid has no !: write unless instead of if, or compare with false; Jekyll leaves it out"
    ),
    "a name expected, found '|'": "Liquid has no ||: tags such as if take or, everything else | default: …",
    "this does not belong here, found '|'": (
        "only assign and {{ }} take filters: assign the filtered value first; Jekyll leaves out the filter "
        "and what follows"
    ),
}
_ELSE_IF = {"else-if": "write elsif"}
_DEFAULT = "| default: "
_LOOP = lazy_pattern(r"\{%-?\s*for\s+\w+\s+in\s+(?P<name>[\w-]+)\s*\|(?P<filters>[^%{}]*?)-?%\}")
_ASSIGN = lazy_pattern(r"\{%-?\s*assign\s+(?P<name>[\w-]+)\s*=(?P<value>[^%{}]*)%\}")
_NO_LIST = lazy_pattern(r"(?<=default:) ?\[\s*\]|(?<=default: )\[\s*\]")
_OUTPUT = lazy_pattern(r"\{\{-?\s*(?P<name>[\w.-]+?)\s*-?\}\}")
_NEAR = 2000
"""So many characters before a loop are looked through for what its list is."""
_LONGEST = 200
"""Characters of the filters of a loop."""
_FOR_GOOD = frozenset({"sort", "sort_natural", "uniq", "compact"})
"""Filters that change nothing in a list that has been through them."""
_NAMELESS = lazy_pattern(r"a name expected, found ['\"]")
_WORDS = {"-": "minus", "+": "plus", "*": "times", "/": "divided_by"}
OTHER_RULES = frozenset(
    {
        *("missing-include", "missing-link", "missing-post", "limit"),
        *("unknown-tag", "unknown-filter", "undefined-filter", "undefined-variable"),
    }
)
"""Problems that have a rule of their own, or that say more about this tool than about the page."""


class LiquidSyntax(FileRule):
    """Liquid cannot read a tag, or reads it otherwise than it is written.

    ## What it does

    Reports Liquid that stops Jekyll's build (a block that is not closed, `{{` without `}}`, an `endfor`
    without `for`) as errors, and Liquid that Jekyll warns of and reads leniently, dropping what it does not
    understand (`{% assign a = b or c %}`, a filter without its bar), as warnings; as an information where it
    reads what was meant all the same. Such a reading in an HTML comment is left alone, as nobody sees what
    comes of it. Formulas with `{{` in them are a common case.

    ## Why is this bad?

    An error stops the build: the site stays as it was, often without anybody noticing. A lenient reading
    quietly shows something else than was meant.

    ## References

    - <https://shopify.github.io/liquid/>
    - measured with the gem liquid 4.0.4 and 5.4.0
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout", "include"})
    needs_page = False
    valid = (
        Valid("---\n---\n{% if page.title %}{{ page.title }}{% endif %}\n"),
        Valid("---\n---\n{% raw %}{{ not liquid {% endraw %}\n"),
        Valid(
            "{{ entry.tags | array_to_sentence_string }}\n",
            path="_includes/entry.html",
            why="an include by itself does not know what it is given",
        ),
        Valid(
            "---\npagination: {enabled: true}\n---\n{{ paginator.posts | sort: 'date' | size }}\n",
            files={
                "Gemfile": "group :jekyll_plugins do\n  gem 'jekyll-paginate-v2'\nend\n",
                "_config.yml": "pagination: {enabled: true}\n",
            },
            why="a plugin that the Gemfile alone brings makes the list",
        ),
        Valid("{{ a static file\n", path="a.txt", why="without front matter braces are only braces"),
        Valid(
            "---\n---\n{{ site.pages | find_exp: 'a', 'a.name contains 2-b' | inspect }}\n",
            files={"Gemfile": 'gem "github-pages", group: :jekyll_plugins\n', "netlify.toml": ""},
            why="a filter that Jekyll 3 does not have changes nothing",
        ),
        Valid("---\n---\n<!-- {{< figure src=a.png >}} -->\n", why="nobody sees what Liquid makes of it"),
    )
    invalid = (
        Invalid("---\n---\n{% if page.title %}\nHello\n", at="{% if page.title %}", message="if"),
        Invalid("---\n---\nHello {{ page.title\n", at="{{"),
        Invalid(
            "---\n---\n{{ site.pages | find_exp: 'a', 'a.name contains 2-b' | inspect }}\n",
            files={"Gemfile": 'gem "jekyll", "~> 4.3"\n'},
            message="cannot be read",
        ),
        Invalid("---\n---\n{% endfor %}\n", at="{% endfor %}"),
        Invalid(
            "---\n---\n{{ page.title page.date }}\n",
            severity=Severity.WARNING,
            help="leaves out what it does not understand",
            why="read to the middle",
        ),
        Invalid(
            "---\n---\n{% assign a = page.a or page.b %}\n",
            severity=Severity.WARNING,
            message="found 'or'",
            help="only tags such as if take or; Jekyll leaves out what begins with it",
        ),
        Invalid(
            "---\n---\n`docker ps --format '{{.Names}}'`\n",
            at=".",
            severity=Severity.WARNING,
            help="put {% raw %} before",
        ),
        Invalid(
            "---\n---\nTemplates stand between `{{` and `}}`.\n",
            severity=Severity.WARNING,
            help="put {% raw %} before",
        ),
        Invalid(
            "---\n---\n    if: ${{ github.a && github.b }}\n",
            severity=Severity.WARNING,
            help="put {% raw %} before",
        ),
        Invalid(
            "---\n---\n    key: ${{ a }}-${{ hashFiles('b') }}\n",
            severity=Severity.WARNING,
            help="put {% raw %} before",
        ),
        Invalid(
            "---\n---\na = {{32{1'b0}}, b};\n",
            severity=Severity.WARNING,
            help="put {% raw %} before",
        ),
        Invalid(
            "---\n---\n{% for a in site.posts limit:{{page.count}} %}{{ a.title }}{% endfor %}\n",
            severity=Severity.WARNING,
            help="write page.count: inside a tag names stand without braces",
        ),
        Invalid(
            "---\n---\n{% assign a = page.a - 1 %}\n",
            severity=Severity.WARNING,
            help="| minus: …",
        ),
        Invalid(
            '---\n---\n<img src="{{ "/a.png" width="9" | relative_url }}">\n',
            severity=Severity.WARNING,
            message="'=' does not belong here",
        ),
        Invalid(
            "---\n---\n{% if page.title = 'A' %}B{% endif %}\n",
            message="'=' is not a comparison that Liquid knows; write '=='",
        ),
        Invalid(
            "---\n---\n{% for a in site.posts | limit:10 offset:1 %}{{ a.title }}{% endfor %}\n",
            severity=Severity.INFO,
            help="write {% for a in site.posts limit:10 offset:1 %}; Jekyll reads it so, but warns",
        ),
        Invalid(
            "---\n---\n{{ page.a | join: ', ' %}}\n",
            severity=Severity.INFO,
            help="write {{ page.a | join: ', ' }}; Jekyll reads it so",
        ),
        Invalid(
            "---\n---\n{% assign a = (page.a | split: ',' | sort:0) %}\n",
            severity=Severity.INFO,
            help="write {% assign a = page.a | split: ',' | sort %}; Jekyll reads it so",
        ),
        Invalid(
            '---\n---\n{% assign a = "b,a" | split: "," | sort:  %}\n',
            severity=Severity.INFO,
            help='write {% assign a = "b,a" | split: "," | sort %}; Jekyll reads it so',
        ),
        Invalid(
            "---\n---\n{% if {{page.a}} %}B{% endif %}\n",
            severity=Severity.INFO,
            help="write {% if page.a %}; Jekyll reads it so",
        ),
        Invalid(
            "---\n---\n{% if {{page.a }} == 'b' %}B{% endif %}\n",
            severity=Severity.WARNING,
            help="write {% if page.a == 'b' %}; Jekyll reads another thing",
        ),
        Invalid(
            "---\n---\n{{ page.a | 'none' }}\n",
            severity=Severity.INFO,
            help="write {{ page.a | default: 'none' }}; Jekyll shows nothing where there is no value",
        ),
        Invalid(
            "---\n---\n{% for a in site.posts | sort %}{{ a.title }}{% endfor %}\n",
            severity=Severity.WARNING,
            message="a loop takes no filters",
        ),
        Invalid(
            '---\n---\n{% assign b = "b,a" | split: "," | sort %}{% for a in b | sort %}{{ a }}{% endfor %}',
            severity=Severity.INFO,
            help="take the filter away: b has been through it",
            why="the list is sorted before",
        ),
        Invalid(
            '---\n---\n{% assign b = "b,a" | split: "," | sort %}{% assign b = "d,c" | split: "," %}'
            "{% for a in b | sort %}{{ a }}{% endfor %}\n",
            severity=Severity.WARNING,
            help="leaves out",
            why="another list has been sorted",
        ),
        Invalid(
            "---\n---\n{% for a in site.posts reverse %}{{ a.title }}{% endfor %}\n",
            severity=Severity.WARNING,
            help="write {% for a in site.posts reversed %}; Jekyll reads another thing",
        ),
        Invalid(
            '---\n---\n{% if page.a == "b"}\n{% assign c = 0 %}\n{% endif %}\n',
            severity=Severity.WARNING,
            help="end the tag with %}",
        ),
        Invalid(
            "---\n---\n{% if page.a && page.a in site.data.b %}C{% endif %}\n",
            severity=Severity.WARNING,
            help="write and",
        ),
        Invalid(
            "---\n---\n{% assign a = {{page.a}} %}\n",
            severity=Severity.INFO,
            help="write {% assign a = page.a %}; Jekyll reads it so",
        ),
        Invalid(
            "---\n---\n{% if !page.a %}B{% endif %}\n",
            severity=Severity.WARNING,
            help="write unless instead of if",
        ),
        Invalid(
            "---\n---\n{% if page.a %}A{% elsif %}B{% endif %}\n",
            at="{% elsif %}",
            message="cannot be read",
        ),
        Invalid(
            "---\n---\n{% if page.a %}A{% else if page.b %}B{% endif %}\n",
            at="{% else if page.b %}",
            severity=Severity.WARNING,
            help="write elsif",
        ),
        Invalid(
            "---\n---\n{% assign a = page.a || page.b %}\n",
            severity=Severity.WARNING,
            help="Liquid has no ||",
        ),
        Invalid(
            "---\n---\n{% if page.a == page.b | upcase %}C{% endif %}\n",
            severity=Severity.WARNING,
            help="assign the filtered value first",
        ),
        Invalid(
            '---\n---\n{% assign a = "b,c" | split,"," %}{{ a }}\n',
            severity=Severity.INFO,
            help='write {% assign a = "b,c" | split: "," %}; Jekyll reads it so',
        ),
        Invalid(
            "---\n---\n{% assign a = 1 %}{{ $a }}\n",
            severity=Severity.INFO,
            help="write {{ a }}; Jekyll reads it so",
        ),
        Invalid(
            "---\n---\n{% assign a = site.data.a | default: [] %}\n",
            severity=Severity.INFO,
            help="leave the filter out",
        ),
        Invalid(
            "---\n---\n{% for a in site.data.2024.people %}{{ a }}{% endfor %}\n",
            severity=Severity.INFO,
            help='write {% for a in site.data["2024"].people %}; Jekyll reads it so',
        ),
        Invalid(
            "---\n---\n{% for a in (site.posts) %}{{ a.title }}{% endfor %}\n",
            severity=Severity.INFO,
            help="write {% for a in site.posts %}; Jekyll reads it so",
        ),
        Invalid("---\n---\n<!-- {{ page.title -->\n", at="{{", why="this stops the build"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        comments: dict[str, list[tuple[int, int]]] = {}
        problems = [problem for problem in doc.liquid_problems if problem.code not in OTHER_RULES]
        stops = sorted(problem.place for problem in problems if problem.fatal)
        for problem in problems:
            is_lax = problem.code == "lax-syntax" and not problem.fatal
            settled = _settled(doc, problem) if is_lax else ""
            if is_lax and (_in_comment(doc, problem.place, comments) or _is_told(problem.place, stops)):
                continue
            yield self.finding(
                problem.message,
                problem.place,
                help=settled
                or _of_workflow(doc, problem)
                or _bare(doc, problem)
                or _ELSE_IF.get(problem.code, "")
                or (_advice(problem) if is_lax else consequence(problem.fatal)),
                related=[Related(problem.related, "see here")] if problem.related else [],
                severity=Severity.INFO
                if settled or (is_lax and _is_mild(problem))
                else severity(problem.fatal),
            )


def _of_workflow(doc: Document, problem: LiquidProblem) -> str:
    """What to do with an expression of GitHub Actions, ``${{ a && b(c) }}``; "" for anything else."""
    text, at = _around(doc, problem.place, _LONGEST)
    begins = text.rfind("{{", 0, at)
    is_meant = begins > 0 and text[begins - 1] == "$" and text[at : at + 1] in ("&", "(")
    return _SEEN if is_meant else ""


def _bare(doc: Document, problem: LiquidProblem) -> str:
    """What to write for ``{{ name }}`` inside a tag; "" elsewhere."""
    if problem.meant or not problem.message.endswith("unexpected character '{'"):
        return ""
    text, at = _around(doc, problem.place, _LONGEST)
    output = _OUTPUT.match(text, at)
    if output is None or text.rfind("{%", 0, at) <= text.rfind("%}", 0, at):
        return ""
    return f"write {output['name']}: inside a tag names stand without braces; Jekyll leaves them out"


def _settled(doc: Document, problem: LiquidProblem) -> str:
    """What to do about an empty list that is written for a value, or about a filter that a loop drops where
    its list has been through that filter before; "" elsewhere. ``{% for %}`` reads no filters (Liquid 4 and
    5), and ``[]`` is nothing."""
    text, at = _around(doc, problem.place, _NEAR)
    if _NO_LIST.match(text, at):
        return "leave the filter out: Liquid has no way to write a list, and takes [] for nothing"
    begin = text.rfind("{%", 0, at)
    loop = _LOOP.match(text, begin) if begin >= 0 else None
    if loop is None:
        return ""
    dropped = _filters(loop["filters"])
    assigns = _ASSIGN.finditer(text, 0, begin)
    values = [assign["value"] for assign in assigns if assign["name"] == loop["name"]]
    if not values or not _FOR_GOOD.issuperset(dropped):
        return ""
    if _filters(values[-1])[-len(dropped) :] != dropped:
        return ""
    return f"take the filter away: {loop['name']} has been through it, and a loop drops it"


def _around(doc: Document, place: Place, reach: int) -> tuple[str, int]:
    """What is written around the beginning of a place, ``reach`` characters before it at most, and where in
    that it begins."""
    start = max(0, place.span.start - reach)
    text = doc.written(Place(place.path, Span(start, place.span.start + _LONGEST)))
    return text, place.span.start - start


def _filters(text: str) -> list[str]:
    return [part.strip(" \t\r\n-") for part in text.split("|")]


def _is_told(place: Place, stops: list[Place]) -> bool:
    """Whether the build stops at the tag that holds ``place``, which is told then."""
    found = bisect_right(stops, place) - 1
    return found >= 0 and stops[found].path == place.path and place.span.end <= stops[found].span.end


def _is_mild(problem: LiquidProblem) -> bool:
    """Whether the page shows what was meant, at least where there is a value."""
    return problem.harmless or _lacks_default(problem)


def _lacks_default(problem: LiquidProblem) -> bool:
    """Whether a text stands where the filter ``default`` and that text belong."""
    return _DEFAULT in problem.meant and _NAMELESS.search(problem.message) is not None


def _unexpected(message: str) -> str:
    """What to do about a character that Liquid has no use for; "" where that is not known."""
    return next((advice for end, advice in _CHARACTERS.items() if message.endswith(end)), "")


def _advice(problem: LiquidProblem) -> str:
    if not problem.meant:
        if advice := _unexpected(problem.message):
            return advice
        found = _FOUND.fullmatch(problem.message)
        if found is None:
            return "Jekyll leaves out what it does not understand; see what the page shows"
        if found[1] in _WORDS:
            return f"Liquid computes by filters: | {_WORDS[found[1]]}: …; Jekyll leaves the rest out"
        return f"only tags such as if take {found[1]}; Jekyll leaves out what begins with it"
    if _lacks_default(problem):
        return f"write {problem.meant}; Jekyll shows nothing where there is no value"
    return (
        f"write {problem.meant}; Jekyll reads {'it so, but warns' if problem.harmless else 'another thing'}"
    )


def _in_comment(doc: Document, place: Place, comments: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a place lies in a comment of its file, whose ``comments`` are found once."""
    if place.path not in comments:
        text = doc.written(Place(place.path, Span(0, maxsize)))
        comments[place.path] = [match.span() for match in _COMMENT.finditer(text)]
    return _lies_in(place.span.start, comments[place.path])


def _lies_in(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of the ``spans``, which are in order."""
    found = bisect_right(spans, (at, at)) - 1
    return found >= 0 and at < spans[found][1]
