"""The structure pass: what numbers ids and footnotes is found once, for facts and HTML alike."""

from __future__ import annotations

from typing import get_args

import pytest

from sitecheck import kramdown
from sitecheck.kramdown import Options, structure
from sitecheck.kramdown.block_tree import Block, BlockType
from sitecheck.kramdown.facts import block_facts
from sitecheck.kramdown.html import block_writer
from sitecheck.kramdown.source import Source
from sitecheck.kramdown.span.leaf import Reading

PLAIN = Options(input="kramdown")


@pytest.mark.parametrize("reader", [structure, block_facts, block_writer])
def test_every_type_of_block_is_read_by_every_reader_of_the_tree(reader: object) -> None:
    assert set(reader.HANDLERS) == set(get_args(BlockType))  # type: ignore[attr-defined]


@pytest.mark.parametrize("reading", Reading)
def test_a_block_nobody_knows_is_not_skipped(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(page: object, source: Source) -> Block:
        root = Block("root", source, 0, len(source.text))
        root.children.append(Block("poem", source, 0, 1))  # type: ignore[arg-type]
        return root

    monkeypatch.setattr(structure.parser, "parse", parse)
    with pytest.raises(KeyError, match="poem"):
        structure.read_structure("x\n", Options(), reading)


@pytest.mark.parametrize("options", [Options(), PLAIN], ids=["gfm", "plain"])
@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n> # A\n\n<div markdown='1'>\n# A\n</div>\n\nx[^1]\n\n[^1]: y\n\n    # A\n",
        "a[^2] b[^1] c[^2]\n\n[^1]: n [^3]\n[^2]: m [^1]\n[^3]: o\n",
        "* t\n{:toc}\n\n# A\n\n# B\n{:.no_toc}\n\n# A\n{: #own}\n\nx\n[^1]\n\n[^1]: y\n\n    # C\n",
        "* x\n{:footnotes}\n\n# A[^1]\n\n[^1]: y\n\n    # A\n",
        "a[^1]\n\n[^1]: n\n\n    * x\n    {:footnotes}\n",
        "# H\n{: id=''}\n\n# G {#g}\n{: id=''}\n",
        "{:auto_ids-p}\na *b*\n: d\n",
    ],
)
def test_facts_have_the_ids_and_links_of_the_html(text: str, options: Options) -> None:
    from sitecheck import html

    page, tags = kramdown.read(text, options), html.read(kramdown.to_html(text, options)).tags
    written = [attr.value for tag in tags for attr in tag.attrs if attr.name == "id"]
    assert sorted(found.value for found in page.ids) == sorted(written)
    led = [attr.value for tag in tags for attr in tag.attrs if attr.name == "href"]
    assert sorted(link.href for link in page.links) == sorted(led)


def test_a_blank_id_keeps_a_heading_from_getting_one() -> None:
    for options in (Options(), PLAIN):
        assert kramdown.read("# H\n{: id=''}\n", options).headings[0].id is None
        assert kramdown.to_html("# H\n{: id=''}\n", options) == "<h1>H</h1>\n"


def test_a_terms_id_is_made_from_its_text_without_marks() -> None:
    text = "{:auto_ids-p}\na `b` [*c*](https://example.org/d) --\n: e\n"
    for options, made in ((Options(), "pa-b-c-"), (PLAIN, "pa--c-")):
        assert [found.value for found in kramdown.read(text, options).ids] == [made]
        assert f'<dt id="{made}">' in kramdown.to_html(text, options)


def test_what_has_too_many_cells_is_no_table_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitecheck.kramdown.block.tables._MOST_CELLS", 10)
    few = kramdown.read("| a | b |\n", PLAIN)
    many = kramdown.read("a\n\n" + "| a " * 6 + "|\n" + "| b " * 6 + "|\n", PLAIN)
    assert not few.problems
    assert [(problem.kind, problem.span.start) for problem in many.problems] == [("too-many-marks", 3)]
