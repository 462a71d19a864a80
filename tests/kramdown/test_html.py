"""Raw HTML as kramdown passes it on."""

from __future__ import annotations

import re

from sitecheck import kramdown
from sitecheck.kramdown import Options
from sitecheck.kramdown.tags import REFERENCE


def _hrefs(text: str, options: Options | None = None) -> list[tuple[str, str]]:
    return [(link.href, link.kind) for link in kramdown.read(text, options or Options()).links]


def test_block_content_is_left_alone_across_blank_lines() -> None:
    text = '<div>\n\n[a](b) <a href="c">x</a>\n\n</div>\n\n[d](e)\n'
    assert _hrefs(text) == [("c", "html"), ("e", "inline")]


def test_markdown_attribute_and_option() -> None:
    assert _hrefs('<div markdown="1">[a](b)</div>\n') == [("b", "inline")]
    assert _hrefs("<div>[a](b)</div>\n", Options(parse_block_html=True)) == [("b", "inline")]
    assert _hrefs('<div markdown="0">[a](b)</div>\n', Options(parse_block_html=True)) == []
    assert _hrefs("<b>[a](b)</b>\n", Options(parse_span_html=False)) == []


def test_a_tag_with_an_unquoted_address_is_text() -> None:
    assert _hrefs("<a href=http://x.y/z>t</a>\n") == []


def test_unknown_inline_elements_are_raw_to_their_end() -> None:
    assert _hrefs("<foo>[a](b)</foo> [c](d)\n") == [("d", "inline")]
    assert _hrefs("<foo> [a](b)\n") == []


def test_attribute_values_are_decoded_as_in_a_browser() -> None:
    page = kramdown.read('<a href="?a&amp;b&copy=1&not" id="&eacute;">x</a> [y](?a&not=1&amp;b)\n')
    assert [link.href for link in page.links] == ["?a&b&copy=1&not", "?a&not=1&b"]
    assert page.ids[0].value == "é"


def test_attribute_lists_change_tags() -> None:
    page = kramdown.read('<div class="a" id="o">\n</div>\n{: #n .b}\n')
    tag = page.tags[0]
    assert [(attr.name, attr.value) for attr in tag.attrs] == [("class", "a b"), ("id", "n")]


def test_tags_within_an_inline_script_are_not_seen() -> None:
    page = kramdown.read('x <script>a <b id="c"></b></script> <i id="d">y</i>\n')
    assert [found.value for found in page.ids] == ["d"]


def test_verbatim_html() -> None:
    page = kramdown.read('{::nomarkdown}\n<a name="n" href=x>*y*</a>\n{:/}\n')
    assert [found.value for found in page.ids] == ["n"]
    assert page.links[0].href == "x"


def test_an_instruction_ends_at_its_first_bracket_as_in_a_browser() -> None:
    instruction = "<? extends A> <a href='b'>\n\n# C\n\nList<?>"
    text = f"<pre>\nList{instruction} <i id='d'>x</i>\n</pre>\n\n# E\n"
    page = kramdown.read(text)
    assert [tag.name for tag in page.tags] == ["pre", "a", "i", "i", "pre"]
    assert [heading.id for heading in page.headings] == ["e"]  # kramdown reads on to the next "?>" …
    assert f'List{instruction} <i id="d">x</i>' in str(
        kramdown.to_html(text, Options())
    )  # … and writes it so


def test_problems() -> None:
    text = "<div>\n[a](b)\n"
    (problem,) = kramdown.read(text).problems
    assert (problem.kind, problem.detail, text[slice(*problem.span)]) == ("unclosed-html", "div", "<div>")
    text = "a\n\n```ruby\n# H\n"
    (problem,) = kramdown.read(text).problems
    assert (problem.kind, problem.detail, text[slice(*problem.span)]) == ("unclosed-fence", "", "```")
    text = "| $$a|b$$ |\n"
    assert {problem.kind for problem in kramdown.read(text).problems} == {"table-cuts-math"}
    text = "{::comment}\nx\n"
    assert [problem.kind for problem in kramdown.read(text).problems] == ["unclosed-extension"]
    assert kramdown.read("<p>a</p>\n\n```\nx\n```\n<hr>\n\n| $$a$$ |\n").problems == ()


def _named(name: str) -> bool:
    return REFERENCE.fullmatch(f"&{name};") is not None


def test_names_of_references_are_those_of_kramdown() -> None:
    first = re.compile("[:A-Z_a-z\u00c0-\U000effff]")
    further = re.compile("[-.0-9:A-Z_a-z\u00b7\u00c0-\U000effff]")
    for code in (*range(0x300), *range(0x300, 0x110000, 997), 0xEFFFF, 0xF0000, 0x10FFFF):
        character = chr(code)
        assert _named(character) is (first.fullmatch(character) is not None), hex(code)
        assert _named(f"a{character}") is (further.fullmatch(character) is not None), hex(code)
