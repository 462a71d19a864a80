from __future__ import annotations

from sitecheck import kramdown
from sitecheck.kramdown import Options

GITHUB = Options.from_config({}, "CommonMarkGhPages")


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
