from __future__ import annotations

import pytest

from sitecheck import kramdown
from sitecheck.kramdown import Options
from sitecheck.text.source_map import UNKNOWN


def _ids(text: str, options: Options | None = None) -> list[str | None]:
    return [heading.id for heading in kramdown.read(text, options or Options()).headings]


def test_repeats_are_numbered_without_looking_whether_the_number_is_free() -> None:
    assert _ids("# A\n\n# A-1\n\n# A\n") == ["a", "a-1", "a-1"]


def test_explicit_ids_are_neither_counted_nor_avoided() -> None:
    assert _ids("# A {#a}\n\n# A\n\n# A\n{: #x}\n\n# A\n") == ["a", "a", "x", "a-1"]


def test_marks_of_letters_stay_and_other_numbers_go() -> None:
    assert _ids("# cafe\u0301 ²½ x_y\n") == ["cafe\u0301--x_y"]


def test_a_heading_without_letters_has_no_id_but_is_counted() -> None:
    page = kramdown.read("# !\n\n# ?\n")
    assert [heading.id for heading in page.headings] == [None, "-1"]
    assert [found.value for found in page.ids] == ["-1"]


def test_headings_within_html_use_the_plain_algorithm_with_a_counter_of_its_own() -> None:
    text = '# Ä\n\n<div markdown="1">\n# Ä\n\n# Ä\n</div>\n'
    assert _ids(text) == ["ä", "section", "section-1"]


def test_plain_kramdown_takes_the_source() -> None:
    plain = Options(input="kramdown")
    assert _ids("# A *b* [c](d)\n\n# 1. Ü\n", plain) == ["a-b-cd", "section"]


def test_unknown_output_makes_an_id_unknown() -> None:
    page = kramdown.read(f"# A {UNKNOWN}\n\n# B {{#x-{UNKNOWN}}}\n\n# C\n")
    assert [heading.known for heading in page.headings] == [False, False, True]
    assert [found.known for found in page.ids] == [False, False, True]
    assert page.headings[0].text == f"A {UNKNOWN}"


def test_transliterated_ids_are_known_for_ascii_only() -> None:
    options = Options(input="kramdown", transliterated_header_ids=True)
    page = kramdown.read("# Ä\n\n# B\n", options)
    assert [heading.known for heading in page.headings] == [False, True]


@pytest.mark.parametrize(
    ("line", "level", "text"),
    [("### H ##\n", 3, "H"), ("H\n---\n", 2, "H"), ("H\n===\n", 1, "H"), ("# *a* `b` &amp;\n", 1, "a b &")],
)
def test_levels_and_texts(line: str, level: int, text: str) -> None:
    heading = kramdown.read(line).headings[0]
    assert (heading.level, heading.text) == (level, text)
    assert heading.style == ("atx" if line.startswith("#") else "setext")
    assert line[heading.span.start : heading.span.end] == line.rstrip("\n")


def test_header_offset_and_prefix() -> None:
    heading = kramdown.read("##### H\n", Options(header_offset=3, auto_id_prefix="p-")).headings[0]
    assert (heading.level, heading.id) == (6, "p-h")
    assert _ids("# H\n", Options(auto_ids=False)) == [None]


def test_options_in_the_text_hold_for_headings_before_them() -> None:
    assert _ids('# H\n\nx {::options auto_ids="false" /}\n') == [None]


def test_table_of_contents_makes_ids_and_links() -> None:
    text = "* x\n{:toc}\n\n# A\n\n# B\n{: .no_toc}\n"
    page = kramdown.read(text)
    assert [found.value for found in page.ids] == ["markdown-toc", "markdown-toc-a", "a", "b"]
    assert [(link.href, link.kind) for link in page.links] == [("#a", "toc")]
    assert page.toc is not None
    assert text[page.toc.start : page.toc.end].startswith("* x")


@pytest.mark.parametrize("options", [Options(), Options(input="kramdown", auto_id_stripping=True)])
def test_the_text_has_typographic_quotes_whatever_is_asked_for(options: Options) -> None:
    heading = kramdown.read("# H\"\n\n# It's\n", options).headings
    gfm = options.input == "GFM"
    assert [found.text for found in heading] == (["H”", "It’s"] if gfm else ["H", "Its"])
    assert [found.id for found in heading] == ["h", "its"]
