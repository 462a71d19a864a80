"""Whatever the text, reading and rendering end soon, raise nothing and stay inside the text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.sampled import examples, sampled

from sitecheck.liquid import PlainHost, Unknown, parse, render
from sitecheck.liquid.markup import lax_parts
from sitecheck.liquid.values import undecided
from sitecheck.text.source_map import UNKNOWN

WORDS = (
    "{{",
    "}}",
    "{%",
    "%}",
    "{%-",
    "-%}",
    "{",
    "}",
    "%",
    "|",
    "'",
    '"',
    ":",
    ",",
    ".",
    "[",
    "]",
    "(",
    ")",
    "..",
    "=",
    "==",
    "<",
    "contains ",
    " and ",
    " or ",
    "if ",
    "endif",
    "else",
    "elsif ",
    "unless ",
    "endunless",
    "for ",
    "in ",
    "endfor",
    "break",
    "continue",
    "case ",
    "when ",
    "endcase",
    "assign ",
    "capture ",
    "endcapture",
    "raw",
    "endraw",
    "comment",
    "endcomment",
    "include ",
    "a.html",
    "link ",
    "post_url ",
    "highlight ",
    "endhighlight",
    "tablerow ",
    "endtablerow",
    "cycle ",
    "increment ",
    "plugin",
    "endplugin",
    "x",
    "y",
    "site",
    "page",
    "secret",
    "i",
    "1",
    "2.5",
    "-3",
    "999999999",
    "(1..99999999999)",
    " ",
    "\n",
    "\r\n",
    "limit:",
    "offset:",
    "reversed",
    "append",
    "split",
    "where",
    "sort",
    "date",
    "replace",
    "times",
    "jsonify",
    "slugify",
    "relative_url",
    "\u00a0",
    "\0",
    "é",
    "日",
    UNKNOWN,
    "forloop.last",
    "empty",
    "blank",
)
texts = st.one_of(st.lists(st.sampled_from(WORDS), max_size=40).map("".join), st.text(max_size=80))
HOST = {
    "site": {"baseurl": "/b", "data": [1, "two"]},
    "page": {"title": "T"},
    "secret": Unknown(undecided("it is secret")),
    "y": [3, 1],
}
INCLUDES = {"a.html": "<{{ include.x }}{% include a.html x=1 %}>"}


@examples(400)
@given(texts, st.sampled_from([4, 5]), st.integers(0, 50))
def test_spans_stay_inside_the_text(text: str, liquid: int, offset: int) -> None:
    """Problems, pieces and unknowns lie between the text's start and its end."""
    template = parse(text, "p.md", offset, liquid=liquid)
    rendering = render(template, PlainHost(HOST, includes=INCLUDES, liquid=liquid))
    for problem in (*template.problems, *rendering.problems):
        if problem.place.path == "p.md":
            start, end = problem.place.span
            assert offset <= start <= end <= offset + len(text)
            assert problem.message
    for piece in rendering.mapped.pieces:
        if piece.path == "p.md":
            assert offset <= piece.start <= piece.end <= offset + len(text)


@examples(400)
@given(texts, st.integers(0, 50))
def test_copied_text_stands_so_in_the_source(text: str, offset: int) -> None:
    """A copied piece is the same, character for character, in the file it names."""
    rendering = render(parse(text, "p.md", offset), PlainHost(HOST, includes=INCLUDES))
    sources = {"p.md": " " * offset + text, "_includes/a.html": INCLUDES["a.html"]}
    mapped = rendering.mapped
    ends = [*(piece.out for piece in mapped.pieces[1:]), len(mapped.text)]
    for piece, end in zip(mapped.pieces, ends, strict=True):
        if piece.kind == "copied":
            assert mapped.text[piece.out : end] == sources[piece.path][piece.start : piece.end]
        else:
            assert (UNKNOWN in mapped.text[piece.out : end]) or piece.kind == "produced"


@examples(200)
@given(texts.filter(lambda text: "{{" not in text and "{%" not in text))
def test_text_without_liquid_is_untouched(text: str) -> None:
    """The fast path maps the text to itself."""
    rendering = render(parse(text, "p.md", 7), PlainHost())
    assert rendering.mapped.text == text
    assert rendering.mapped.place(0, len(text)).span == (7, 7 + len(text))


@examples(200)
@given(texts)
def test_line_ends_do_not_matter(text: str) -> None:
    """A text with CRLF has the same problems as with LF, at the same characters."""
    unix = text.replace("\r", "")
    if "\n" not in unix:
        unix = f"{unix}\n{unix}"
    windows = unix.replace("\n", "\r\n")
    shifts = [index + unix.count("\n", 0, index) for index in range(len(unix) + 1)]
    of_unix = [(problem.code, shifts[problem.place.span.start]) for problem in parse(unix, "p").problems]
    assert of_unix == [(problem.code, problem.place.span.start) for problem in parse(windows, "p").problems]


REPEATED = (
    "{",
    "{{",
    "{%",
    "{% if x %}",
    "{{ x",
    "{{ 'a' }}",
    "{% raw %}",
    "{%endif%}",
    "{% x",
    "{% comment %}",
    "{{ x | ",
    "{{ '",
    "{% assign a",
    "}}",
    "%}",
    "{% tab %}",
    "{% raw %}{{ {% x %}",
    "{% include a b=",
    "{% case x %}{% when",
)
INSIDE = (
    "a",
    "a ",
    "a.",
    "[",
    "(",
    "('",
    "'",
    '"',
    "a|b:",
    "| ",
    "x: ",
    ",",
    "a and ",
    "a == ",
    "..",
    "(a..",
    "-",
    "\u00a0",
    "a=",
    "{",
)
TAGS = (
    "{{%s}}",
    "{%% if %s %%}",
    "{%% for %s %%}",
    "{%% assign x = %s %%}",
    "{%% include %s %%}",
    "{%% tablerow %s %%}",
    "{%% case %s %%}",
    "{%% cycle %s %%}",
    "{%% post_url %s %%}",
    "{%% highlight %s %%}",
    "{%% assign %s %%}",
)


LENGTH = 20_000
PATIENCE = 3
"""Seconds of computing; linear work takes a hundredth or two, quadratic work ten seconds or more."""


def spend(text: str) -> float:
    """How long reading and rendering compute."""
    started = time.process_time()
    render(parse(text, "p.md"), PlainHost(HOST, includes=INCLUDES))
    return time.process_time() - started


@pytest.mark.parametrize(
    "unit", sampled([*REPEATED, *(tag % inside for tag in TAGS for inside in ("a", "'"))], 6)
)
def test_repeated_text_is_read_in_linear_time(unit: str) -> None:
    """Long texts of one thing over and over do not blow up."""
    assert spend(unit * (LENGTH // len(unit))) < PATIENCE


BEGINNINGS = ("a or", "a |", "a:", "a in", "a == ", "a b", "")
ENDS = ("", "or b", "in b", "'")


@pytest.mark.parametrize("tag", sampled([*TAGS, "{%% if a %%}{%% elsif %s %%}{%% endif %%}"], 2))
def test_long_blanks_are_read_in_linear_time(tag: str) -> None:
    """A search for what may follow does not begin anew at each of many blanks."""
    for begin in BEGINNINGS:
        for end in ENDS:
            assert spend(tag % f"{begin}{' ' * LENGTH}{end}") < PATIENCE


@given(st.text(alphabet="a or\tnd'|,", max_size=14))
@example("or  or")
@example("a or  or b")
def test_parts_of_a_condition_are_those_that_the_gem_scans(markup: str) -> None:
    gem = re.compile(
        r"(?:\b(?:\s?and\s?|\s?or\s?)\b|(?:\s*(?!\b(?:\s?and\s?|\s?or\s?)\b)"
        r"(?:\"[^\"]*\"|'[^']*'|(?:[^\s,|'\"]|\"[^\"]*\"|'[^']*')+|\S+)\s*)+)",
        re.A,
    )
    assert list(lax_parts(markup)) == gem.findall(markup)


@pytest.mark.parametrize("head", ["a or", "or", "=", "|", ""])
def test_a_condition_that_cannot_be_read_never_holds(head: str) -> None:
    """Whatever stands around it is read and rendered."""
    template = parse(f"{{% if x %}}1{{% elsif {head} %}}2{{% else %}}3{{% endif %}}", "p.md")
    assert [problem.code for problem in template.problems if problem.fatal] in (["invalid-syntax"], [])
    assert "2" not in render(template, PlainHost({})).mapped.text


@pytest.mark.parametrize("tag", sampled(TAGS, 2))
def test_long_markup_is_read_in_linear_time(tag: str) -> None:
    """Nor does long nonsense inside one tag."""
    for inside in INSIDE:
        assert spend(tag % (inside * (LENGTH // len(inside)))) < PATIENCE
