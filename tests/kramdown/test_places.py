"""Spans are offsets into the text that was given, whatever stands around a construct."""

from __future__ import annotations

import pytest

from sitecheck import kramdown

LINK = '[text](dest.html "title")'
WRAPPED = {
    "paragraph": "a {} b\n",
    "list": "* x\n\n  y\n  * z {}\n",
    "tabs": "*\tx\n\n\t*\ty {}\n",
    "ordered": "10. x\n    {}\n",
    "quote": "> > x\n> > {}\n",
    "quoted list": "> * x\n>   y {}\n",
    "list with quote": "* x\n  > {}\n",
    "table": "| a | b |\n|---|---|\n| `x|y` | {} |\n",
    "second of equal cells": "| c | c |\n|---|---|\n| c \\| d | {} |\n",
    "footnote": "x[^1]\n\n[^1]: a\n\n    b {}\n",
    "definition": "term\n:   x\n    {}\n",
    "term": "term {}\n: x\n",
    "heading": "# H {} x\n",
    "html": '<div markdown="1">\n* {}\n</div>\n',
    "html list": '* <div markdown="1">\n  x {}\n  </div>\n',
    "inline html": "<b>x {}</b>\n",
    "emphasis": "**x _y {}_**\n",
    "strike": "~~x {} y~~\n",
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", WRAPPED)
def test_links(name: str, line_end: str) -> None:
    text = "intro\n\n" + WRAPPED[name].format(LINK) + "\nend\n"
    text = text.replace("\n", line_end)
    (link,) = [link for link in kramdown.read(text).links if link.kind == "inline"]
    assert text[link.span.start : link.span.end] == LINK
    assert link.href_span is not None
    assert text[link.href_span.start : link.href_span.end] == "dest.html"
    assert (link.href, link.title, link.text) == ("dest.html", "title", "text")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", WRAPPED)
def test_inline_formulas(name: str, line_end: str) -> None:
    text = WRAPPED[name].format("$$x^2$$").replace("\n", line_end)
    (math,) = kramdown.read(text).math
    assert text[math.span.start : math.span.end] == "$$x^2$$"
    assert text[slice(*math.place(0, 3))] == math.tex == "x^2"
    assert text[slice(*math.place(1, 2))] == "^"


def test_a_formula_over_quoted_lines_maps_each_character() -> None:
    text = "> $$\n> a\n> b_1\n> $$\n"
    (math,) = kramdown.read(text).math
    assert (math.tex, math.display) == ("a\nb_1", True)
    for offset, character in enumerate(math.tex):
        assert text[math.place(offset, offset + 1).start] == character


def test_attributes_of_raw_html() -> None:
    text = '* <b id="x" title=\'a &amp; b\'>c</b>\n\n<div\n class="k">\n</div>\n'
    page = kramdown.read(text)
    values = [
        (attr.value, text[attr.start : attr.end], text[attr.value_start : attr.value_end])
        for tag in page.tags
        for attr in tag.attrs
    ]
    assert values == [
        ("x", 'id="x"', "x"),
        ("a & b", "title='a &amp; b'", "a &amp; b"),
        ("k", 'class="k"', "k"),
    ]
    assert [text[tag.start : tag.end] for tag in page.tags if tag.kind == "end"] == ["</b>", "</div>"]


def test_cells() -> None:
    text = "  | a | a |\n  |---|---|\n  | \\| b | `c|d` |\n"
    (table,) = kramdown.read(text).tables
    assert [(cell.row, cell.column, text[slice(*cell.span)]) for cell in table.cells] == [
        (0, 0, "a"),
        (0, 1, "a"),
        (1, 0, "| b"),
        (1, 1, "`c|d`"),
    ]


def test_ids_of_attribute_lists() -> None:
    text = "# H {#one}\n\n> T\n> {: #two}\n\n*e*{: .c #three}\n\n{:r: #four}\n\nU\n{:r}\n"
    page = kramdown.read(text)
    assert [(found.value, text[slice(*found.span)]) for found in page.ids] == [
        (name, name) for name in ("one", "two", "three", "four")
    ]


def test_code_and_comments() -> None:
    text = "* `a`\n\n  ```ruby\n  x\n  ```\n\n<!-- note -->\n\n    code\n\nb <!-- n --> `` c ``\n"
    page = kramdown.read(text)
    assert [(code.kind, code.language) for code in page.code] == [
        ("span", ""),
        ("fenced", "ruby"),
        ("indented", ""),
        ("span", ""),
    ]
    assert [text[slice(*code.span)] for code in page.code][::3] == ["`a`", "`` c ``"]
    assert [text[comment.start : comment.end] for comment in page.comments] == ["<!-- note -->", "<!-- n -->"]
    assert page.comments[0].text == " note "


def test_references_point_at_their_definition() -> None:
    text = "> [a][R]\n\n[x][nope]\n\n[r]: </u v> 'T'\n[unused]: w\n"
    page = kramdown.read(text)
    (link,) = page.links
    assert (link.kind, link.label, link.href, link.title) == ("reference", "R", "/u v", "T")
    assert link.href_span is not None
    assert text[slice(*link.href_span)] == "/u v"
    assert text[slice(*page.undefined[0].span)] == "[x][nope]"
    assert [(found.label, found.used) for found in page.definitions] == [("r", True), ("unused", False)]
    assert text[slice(*page.definitions[0].span)] == "[r]: </u v> 'T'"


def test_scripts() -> None:
    text = "a\n\n<script src='x'>var a = \"<b id=q>\";</script>\n"
    page = kramdown.read(text)
    assert [(raw.element, text[raw.start : raw.end]) for raw in page.raws] == [
        ("script", 'var a = "<b id=q>";')
    ]
    assert page.ids == ()


@pytest.mark.parametrize("text", ["a\n<script>b *c*</script> d", "* <b>a</b> <script>b *c*</script>"])
def test_scripts_within_a_text(text: str) -> None:
    """kramdown passes on what they hold, as it is; one without an end holds nothing that is certain."""
    assert [text[raw.start : raw.end] for raw in kramdown.read(text).raws] == ["b *c*"]
    assert kramdown.read(text.replace("</script>", "")).raws == ()
