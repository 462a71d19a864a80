from __future__ import annotations

import pytest

from sitecheck import kramdown
from sitecheck.kramdown import Options

ASKED = {
    "options": ["unsafe", "FOOTNOTES"],
    "extensions": ["table", "strikethrough", "autolink", "tagfilter"],
}
GITHUB = Options.from_config({}, "CommonMarkGhPages", ASKED)
PLAIN = Options.from_config({}, "CommonMarkGhPages")


def test_ids_are_made_from_the_html_of_the_heading() -> None:
    page = kramdown.read("# 1. A *b*\n\n# A *b*\n\nÜ\n---\n", GITHUB)
    assert [heading.id for heading in page.headings] == ["a-embem", "a-embem-1", "section"]
    assert [(heading.level, heading.style) for heading in page.headings] == [
        (1, "atx"),
        (1, "atx"),
        (2, "setext"),
    ]
    assert kramdown.read("# A\n", Options.from_config({}, "CommonMark")).ids == ()


def test_places_in_quotes_lists_and_tables() -> None:
    text = "> * [a](b 't')\n>   ![c](d)\r\n\n| x | x |\n|---|---|\n| [x](y) | `x` |\n\n<http://e.f> [g][h]\n\n[h]: i\n"
    page = kramdown.read(text, GITHUB)
    assert [text[slice(*link.span)] for link in page.links] == [
        "[a](b 't')",
        "![c](d)",
        "[x](y)",
        "<http://e.f>",
        "[g][h]",
    ]
    assert [link.kind for link in page.links] == ["inline", "inline", "inline", "autolink", "reference"]
    assert text[slice(*page.code[0].span)] == "`x`"
    assert page.definitions[0].href == "i"


def test_commonmark_is_not_kramdown() -> None:
    text = "<div>\n\n[a](b)\n\n</div>\n\n[c](d e)\n"
    assert [link.href for link in kramdown.read(text, GITHUB).links] == ["b"]
    assert kramdown.read("```a b\nx\n", GITHUB).code[0].kind == "fenced"


def test_raw_html() -> None:
    text = '<div id="x">\n<a href="y">z</a>\n</div>\n\np <b id="w">q</b>\n'
    page = kramdown.read(text, GITHUB)
    assert [(found.value, text[slice(*found.span)]) for found in page.ids] == [("x", "x"), ("w", "w")]
    assert page.links[0].href == "y"


def test_visible_text() -> None:
    text = "$a$ \\$ &lt; *b*\n"
    (block,) = kramdown.visible_text(text, GITHUB)
    assert [(segment.text, segment.before) for segment in block.segments] == [
        ("$a$ $ < ", "em"),
        ("b", "/em"),
    ]
    assert text[slice(*block.segments[0].place(0, 3))] == "$a$"


def test_a_footnote_is_no_link_definition_and_its_links_are_read() -> None:
    page = kramdown.read("A[^1] b\n\n[^1]: See [x](y.html)\n", GITHUB)
    assert page.definitions == ()
    assert [link.href for link in page.links] == ["y.html"]


def test_html_is_left_out_unless_it_is_asked_for() -> None:
    text = '<p id="x"><a href="y">z</a></p>\n\n# A <b id="w">q</b>\n'
    page = kramdown.read(text, PLAIN)
    # commonmarker 0.23.10 writes a comment in place of each tag, and the id is made of that, too.
    assert [found.value for found in page.ids] == ["a----raw-html-omitted---q---raw-html-omitted---"]
    assert page.links == page.tags == ()
    assert [found.value for found in kramdown.read(text, GITHUB).ids] == ["x", "a-b-idwqb", "w"]


def test_tags_that_are_made_text() -> None:
    text = '<iframe src="a"></iframe> <img src="b">\n\n<script>d</script>\n'
    page = kramdown.read(text, GITHUB)
    assert [(tag.name, text[tag.start : tag.end]) for tag in page.tags] == [
        ("iframe", "</iframe>"), ("img", '<img src="b">'), ("script", "</script>"),
    ]  # fmt: skip
    assert page.raws == ()
    assert kramdown.read(text, Options.from_config({}, "CommonMark", {"options": ["UNSAFE"]})).raws


def test_tables_and_footnotes_are_there_where_they_are_asked_for() -> None:
    text = "| a | b |\n|---|---|\n| `c\\|d` | e |\n\nA[^1]\n\n[^1]: [n](o)\n"
    assert [link.href for link in kramdown.read(text, GITHUB).links] == ["o"]
    assert [link.href for link in kramdown.read(text, PLAIN).links] == ["[n](o)"]
    assert "|---|---|" in kramdown.visible_text(text, PLAIN)[0].segments[0].text
    assert "---" not in kramdown.visible_text(text, GITHUB)[0].segments[0].text


@pytest.mark.parametrize(
    ("heading", "asked", "known"),
    [
        ("See http://a.b", {}, True),
        ("See http://a.b", ASKED, False),
        ("A -- b", {}, True),
        ("A -- b", {"options": ["smart"]}, False),
        ("A ~b~", ASKED, False),
        ("[a](b?c=d&e=f)", {}, True),
        ("[a](\u00fc)", {}, False),
    ],
)
def test_ids_that_cmark_makes_of_what_it_writes(heading: str, asked: object, *, known: bool) -> None:
    (id_,) = kramdown.read(f"# {heading}\n", Options.from_config({}, "CommonMarkGhPages", asked)).ids
    assert id_.known is known


@pytest.mark.parametrize(
    "asked", ["UNSAFE", {"options": "UNSAFE"}, {"options": ["UNSAFE", 1]}, {"extensions": None}, []]
)
def test_settings_that_are_no_lists_of_texts_ask_for_nothing(asked: object) -> None:
    assert Options.from_config({}, "CommonMark", asked).commonmark == frozenset()
