"""Any text gives facts with spans inside it, in bounded work."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.sampled import examples, sampled

from sitecheck import kramdown
from sitecheck.kramdown import Options
from sitecheck.kramdown.facts.block_facts import facts_of
from sitecheck.kramdown.span.leaf import Reading
from sitecheck.kramdown.structure import read_structure
from sitecheck.model.span import Span

DIALECTS = [Options(), Options(input="kramdown"), Options(input="CommonMark"), Options(hard_wrap=True)]

_PIECES = [
    "# H",
    "## H {#x}",
    "===",
    "---",
    "* a",
    "  * b",
    "1. c",
    "> q",
    "    code",
    "\t",
    "```",
    "~~~",
    "",
    " a ",
    " b ",
    "",
    "-",
    "-",
    "`c`",
    "``",
    "*e*",
    "**s**",
    "_",
    "[l](u)",
    "[l](u 't')",
    "![i](s)",
    "[r]",
    "[r]: u",
    "[^1]",
    "[^1]: n",
    "{: #i}",
    "{:r}",
    "{:r: .c}",
    "{:toc}",
    "{::comment}",
    "{:/}",
    "{::options auto_ids='false' /}",
    "{::nomarkdown}",
    "$$",
    "$$a$$",
    "\\$",
    "\\\\",
    "<div>",
    "</div>",
    "<div markdown='1'>",
    "<b>",
    "</b>",
    "<b id='x'>",
    '<a href="',
    "<br/>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<http://x>",
    "&amp;",
    "&#",
    '"',
    "'",
    "--",
    "...",
    "<<",
    ": d",
    "*[A]: b",
    "^",
    "a",
    "é",
    "\uf8ff",
    "\r\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x00",
    "\u2028",
    " ",
    "  ",
]
documents = st.lists(st.sampled_from([*_PIECES, "\n", "\n", "\n", "\n\n", "|", " | "]), max_size=40).map(
    "".join
)


def _spans(page: kramdown.Markdown) -> Iterator[tuple[int, int]]:
    for facts in page[:-1]:
        for fact in facts:  # type: ignore[attr-defined]
            span = getattr(fact, "span", None)
            yield (fact.start, fact.end) if span is None else span
            if getattr(fact, "href_span", None) is not None:
                yield fact.href_span
            for part in (*getattr(fact, "attrs", ()), *getattr(fact, "cells", ())):
                yield part.span if hasattr(part, "span") else (part.start, part.end)
                if hasattr(part, "value_start"):
                    yield part.value_start, part.value_end


@pytest.mark.parametrize(
    "options", sampled(DIALECTS, fast=2), ids=["gfm", "plain", "commonmark", "hard-wrap"]
)
@examples(400)
@given(text=st.one_of(documents, st.text(max_size=80)))
def test_spans_lie_in_the_text(text: str, options: Options) -> None:
    page = kramdown.read(text, options)
    for start, end in _spans(page):
        assert 0 <= start <= end <= len(text)
    for block in kramdown.visible_text(text, options):
        for segment in block.segments:
            for offset in range(len(segment.text)):
                start, end = segment.place(offset, offset + 1)
                assert 0 <= start <= end <= len(text) + 1


@examples(300)
@given(documents)
def test_facts_do_not_depend_on_line_ends(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    one, other = kramdown.read(text), kramdown.read(text.replace("\n", "\r\n"))
    assert [found.value for found in one.ids] == [found.value for found in other.ids]
    assert [(link.href, link.kind) for link in one.links] == [(link.href, link.kind) for link in other.links]
    assert [math.tex for math in one.math] == [math.tex for math in other.math]


@pytest.mark.parametrize("options", DIALECTS[:2], ids=["gfm", "plain"])
@examples(200)
@given(text=documents)
@example(text='# H"')
@example(text="# 'H'\n")
def test_facts_do_not_depend_on_whether_text_is_asked_for(text: str, options: Options) -> None:
    """The ways of reading leaves (facts only, their text too, everything) find the same."""
    found = [facts_of(read_structure(text, options, reading)) for reading in Reading]
    assert found[0] == found[1]
    assert found[0] == found[2]


@pytest.mark.parametrize("options", [*DIALECTS[:2], DIALECTS[3]], ids=["gfm", "plain", "hard-wrap"])
@examples(300)
@given(text=documents, size=st.integers(1, 60))
@example(text="a\n: b\n\nc\n: d\n", size=1)
@example(text="a\n\n{: .c}\nb\n\n[r]\n\n[r]: u\n", size=1)
@example(text="[r]\n\na\n\n> [r]: u\n", size=1)
@example(text="* a\n{:toc}\n\na\n\n# H\n", size=1)
@example(text="# H\n\na\n\n{::options auto_ids='false' /}\n", size=1)
def test_a_start_is_what_the_html_of_the_whole_begins_with(text: str, size: int, options: Options) -> None:
    start = kramdown.html_start(text, size, options)
    assert start is None or kramdown.to_html(text, options).startswith(start)


_HOSTILE = {
    "headings": "# a\n", "quotes": "> ", "lists": "* ", "nested": "<div>", "markdown": '<div markdown="1">\n',
    "inline": "<b>", "brackets": "[", "images": "![", "links": "[a](b ", "parentheses": "[a](((", "titles": '[a]("b ',
    "emphasis": "*a ", "strong": "**a *b ", "underscores": "_", "code": "`a ``b ", "math": "$$a", "fences": "```a\n",
    "attributes": "<a b='", "lists of attributes": "{: a\n", "extensions": "{::comment} ", "comments": "<!-- ",
    "cdata": "<![CDATA[", "strike": "~~a ", "definitions": '[a]: b "\n', "tables": "|a", "rows": "`|\n", "blanks": " ",
    "references": "&amp", "autolinks": "<http:", "terms": "a\n: b\n", "quotation": "\"'",
}  # fmt: skip


def _lines_run(text: str, options: Options) -> int:
    """How many lines of Python run while ``text`` is read: a measure of work that no clock disturbs."""
    count = 0

    def trace(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        kramdown.read(text, options)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", sampled(_HOSTILE, 6))
def test_work_grows_with_the_text_alone(name: str) -> None:
    small = _lines_run(_HOSTILE[name] * 300 + "\n\nend", Options())
    large = _lines_run(_HOSTILE[name] * 1200 + "\n\nend", Options())
    assert large < 6 * small + 20_000


def test_deep_nesting_is_cut_off_and_told() -> None:
    text = "> " * 400 + "[l](u)\n"
    page = kramdown.read(text)
    assert [problem.kind for problem in page.problems] == ["nested-too-deep"]
    assert kramdown.read("<div>" * 20_000).tags[-1].name == "div"


def test_span_is_what_the_model_says() -> None:
    assert isinstance(kramdown.read("[a](b)").links[0].span, Span)
